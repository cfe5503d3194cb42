"""Where a form's questions stand on its page: sections, places, rows; without a word of any one form.

A `Place` is a field where it stands on the page. Its pointer has the numbers of its rows, or * inside the
template of a row, and everything else that names it is composed from that: the input's name is the pointer,
its id the pointer with hyphens, and the ids of its hint, unit and error are the id with an ending.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from wenbiao.fields import Field, Fields
from wenbiao.filled import Filled
from wenbiao.marks import numeral, source_of
from wenbiao.questions import When

EMPTY_ROWS = 3  # at the end of every table, where no script can add any
SPELT_OUT = ("choice", "choices", "yes_no")  # widgets that show every possible answer: no example needed
YES_NO = {True: "是", False: "否"}
SHORT = 6  # characters


@dataclass(frozen=True)
class Place:
    """A field where it stands on the page. `filled`: what stands in it; None on a page whose scripts fill it in."""

    field: Field
    pointer: str
    filled: Filled | None = None

    @property
    def id(self) -> str:
        """The id of its input, and the fragment of its address: /project/name → q-project-name."""
        return identifier(self.pointer)

    @property
    def asked_when(self) -> str:
        return self._condition(self.field.asked_when)

    @property
    def required_when(self) -> str:
        return self._condition(self.field.required_when)

    def _condition(self, when: When | None) -> str:
        """A condition as JSON; "" for none."""
        if when is None:
            return ""
        return json.dumps({"path": self._other(when), "value": when.value}, ensure_ascii=False)

    def _other(self, when: When) -> str:
        """The pointer of the answer that a condition names."""
        above = self.pointer.rpartition("/")[0]
        return when.path if when.path.startswith("/") else f"{above}/{when.path}"

    def asked_if(self, fields: Fields) -> str:
        """When it is asked, for a reader: “是否涉密”为“否”的填写; "" for always."""
        when = self.field.asked_when
        if when is None:
            return ""
        other = fields.at(self._other(when))
        answer = YES_NO.get(when.value) or other.options.get(when.value, when.value)
        return f"“{other.label}”为“{answer}”的填写"

    @property
    def optional(self) -> bool:
        """Whether it may always stay empty."""
        field = self.field
        return not (field.required or self.sometimes or field.output or field.min_rows)

    @property
    def sometimes(self) -> bool:
        """Whether it must be answered in some cases: another answer says so, or a rule."""
        return self.field.required_when is not None or self.field.question.sometimes

    @property
    def bounds(self) -> str:
        """How long a long text must and may be, in words."""
        field = self.field
        if field.shape != "answer" or field.kind is None or field.kind.widget != "area" or field.output:
            return ""
        least = f"至少 {field.limits.least} 个字" if field.limits.least else ""
        most = f"最多 {field.max} 个字" if field.max else ""
        return "，".join(part for part in (least, most) if part)

    @property
    def example(self) -> str:
        """The field's example as one types it; "" where all possible answers are shown anyway."""
        example, kind = self.field.example, self.field.kind
        if example is None or (kind and kind.widget in SPELT_OUT):
            return ""
        return "、".join(map(str, example)) if isinstance(example, list | tuple) else str(example)

    @property
    def short(self) -> bool:
        """Whether all its options are short, so that a narrow list shows them whole."""
        return max(map(len, self.field.options.values()), default=0) <= SHORT

    @property
    def sources(self) -> tuple[tuple[str, str], ...]:
        """What the question rests on, each with its anchor on the page of sources; none where nothing is stated."""
        return tuple(source_of(mark) for mark in self.field.source.split())

    @property
    def hinted(self) -> bool:
        return bool(self.field.hint or self.bounds or self.example)

    @property
    def described_by(self) -> str:
        """The ids of what is read out with the input: its unit, hint and error."""
        present = {
            "unit": self.field.unit,
            "hint": self.hinted,
            "error": self.filled is None or self.errors,
            "warning": self.warnings,
        }
        return " ".join(f"{self.id}-{ending}" for ending, there in present.items() if there)

    @property
    def texts(self) -> tuple[str, ...]:
        """What was typed or chosen here."""
        return self.filled.texts.get(self.pointer, ()) if self.filled else ()

    @property
    def value(self) -> str:
        """What was worked out here, as far as it can be known; else ""."""
        return str(self.filled.computed.get(self.pointer, "")) if self.filled else ""

    @property
    def errors(self) -> tuple[str, ...]:
        return self.filled.errors.get(self.pointer, ()) if self.filled else ()

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.filled.warnings.get(self.pointer, ()) if self.filled else ()

    @property
    def children(self) -> tuple[Place, ...]:
        """What a block asks, here."""
        return tuple(
            Place(child, f"{self.pointer}/{child.name}", self.filled) for child in self.field.children
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that a page starts with: without scripts, those filled in and some empty ones."""
        least = self.field.min_rows
        if self.filled is None:
            count = max(least, 1 if self.field.required else 0)
        else:
            count = max(least, self.filled.rows(self.pointer) + EMPTY_ROWS)
        return tuple(Row(self, str(index)) for index in range(count))

    @property
    def unscripted(self) -> tuple[Row, ...]:
        """The further empty rows for a browser that runs no scripts; none in the template of a row."""
        if self.filled is not None or "*" in self.pointer:
            return ()
        return replace(self, filled=Filled()).rows[len(self.rows) :]

    @property
    def spare(self) -> Row:
        """The template of a further row."""
        return Row(self, "*")


@dataclass(frozen=True)
class Row:
    """One row of a table or list; `index` is its position, or * in the template of a row."""

    table: Place
    index: str

    @property
    def pointer(self) -> str:
        return f"{self.table.pointer}/{self.index}"

    @property
    def id(self) -> str:
        return identifier(self.pointer)

    @property
    def title(self) -> str:
        return f"第 {self.index if self.index == '*' else int(self.index) + 1} 行"

    @property
    def children(self) -> tuple[Place, ...]:
        """What the row asks: the columns of a table, the one answer of a list."""
        field = self.table.field
        if field.shape == "list":
            bare = field.question._replace(hint="", example=None, source="", asked_when=None, min_rows=0)
            return (
                Place(
                    replace(field, shape="answer", question=bare, required=True, required_when=None),
                    self.pointer,
                    self.table.filled,
                ),
            )
        return tuple(
            Place(child, f"{self.pointer}/{child.name}", self.table.filled) for child in field.children
        )

    @property
    def errors(self) -> tuple[str, ...]:
        """What is wrong with a table's row as a whole."""
        return self.table.filled.errors.get(self.pointer, ()) if self.table.filled else ()

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.table.filled.warnings.get(self.pointer, ()) if self.table.filled else ()


@dataclass(frozen=True)
class Part:
    """A section of the page: `id` names it in addresses, `title` has its Chinese number."""

    id: str
    title: str
    hint: str
    notices: tuple[str, ...]
    places: tuple[Place, ...]


def identifier(pointer: str) -> str:
    """A JSON pointer → the id of its input: /budget/lines/0/item → q-budget-lines-0-item."""
    return "q" + pointer.replace("/", "-")


def parts_of(fields: Fields, filled: Filled | None = None) -> tuple[Part, ...]:
    """The sections that ask something, numbered from one."""
    asking = [section for section in fields.sections if section.asks]
    return tuple(
        Part(
            f"section-{number}",
            f"{numeral(number)}、{section.title}",
            section.hint,
            section.notices,
            tuple(Place(field, field.pointer, filled) for field in section.fields if not field.hidden),
        )
        for number, section in enumerate(asking, start=1)
    )


def hidden_of(fields: Fields) -> tuple[Place, ...]:
    """The top-level answers that are fixed and never shown."""
    return tuple(Place(field, field.pointer) for field in fields.children if field.hidden)
