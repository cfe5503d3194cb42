/** A document's answers in its own words, and the dialog that shows them. Loaded when needed. */

import { Service } from "./check.js";

/** @typedef {import("./returned.js").Returned} Returned */

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
