/** Rows pasted from Excel or WPS: what was recognised is shown, checked by the functions, and only then taken over. */

import { collect, inputsIn, isAnswered, parts, put, valueAt } from "./answers.js";
import { Away, refusal } from "./check.js";
import { columnsOf, startsWithHeader } from "./columns.js";
import { button, element } from "./dom.js";
import { Preview } from "./preview.js";
import { ROWS_MAX, focusIn, makeRow, note, putRows, rowsOf, titleOf } from "./rows.js";
import { announce } from "./status.js";
import { rowsIn } from "./table-text.js";
import { touch, writeRow } from "./tables.js";

const PAUSE = 200; // ms without a change before what was pasted is read again
const SUMS = /^(合\s*计|小\s*计|总\s*计|总\s*额)$/;
const NOTHING = "剪贴板里没有文字。请在 Excel 或 WPS 表格里选中单元格，复制后再粘贴。";

/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./columns.js").Cell} Cell */
/** @typedef {import("./check.js").Problem} Problem */

/** @param {any} page @param {HTMLElement} table @param {HTMLElement} from the button, or the input that was pasted into @param {string} [text] */
export function openPaste(page, table, from, text = "") {
  const outer = /** @type {HTMLElement | null} */ (table.parentElement && table.parentElement.closest("[data-shape=table]"));
  new Paste(page, outer && text.includes("\t") ? outer : table).open(from, text);
}

class Paste {
  constructor(page, table) {
    this.page = page;
    this.table = table;
    this.sample = makeRow(table, rowsOf(table).length);
    /** @type {Column[]} */
    this.columns = columnsOf(table, this.sample);
    this.asked = this.columns.filter((column) => column.isAsked);
    /** @type {string[][]} */
    this.lines = [];
    /** @type {(Column | undefined)[]} what each pasted column is taken as */
    this.chosen = [];
    this.first = 0;
    this.hasHeader = false;
    this.timer = 0;
    this.latest = 0;
  }

  open(from, text) {
    this.build();
    const question = from.closest("[data-pointer]");
    const path = parts(question.dataset.pointer).slice(parts(this.table.dataset.pointer).length + 1);
    this.first = Math.max(0, this.asked.findIndex((column) => column.path[0] === path[0]));
    document.querySelector(".wb-page").append(this.dialog);
    this.dialog.showModal();
    this.box.focus();
    this.box.value = text;
    if (text) this.read();
  }

  build() {
    const title = titleOf(this.table);
    this.dialog = element("dialog", "wb-dialog wb-paste");
    this.dialog.setAttribute("aria-labelledby", "wb-paste-title");
    const heading = element("h2", "", `从 Excel 粘贴：${title}`);
    heading.id = "wb-paste-title";
    const names = this.asked.map((column) => column.heading).join("、");
    const hint = element("p", "wb-hint", `在 Excel 或 WPS 表格里选中单元格并复制，粘贴到下面。第一行可以是表头；没有表头的，各列依次是：${names}。`);
    hint.id = "wb-paste-hint";
    this.box = element("textarea", "");
    this.box.rows = 4;
    this.box.setAttribute("aria-label", "粘贴处");
    this.box.setAttribute("aria-describedby", hint.id);
    this.box.addEventListener("input", () => this.soon());
    this.box.addEventListener("paste", (event) => {
      if (!event.clipboardData.getData("text/plain")) this.say(NOTHING);
    });
    this.status = element("p", "wb-paste-status");
    this.status.setAttribute("role", "status");
    this.preview = new Preview(this.asked, () => this.check());
    this.sample.hidden = true; // its inputs read the cells; outside the form, so nothing of it is sent
    this.dialog.append(heading, hint, this.box, this.status, this.buildChoices(), this.preview.box, this.buildButtons(), this.sample);
    this.dialog.addEventListener("close", () => {
      clearTimeout(this.timer);
      this.latest += 1;
      this.dialog.remove();
    });
  }

