/** Starts the form page and connects its parts: drafts, conditions, tables, the live check, and the document. */

import { collect, inputsIn, isAnswered } from "./answers.js";
import { Away, LiveCheck, Service, refusal } from "./check.js";
import { Conditions } from "./conditions.js";
import { all, button, byId, download } from "./dom.js";
import { Keeper } from "./keep.js";
import { ProblemsBesideFields, goTo, hideSummary, showProgress, showSummary, thinSummary } from "./problems.js";
import { startRowButtons } from "./rows.js";
import { notice, prepareStatus, sayResult, sayService } from "./status.js";

const YES_NO = { true: "是", false: "否" };
const UNKNOWN = "页面出了意外问题。已保存的草稿不受影响，请刷新后再试；仍不行请联系管理员。";

class FormPage {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.service = new Service(form);
    this.service.onOtherBuild = () => this.sayOtherBuild();
    this.problems = new ProblemsBesideFields(form);
    this.keeper = new Keeper(form, () => this.refilled());
    this.check = new LiveCheck(this.service, () => this.sent(), {
      verdict: (verdict) => this.take(verdict),
      away: () => this.sayUnchecked(`暂时连不上服务，${this.keeper.isKept() ? "草稿已保存，" : ""}恢复后自动检查。`),
      refused: async (text) => this.sayUnchecked(await this.withLargest(text)),
    });
    this.busy = false;
    this.unchecked = false; // and the line of the service says why
    /** @type {import("./earlier.js").Earlier | undefined} */
    this.earlier = undefined;
  }

  async start() {
    prepareStatus();
    startRowButtons(this);
    this.conditions = new Conditions(this.form);
    this.form.addEventListener("input", ({ target }) => target !== byId("wb-bare") && this.changed());
    this.form.addEventListener("change", (event) => this.left(/** @type {Element} */ (event.target)));
    this.form.addEventListener("keydown", (event) => {
      // Enter in a field would send the whole form; with an input method it is pressed all the time.
      if (event.key === "Enter" && /** @type {Element} */ (event.target).matches("input")) event.preventDefault();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.makeDocument(/** @type {SubmitEvent} */ (event).submitter);
    });
    byId("wb-blank").addEventListener("click", (event) => this.makeDocument(/** @type {HTMLElement} */ (event.target)));
    this.offer("wb-start", (files) => this.withEarlier((earlier) => earlier.add(files)));
    this.offer("wb-open", (files) => this.openDocument(files));
    for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => this.dropped(/** @type {DragEvent} */ (event)));
    byId("wb-check").addEventListener("click", () => (window.location.hash = "review"));
    await this.keeper.start();
    await this.fold();
    this.goToAddress();
    window.addEventListener("hashchange", () => this.goToAddress());
    this.check.run();
    this.form.dataset.ready = "";
  }

  /** On a narrow screen one section at a time; without what that takes, the page stays long. */
  async fold() {
    const narrow = window.matchMedia("screen and (max-width: 59.99em)");
    if (narrow.matches) await import("./steps.js").then(({ startSteps }) => startSteps(this.form, narrow), () => this.askRefresh("wb-long", "网络不稳，没有分步显示。可以照常填写；刷新后恢复，草稿会保留。"));
    else narrow.addEventListener("change", () => this.fold(), { once: true });
  }

  /** All answers as the document will say them, before it is made. */
  async review() {
    await import("./review.js").then(({ openReview }) => openReview(this), () => {
      window.history.replaceState(null, "", window.location.pathname);
      sayResult("暂时连不上服务，没有打开核对。请稍后再按“核对”。");
    });
  }

  /** A search hit names a question; the draft may have moved it since the browser went there, or it is not asked now. */
  goToAddress() {
    const name = decodeURIComponent(window.location.hash.slice(1));
    if (name === "review") this.review();
    const named = byId(name);
    const off = named && named.closest("[data-off]");
    const question = named && (off ? off.parentElement : named).closest("[data-pointer], [data-row], [data-section]");
    if (question && this.form.contains(question)) goTo(question);
  }

  /** The answers, with the earlier documents that they are compared with. */
  sent(answers = collect(this.form)) {
    const { earlier } = this.keeper;
    return earlier.length ? { answers, earlier } : answers;
  }

  /** A button that asks for files. @param {string} id of what is around it, if this form has it @param {(files: File[]) => void} use */
  offer(id, use) {
    const place = byId(id);
    if (!place) return;
    const picker = place.querySelector("input");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      const files = [...picker.files];
      picker.value = ""; // the same file may be chosen again
      use(files);
    });
  }

  /** Without this, a file that is dropped takes the form's place in the window. @param {DragEvent} event */
  dropped(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "drop") this.openDocument([...event.dataTransfer.files]);
  }

  /** A Word file that was made here, as a new draft. @param {File[]} files */
  async openDocument(files) {
    await import("./open.js").then(({ openDocument }) => openDocument(this, files), () => sayService("暂时连不上服务，没有打开文书。请稍后再试。"));
  }

  /** What works with earlier documents is loaded once there are some. @param {(earlier: import("./earlier.js").Earlier) => any} work */
  async withEarlier(work) {
    const { Earlier } = await import("./earlier.js");
    this.earlier = this.earlier || new Earlier(this);
    await work(this.earlier);
  }

  changed() {
    this.keeper.changed();
    this.check.changed();
    if (!this.unchecked) sayService("");
  }

  /** Stays until a check comes back; what else stands in the line of the service, until something is changed. @param {string} text */
  sayUnchecked(text) {
    this.unchecked = true;
    sayService(text);
  }

  /** A field was left or chosen: its problems may show from now on. @param {Element} input */
  left(input) {
    this.problems.touch(input);
    this.problems.show();
  }

  /** A draft was brought back, imported or cleared. */
  refilled() {
    this.conditions.apply();
    this.problems.forget();
    hideSummary();
    if (this.earlier) this.earlier.reset();
    inputsIn(this.form).filter(isAnswered).forEach((input) => this.problems.touch(input));
    this.check.again();
  }

  take(verdict) {
    if (this.unchecked) sayService("");
    this.unchecked = false;
    for (const output of all(this.form, "output[data-pointer]")) {
      const value = String(verdict.computed[output.dataset.pointer] ?? "");
      const text = YES_NO[value] || value.replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
      if (output.textContent !== text) output.textContent = text;
    }
    this.problems.show(verdict.problems);
    thinSummary(verdict.problems);
    showProgress(this.form, verdict);
    if (this.keeper.earlier.length) this.withEarlier((earlier) => earlier.take(verdict));
  }

  /** What a button makes: the document, a further one, a draft or a blank, as the query of its address says. @param {HTMLElement | null} pressed */
  async makeDocument(pressed) {
    if (this.busy) return;
    this.busy = true;
    const { id, textContent: work } = pressed || byId("wb-render");
    const isBlank = id === "wb-blank";
    const asked = isBlank ? "?draft=1" : ((pressed && pressed.getAttribute("formaction")) || "").replace(/^[^?]*/, "");
    const query = byId("wb-bare").checked ? `${asked}${asked ? "&" : "?"}answers=0` : asked;
    const say = isBlank ? sayService : sayResult; // the line beside the button
    say(`正在${work}……`);
    try {
      await this.keeper.flush();
      const reply = await this.service.post(`render${query}`, JSON.stringify(isBlank ? {} : this.sent()));
      if (reply.ok && query.includes("draft")) say(`${work.slice(2)}已生成，保存为“${await this.save(reply)}”。`);
      else await this.receive(reply, work);
    } catch (error) {
      say(error instanceof Away ? `暂时连不上服务，没有${work}。请稍后再按“${work}”。` : UNKNOWN);
      if (!(error instanceof Away)) throw error;
    } finally {
      this.busy = false;
    }
  }

  async receive(reply, work) {
    if (reply.ok) {
      await this.deliver(reply, work);
      return;
    }
    const { detail, problems } = await refusal(reply);
    sayResult(problems.length ? "" : await this.withLargest(detail));
    if (!problems.length) return;
    this.problems.all = true;
    this.problems.show(problems);
    showSummary(this.form, problems);
    this.check.again(); // what was typed meanwhile is newer than this reply
  }

  /** Why nothing was taken, and the answer that is to blame for its size. @param {string} text */
  async withLargest(text) {
    return text + (await import("./largest.js")).largest(this.form);
  }

  /** Saves what came back; returns its name. */
  async save(reply) {
    // A header of our own: some platforms keep Content-Disposition for themselves.
    const name = decodeURIComponent(reply.headers.get("X-Wenbiao-Filename") || `${this.form.dataset.title}.docx`);
    download(await reply.blob(), name);
    return name;
  }

  async deliver(reply, work) {
    const name = await this.save(reply);
    hideSummary();
    this.problems.all = true;
    this.check.again();
    const warned = reply.headers.get("X-Wenbiao-Warnings");
    sayResult(`${work.slice(2)}已生成，保存为“${name}”。${warned ? "另有提醒，见各项旁边，不影响使用。" : ""}`);
  }

  sayOtherBuild() {
    if (!byId("wb-outdated")) this.askRefresh("wb-outdated", "页面已更新，请刷新，草稿会保留。");
  }

  /** A notice with a button. @param {string} id @param {string} text */
  askRefresh(id, text) {
    const refresh = button("刷新", async () => {
      await this.keeper.flush();
      window.location.reload();
    });
    notice(id, text, [refresh]);
  }
}

new FormPage(byId("wb-form")).start().catch((error) => {
  sayResult(UNKNOWN);
  throw error;
});
