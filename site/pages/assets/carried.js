/**
 * What earlier documents say, on this page: put together with what was typed, locked, and marked with its source.
 * A locked table keeps the rows of the documents in their order; rows that were typed already are found by their
 * first column. An open answer is only a proposal: it fills what is empty.
 */

import { inputsIn, parts, valueAt, valueOf, put } from "./answers.js";
import { all, element } from "./dom.js";
import { rowsOf, showRemoveButtons } from "./rows.js";

/** @typedef {{path: string, value: any, source: string, locked: boolean}} Carried one single answer */
/** @typedef {import("./answers.js").Answers} Answers */

const IN_ROW = /^(.*?)\/(\d+)\/(.+)$/;

/** Amounts are equal whatever zeros they are written with; a list is compared as a whole. */
function same(one, other) {
  const written = (value) => JSON.stringify([].concat(value).map((each) => String(each).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "")));
  return written(one) === written(other);
}

/** The carried answers that stand in rows: for each table its rows, as pointers below the row with their values. */
function tablesOf(carried) {
  /** @type {Map<string, {locked: boolean, rows: [string, any][][]}>} */
  const tables = new Map();
  for (const { path, value, locked } of carried) {
    const [, table, row, column] = IN_ROW.exec(path) || [];
    if (!table) continue;
    const { rows } = tables.get(table) || tables.set(table, { locked, rows: [] }).get(table);
    (rows[row] = rows[row] || []).push([column, value]);
  }
  return tables;
}

/**
 * The answers of the page with the carried ones: locked ones always, open ones where nothing stands.
 * @param {Answers} typed @param {Carried[]} carried
 * @param {Carried[] | undefined} before what was carried last time, or undefined: then no open answer is filled in
 * @returns {{answers: Answers, replaced: number}} replaced: how many typed answers gave way
 */
export function merged(typed, carried, before) {
  const answers = structuredClone(typed);
  const known = new Map((before || []).map((one) => [one.path, one.value]));
  let replaced = 0;
  for (const { path, value, locked } of carried) {
    if (IN_ROW.test(path)) continue;
    const there = valueAt(answers, path);
    const isFree = there === undefined || (known.has(path) && same(there, known.get(path)));
    if (locked && !isFree && !Array.isArray(value) && !same(there, value)) replaced += 1;
    if (locked || (before && isFree)) put(answers, parts(path), locked ? withMore(value, there) : value);
  }
  const tablesBefore = tablesOf(before || []);
  tablesOf(carried).forEach(({ locked, rows }, table) => {
    const there = (valueAt(answers, table) || []).filter((row) => Object.keys(row).length);
    if (locked) put(answers, parts(table), lockedRows(rows, there, () => (replaced += 1)));
    else if (before) put(answers, parts(table), [...there, ...newRows(rows, there, tablesBefore.get(table))]);
  });
  return { answers, replaced };
}

/** A locked list may have further entries, typed here. */
function withMore(value, there) {
  return Array.isArray(value) ? [...value, ...[].concat(there || []).filter((one) => one !== "" && !value.includes(one))] : value;
}

function lockedRows(rows, there, onReplaced) {
  const left = [...there];
  const wanted = rows.map((row) => {
    const found = left.findIndex((one) => same(one[row[0][0]], row[0][1]));
    const [filled] = found < 0 ? [{}] : left.splice(found, 1);
    for (const [column, value] of row) {
      const typed = valueAt(filled, `/${column}`);
      if (typed !== undefined && !same(typed, value)) onReplaced();
      put(filled, column.split("/"), value);
    }
    return filled;
  });
  return [...wanted, ...left];
}

/** The rows that are neither there nor were offered before (and taken away). */
function newRows(rows, there, before) {
  const offered = before ? before.rows.map((row) => row[0][1]) : [];
  const fresh = rows.filter((row) => ![...there.map((one) => one[row[0][0]]), ...offered].some((key) => same(key, row[0][1])));
  return fresh.map((row) => {
    const made = {};
    for (const [column, value] of row) put(made, column.split("/"), value);
    return made;
  });
}

