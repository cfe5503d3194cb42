"""From checked answers to a document and its file name.

A template that `wenbiao build` compiled is loaded where it is of the very Word file and engine at hand; any other
Word file is compiled in memory, once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wenbiao import drafts, signing
from wenbiao.answers import Result
from wenbiao.catalogue import Entry
from wenbiao.document.compiled import Template, digest_of, source_of
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGE = 100_000  # bytes; documents that are too large to be read back are larger
TOO_LARGE = "表格的行太多，这样大的文书生成以后不能读回和核验，请减少行数，或者分成几份"
STEM_MAX = 80  # characters; most file systems hold 255 bytes, a Chinese character takes 3


def rendered(entry: Entry, result: Result, part: str = "", *, answers: bool = True) -> bytes:
    """The .docx of a result, with its answers as data unless they are not wanted.

    Raises AnswersRejected on any error, also where the document could not be read back; TemplateError, KeyError for an unknown part, SigningError.
    """
    if not result.complete:
        raise AnswersRejected(problems=result.problems)
    made = render(template(entry, part), entry.fields, result.data, answers=answers, sign=signing.signed)
    if len(made) > LARGE:
        refuse_unreadable(made)
    return made


def refuse_unreadable(document: bytes) -> None:
    """Raises AnswersRejected where a document is too large to be read back."""
    from wenbiao.document.read import gate, manuscript  # noqa: PLC0415  # a few documents only are as large

    try:
        manuscript.measure(gate.opened(document))
    except Refused:
        raise AnswersRejected(problems=(Problem("", "length", "error", TOO_LARGE),)) from None


def draftable(result: Result, payload: Any) -> bool:
    """Whether there is a draft of what was sent: of any form, but none that a rule stops.

    What this system must not hold must not leave it as a draft either.
    """
    return isinstance(payload, dict) and not result.stopped


def drafted(entry: Entry, result: Result, payload: Mapping[str, Any], part: str = "") -> bytes:
    """The .docx of incomplete answers, to be read on paper: blanks for what is missing, 草稿 across every page.

    What does not fit its question is printed as it was typed in the payload. Raises AnswersRejected for what is
    not draftable; TemplateError, KeyError as `rendered`.
    """
    if not draftable(result, payload):
        raise AnswersRejected(problems=result.problems)
    data = drafts.data_of(entry.fields, result.data, payload, complete=result.complete)
    return render(template(entry, part, draft=True), entry.fields, data)


def template(entry: Entry, part: str = "", *, draft: bool = False) -> Template:
    """The compiled template of a part, "" for the main document; one that was edited is compiled anew."""
    file = entry.document(part).stat()
    return _template(entry, part, (file.st_mtime_ns, file.st_size, file.st_ino), draft=draft)


def draft_name(entry: Entry, result: Result, payload: Mapping[str, Any], part: str = "") -> str:
    """The file name of a draft, or of a form that nobody has filled in: 申报书（空白表）.docx."""
    mark = "（空白表）" if drafts.is_blank(entry.fields, payload) else "（草稿）"
    return f"{filename(entry, result, part).removesuffix('.docx')}{mark}.docx"


def filename(entry: Entry, result: Result, part: str = "") -> str:
    """The document's Chinese file name, fit for every file system: 申报书-项目名称-2024-05-06.docx."""
    stem = (
        re.sub(r'[\x00-\x1f\x7f\s\\/:*?"<>|]+', " ", entry.fields.filename(result.data)).strip(" .")
        or entry.name
    )
    return f"{stem[:STEM_MAX]}{f'-{entry.papers[part]}' if part else ''}.docx"


def compiled(entry: Entry, folder: Path) -> Iterator[tuple[Path, Template]]:
    """Every template of a form and its draft, compiled, and its file in a folder of what is built.

    Raises TemplateError.
    """
    for part in ("", *entry.parts):
        docx = entry.document(part).read_bytes()
        for draft in (False, True):
            yield _file(entry, part, folder, draft=draft), _compile(entry, part, docx, draft=draft)


def _file(entry: Entry, part: str, folder: Path, *, draft: bool) -> Path:
    ending = "draft" if draft else "template"
    return folder / "compiled" / f"{entry.document(part).stem}.{ending}"


@lru_cache(maxsize=64)
def _template(entry: Entry, part: str, _edition: tuple[int, ...], *, draft: bool) -> Template:
    """`_edition`: when the Word file was written, and how large it is; reading it again would cost more."""
    docx = entry.document(part).read_bytes()
    return _loaded(entry, part, docx, draft=draft) or _compile(entry, part, docx, draft=draft)


def _loaded(entry: Entry, part: str, docx: bytes, *, draft: bool) -> Template | None:
    """The template that was compiled from this Word file by this engine, where it lies ready."""
    if entry.built is None:
        return None
    try:
        found = Template.from_bytes(_file(entry, part, entry.built, draft=draft).read_bytes())
    except (OSError, ValueError):
        return None
    return found if found.digest == digest_of(source_of(docx, entry.fields), draft=draft) else None


def _compile(entry: Entry, part: str, docx: bytes, *, draft: bool) -> Template:
    from wenbiao.document.template import compile  # noqa: PLC0415  # needs lxml and docxtpl; checking answers does not

    return compile(docx, entry.document(part).name, entry.fields, draft=draft)
