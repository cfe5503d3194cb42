/** A document's answers in its own words, and what its questions are called. Loaded when needed. */

import { Service } from "./check.js";

/** @typedef {import("./returned.js").Returned} Returned */

/** @type {Promise<{[form: string]: {[pointer: string]: string}}> | undefined} */
let labels;

/** What the questions of a form are called, by their pointers with * for the numbers of rows. @param {HTMLElement} root @param {string} form */
export async function labelsOf(root, form) {
  labels = labels || fetch(root.dataset.labels, { credentials: "same-origin" }).then((reply) => reply.json());
  labels.catch(() => (labels = undefined)); // another time
  return (await labels)[form] || {};
}

/** “费用明细第 3 行：金额（万元）”. @param {{[pointer: string]: string}} labels @param {string} pointer @param {number} [from] how many parts of it are told already */
export function nameOf(labels, pointer, from = 0) {
  const parts = pointer.split("/").slice(1);
  const names = [];
  for (let count = from + 1; count <= parts.length; count += 1) {
    const last = parts[count - 1];
    const key = `/${parts.slice(0, count).map((part) => (/^\d+$/.test(part) ? "*" : part)).join("/")}`;
    if (/^\d+$/.test(last)) names.push(`${names.pop() || ""}第 ${Number(last) + 1} 行`);
    else names.push(labels[key] || last);
  }
  return names.join("：");
}

/** Pointer → words, in the form's order. @param {HTMLElement} root @param {Returned} returned @returns {Promise<Map<string, string>>} */
export async function saidIn(root, { form, data }) {
  const { config, build } = root.dataset;
  const reply = await new Service({ dataset: { form, config, build } }).post("validate?said=1", JSON.stringify(data));
  const { said = {} } = reply.ok ? await reply.json() : {};
  return new Map(Object.entries(said));
}

/** A dialog with a title, closed by its button or Escape. @param {HTMLElement} dialog @param {string} text @param {any[]} content */
export function openDialog(dialog, text, content) {
  const title = document.createElement("h2");
  const close = document.createElement("button");
  const opener = /** @type {HTMLElement} */ (document.activeElement);
  title.id = "wb-dialog-title";
  title.tabIndex = -1;
  title.textContent = text;
  close.type = "button";
  close.textContent = "关闭";
  close.addEventListener("click", () => /** @type {HTMLDialogElement} */ (dialog).close());
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener.focus();
  });
  dialog.append(title, ...content, close);
  document.body.append(dialog);
  /** @type {HTMLDialogElement} */ (dialog).showModal();
  title.focus();
}
