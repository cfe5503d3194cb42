"""Documents of the samples as files, and changed the way people and programs change them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tests.tools.envelopes import BODY, repacked
from tests.tools.missing import ROOT
from tests.tools.samples import changed, sample
from wenbiao import press, submission
from wenbiao.catalogue import Catalogue

CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
TODAY = date(2026, 11, 30)


def made(form: str, changes: Mapping[str, Any] | None = None) -> bytes:
    """The document of a sample, with other answers at some pointers."""
    entry = CATALOGUE[form]
    payload = changed(sample(form), dict(changes or {}))
    return press.rendered(entry, submission.check(CATALOGUE, entry, submission.read(payload), TODAY))


def edited(document: bytes, words: Mapping[str, str]) -> bytes:
    """The document after somebody typed over these words, wherever they stand in its text."""

    def write(name: str, content: bytes) -> bytes:
        if name != BODY:
            return content
        text = content.decode()
        for before, after in words.items():
            assert before in text, before
            text = text.replace(before, after)
        return text.encode()

    return repacked(document, write)


def without_answers(document: bytes) -> bytes:
    """The document after a program threw away the part with the answers, and every mention of it."""

    def write(name: str, content: bytes) -> bytes | None:
        if name.startswith("customXml/"):
            return None
        if name.endswith((".rels", "[Content_Types].xml")):
            return re.sub(rb"<(?:Relationship|Override)\b[^>]*customXml[^>]*/>", b"", content)
        return content

    return repacked(document, write)


def saved(folder: Path, name: str, document: bytes) -> Path:
    """The document as a file."""
    file = folder / f"{name}.docx"
    file.write_bytes(document)
    return file
