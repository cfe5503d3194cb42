/** A file as a draft: an exported one, or a plain file of answers. Loaded when needed. */

import { all } from "./dom.js";
import { parts } from "./answers.js";

const LARGEST = 5e6; // bytes
const DEEPEST = 20; // levels of lists and objects
const LONGEST = 2000; // rows
const FOREIGN = "这个文件不是导出的草稿。请选择用“导出草稿”得到的 .json 文件。";
const TOO_LARGE = "文件超过 5 MB，不会是草稿。请选择用“导出草稿”得到的 .json 文件。";
const TOO_LONG = `文件里有一张表超过 ${LONGEST} 行，无法在网页上填写。`;
const OTHER = "这份草稿属于另一种文书，请在那种文书的页面上导入。";

/**
 * What `Keeper.refill` takes; a Chinese sentence for what is no draft of this form.
 * @param {File} file @param {HTMLFormElement} form @returns {Promise<string | {version: string, answers: any, earlier: any[]}>}
 */
export async function contentIn(file, form) {
  if (file.size > LARGEST) return TOO_LARGE;
  const content = parsed(await file.arrayBuffer());
  if (!isObject(content) || !isShallow(content)) return FOREIGN;
  const isDraft = isObject(content.answers);
  const { form: whose, version, answers, earlier } = isDraft ? content : { form: content.doc_type, version: content.schema_version, answers: content, earlier: [] };
  if (whose && whose !== form.dataset.form) return OTHER;
  const documents = [].concat(earlier || []);
  if (!documents.every(isObject) || !isKnown(answers, form)) return FOREIGN;
  return isLong(answers) ? TOO_LONG : { version, answers, earlier: documents };
}

/** @param {ArrayBuffer} bytes @returns {any} undefined for what is no JSON in UTF-8 */
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Level by level: what calls itself would run out of stack. */
function isShallow(content) {
  let level = [content];
  for (let depth = 0; depth < DEEPEST && level.length; depth += 1) {
    level = level.flatMap((node) => Object.values(node)).filter((node) => node !== null && typeof node === "object");
  }
  return !level.length;
}

/** Whether the page asks for any of these answers. */
function isKnown(answers, form) {
  const asked = new Set(all(form, "[data-pointer]").map((place) => parts(place.dataset.pointer)[0]));
  const names = Object.keys(answers);
  return !names.length || names.some((name) => asked.has(name));
}

function isLong(node) {
  if (node === null || typeof node !== "object") return false;
  return (Array.isArray(node) && node.length > LONGEST) || Object.values(node).some(isLong);
}
