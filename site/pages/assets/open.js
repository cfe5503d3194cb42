/** 打开已有文书: a Word file made here becomes a new draft; what was changed in it by hand is listed first. Loaded when needed. */

import { parts, put } from "./answers.js";
import { placeOf as lineOfPlace, saidOf } from "./changes.js";
import { all, button, byId, element } from "./dom.js";
import { openAsNew, showNote } from "./drafts.js";
import { placeOf } from "./keep.js";
import { isComputed, namesOf } from "./names.js";
import { hideSummary, showSummary } from "./problems.js";
import { RECOVERED, readDocument, remarks, serviceOf } from "./returned.js";

/** @typedef {import("./returned.js").Returned} Returned */
/** @typedef {import("./returned.js").Change} Change */

const UNOPENED = "没有打开文书，本页没有改变";
const ONE = "一次打开一份文书。几份都要用作前序文书的，请用“从前序文书开始”";
const UNKEPT = "浏览器不允许本站保存数据，内容不能交给另一页。请到那种文书的页面上打开这份文件";

let busy = false;

/** @param {any} page the form's page @param {File[]} files */
export async function openDocument(page, files) {
  if (busy || document.querySelector("dialog[open]")) return;
  busy = true;
  try {
    if (files.length === 1) await new Opening(page, files[0]).start();
    else if (files.length) refuse(page.form, ONE);
  } finally {
    busy = false;
  }
}

function refuse(form, message) {
  showSummary(form, [{ path: "", code: "type", severity: "error", message }], UNOPENED);
}

class Opening {
  /** @param {any} page @param {File} file */
  constructor(page, file) {
    this.page = page;
    this.form = page.form;
    this.keeper = page.keeper;
    this.file = file;
    /** @type {import("./names.js").Names} */
    this.names = {};
  }

  /** An answer that can be taken over. @param {Change} change */
  isTyped({ kind, path }) {
    return kind === "answer" && !isComputed(this.names, path);
  }

  async start() {
    const status = byId("wb-open").querySelector("[role=status]");
    const service = serviceOf(this.form);
    service.onOtherBuild = this.page.service.onOtherBuild;
    hideSummary();
    status.textContent = `正在读取“${this.file.name}”……`;
    const read = await readDocument(service, this.file).finally(() => (status.textContent = ""));
    if ("fault" in read) refuse(this.form, `“${this.file.name}”：${read.fault}`);
    else if (read.form === this.form.dataset.form && !read.changes.length) await this.open(read, read.data);
    else {
      this.names = await namesOf(this.form, read.form);
      this.ask(read);
    }
  }

  /** As a new draft of this page. @param {Returned} read @param {any} answers */
  async open(read, answers, taken = 0) {
    if (window.location.hash === "#review") window.location.hash = ""; // what is read over there is another draft
    const note = this.note(read, taken);
    const lost = await openAsNew(this.keeper, { answers, earlier: [], note }, "打开");
    if (lost === undefined) return;
    if (lost) {
      this.keeper.note = note + lost;
      showNote(this.keeper);
      this.keeper.changed();
    }
    window.scrollTo(0, 0);
    byId("wb-open").querySelector("button").focus({ preventScroll: true });
  }

  /** What is to be known about this draft. @param {Returned} read @param {number} taken changes */
  note(read, taken) {
    const answers = read.changes.filter((change) => this.isTyped(change)).length;
    const changes = answers ? `生成后改动的 ${answers} 项填报内容，带入了 ${taken} 项。` : "";
    const origin = read.origin === "controls" ? `${RECOVERED}：请逐项核对。` : "";
    return [`这份草稿从“${this.file.name}”打开。`, origin, changes, ...remarks(read)].join("");
  }

