/** What was pasted, as a table: what each column is taken as, every cell as the page will show it, and what is wrong with it. */

import { element } from "./dom.js";

/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./columns.js").Cell} Cell */
/** @typedef {import("./check.js").Problem} Problem */

export class Preview {
  /** @param {Column[]} asked @param {() => void} changed called after a column was chosen by hand */
  constructor(asked, changed) {
    this.asked = asked;
    this.changed = changed;
    /** @type {(Column | undefined)[]} */
    this.chosen = [];
    this.table = element("table", "wb-paste-table");
    this.head = this.table.appendChild(element("thead", ""));
    this.body = this.table.appendChild(element("tbody", ""));
    this.only = element("input", "");
    this.only.type = "checkbox";
    this.only.addEventListener("change", () => this.table.toggleAttribute("data-only", this.only.checked));
    this.narrow = element("label", "wb-paste-choice");
    this.narrow.append(this.only, "只看有误的行");
    this.scroll = element("div", "wb-paste-scroll");
    this.scroll.tabIndex = 0;
    this.scroll.setAttribute("role", "region");
    this.scroll.setAttribute("aria-label", "预览");
    this.scroll.append(this.table);
    this.box = element("div", "");
    this.box.append(this.narrow, this.scroll);
    this.clear();
  }

  clear() {
    this.box.hidden = true;
    this.body.replaceChildren();
  }

  /** @param {(Column | undefined)[]} chosen changed in place by hand @param {string[]} header @param {string[]} notes why a column is not taken */
  setColumns(chosen, header, notes) {
    this.chosen = chosen;
    const line = element("tr", "");
    this.selects = chosen.map((_, place) => this.select(place, header[place] || ""));
    this.notes = notes.map((text) => element("p", "wb-hint", text));
    const cells = this.selects.map((select, place) => {
      const cell = element("th", "", header[place] || "");
      cell.scope = "col";
      cell.append(select, this.notes[place]);
      return cell;
    });
    const corner = element("th", "", "行");
    corner.scope = "col";
    line.append(corner, ...cells);
    this.head.replaceChildren(line);
    this.showChosen();
  }

  select(place, heading) {
    const select = element("select", "");
    select.setAttribute("aria-label", `第 ${place + 1} 列${heading ? `“${heading}”` : ""}填入哪一项`);
    select.append(...["不取", ...this.asked.map((column) => column.heading)].map((text, value) => {
      const option = element("option", "", text);
      option.value = value;
      return option;
    }));
    select.addEventListener("change", () => {
      const column = this.asked[Number(select.value) - 1];
      this.chosen.forEach((one, other) => {
        if (column && one === column) this.chosen[other] = undefined;
      });
      this.chosen[place] = column;
      this.notes[place].textContent = "";
      this.showChosen();
      this.changed();
    });
    return select;
  }

  showChosen() {
    this.selects.forEach((select, place) => {
      select.value = String(this.asked.indexOf(/** @type {Column} */ (this.chosen[place])) + 1);
    });
  }

  /** @param {(Cell | undefined)[][]} rows @param {Map<string, Problem[]>} problems by "row column" @param {number} start how many rows stand before @returns {number} how many cells are wrong */
  show(rows, problems, start) {
    const lines = rows.map((cells, index) => {
      const line = element("tr", "");
      const first = element("th", "", String(start + index + 1));
      first.scope = "row";
      line.append(first, ...cells.map((cell, place) => cellFor(cell, problems.get(`${index} ${place}`) || [])));
      first.append(...messages(problems.get(`${index} -1`) || []));
      line.toggleAttribute("data-error", line.querySelector(".wb-error") !== null);
      return line;
    });
    this.body.replaceChildren(...lines);
    this.box.hidden = !rows.length;
    const faults = this.body.querySelectorAll(".wb-error").length;
    this.narrow.hidden = !faults;
    this.only.checked = false;
    this.table.removeAttribute("data-only");
    return faults;
  }
}

/** @param {Cell | undefined} cell @param {Problem[]} problems */
function cellFor(cell, problems) {
  const made = element("td", cell ? "" : "wb-paste-not", cell ? cell.shown : "");
  if (cell && cell.note) made.append(element("p", "wb-hint", cell.note));
  made.append(...messages(problems));
  return made;
}

function messages(problems) {
  return problems.map(({ severity, message }) => {
    const isError = severity === "error";
    return element("p", isError ? "wb-error" : "wb-warning", isError ? message : `提醒：${message}`);
  });
}
