/**
 * Drafts in the browser's database (IndexedDB): kept here and nowhere else.
 * Not localStorage: it loses what was typed up to a minute before a crash.
 */

/** @typedef {{form: string, version: string, build: string, answers: import("./answers.js").Answers, earlier?: any[]}} Content */
/** @typedef {Content & {key: string, savedAt: number, writer: string}} Draft when it was saved (ms since 1970), and by which window */
/** @typedef {"own" | "shared"} Computer whose computer this is */

export const SHARED_HOURS = 12;

/** Another window has saved this draft since ours last read or saved it. */
export class Overtaken extends Error {}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {string} key of the site and form @returns {Promise<Drafts>} rejected where the browser keeps no data */
export async function openDrafts(key) {
  const request = indexedDB.open("wenbiao", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("drafts", { keyPath: "key" });
    request.result.createObjectStore("settings");
  };
  return new Drafts(await result(request), key);
}

class Drafts {
  /** @param {IDBDatabase} database @param {string} key */
  constructor(database, key) {
    this.database = database;
    this.key = key;
    this.writer = `${Date.now()}-${Math.random()}`;
    this.seen = 0; // when the draft was saved that we last read or wrote
    database.onversionchange = () => database.close();
  }

  /**
   * One transaction; fulfilled once the data are stored.
   * @template T @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => T | Promise<T>} work @returns {Promise<T>}
   */
  async within(name, mode, work) {
    const transaction = this.database.transaction(name, mode, { durability: "strict" });
    const stored = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const value = await work(transaction.objectStore(name));
    await stored;
    return value;
  }

  async load() {
    const draft = await this.within("drafts", "readonly", (store) => result(store.get(this.key)));
    this.seen = draft ? draft.savedAt : 0;
    return draft;
  }

  /** Raises Overtaken, and saves nothing, when another window was faster. @param {Content} content @returns {Promise<number>} when it was saved */
  async save(content) {
    this.seen = await this.within("drafts", "readwrite", async (store) => {
      const there = await result(store.get(this.key));
      if (there && there.writer !== this.writer && there.savedAt !== this.seen) throw new Overtaken();
      const savedAt = Date.now();
      store.put({ ...content, key: this.key, savedAt, writer: this.writer });
      return savedAt;
    });
    return this.seen;
  }

  async remove() {
    await this.within("drafts", "readwrite", (store) => store.delete(this.key));
  }

  async computer() {
    return this.within("settings", "readonly", (store) => result(store.get("computer")));
  }

  async setComputer(computer) {
    await this.within("settings", "readwrite", (store) => store.put(computer, "computer"));
  }

  /** On a shared computer, removes every draft older than its 12 hours. @returns {Promise<boolean>} whether ours was one of them */
  async sweep() {
    if ((await this.computer()) !== "shared") return false;
    const oldest = Date.now() - SHARED_HOURS * 3600 * 1000;
    return this.within("drafts", "readwrite", async (store) => {
      const drafts = /** @type {Draft[]} */ (await result(store.getAll()));
      const old = drafts.filter((draft) => draft.savedAt < oldest);
      old.forEach((draft) => store.delete(draft.key));
      return old.some((draft) => draft.key === this.key);
    });
  }
}
