/** What the page says: lines that stay (draft, service, result), what is only read aloud, and one question with two buttons. */

import { button, byId, element } from "./dom.js";

/** Makes the lines before they are needed: a live region that appears together with its text is not read aloud. */
export function prepareStatus() {
  const live = (/** @type {string} */ id, /** @type {string} */ className) => {
    const line = element("p", className);
    line.id = id;
    line.setAttribute("role", "status");
    return line;
  };
  byId("wb-status").after(live("wb-service", "wb-status"), live("wb-announce", "wb-unseen"));
  byId("wb-render").parentElement.querySelector("hr").before(live("wb-result", "wb-status"));
}

function say(id, text) {
  const line = byId(id);
  if (line.textContent !== text) line.textContent = text;
}

/** Read aloud by screen readers, not shown. @param {string} text */
export const announce = (text) => say("wb-announce", text);

/** Whether the functions answer; empty when all is well. @param {string} text */
export const sayService = (text) => say("wb-service", text);

/** What became of the last press of a button. @param {string} text */
export const sayResult = (text) => say("wb-result", text);

/** The state of the draft. @param {string} text @param {boolean} saved whether everything on the page is in it */
export function sayDraft(text, saved) {
  say("wb-status", text);
  byId("wb-status").dataset.saved = saved;
}

/** A notice that stays above the form, in place of its last one. @param {string} id @param {string} text @param {HTMLElement[]} buttons @returns {HTMLElement} */
export function notice(id, text, buttons) {
  const old = byId(id);
  const box = element("div", "wb-notice");
  const words = element("p", "");
  box.id = id;
  box.setAttribute("role", "status");
  box.append(words, ...buttons);
  if (old) old.replaceWith(box);
  else byId("wb-status").before(box);
  words.textContent = text;
  return box;
}

/**
 * Asks before something that cannot be undone; the browser's own question would have English buttons on some PCs.
 * @param {string} question @param {string} yes what the button says @param {string} [no] @returns {Promise<boolean>}
 */
export function confirmed(question, yes, no = "取消") {
  const dialog = element("dialog", "wb-dialog");
  const words = element("p", "", question);
  words.id = "wb-dialog-words";
  dialog.setAttribute("aria-labelledby", words.id);
  dialog.append(words, button(no, () => dialog.close("no")), " ", button(yes, () => dialog.close("yes")));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
