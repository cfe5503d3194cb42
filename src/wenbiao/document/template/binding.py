"""The operations of a template + a form's fields → programs. Every name and word that does not fit is a finding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wenbiao.document.program import Program
from wenbiao.document.scope import Path, Scope, Target, Unresolved, loop_tag, row_name
from wenbiao.document.steps import escaped
from wenbiao.document.template.conditions import NEVER, find_of, tested
from wenbiao.document.template.operations import Choose, Condition, Merge, Operations, Put, Repeat, Spot, Text
from wenbiao.errors import Finding
from wenbiao.fields import Fields
from wenbiao.words import WORDS, Word

NAME_MAX = 64  # characters; Word takes no longer name of a content control
LAST_ROW = "9999"


@dataclass
class Binding:
    """One pass over a template.

    `printed`: the pointers of the answers it prints; `loops`: table → row's name; `answers`: part → number of a
    tag that prints an answer → its JSON pointer, with * for each row's number.
    """

    file: str
    fields: Fields
    findings: list[Finding] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    loops: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[int, str]] = field(default_factory=dict)
    name: str = ""

    def part(self, name: str, operations: Operations) -> Program:
        """The program of one part of the document."""
        self.name, self.answers[name] = name, {}
        return self._all(operations, Scope(self.fields))

    def _all(self, operations: Operations, scope: Scope) -> Program:
        program: Program = []
        for operation in operations:
            step = self._one(operation, scope)
            if step[0] == "write" and program and program[-1][0] == "write":
                _append(program[-1], step)
            else:
                program.append(step)
        return program

    def _one(self, operation: Any, scope: Scope) -> Program:
        if isinstance(operation, Text):
            return _constant(operation.xml)
        if isinstance(operation, Put):
            return self._put(operation, scope)
        if isinstance(operation, Merge):
            return self._merge(operation, scope)
        if isinstance(operation, Repeat):
            return self._repeat(operation, scope)
        return self._choose(operation, scope)

    def _note(self, spot: Spot, fault: Unresolved) -> None:
        self.findings.append(Finding(self.file, spot.place, spot.tag, fault.wrong, fault.remedy))

    def _put(self, put: Put, scope: Scope) -> Program:
        try:
            return self._said(scope.resolve(put.path), put)
        except Unresolved as fault:
            self._note(put.spot, fault)
            return _constant(b"")

    def _merge(self, merge: Merge, scope: Scope) -> Program:
        _write, xml, cells = self._put(merge.put, scope)
        columns = [_column(path, merge.put.word, scope) for path in (*merge.left, merge.put.path)]
        return ["join", xml, cells, [both for both in columns if both], 2 * scope.depth]

    def _said(self, target: Target, put: Put) -> Program:
        if target.what == "unknown":
            return _constant(b"")
        _check_word(target, put.word, ".".join(put.path))
        if target.what == "constant":
            return _constant(*escaped([target.text]))
        if target.field is not None:
            self.printed.add(target.field.pointer)
        self._found(target, put)
        places = [[target.rows[gap % len(target.rows)]] for gap in range(len(put.lead) - 1)]
        return ["write", [*(xml.decode() for xml in put.lead), ""], [*places, _cell(target, put.word)]]

    def _found(self, target: Target, put: Put) -> None:
        """Keep where the answer of a tag is. Raises Unresolved where no content control could say so."""
        if len(target.pointer.replace("*", LAST_ROW)) > NAME_MAX:
            wrong = f"{'.'.join(put.path)} 的路径太长，文书里的内容控件记不下（最多 {NAME_MAX} 个字符）"
            raise Unresolved(wrong, "请在表单里换短一些的名称，或少套一层")
        if target.pointer:
            self.answers[self.name][put.number] = target.pointer

    def _choose(self, choose: Choose, scope: Scope) -> Program:
        branches = []
        for (condition, body), spot in zip(choose.branches, choose.spots, strict=True):
            branches.append([self._test(condition, spot, scope), self._all(body, scope)])
        return ["branch", branches]

    def _test(self, condition: Condition | None, spot: Spot, scope: Scope) -> Program | None:
        try:
            return tested(condition, scope) if condition else None
        except Unresolved as fault:
            self._note(spot, fault)
            return NEVER

    def _repeat(self, repeat: Repeat, scope: Scope) -> Program:
        source, row = Target("unknown"), Target("unknown")
        try:
            source = scope.resolve(repeat.path)
            row = _row(source, repeat, scope)
            if source.field is not None and row.what == "field":
                self.loops.setdefault(source.field.pointer, repeat.name)
        except Unresolved as fault:
            self._note(repeat.spot, fault)
        body = self._all(repeat.body, scope.within(repeat.name, row))
        otherwise = self._all(repeat.otherwise, scope)
        return ["loop", find_of(source), 2 * scope.depth + 1, bool(repeat.word), body, otherwise]


def bind(
    file: str, parts: Mapping[str, Operations], fields: Fields, how: type[Binding] = Binding
) -> tuple[Binding, dict[str, Program]]:
    """The programs of a template's parts, with what was found on the way."""
    binding = how(file, fields)
    return binding, {name: binding.part(name, operations) for name, operations in parts.items()}


