/** Two documents side by side: the answers that differ, tables row by row. Loaded when needed. */

import { element } from "./dom.js";
import { nameOf, namesOf, unitOf } from "./names.js";
import { openDialog, saidIn } from "./said.js";

/** @typedef {import("./returned.js").Returned} Returned */
/** @typedef {Map<string, string>} Said */
/** @typedef {{name: string, left: string, right: string}} Line */

const ROW = /^(.*?)\/(\d+)\/(.+)$/;
const NO_ROW = "（没有这一行）";

/** @param {HTMLElement} root @param {{file: File, returned?: Returned}[]} chosen two of them */
export async function showBeside(root, [one, other]) {
  const [names, left, right] = await Promise.all([namesOf(root, one.returned.form), saidIn(root, one.returned), saidIn(root, other.returned)]);
  const isSameForm = one.returned.form === other.returned.form;
  const lines = differences(names, left, right, { isSameForm, files: [one.file.name, other.file.name] });
  const dialog = element("dialog", "wb-dialog wb-wide");
  openDialog(dialog, "两份文书的不同", [
    ...warnings(one.returned, other.returned, isSameForm),
    lines.length ? table(lines, one.file.name, other.file.name) : element("p", "wb-fine", "填报内容完全相同。"),
  ]);
}

function warnings(one, other, isSameForm) {
  const name = ({ summary = [] }) => summary[0] && summary[0].value;
  const edited = [one, other].some(({ changes }) => changes.length);
  return [
    name(one) !== name(other) && "两份文书的项目名称不同，可能不是同一个项目。",
    !isSameForm && "两份不是同一种文书，只比较两份都有的内容。",
    edited && "比较的是生成时的内容；生成以后的改动见各份的“详情”。",
  ].flatMap((text) => (text ? [element("p", "wb-note wb-note--strong", text)] : []));
}

function table(lines, left, right) {
  const made = element("table", "wb-beside");
  const head = element("thead", "");
  const titles = element("tr", "");
  const body = element("tbody", "");
  for (const text of ["内容", left, right]) {
    const cell = element("th", "", text);
    cell.scope = "col";
    titles.append(cell);
  }
  head.append(titles);
  for (const line of lines) {
    const row = element("tr", "");
    const name = element("th", "", line.name);
    name.scope = "row";
    row.append(name, cellOf(line.left, left), cellOf(line.right, right));
    body.append(row);
  }
  made.append(head, body);
  return made;
}

function cellOf(text, file) {
  const cell = element("td", "", text || "（空白）");
  cell.dataset.label = file;
  return cell;
}

/**
 * In the form's order.
 * @param {import("./names.js").Names} names @param {Said} left @param {Said} right
 * @param {{isSameForm: boolean, files: string[]}} two what they are @returns {Line[]}
 */
function differences(names, left, right, two) {
  const isShared = (pointer) => two.isSameForm || (left.has(pointer) && right.has(pointer));
  const done = new Set();
  const lines = [];
  for (const pointer of [...left.keys(), ...right.keys()]) {
    const [, path] = ROW.exec(pointer) || [];
    if (done.has(path || pointer)) continue;
    done.add(path || pointer);
    if (path) lines.push(...inTable(names, path, rowsOf(left, path), rowsOf(right, path), two));
    else if (isShared(pointer) && left.get(pointer) !== right.get(pointer)) {
      lines.push({ name: nameOf(names, pointer) + unitOf(names, pointer), left: left.get(pointer), right: right.get(pointer) });
    }
  }
  return lines;
}

/** The rows of a table, each by its columns. @param {Said} said @param {string} path @returns {Said[]} */
function rowsOf(said, path) {
  /** @type {Said[]} */
  const rows = [];
  for (const [pointer, words] of said) {
    const [, table, row, column] = ROW.exec(pointer) || [];
    if (table === path) (rows[row] = rows[row] || new Map()).set(column, words);
  }
  return Array.from(rows, (row) => row || new Map());
}

function inTable(names, path, left, right, { isSameForm, files }) {
  if (!isSameForm && !(left.length && right.length)) return [];
  return pairs(left, right).flatMap(([one, other]) => {
    const row = nameOf(names, `${path}/${one < 0 ? other : one}`);
    if (one < 0) return [{ name: `${row}（只在“${files[1]}”里）`, left: NO_ROW, right: whole(right[other]) }];
    if (other < 0) return [{ name: `${row}（只在“${files[0]}”里）`, left: whole(left[one]), right: NO_ROW }];
    const columns = [...new Set([...left[one].keys(), ...right[other].keys()])];
    const differ = columns.filter((column) => left[one].get(column) !== right[other].get(column));
    const moved = one === other ? "" : `（在“${files[1]}”里是第 ${other + 1} 行）`;
    const depth = path.split("/").length;
    return differ.map((column) => ({
      name: `${row}${moved}：${nameOf(names, `${path}/${one}/${column}`, depth)}${unitOf(names, `${path}/${one}/${column}`)}`,
      left: left[one].get(column),
      right: right[other].get(column),
    }));
  });
}

const whole = (row) => [...row.values()].filter(Boolean).join("；");

/** The rows of two tables that belong together: alike first, then in their order between those. @returns {[number, number][]} -1 for none */
function pairs(left, right) {
  const anchors = [...common(left, right), [left.length, right.length]];
  const found = [];
  let [one, other] = [0, 0];
  for (const [nextOne, nextOther] of anchors) {
    while (one < nextOne || other < nextOther) found.push([one < nextOne ? one++ : -1, other < nextOther ? other++ : -1]);
    if (nextOne < left.length) found.push([one++, other++]);
  }
  return found;
}

/** The longest sequence of rows with the same key, in both orders. @returns {[number, number][]} */
function common(left, right) {
  const keys = [left, right].map((rows) => rows.map(keyOf));
  const best = Array.from({ length: left.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let one = left.length - 1; one >= 0; one -= 1) {
    for (let other = right.length - 1; other >= 0; other -= 1) {
      const isSame = keys[0][one] === keys[1][other];
      best[one][other] = isSame ? best[one + 1][other + 1] + 1 : Math.max(best[one + 1][other], best[one][other + 1]);
    }
  }
  const found = [];
  for (let one = 0, other = 0; one < left.length && other < right.length; ) {
    if (keys[0][one] === keys[1][other]) found.push([one++, other++]);
    else if (best[one + 1][other] >= best[one][other + 1]) one += 1;
    else other += 1;
  }
  return found;
}

/** What a row is about: its first column that is no number. @param {Said} row */
function keyOf(row) {
  return [...row.values()].find((words) => words && !/^[\d.,]+$/.test(words)) || "";
}
