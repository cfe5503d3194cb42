/** What the function `read` says of a Word file: its answers, what was changed by hand, what is wrong. Loaded when needed. */

import { Away, Service, refusal } from "./check.js";

/** @typedef {{kind: "answer" | "text" | "row", path: string, label: string, place: string, before: string, after: string, value?: any}} Change */
/** @typedef {{path: string, label: string, value: any}} Fact */
/**
 * @typedef {object} Returned
 * @property {string} form @property {string} title @property {string} version
 * @property {"answers" | "controls"} origin where the answers come from: the part for them, or the document's text
 * @property {"valid" | "invalid" | "none"} signature
 * @property {any} data @property {Change[]} changes @property {import("./check.js").Problem[]} problems
 * @property {Fact[]} [summary] the project, its applicant and its total
 */

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const LARGEST = 10 * 1024 * 1024; // bytes; the function takes no more
const AWAY = "暂时连不上服务，没有读取。请稍后再试。";
const GONE = "浏览器打不开这个文件：可能已移动、删除，或是一个文件夹。请重新选择。";

export const RECOVERED = "从文书正文恢复";

/** For calls about no form in particular. @param {HTMLElement} place that says where the settings are */
export function serviceOf(place) {
  const { config, build } = place.dataset;
  return new Service({ dataset: { config, build } });
}

/**
 * @param {Service} service @param {File} file @param {AbortController} [stop]
 * @returns {Promise<Returned | {fault: string, away?: boolean}>} a Chinese sentence where it was refused; away: another time it may be read
 */
export async function readDocument(service, file, stop) {
  if (file.size > LARGEST) return { fault: `文件有 ${Math.ceil(file.size / 2 ** 20)} MB，超过 10 MB，不是本站生成的文书，没有读取。` };
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return { fault: GONE };
  try {
    // The type that the computer gives to the file depends on whether an office program is installed.
    const reply = await service.post("read", new Blob([bytes], { type: DOCX }), stop);
    return await (reply.ok ? reply.json() : refusal(reply).then(({ detail }) => ({ fault: detail })));
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    return { fault: AWAY, away: true };
  }
}

/** What concerns the document as a whole, each with its full stop. @param {Returned} returned */
export function remarks({ problems }) {
  return problems.filter(({ path }) => path === "").map(({ message }) => message.replace(/([^。！？])$/, "$1。"));
}
