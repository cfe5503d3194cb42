"""A generated document on a desk: to be edited in its XML as Word would do it, with the places as a reader counts them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from lxml import etree

from tests.tools.text import PRINTED, W

Element = etree._Element
BODY = "word/document.xml"
NS = {"w": W[1:-1]}
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
QUOTED = 24
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Desk:
    """`members` are the parts of the package; those that were looked at as XML are written when `saved`."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self.members = dict(members)
        self.trees: dict[str, Element] = {}

    def part(self, name: str) -> Element:
        if name not in self.trees:
            self.trees[name] = etree.fromstring(self.members[name])
        return self.trees[name]

    @property
    def body(self) -> Element:
        return next(iter(self.part(BODY)))

    def saved(self) -> dict[str, bytes]:
        return self.members | {name: etree.tostring(tree) for name, tree in self.trees.items()}

    def relate(self, kind: str, target: str, content: bytes) -> str:
        """A further part of the document; returns the id of the relationship."""
        relations = self.part("word/_rels/document.xml.rels")
        given = {"Id": f"rId9{len(relations)}", "Type": f"{R[1:-1]}/{kind}", "Target": target}
        etree.SubElement(relations, f"{{{PACKAGE}}}Relationship", given)
        self.members[f"word/{target}"] = content
        return given["Id"]

    # What is there.

    def controls(self, pointer: str = "") -> list[Element]:
        """The content controls of an answer, or all of them."""
        found = self.body.iter(f"{W}sdt")
        return [one for one in found if pointer in ("", pointer_of(one))]

    def tables(self) -> list[Element]:
        return [one for one in self.body if one.tag == f"{W}tbl"]

    def paragraphs(self) -> list[Element]:
        """Those of the body itself."""
        return [one for one in self.body if one.tag == f"{W}p"]

    def fixed(self, least: int = 6) -> list[Element]:
        """Paragraphs of the body without any answer, of so many characters at least, that are no heading
        and no line of the contents.
        """
        return [
            one
            for one in self.paragraphs()
            if one.find(f".//{W}sdt") is None
            and len(said(one).strip()) >= least
            and not style_of(one).startswith(("Heading", "TOC"))
        ]

    def headings(self) -> list[Element]:
        return [one for one in self.paragraphs() if is_heading(one) and said(one)]

    def alone(self) -> list[Element]:
        """Controls that are all that their cell says, of answers that are printed once."""
        times: dict[str, int] = {}
        for one in self.controls():
            times[pointer_of(one)] = times.get(pointer_of(one), 0) + 1
        return [
            one
            for one in self.controls()
            if times[pointer_of(one)] == 1
            and (cell := up(one, "tc")) is not None
            and said(cell) == said(one) != ""
            and len(list(cell.iter(f"{W}p"))) == 1
        ]

    def list_rows(self) -> list[Element]:
        """The rows of the longest table where each row but the first is one of a list, with nothing merged."""
        best: list[Element] = []
        for table in self.tables():
            rows = list(table.iterchildren(f"{W}tr"))[1:]
            heads = [path_of(row) for row in rows]
            plain = table.find(f".//{W}vMerge") is None and all(heads) and len(set(heads)) == len(heads)
            if plain and len(rows) > len(best):
                best = rows
        return best

    def place(self, element: Element) -> str:
        """Where something of the body stands, counted by hand."""
        around_it = list(line(element))[::-1]
        found: list[str] = []
        for one in around_it:
            if one.tag == f"{W}tbl":
                found.append("格内的表" if found else f"表 {self.tables().index(one) + 1}")
            elif one.tag in (f"{W}tr", f"{W}tc"):
                number = len(list(one.itersiblings(str(one.tag), preceding=True))) + 1
                found.append(f"第 {number} {'行' if one.tag == f'{W}tr' else '格'}")
        return "，".join(["正文", *found]) if found else self._outside(element)

    def _outside(self, element: Element) -> str:
        paragraph = next(reversed([one for one in line(element) if one.tag == f"{W}p"]))
        if is_heading(paragraph) and said(paragraph):
            return f"正文，标题“{said(paragraph)[:QUOTED]}”"
        heading, number = "", 0
        for one in self.paragraphs():
            number += 1
            if one is paragraph:
                break
            if is_heading(one) and said(one):
                heading, number = said(one)[:QUOTED], 0
        return f"正文，“{heading}”下第 {number} 段" if heading else f"正文，第 {number} 段"


