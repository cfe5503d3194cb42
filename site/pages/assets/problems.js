/**
 * What is wrong or lacking: beside its field, in the summary above the form, and counted for each section.
 * Errors mark their field; warnings (提醒) never block. Beside a field nothing shows before that field was left.
 */

import { inputsIn, isAnswered } from "./answers.js";
import { all, byId, element as make } from "./dom.js";
import { rowsOf, titleOf } from "./rows.js";

/** @typedef {import("./check.js").Problem} Problem */

const box = byId("wb-summary");

/** The question, row, table, block or computed value that a problem's pointer means, or the nearest one around it. */
class Places {
  /** @param {HTMLElement} form */
  constructor(form) {
    /** @type {Map<string, HTMLElement>} */
    this.known = new Map(all(form, "[data-row]").map((row) => [row.id, row]));
    // From the end, so that a question comes before the computed value inside it.
    for (const element of all(form, "[data-pointer]").reverse()) this.known.set(idOf(element.dataset.pointer), element);
  }

  find(pointer) {
    for (let path = pointer; path; path = path.slice(0, path.lastIndexOf("/"))) {
      const element = this.known.get(idOf(path));
      if (element && !element.closest("[data-off]")) return element;
    }
    return undefined;
  }
}

const isError = (problem) => problem.severity === "error";

function idOf(pointer) {
  return `q${pointer.replace(/\//g, "-")}`;
}

/** The id that a question's parts are named after, and that its address ends with. */
function idFor(element) {
  return element.dataset.pointer ? idOf(element.dataset.pointer) : element.id;
}

/** “费用明细第 3 行：” for what stands in a row, “联系人：” in a block. @returns {string} */
function placeOf(element) {
  const groups = [];
  for (let group = above(element); group; group = above(group)) {
    const table = group.matches("[data-row]") && above(group);
    if (table) groups.unshift(`${titleOf(table)}第 ${rowsOf(table).indexOf(group) + 1} 行`);
    else if (group.matches("[data-shape=block]") && !groups.length) groups.unshift(titleOf(group));
  }
  return groups.length ? `${groups.join("，")}：` : "";
}

function above(element) {
  return element.parentElement && element.parentElement.closest("[data-pointer], [data-row]");
}

export class ProblemsBesideFields {
  /** @param {HTMLElement} form */
  constructor(form) {
    this.form = form;
    /** @type {WeakSet<Element>} questions and groups that were changed and left */
    this.touched = new WeakSet();
    /** @type {Set<HTMLElement>} */
    this.marked = new Set();
    /** Whether a document was asked for: then everything is shown. */
    this.all = false;
    /** @type {Problem[]} */
    this.problems = [];
  }

  /** The person has left this input. @param {Element} input */
  touch(input) {
    for (let place = above(/** @type {HTMLElement} */ (input)); place; place = above(place)) this.touched.add(place);
  }

  /** As on a page that was just opened. */
  forget() {
    this.touched = new WeakSet();
    this.all = false;
    this.show([]);
  }

  /** Shows the problems that are due, and takes the others away. @param {Problem[]} problems */
  show(problems = this.problems) {
    this.problems = problems;
    const places = new Places(this.form);
    /** @type {Map<HTMLElement, Problem[]>} */
    const due = new Map();
    for (const problem of problems) {
      const element = places.find(problem.path);
      if (element && this.isDue(problem, element)) due.set(element, [...(due.get(element) || []), problem]);
    }
    for (const element of this.marked) if (!due.has(element)) this.mark(element, []);
    due.forEach((found, element) => this.mark(element, found));
  }

  isDue(problem, element) {
    const isLeft = element.matches(".wb-question--computed") || this.touched.has(element);
    return this.all || (isLeft && problem.code !== "missing");
  }

  mark(element, problems) {
    const errors = problems.filter(isError);
    const warnings = problems.filter((problem) => !isError(problem));
    write(element, "error", errors.map((problem) => problem.message));
    write(element, "warning", warnings.map((problem) => `提醒：${problem.message}`));
    element.toggleAttribute("data-error", errors.length > 0);
    for (const input of inputsOf(element)) input.setAttribute("aria-invalid", errors.length > 0);
    if (problems.length) this.marked.add(element);
    else this.marked.delete(element);
  }
}

/** The inputs of one question; a table or block is not invalid as a whole, a radio button cannot be. @returns {any[]} */
function inputsOf(element) {
  return element.matches("[data-kind]") ? all(element, "input:not([type=radio]), select, textarea") : [];
}

function write(element, sort, messages) {
  const slot = byId(`${idFor(element)}-${sort}`) || (messages.length ? makeSlot(element, sort) : null);
  if (!slot) return;
  slot.textContent = messages.join("\n");
  slot.hidden = !messages.length;
}

