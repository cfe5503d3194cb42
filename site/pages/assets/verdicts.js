/** A document's row in the reviewer's table: what is most important about it. */

import { button, element } from "./dom.js";
import { RECOVERED } from "./returned.js";

/** @typedef {import("./verify.js").Entry} Entry */

const WAITING = { waiting: "等待读取", reading: "正在读取……", stopped: "没有读取", refused: "" };
const SIGNATURES = { valid: ["有效", "fine"], invalid: ["无效", "wrong"], none: ["没有签名", ""] };
const COLUMNS = 9; // after the one to choose with

/** @param {File} file */
export function newRow(file) {
  const row = element("tr", "");
  row.dataset.file = file.name;
  return row;
}

/** @param {Entry} entry @param {{details: (entry: Entry) => void, add: (files: File[]) => void}} desk @param {string} [fault] @param {boolean} [away] whether another try may help */
export function fillRow(entry, desk, fault = "", away = false) {
  const { row, file, state, returned } = entry;
  const name = element("th", "");
  name.scope = "row";
  name.append(element("span", "wb-file", file.name));
  row.dataset.state = state;
  if (returned) {
    name.append(tool("详情", file, () => desk.details(entry)));
    row.replaceChildren(choice(file), name, ...facts(returned));
    return;
  }
  const said = element("td", state === "refused" ? "wb-error" : "", fault || WAITING[state]);
  said.colSpan = COLUMNS - 1;
  if (away || state === "stopped") said.append(" ", tool("重新读取", file, () => desk.add([file])));
  row.replaceChildren(element("td", ""), name, said);
}

function tool(text, file, pressed) {
  const made = button(text, pressed);
  made.className = "wb-inline";
  made.append(element("span", "wb-unseen", `：${file.name}`));
  return made;
}

function choice(file) {
  const cell = element("td", "");
  const label = element("label", "wb-pick");
  const box = element("input", "");
  box.type = "checkbox";
  label.append(box, element("span", "wb-unseen", `选中“${file.name}”，以便比较`));
  cell.append(label);
  return cell;
}

/** @param {import("./returned.js").Returned} returned */
function facts(returned) {
  const [project, applicant, total] = [0, 1, 2].map((index) => (returned.summary || [])[index]);
  const [signature, look] = SIGNATURES[returned.signature];
  const cells = [
    cell("文书", returned.title),
    cell("项目", words(project)),
    cell("单位", words(applicant)),
    cell("金额", words(total), "wb-amount"),
    cell("问题", problems(returned), errors(returned) ? "wb-wrong" : ""),
    cell("改动", edits(returned), returned.changes.length || returned.origin === "controls" ? "wb-doubt" : ""),
    cell("签名", signature, look && `wb-${look}`),
    cell("版本", returned.version),
  ];
  if (total && total.label) cells[3].append(element("span", "wb-where", total.label));
  return cells;
}

function words(fact) {
  const value = fact && fact.value;
  return value === undefined || value === null || value === "" ? "（空白）" : String(value);
}

const errors = ({ problems: found }) => found.filter(({ severity }) => severity === "error").length;

/** @param {import("./returned.js").Returned} returned */
export function problems(returned) {
  const wrong = errors(returned);
  const doubts = returned.problems.length - wrong;
  return [wrong && `${wrong} 处错误`, doubts && `${doubts} 处提醒`].filter(Boolean).join("，") || "没有";
}

/** @param {import("./returned.js").Returned} returned */
export function edits({ changes, origin, problems }) {
  const count = changes.length && `改动 ${changes.length} 处`;
  const notes = problems.filter(({ code }) => code === "template" || code === "beside");
  const other = notes.length > 0 && (notes.some(isPart) ? "没有全部比对" : "模板不同");
  return [origin === "controls" && RECOVERED, count, other].filter(Boolean).join("，") || "没有改动";
}

const isPart = ({ code, severity }) => code === "beside" || severity === "error";

/** The label is shown where the columns have no heading, on a narrow screen. */
function cell(label, text, className = "") {
  const made = element("td", className);
  made.dataset.label = label;
  made.append(element("span", "", text));
  return made;
}