  /** Which changes are taken over, and where the document is opened. @param {Returned} read */
  ask(read) {
    const dialog = element("dialog", "wb-dialog wb-changes");
    const title = element("h2", "", `打开“${this.file.name}”`);
    const answers = read.changes.filter((change) => this.isTyped(change));
    const computed = read.changes.filter((change) => change.kind === "answer" && !this.isTyped(change));
    const others = read.changes.filter(({ kind }) => kind !== "answer");
    const chosen = () => answers.filter((_, index) => all(dialog, "input")[index].checked);
    title.id = "wb-changes-title";
    title.tabIndex = -1;
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(title);
    if (read.form !== this.form.dataset.form) dialog.append(element("p", "", `这是一份${read.title}，要在${read.title}的页面上打开。`));
    if (read.origin === "controls") dialog.append(element("p", "", `${RECOVERED}：文书里的填报数据不在了或已损坏，下面的内容读自正文，打开后请逐项核对。`));
    if (answers.length) dialog.append(choices(answers, this.names));
    if (computed.length) dialog.append(listed(`有 ${computed.length} 处改动的是系统计算的结果，不能带入，按各项重新计算：`, computed, this.names));
    if (others.length) dialog.append(listed(`有 ${others.length} 处改动不是填报内容，不能带入，重新生成的文书里没有这些改动：`, others, this.names));
    dialog.append(this.tools(dialog, read, chosen));
    if (!byId("wb-returned-styles")) document.head.append(styles());
    document.body.append(dialog);
    dialog.showModal();
    title.focus();
  }

  /** @param {HTMLDialogElement} dialog @param {Returned} read @param {() => Change[]} chosen */
  tools(dialog, read, chosen) {
    const tools = element("p", "wb-changes-tools");
    const answers = () => withChanges(read.data, chosen());
    if (read.form === this.form.dataset.form) {
      const open = button("打开", () => {
        const taken = chosen().length;
        dialog.close();
        this.open(read, answers(), taken);
      });
      open.className = "wb-button";
      tools.append(open);
    } else tools.append(...this.elsewhere(dialog, read, chosen, answers));
    tools.append(button("取消", () => dialog.close()));
    return tools;
  }

  /** Another form's document: a link to its page, and where this form can start from it, that. */
  elsewhere(dialog, read, chosen, answers) {
    const address = new URL(`forms/${read.form}/`, this.page.service.root).href;
    const link = element("a", "wb-button", `打开${read.title}`);
    link.href = address;
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        const place = placeOf(this.form, read.form);
        // No version: the functions have brought these answers up to date.
        const content = { form: read.form, version: "", build: this.form.dataset.build, answers: answers(), earlier: [] };
        await this.keeper.flush();
        const key = await this.keeper.drafts.copy({ ...content, note: this.note(read, chosen().length), place });
        window.location.assign(`${address}?draft=${key}`);
      } catch {
        dialog.close();
        refuse(this.form, UNKEPT);
      }
    });
    const start = byId("wb-start");
    const canStart = start && read.form in JSON.parse(start.dataset.titles);
    const next = button(`以此文书为基础填写${this.form.dataset.title}`, () => {
      dialog.close();
      this.page.withEarlier((earlier) => earlier.add([this.file]));
    });
    return canStart ? [link, next] : [link];
  }
}

/** The changed answers, each to be taken over or not. @param {Change[]} changes @param {import("./names.js").Names} names */
function choices(changes, names) {
  const group = element("fieldset", "");
  const lines = changes.map((change, index) => {
    const line = element("p", "");
    const box = element("input", "");
    const label = element("label", "");
    box.type = "checkbox";
    box.checked = true;
    box.id = `wb-change-${index}`;
    label.htmlFor = box.id;
    label.append(saidOf(change, names), lineOfPlace(change));
    line.append(box, label);
    return line;
  });
  const set = (checked) => () => lines.forEach((line) => (line.firstChild.checked = checked));
  const both = element("p", "wb-changes-both");
  both.append(button("全部带入", set(true)), button("全部不带入", set(false)));
  const one = changes.length === 1;
  group.append(element("legend", "", `生成以后，填报内容改动了 ${changes.length} 处。勾选的带入草稿，不勾选的用生成时的内容：`), ...(one ? [] : [both]), ...lines);
  return group;
}

/** What cannot be taken over. @param {string} title @param {Change[]} changes @param {import("./names.js").Names} names */
function listed(title, changes, names) {
  const part = element("div", "");
  const list = element("ul", "");
  for (const change of changes) {
    const item = element("li", "");
    item.append(saidOf(change, names), lineOfPlace(change));
    list.append(item);
  }
  part.append(element("h3", "", title), list);
  return part;
}

/** @param {any} data @param {Change[]} changes @returns {any} a copy */
function withChanges(data, changes) {
  const answers = structuredClone(data);
  for (const { path, value } of changes) put(answers, parts(path), value === null ? undefined : value);
  return answers;
}

function styles() {
  const link = element("link", "");
  link.id = "wb-returned-styles";
  link.rel = "stylesheet";
  link.href = new URL("returned.css", import.meta.url).href;
  return link;
}
