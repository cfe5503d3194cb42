/** What is seldom done with drafts: the list, clearing, import, whose computer this is, and what is said when one is not saved. Loaded when needed. */

import { inputsIn, isAnswered, valueAt } from "./answers.js";
import { all, button, byId, element } from "./dom.js";
import { Overtaken } from "./draft.js";
import { contentIn } from "./draftfile.js";
import { addressOf, clock, nameInAddress, placeOf } from "./keep.js";
import { confirmed, notice, sayDraft, sayResult } from "./status.js";

export { renew, showOnly } from "./older.js";

/** @typedef {import("./keep.js").Keeper} Keeper */
/** @typedef {import("./draft.js").Draft} Draft */

const FORBIDDEN = "浏览器不允许本站保存数据，草稿没有保存。请不要关闭本页，填完后及时生成文书，或导出草稿另存。";
const FULL = "浏览器的存储空间已满，草稿没有保存。请先导出草稿另存，再到“我的草稿”删除不要的草稿。";
const OVERTAKEN = "这份草稿在另一个窗口里改过或删除了。本窗口不再保存，以免覆盖：可以把本窗口的内容另存为一份新草稿；也可以刷新本页，查看另一个窗口保存的内容。";
const UNDELETED = "浏览器里的草稿没有删掉，请再试一次，或清除浏览器的网站数据。";
const UNKEPT = "浏览器没有保存下来。这份草稿是按旧版表单填的，要先保存才能打开；文件不受影响。";
const WHOSE = "草稿只保存在这台电脑的浏览器里，服务器上不留。这是您本人用的电脑，还是几个人公用的电脑？";
const ENDING = "结束填写后，这台电脑上本站的全部草稿都会删除，不能恢复。以后还要接着填的，请先导出草稿。确定结束吗？";
const ENDED = "已结束填写，草稿已全部删除。下载到这台电脑上的文件不会删除，请自行处理。";

/** @param {Keeper} keeper @param {Element | null} beside what was just answered */
export function askOnce(keeper, beside) {
  if (keeper.drafts && !keeper.computer) askComputer(keeper, beside);
}

/** Beside an answer the question is seen and moves nothing above it. @param {Keeper} keeper @param {Element | null} [beside] */
export function askComputer(keeper, beside) {
  const answer = (/** @type {import("./draft.js").Computer} */ computer) => async () => {
    await keeper.drafts.setComputer(computer).catch((error) => keeper.fail(error));
    keeper.showComputer(computer);
    byId("wb-computer").querySelector("button").focus();
  };
  notice("wb-computer", WHOSE, [button("本人电脑", answer("own")), button("公用电脑", answer("shared"))]);
  if (!beside) byId("wb-computer").querySelector("button").focus();
  let near = beside && beside.closest("[data-shape]");
  for (let row = near; row; row = row.parentElement.closest("[data-row]")) near = row.closest("[data-shape]");
  if (!near) return;
  // The press would leave the answer, whose error then pushes the button away from under the pointer.
  byId("wb-computer").addEventListener("mousedown", (/** @type {Event} */ event) => event.preventDefault());
  near.after(byId("wb-computer"));
  byId("wb-computer").scrollIntoView({ block: "nearest" });
  document.activeElement.scrollIntoView({ block: "nearest" }); // whoever has gone on keeps the next question in sight
}

/** @param {Keeper} keeper */
export async function clear(keeper) {
  const question = "清空后，这份草稿里已填的全部内容都会删除，不能恢复。确定清空吗？";
  if (await confirmed(question, "清空草稿")) await remove(keeper, [keeper.drafts && keeper.drafts.key], "草稿已清空。");
}

/** On a shared computer, before one leaves. @param {Keeper} keeper */
export async function end(keeper) {
  if (await confirmed(ENDING, "结束填写")) await remove(keeper, undefined, ENDED);
}

/** Deletes drafts; when the one on the page is among them, the page is empty afterwards. @param {Keeper} keeper @param {string[] | undefined} keys undefined for all */
async function remove(keeper, keys, done) {
  const ours = !keeper.drafts || !keys || keys.includes(keeper.drafts.key);
  if (ours) keeper.sent = keeper.changes; // what is not saved yet need not be
  await keeper.flush();
  try {
    if (keeper.drafts) await keeper.drafts.remove(keys);
  } catch {
    sayResult(UNDELETED);
    return;
  }
  if (!ours) return;
  release(keeper);
  keeper.refill({ answers: {}, earlier: [] });
  nameInAddress();
  sayDraft(done, true);
  sayResult("");
  window.scrollTo(0, 0);
}