def line(element: Element) -> Iterator[Element]:
    yield element
    yield from element.iterancestors()


def up(element: Element, tag: str) -> Element | None:
    """The nearest element of that name around one."""
    return next((one for one in line(element) if one.tag == W + tag), None)


def around(element: Element, tag: str) -> Element:
    found = up(element, tag)
    assert found is not None, tag
    return found


def said(element: Element) -> str:
    """The words below an element, a paragraph a line."""
    if element.tag == f"{W}tr":
        return " | ".join(said(cell) for cell in element.iterchildren(f"{W}tc"))
    if element.tag == f"{W}tbl":
        return "\n".join(said(row) for row in element.iterchildren(f"{W}tr"))
    paragraphs = [element] if element.tag == f"{W}p" else list(element.iter(f"{W}p"))
    if not paragraphs:
        return _words(element)
    return "\n".join(text for one in paragraphs if (text := _words(one)))


def _words(element: Element) -> str:
    nodes = element.iter(f"{W}t", *PRINTED)
    inside_tabs = {tab for tabs in element.iter(f"{W}tabs") for tab in tabs}
    page = [n for n in element.iter(f"{W}br") if n.get(f"{W}type", "textWrapping") != "textWrapping"]
    seen = [node for node in nodes if node not in inside_tabs and node not in page]
    return "".join((node.text or "") if node.tag == f"{W}t" else PRINTED[str(node.tag)] for node in seen)


def style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def is_heading(paragraph: Element) -> bool:
    return style_of(paragraph).startswith("Heading")


def pointer_of(control: Element) -> str:
    return str(control.xpath("string(w:sdtPr/w:tag/@w:val)", namespaces=NS))


def path_of(row: Element) -> str:
    """/budget/lines/3 of a row of answers."""
    for control in row.iter(f"{W}sdt"):
        parts = pointer_of(control).split("/")
        numbers = [n for n, part in enumerate(parts) if part.isdigit()]
        if numbers:
            return "/".join(parts[: numbers[-1] + 1])
    return ""


# What Word does.


def run(words: str, like: Element | None = None) -> Element:
    """A run of text, in the style of another."""
    made = etree.Element(f"{W}r")
    properties = like.find(f".//{W}rPr") if like is not None else None
    if properties is not None:
        made.append(copy.deepcopy(properties))
    for number, piece in enumerate(words.split("\n")):
        if number:
            etree.SubElement(made, f"{W}br")
        etree.SubElement(
            made, f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
        ).text = piece
    return made


def retype(element: Element, words: str) -> None:
    """Other words in a control, or in a paragraph without one."""
    holder = element.find(f"{W}sdtContent") if element.tag == f"{W}sdt" else element
    assert holder is not None
    like = next(holder.iter(f"{W}r"), None)
    for child in [child for child in holder if child.tag != f"{W}pPr"]:
        holder.remove(child)
    if words:
        holder.append(run(words, like))


def unwrap(control: Element) -> None:
    """The control goes, its words stay."""
    content = control.find(f"{W}sdtContent")
    assert content is not None
    for child in list(content):
        control.addprevious(child)
    around(control, "p").remove(control) if control.getparent().tag == f"{W}p" else None


def remove(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def paragraph(words: str, like: Element) -> Element:
    """A paragraph in the style of another, without its controls and section."""
    made = etree.Element(f"{W}p")
    style = like.find(f"{W}pPr")
    if style is not None:
        made.append(copy.deepcopy(style))
        for section in made.iter(f"{W}sectPr"):
            remove(section)
    made.append(run(words, next(like.iter(f"{W}r"), None)))
    return made


def tracked(kind: str, *children: Element) -> Element:
    """w:ins or w:del around runs."""
    given = {f"{W}id": "901", f"{W}author": "审核人", f"{W}date": "2026-11-23T00:00:00Z"}
    made = etree.Element(W + kind, given)
    made.extend(children)
    return made
