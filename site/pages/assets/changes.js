/** Changes made by hand in a document, in words. Loaded when needed. */

import { element } from "./dom.js";
import { nameOf } from "./names.js";

/** @typedef {import("./returned.js").Change} Change */

const LONG = 60; // characters: a longer text is shown around what differs
const AROUND = 16; // characters before and after

/** “总投资：生成时 486.00，现为 487.00”, with what differs in a long text marked. @param {Change} change @param {import("./names.js").Names} names */
export function saidOf({ kind, path, label, place, before, after }, names) {
  const line = element("span", "wb-changed");
  const [was, is] = around(before, after);
  if (kind === "answer") line.append(`${Object.keys(names).length ? nameOf(names, path) : label || place}：生成时 `, ...shown(was), "，现为 ", ...shown(is));
  else {
    const what = label ? `${label}：` : "";
    if (kind === "row" && before && after) line.append(what, "移动了 ", ...shown(is));
    else if (!before || !after) line.append(what, before ? "删去了 " : "增加了 ", ...shown(before ? was : is));
    else line.append(what, "生成时为 ", ...shown(was), "，现为 ", ...shown(is));
  }
  return line;
}

/** Where it stands in the document. @param {Change} change */
export function placeOf({ place }) {
  return element("span", "wb-where", place);
}

/** @param {[string, string, string]} text before, what differs, after @returns {(string | HTMLElement)[]} */
function shown([start, middle, end]) {
  if (!start && !middle && !end) return ["（空白）"];
  return [start, middle && (start || end) ? element("mark", "", middle) : middle, end];
}

/** Two texts in three parts each: what they begin and end with together, shortened, and what differs. @returns {[string, string, string][]} */
function around(before, after) {
  const texts = [[...before], [...after]];
  if (Math.max(texts[0].length, texts[1].length) <= LONG || !before || !after) return texts.map((text) => ["", clipped(text), ""]);
  const least = Math.min(texts[0].length, texts[1].length);
  let start = 0;
  while (start < least && texts[0][start] === texts[1][start]) start += 1;
  let end = 0;
  while (end < least - start && texts[0].at(-1 - end) === texts[1].at(-1 - end)) end += 1;
  return texts.map((text) => {
    const head = text.slice(Math.max(0, start - AROUND), start).join("");
    const tail = text.slice(text.length - end, text.length - end + AROUND).join("");
    return [(start > AROUND ? "……" : "") + head, clipped(text.slice(start, text.length - end)), tail + (end > AROUND ? "……" : "")];
  });
}

/** @param {string[]} text */
function clipped(text) {
  return text.length > 4 * LONG ? `${text.slice(0, 4 * LONG).join("")}……` : text.join("");
}