/** From now on the page is a new draft, which may be changed and is saved. @param {Keeper} keeper @param {string[]} [said] the notices that no longer hold */
export function release(keeper, said = ["wb-overtaken", "wb-shown", "wb-count", "wb-opened"]) {
  for (const one of all(keeper.form, "[data-shown]")) {
    one.disabled = false;
    delete one.dataset.shown;
  }
  keeper.form.inert = false;
  if (keeper.drafts) keeper.drafts.use();
  keeper.shown = undefined;
  keeper.stopped = false;
  saveWorks(keeper);
  said.forEach(drop);
}

/** @param {Keeper} keeper */
export async function saveAsNew(keeper) {
  release(keeper);
  showNote(keeper);
  keeper.form.querySelector("h2").focus({ preventScroll: true }); // the button that was pressed is gone
  keeper.changed();
  await keeper.flush();
}

/** @param {Keeper} keeper */
export function saveWorks(keeper) {
  keeper.failed = false;
  drop("wb-unkept");
}

/** @param {Keeper} keeper @param {Error} error */
export function saveFails(keeper, error) {
  const aside = button("导出草稿", () => keeper.exportDraft());
  const again = button("另存为新草稿", () => saveAsNew(keeper));
  if (error instanceof Overtaken) notice("wb-overtaken", OVERTAKEN, [again, aside]);
  else if (!byId("wb-unkept")) notice("wb-unkept", error.name === "QuotaExceededError" ? FULL : FORBIDDEN, [aside]);
}

/** @param {Keeper} keeper @param {Draft[]} drafts @param {Draft} [draft] the one on the page */
export function showCount(keeper, drafts, draft) {
  const which = draft ? `现在打开的是“${nameOf(keeper, draft)}”` : "现在填的是一份新草稿";
  notice("wb-count", `本表在这台电脑上有 ${drafts.length} 份草稿，${which}。`, [button("我的草稿", () => showList(keeper))]);
}

/** Where the answers come from, until somebody has taken note of it. @param {Keeper} keeper */
export function showNote(keeper) {
  const noted = () => {
    keeper.note = "";
    drop("wb-opened");
    keeper.changed();
    byId("wb-open").querySelector("button").focus();
  };
  if (keeper.note) notice("wb-opened", keeper.note, [button("知道了", noted)]);
  else drop("wb-opened");
}

/** What a draft is called. @param {Keeper} keeper @param {Draft} draft */
function nameOf(keeper, draft) {
  const name = valueAt(draft.answers, keeper.form.dataset.subject || "");
  return (typeof name === "string" && name.trim()) || "未命名";
}

/** @param {Keeper} keeper */
export async function showList(keeper) {
  await keeper.flush();
  const dialog = element("dialog", "wb-dialog wb-drafts");
  const title = element("h2", "", "我的草稿");
  const list = element("ul", "");
  const fresh = link("填写新草稿", addressOf());
  const everything = button("全部删除", () => removeAll(keeper, show));
  const tools = element("p", "wb-drafts-tools");
  const show = async () => {
    const drafts = keeper.drafts ? (await keeper.drafts.visit()).drafts : [];
    list.replaceChildren(...drafts.map((draft) => itemOf(keeper, draft, show)));
    if (!drafts.length) list.append(element("li", "", "现在没有草稿。"));
    everything.hidden = drafts.length < 2;
    title.focus(); // what was pressed may be gone
  };
  title.id = "wb-drafts-title";
  title.tabIndex = -1;
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.addEventListener("close", () => dialog.remove());
  tools.append(fresh, everything, button("关闭", () => dialog.close()));
  dialog.append(title, element("p", "", "草稿只在这台电脑的浏览器里。"), list, tools);
  await show();
  document.body.append(dialog);
  dialog.showModal();
  title.focus();
}

