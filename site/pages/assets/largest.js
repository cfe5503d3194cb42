/** When all answers together are too much for the functions: which of them is to blame. Loaded when needed. */

import { inputsIn } from "./answers.js";

const LARGE = 50_000; // characters: far more than any question takes

/** @param {HTMLElement} form @returns {string} a sentence that names the longest answer; nothing where none is large */
export function largest(form) {
  const [longest] = inputsIn(form).sort((one, other) => other.value.length - one.value.length);
  const title = longest && longest.closest("[data-pointer]")?.querySelector("[data-title]");
  return title && longest.value.length > LARGE ? `“${title.textContent}”有 ${longest.value.length} 个字，请先删减这一项。` : "";
}
