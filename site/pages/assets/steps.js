/**
 * On a narrow screen one section at a time. The address says which, so the browser's “back” and every link work:
 * the list of progress folds into one line, 上一步 and 下一步 stand below. Printing shows all sections.
 */

import { all, byId, button, element } from "./dom.js";

/** @param {HTMLFormElement} form @param {MediaQueryList} narrow */
export function startSteps(form, narrow) {
  new Steps(form, narrow).arrange();
}

class Steps {
  constructor(form, narrow) {
    this.form = form;
    this.narrow = narrow;
    this.sections = all(form, "[data-section]");
    this.progress = document.querySelector(".wb-progress");
    this.home = this.progress.parentElement;
    this.place = this.makePlace();
    this.turns = element("nav", "wb-turns");
    this.turns.setAttribute("aria-label", "前后步骤");
    byId("wb-render").parentElement.before(this.turns);
    form.addEventListener("wb-go", (event) => this.turnTo(event.target.closest("[data-section]")));
    window.addEventListener("popstate", () => window.location.hash || this.show(this.sections[0]));
    narrow.addEventListener("change", () => this.arrange());
  }

  /** The line that the list folds into. */
  makePlace() {
    const list = this.progress.querySelector("ol");
    const place = button("", () => this.unfold(!("open" in this.progress.dataset)));
    place.className = "wb-place";
    list.id = "wb-steps";
    place.setAttribute("aria-controls", list.id);
    list.before(place);
    return place;
  }

  unfold(open) {
    this.progress.toggleAttribute("data-open", open);
    this.place.setAttribute("aria-expanded", open);
  }

  /** One section or all of them, as the window's width says. */
  arrange() {
    const worked = this.sections.find((section) => section.contains(document.activeElement));
    const inView = this.sections.find((section) => section.getBoundingClientRect().bottom > 150);
    const isNarrow = this.narrow.matches;
    this.form.toggleAttribute("data-steps", isNarrow);
    if (isNarrow) this.form.before(this.progress);
    else this.home.prepend(this.progress);
    this.show(worked || inView || this.sections[0]);
  }

  /** Something in this section is what the person goes to. */
  turnTo(section) {
    if (!section) return;
    this.show(section);
    const named = byId(decodeURIComponent(window.location.hash.slice(1)));
    if (this.narrow.matches && !section.contains(named)) window.history.pushState(null, "", `#${section.id}`);
  }

  show(section) {
    const index = this.sections.indexOf(section);
    this.sections.forEach((other) => other.toggleAttribute("data-current", other === section));
    const asked = byId("wb-computer");
    if (asked && this.form.contains(asked) && !section.contains(asked)) byId("wb-status").before(asked); // else it stays behind, out of sight
    this.place.textContent = `第 ${index + 1} 步，共 ${this.sections.length} 步`;
    this.unfold(false);
    for (const link of all(this.progress, "li a")) {
      if (link.hash === `#${section.id}`) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
    const before = this.sections[index - 1];
    const after = this.sections[index + 1];
    this.turns.replaceChildren(
      ...(before ? [turn("上一步", before.id, titleOf(before))] : []),
      after ? turn("下一步", after.id, titleOf(after)) : turn("下一步", "review", "核对"),
    );
  }
}

const titleOf = (section) => section.querySelector("h2").textContent;

function turn(words, id, title) {
  const link = element("a", `wb-button${words === "上一步" ? " wb-button--plain" : ""}`, words);
  link.href = `#${id}`;
  link.append(element("small", "", title));
  return link;
}
