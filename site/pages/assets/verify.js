/** 核验文书: reads the documents that a reviewer drops or chooses, a few at a time, one row each. */

import { Away, refusal } from "./check.js";
import { byId, download } from "./dom.js";
import { filesIn, keyOf, readable } from "./files.js";
import { readDocument, serviceOf } from "./returned.js";
import { fillRow, newRow } from "./verdicts.js";

/** @typedef {import("./returned.js").Returned} Returned */
/** @typedef {{file: File, row: HTMLTableRowElement, state: "waiting" | "reading" | "done" | "refused" | "stopped", returned?: Returned}} Entry */

const AT_ONCE = 3; // files that are being read
const AWAY = "暂时连不上服务，没有导出。请稍后再试。";
const UNLOADED = "暂时连不上服务，没有打开。请稍后再试。";

/** What the summary needs of a document; its answers would make the request too large. @param {Entry} entry */
const lineOf = ({ file, returned }) => ({ ...returned, data: {}, file: file.name });

class Desk {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.service = serviceOf(root);
    this.service.onOtherBuild = () => this.say("页面已更新：刷新以后，请重新选择文书。");
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Set<AbortController>} */
    this.flights = new Set();
    this.turn = 0; // counts what was stopped or emptied: what still arrives is of an earlier turn
    this.notes = ""; // what was not read, and why
    this.begun = 0; // how many of the entries were there when this reading began
    this.rows = root.querySelector("tbody");
  }

  start() {
    byId("wb-folder").hidden = !("webkitdirectory" in byId("wb-folder-input"));
    this.offer("wb-files", (files) => this.add(files));
    this.offer("wb-folder", (files) => this.add(...readable(files)));
    byId("wb-cancel").addEventListener("click", () => this.stop());
    byId("wb-export").addEventListener("click", () => this.export());
    byId("wb-empty").addEventListener("click", () => this.empty());
    byId("wb-compare").addEventListener("click", () => this.compare());
    for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => this.dropped(/** @type {DragEvent} */ (event)));
    this.root.querySelector(".wb-drop").hidden = false;
    this.root.dataset.ready = "";
  }

  offer(id, use) {
    const picker = byId(`${id}-input`);
    byId(id).addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      const files = [...picker.files];
      picker.value = ""; // the same files may be chosen again
      use(files);
    });
  }

  say(text) {
    byId("wb-said").textContent = text;
  }

  /** @param {DragEvent} event */
  async dropped(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "drop") this.add(...(await filesIn(event.dataTransfer)));
  }

  /** Reads what is not there yet. @param {File[]} files @param {number} [passed] how many files of a folder are no documents */
  add(files, passed = 0) {
    const fresh = files.filter((file) => !["waiting", "reading", "done"].includes(this.entries.get(keyOf(file))?.state || ""));
    const notes = [
      fresh.length < files.length && `有 ${files.length - fresh.length} 份已在表中，没有重复读取。`,
      passed && `文件夹里有 ${passed} 个文件不是 .docx 文书，没有读取。`,
    ].filter(Boolean);
    if (!fresh.length) {
      this.say(notes.join("") || "没有选择文书。");
      return;
    }
    if (!this.isReading()) this.begun = this.entries.size;
    for (const file of fresh) this.enter(file);
    this.notes = notes.join("");
    this.say(`开始读取 ${fresh.length} 份。${this.notes}`);
    this.show();
    this.readOn();
  }

  /** @param {File} file */
  enter(file) {
    const old = this.entries.get(keyOf(file));
    const row = newRow(file);
    if (old) old.row.replaceWith(row);
    else this.rows.append(row);
    /** @type {Entry} */
    const entry = { file, row, state: "waiting" };
    this.entries.set(keyOf(file), entry);
    fillRow(entry, this);
  }

  isReading() {
    return [...this.entries.values()].some(({ state }) => state === "waiting" || state === "reading");
  }

  readOn() {
    const waiting = [...this.entries.values()].filter(({ state }) => state === "waiting");
    for (const entry of waiting.slice(0, AT_ONCE - this.flights.size)) this.read(entry);
  }

  /** @param {Entry} entry */
  async read(entry) {
    const flight = new AbortController();
    const { turn } = this;
    this.flights.add(flight);
    this.set(entry, "reading");
    try {
      const read = await readDocument(this.service, entry.file, flight);
      if (turn !== this.turn) return;
      entry.returned = "fault" in read ? undefined : read;
      if ("fault" in read) this.set(entry, "refused", read.fault, read.away);
      else this.set(entry, "done");
    } catch (error) {
      if (turn === this.turn) this.set(entry, "refused", "这份文书没有读成，请再试一次。", true);
      throw error; // the others are read all the same
    } finally {
      this.flights.delete(flight);
      if (turn === this.turn) {
        this.show();
        this.readOn();
        if (!this.isReading()) this.finish();
      }
    }
  }

  /** @param {Entry} entry @param {Entry["state"]} state @param {string} [fault] @param {boolean} [away] whether another try may help */
  set(entry, state, fault, away) {
    entry.state = state;
    fillRow(entry, this, fault, away);
  }

  /** Progress, and what can be done with what is there. */
  show() {
    const entries = [...this.entries.values()];
    const done = entries.filter(({ state }) => state !== "waiting" && state !== "reading").length;
    this.root.querySelector(".wb-reading").hidden = !this.isReading();
    this.root.querySelector(".wb-results").hidden = !entries.length;
    byId("wb-read-bar").max = entries.length;
    byId("wb-read-bar").value = done;
    byId("wb-read-count").textContent = `已读 ${done} 份，共 ${entries.length} 份`;
  }

  finish() {
    const entries = [...this.entries.values()];
    const count = (state) => entries.filter((entry) => entry.state === state).length;
    const edited = entries.filter(({ returned }) => returned && returned.changes.length).length;
    const parts = [
      `读完：表中共 ${entries.length} 份`,
      edited && `${edited} 份生成以后改动过`,
      count("refused") && `${count("refused")} 份没有读成`,
      count("stopped") && `${count("stopped")} 份没有读取`,
    ];
    this.say(`${parts.filter(Boolean).join("，")}。${this.notes}`);
  }

  stop() {
    this.turn += 1;
    this.flights.forEach((flight) => flight.abort());
    this.flights.clear();
    for (const entry of this.entries.values()) {
      if (entry.state === "waiting" || entry.state === "reading") this.set(entry, "stopped");
    }
    this.show();
    this.finish();
    byId("wb-files").focus();
  }

  empty() {
    this.turn += 1;
    this.flights.forEach((flight) => flight.abort());
    this.flights.clear();
    this.entries.clear();
    this.rows.replaceChildren();
    this.show();
    this.say("已清空。");
    byId("wb-files").focus();
  }

  /** @returns {Entry[]} */
  finished() {
    return [...this.entries.values()].filter(({ state }) => state === "done");
  }

  async export() {
    const done = this.finished();
    if (!done.length) {
      this.say("还没有读成的文书，不能导出。");
      return;
    }
    this.say("正在导出汇总表……");
    try {
      const reply = await this.service.post("summary", JSON.stringify(done.map(lineOf)));
      if (!reply.ok) {
        this.say((await refusal(reply)).detail);
        return;
      }
      const name = decodeURIComponent(reply.headers.get("X-Wenbiao-Filename") || "汇总表.xlsx");
      download(await reply.blob(), name);
      this.say(`汇总表已导出，共 ${done.length} 份，保存为“${name}”。`);
    } catch (error) {
      this.say(AWAY);
      if (!(error instanceof Away)) throw error;
    }
  }

  async compare() {
    const chosen = this.finished().filter(({ row }) => row.querySelector("input")?.checked);
    if (chosen.length !== 2) this.say(`请选中两份文书再比较，现在选中了 ${chosen.length} 份。`);
    else await this.later(import("./beside.js").then(({ showBeside }) => showBeside(this.root, chosen)));
  }

  /** @param {Entry} entry */
  async details(entry) {
    await this.later(import("./details.js").then(({ showDetails }) => showDetails(this.root, entry)));
  }

  async later(work) {
    this.say("");
    await work.catch((error) => {
      this.say(UNLOADED);
      if (!(error instanceof Away || error instanceof TypeError)) throw error;
    });
  }
}

new Desk(byId("wb-verify")).start();
