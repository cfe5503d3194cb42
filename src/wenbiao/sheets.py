"""A form as the authors of its templates need it: every field, what it is, and the very tags to copy into Word.

Tags call rows as the form's present templates do, and each field says which of these templates print it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from wenbiao import words
from wenbiao.catalogue import Entry
from wenbiao.document.scope import loop_tag, path_of, row_name, spelled
from wenbiao.document.template import Inspection, inspect
from wenbiao.fields import Field, Fields
from wenbiao.kinds import CHOICES, LONG_TEXT, SEQUENCE, YES_NO
from wenbiao.layout import Place
from wenbiao.questions import When
from wenbiao.words import WORDS, Word

HOLDS = "……"  # stands in a condition for what it is about


@dataclass(frozen=True)
class Tag:
    """Something to copy into Word, and what it is for ("": plainly to print); each line is a paragraph of its own."""

    says: str
    text: str


@dataclass(frozen=True)
class Templates:
    """The Word files of a form, by name. `loops`: table pointer → what they call its rows."""

    fields: Fields
    seen: Mapping[str, Inspection]

    @cached_property
    def loops(self) -> Mapping[str, str]:
        found = reversed(list(self.seen.values()))
        return {table: row for inspection in found for table, row in inspection.loops.items()}

    def printing(self, field: Field) -> tuple[str, ...]:
        """The names of those that print a field, or go through the rows of a table."""
        return tuple(
            name
            for name, inspection in self.seen.items()
            if field.pointer in inspection.printed or field.pointer in inspection.loops
        )


@dataclass(frozen=True)
class Line:
    """One field of a sheet. `within`: it stands in a group that some documents do not have."""

    templates: Templates
    field: Field
    within: bool = False

    @property
    def path(self) -> str:
        """The field as a template names it: row.amount_wan."""
        return path_of(self.templates.fields, self.field, self.templates.loops)

    @property
    def row(self) -> str:
        """What a template calls a row of this table, or an item of this list."""
        return row_name(self.field, self.templates.loops)

    @property
    def children(self) -> tuple[Line, ...]:
        within = self.field.shape == "block" and self.open
        return tuple(Line(self.templates, child, within) for child in self.field.children)

    @property
    def open(self) -> bool:
        """Whether there may be no answer."""
        field = self.field
        asked = not field.hidden and not field.output and field.kind is not SEQUENCE
        return self.within or (asked and (not field.required or field.asked_when is not None))

    @property
    def kind(self) -> str:
        """What is asked, in Chinese."""
        field = self.field
        if field.kind is None:
            return "表格" if field.shape == "table" else "一组题目"
        return f"{field.kind.title}，可以有几项" if field.shape == "list" else field.kind.title

    @property
    def options(self) -> Mapping[str, str]:
        """The codes with what a person reads; none where the answer is always the same."""
        return {} if self.field.const is not None else self.field.options

    @property
    def facts(self) -> tuple[str, ...]:
        """Whether and when it is answered, its unit and its limits, as Chinese clauses."""
        unit = f"单位：{self.field.unit}" if self.field.unit else ""
        return tuple(filter(None, (*self._answered(), unit, *self._limits())))

    def _answered(self) -> Iterator[str]:
        field, place = self.field, Place(self.field, self.field.pointer)
        if field.const is not None:
            yield f"固定为“{field.const}”"
        elif field.kind is SEQUENCE:
            yield "由系统编号"
        elif field.computed:
            yield "由系统算出，也可以填写" if field.computed.typed else "由系统算出"
        else:
            yield f"{self._case(field.asked_when)}才问" if field.asked_when else ""
            always = "选填" if place.optional else "视情况必填" if place.sometimes else "必填"
            yield f"{self._case(field.required_when)}必填" if field.required_when else always

    def _case(self, when: When) -> str:
        """When a condition holds: “是否涉密”是“否”时."""
        above = self.field.pointer.rpartition("/")[0]
        other = self.templates.fields.at(when.path if when.path.startswith("/") else f"{above}/{when.path}")
        verb = "选了" if other.kind is CHOICES else "是"
        return f"“{other.label}”{verb}“{words.say(other, when.value)}”时"

    def _limits(self) -> Iterator[str]:
        field, limits = self.field, self.field.limits
        if field.computed or field.const is not None:
            return
        letters = field.kind is not None and field.kind.widget in ("line", "area")
        least, most = ("至少 {} 个字", "最多 {} 个字") if letters else ("不小于 {}", "不大于 {}")
        yield f"大于 {limits.above}" if limits.above is not None else ""
        yield least.format(limits.least) if limits.least is not None else ""
        yield most.format(limits.max) if limits.max is not None else ""
        yield f"至少 {field.min_rows} 行" if field.min_rows else ""
        yield "不得重复" if field.question.unique else ""

    @property
    def printed(self) -> str:
        """Which templates print it, and what they call its rows; "" for a group."""
        field, files = self.field, "、".join(self.templates.printing(self.field))
        if files:
            return f"印在 {files}" + (f"，每一行叫 {self.row}" if field.shape == "table" else "")
        if field.shape == "block":
            return ""
        return f"不打印：{field.unprinted}" if field.unprinted else "没有模板打印"

    @property
    def loop(self) -> tuple[Tag, Tag] | None:
        """What stands in the rows above and below a table's columns; None for what is no table."""
        if self.field.shape != "table":
            return None
        begin = loop_tag(self.field, self.path, self.row)
        return Tag("上面一行", begin), Tag("下面一行", "{%tr endfor %}")

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags that print the answer: plainly, in pieces, and by the words that are made for its kind."""
        if self.field.kind is None:
            return ()
        plain = Tag("", spelled(self.templates.fields, self.field, self.templates.loops))
        return plain, *self._pieces(), *self._worded(special=True)

    @property
    def others(self) -> tuple[Tag, ...]:
        """What is wanted more rarely: the words for all kinds, and conditions."""
        return *self._worded(special=False), *self._conditions()

    def _pieces(self) -> Iterator[Tag]:
        if self.field.shape == "list":
            yield Tag("一项一段", _each(self.row, self.path))
        elif self.field.kind is LONG_TEXT:
            yield Tag("一段一段", _each("para", f"{self.path}|paragraphs"))

    def _worded(self, *, special: bool) -> Iterator[Tag]:
        """A tag for each word that says something here that the plain tag does not; `special`: for some kinds only."""
        for word in WORDS.values():
            if bool(word.kinds) is special and self._suits(word):
                yield Tag(word.title, f"{{{{ {self.path}|{word.name} }}}}")

    def _suits(self, word: Word) -> bool:
        """Whether a word says something here that the plain tag does not."""
        kind = self.field.kind
        if (
            kind is None
            or self.field.const is not None
            or not word.name
            or word.splits
            or not word.fits(kind)
        ):
            return False
        if word.merges:
            return "/*/" in self.field.pointer and kind is not SEQUENCE
        return self.open or bool(word.kinds)

    def _conditions(self) -> tuple[Tag, ...]:
        """What prints something for one answer only, or where there is an answer."""
        path = self.path
        if self.field.kind is None:
            return (Tag("填了才打印", f"{{%p if {path} %}}\n{HOLDS}\n{{%p endif %}}"),) if self.open else ()
        if self.field.kind is YES_NO:
            return Tag("是", _only(path)), Tag("否", _only(f"not {path}"))
        several = self.field.shape == "list" or self.field.kind is CHOICES
        test = '"{}" in {}' if several else '{1} == "{0}"'
        options = (Tag(said, _only(test.format(code, path))) for code, said in self.options.items())
        return *((Tag("填了", _only(path)),) if self.open else ()), *options


@dataclass(frozen=True)
class Part:
    """A section of the form with its fields."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """All of a form. `constants`: (text, tag) of what documents print and nobody fills in."""

    fields: Fields
    templates: Templates
    parts: tuple[Part, ...]
    constants: tuple[tuple[str, Tag], ...]


def sheet(entry: Entry) -> Sheet:
    """The sheet of a form, with its templates as they are now."""
    files = (entry.template, *entry.parts.values())
    seen = {file.name: inspect(file.read_bytes(), file.name, entry.fields) for file in files}
    templates = Templates(entry.fields, seen)
    parts = tuple(
        Part(
            section.title if section.asks else "由程序填写",
            tuple(Line(templates, field) for field in section.fields),
        )
        for section in entry.fields.sections
    )
    constants = ((text, Tag("", f"{{{{ {name} }}}}")) for name, text in entry.fields.constants.items())
    return Sheet(entry.fields, templates, parts, tuple(constants))


def _each(name: str, path: str) -> str:
    """A paragraph for each piece."""
    return f"{{%p for {name} in {path} %}}\n{{{{ {name} }}}}\n{{%p endfor %}}"


def _only(test: str) -> str:
    """Some words, where a condition holds."""
    return f"{{% if {test} %}}{HOLDS}{{% endif %}}"