/** @param {Keeper} keeper @param {Draft} draft @param {() => Promise<void>} show the list anew */
function itemOf(keeper, draft, show) {
  const item = element("li", "");
  const name = nameOf(keeper, draft);
  const bytes = new Blob([JSON.stringify(draft)]).size;
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const saved = `${clock(draft.savedAt)} 保存`;
  const here = draft.key === keeper.drafts.key;
  const older = keeper.renews(draft.version) && `旧版表单（${draft.version}）`;
  const facts = element("p", "", [here && "现在打开的草稿", older, saved, size].filter(Boolean).join("，"));
  const copy = async () => {
    await keeper.drafts.copy(draft);
    await show();
  };
  const forget = async () => {
    if (!(await confirmed(`确定删除“${name}”吗？删除后不能恢复。`, "删除"))) return;
    await remove(keeper, [draft.key], "草稿已删除。");
    await show();
  };
  const tools = [button("复制", copy), button("删除", forget)];
  for (const tool of tools) tool.append(element("span", "wb-unseen", `：${name}，${saved}`));
  item.append(here ? element("strong", "", name) : link(name, addressOf(draft.key)), facts, ...tools);
  return item;
}

async function removeAll(keeper, show) {
  const { drafts } = await keeper.drafts.visit();
  if (!(await confirmed(`确定删除本表的全部 ${drafts.length} 份草稿吗？删除后不能恢复。`, "全部删除"))) return;
  await remove(keeper, [keeper.drafts.key, ...drafts.map(({ key }) => key)], "草稿已全部删除。");
  await show();
}

/** A draft is opened by its address, in this tab or, as with any link, in another. */
function link(text, address) {
  const made = element("a", "", text);
  made.href = address.replace(/#.*/, "");
  return made;
}

const picker = element("input", "");
picker.type = "file";
picker.accept = ".json,application/json";

/** @param {Keeper} keeper */
export function importDraft(keeper) {
  picker.value = ""; // the same file may be chosen again
  picker.onchange = () => importFile(keeper, picker.files[0]);
  picker.click();
}

/** @param {Keeper} keeper @param {File} file */
async function importFile(keeper, file) {
  const content = await contentIn(file, keeper.form);
  if (typeof content === "string") sayResult(`没有导入：${content}`);
  else if (keeper.renews(content.version)) await importOlder(keeper, content);
  else {
    const lost = await openAsNew(keeper, content, "导入");
    if (lost !== undefined) sayResult(`草稿已导入。${lost}`);
  }
}

/** What a file holds of an older form is kept as it is, and opened as such a draft is. @param {Keeper} keeper @param {any} content */
async function importOlder(keeper, content) {
  if (!(await mayLeave(keeper, "导入"))) return;
  const { form, build } = keeper.form.dataset;
  const draft = { form, build, ...content, place: placeOf(keeper.form) };
  const key = keeper.drafts && (await keeper.drafts.copy(draft).catch(() => undefined));
  if (!key) {
    sayResult(`没有导入：${UNKEPT}`);
    return;
  }
  const { drafts } = await keeper.drafts.visit();
  const imported = drafts.find((one) => one.key === key);
  release(keeper);
  keeper.open(imported);
  if (drafts.length > 1) showCount(keeper, drafts, imported);
  sayResult("草稿已导入。");
}

/** Saves the page; where that fails, asks whether what is on it may go. @param {Keeper} keeper @param {string} verb what is done */
async function mayLeave(keeper, verb) {
  await keeper.flush();
  const unsaved = (keeper.failed || !keeper.drafts) && inputsIn(keeper.form).some(isAnswered);
  return !unsaved || confirmed(`本页现在的内容没有保存，${verb}后就没有了。确定${verb}吗？`, verb);
}

/**
 * Answers as a new draft; the draft on the page stays in the list.
 * @param {Keeper} keeper @param {Pick<Draft, "answers" | "earlier" | "note">} content @param {string} verb what is done
 * @returns {Promise<string | undefined>} a sentence about what has no place on the page, or nothing; undefined where it was not done after all
 */
export async function openAsNew(keeper, content, verb) {
  if (!(await mayLeave(keeper, verb))) return undefined;
  release(keeper);
  const lost = keeper.refill(content);
  keeper.changed();
  await keeper.flush();
  const drafts = keeper.isKept() ? (await keeper.drafts.visit()).drafts : [];
  if (drafts.length > 1) showCount(keeper, drafts, drafts[0]);
  return lost.length ? `有 ${lost.length} 项在本表中没有对应的问题，没有带入：${lost.slice(0, 5).join("、")}${lost.length > 5 ? "等" : ""}。` : "";
}

function drop(id) {
  const line = byId(id);
  if (line) line.remove();
}
