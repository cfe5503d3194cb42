"""What is wrong with a .docx: three validators, and the faults that none of them looks for.

    python -m tests.tools.ooxml a.docx …

`problems_of` takes about two seconds a file, mostly for the Open XML SDK; `own_problems_of` a few milliseconds.
"""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import ooxml_integrity
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from tests.tools.missing import need

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TEXT_CARRIERS = {f"{W}{name}" for name in ("t", "delText", "instrText", "delInstrText")}
UNIQUE_IN_A_PART = [  # what, element (None: any), attribute
    ("w14:paraId", None, f"{W14}paraId"),
    ("bookmark id", f"{W}bookmarkStart", f"{W}id"),
    ("bookmark name", f"{W}bookmarkStart", f"{W}name"),
    ("docPr id", f"{WP}docPr", "id"),
]
Parts = dict[str, etree._Element]
Others = set[str]


def problems_of(document: Path | bytes) -> list[str]:
    """Returns every problem that the validators and our own checks find, each starting with who found it."""
    data = document if isinstance(document, bytes) else document.read_bytes()
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "document.docx")
        path.write_bytes(data)
        return [
            f"{check.__name__}: {problem}" for check in VALIDATORS for problem in check(path)
        ] + own_problems_of(data)


def own_problems_of(data: bytes) -> list[str]:
    """Returns the problems that our own checks find, without running a validator."""
    problems: list[str] = []
    parts: Parts = {}
    others: Others = set()
    with ZipFile(BytesIO(data)) as package:
        for name, times in Counter(package.namelist()).items():
            if times > 1:
                problems.append(f"members: {name} is there {times} times")
            if not name.endswith((".xml", ".rels")):
                others.add(name)
                continue
            try:
                parts[name] = etree.fromstring(package.read(name))
            except etree.XMLSyntaxError as error:
                problems.append(f"members: {name} is no XML: {error}")
    return problems + [
        f"{check.__name__}: {problem}" for check in OWN_CHECKS for problem in check(parts, others)
    ]


# The validators: path of a .docx → what they say.


def open_xml_sdk(path: Path) -> Iterator[str]:
    """Microsoft's Open XML SDK: schema and semantic rules."""
    command = [str(need("open-xml-sdk")), str(path), "Office2019"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode > 1:
        raise RuntimeError(f"the Open XML SDK validator did not run: {done.stdout}{done.stderr}")
    for error in json.loads(done.stdout)["errors"]:
        yield f"{error['path']} {error['xPath']}: {error['description']}"


def openxml_audit(path: Path) -> Iterator[str]:
    """openxml-audit: undefined styles, cells without a paragraph, and what Word repairs in silence."""
    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=0).validate(path)
    yield from map(str, result.errors)


def integrity(path: Path) -> Iterator[str]:
    """ooxml-integrity: broken references inside the package; its remarks of level INFO are left out."""
    for finding in ooxml_integrity.check(str(path)):
        if finding.severity > ooxml_integrity.INFO:
            yield str(finding)


VALIDATORS: list[Callable[[Path], Iterator[str]]] = [open_xml_sdk, openxml_audit, integrity]


# Our own checks: the XML parts by member name, and the names of all other members → problems.


def word_parts(parts: Parts) -> Iterator[tuple[str, etree._Element]]:
    """Returns the parts in WordprocessingML: the body, headers, footers, notes, styles, settings."""
    return ((name, root) for name, root in parts.items() if str(root.tag).startswith(W))


def leftover_tag(parts: Parts, _: Others) -> Iterator[str]:
    """Template tags that were not rendered, also when Word split them over several runs."""
    for name, root in word_parts(parts):
        for paragraph in root.iter(f"{W}p"):
            text = "".join(t.text or "" for t in paragraph.iter(*TEXT_CARRIERS))
            yield from (f"{name}: “{tag}”" for tag in re.findall(r"\{[{%].{0,40}", text))
        for element in root.iter(etree.Element):
            yield from (
                f"{name}: attribute {value}"
                for value in element.attrib.values()
                if re.search(r"\{[{%]", value)
            )


def stray_text(parts: Parts, _: Others) -> Iterator[str]:
    """Text that stands directly in an element which holds no text, which Word drops or calls corrupt."""
    for name, root in word_parts(parts):
        for element in root.iter(etree.Element):
            own = element.text if str(element.tag).startswith(W) and element.tag not in TEXT_CARRIERS else ""
            tails = [child.tail for child in element if str(element.tag).startswith(W)]
            for text in [own, *tails]:
                if (text or "").strip(" \t\r\n"):  # an ideographic space is text, too
                    yield f"{name}: {text!r} in {etree.QName(element).localname}"


def duplicate(parts: Parts, _: Others) -> Iterator[str]:
    """Identifiers that must be unique and are not; rows that a template repeats are where they come from."""
    for name, root in word_parts(parts):
        for what, tag, attribute in UNIQUE_IN_A_PART:
            values = Counter(value for e in root.iter(tag or etree.Element) if (value := e.get(attribute)))
            yield from (f"{name}: {what} {value} {n} times" for value, n in values.items() if n > 1)
        controls = Counter(e.get(f"{W}val") for e in root.iterfind(f".//{W}sdtPr/{W}id"))
        yield from (f"{name}: content control id {value} {n} times" for value, n in controls.items() if n > 1)


def content_type(parts: Parts, others: Others) -> Iterator[str]:
    """Members without a content type."""
    types = parts.get("[Content_Types].xml")
    if types is None:
        yield "[Content_Types].xml is missing"
        return
    extensions = {str(e.get("Extension")).lower() for e in types if e.get("Extension")}
    overrides = {str(e.get("PartName")) for e in types if e.get("PartName")}
    for name in sorted((parts.keys() | others) - {"[Content_Types].xml"}):
        extension = name.rpartition(".")[2].lower()
        if not name.endswith("/") and extension not in extensions and f"/{name}" not in overrides:
            yield name
    yield from (
        f"{name} has a content type and is missing"
        for name in overrides
        if name[1:] not in parts.keys() | others
    )


def relationship(parts: Parts, others: Others) -> Iterator[str]:
    """Relationships whose target is not in the package."""
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for entry in root:
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", "")))
            if entry.get("TargetMode") != "External" and target[1:] not in parts.keys() | others:
                yield f"{name}: {entry.get('Id')} points to {target}, which is missing"


OWN_CHECKS: list[Callable[[Parts, Others], Iterator[str]]] = [
    leftover_tag,
    stray_text,
    duplicate,
    content_type,
    relationship,
]

if __name__ == "__main__":
    found = [f"{path}: {problem}" for path in sys.argv[1:] for problem in problems_of(Path(path))]
    print(*found, sep="\n")
    sys.exit(bool(found))
