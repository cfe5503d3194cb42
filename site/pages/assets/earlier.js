/** A project's earlier documents: chosen as files, kept with the draft, sent with the answers. Loaded when needed. */

import { collect, fill } from "./answers.js";
import { Marks, merged } from "./carried.js";
import { Away, refusal } from "./check.js";
import { button, byId } from "./dom.js";
import { hideSummary, showSummary } from "./problems.js";
import { confirmed, notice, sayResult } from "./status.js";

const NOT_BEGUN = "没有从前序文书开始，本表没有改变";
const UNUSABLE = "前序文书现在不能使用：请先移除，再重新选择";

export class Earlier {
  /** @param {any} page the form's page: its form, service, keeper and check */
  constructor(page) {
    this.page = page;
    this.form = page.form;
    this.keeper = page.keeper;
    this.titles = JSON.parse(byId("wb-start").dataset.titles);
    this.marks = new Marks(this.form);
    /** @type {import("./carried.js").Carried[]} what is marked on the page now */
    this.carried = [];
    this.shown = "";
  }

  /** The documents in these files join those that are there; with any fault nothing changes. @param {File[]} files */
  async add(files) {
    const read = await Promise.all(files.map(documentIn));
    const faults = read.filter((one) => typeof one === "string");
    if (faults.length) {
      this.refuse(faults);
      return;
    }
    const documents = [...new Map([...this.keeper.earlier, ...read].map((one) => [keyOf(one), one])).values()];
    const carried = await this.ask(documents);
    if (carried) await this.begin(documents, carried);
  }

  /** What the documents give; undefined where they cannot be used, which has been said then. */
  async ask(documents) {
    try {
      const body = JSON.stringify({ answers: collect(this.form), earlier: documents });
      const reply = await this.page.service.post("validate", body);
      const verdict = await (reply.ok ? reply.json() : refusal(reply));
      if (!verdict.carried) this.refuse(reply.ok ? faultsIn(verdict.problems) : [verdict.detail]);
      return verdict.carried;
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.refuse(["暂时连不上服务，请稍后再试"]);
      return undefined;
    }
  }

  refuse(faults) {
    sayResult("");
    showSummary(this.form, faults.map(problem), NOT_BEGUN);
  }

  async begin(documents, carried) {
    const { answers, replaced } = merged(collect(this.form, { asTyped: true }), carried, this.carried);
    const question = `本表已填的内容中，有 ${replaced} 项与前序文书不一致，将换成前序文书的内容。确定吗？`;
    if (replaced && !(await confirmed(question, "从前序文书开始"))) return;
    this.keeper.earlier = documents;
    fill(this.form, answers);
    this.page.refilled();
    this.show(carried);
    this.keeper.changed();
  }

  /** After a draft came back, the functions say again what is carried. @param {any} verdict */
  take(verdict) {
    const documents = this.keeper.earlier;
    const state = documents.length ? JSON.stringify([documents.length, verdict.carried || []]) : "";
    if (!documents.length || state === this.shown) return;
    if (verdict.carried) {
      const typed = collect(this.form, { asTyped: true });
      const { answers } = merged(typed, verdict.carried, undefined);
      if (JSON.stringify(answers) !== JSON.stringify(typed)) {
        fill(this.form, answers);
        this.page.refilled();
      }
    } else showSummary(this.form, faultsIn(verdict.problems).map(problem), UNUSABLE);
    this.show(verdict.carried || []);
  }

  /** Another draft stands on the page, or none. */
  reset() {
    this.marks.clear();
    this.carried = [];
    this.shown = "";
    this.sayDocuments();
  }

  show(carried) {
    this.carried = carried;
    this.shown = JSON.stringify([this.keeper.earlier.length, carried]);
    this.marks.set(carried);
    this.sayDocuments();
  }

  sayDocuments() {
    const documents = this.keeper.earlier;
    const line = byId("wb-begun");
    byId("wb-uncompared").hidden = documents.length > 0;
    if (documents.length) {
      const text = `本表从前序文书开始：${documents.map((one) => this.nameOf(one)).join("；")}。`;
      notice("wb-begun", text, [button("移除前序文书", () => this.remove())]);
    } else if (line) line.remove();
  }

  nameOf(document) {
    const { doc_type: type, doc_id: id, filled_on: day = "" } = document;
    const title = this.titles[type] || (type === this.form.dataset.form ? this.form.dataset.title : type);
    const date = String(day).replace(/^(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日");
    const facts = [id && `文书编号 ${id}`, date && `填报日期 ${date}`].filter(Boolean);
    return facts.length ? `${title}（${facts.join("，")}）` : title;
  }

  /** What was carried over stays as if it had been typed. */
  remove() {
    this.keeper.earlier = [];
    this.reset();
    hideSummary();
    this.keeper.changed();
    this.page.check.again();
    byId("wb-start").querySelector("button").focus();
  }
}

/** @returns {import("./check.js").Problem} */
function problem(message) {
  return { path: "", code: "type", severity: "error", message };
}

function faultsIn(problems) {
  return problems.filter((one) => one.path === "").map((one) => one.message);
}

/** The same document, chosen again, takes its own place. */
function keyOf(document) {
  return JSON.stringify([document.doc_type, document.doc_id, document.change_seq]);
}

/** The answers in a file: plain ones, or those of an exported draft as they would be sent. @param {File} file @returns {Promise<any>} a Chinese sentence when there are none */
async function documentIn(file) {
  const fault = `“${file.name}”不是文书的数据文件，请选择 .json 数据文件，或用“导出草稿”得到的文件`;
  try {
    const content = JSON.parse(await file.text());
    if (content === null || typeof content !== "object" || Array.isArray(content)) return fault;
    return content.answers ? { doc_type: content.form, ...(content.document || content.answers) } : content;
  } catch {
    return fault;
  }
}
