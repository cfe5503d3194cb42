/**
 * Drafts in the browser's database (IndexedDB): kept here and nowhere else.
 * Not localStorage: it loses what was typed up to a minute before a crash.
 */

/** @typedef {{form: string, version: string, build: string, answers: import("./answers.js").Answers, earlier?: any[], note?: string}} Content note: what is to be known about where the answers come from */
/** @typedef {Content & {key: string, place: string, savedAt: number, writer: string}} Draft of which form of which site, when it was saved (ms since 1970), and by which window */
/** @typedef {"own" | "shared"} Computer whose computer this is */

const HOUR = 3600 * 1000; // ms

/** How long a draft is kept after its last change: in ms and in words. A computer that nobody has told about yet counts as one's own. */
export const KEPT = { own: { time: 30 * 24 * HOUR, words: "30 天" }, shared: { time: 2 * HOUR, words: "2 小时" } };

/** Another window has saved or deleted this draft since ours last read or saved it. */
export class Overtaken extends Error {}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const newKey = () => Math.random().toString(36).slice(2, 12);

/** @param {string} place of the site and form @returns {Promise<Drafts>} rejected where the browser keeps no data */
export async function openDrafts(place) {
  const request = indexedDB.open("wenbiao", 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion) severalForEachForm(request.transaction.objectStore("drafts"));
    else {
      request.result.createObjectStore("drafts", { keyPath: "key" });
      request.result.createObjectStore("settings");
    }
  };
  return new Drafts(await result(request), place);
}

/** Version 1 of the database kept one draft of each form, with its place as key. @param {IDBObjectStore} store */
function severalForEachForm(store) {
  const request = store.getAll();
  request.onsuccess = () => {
    store.clear();
    for (const draft of request.result) store.put({ ...draft, place: draft.key, key: newKey() });
  };
}

class Drafts {
  /** @param {IDBDatabase} database @param {string} place */
  constructor(database, place) {
    this.database = database;
    this.place = place;
    this.writer = newKey();
    this.use();
    this.channel = new BroadcastChannel("wenbiao");
    this.channel.onmessage = ({ data: keys }) => {
      if (!keys || keys.includes(this.key)) this.told = true;
    };
    database.onversionchange = () => database.close();
  }

  /** From now on `save` writes to this draft, or to a new one. @param {Draft} [draft] */
  use(draft) {
    this.key = draft ? draft.key : newKey();
    this.seen = draft ? draft.savedAt : 0; // when the draft was saved that we last read or wrote
    this.told = false; // by another window, that it has saved or deleted this draft
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
    const [value] = await Promise.all([work(transaction.objectStore(name)), stored]);
    return value;
  }

  /**
   * Deletes, of all forms, what has been kept its time.
   * @returns {Promise<{computer?: Computer, drafts: Draft[], expired: string}>} this form's drafts, the last saved first; how long those of this form that are gone were kept
   */
  async visit() {
    const computer = await this.within("settings", "readonly", (store) => result(store.get("computer")));
    const { time, words } = KEPT[computer || "own"];
    const isOld = (/** @type {Draft} */ draft) => draft.savedAt < Date.now() - time;
    const read = (/** @type {IDBObjectStore} */ store) => /** @type {Promise<Draft[]>} */ (result(store.getAll()));
    const all = await this.within("drafts", "readonly", read);
    // Only then: a transaction that may write waits for the disk.
    if (all.some(isOld)) await this.within("drafts", "readwrite", async (store) => (await read(store)).filter(isOld).forEach(({ key }) => store.delete(key)));
    const ours = all.filter((draft) => draft.place === this.place);
    const drafts = ours.filter((draft) => !isOld(draft)).sort((one, other) => other.savedAt - one.savedAt);
    return { computer, drafts, expired: drafts.length < ours.length ? words : "" };
  }

  /**
   * Raises Overtaken, and saves nothing, when another window was faster.
   * @param {Content} content @param {boolean} [parting] the page goes away @returns {Promise<number>} when it was saved
   */
  async save(content, parting) {
    const { key, place, writer } = this;
    const savedAt = await this.within("drafts", "readwrite", async (store) => {
      // A page that goes away does not live to see an answer: it relies on what other windows have told.
      if (!parting || this.told) {
        const there = await result(store.get(key));
        if (there ? there.writer !== writer && there.savedAt !== this.seen : this.seen) throw new Overtaken();
      }
      const now = Date.now();
      store.put({ ...content, key, place, savedAt: now, writer });
      store.transaction.commit();
      this.channel.postMessage([key]);
      return now;
    });
    if (key === this.key) this.seen = savedAt;
    return savedAt;
  }

  /** @param {string[]} [keys] without them, all drafts of all forms */
  async remove(keys) {
    await this.within("drafts", "readwrite", (store) => (keys ? keys.forEach((key) => store.delete(key)) : void store.clear()));
    this.channel.postMessage(keys);
  }

  /** @param {Content & {place: string}} draft, for this form or another @returns {Promise<string>} the key of the new one */
  async copy(draft) {
    const key = newKey();
    await this.within("drafts", "readwrite", (store) => store.put({ ...draft, key, savedAt: Date.now() }));
    return key;
  }

  async setComputer(computer) {
    await this.within("settings", "readwrite", (store) => store.put(computer, "computer"));
  }
}
