"""A payload read into blocks: what fits is kept, every other answer is noted as a problem.

Half of the one door for data; the other half, `answers.py`, runs the rules on what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wenbiao import names
from wenbiao.errors import Problem
from wenbiao.fields import Field, Siblings
from wenbiao.form import Block, Unanswered
from wenbiao.questions import When
from wenbiao.readers import Misfit

EMPTY: tuple[Any, ...] = (None, "", [], {})


class Reading:
    """One pass over a payload: builds blocks, collects the problems of single answers."""

    def __init__(self, payload: Any) -> None:
        self.root = payload
        self.problems: list[Problem] = []

    def note(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path, code, "error", message))

    def block(
        self,
        model: type[Block],
        fields: Siblings,
        raw: dict[str, Any],
        path: str,
    ) -> Block:
        """A block of what fits; answers that are missing or do not fit are left out of it."""
        self.unknown(fields, raw, path)
        filled: dict[str, Any] = {}
        for field in fields:
            name = field.name
            try:
                filled[name] = self.answer(field, raw.get(name), raw, f"{path}/{name}")
            except Unanswered:
                continue
        return model.of(filled)

    def unknown(self, fields: Siblings, raw: dict[str, Any], path: str) -> None:
        if raw.keys() <= fields.names:
            return
        for key in raw:
            if key not in fields.names:
                self.note(path + names.pointer(key), "unknown", f"没有“{key}”这一项，请删去或核对名称")

    def answer(self, field: Field, raw: Any, siblings: dict[str, Any], path: str) -> Any:
        """The value of one field, None for no answer; raises Unanswered, with its problem noted."""
        if field.shape == "block":
            return self.group(field, raw, siblings, path)
        if raw is None or (raw.isspace() or not raw if isinstance(raw, str) else raw in EMPTY):
            return self.nothing(field, siblings, path)
        if field.asked_when and self.holds(field.asked_when, siblings) is False:
            self.note(path, "not_asked", f"按现在的其他回答，不需要填写{field.label}，请清空")
        if field.shape == "answer":
            return self.single(field, raw, path)
        return self.rows(field, raw, path)

    def nothing(self, field: Field, siblings: dict[str, Any], path: str) -> None:
        if field.computed:
            raise Unanswered  # worked out when it is read
        if self.needed(field, siblings):
            self.note(path, "missing", _missing(field))
            raise Unanswered

    def needed(self, field: Field, siblings: dict[str, Any]) -> bool:
        if field.required:
            return field.asked_when is None or self.holds(field.asked_when, siblings) is True
        return field.required_when is not None and self.holds(field.required_when, siblings) is True

    def holds(self, condition: When | None, siblings: dict[str, Any]) -> bool | None:
        """Whether a condition on another answer holds; None where that answer is not there."""
        if condition is None:
            return None
        value = self.root if condition.path.startswith("/") else siblings
        for part in names.parts(condition.path) or (condition.path,):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, list):
            return condition.value in value
        return value == condition.value if type(value) is type(condition.value) else None

    def group(self, field: Field, raw: Any, siblings: dict[str, Any], path: str) -> Block | None:
        assert field.model
        if not _blank(raw):
            if not isinstance(raw, dict):
                self.note(path, "type", f"{field.label}应当是一个 JSON 对象")
                raise Unanswered
            if self.holds(field.asked_when, siblings) is False:
                self.note(
                    path,
                    "not_asked",
                    f"按现在的其他回答，不需要填写{field.label}，请清空",
                )
        elif not self.needed(field, siblings):
            return None
        return self.block(field.model, field.children, raw if isinstance(raw, dict) else {}, path)

    def single(self, field: Field, raw: Any, path: str) -> Any:
        assert field.kind
        try:
            value = field.kind.read(raw, field.limits)
        except Misfit as misfit:
            named = misfit.code == field.kind.refuses and field.limits.code
            self.note(path, named or misfit.code, str(misfit))
            raise Unanswered from None
        for doubt in field.kind.doubts(value):
            self.problems.append(Problem(path, "R-FMT-8", "warning", f"{field.label}：{doubt}"))
        return value

    def rows(self, field: Field, raw: Any, path: str) -> list[Any]:
        if not isinstance(raw, list):
            self.note(path, "type", f"{field.label}应当是一个列表")
            raise Unanswered
        items = [self.row(field, item, index, f"{path}/{index}") for index, item in enumerate(raw)]
        if len(items) < field.min_rows:
            self.note(path, "missing", _missing(field))
            raise Unanswered
        if field.shape == "list" and field.question.unique:
            self.once(field, dict(enumerate(items)), path, "")
        for child in field.children.unique:
            given = {index: row.__dict__.get(child.name) for index, row in enumerate(items)}
            self.once(child, given, path, f"/{child.name}")
        return items

    def row(self, field: Field, raw: Any, index: int, path: str) -> Any:
        if field.shape == "list":
            if _blank(raw):
                self.note(path, "missing", f"请填写{field.label}第 {index + 1} 项，或删去这一项")
                raise Unanswered
            return self.single(field, raw, path)
        assert field.model
        if not isinstance(raw, dict):
            self.note(path, "type", f"{field.label}第 {index + 1} 行应当是一个 JSON 对象")
            raise Unanswered
        numbered = dict.fromkeys(field.children.sequences, index + 1)
        return self.block(
            field.model,
            field.children,
            numbered | {k: v for k, v in raw.items() if v is not None},
            path,
        )

    def once(self, field: Field, items: Mapping[int, Any], path: str, below: str) -> None:
        """Note what stands twice in a list, or in a column of a table."""
        seen: set[Any] = set()
        for index, item in items.items():
            if item is not None and item in seen:
                code = field.limits.code or "choice"
                self.note(
                    f"{path}/{index}{below}",
                    code,
                    f"{field.label}“{item}”重复了，请改成不同的",
                )
            seen.add(item)


def _blank(raw: Any) -> bool:
    if isinstance(raw, dict):
        return all(_blank(value) for value in raw.values())
    if isinstance(raw, list):
        return all(_blank(value) for value in raw)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def _missing(field: Field) -> str:
    if field.shape in ("table", "list"):
        return f"{field.label}至少填写 {max(field.min_rows, 1)} 行"
    if field.kind and field.kind.name in ("choice", "choices", "yes_no"):
        return f"请选择{field.label}"
    return f"请填写{field.label}"
