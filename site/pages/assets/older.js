/** A draft of an older form: brought up to date by the functions, else only shown; either way it stays as it is. Loaded when needed. */

import { valueAt } from "./answers.js";
import { Away, Service, jsonOf, refusal } from "./check.js";
import { button, byId, element } from "./dom.js";
import { release, saveAsNew, showNote } from "./drafts.js";
import { clock } from "./keep.js";
import { notice, sayDraft } from "./status.js";

/** @typedef {import("./keep.js").Keeper} Keeper */
/** @typedef {import("./draft.js").Draft} Draft */

const STATED = "schema_version"; // where answers say what version they are of
const RETRY = 5000; // ms between tries while the service is away
const OLDER = "这份草稿是按旧版表单填的，";
const WAITING = `${OLDER}要先整理成现在的版本。暂时连不上服务，还没有整理，这里只能查看，不能修改；恢复后自动整理。这份草稿保持原样。`;
const COPY = "另存为新草稿继续填写";

/** @param {Keeper} keeper @param {Draft} draft which is only shown so far */
export async function renew(keeper, draft) {
  const { answers, fault } = await renewed(keeper.form, draft);
  if (keeper.shown !== draft) return; // another draft stands on the page by now
  keeper.form.inert = false;
  if (answers) take(keeper, draft, answers);
  else if (fault) {
    const text = `${OLDER}没能整理成现在的版本：${fault}为了不丢失，这里只能查看，不能修改。可以另存为新草稿继续填写，对得上的内容会带过去，请从头核对一遍；这份草稿保持原样。`;
    show(keeper, text);
  } else {
    if (!byId("wb-shown")) show(keeper, WAITING);
    setTimeout(() => keeper.shown === draft && renew(keeper, draft), RETRY);
  }
}

/** The answers in the shape of today's questions, or a Chinese sentence why there are none; neither while the service is away. */
async function renewed(form, { version, answers }) {
  const service = new Service(form);
  let isOther = false;
  service.onOtherBuild = () => (isOther = true);
  try {
    const reply = await service.post("validate", JSON.stringify({ answers: { ...answers, [STATED]: version } }));
    if (isOther) return { fault: "页面已更新，请先刷新本页。" };
    if (!reply.ok) return { fault: (await refusal(reply)).detail };
    const { answers: now } = await jsonOf(reply);
    if (!now) return { fault: "有的内容与新表单对不上。" };
    delete now[STATED]; // which not every form asks
    return { answers: now };
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    return {};
  }
}

/** What is typed from now on goes into a new draft. @param {Keeper} keeper @param {Draft} draft */
function take(keeper, draft, answers) {
  const versions = `（${draft.version}）填的，已整理成现在的版本（${keeper.form.dataset.version}）`;
  const note = `这份草稿是按旧版表单${versions}，请从头核对一遍。改动后另存为一份新草稿；原来的草稿保持原样，在“我的草稿”里。`;
  release(keeper, ["wb-shown"]);
  const lost = keeper.refill({ ...draft, answers });
  keeper.note += note;
  if (lost.length) {
    keeper.stopped = true;
    keeper.shown = draft;
    showOnly(keeper, lost, answers);
    return;
  }
  showNote(keeper);
  sayDraft(`已恢复草稿，上次保存 ${clock(draft.savedAt)}。`, true);
}

/** A draft with answers that have no place in today's form. @param {Keeper} keeper @param {string[]} lost their pointers in these answers */
export function showOnly(keeper, lost, answers = keeper.shown.answers) {
  const { shown, form } = keeper;
  const older = shown.version && shown.version !== form.dataset.version ? "是按旧版表单填的，" : "";
  show(keeper, `这份草稿${older}有 ${lost.length} 项内容在现在的表单里没有位置。为了不丢失，这里只能查看，不能修改。可以另存为新草稿继续填写，其余内容都会带过去，这份草稿保持原样。`);
  const details = element("details", "wb-lost");
  const list = element("ul", "");
  list.append(...lost.map((pointer) => element("li", "", `${titleAt(form, pointer)}：${short(valueAt(answers, pointer))}`)));
  details.append(element("summary", "", "没有位置的内容"), list);
  byId("wb-shown").append(details);
}

/** It can be read and exported, and goes on as a new draft. @param {Keeper} keeper @param {string} text why */
function show(keeper, text) {
  for (const one of /** @type {any} */ (keeper.form.elements)) {
    if (one.disabled || one.matches("[data-drafts], #wb-export")) continue;
    one.disabled = true;
    one.dataset.shown = "";
  }
  notice("wb-shown", text, [button(COPY, () => saveAsNew(keeper)), button("导出草稿", () => keeper.exportDraft())]);
  sayDraft(`这份草稿只能查看，上次保存 ${clock(keeper.shown.savedAt)}。`, true);
}

/** The question's title where it is still asked, else its pointer. */
function titleAt(form, pointer) {
  const title = form.querySelector(`[data-pointer="${CSS.escape(pointer)}"] [data-title]`);
  return title ? title.textContent : pointer;
}

function short(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}……` : text;
}
