"""Fields → HTML, through the Jinja templates of a folder; pure, and without a word of any one form.

A `Place` is a field where it stands on the page. Its pointer has the numbers of its rows, or * inside the
template of a row, and everything else that names it is composed from that: the input's name is the pointer,
its id the pointer with hyphens, and the ids of its hint, unit and error are the id with an ending.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wenbiao import formats
from wenbiao.fields import Field, Fields
from wenbiao.questions import When

DIGITS = "零一二三四五六七八九"
SPELT_OUT = ("choice", "choices", "yes_no")  # widgets that show every possible answer: no example needed
MARKS = {"S": "细则政策解读", "F": "公开材料", "K": "通行做法，待确认", "I": "本软件的设计"}


@dataclass(frozen=True)
class Place:
    """A field where it stands on the page."""

    field: Field
    pointer: str

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
        """A condition as JSON, its path absolute; "" for none."""
        if when is None:
            return ""
        above = self.pointer.rpartition("/")[0]
        path = when.path if when.path.startswith("/") else f"{above}/{when.path}"
        return json.dumps({"path": path, "value": when.value}, ensure_ascii=False)

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
    def source(self) -> tuple[str, str]:
        """(what the question rests on, its anchor on the page of sources); ("", "") where nothing is stated."""
        return source_of(self.field.source)

    @property
    def hinted(self) -> bool:
        return bool(self.field.hint or self.bounds or self.example)

    @property
    def described_by(self) -> str:
        """The ids of what is read out with the input: its unit, hint and error."""
        present = {"unit": self.field.unit, "hint": self.hinted, "error": True}
        return " ".join(f"{self.id}-{ending}" for ending, there in present.items() if there)

    @property
    def children(self) -> tuple[Place, ...]:
        """What a block asks, here."""
        return tuple(Place(child, f"{self.pointer}/{child.name}") for child in self.field.children)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The empty rows that a page starts with."""
        count = max(self.field.min_rows, 1 if self.field.required else 0)
        return tuple(Row(self, str(index)) for index in range(count))

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
            bare = replace(field.question, hint="", example=None, source="", asked_when=None, min_rows=0)
            return (
                Place(
                    replace(field, shape="answer", question=bare, required=True, required_when=None),
                    self.pointer,
                ),
            )
        return tuple(Place(child, f"{self.pointer}/{child.name}") for child in field.children)


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


def numeral(number: int) -> str:
    """1 to 99 in Chinese, as sections are counted: 12 → 十二."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


def source_of(mark: str) -> tuple[str, str]:
    """A source's mark → (words, anchor on the page of sources): S3 → 细则政策解读（第三章）; free text stays."""
    found = re.fullmatch(r"\[?([SFKI])([0-9]*)\]?", mark)
    if not found:
        return mark, ""
    letter, number = found.groups()
    words = MARKS[letter]
    if letter == "S" and number:
        words += f"（第{numeral(int(number))}章）"
    if letter == "F":
        words += f" F{number}"
    return words, f"f{number}" if letter == "F" else letter.lower()


def parts_of(fields: Fields) -> tuple[Part, ...]:
    """The sections that ask something, numbered from one."""
    asking = [section for section in fields.sections if section.asks]
    return tuple(
        Part(
            f"section-{number}",
            f"{numeral(number)}、{section.title}",
            section.hint,
            section.notices,
            tuple(Place(field, field.pointer) for field in section.fields if not field.hidden),
        )
        for number, section in enumerate(asking, start=1)
    )


def hidden_of(fields: Fields) -> tuple[Place, ...]:
    """The top-level answers that are fixed and never shown."""
    return tuple(Place(field, field.pointer) for field in fields.children if field.hidden)


class Web:
    """The templates of a folder. The macros of widgets.html are named after `Kind.widget`."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def render(self, template: str, **facts: Any) -> str:
        """A template of the folder with some facts; no blank lines, so that Markdown takes it as one block."""
        html = self._environment.get_template(template).render(**facts)
        return "\n".join(line for line in html.splitlines() if line.strip())

    def form(
        self,
        fields: Fields,
        *,
        build: str,
        root: str,
        addresses: Mapping[str, str],
        starts_from: Mapping[str, str] | None = None,
    ) -> str:
        """The whole form as HTML. `root`: the way from its page to the site's root, like "../../".

        `addresses`: where the functions are, as in assets/config.json; `build`: of forms and templates;
        `starts_from`: the forms whose documents it can start from, with their titles.
        """
        return self.render(
            "form.html",
            fields=fields,
            parts=parts_of(fields),
            hidden=hidden_of(fields),
            build=build,
            root=root,
            action=address(addresses["render"], fields.name, root),
            regions=formats.REGIONS,
            starts_from=starts_from or {},
        )


def address(function: str, form: str, root: str) -> str:
    """The address of a function for a form; a relative one is meant from the site's root."""
    base = function if re.match("/|https?://", function) else root + function
    return f"{base.rstrip('/')}/{form}"
