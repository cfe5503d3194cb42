/** What the questions of the forms are called. Loaded when needed. */

/** @typedef {{[pointer: string]: {label: string, unit: string, computed: boolean}}} Names by pointers with * for the numbers of rows; computed: worked out by the form, never typed */

/** @type {Promise<{[form: string]: Names}> | undefined} */
let known;

/** Empty where they cannot be had now. @param {HTMLElement} place that says where the settings are @param {string} form @returns {Promise<Names>} */
export async function namesOf(place, form) {
  const address = new URL("../forms/labels.json", new URL(place.dataset.config, document.baseURI));
  known = known || fetch(address, { credentials: "same-origin" }).then((reply) => reply.json());
  try {
    return (await known)[form] || {};
  } catch {
    known = undefined; // another time
    return {};
  }
}

/** @param {string[]} parts */
const keyOf = (parts) => parts.map((part) => (/^\d+$/.test(part) ? "/*" : `/${part}`)).join("");

/** Whether the form works this answer out. @param {Names} names @param {string} pointer */
export function isComputed(names, pointer) {
  return names[keyOf(pointer.split("/").slice(1))]?.computed || false;
}

/** “费用明细第 3 行：金额”. @param {Names} names @param {string} pointer @param {number} [from] how many parts of it are told already */
export function nameOf(names, pointer, from = 0) {
  const parts = pointer.split("/").slice(1);
  const said = [];
  for (let count = from + 1; count <= parts.length; count += 1) {
    const last = parts[count - 1];
    if (/^\d+$/.test(last)) said.push(`${said.pop() || ""}第 ${Number(last) + 1} 行`);
    else said.push(names[keyOf(parts.slice(0, count))]?.label || last);
  }
  return said.join("：");
}

/** “（万元）”, or nothing. @param {Names} names @param {string} pointer */
export function unitOf(names, pointer) {
  const unit = names[keyOf(pointer.split("/").slice(1))]?.unit;
  return unit ? `（${unit}）` : "";
}
