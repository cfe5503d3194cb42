"""Every printed answer in a content control that knows the answer's JSON pointer.

The template's author writes tags and never sees a control: the compiler puts it around the run of a tag. The pointer
stands in its title, in its tag and as the name of its prompt, as programs keep the one or the other; it has no id, as
rows repeat it. It is not of the plain-text kind: that is a field to LibreOffice 7.4, which begins and ends with a
character of Latin script and is written as a whole for every stretch of one script, Chinese words so several times.
Of a control without a kind it keeps the words once, and of its names that of the prompt. The prompt itself is nowhere:
to Word that is the same as naming none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree

from wenbiao.document.template.places import Element, W
from wenbiao.document.template.source import SPACE, Source

ROW = "\ufdd2"  # stands for the number of a row until it is known; no text may hold it
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PUT = re.compile(r"(\{\{ \d+ \}\})")
HOLDERS = {
    W + name for name in ("p", "hyperlink", "fldSimple", "smartTag", "customXml", "sdtContent", "bdo", "dir")
}
PLAIN = {  # kinds of controls that hold no others
    *(W + name for name in ("text", "date", "comboBox", "dropDownList", "picture", "equation", "citation")),
    "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox",
}


def wrap(source: Source, answers: Mapping[int, str]) -> None:
    """Put a control around each tag that prints an answer; `answers`: number of the tag → pointer."""
    marked = {f"{{{{ {number} }}}}": pointer for number, pointer in answers.items()}
    texts = [text for text in source.root.iter(W + "t") if marked.keys() & set(PUT.findall(text.text or ""))]
    runs = dict.fromkeys(text.getparent() for text in texts)
    for run in runs:
        parent = run.getparent() if run is not None else None
        if run is not None and parent is not None and parent.tag in HOLDERS:
            _unwrap(run)
            _split(run, marked)
    if runs:
        _declare(source)


def cut(xml: str) -> tuple[str, str]:
    """What stands before the control that is open at the end of the text, if it needs a row's number; and its start."""
    first = xml.find(ROW)
    return (xml[:first], xml[first:]) if first >= 0 else (xml, "")


def _split(run: Element, marked: Mapping[str, str]) -> None:
    """The run in pieces: what is no answer stays in runs like it, each answer in a control of its own."""
    for piece in _pieces(run, marked):
        run.addprevious(piece)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def _pieces(run: Element, marked: Mapping[str, str]) -> Iterator[Element]:
    plain = _like(run)
    for child in [child for child in run if child.tag != W + "rPr"]:
        for text, pointer in _texts(child, marked):
            if pointer is None:
                plain.append(text)
                continue
            if len(plain) > (plain.find(W + "rPr") is not None):
                yield plain
            control, plain = _control(pointer, text, run), _like(run)
            yield control
    if len(plain) > (plain.find(W + "rPr") is not None):
        yield plain


def _texts(child: Element, marked: Mapping[str, str]) -> Iterator[tuple[Element, str | None]]:
    """The pieces of a run's child: (w:t with a tag that prints an answer, its pointer), or (anything else, None)."""
    pieces = PUT.split(child.text or "") if child.tag == W + "t" else []
    if not marked.keys() & set(pieces):
        yield child, None
        return
    together = ""
    for piece in pieces:
        if piece not in marked:
            together += piece
            continue
        if together:
            yield _text(child, together), None
        yield _text(child, piece), marked[piece]
        together = ""
    if together:
        yield _text(child, together), None


def _text(like: Element, words: str) -> Element:
    text = like.makeelement(W + "t", {SPACE: "preserve"})
    text.text = words
    return text


def _like(run: Element) -> Element:
    """An empty run of the same style."""
    made = run.makeelement(W + "r", dict(run.attrib))
    properties = run.find(W + "rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _control(pointer: str, text: Element, run: Element) -> Element:
    control = run.makeelement(W + "sdt")
    properties = etree.SubElement(control, W + "sdtPr")
    name = {W + "val": pointer.replace("*", ROW)}
    for element in ("alias", "tag"):
        etree.SubElement(properties, W + element, name)
    etree.SubElement(etree.SubElement(properties, W + "placeholder"), W + "docPart", name)
    etree.SubElement(properties, f"{{{W15}}}appearance", {f"{{{W15}}}val": "hidden"})
    inside = _like(run)
    inside.append(text)
    etree.SubElement(control, W + "sdtContent").append(inside)
    return control


def _unwrap(run: Element) -> None:
    """Take away the author's own controls around a run where they can hold no other."""
    for content in list(run.iterancestors(W + "sdtContent")):
        control = content.getparent()
        assert control is not None
        properties = control.find(W + "sdtPr")
        if content.find(W + "r") is not None:  # among the runs of a paragraph
            for child in list(content):
                control.addprevious(child)
            control.getparent().remove(control)  # type: ignore[union-attr]
        elif properties is not None:
            for kind in [child for child in properties if child.tag in PLAIN]:
                properties.remove(kind)


def _declare(source: Source) -> None:
    """Say at the root what w15 is, and that a program that does not know it may pass over it."""
    root = source.root
    prefix = next((name for name, uri in root.nsmap.items() if uri == W15 and name), "w15")
    kept = [*filter(None, root.nsmap), *_named(root)]
    etree.cleanup_namespaces(root, top_nsmap={prefix: W15, "mc": MC}, keep_ns_prefixes=[*kept, prefix, "mc"])
    ignored = str(root.get(f"{{{MC}}}Ignorable", "")).split()
    root.set(f"{{{MC}}}Ignorable", " ".join(dict.fromkeys([*ignored, prefix])))


def _named(root: Element) -> list[str]:
    """The prefixes that stand in what elements say: Word calls a file corrupt where such a one is not declared."""
    said = root.xpath("//mc:Choice/@Requires | //@mc:*", namespaces={"mc": MC})
    return [name.partition(":")[0] for one in said for name in str(one).split()]
