/** Tables and lists: rows are added and removed, and always numbered 0, 1, 2 … in names, ids and what is read aloud. */

import { all, button, element } from "./dom.js";
import { announce } from "./status.js";

const TABLE = "[data-shape=table], [data-shape=list]";
const NUMBERED = ["name", "id", "for", "data-pointer", "data-asked-when", "data-required-when", "aria-describedby", "aria-labelledby"];

/** What belongs to a table itself and not to a table in one of its rows. @returns {any[]} */
function own(table, selector) {
  return all(table, selector).filter((part) => part.closest(TABLE) === table);
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
  return own(table, "[data-row]");
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
  dropUndo(table);
  const rows = rowsOf(table);
  rows.slice(count).forEach((row) => row.remove());
  for (let index = rows.length; index < count; index += 1) append(table, index);
  showRemoveButtons(table);
}

function addRow(table) {
  dropUndo(table);
  const count = rowsOf(table).length + 1;
  const row = append(table, count - 1);
  showRemoveButtons(table);
  (row.querySelector("input, select, textarea") || row).focus();
  announce(`${titleOf(table)}已添加第 ${count} 行。`);
}

function append(table, index) {
  const [template] = own(table, "template[data-row-template]");
  const row = document.importNode(template.content, true).querySelector("[data-row]");
  number(row, table, index);
  own(table, "[data-rows]")[0].append(row);
  prepareTables(row);
  return row;
}

function removeRow(row, table) {
  const index = rowsOf(table).indexOf(row);
  row.remove();
  const rest = rowsOf(table);
  rest.slice(index).forEach((later, offset) => number(later, table, index + offset));
  showRemoveButtons(table);
  offerUndo(table, row, index);
  (rest[index] || rest[index - 1] || own(table, "[data-add]")[0]).focus();
  announce(`${titleOf(table)}已删除第 ${index + 1} 行，还有 ${rest.length} 行。`);
}

/** One step back, beside the table, until the next change of its rows. @param {number} index */
function offerUndo(table, row, index) {
  dropUndo(table);
  const note = element("p", "wb-undo", `已删除第 ${index + 1} 行。`);
  note.dataset.undo = "";
  note.append(button("撤销删除", () => putBack(table, row, index)));
  own(table, "[data-add]")[0].before(note);
}

function dropUndo(table) {
  own(table, "[data-undo]").forEach((note) => note.remove());
}

function putBack(table, row, index) {
  dropUndo(table);
  const later = rowsOf(table).slice(index);
  // From the end: two rows with the same names would share their radio buttons, and one would lose its answer.
  for (let back = later.length; back > 0; back -= 1) number(later[back - 1], table, index + back);
  number(row, table, index);
  if (later.length) later[0].before(row);
  else own(table, "[data-rows]")[0].append(row);
  showRemoveButtons(table);
  row.focus();
  announce(`${titleOf(table)}已恢复第 ${index + 1} 行。`);
  row.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Writes a row's number into every attribute that holds it, nested templates included. @param {number} index */
function number(row, table, index) {
  const pointer = table.dataset.pointer || "";
  const id = `q${pointer.replace(/\//g, "-")}`;
  // Only where a name or id begins: a nested table may have a column of the outer table's name.
  const numbered = new RegExp(`(?<![\\w/*~-])(${literal(pointer)}/|${literal(id)}-)(\\*|\\d+)(?![\\w*])`, "g");
  rename(row, (text) => text.replace(numbered, `$1${index}`));
  const said = (text) => (text || "").replace(/第 (\*|\d+) 行/, `第 ${index + 1} 行`);
  row.setAttribute("aria-label", said(row.getAttribute("aria-label")));
  for (const remove of removeButtons(row)) remove.firstChild.data = said(remove.firstChild.data);
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

function removeButtons(row) {
  return all(row, "[data-remove]").filter((remove) => remove.closest("[data-row]") === row);
}

/** Rows that must be there cannot be removed. @param {HTMLElement} table */
export function showRemoveButtons(table) {
  const rows = rowsOf(table);
  const fixed = rows.length <= Number(table.dataset.minRows);
  for (const row of rows) for (const remove of removeButtons(row)) remove.hidden = fixed || "locked" in row.dataset;
}

/** Makes the buttons of all tables work. @param {HTMLElement} form @param {() => void} changed called after rows came or went */
export function startRowButtons(form, changed) {
  prepareTables(form);
  form.addEventListener("click", (event) => {
    const pressed = /** @type {Element} */ (event.target).closest("[data-add], [data-remove]");
    const table = pressed && /** @type {HTMLElement} */ (pressed.closest(TABLE));
    if (!table) return;
    if (pressed.matches("[data-add]")) addRow(table);
    else removeRow(/** @type {HTMLElement} */ (pressed.closest("[data-row]")), table);
    changed();
  });
}
