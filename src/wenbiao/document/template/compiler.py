"""A Word file with tags → a compiled template, or every finding about it at once.

The only module that uses docxtpl, whose patching takes away the paragraph, row or cell of a {%p %}, {%tr %} or
{%tc %}. It runs on numbered tags, so it cannot change what a tag says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docxtpl import DocxTemplate

from wenbiao.document import package
from wenbiao.document.compiled import Template, digest_of, source_of
from wenbiao.document.scope import Path
from wenbiao.document.template import (
    controls,
    elsewhere,
    leftovers,
    merging,
    sealing,
    source,
    structure,
    tags,
    unique,
    watermark,
)
from wenbiao.document.template.binding import Binding, bind
from wenbiao.document.template.blocks import Item, nest
from wenbiao.document.template.drafting import Drafting
from wenbiao.document.template.operations import Merge, Operations, Put, Spot, Text
from wenbiao.document.template.parts import (
    FOREIGN,
    MAIN,
    NO_BODY,
    TITLES,
    is_foreign,
    rendered,
    stray_tags,
    tracking,
)
from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import MARKER, Source, Tag
from wenbiao.document.template.tags import Malformed, Statement
from wenbiao.errors import Finding, TemplateError
from wenbiao.fields import Fields

NUMBERED = re.compile(r"\{[{%] (\d+) [%}]\}")
OTHERS = re.compile(r"(\{[{%](?:p|tr|tc)? \d+ [%}]\})|([{}])")  # numbered tags, and braces of anything else
SHOWN = {
    0xFDD0: "{",
    0xFDD1: "}",
}  # no text may hold these; they stand for braces while docxtpl looks for tags
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _hide(found: re.Match[str]) -> str:
    return found[1] or ("\ufdd0" if found[2] == "{" else "\ufdd1")


@dataclass(frozen=True)
class Inspection:
    """What can be said of a Word file: its template where there is no finding.

    `readable`: it is a Word document at all. `printed`: the pointers of the answers it prints; `loops`:
    table pointer → what the template calls its rows.
    """

    template: Template | None
    findings: tuple[Finding, ...]
    readable: bool = True
    printed: frozenset[str] = frozenset()
    loops: dict[str, str] = field(default_factory=dict)


def compile(docx: bytes, file: str, fields: Fields, *, draft: bool = False) -> Template:
    """The compiled template of a Word file for a form; `file` names it in findings. Raises TemplateError with all.

    `draft`: the template that prints incomplete answers, with blanks and a watermark.
    """
    found = inspect(docx, file, fields, draft=draft)
    if found.template is None:
        raise TemplateError(file=file, findings=found.findings)
    return found.template


def inspect(docx: bytes, file: str, fields: Fields | None = None, *, draft: bool = False) -> Inspection:
    """Everything about a Word file as a template, without raising for what is wrong with it.

    Without a form, names, words and options are not checked, and nothing is compiled.
    """
    try:
        members = leftovers.drop(package.read(docx))
        findings = list(watermark.check(file, members, rendered(members)))
        members = watermark.added(members) if draft else members
        titles = rendered(members)
        undone = [
            _Part(m.name, source.read(file, titles[m.name], m.content())) for m in members if m.name in titles
        ]
    except package.NotAPackage as fault:
        return Inspection(None, (Finding(file, "", "", fault.wrong, fault.remedy),), readable=False)
    findings += [*stray_tags(file, members, titles), *tracking(file, members)]
    findings += _checked(undone)
    bound = bind(file, {part.name: part.outline() for part in undone}, fields)[0] if fields else None
    findings += bound.findings if bound else []
    template = None
    if fields and not findings:
        found = {} if draft or not bound else bound.answers
        parts = {
            part.name: part.operations(findings, found.get(part.name, {})) for part in undone if part.read
        }
        programs = bind(file, parts, fields, Drafting if draft else Binding)[1]
        made = source_of(docx, fields)
        space = ("", ()) if draft else sealing.room(members)
        name = digest_of(made, draft=draft)
        template = None if findings else Template(file, made, name, members, programs, *space)
    printed, loops = (bound.printed, bound.loops) if bound else (set[str](), {})
    return Inspection(template, tuple(dict.fromkeys(findings)), True, frozenset(printed), loops)


@dataclass
class _Part:
    """One part on its way: its source, what its tags say, and those that merge cells: number → those to its left.

    `worded`: paragraph → whether words stand in it in every document; `lost`: its bookmarks that go, and why.
    """

    name: str
    source: Source
    read: list[tuple[Tag, Statement]] = field(default_factory=list)
    merged: dict[int, tuple[Path, ...]] = field(default_factory=dict)
    worded: dict[Element, bool] = field(default_factory=dict)
    spots: dict[int, Spot] = field(default_factory=dict)
    lost: dict[str, unique.Why] = field(default_factory=dict)

    def check(self) -> None:
        """Read every tag and check the structure; note what is wrong with this part by itself."""
        if is_foreign(self.source.root):
            self.source.note(self.source.places.title, "", *FOREIGN)
        if self.source.places.title == TITLES[MAIN] and self.source.root.tag != W + "document":
            self.source.note(self.source.places.title, "", *NO_BODY)
        elsewhere.check(self.source)
        self.read = [(tag, self._say(tag)) for tag in self.source.tags]
        if structure.check(self.source, self.read):
            self.lost = unique.clean(self.source, self.read)
            self.merged = merging.prepare(self.source, self.read)
        elif structure.too_deep(self.read):
            self.read = []

    def _say(self, tag: Tag) -> Statement:
        try:
            return tags.read(tag.text)
        except Malformed as fault:
            shown = tag.text if len(tag.text) < tags.LONGEST else f"{tag.text[:40]}…"
            self.source.note(tag.place, shown, fault.wrong, fault.remedy)
            return tags.guess(tag.text)

    def outline(self) -> Operations:
        """The operations without the text between them: enough to check names."""
        return nest(self._item(number) for number in range(len(self.read)))

    def operations(self, findings: list[Finding], answers: Mapping[int, str]) -> Operations:
        """The operations of a part without findings, with the text between its tags.

        `answers`: the numbers of the tags that are to stand in content controls, and the pointers of their answers.
        """
        controls.wrap(self.source, answers)
        patched: str = DocxTemplate("").patch_xml(OTHERS.sub(_hide, self.source.xml()))
        pieces = NUMBERED.split(DECLARATION + patched)
        numbers = [int(number) for number in pieces[1::2]]
        if numbers != list(range(len(self.read))):
            findings += self._lost(numbers)
            return ()
        return nest(self._stream([piece.translate(SHOWN) for piece in pieces[::2]], numbers))

    def _stream(self, texts: list[str], numbers: list[int]) -> Iterator[Item]:
        for text, number in zip(texts, [*numbers, None], strict=True):
            head, lead = merging.cut(text) if number in self.merged else controls.cut(text)
            if head:
                yield Text(head.encode())
            if number is not None:
                yield self._item(number, lead)

    def _item(self, number: int, lead: str = "") -> Item:
        said = self.read[number][1]
        if said.verb != "put":
            return said, self._spot(number)
        if said.broken:
            return Text(b"")
        pieces = tuple(piece.encode() for piece in lead.split(controls.ROW))
        put = Put(said.path, said.word, self._spot(number), number, pieces)
        return Merge(put, self.merged[number]) if number in self.merged else put

    def _spot(self, number: int) -> Spot:
        """Where a tag comes from. Settled before content controls are put in, which take runs apart."""
        if number not in self.spots:
            tag, said = self.read[number]
            paragraph = next(tag.run.iterancestors(W + "p"))
            if paragraph not in self.worded:  # once for all of its tags
                self.worded[paragraph] = self._worded(paragraph)
            self.spots[number] = Spot(tag.place, tag.text, self.worded[paragraph], said.level)
        return self.spots[number]

    def _worded(self, paragraph: Element) -> bool:
        """Whether words stand in a paragraph in every document, beside its tags and outside its conditions."""
        text, *pairs = MARKER.split("".join(text.text or "" for text in source.own_texts(paragraph)))
        depth, fixed = 0, text
        for number, text in zip(pairs[::2], pairs[1::2], strict=True):
            verb = self.read[int(number)][1].verb
            depth += (verb in ("if", "for")) - verb.startswith("end")
            fixed += "" if depth else text
        return bool(fixed.strip())

    def _lost(self, numbers: list[int]) -> Iterator[Finding]:
        """The first tag that docxtpl's patching took away or moved; the checks before leave no such case known."""
        for number, (tag, _said) in enumerate(self.read):
            if numbers[number : number + 1] != [number]:
                wrong = "这个标签和周围的内容混在一起，无法处理"
                yield Finding(self.source.file, tag.place, tag.text, wrong, "请把它单独放在一段里")
                return


def _checked(parts: list[_Part]) -> list[Finding]:
    """All findings about the parts: about each by itself, then about those that refer to one another."""
    for part in parts:
        part.check()
    lost = {name: why for part in parts for name, why in part.lost.items()}
    for part in parts:
        unique.check_references(part.source, lost)
    return [finding for part in parts for finding in part.source.findings]