def _constant(xml: bytes) -> Program:
    return ["write", [xml.decode()], []]


def _append(write: Program, more: Program) -> None:
    """Make one of two writes that follow each other."""
    (_, xml, cells), (_, further, others) = write, more
    xml[-1:] = [xml[-1] + further[0], *further[1:]]
    cells += others


def _cell(target: Target, word: str) -> Program:
    pointer = target.field.pointer if target.field and target.what == "field" else ""
    return [*find_of(target), pointer, word]


def _column(path: Path, word: str, scope: Scope) -> Program | None:
    """What this row and the one before say; None for what does not fit, which is noted at its own tag."""
    try:
        target = scope.resolve(path)
    except Unresolved:
        return None
    if target.field is None:
        return None
    before = target
    if target.slot == 2 * scope.depth - 1:  # else it is of no row of this loop, and the same in all of them
        before = replace(target, slot=2 * scope.depth, keys=("before", *target.keys))
    return [_cell(target, word), _cell(before, word)]


def _row(source: Target, repeat: Repeat, scope: Scope) -> Target:
    """What one row of a loop is. Raises Unresolved where there is nothing to go through."""
    word, found, path = repeat.word, source.field, ".".join(repeat.path)
    if source.what == "unknown":
        return source
    if scope.taken(repeat.name):
        raise Unresolved(f"循环里的行不能叫 {repeat.name}，这个名称已经有别的意思", "请换一个名称，如 row")
    if found is None or source.what != "field":
        raise Unresolved(f"{path} 不是表格，不能循环", "循环要用表单里的一张表或一个多选题")
    if word:
        _check_splits(source, word, path)
        return Target("paragraph", field=found, rows=source.rows)
    if found.shape == "table" and not source.item:
        return Target("field", field=found, item=True, rows=source.rows)
    if source.several:
        return Target("field", field=found, item=True, rows=source.rows)
    remedy = (
        f"长文本要写成 {path}|paragraphs"
        if found.kind and WORDS["paragraphs"].fits(found.kind)
        else "请核对名称"
    )
    raise Unresolved(f"“{found.label}”只有一项，不能循环", remedy)


def _check_splits(source: Target, word: str, path: str) -> None:
    """Raises Unresolved where a loop cannot go through the pieces that a word makes of an answer."""
    found = source.field
    if not _known(source, word).splits:
        raise Unresolved(f"循环里不能用 |{word}", f"请去掉 |{word}")
    if found is not None and found.kind is None:
        raise Unresolved(f"“{found.label}”不是一段文字，循环里不能用 |{word}", f"请去掉 |{word}")
    _check_fits(source, word, path)


def _check_word(target: Target, word: str, path: str) -> None:
    """Raises Unresolved where an answer cannot be printed, or not by this word."""
    if target.what == "flag":
        raise Unresolved(f"{path} 只能用在条件里", f"请写成 {{% if {path} %}}")
    if target.what != "field" and word:
        raise Unresolved(f"{path} 后面不能用 |{word}", f"请写成 {{{{ {path} }}}}")
    if target.what != "field":
        return
    if _known(target, word).splits:
        raise Unresolved(f"|{word} 只能用在循环里", f"请写成 {{%p for para in {path}|{word} %}}")
    _check_fits(target, word, path)


def _known(target: Target, name: str) -> Word:
    """The word of that name. Raises Unresolved."""
    kind = target.field.kind if target.field else None
    if name not in WORDS:
        usable = "、".join(
            word.name for word in WORDS.values() if word.name and (not kind or word.fits(kind))
        )
        raise Unresolved(f"没有“{name}”这种说法", f"这里可以用：{usable}")
    return WORDS[name]


def _check_fits(target: Target, name: str, path: str) -> None:
    word, found = WORDS[name], target.field
    if found is None or found.kind is None:
        raise _whole(target, path)
    if not word.fits(found.kind):
        wrong = f"“{found.label}”是{found.kind.title}，不能用 |{name}（{word.title}）"
        raise Unresolved(wrong, f"请写成 {{{{ {path} }}}}")


def _whole(target: Target, path: str) -> Unresolved:
    """A block, table or row where one answer is wanted."""
    found = target.field
    if found is None or not found.children:
        return Unresolved(f"{path} 不能打印", "请核对名称")
    column = found.children[0].name
    if target.item:
        return Unresolved(
            f"{path} 是“{found.label}”的一整行，不能直接打印", f"请写到具体一列，如 {{{{ {path}.{column} }}}}"
        )
    if found.shape == "table":
        remedy = f"请放进循环：{loop_tag(found, path)} … {{{{ {row_name(found)}.{column} }}}}"
        return Unresolved(f"“{found.label}”是一张表，不能直接打印", remedy)
    return Unresolved(
        f"“{found.label}”是一组题目，不能直接打印", f"请写到具体一项，如 {{{{ {path}.{column} }}}}"
    )
