/**
 * 核对: all answers in the form's order and in the document's own words, with what blocks it and what does not.
 * Opened by the address #review, so the browser's “back” leads here and away again. Loaded when needed.
 */

import { inputsIn, valueOf } from "./answers.js";
import { Away, refusal } from "./check.js";
import { all, button, byId, element } from "./dom.js";
import { hideSummary, listOf } from "./problems.js";
import { rowsOf } from "./rows.js";

/** @typedef {import("./check.js").Verdict} Verdict */

const RETRY = 5000; // ms between tries while the service is away
const AWAY = "暂时连不上服务，还不能显示文书里的字样。草稿不受影响，恢复后自动显示。";

/** @type {Review | undefined} */
let review;

/** @param {any} page the form's page */
export async function openReview(page) {
  review = review || new Review(page);
  await review.open();
}

class Review {
  constructor(page) {
    this.page = page;
    this.form = page.form;
    this.view = makeView();
    this.title = this.view.querySelector("h2");
    this.status = this.view.querySelector("[role=status]");
    this.content = this.view.querySelector("div");
    this.title.after(this.wayBack());
    this.content.after(this.wayBack());
    this.turn = 0;
    /** @type {Verdict} */
    this.verdict = { complete: false, problems: [], computed: {} };
    this.form.addEventListener("wb-go", (event) => this.leave(event.target));
    window.addEventListener("hashchange", () => window.location.hash !== "#review" && this.close());
    window.addEventListener("online", () => this.status.textContent === AWAY && this.load());
    const styles = element("link", "");
    styles.rel = "stylesheet";
    styles.href = new URL("review.css", import.meta.url).href;
    document.head.append(styles);
  }

  async open() {
    hideSummary();
    this.content.replaceChildren();
    this.form.dataset.reviewed = "";
    byId("wb-render").parentElement.before(this.view);
    this.title.focus({ preventScroll: true });
    this.view.scrollIntoView();
    await this.load();
  }

  close() {
    this.turn += 1;
    delete this.form.dataset.reviewed;
    this.view.remove();
  }

  /** To what the person wants to change. @param {Element} target */
  leave(target) {
    const isOpen = this.view.isConnected;
    this.close();
    const section = target.closest("[data-section]");
    if (isOpen && window.location.hash === "#review") window.history.pushState(null, "", section ? `#${section.id}` : window.location.pathname);
  }

  /** A button above the answers, and one below them. */
  wayBack() {
    const back = button("返回修改", () => {
      this.leave(this.form);
      byId("wb-check").focus();
    });
    back.className = "wb-button wb-button--plain";
    return back;
  }

  /** Asks for the words until they are there, or the view is closed. */
  async load() {
    this.turn += 1;
    const mine = this.turn;
    this.status.textContent = "正在核对……";
    try {
      const reply = await this.page.service.post("validate?said=1", JSON.stringify(this.page.sent()));
      const answer = await (reply.ok ? reply.json() : refusal(reply));
      if (mine === this.turn) await this.take(reply.ok, answer);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      if (mine !== this.turn) return;
      this.status.textContent = AWAY;
      setTimeout(() => mine === this.turn && this.load(), RETRY);
    }
  }

  async take(isVerdict, answer) {
    this.status.textContent = isVerdict ? "" : await this.page.withLargest(answer.detail);
    if (!isVerdict) return;
    this.verdict = answer;
    this.page.problems.all = true;
    this.page.take(answer);
    this.content.replaceChildren(...this.verdicts(), ...this.sections());
  }

  /** What stands above the answers. */
  verdicts() {
    const errors = this.verdict.problems.filter(isError);
    const warnings = this.verdict.problems.filter((problem) => !isError(problem));
    const uncompared = byId("wb-uncompared");
    return [
      errors.length ? this.list("wb-blocking", `还不能生成文书：有 ${errors.length} 处需要填写或修改`, errors) : element("p", "wb-fine", "没有需要修改的地方，可以生成文书。"),
      ...(warnings.length ? [this.list("wb-doubts", `另有 ${warnings.length} 处提醒，不影响生成文书`, warnings)] : []),
      ...(uncompared && !uncompared.hidden ? [element("p", "wb-note wb-note--strong", uncompared.textContent)] : []),
    ];
  }

