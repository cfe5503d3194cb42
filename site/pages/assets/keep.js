/** Keeps the draft of this form: saves after every change, brings it back, clears, exports and imports it. */

import { collect, fill } from "./answers.js";
import { button, byId, download, element } from "./dom.js";
import { Overtaken, SHARED_HOURS, openDrafts } from "./draft.js";
import { confirmed, notice, sayDraft, sayResult } from "./status.js";

const PAUSE = 200; // ms after the last change
const LONGEST = 1000; // ms that typing without a pause may put a save off

const NOT_KEPT = "浏览器没能保存草稿。请不要关闭本页，填完后及时生成文书，或用“导出草稿”另存。";
const EXPIRED = `公用电脑上的草稿超过 ${SHARED_HOURS} 小时，已经删除。`;
const OVERTAKEN = "这份表单在另一个窗口里改过。本窗口不再保存，以免覆盖：请先导出本窗口的内容，再刷新本页查看最新草稿。";

/** When a draft was saved: the time, with its day unless that is today. @param {number} milliseconds since 1970 */
function clock(milliseconds) {
  const then = new Date(milliseconds);
  /** @type {Intl.DateTimeFormatOptions} */
  const day = then.toDateString() === new Date().toDateString() ? {} : { year: "numeric", month: "long", day: "numeric" };
  return then.toLocaleString("zh-CN", { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

export class Keeper {
  /** @param {HTMLFormElement} form @param {() => void} refilled called after answers were written into the page */
  constructor(form, refilled) {
    this.form = form;
    this.refilled = refilled;
    /** @type {Awaited<ReturnType<typeof openDrafts>> | undefined} */
    this.drafts = undefined;
    /** @type {any[]} the project's earlier documents, which this one starts from */
    this.earlier = [];
    this.timer = 0;
    this.since = 0;
    this.saved = true;
    this.stopped = false;
    this.running = Promise.resolve();
  }

  /** Opens the database, brings the draft back, and asks once whose computer this is. */
  async start() {
    this.addButtons();
    try {
      this.drafts = await openDrafts(keyOf(this.form));
      const expired = await this.drafts.sweep();
      const draft = await this.drafts.load();
      if (draft) this.restore(draft);
      else sayDraft(expired ? EXPIRED : "还没有草稿，开始填写后自动保存。", true);
      this.showComputer(await this.drafts.computer());
    } catch {
      sayDraft(NOT_KEPT, false);
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    window.addEventListener("pagehide", () => this.flush());
  }

  restore(draft) {
    const lost = this.refill(draft);
    const other = draft.version !== this.form.dataset.version ? "表单已有新版本，请从头核对一遍。" : "";
    sayDraft(`已恢复草稿，上次保存 ${clock(draft.savedAt)}。${other}${countOf(lost)}`, true);
  }

  refill({ answers, earlier }) {
    this.earlier = [].concat(earlier || []);
    const lost = fill(this.form, answers);
    this.refilled();
    return lost;
  }

  /** Whether what is typed comes into the draft. */
  isKept() {
    return this.drafts !== undefined && !this.stopped;
  }

  /** Something was typed, chosen, added or removed. */
  changed() {
    this.saved = false;
    byId("wb-status").dataset.saved = false;
    if (!this.since) this.since = Date.now();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), Math.min(PAUSE, Math.max(0, this.since + LONGEST - Date.now())));
  }

  /** Saves now what is not saved yet; one save at a time. @returns {Promise<void>} */
  flush() {
    clearTimeout(this.timer);
    if (this.saved || this.stopped) return this.running;
    this.saved = true;
    this.since = 0;
    const content = this.content();
    this.running = this.running.then(() => this.save(content));
    return this.running;
  }

  content() {
    const { form = "", version = "", build = "" } = this.form.dataset;
    return { form, version, build, answers: collect(this.form, { asTyped: true }), earlier: this.earlier };
  }

  async save(content) {
    try {
      if (!this.drafts) throw new Error("no database");
      const savedAt = await this.drafts.save(content);
      sayDraft(`已保存 ${clock(savedAt)}`, this.saved);
    } catch (error) {
      this.saved = false;
      this.stopped = error instanceof Overtaken;
      sayDraft(this.stopped ? "草稿没有保存。" : NOT_KEPT, false);
      if (this.stopped) notice("wb-overtaken", OVERTAKEN, [button("导出本窗口的内容", () => this.exportDraft())]);
    }
  }

  addButtons() {
    const clear = byId("wb-clear");
    clear.addEventListener("click", () => this.clear());
    const picker = element("input", "");
    picker.type = "file";
    picker.accept = ".json,application/json";
    picker.hidden = true;
    picker.addEventListener("change", () => this.importDraft(picker));
    const tools = [button("导出草稿", () => this.exportDraft()), button("导入草稿", () => picker.click())];
    for (const tool of tools) tool.className = clear.className;
    clear.after(" ", tools[0], " ", tools[1], picker);
  }

  async clear() {
    if (!(await confirmed("清空后，本表已填的全部内容都会删除，不能恢复。确定清空吗？", "清空草稿"))) return;
    clearTimeout(this.timer);
    this.saved = true;
    this.since = 0;
    await this.running;
    try {
      if (this.drafts) await this.drafts.remove();
    } catch {
      sayResult("浏览器里的草稿没有删掉，请再试一次，或清除浏览器的网站数据。");
      return;
    }
    this.refill({ answers: {} });
    sayDraft("草稿已清空。", true);
    sayResult("");
    window.scrollTo(0, 0);
  }

  exportDraft() {
    const file = { ...this.content(), document: collect(this.form) };
    const day = new Date().toLocaleDateString("sv"); // 2024-05-06
    download(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }), `${this.form.dataset.title}草稿-${day}.json`);
  }

  async importDraft(picker) {
    const chosen = picker.files && picker.files[0];
    if (!chosen) return;
    const draft = draftIn(await chosen.text(), this.form.dataset.form || "");
    picker.value = "";
    if (typeof draft === "string") {
      sayResult(draft);
      return;
    }
    if (!(await confirmed("导入后，文件里的内容会替换本页现有的全部内容。确定导入吗？", "导入"))) return;
    const lost = this.refill(draft);
    this.changed();
    sayResult(`草稿已导入。${countOf(lost)}`);
  }

  showComputer(computer) {
    const words = {
      own: "本人电脑：草稿保存在这台电脑的浏览器里，直到您清空。",
      shared: `公用电脑：离开前请按“清空草稿”。没有清空的草稿，${SHARED_HOURS} 小时后再打开本站表单时删除。`,
      ask: "草稿只保存在这台电脑的浏览器里，服务器上不留。这是您本人用的电脑，还是几个人公用的电脑？",
    };
    const say = (/** @type {import("./draft.js").Computer} */ answer) => () => this.setComputer(answer);
    const choose = [button("本人电脑", say("own")), button("公用电脑", say("shared"))];
    notice("wb-computer", words[computer || "ask"], computer ? [button("更改", () => this.showComputer(undefined))] : choose);
  }

  async setComputer(computer) {
    if (this.drafts) await this.drafts.setComputer(computer);
    this.showComputer(computer);
    byId("wb-computer").querySelector("button").focus();
  }
}

/** Two sites on one server, under two paths, have two drafts. */
function keyOf(form) {
  const config = new URL(form.dataset.config || "", document.baseURI);
  return new URL("..", config).pathname + form.dataset.form;
}

function countOf(lost) {
  return lost.length ? `有 ${lost.length} 项在本表中没有对应的问题，没有带入。` : "";
}

/** An exported draft, or a plain file of answers as one; a Chinese sentence when it is neither. */
function draftIn(text, form) {
  const file = parsed(text);
  if (file === null || typeof file !== "object" || Array.isArray(file)) return "没有导入：这个文件不是导出的草稿。";
  const whose = file.answers ? file.form : file.doc_type;
  if (whose && whose !== form) return "没有导入：这份草稿属于另一种文书。";
  return file.answers ? file : { answers: file };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
