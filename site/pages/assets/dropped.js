/** Answers of questions that are no longer asked: they go after a warning, with a note, and with one step back. Loaded when needed. */

import { collect, fill, isOff } from "./answers.js";
import { typedIn } from "./conditions.js";
import { all, button, element } from "./dom.js";
import { goTo } from "./problems.js";
import { announce, confirmed } from "./status.js";

/** @typedef {import("./conditions.js").Conditions} Conditions */

const titleOf = (question) => `“${question.querySelector("[data-title]").textContent}”`;
const titlesOf = (questions) => questions.map(titleOf).join("");
const countOf = (questions) => new Set(questions.flatMap(typedIn)).size;

/** What the page calls a choice. @returns {string} */
function saidOf(input) {
  if (input.type === "checkbox" && !input.checked) return `不选${input.labels[0].textContent}`;
  return (input.selectedOptions || input.labels)[0].textContent;
}

/**
 * Asks whether answers may go, and drops them.
 * @param {Conditions} conditions @param {any} input where the choice was changed @param {HTMLElement[]} questions with answers
 * @param {import("./conditions.js").Chosen} before what was chosen there @returns {Promise<boolean>} whether they went
 */
export async function goOn(conditions, input, questions, before) {
  const choice = `${titleOf(input.closest("[data-shape]"))}改成“${saidOf(input)}”后，`;
  const goes = await confirmed(`${choice}${titlesOf(questions)}下已填的 ${countOf(questions)} 项会删去。`, "删去并继续", "保留原来的选择");
  if (goes) drop(conditions, questions, before);
  return goes;
}

/** @param {Conditions} conditions @param {HTMLElement[]} questions @param {import("./conditions.js").Chosen} [before] what was chosen before, if that can be brought back */
export function drop(conditions, questions, before) {
  const text = `${titlesOf(questions)}下已填的 ${countOf(questions)} 项已删去。`;
  const note = element("p", "wb-undo", text);
  note.dataset.dropped = "";
  const typed = questions.map((question) => collect(question, { asTyped: true }));
  const undo = button("撤销", async () => {
    note.remove();
    conditions.restore(before);
    await conditions.chose(before[0][0]);
    questions.forEach((question, index) => isOff(question) || typedIn(question).length || fill(question, typed[index]));
    conditions.form.dispatchEvent(new Event("input"));
    goTo(questions[0]);
    announce(`${titlesOf(questions)}已恢复。`);
  });
  if (before) note.append(undo);
  questions.forEach((question) => fill(question, {}));
  all(conditions.form, "[data-dropped]").forEach((other) => other.remove());
  questions[0].before(note);
  announce(text);
}