  list(className, title, problems) {
    const box = element("div", className);
    box.append(element("h3", "", title), listOf(this.form, problems));
    return box;
  }

  sections() {
    return all(this.form, "[data-section]").map((section) => {
      const part = element("section", "wb-part");
      part.append(element("h3", "", section.querySelector("h2").textContent), ...this.contents(section));
      return part;
    });
  }

  /** What is asked below an element: answers in lists, blocks and tables under their titles. */
  contents(root) {
    const made = [];
    for (const place of below(root)) {
      const shape = place.dataset.shape;
      if (shape === "block" || shape === "table") {
        if (!place.matches(".wb-block--alone")) made.push(element(root.matches("[data-section]") ? "h4" : "p", "wb-part-title", labelOf(place)));
        made.push(...(shape === "block" ? this.contents(place) : this.rows(place)));
      } else {
        const last = made[made.length - 1];
        const list = last && last.matches("dl") ? last : made[made.push(element("dl", "wb-said")) - 1];
        list.append(this.line(place, root));
      }
    }
    return made;
  }

  rows(table) {
    const { said = {} } = this.verdict;
    const paths = Object.keys(said);
    const isSent = (_, index) => paths.some((path) => path.startsWith(`${table.dataset.pointer}/${index}/`));
    const cards = rowsOf(table).filter(isSent).map((row, index) => {
      const card = element("div", "wb-part-row");
      const title = `第 ${index + 1} 行`;
      card.append(element("span", "wb-part-number", title), linkTo(row.id, labelOf(table) + title), ...this.contents(row));
      return card;
    });
    if (cards.length) return cards;
    const none = element("p", "", "无 ");
    none.append(linkTo(table.id, labelOf(table)));
    return [none];
  }

  /** One answer: its label, the document's words, what is wrong with it, and a way back to it. */
  line(place, root) {
    const pointer = pointerOf(place);
    const unit = place.querySelector(".wb-unit");
    const problems = this.verdict.problems.filter(({ path }) => path === pointer || path.startsWith(`${pointer}/`));
    const isWrong = problems.some(isError);
    const line = element("div", isWrong ? "wb-wrong" : "");
    const words = element("dd", "", (isWrong ? typedIn(place) : (this.verdict.said || {})[pointer]) || (isWrong ? "未填写" : "（空白）"));
    words.append(...problems.map((problem) => element("span", isError(problem) ? "wb-error" : "wb-warning", (isError(problem) ? "" : "提醒：") + problem.message)));
    line.append(element("dt", "", labelOf(place) + (unit ? `（${unit.textContent}）` : "")), words);
    if (place.dataset.shape && !root.matches("[data-row]")) {
      const way = element("dd", "wb-way");
      way.append(linkTo(`q${pointer.replace(/\//g, "-")}`, labelOf(place)));
      line.append(way);
    }
    return line;
  }
}

function makeView() {
  const view = element("section", "wb-section wb-review");
  const title = element("h2", "", "核对");
  const status = element("p", "wb-status");
  title.id = "wb-review-title";
  title.tabIndex = -1;
  status.setAttribute("role", "status");
  view.id = "wb-review";
  view.setAttribute("aria-labelledby", title.id);
  view.append(title, element("p", "wb-hint", "下面是全部内容，次序同表单，字样同文书。要改哪一项，按它后面的“修改”。"), status, element("div", ""));
  return view;
}

const isError = (problem) => problem.severity === "error";

/** The questions, blocks and tables right below a section, block or row that are asked now. */
function below(root) {
  const around = "[data-shape], [data-row], [data-section]";
  return all(root, "[data-shape], .wb-question--computed").filter(
    (place) => place.parentElement.closest(around) === root && !place.closest("[data-off]"),
  );
}

function pointerOf(place) {
  return place.dataset.pointer || place.querySelector("output").dataset.pointer;
}

function labelOf(place) {
  return (place.querySelector("[data-title]") || place.querySelector("label")).textContent;
}

/** What stands in a question that is not right, as it was typed. */
function typedIn(place) {
  return inputsIn(place).map((input) => valueOf(input, true)).filter(Boolean).join("、");
}

function linkTo(id, what) {
  const link = element("a", "wb-change", "修改");
  link.href = `#${id}`;
  link.append(element("span", "wb-unseen", `：${what}`));
  return link;
}