/** The marks on the page; each undoes itself. */
export class Marks {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {(() => void)[]} */
    this.undo = [];
    /** @type {(() => void)[]} */
    this.refreshes = [];
    for (const name of ["input", "change", "click"]) form.addEventListener(name, () => this.refresh());
  }

  /** Shows where each carried answer comes from, and locks what may not be changed. @param {Carried[]} carried */
  set(carried) {
    this.clear();
    const tables = tablesOf(carried);
    for (const one of carried) {
      const pointer = one.locked ? one.path : this.placeOf(one.path, tables);
      const question = pointer && this.find(pointer);
      if (question) this.mark(question, one);
    }
    this.refresh();
  }

  clear() {
    this.undo.splice(0).forEach((undo) => undo());
    this.refreshes = [];
    this.showRemoveButtons();
  }

  /** What was changed since shows what it was. */
  refresh() {
    this.refreshes.forEach((refresh) => refresh());
  }

  find(pointer) {
    return this.form.querySelector(`[data-shape][data-pointer="${pointer}"]`);
  }

  /** Open rows may have moved: a row is where its first column stands, or else where it was. */
  placeOf(path, tables) {
    const [, table, row, column] = IN_ROW.exec(path) || [];
    if (!table) return path;
    const { rows } = tables.get(table);
    const [first, key] = rows[row][0];
    const place = this.find(table);
    const shown = place ? rowsOf(place).map((_, index) => valuesOf(this.find(`${table}/${index}/${first}`))) : [];
    const found = shown.findIndex((value) => same(value, key));
    const isTaken = shown[row] && rows.some(([[, other]]) => same(shown[row], other));
    return found < 0 && isTaken ? "" : `${table}/${found < 0 ? row : found}/${column}`;
  }

  mark(question, one) {
    const row = one.locked && question.closest("[data-row]");
    const line = row ? this.lineOfRow(row, one.source) : this.line(question, one.source);
    for (const input of all(question, "[aria-describedby]")) this.describe(input, line);
    if (one.locked) this.lock(question, [].concat(one.value).length);
    else this.watch(question, one.value, line);
  }

  /** One line for a whole row, which comes from one place. */
  lineOfRow(row, source) {
    const there = row.querySelector(":scope > .wb-carried");
    if (there) return there;
    const line = this.make(row.id, `来自：${source}。本行不能删除。`);
    row.querySelector(".wb-grid").before(line);
    return line;
  }

  line(question, source) {
    const isList = question.dataset.shape === "list";
    const line = this.make(`q${question.dataset.pointer.replace(/\//g, "-")}`, `来自：${source}`);
    if (isList) question.querySelector(":scope > .wb-rows").before(line);
    else question.append(line);
    return line;
  }

  make(id, text) {
    const line = element("p", "wb-carried", text);
    line.id = `${id}-carried`;
    this.undo.push(() => line.remove());
    return line;
  }

  describe(input, line) {
    const ids = () => input.getAttribute("aria-describedby").split(" ").filter((id) => id !== line.id);
    input.setAttribute("aria-describedby", [...ids(), line.id].join(" "));
    this.undo.push(() => input.setAttribute("aria-describedby", ids().join(" ")));
  }

  /** Text can still be read and copied; what is chosen cannot be read-only and is disabled. @param {number} count entries of a list */
  lock(question, count) {
    const inputs = inputsIn(question);
    for (const input of question.dataset.shape === "list" ? inputs.slice(0, count) : inputs) {
      const how = input.matches("textarea, [type=text]") ? "readOnly" : "disabled";
      const row = input.closest("[data-row]");
      input[how] = true;
      if (row) row.dataset.locked = "";
      this.undo.push(() => {
        input[how] = false;
        if (row) delete row.dataset.locked;
      });
    }
    question.tabIndex = -1; // so that a link in the summary can lead to it
    this.showRemoveButtons();
  }

  showRemoveButtons() {
    all(this.form, "[data-shape=table], [data-shape=list]").forEach(showRemoveButtons);
  }

  watch(question, value, line) {
    const note = line.appendChild(element("strong", ""));
    this.refreshes.push(() => {
      const text = same(valuesOf(question), value) ? "" : `（原为：${said(question, value)}）`;
      if (note.textContent !== text) note.textContent = text;
    });
  }
}

/** The answers that stand in a question now. */
function valuesOf(question) {
  return question ? inputsIn(question).map((input) => valueOf(input)).filter((value) => value !== undefined) : [];
}

/** A value as the page words it. @returns {string} */
function said(question, value) {
  const options = all(question, "option, input[type=radio], input[type=checkbox]");
  const worded = (one) => {
    const option = options.find((each) => each.value === String(one));
    return option ? (option.labels ? option.labels[0] : option).textContent : String(one);
  };
  return [].concat(value).map(worded).join("、");
}