  buildChoices() {
    const choice = (/** @type {string} */ type, /** @type {string} */ text, /** @type {() => void} */ changed) => {
      const label = element("label", "wb-paste-choice");
      const input = element("input", "");
      input.type = type;
      input.name = "wb-paste-where";
      input.addEventListener("change", changed);
      label.append(input, text);
      return [label, input];
    };
    const [header, isHeader] = choice("checkbox", "第一行是表头", () => this.choose(isHeader.checked));
    const [append, isAppended] = choice("radio", "接在现有各行后面", () => this.check());
    const [replace, isReplaced] = choice("radio", `替换现有各行`, () => this.check());
    isAppended.checked = true;
    Object.assign(this, { isHeader, isReplaced });
    const where = element("span", "wb-paste-where");
    where.append(append, replace);
    where.hidden = !this.kept().length;
    this.choices = element("p", "wb-paste-choices");
    this.choices.append(header, where);
    this.choices.hidden = true;
    return this.choices;
  }

  buildButtons() {
    const line = element("p", "wb-paste-buttons");
    this.taking = button("填入", () => this.take());
    this.taking.className = "wb-take";
    this.again = button("重新检查", () => this.check());
    line.append(this.taking, this.again, button("取消", () => this.dialog.close()));
    this.taking.disabled = true;
    this.again.hidden = true;
    return line;
  }

  say(text) {
    this.status.textContent = text;
  }

