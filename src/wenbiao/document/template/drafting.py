"""The program of a draft: what is not answered leaves a place to write, and never says 无.

- An answer of its own paragraph is left empty; among other words it is a line: ＿＿＿＿.
- A table without rows prints empty ones, a long text some empty lines.
- Of what a template prints only with an answer ({%p if %}, {%tr if %}), the place for it stays, unless there is an
  {% else %} that prints answers: two wordings cannot both stand. Conditions inside a paragraph are wordings, too.
"""

from __future__ import annotations

import re
from typing import Any

from wenbiao.document.program import Program
from wenbiao.document.scope import Scope, Target
from wenbiao.document.template.binding import Binding
from wenbiao.document.template.operations import Choose, Merge, Put, Repeat
from wenbiao.words import NOTHING

LINES = {"date": "＿＿＿年＿月＿日", "month": "＿＿＿年＿月"}
FIGURES = frozenset({"money", "signed_money", "number", "percent", "integer", "year", "sequence"})
LINE, SHORT_LINE = "＿" * 8, "＿" * 4
EMPTY_LINES = "\n\n"  # three lines
SPARE = {"tr": 5, "p": 3}  # rows of a table, paragraphs; one of anything else
APART = "\0"  # no words of a cell: what is not answered never joins the cell above
MARKUP = re.compile("<[^>]*>")


class Drafting(Binding):
    """A pass that makes drafts. The template has no findings, so that a loop may be gone through twice."""

    empty = False  # whether the row at hand is one of the empty ones

    def _said(self, target: Target, put: Put) -> Program:
        program = super()._said(target, put)
        for cell in program[2]:
            cell.append(_blank(target, put, empty=self.empty))
        return program

    def _merge(self, merge: Merge, scope: Scope) -> Program:
        step = super()._merge(merge, scope)
        for now, before in step[3]:
            now.append("")
            before.append(APART)
        return step

    def _choose(self, choose: Choose, scope: Scope) -> Program:
        step = super()._choose(choose, scope)
        if _keeps_place(choose, step[1]):
            for branch in step[1]:
                branch[0] = self._opened(branch[0])
        return step

    def _opened(self, test: Any) -> Any:
        """The test that also holds while its answer may still come; a row that was begun says what it has."""
        if test is None:
            return None
        what, *facts = test
        if what in ("not", "and", "or"):
            return [what, *map(self._opened, facts)]
        return ["open", *facts] if what == "answered" and (self.empty or not facts[0][0]) else test

    def _repeat(self, repeat: Repeat, scope: Scope) -> Program:
        around, self.empty = self.empty, True
        what, find, slot, split, spare, _otherwise = super()._repeat(_unfiltered(repeat), scope)
        self.empty = around
        body = [] if around else super()._repeat(repeat, scope)[4]  # an empty row has no rows of its own
        if not repeat.spot.level:
            spare = [["write", [LINE if repeat.spot.worded else ""], []]]
        return [what, find, slot, split, body, spare, _count(repeat, scope)]


def _count(repeat: Repeat, scope: Scope) -> int:
    """How many empty rows a loop prints."""
    field = scope.resolve(repeat.path).field
    least = field.min_rows if field and repeat.spot.level == "tr" else 0
    return max(SPARE.get(repeat.spot.level, 1), least)


def _blank(target: Target, put: Put, *, empty: bool) -> str | None:
    """What stands where there is no answer; None leaves it to the word."""
    if put.word == "boxes":
        return None
    kind = target.field.kind.name if target.field and target.field.kind else ""
    if put.spot.worded and put.word != "blank":
        return LINES.get(kind) or (SHORT_LINE if kind in FIGURES and not put.word else LINE)
    return (
        EMPTY_LINES
        if kind == "long_text" and target.what == "field" and not empty and not target.slot
        else ""
    )


def _keeps_place(choose: Choose, branches: Program) -> bool:
    """Whether the place for an answer stays where there is none."""
    others = [program for _test, program in branches[1:]]
    if any(map(_prints, others)):
        return False
    return bool(choose.spots[0].level) or any(map(_says_nothing, others))


def _prints(program: Program) -> bool:
    """Whether it prints any answer."""
    return any(step[0] != "write" or step[2] for step in program)


def _says_nothing(program: Program) -> bool:
    """Whether its fixed words say only that there is nothing: 无, /, -."""
    words = MARKUP.sub("", "".join(xml for step in program for xml in step[1])).strip()
    return words == NOTHING or not any(map(str.isalnum, words))


def _unfiltered(repeat: Repeat) -> Repeat:
    """The loop without a condition on all of a row: an empty row has nothing to be chosen by."""
    body = repeat.body
    if len(body) == 1 and isinstance(body[0], Choose) and len(body[0].branches) == 1:
        body = body[0].branches[0][1]
    return Repeat(repeat.name, repeat.path, repeat.word, body, (), repeat.spot)
