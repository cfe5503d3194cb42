/** All about one document: what was changed by hand, what is wrong, where its answers come from. Loaded when needed. */

import { placeOf, saidOf } from "./changes.js";
import { element } from "./dom.js";
import { nameOf, namesOf, unitOf } from "./names.js";
import { RECOVERED } from "./returned.js";
import { openDialog, saidIn } from "./said.js";

/** @typedef {import("./returned.js").Returned} Returned */

const SIGNATURES = {
  valid: "签名有效：填报数据由本站生成，没有被替换。",
  invalid: "签名无效：填报数据不是本站签的，或签名以后被替换过。请与报送单位核实。",
  none: "没有签名，或者本站没有核验它的公钥：不能证明填报数据由谁生成。",
};
const ORIGINS = {
  answers: "填报数据完整，与生成时一致；下面的改动是把正文与它比较得到的。",
  controls: `${RECOVERED}：文书里的填报数据不在了或已损坏，不能知道生成以后改动过哪里。下面是从正文读出来的内容，请逐项核对。`,
};

/** @param {HTMLElement} root @param {{file: File, returned?: Returned}} entry */
export async function showDetails(root, { file, returned }) {
  const names = await namesOf(root, returned.form);
  const dialog = element("dialog", "wb-dialog wb-wide");
  openDialog(dialog, file.name, [
    element("p", "", `${returned.title}，版本 ${returned.version}。${ORIGINS[returned.origin]}`),
    element("p", `wb-signature wb-signature--${returned.signature}`, SIGNATURES[returned.signature]),
    facts(returned),
    ...changes(returned, names),
    ...problems(returned, names),
    answers(root, returned, names),
  ]);
}

/** What the form's reviewer looks at first. @param {Returned} returned */
function facts({ summary = [] }) {
  const list = element("dl", "wb-answers");
  for (const { label, value } of summary) list.append(element("dt", "", label), element("dd", "", value || "（空白）"));
  return list;
}

/** @param {Returned} returned @param {import("./names.js").Names} names */
function changes({ changes: found, origin }, names) {
  if (!found.length) return origin === "answers" ? [element("p", "wb-fine", "没有发现改动：正文与生成时一致。")] : [];
  const answered = found.filter(({ kind }) => kind === "answer");
  const others = found.filter(({ kind }) => kind !== "answer");
  return [...listed(`填报内容改动 ${answered.length} 处`, answered, names), ...listed(`其他文字和表格的行改动 ${others.length} 处`, others, names)];
}

function listed(title, found, names) {
  if (!found.length) return [];
  const list = element("ul", "wb-lines");
  for (const change of found) {
    const item = element("li", "");
    item.append(saidOf(change, names), placeOf(change));
    list.append(item);
  }
  return [element("h3", "", title), list];
}

/** @param {Returned} returned @param {import("./names.js").Names} names */
function problems({ problems: found }, names) {
  if (!found.length) return [element("p", "wb-fine", "按本站的规则核对，没有发现问题。")];
  const list = element("ul", "wb-lines");
  for (const { path, severity, message } of found) {
    const isError = severity === "error";
    const item = element("li", isError ? "wb-wrong" : "wb-doubt");
    item.append(element("strong", "", isError ? "错误：" : "提醒："), path ? `${nameOf(names, path)}：` : "", message);
    list.append(item);
  }
  return [element("h3", "", `问题 ${found.length} 处`), list];
}

/** All answers, asked for when they are wanted. */
function answers(root, returned, names) {
  const part = element("details", "");
  const list = element("dl", "wb-answers");
  part.append(element("summary", "", returned.origin === "controls" ? "从正文恢复的全部内容" : "生成时的全部内容"), list);
  part.addEventListener("toggle", async () => {
    if (!part.open || list.childElementCount) return;
    const said = await saidIn(root, returned).catch(() => undefined);
    if (!said) list.replaceChildren(element("dt", "", "暂时连不上服务，请合上再打开。"));
    for (const [pointer, words] of said || []) list.append(element("dt", "", nameOf(names, pointer) + unitOf(names, pointer)), element("dd", "", words || "（空白）"));
  });
  return part;
}
