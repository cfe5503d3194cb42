/**
 * Questions that are asked only after a certain answer, as `data-asked-when` says; the server reads the same condition.
 * What was typed into one goes when it is no longer asked (dropped.js, loaded when that happens).
 */

import { inputsIn, isAnswered, isOff, valueOf } from "./answers.js";
import { all } from "./dom.js";
import { sayResult } from "./status.js";

/** @typedef {[any, boolean, string][]} Chosen inputs, with what was chosen there */

/** The inputs of one question. @returns {any[]} */
function inputsAt(form, path) {
  const found = form.elements.namedItem(path);
  return found instanceof RadioNodeList ? [...found] : [found].filter(Boolean);
}

/** Equal, or one of several chosen; never while that question itself is not asked. @param {string} condition JSON with path and value */
function holds(form, condition) {
  const { path, value } = JSON.parse(condition);
  return inputsAt(form, path).some((input) => !isOff(input) && valueOf(input) === value);
}

/** The names of the answers that a person gave in a question; none where an earlier document gave them. @returns {string[]} */
export function typedIn(question) {
  const inputs = inputsIn(question);
  return inputs.some((input) => input.matches(":disabled, [readonly]")) ? [] : inputs.filter(isAnswered).map((input) => input.name);
}

const isTyped = (question) => typedIn(question).length > 0;

export class Conditions {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {Chosen} all that questions depend on */
    this.chosen = [];
    form.addEventListener("change", (event) => this.chose(event.target));
    this.apply();
  }

  /** Shows and hides what other answers ask for, without a question: answers came from somewhere else. */
  apply() {
    all(this.form, "[data-dropped]").forEach((note) => note.remove());
    this.mark();
    this.settle();
    const dropped = all(this.form, "[data-off]").filter(isTyped);
    if (dropped.length) import("./dropped.js").then(({ drop }) => drop(this, dropped), () => {}); // hidden they are not sent either
  }

  /** An answer was chosen that may end other questions. */
  async chose(input) {
    const before = this.chosen.filter(([other]) => other.name === input.name);
    const dropped = this.mark().filter(isTyped);
    if (dropped.length) {
      const goes = await import("./dropped.js").then(({ goOn }) => goOn(this, input, dropped, before), sayAway);
      if (!goes) this.restore(before);
      this.form.dispatchEvent(new Event("input"));
    }
    this.settle();
  }

  /** Notes which questions are asked; hides none yet. @returns {HTMLElement[]} those that have just ceased to be */
  mark() {
    const fallen = [];
    for (const question of all(this.form, "[data-asked-when]")) {
      const isAsked = holds(this.form, question.dataset.askedWhen);
      if (!isAsked && !question.hasAttribute("data-off")) fallen.push(question);
      question.toggleAttribute("data-off", !isAsked);
    }
    return fallen;
  }

  /** Shows and hides, and remembers what is chosen now. */
  settle() {
    const questions = all(this.form, "[data-asked-when]");
    const paths = new Set(questions.map((question) => JSON.parse(question.dataset.askedWhen).path));
    for (const question of questions) question.hidden = question.hasAttribute("data-off");
    this.chosen = [...paths].flatMap((path) => inputsAt(this.form, path)).map((input) => [input, input.checked, input.value]);
  }

  /** @param {Chosen} chosen */
  restore(chosen) {
    for (const [input, checked, value] of chosen) Object.assign(input, { checked, value });
    this.mark();
  }
}

function sayAway() {
  sayResult("暂时连不上服务，这项选择没有改动，请稍后再试。");
}
