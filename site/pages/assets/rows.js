/** Tables and lists: rows are added and removed, and always numbered 0, 1, 2 … in names, ids and what is read aloud. */

import { all, button, element } from "./dom.js";
import { announce, sayService } from "./status.js";

export const ROWS_MAX = 2000; // in one table; the functions take no more in all tables together (wenbiao/submission.py)
const TABLE = "[data-shape=table], [data-shape=list]";
const NUMBERED = ["name", "id", "for", "data-pointer", "data-asked-when", "data-required-when", "aria-describedby", "aria-labelledby"];

/** A child of a table or row: what belongs to it itself and not to a table in one of its rows. @returns {any} */
function part(parent, selector) {
  return [...parent.children].find((child) => child.matches(selector));
}

/** The outermost tables below an element. @param {Element} root @returns {HTMLElement[]} */
export function tablesIn(root) {
  return all(root, TABLE).filter((table) => {
    const outer = table.parentElement.closest(TABLE);
    return outer === root || !root.contains(outer);
  });
}

/** @param {HTMLElement} table @returns {HTMLElement[]} */
export function rowsOf(table) {
  return [...part(table, "[data-rows]").children].filter((row) => row.matches("[data-row]"));
}

/** The title of a table or block, without its marks. @param {Element} group @returns {string} */
export function titleOf(group) {
  const title = group.querySelector(":scope > legend [data-title]");
  return (title && title.textContent) || "";
}

/** How many rows an empty table starts with. @param {HTMLElement} table */
export function startRows(table) {
  return Number(table.dataset.startRows);
}

/** Remembers how many rows each table starts with. */
function prepareTables(root) {
  for (const table of all(root, TABLE)) {
    table.dataset.startRows = table.dataset.startRows || rowsOf(table).length;
    showRemoveButtons(table);
  }
}

/** Gives a table exactly so many rows. @param {HTMLElement} table @param {number} count */
export function setRows(table, count) {
  dropNote(table);
  const rows = rowsOf(table);
  rows.slice(count).forEach((row) => row.remove());
  putRows(table, Array.from({ length: Math.max(0, count - rows.length) }, (_, index) => makeRow(table, rows.length + index)));
}

/** Rows at the end of a table. @param {HTMLElement} table @param {Element[]} rows */
export function putRows(table, rows) {
  part(table, "[data-rows]").append(...rows);
  showRemoveButtons(table);
}

/** A new row, numbered for its place and not yet in the table. @param {HTMLElement} table @param {number} index @returns {HTMLElement} */
export function makeRow(table, index) {
  const row = document.importNode(part(table, "template").content, true).querySelector("[data-row]");
  number(row, table, index);
  prepareTables(row);
  return row;
}

function addRow(table) {
  dropNote(table);
  const count = rowsOf(table).length + 1;
  const row = makeRow(table, count - 1);
  putRows(table, [row]);
  focusIn(row);
  announce(`${titleOf(table)}已添加第 ${count} 行。`);
}

/** To a row's first answer. @param {HTMLElement} row */
export function focusIn(row) {
  /** @type {HTMLElement} */ (row.querySelector("input, select, textarea") || row).focus();
}

function removeRow(row, table) {
  const index = rowsOf(table).indexOf(row);
  row.remove();
  const rest = rowsOf(table);
  rest.slice(index).forEach((later, offset) => number(later, table, index + offset));
  showRemoveButtons(table);
  note(table, `已删除第 ${index + 1} 行。`, button("撤销删除", () => putBack(table, row, index)));
  (rest[index] || rest[index - 1] || part(table, "[data-add]")).focus();
  announce(`${titleOf(table)}已删除第 ${index + 1} 行，还有 ${rest.length} 行。`);
}

/** What was done with the rows, and one step back: beside the table until the next change of its rows. @param {HTMLElement[]} buttons */
export function note(table, text, ...buttons) {
  dropNote(table);
  const line = element("p", "wb-undo", text);
  line.dataset.undo = "";
  line.append(...buttons);
  part(table, "[data-add]").before(line);
}

/** @param {HTMLElement} table */
export function dropNote(table) {
  part(table, "[data-undo]")?.remove();
}

function putBack(table, row, index) {
  insertRow(table, row, index);
  row.focus();
  announce(`${titleOf(table)}已恢复第 ${index + 1} 行。`);
  row.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts a row that is not in the table at a place of it. @param {HTMLElement} table @param {HTMLElement} row @param {number} index */
export function insertRow(table, row, index) {
  dropNote(table);
  const later = rowsOf(table).slice(index);
  // From the end: two rows with the same names would share their radio buttons, and one would lose its answer.
  for (let back = later.length; back > 0; back -= 1) number(later[back - 1], table, index + back);
  number(row, table, index);
  part(table, "[data-rows]").insertBefore(row, later[0] || null);
  showRemoveButtons(table);
}

/** Writes a row's number into every attribute that holds it, nested templates included. @param {number} index */
export function number(row, table, index) {
  const pointer = table.dataset.pointer || "";
  const id = `q${pointer.replace(/\//g, "-")}`;
  // Only where a name or id begins: a nested table may have a column of the outer table's name.
  const numbered = new RegExp(`(?<![\\w/*~-])(${literal(pointer)}/|${literal(id)}-)(\\*|\\d+)(?![\\w*])`, "g");
  rename(row, (text) => text.replace(numbered, `$1${index}`));
  const said = (text) => (text || "").replace(/第 (\*|\d+) 行/, `第 ${index + 1} 行`);
  for (const named of [row, ...row.children]) {
    if (named.hasAttribute("aria-label")) named.setAttribute("aria-label", said(named.getAttribute("aria-label")));
  }
  const remove = part(row, "[data-remove]").firstChild;
  remove.data = said(remove.data);
}

function rename(root, change) {
  for (const part of [root, ...all(root, "[id], [name], [for], [data-pointer], [aria-describedby], template")]) {
    for (const name of NUMBERED) if (part.hasAttribute(name)) part.setAttribute(name, change(part.getAttribute(name)));
    if (part.content) for (const inner of part.content.children) rename(inner, change);
  }
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Rows that must be there cannot be removed. @param {HTMLElement} table */
export function showRemoveButtons(table) {
  const rows = rowsOf(table);
  const fixed = rows.length <= Number(table.dataset.minRows);
  for (const row of rows) part(row, "[data-remove]").hidden = fixed || "locked" in row.dataset;
}

/** Makes the buttons of all tables work. @param {any} page the form's page: its form, and changed() for rows that came or went */
export function startRowButtons(page) {
  prepareTables(page.form);
  page.form.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-add], [data-remove], [data-do]");
    const table = pressed && pressed.closest(TABLE);
    if (!table) return;
    if (pressed.dataset.do) withTables((tables) => tables[pressed.dataset.do](page, table, pressed));
    else {
      if (pressed.matches("[data-add]")) addRow(table);
      else removeRow(pressed.closest("[data-row]"), table);
      page.changed();
    }
  });
  page.form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain");
    const table = event.target.closest("[data-row]") && event.target.closest(TABLE);
    // Cells side by side, or in a column: each is an answer of its own.
    if (!table || !(event.target.matches("textarea") ? /\t/ : /\t|\n./).test(text)) return;
    event.preventDefault();
    withTables((tables) => tables.paste(page, table, event.target, text));
  });
}

/** What else is done with rows is loaded when it is first asked for. @param {(tables: any) => any} work */
async function withTables(work) {
  const tables = await import("./tables.js").catch(() => sayService("这项功能没有载入，请检查网络后再试。"));
  if (tables) await work(tables);
}
