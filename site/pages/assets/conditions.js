/** Questions that are asked only after a certain answer, as `data-asked-when` says; the server reads the same condition. */

import { inputsIn, isAnswered, isOff, valueOf } from "./answers.js";
import { announce } from "./status.js";
import { all, element } from "./dom.js";
import { titleOf } from "./rows.js";

/** The answers that stand at a pointer now; none while that question itself is not asked. */
function answersAt(form, path) {
  const found = form.elements.namedItem(path);
  const inputs = found instanceof RadioNodeList ? [...found] : [found];
  return inputs.map((input) => (input && !isOff(/** @type {any} */ (input)) ? valueOf(/** @type {any} */ (input)) : undefined));
}

/** Equal, or one of several chosen. @param {string} condition JSON with path and value */
function holds(form, condition) {
  const { path, value } = JSON.parse(condition);
  return answersAt(form, path).includes(value);
}

/** Shows and hides every conditional question. @param {HTMLFormElement} form */
export function applyConditions(form) {
  for (const question of all(form, "[data-asked-when]")) {
    const off = !holds(form, question.dataset.askedWhen);
    if (off !== question.hasAttribute("data-off")) turn(question, off);
  }
}

function turn(question, off) {
  question.hidden = off;
  question.toggleAttribute("data-off", off);
  const before = question.previousElementSibling;
  if (before && before.matches("[data-kept]")) before.remove();
  if (off && inputsIn(question).some(isAnswered)) sayKept(question);
}

/** What was typed into a question that is no longer asked stays, and the person is told where. */
function sayKept(question) {
  const label = question.querySelector("[data-title]");
  const title = titleOf(question) || (label && label.textContent) || "";
  const note = element("p", "wb-note", `“${title}”现在不需要填写，已填的内容留在草稿里，不会写进文书。`);
  note.dataset.kept = "";
  question.before(note);
  announce(note.textContent);
}

/** Keeps the questions in step with the answers. @param {HTMLFormElement} form */
export function startConditions(form) {
  applyConditions(form);
  form.addEventListener("change", () => applyConditions(form));
}
