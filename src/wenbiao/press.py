"""From checked answers to a document and its file name. Compiled templates are kept by their content."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from wenbiao.answers import Result
from wenbiao.catalogue import Entry
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected

if TYPE_CHECKING:
    from wenbiao.document.template import Template

STEM_MAX = 80  # characters; most file systems hold 255 bytes, a Chinese character takes 3


def rendered(entry: Entry, result: Result, part: str = "") -> bytes:
    """The .docx of a result. Raises AnswersRejected on any error, TemplateError, KeyError for an unknown part."""
    if not result.complete:
        raise AnswersRejected(problems=result.problems)
    return render(template(entry, part), entry.fields, result.data)


def template(entry: Entry, part: str = "") -> Template:
    """The compiled template of a part, "" for the main document; one that was edited is compiled anew."""
    return _compiled(entry, part, entry.document(part).read_bytes())


def filename(entry: Entry, result: Result, part: str = "") -> str:
    """The document's Chinese file name, fit for every file system: 申报书-项目名称-2024-05-06.docx."""
    stem = (
        re.sub(r'[\x00-\x1f\x7f\s\\/:*?"<>|]+', " ", entry.fields.filename(result.data)).strip(" .")
        or entry.name
    )
    return f"{stem[:STEM_MAX]}{f'-{part}' if part else ''}.docx"


@lru_cache(maxsize=64)
def _compiled(entry: Entry, part: str, docx: bytes) -> Template:
    from wenbiao.document.template import compile  # noqa: PLC0415  # needs lxml and docxtpl; checking answers does not

    return compile(docx, entry.document(part).name, entry.fields)
