"""Where a problem is, in a reader's words: "/budget/lines/2/amount_wan" → 项目预算 › 费用明细 › 第 3 行 › 金额."""

from __future__ import annotations

from wenbiao import names
from wenbiao.fields import Field, Fields


def place(fields: Fields, path: str) -> str:
    """The labels on the way to an answer, rows counted from 1; "" for the whole form."""
    steps: list[str] = []
    node: Fields | Field | None = fields
    for part in names.parts(path):
        if isinstance(node, Field) and node.shape in ("table", "list") and part.isdigit():
            steps.append(f"第 {int(part) + 1} 行")
            continue
        node = _child(node, part)
        steps.append(node.label if node else part)
    return " › ".join(steps)


def around(fields: Fields, path: str) -> str:
    """What a question stands in: its rows, 费用明细第 3 行，市县第 1 行, else its block, 联系人; "" for neither."""
    groups: list[str] = []
    block = ""
    node: Fields | Field | None = fields
    parts = names.parts(path)
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        if isinstance(node, Field) and node.shape in ("table", "list") and part.isdigit():
            groups += [f"{node.label}第 {int(part) + 1} 行"] if not last or node.shape == "list" else []
            block = ""
            continue
        node = _child(node, part)
        if node is None:
            break
        block = node.label if node.shape == "block" and not last else block
    return "，".join([*groups, block] if block else groups)


def known(fields: Fields, path: str) -> str:
    """The path as far as the form knows it: what a sender made up may be an answer, and no log may hold one."""
    steps: list[str] = []
    node: Fields | Field | None = fields
    for part in names.parts(path):
        row = isinstance(node, Field) and node.shape in ("table", "list") and part.isdigit()
        node = node if row else _child(node, part)
        if node is None:
            break
        steps.append(part)
    return names.pointer(*steps)


def _child(node: Fields | Field | None, name: str) -> Field | None:
    return next((field for field in node.children if field.name == name), None) if node else None
