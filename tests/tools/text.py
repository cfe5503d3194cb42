"""The text of a .docx as a reader sees it: paragraph by paragraph, line breaks and tabs included."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
from docx.text.run import Run
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINTED = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}


def paragraphs_of(document: Path | bytes) -> list[str]:
    """The paragraphs of the body, in order, those of table cells included."""
    source = io.BytesIO(document) if isinstance(document, bytes) else document
    with zipfile.ZipFile(source) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    return ["".join(map(_said, paragraph.iter(f"{W}t", *PRINTED))) for paragraph in body.iter(f"{W}p")]


def text_of(document: Path | bytes) -> str:
    """All paragraphs, a line each."""
    return "\n".join(paragraphs_of(document))


def runs_of(document: bytes) -> list[Run]:
    """The runs of the first paragraph, those inside content controls included, which python-docx passes over."""
    paragraph = docx.Document(io.BytesIO(document)).paragraphs[0]
    return [Run(run, paragraph) for run in paragraph._p.iter(f"{W}r")]


def _said(node: etree._Element) -> str:
    inside_tabs = node.getparent() is not None and node.getparent().tag == f"{W}tabs"
    return (node.text or "") if node.tag == f"{W}t" else "" if inside_tabs else PRINTED[str(node.tag)]
