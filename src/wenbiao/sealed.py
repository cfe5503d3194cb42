"""The data inside a returned document: whether they are as this system wrote them, of which form and version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wenbiao import answers, names, versions
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document.envelope import Envelope
from wenbiao.errors import NotJson, Problem
from wenbiao.submission import TooMuch, as_json, refuse_too_much

NAME_MAX = 40  # characters of a name that somebody made up
BROKEN = "文书里的填报数据被改动或损坏（校验值不符，或有几份互相矛盾），没有采用；以下内容是从文书的正文中找回的，请逐项核对"
EMPTY = "文书里的填报数据是空的，没有采用；以下内容是从文书的正文中找回的，请逐项核对"
MISPLACED = "文书里的填报数据是另一种文书（{}）的，没有采用；以下内容是从文书的正文中找回的，请逐项核对"


def payload_of(envelope: Envelope) -> dict[str, Any] | None:
    """The answers inside a document; None where they are not as this system wrote them.

    It writes an object, no name in it twice, and no other spelling of the same value.
    """
    if not envelope.intact:
        return None
    try:
        payload = answers.load_json(envelope.text.encode("utf-8", "surrogatepass"))
        refuse_too_much(payload)
    except NotJson:
        return None
    except TooMuch as error:
        raise error.as_refusal() from None
    return payload if isinstance(payload, dict) and as_json(payload) == envelope.text else None


def unusable(catalogue: Catalogue, envelope: Envelope, payload: Mapping[str, Any] | None) -> str:
    """Why answers are not used: they are not as they were written, there are none, or of another form; else ""."""
    if payload is None:
        return BROKEN
    entry = catalogue.get(envelope.form)
    if entry is None:
        return ""
    if not _says_anything(entry, payload):
        return EMPTY
    others = [one for one in catalogue.values() if one is not entry and _is_of(one, payload)]
    if others and not _is_of(entry, versions.upgraded(entry.form, payload, envelope.version)):
        return MISPLACED.format(others[0].fields.title)
    return ""


def _says_anything(entry: Entry, payload: Mapping[str, Any]) -> bool:
    """Whether there is any answer beside those that are always the same."""
    fixed = {field.name for field in entry.fields.children if field.const}
    return any(name not in fixed and names.flatten(value) for name, value in payload.items())


def _is_of(entry: Entry, payload: Mapping[str, Any]) -> bool:
    """Whether answers say of themselves that they are of this form."""
    fixed = {field.name: field.const for field in entry.fields.children if field.const}
    return bool(fixed) and all(payload.get(name) == value for name, value in fixed.items())


def of_version(entry: Entry, envelope: Envelope) -> Iterator[Problem]:
    ours, theirs = entry.fields.version, envelope.version
    if theirs == ours:
        return
    if theirs in entry.form.migrations:
        message = f"这份文书是按旧版（{theirs}）表单生成的，填报内容已按现行版本（{ours}）整理，请核对"
        yield Problem("", "version", "warning", message)
    else:
        message = (
            f"这份文书写明的版本“{theirs[:NAME_MAX]}”不认识（现行版本是 {ours}），填报内容可能读不全，请核对"
        )
        yield Problem("", "version", "error", message)
