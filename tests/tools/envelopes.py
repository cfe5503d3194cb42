"""Documents with other answers inside them than the machine wrote, and with other words on their pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from hashlib import sha256
from xml.sax.saxutils import escape

MARK = b"urn:wenbiao:answers"
BODY = "word/document.xml"


def repacked(document: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The document with every member as `change` gives it back; None leaves it out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def edited(document: bytes, before: str, after: str, *, times: int = 1) -> bytes:
    """The document with other words in its body, at the first places where they stand."""

    def change(name: str, content: bytes) -> bytes:
        if name != BODY:
            return content
        text = content.decode()
        assert text.count(before) >= times, before
        return text.replace(before, after, times).encode()

    return repacked(document, change)


def retyped(document: bytes, pointer: str, words: str) -> bytes:
    """The document with other words in the first control of an answer, as a person types them."""
    printed = re.compile(
        rf'(<w:alias w:val="{re.escape(pointer)}"/>.*?<w:t xml:space="preserve">)[^<]*(</w:t>)', re.DOTALL
    )

    def change(name: str, content: bytes) -> bytes:
        if name != BODY:
            return content
        text, count = printed.subn(lambda found: f"{found[1]}{escape(words)}{found[2]}", content.decode(), 1)
        assert count, pointer
        return text.encode()

    return repacked(document, change)


def stripped(document: bytes) -> bytes:
    """The document without the answers inside it, as a careless program saves it."""
    return repacked(document, lambda _name, content: b"<gone/>" if _is_answers(content) else content)


def resealed(document: bytes, text: str | None = None, **attributes: str) -> bytes:
    """The document with another text as its answers, its checksum right, or with other attributes on them."""

    def change(_name: str, content: bytes) -> bytes:
        if not _is_answers(content):
            return content
        before, head, inside = re.split(r"(<answers [^>]*>)", content.decode(), maxsplit=1)
        given = dict(attributes)
        if text is not None:
            given.setdefault("sha256", sha256(text.encode()).hexdigest())
            inside = f"{escape(text)}</answers>"
        for key, value in given.items():
            head = re.sub(rf'(?<= {key}=")[^"]*', value, head)
        return f"{before}{head}{inside}".encode()

    return repacked(document, change)


def _is_answers(content: bytes) -> bool:
    return b"<answers" in content and MARK in content
