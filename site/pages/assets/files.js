/** The files of a drop or a folder. */

const DOCX = /\.docx$/i;
const LOCK = /^(~\$|\.)/; // what Word and WPS put beside a document that is open, and hidden files

/** The same file, chosen again. @param {File} file */
export function keyOf(file) {
  return JSON.stringify([file.webkitRelativePath || file.name, file.size, file.lastModified]);
}

/** What may be a document, and how many of a folder's files are none. @param {File[]} files @returns {[File[], number]} */
export function readable(files) {
  const documents = files.filter(({ name }) => DOCX.test(name) && !LOCK.test(name));
  return [documents, files.filter(({ name }) => !LOCK.test(name)).length - documents.length];
}

/** Single files as they are, and of folders what may be a document. @param {DataTransfer} transfer @returns {Promise<[File[], number]>} */
export async function filesIn(transfer) {
  // The list is empty once the event is over: everything is taken from it before the first wait.
  const dropped = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const single = dropped.filter(({ entry }) => !entry || entry.isFile).map(({ file }) => file);
  const folders = dropped.map(({ entry }) => entry).filter((entry) => entry && entry.isDirectory);
  const [documents, passed] = readable((await Promise.all(folders.map(within))).flat());
  return [[...single, ...documents], passed];
}

/** All files below a folder; what cannot be opened is left out. @param {any} entry @returns {Promise<File[]>} */
async function within(entry) {
  if (entry.isFile) return new Promise((resolve) => entry.file((/** @type {File} */ file) => resolve([file]), () => resolve([])));
  const reader = entry.createReader();
  const children = [];
  for (;;) {
    // A reader hands a folder out by the hundred.
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) break;
    children.push(...some);
  }
  return (await Promise.all(children.map(within))).flat();
}
