/** Keeps the draft of this form: saves after every change, brings it back, exports it. What is seldom needed is in drafts.js. */

import { collect, fill } from "./answers.js";
import { all, button, byId, download } from "./dom.js";
import { KEPT, Overtaken, openDrafts } from "./draft.js";
import { notice, sayDraft, sayResult } from "./status.js";

const PAUSE = 200; // ms from a change to its save; typing on does not put it off
const NEW = "new"; // in the address, instead of a draft's key

/** When a draft was saved: the time, with its day unless that is today. @param {number} milliseconds since 1970 */
export function clock(milliseconds) {
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
    this.note = ""; // what is to be known about where the answers come from
    this.timer = 0;
    this.changes = 0; // since the page was opened,
    this.sent = 0; // and how many of them have gone to the database
    this.stopped = false; // nothing is saved: another window has the draft, or it is only shown
    this.failed = false; // the last change is not saved, and will not be
    /** @type {import("./draft.js").Computer | undefined} */
    this.computer = undefined;
    this.begun = false; // something was changed since the page was opened
    /** @type {import("./draft.js").Draft | undefined} the draft that is only shown */
    this.shown = undefined;
    this.running = Promise.resolve();
    this.misses = 0;
  }

  /** Opens the database and brings the draft back: the one that the address names, or the last saved. */
  async start() {
    for (const tool of all(this.form, "[data-drafts]")) {
      tool.addEventListener("click", () => this.rarely((rare) => rare[tool.dataset.drafts](this)));
    }
    byId("wb-export").addEventListener("click", () => this.exportDraft());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush(true));
    window.addEventListener("pagehide", () => this.flush(true));
    window.addEventListener("beforeunload", (event) => {
      this.flush(true); // the page lives a little longer than when it is hidden
      if (this.failed) event.preventDefault();
    });
    try {
      this.drafts = await openDrafts(placeOf(this.form));
      this.begin(await this.drafts.visit());
    } catch (error) {
      this.fail(error);
    }
  }

  begin({ computer, drafts, expired }) {
    const named = new URL(window.location.href).searchParams.get("draft");
    const draft = named === NEW ? undefined : drafts.find(({ key }) => key === named) || drafts[0];
    sayDraft(expired ? `超过 ${expired}没有改动的草稿已经删除。` : `${drafts.length ? "新草稿" : "还没有草稿"}，开始填写后自动保存。`, true);
    this.showComputer(computer);
    if (draft) this.open(draft);
    if (drafts.length > 1 || (drafts.length && !draft)) this.rarely((rare) => rare.showCount(this, drafts, draft));
  }

  /** Brings a draft onto the page; one with answers that have no place there is only shown, so that it stays as it is. */
  open(draft) {
    this.drafts.use(draft);
    nameInAddress(draft.key);
    if (this.renews(draft.version)) {
      this.openOlder(draft);
      return;
    }
    const lost = this.refill(draft);
    const other = draft.version && draft.version !== this.form.dataset.version ? "表单已有新版本，请从头核对一遍。" : "";
    sayDraft(`已恢复草稿，上次保存 ${clock(draft.savedAt)}。${other}`, true);
    if (!lost.length) return;
    this.stopped = true;
    this.shown = draft;
    this.rarely((rare) => rare.showOnly(this, lost));
  }

  /** Whether the functions bring answers of this version up to date. @param {string} [version] */
  renews(version) {
    return Boolean(version) && (this.form.dataset.older || "").split(" ").includes(version);
  }

  /** Seen at once, and nothing can be typed until the answers are those of today's questions. @param {import("./draft.js").Draft} draft */
  openOlder(draft) {
    const older = "这份草稿是按旧版表单填的，";
    this.stopped = true;
    this.shown = draft;
    this.form.inert = true;
    this.refill(draft);
    sayDraft(`${older}正在整理成现在的版本……`, true);
    this.rarely((rare) => rare.renew(this, draft), () => sayDraft(`${older}暂时连不上服务，没有整理。请稍后刷新本页，草稿保持原样。`, true));
  }

  /** @returns {string[]} the pointers of answers that have no place on the page */
  refill({ answers, earlier, note = "" }) {
    this.earlier = [].concat(earlier || []);
    this.note = note;
    if (note || byId("wb-opened")) this.rarely((rare) => rare.showNote(this));
    const lost = fill(this.form, answers);
    this.refilled();
    return lost;
  }

  /** Whether what is typed comes into the draft. */
  isKept() {
    return this.drafts !== undefined && !this.stopped && !this.failed;
  }

  /** Something was typed, chosen, added or removed. */
  changed() {
    this.changes += 1;
    if (this.stopped) return;
    byId("wb-status").dataset.saved = "soon";
    this.timer = this.timer || window.setTimeout(() => this.flush(), PAUSE);
    if (!this.begun) this.firstChange();
  }

  /** Asks whose computer this is; and what may be pressed later is there even when the network is gone by then. */
  firstChange() {
    const beside = document.activeElement;
    this.begun = true;
    this.rarely((rare) => rare.askOnce(this, beside), () => (this.begun = false));
  }

  /** Saves now what is not saved yet. @param {boolean} [parting] the page goes away @returns {Promise<void>} */
  flush(parting) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.sent === this.changes || this.stopped) return this.running;
    this.sent = this.changes;
    this.running = this.save(this.changes, parting);
    return this.running;
  }

  content() {
    const { form = "", version = "", build = "" } = this.form.dataset;
    return this.shown || { form, version, build, answers: collect(this.form, { asTyped: true }), earlier: this.earlier, note: this.note || undefined };
  }

  /** @param {number} changes that are in it @param {boolean} [parting] */
  async save(changes, parting) {
    try {
      const savedAt = await this.drafts.save(this.content(), parting);
      nameInAddress(this.drafts.key);
      if (this.failed) this.rarely((rare) => rare.saveWorks(this));
      this.failed = false;
      if (changes === this.changes) sayDraft(`已保存 ${clock(savedAt)}`, true);
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    this.failed = true;
    this.stopped = error instanceof Overtaken;
    this.sent = -1;
    sayDraft(`草稿没有保存${this.stopped ? "：在另一个窗口里改过或删除了。请看页首的提示。" : "，请不要关闭本页，先导出草稿。"}`, false);
    this.rarely((rare) => rare.saveFails(this, error));
  }

  /** What is seldom needed is loaded then. @param {(rare: any) => any} work with the module drafts.js @param {() => any} missed */
  async rarely(work, missed = () => sayResult("暂时连不上服务，请稍后再试。本页已填的内容不受影响。")) {
    let rare;
    try {
      // A browser remembers a failed import for good: the next try has another address.
      rare = await import(`./drafts.js${this.misses ? `?${this.misses}` : ""}`);
    } catch {
      this.misses += 1;
      missed();
      return;
    }
    await work(rare);
  }

  exportDraft() {
    const file = { ...this.content(), document: collect(this.form) };
    const day = new Date().toLocaleDateString("sv"); // 2024-05-06
    download(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }), `${this.form.dataset.title}草稿-${day}.json`);
  }

  /** What was answered; at the end the same buttons. @param {import("./draft.js").Computer} [computer] */
  showComputer(computer) {
    byId("wb-end").hidden = computer !== "shared";
    this.computer = computer;
    if (!computer) return;
    const words = {
      own: `本人电脑：草稿保存在这台电脑的浏览器里，最后一次改动后保留 ${KEPT.own.words}。`,
      shared: `公用电脑：离开前请按页末的“结束填写”。没有按的，最后一次改动 ${KEPT.shared.words}后，再打开本站表单时删除。`,
    };
    notice("wb-computer", words[computer], [button("更改", () => this.rarely((rare) => rare.askComputer(this)))]);
  }
}

/** Two sites on one server, under two paths, have two drafts. */
export function placeOf(form, name = form.dataset.form) {
  const config = new URL(form.dataset.config || "", document.baseURI);
  return new URL("..", config).pathname + name;
}

/** The address that opens a draft, or a new one. @param {string} [key] */
export function addressOf(key = NEW) {
  const address = new URL(window.location.href);
  address.searchParams.set("draft", key);
  return address.href;
}

/** A reload, or the tab opened again, comes back to this draft. @param {string} [key] */
export function nameInAddress(key) {
  if (addressOf(key) !== window.location.href) window.history.replaceState(null, "", addressOf(key));
}
