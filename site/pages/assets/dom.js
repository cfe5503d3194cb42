/** Small means: finding and making elements, saving a file. */

/** @param {ParentNode} root @param {string} selector @returns {any[]} */
export const all = (root, selector) => [...root.querySelectorAll(selector)];

/** @param {string} id @returns {any} the element, or null */
export const byId = (id) => document.getElementById(id);

/** @param {string} text @param {() => void} pressed @returns {HTMLButtonElement} */
export function button(text, pressed) {
  const made = element("button", "", text);
  made.type = "button";
  made.addEventListener("click", pressed);
  return made;
}

/** @param {string} tag @param {string} className @param {string} [text] @returns {any} a new element */
export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

/** Hands a file to the person. @param {Blob} content @param {string} name */
export function download(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the data after the click; a minute is long enough and frees the memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
