"""From checked answers to a document and its file name.

A template that `wenbiao build` compiled is loaded where it is of the very Word file and engine at hand; any other
Word file is compiled in memory, once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from wenbiao.answers import Result
from wenbiao.catalogue import Entry
from wenbiao.document.compiled import Template, digest_of
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected

if TYPE_CHECKING:
    from collections.abc import Iterator

STEM_MAX = 80  # characters; most file systems hold 255 bytes, a Chinese character takes 3


def rendered(entry: Entry, result: Result, part: str = "") -> bytes:
    """The .docx of a result. Raises AnswersRejected on any error, TemplateError, KeyError for an unknown part."""
    if not result.complete:
        raise AnswersRejected(problems=result.problems)
    return render(template(entry, part), entry.fields, result.data)


def template(entry: Entry, part: str = "") -> Template:
    """The compiled template of a part, "" for the main document; one that was edited is compiled anew."""
    return _template(entry, part, entry.document(part).read_bytes())


def filename(entry: Entry, result: Result, part: str = "") -> str:
    """The document's Chinese file name, fit for every file system: 申报书-项目名称-2024-05-06.docx."""
    stem = (
        re.sub(r'[\x00-\x1f\x7f\s\\/:*?"<>|]+', " ", entry.fields.filename(result.data)).strip(" .")
        or entry.name
    )
    return f"{stem[:STEM_MAX]}{f'-{part}' if part else ''}.docx"


def compiled(entry: Entry, folder: Path) -> Iterator[tuple[Path, Template]]:
    """Every template of a form, compiled, and its file in a folder of what is built. Raises TemplateError."""
    for part in ("", *entry.parts):
        yield _file(entry, part, folder), _compile(entry, part, entry.document(part).read_bytes())


def _file(entry: Entry, part: str, folder: Path) -> Path:
    return folder / "compiled" / f"{entry.document(part).stem}.template"


@lru_cache(maxsize=64)
def _template(entry: Entry, part: str, docx: bytes) -> Template:
    return _loaded(entry, part, docx) or _compile(entry, part, docx)


def _loaded(entry: Entry, part: str, docx: bytes) -> Template | None:
    """The template that was compiled from this Word file by this engine, where it lies ready."""
    if entry.built is None:
        return None
    try:
        found = Template.from_bytes(_file(entry, part, entry.built).read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.digest == digest_of(docx, entry.fields) else None


def _compile(entry: Entry, part: str, docx: bytes) -> Template:
    from wenbiao.document.template import compile  # noqa: PLC0415  # needs lxml and docxtpl; checking answers does not

    return compile(docx, entry.document(part).name, entry.fields)
