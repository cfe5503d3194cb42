/** A table as text between programs: cells separated by tabs, rows by line ends, as Excel and WPS copy and paste. */

// A cell with line breaks comes in quotes, its own quotes doubled; quotes around anything else are the cell's own.
const QUOTED = /"((?:[^"\t]|"")*)"(?=[\t\r\n]|$)/y;
const PLAIN = /[^\t\r\n]*/y;

/** The cells of a text, row by row; rows may have different lengths. @param {string} text @returns {string[][]} */
export function rowsIn(text) {
  const source = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const rows = [[""]];
  for (let at = 0; at <= source.length; at += 1) {
    const cell = cellAt(source, at);
    rows[rows.length - 1].splice(-1, 1, cell.text);
    at = cell.end;
    if (source[at] === "\t") rows[rows.length - 1].push("");
    else if (source[at] === "\n") rows.push([""]);
  }
  return rows;
}

function cellAt(source, at) {
  QUOTED.lastIndex = at;
  const quoted = source[at] === '"' ? QUOTED.exec(source) : null;
  if (quoted && quoted[1].includes("\n")) return { text: quoted[1].replaceAll('""', '"'), end: QUOTED.lastIndex };
  PLAIN.lastIndex = at;
  const [plain] = PLAIN.exec(source) || [""];
  return { text: plain, end: at + plain.length };
}

/** The text of cells. @param {string[][]} rows @returns {string} */
export function textOf(rows) {
  return rows.map((cells) => cells.map(written).join("\t")).join("\r\n");
}

function written(cell) {
  const text = cell.replaceAll("\t", " ");
  return text.includes("\n") ? `"${text.replaceAll('"', '""')}"` : text;
}
