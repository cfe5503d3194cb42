/** What is done with the rows of a table beyond adding and removing them. Loaded when first asked for. */

import { collect, fill, inputsIn, parts, put, valueAt } from "./answers.js";
import { dropNote, focusIn, insertRow, makeRow, note, number, rowsOf, titleOf } from "./rows.js";
import { announce } from "./status.js";
import { columnsOf } from "./columns.js";
import { textOf } from "./table-text.js";

export { openPaste as paste } from "./paste.js";

/** @typedef {any} FormPage the form's page: its form, service, problems, sent() and changed() */

/** @param {FormPage} page @param {HTMLElement} table @param {HTMLButtonElement} pressed */
export const up = (page, table, pressed) => move(page, table, pressed, -1);

/** @param {FormPage} page @param {HTMLElement} table @param {HTMLButtonElement} pressed */
export const down = (page, table, pressed) => move(page, table, pressed, 1);

/** The button keeps the focus, and its place on the screen, so that it can be pressed again and again. */
function move(page, table, pressed, step) {
  const row = pressed.closest("[data-row]");
  const rows = rowsOf(table);
  const from = rows.indexOf(row);
  const other = rows[from + step];
  const top = pressed.getBoundingClientRect().top;
  dropNote(table);
  // Out of the page while they change names: two rows with the same names would share their radio buttons.
  row.remove();
  number(other, table, from);
  number(row, table, from + step);
  if (step < 0) other.before(row);
  else other.after(row);
  window.scrollBy({ top: pressed.getBoundingClientRect().top - top, behavior: "instant" });
  const opposite = /** @type {HTMLElement} */ (row.querySelector(`:scope > [data-do=${step < 0 ? "down" : "up"}]`));
  (pressed.checkVisibility({ visibilityProperty: true }) ? pressed : opposite).focus();
  announce(`${titleOf(table)}第 ${from + 1} 行已移到第 ${from + step + 1} 行。`);
  page.changed();
}

/** A row like this one below it; rows from earlier documents stay together before it. @param {FormPage} page @param {HTMLElement} table @param {HTMLElement} pressed */
export function duplicate(page, table, pressed) {
  const row = /** @type {HTMLElement} */ (pressed.closest("[data-row]"));
  const rows = rowsOf(table);
  const from = rows.indexOf(row);
  const locked = rows.findLastIndex((one) => "locked" in one.dataset);
  const to = Math.max(from, locked) + 1;
  const made = makeRow(table, to);
  writeRow(table, made, to, valueAt(collect(row, { asTyped: true }), `${table.dataset.pointer}/${from}`));
  insertRow(table, made, to);
  touch(page, made);
  focusIn(made);
  announce(`${titleOf(table)}已复制第 ${from + 1} 行，新的一行是第 ${to + 1} 行。`);
  page.changed();
}

/** Writes an answer, or an object of answers, into a row that is not in the page yet. @param {HTMLElement} table @param {HTMLElement} row @param {number} index @param {any} value */
export function writeRow(table, row, index, value) {
  if (value === undefined) return;
  const answers = {};
  put(answers, [...parts(table.dataset.pointer || ""), String(index)], value);
  fill(row, answers);
}

/** What came into a row all at once may show its problems. @param {FormPage} page @param {HTMLElement} row */
export function touch(page, row) {
  inputsIn(row).forEach((input) => page.problems.touch(input));
}

/** The whole table onto the clipboard, as text that Excel and WPS take: a header, then a line for each row. @param {FormPage} _page @param {HTMLElement} table */
export function copy(_page, table) {
  const rows = rowsOf(table);
  const lines = rows.map((row) => columnsOf(table, row).map((column) => column.said()));
  const header = columnsOf(table, rows[0] || makeRow(table, 0)).map((column) => column.heading);
  const says = toClipboard(textOf([header, ...lines]))
    ? `已复制 ${rows.length} 行，可以在 Excel 或 WPS 表格里粘贴。`
    : "浏览器不允许复制，请改用其他浏览器。";
  note(table, says);
  announce(says);
}

/** By a copy event: the newer interface is missing on sites without https, as inside many offices. */
function toClipboard(text) {
  let copied = false;
  const put = (/** @type {ClipboardEvent} */ event) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  document.addEventListener("copy", put, { capture: true });
  document.execCommand("copy");
  document.removeEventListener("copy", put, { capture: true });
  return copied;
}