  /** Nothing can be taken over until what stands here now has been checked. */
  soon() {
    this.taking.disabled = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.read(), PAUSE);
  }

  read() {
    this.lines = rowsIn(this.box.value).filter((line) => line.some((cell) => cell.trim()));
    this.choices.hidden = true;
    this.preview.clear();
    this.latest += 1;
    if (!this.lines.length) this.say("");
    else if (this.lines.length > ROWS_MAX + 1) this.refuse(this.lines.length);
    else this.choose(startsWithHeader(this.columns, this.lines));
  }

  refuse(count) {
    this.taking.disabled = true;
    this.say(`有 ${count} 行，一张表最多 ${ROWS_MAX} 行，没有填入。请减少行数后再粘贴。`);
  }

  /** What each pasted column is: by the header's words, or by its place. @param {boolean} hasHeader */
  choose(hasHeader) {
    const width = this.lines.reduce((most, line) => Math.max(most, line.length), 0);
    const header = hasHeader ? this.lines[0] : [];
    const free = new Set(this.asked);
    const notes = Array.from({ length: width }, () => "");
    const byName = (/** @type {string} */ heading, /** @type {number} */ place) => {
      const meant = this.columns.find((column) => (free.has(column) || !column.isAsked) && column.isMeant(heading));
      if (meant && !meant.isAsked) notes[place] = "自动计算，不用粘贴";
      if (!meant || !meant.isAsked) return undefined;
      free.delete(meant);
      if (!meant.hasOtherUnit(heading)) return meant;
      notes[place] = `单位与本表的“${meant.unit}”不同，请换算后再粘贴`;
      return undefined;
    };
    this.hasHeader = hasHeader;
    this.isHeader.checked = hasHeader;
    this.choices.hidden = false;
    this.chosen = Array.from({ length: width }, (_, place) => (hasHeader ? byName(header[place] || "", place) : this.asked[this.first + place]));
    this.preview.setColumns(this.chosen, header, notes);
    this.check();
  }

  /** The rows of the table that stay: those from earlier documents, and when rows are added, all up to the last filled one. */
  kept() {
    const isReplaced = this.isReplaced && this.isReplaced.checked;
    const rows = rowsOf(this.table);
    const stays = (/** @type {HTMLElement} */ row) => "locked" in row.dataset || (!isReplaced && inputsIn(row).some(isAnswered));
    return rows.slice(0, rows.findLastIndex(stays) + 1);
  }

  /** Each pasted row with what its cells mean; the sums that stand below a table are left out. @returns {(Cell | undefined)[][]} */
  records() {
    const lines = this.lines.slice(this.hasHeader ? 1 : 0);
    const isSum = (/** @type {string[]} */ line) => SUMS.test((line.find((cell) => cell.trim()) || "").trim());
    this.sums = lines.filter(isSum).length;
    return lines.filter((line) => !isSum(line)).map((line) => this.chosen.map((column, place) => column && column.read(line[place] || "")));
  }

  /** The answer of a row, or its answers; as sent to the check, or only what can stand on the page. @returns {any} */
  rowOf(cells, onlyStanding = false) {
    let row = this.table.dataset.shape === "list" ? undefined : {};
    cells.forEach((cell, place) => {
      if (!cell || cell.value === undefined || (onlyStanding && cell.isLost)) return;
      const { path } = /** @type {Column} */ (this.chosen[place]);
      if (path.length) put(row, path, cell.value);
      else row = cell.value;
    });
    return row;
  }

  /** Asks the functions what they would say of the answers with these rows, and shows it beside the cells. */
  async check() {
    this.taking.disabled = true;
    this.latest += 1;
    const mine = this.latest;
    this.cells = this.records();
    const start = this.kept().length;
    if (start + this.cells.length > ROWS_MAX) {
      this.preview.clear();
      this.refuse(start + this.cells.length);
      return;
    }
    this.say("正在检查……");
    const { problems, detail } = await this.verdict(start);
    if (mine !== this.latest) return;
    const faults = this.preview.show(this.cells, this.sorted(problems || [], start), start);
    this.taking.disabled = !problems || !this.cells.length;
    this.again.hidden = problems !== undefined;
    this.taking.textContent = `填入 ${this.cells.length} 行`;
    this.say(detail || this.summary(faults));
  }

  /** @returns {Promise<{problems?: Problem[], detail?: string}>} */
  async verdict(start) {
    const answers = collect(this.page.form);
    const pointer = this.table.dataset.pointer || "";
    const there = valueAt(answers, pointer) || [];
    const blank = this.table.dataset.shape === "list" ? "" : {};
    const rows = [...Array.from({ length: start }, (_, index) => there[index] ?? blank), ...this.cells.map((cells) => this.rowOf(cells) ?? blank)];
    put(answers, parts(pointer), rows);
    try {
      const reply = await this.page.service.post("validate", JSON.stringify(this.page.sent(answers)));
      return await (reply.ok ? reply.json() : refusal(reply).then(({ detail }) => ({ detail: `没有填入：${detail}` })));
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      return { detail: "暂时连不上服务，不能检查粘贴的内容，请稍后再试。" };
    }
  }

  /** The problems of the new rows, by row and pasted column; -1 for a row as a whole. @param {Problem[]} problems */
  sorted(problems, start) {
    /** @type {Map<string, Problem[]>} */
    const places = new Map();
    const depth = parts(this.table.dataset.pointer || "").length;
    const inside = problems.filter((problem) => problem.path.startsWith(`${this.table.dataset.pointer}/`));
    for (const problem of inside) {
      const [index, name] = parts(problem.path).slice(depth);
      const place = this.chosen.findIndex((column) => column && column.path[0] === name);
      const isAbsent = place < 0 && problem.code === "missing"; // its column was not pasted, which is said once for all rows
      const key = `${Number(index) - start} ${place}`;
      if (Number(index) >= start && !isAbsent) places.set(key, [...(places.get(key) || []), problem]);
    }
    return places;
  }

  summary(faults) {
    const absent = this.asked.filter((column) => !this.chosen.includes(column));
    const named = absent.map((column) => column.label + (column.isRequired ? "（必填）" : "")).join("、");
    return [
      `共 ${this.cells.length} 行。`,
      this.sums ? `合计行没有取。` : "",
      absent.length ? `没有粘贴这些列：${named}。` : "",
      faults ? `有 ${faults} 处有误：可以改好再粘贴，也可以先填入，再到页面上改。` : "没有发现错误。",
    ].join("");
  }

  /** The rows come into the page, in one step that can be taken back. */
  take() {
    const { page, table } = this;
    const before = rowsOf(table);
    const kept = this.kept().length;
    const fresh = this.cells.map((cells, index) => {
      const row = makeRow(table, kept + index);
      writeRow(table, row, kept + index, this.rowOf(cells, true));
      return row;
    });
    const swap = (/** @type {HTMLElement[]} */ out, /** @type {HTMLElement[]} */ back) => {
      out.forEach((row) => row.remove());
      putRows(table, back);
      page.changed();
    };
    this.dialog.close();
    swap(before.slice(kept), fresh);
    fresh.forEach((row) => touch(page, row));
    note(table, `已填入 ${fresh.length} 行。`, button("撤销填入", () => {
      note(table, "已恢复填入以前的各行。");
      swap(fresh, before.slice(kept));
      focusIn(before[0] || table);
      announce(`${titleOf(table)}已恢复填入以前的各行。`);
    }));
    focusIn(fresh[0]);
    announce(`${titleOf(table)}已填入 ${fresh.length} 行。`);
  }
}
