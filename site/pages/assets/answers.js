/**
 * Answers between the page and JSON, both directions side by side: `collect` reads the page, `fill` writes it.
 * An input's name is its answer's JSON pointer (RFC 6901), so the page needs no list of its questions.
 */

import { all } from "./dom.js";
import { setRows, startRows, tablesIn } from "./rows.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Input */
/** @typedef {{[name: string]: any}} Answers */

const NUMBERS = new Set(["money", "signed_money", "number", "percent"]);
const INTEGERS = new Set(["integer", "year"]);

/** "/budget/lines/3" → ["budget", "lines", "3"]; names are snake_case and need no escapes. */
export const parts = (pointer) => pointer.split("/").slice(1);

/** The value at a pointer of a nested payload, undefined if there is none. */
export function valueAt(tree, pointer) {
  return parts(pointer).reduce((node, part) => {
    const known = node !== null && typeof node === "object" && Object.prototype.hasOwnProperty.call(node, part);
    return known ? node[part] : undefined;
  }, tree);
}

/** The inputs that hold answers, in the page's order. @param {ParentNode} root @returns {Input[]} */
export function inputsIn(root) {
  return all(root, "input[name], select[name], textarea[name]").filter((input) => input.name.startsWith("/"));
}

/** Radio buttons and check boxes. @returns {input is HTMLInputElement} */
function isTicked(input) {
  return input.type === "radio" || input.type === "checkbox";
}

/** Whether an input stands in a question that is not asked now. @param {Element} input */
export function isOff(input) {
  return input.closest("[data-off]") !== null;
}

/** Whether a person has answered here. @param {Input} input */
export function isAnswered(input) {
  return input.type !== "hidden" && valueOf(input) !== undefined;
}

function kindOf(input) {
  const question = /** @type {HTMLElement | null} */ (input.closest("[data-kind]"));
  return (question && question.dataset.kind) || "text";
}

/**
 * The answers on the page as a nested payload.
 * For sending: trimmed, numbers in plain digits, questions that are not asked left out.
 * As typed (for drafts): character by character, with the answers of questions that are hidden now.
 * A blank row keeps its place while a filled one follows, so that the server's pointers are the page's.
 * @param {Element} form @param {{asTyped?: boolean}} [how] @returns {Answers}
 */
export function collect(form, { asTyped = false } = {}) {
  const answers = {};
  for (const input of inputsIn(form)) {
    if (!asTyped && isOff(input)) continue;
    const value = valueOf(input, asTyped);
    if (value !== undefined) put(answers, parts(input.name), value, input.type === "checkbox" && kindOf(input) === "choices");
  }
  return fillGaps(answers);
}

/** The answer in one input, undefined for none. @param {Input} input @param {boolean} asTyped @returns {any} */
export function valueOf(input, asTyped = false) {
  if (isTicked(input)) {
    if (!input.checked) return undefined;
    return kindOf(input) === "yes_no" ? input.value !== "false" : input.value;
  }
  if (input.value.trim() === "") return undefined;
  return asTyped ? input.value : plain(input, kindOf(input));
}

function plain(input, kind) {
  const text = input.value.trim();
  const digits = text.normalize("NFKC").replace(/(?<=[0-9]),(?=[0-9]{3}(?![0-9]))/g, "");
  if (NUMBERS.has(kind)) return digits;
  if (INTEGERS.has(kind)) return /^[0-9]{1,15}$/.test(digits) ? Number(digits) : text;
  if (kind === "region") return codeOf(input, text);
  return kind === "long_text" ? input.value.trimEnd() : text;
}

/** A region typed by its name instead of its code. @returns {string} */
function codeOf(input, text) {
  const named = input.list && all(input.list, "option").find((option) => option.label === text);
  return named ? named.value : text;
}

/** Puts a value at a path of a nested payload. @param {string[]} path @param {boolean} [append] to the list that is there */
export function put(tree, path, value, append = false) {
  const last = path[path.length - 1];
  let node = tree;
  path.slice(0, -1).forEach((part, index) => {
    if (node[part] === undefined) node[part] = /^[0-9]+$/.test(path[index + 1]) ? [] : {};
    node = node[part];
  });
  if (append) node[last] = [...(node[last] || []), value];
  else node[last] = value;
}

/** Blank rows before a filled one become {} in a table and "" in a list. @returns {any} */
function fillGaps(node) {
  if (node === null || typeof node !== "object") return node;
  if (Array.isArray(node)) {
    const isTable = node.some((row) => row !== null && typeof row === "object");
    return Array.from(node, (row) => (row === undefined ? (isTable ? {} : "") : fillGaps(row)));
  }
  for (const name of Object.keys(node)) node[name] = fillGaps(node[name]);
  return node;
}

/**
 * The inverse of `collect`: writes a payload into the page, or into one question, and gives every table its rows.
 * Computed values in it are passed over, for the server works them out again.
 * @param {HTMLElement} form @param {Answers} answers @returns {string[]} the pointers of answers that the page cannot hold: no such question, or no such option
 */
export function fill(form, answers) {
  if (form.dataset.startRows) fillTable(form, answers);
  else fillTables(form, answers);
  const inputs = inputsIn(form);
  for (const input of inputs) if (input.type !== "hidden") write(input, valueAt(answers, input.name));
  const asked = new Set(inputs.map((input) => input.name));
  const given = new Set([...inputs.filter((input) => input.type === "hidden").map((input) => input.name), ...all(form, "output").map((one) => one.dataset.pointer)]);
  const typed = collect(form, { asTyped: true });
  return [...leaves(answers, "", asked)].filter((pointer) => !given.has(pointer) && said(valueAt(typed, pointer)) !== said(valueAt(answers, pointer)));
}

/** An answer as one text, the same for the same answer. */
function said(value) {
  const texts = [].concat(value === undefined ? [] : value).map((one) => String(one).replace(/\r\n?/g, "\n").trim());
  return texts.filter(Boolean).sort().join("\n");
}

function fillTables(root, answers) {
  for (const table of tablesIn(root)) fillTable(table, answers);
}

function fillTable(table, answers) {
  const rows = valueAt(answers, table.dataset.pointer || "");
  setRows(table, Array.isArray(rows) && rows.length ? rows.length : startRows(table));
  fillTables(table, answers);
}

/** Puts an answer into one input, or ticks it. @param {Input} input */
export function write(input, value) {
  if (isTicked(input)) input.checked = [].concat(value).some((one) => String(one) === input.value);
  else input.value = value === undefined || typeof value === "object" ? "" : String(value);
}

/** The pointers of a payload's answers; the list in a question of many options is one. @param {Set<string>} asked @returns {Generator<string>} */
function* leaves(node, path, asked) {
  if (node === null || node === "") return;
  const row = /\/(\d+)\/[^/]+$/.exec(path);
  if (row && node === Number(row[1]) + 1) return; // the number of its row, which the server counts itself
  if (typeof node !== "object" || asked.has(path)) yield path;
  else for (const name of Object.keys(node)) yield* leaves(node[name], `${path}/${name}`, asked);
}