/** A place for warnings, after the one for errors that every question has; read aloud with the same inputs. */
function makeSlot(element, sort) {
  const error = byId(`${idFor(element)}-error`);
  const slot = make("p", `wb-${sort}`);
  slot.id = `${idFor(element)}-${sort}`;
  error.after(slot);
  for (const described of all(element, `[aria-describedby~="${error.id}"]`)) {
    described.setAttribute("aria-describedby", `${described.getAttribute("aria-describedby")} ${slot.id}`);
  }
  return slot;
}

/** What stays the same while a wrong answer is being corrected. */
function keyOf(problem) {
  return `${problem.path} ${problem.code}`;
}

function titleFor(count) {
  return `还不能生成文书：有 ${count} 处需要填写或修改`;
}

/** Lists the errors and moves the focus there. @param {HTMLElement} form @param {Problem[]} problems @param {string} [title] of a list that stays as it is */
export function showSummary(form, problems, title) {
  const errors = problems.filter(isError);
  box.replaceChildren(make("h2", "", title || titleFor(errors.length)), listOf(form, errors));
  box.toggleAttribute("data-stays", Boolean(title));
  // It takes the focus, so it is read once; as an alert it would be read again each time an entry goes.
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", "需要修改的地方");
  box.hidden = false;
  box.focus({ preventScroll: true });
  box.scrollIntoView();
}

/** Problems, each as a link to its place. @param {HTMLElement} form @param {Problem[]} problems */
export function listOf(form, problems) {
  const places = new Places(form);
  const list = make("ul", "");
  list.append(...problems.map((problem) => entry(problem, places.find(problem.path))));
  return list;
}

function entry(problem, element) {
  const item = make("li", "");
  const link = make(element ? "a" : "span", "", (element ? placeOf(element) : "") + problem.message);
  item.dataset.key = keyOf(problem);
  item.append(link);
  if (!element) return item;
  link.href = `#${idFor(element)}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(element);
  });
  return item;
}

/** Moves to a section's heading, to a question, or to the first answer of a group. @param {HTMLElement} element */
export function goTo(element) {
  element.dispatchEvent(new Event("wb-go", { bubbles: true })); // a view that hides it gives way
  const wanted = element.matches("[data-section]") ? "h2" : "input:enabled, select:enabled, textarea, output, [data-add]";
  const target = element.querySelector(wanted) || element;
  /** @type {HTMLElement} */ (target).focus({ preventScroll: true });
  const isTall = element.clientHeight > window.innerHeight / 2;
  element.scrollIntoView({ block: isTall ? "start" : "center" });
}

/** Takes away what has been put right since; nothing is added before the next try. @param {Problem[]} problems */
export function thinSummary(problems) {
  if (box.hidden || "stays" in box.dataset) return;
  const left = new Set(problems.map(keyOf));
  all(box, "li").filter((item) => !left.has(item.dataset.key)).forEach((item) => item.remove());
  const count = all(box, "li").length;
  box.querySelector("h2").textContent = titleFor(count);
  box.hidden = !count;
}

export function hideSummary() {
  box.hidden = true;
}

/** Nobody has answered anything in this section, where something may be answered. @param {HTMLElement} section */
function isUntouched(section) {
  return section.querySelector("[data-shape]") !== null && !inputsIn(section).some(isAnswered);
}

/** Beside the form: what each section still lacks, and what is wrong there. @param {HTMLElement} form @param {import("./check.js").Verdict} verdict of all answers, shown or not */
export function showProgress(form, { problems, stopped }) {
  const places = new Places(form);
  const errors = problems.filter(isError).map(({ code, path }) => ({ code, link: `#${places.find(path)?.closest("[data-section]")?.id}` }));
  const links = all(document, ".wb-progress li a");
  for (const link of links) {
    const here = errors.filter((error) => error.link === link.hash);
    const open = here.filter(({ code }) => code === "missing").length;
    const wrong = here.length - open;
    const counts = [open && `差 ${open} 项`, wrong && `${wrong} 处要改`].filter(Boolean).join("，");
    const state = wrong ? "wrong" : open ? "open" : stopped ? "" : isUntouched(byId(link.hash.slice(1))) ? "free" : "done";
    const note = link.querySelector("span") || link.appendChild(make("span", ""));
    link.dataset.state = state;
    note.textContent = `（${counts || { free: "选填，未填", done: "已齐" }[state] || "未检查"}）`;
  }
  const count = (/** @type {string} */ state) => links.filter((link) => link.dataset.state === state).length;
  const free = count("free");
  byId("wb-done").textContent = `：${links.length} 节中已齐 ${count("done")} 节${free ? `，选填未填 ${free} 节` : ""}`;
}
