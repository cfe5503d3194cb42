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
    const status = byId("wb-start").querySelector("[role=status]");
    if (this.keeper.shown) {
      status.textContent = "现在的草稿只能查看。请先“另存为新草稿继续填写”，再从前序文书开始。";
      return;
    }
    status.textContent = "正在读取前序文书……";
    const read = await Promise.all(files.map((file) => this.documentIn(file))).finally(() => (status.textContent = ""));
    const faults = read.flatMap(({ fault }) => fault || []);
    if (faults.length) {
      this.refuse(faults);
      return;
    }
    const documents = [...new Map([...this.keeper.earlier, ...read.map((one) => one.document)].map((one) => [keyOf(one), one])).values()];
    const carried = await this.ask(documents);
    if (!carried || !(await this.begin(documents, carried))) return;
    const notes = read.flatMap(({ note }) => note || []);
    if (notes.length) this.sayEdited(notes.join(""));
  }

  /** The answers in a file. @param {File} file @returns {Promise<{document?: any, note?: string, fault?: string}>} */
  async documentIn(file) {
    const isZip = (await file.slice(0, 2).text().catch(() => "")) === "PK";
    if (!isZip && !/\.docx$/i.test(file.name)) return dataIn(file);
    const { RECOVERED, readDocument, serviceOf } = await import("./returned.js");
    const read = await readDocument(serviceOf(this.form), file);
    if ("fault" in read) return { fault: `“${file.name}”：${read.fault}` };
    const changes = read.changes.filter(({ kind }) => kind === "answer").length;
    const edited = changes ? `“${file.name}”生成以后，填报内容改动了 ${changes} 处，带入的是生成时的内容。` : "";
    const origin = read.origin === "controls" ? `“${file.name}”的内容${RECOVERED}，请逐项核对。` : "";
    return { document: { ...read.data, doc_type: read.form }, note: edited + origin };
  }

  sayEdited(text) {
    const box = notice("wb-edited", `${text}要用改动后的内容，请先在那份文书的页面上“打开已有文书”，核对后重新生成。`, [
      button("知道了", () => {
        box.remove();
        byId("wb-start").querySelector("button").focus();
      }),
    ]);
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

  /** @returns {Promise<boolean>} whether the person went on */
  async begin(documents, carried) {
    const { answers, replaced } = merged(collect(this.form, { asTyped: true }), carried, this.carried);
    const question = `本表已填的内容中，有 ${replaced} 项与前序文书不一致，将换成前序文书的内容。确定吗？`;
    if (replaced && !(await confirmed(question, "从前序文书开始"))) return false;
    this.keeper.earlier = documents;
    fill(this.form, answers);
    this.page.refilled();
    this.show(carried);
    this.keeper.changed();
    return true;
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

/** Plain answers, or those of an exported draft as they would be sent. @param {File} file @returns {Promise<{document?: any, fault?: string}>} */
async function dataIn(file) {
  const fault = `“${file.name}”不是文书，也不是文书的数据文件：请选择生成的 .docx 文书，或用“导出草稿”得到的 .json 文件`;
  try {
    const content = JSON.parse(await file.text());
    if (content === null || typeof content !== "object" || Array.isArray(content)) return { fault };
    return { document: content.answers ? { doc_type: content.form, ...(content.document || content.answers) } : content };
  } catch {
    return { fault };
  }
}
