/**
 * The columns of a table, as its rows on the page show them, and what a cell of a spreadsheet means in each.
 * A cell is written into the column's own inputs and read from them again: it means what it would mean when typed.
 */

import { inputsIn, parts, valueOf, write } from "./answers.js";
import { all } from "./dom.js";
import { rowsOf, titleOf } from "./rows.js";

const NUMERIC = new Set(["money", "signed_money", "number", "percent", "integer", "year"]);
const NUMBER = /^[¥￥]?\s*-?[0-9][0-9,，.]*$/;
const BETWEEN = /[,，、;；\n]/;

/** @typedef {{value: any, shown: string, note?: string, isLost?: boolean}} Cell its answer (undefined: none), as the page will show it, what is to be known; lost: the page cannot show it */

/** Without what differs from sheet to sheet: blanks, brackets with units, marks. @param {string} text */
export function bare(text) {
  return text.normalize("NFKC").replace(/\s|\(.*?\)|\[.*?\]|【.*?】|[:*]/g, "");
}

/** The unit of money that a heading names: 元, 万元 … @param {string} text */
const moneyIn = (text) => (/[十百千万亿]*元/.exec(text) || [""])[0];

/** @param {HTMLElement} table @param {Element} row one of its rows, on the page or not @returns {Column[]} in the page's order */
export function columnsOf(table, row) {
  const questions = table.dataset.shape === "list" ? ".wb-grid > .wb-question" : ":scope > .wb-grid > :is(.wb-question, [data-shape=list])";
  return all(row, questions).map((question) => new Column(table, question));
}

/**
 * Whether what was pasted starts with a header: half of the first line are names of columns; or some are, and there
 * are words above what are numbers in all other lines.
 * @param {Column[]} columns @param {string[][]} lines
 */
export function startsWithHeader(columns, lines) {
  const [first, ...rest] = lines.map((line) => line.map((cell) => cell.trim()));
  const cells = first.filter(Boolean);
  const known = cells.filter((cell) => columns.some((column) => column.isMeant(cell))).length;
  const isAboveNumbers = (/** @type {string} */ cell, /** @type {number} */ place) => {
    const below = rest.map((line) => line[place]).filter(Boolean);
    return cell !== "" && !NUMBER.test(cell) && below.length > 0 && below.every((one) => NUMBER.test(one));
  };
  return known * 2 >= cells.length || (known > 0 && first.some(isAboveNumbers));
}

export class Column {
  /** @param {HTMLElement} table @param {HTMLElement} question */
  constructor(table, question) {
    const isOnly = table.dataset.shape === "list";
    const unit = question.querySelector(".wb-unit");
    const title = question.querySelector("[data-title]") || question.querySelector("label");
    this.question = question;
    this.label = isOnly ? titleOf(table) : (title && title.textContent) || "";
    this.unit = (unit && unit.textContent) || "";
    this.heading = this.unit ? `${this.label}（${this.unit}）` : this.label;
    /** Where its answer stands in its row; nothing in a list. */
    this.path = isOnly ? [] : parts(question.dataset.pointer || "").slice(parts(table.dataset.pointer || "").length + 1);
    this.isAsked = "pointer" in question.dataset;
    this.isRequired = "required" in question.dataset;
    this.isList = question.dataset.shape === "list";
  }

  /** Whether a heading of a spreadsheet means this column. @param {string} heading */
  isMeant(heading) {
    return [bare(this.label), bare(this.label + this.unit), bare(`${this.label}/${this.unit}`)].includes(bare(heading));
  }

  /** Whether a heading counts in another unit of money: 元 where this column has 万元. @param {string} heading */
  hasOtherUnit(heading) {
    return moneyIn(this.unit) !== "" && moneyIn(heading) !== "" && moneyIn(this.unit) !== moneyIn(heading);
  }

  /** What stands in this row's column, in words. @returns {string} */
  said() {
    const output = this.question.querySelector("output");
    if (output) return output.textContent || "";
    if (this.isList) return rowsOf(this.question).map((row) => saidIn(row)).filter(Boolean).join("、");
    return saidIn(this.question);
  }

  /** @param {string} text @returns {Cell} what the text of a cell means here */
  read(text) {
    const given = text.trim();
    if (given === "") return { value: undefined, shown: "" };
    if (this.isList) return this.readList(given);
    const options = optionsIn(this.question);
    if (options.length) return this.readOptions(given, options);
    return this.readTyped(given);
  }

  readTyped(given) {
    const [input] = inputsIn(this.question);
    const isLine = input.matches("input");
    const text = NUMERIC.has(this.question.dataset.kind || "") ? this.withoutUnit(given) : given;
    write(input, isLine ? text.replace(/\n+/g, " ") : text);
    const value = valueOf(input);
    return { value, shown: String(value), note: isLine && text.includes("\n") ? "换行已改为空格" : "" };
  }

  withoutUnit(text) {
    const amount = text.replace(/^[¥￥]\s*/, "");
    return this.unit && amount.endsWith(this.unit) ? amount.slice(0, -this.unit.length).trim() : amount;
  }

  readList(given) {
    const value = given.split(BETWEEN).map((one) => one.trim()).filter(Boolean);
    return { value, shown: value.join("、") };
  }

  /** By code or by words; what is no option goes to the check as it is, but cannot stand on the page. */
  readOptions(given, options) {
    const isMany = options[0].input.type === "checkbox";
    const wanted = isMany ? given.split(BETWEEN).map((one) => one.trim()).filter(Boolean) : [given];
    const found = wanted.map((one) => options.find((option) => option.means(one)));
    const isLost = !found.every(Boolean);
    const value = found.map((option, index) => (option ? option.value : wanted[index]));
    const shown = found.map((option, index) => (option ? option.text : wanted[index])).join("、");
    return { value: isMany ? value : value[0], shown, note: isLost ? "填入后此格留空，请再选" : "", isLost };
  }
}

function optionsIn(question) {
  return all(question, "option:not([value='']), input[type=radio], input[type=checkbox]").map((input) => {
    const text = (input.labels ? input.labels[0] : input).textContent.trim();
    const value = question.dataset.kind === "yes_no" ? input.value === "true" : input.value;
    const names = [input.value, text, text.replace(`${input.value} `, "")].map(bareText);
    return { input, text, value, means: (/** @type {string} */ one) => names.includes(bareText(one)) };
  });
}

const bareText = (text) => text.normalize("NFKC").replace(/\s/g, "");

function saidIn(question) {
  const ticked = all(question, "option:checked:not([value='']), input:checked");
  if (ticked.length) return ticked.map((one) => (one.labels ? one.labels[0] : one).textContent.trim()).join("、");
  const [input] = inputsIn(question);
  return input && input.matches("textarea, [type=text]") ? input.value.trim() : "";
}
