"""A document that came back: the answers in it, what was changed by hand since it was made, what is wrong with it.

    returned = read(catalogue, raw, today)
    returned.as_json()          what POST /api/read answers

A document is printed again from its answers, and compared with what came back.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from wenbiao import answers, names, places, recovered, remade, sealed, signing, summary, versions
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document.envelope import Envelope
from wenbiao.document.read import gate, manuscript
from wenbiao.document.read.compare import Change
from wenbiao.document.read.manuscript import Manuscript
from wenbiao.errors import Problem, Refused
from wenbiao.recovered import place_of
from wenbiao.submission import TooMuch

CHANGES_MAX = 2_000
WORDS_MAX = 20_000  # characters of a change that are told; no question takes so many
Origin = Literal["answers", "controls"]


@dataclass(frozen=True)
class Returned:
    """What a returned document holds. `result`: its answers, checked as of today; `noticed`: what is wrong with the file.

    `origin`: whether the answers are the data inside, or what content controls hold; `envelope`: the data inside.
    """

    entry: Entry
    envelope: Envelope | None
    origin: Origin
    result: Result
    changes: tuple[Change, ...]
    noticed: tuple[Problem, ...]

    @property
    def version(self) -> str:
        """The version of the form that the document was made in."""
        return self.envelope.version if self.envelope else self.entry.fields.version

    @cached_property
    def signature(self) -> str:
        """Whether the data inside are signed by whom this deployment trusts: valid, invalid or none."""
        return signing.verdict(self.envelope) if self.envelope else "none"

    @property
    def of_file(self) -> tuple[Problem, ...]:
        """What is wrong with the file."""
        forged = (_problem("signature", "error", FORGED),) if self.signature == "invalid" else ()
        return (*forged, *self.noticed)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file, then with its answers."""
        return (*self.of_file, *self.result.problems)

    @property
    def data(self) -> dict[str, Any]:
        """The answers as they were generated, also those that today's rules refuse; or as recovered."""
        return self.result.data if self.origin == "controls" else self.result.payload

    @property
    def sound(self) -> bool:
        """Whether nothing was changed and nothing is wrong."""
        return not self.changes and all(problem.severity != "error" for problem in self.problems)

    def taken(self) -> dict[str, Any]:
        """The answers with those that were changed by hand in their place; what follows from them is worked out anew."""
        wanted = {change.path: self.value(change) for change in self.changes if change.kind == "answer"}
        leaves = names.flatten(self.data)
        kept = {path: value for path, value in leaves.items() if not self._given_up(path, wanted)}
        given = {path: value for path, value in wanted.items() if value is not None}
        return dict(names.nest((kept | given).items()))

    def _given_up(self, path: str, wanted: Container[str]) -> bool:
        """Whether something else takes the place of an answer, or it follows from others."""
        parts = path.split("/")
        if any("/".join(parts[:end]) in wanted for end in range(2, len(parts) + 1)):
            return True
        place = place_of(self.entry.fields, path)
        return place is not None and place.field.output

    def value(self, change: Change) -> Any:
        """What a changed answer is in the data; None where it was removed, its text where that says no answer."""
        place = place_of(self.entry.fields, change.path)
        return place.taken(change.after) if place else change.after

    def label(self, change: Change) -> str:
        """What the form calls the answer or row that was changed."""
        if change.kind == "answer":
            place = place_of(self.entry.fields, change.path)
            return place.field.label if place else ""
        return places.around(self.entry.fields, f"{change.path}/") if change.path else ""

    def as_json(self) -> dict[str, Any]:
        """What `read` answers."""
        return {
            "form": self.entry.name,
            "title": self.entry.fields.title,
            "version": self.version,
            "origin": self.origin,
            "signature": self.signature,
            "data": self.data,
            "summary": summary.facts(self.entry, self.result.data),  # words are made for answers that fit
            "changes": [self._told(change) for change in self.changes],
            "problems": [problem.as_json() for problem in self.problems],
        }

    def _told(self, change: Change) -> dict[str, Any]:
        told = {
            "kind": change.kind,
            "path": change.path,
            "label": self.label(change),
            "place": change.place,
            "before": _clipped(change.before),
            "after": _clipped(change.after),
        }
        return told | ({"value": _clipped(self.value(change))} if change.kind == "answer" else {})


def _clipped(value: Any) -> Any:
    return f"{value[:WORDS_MAX]}……" if isinstance(value, str) and len(value) > WORDS_MAX else value


def read(catalogue: Catalogue, raw: bytes, today: date) -> Returned:
    """What a returned document holds. Raises Refused for a file that is no document of any form of the catalogue."""
    members = gate.opened(raw)
    envelope = manuscript.answers(members)
    payload = sealed.payload_of(envelope) if envelope else None
    wrong = sealed.unusable(catalogue, envelope, payload) if envelope else ""
    if envelope is None or payload is None or wrong:
        found = _from_controls(catalogue, manuscript.read(members), wrong, today)
    else:
        found = _from_answers(catalogue, members, envelope, payload, today)
    if len(found.changes) <= CHANGES_MAX:
        return found
    many = _problem("many", "error", f"改动有 {len(found.changes)} 处，只列出前 {CHANGES_MAX} 处")
    return replace(found, changes=found.changes[:CHANGES_MAX], noticed=(*found.noticed, many))


def _from_answers(
    catalogue: Catalogue, members: remade.Members, envelope: Envelope, payload: dict[str, Any], today: date
) -> Returned:
    if envelope.form not in catalogue:
        wrong = f"这份文书属于“{envelope.form[: sealed.NAME_MAX]}”，这里没有这种文书"
        raise Refused(wrong, f"请到生成它的网站打开；这里有：{'、'.join(catalogue)}")
    entry = catalogue[envelope.form]
    renewed = versions.upgraded(entry.form, payload, envelope.version)
    result = answers.check(entry.form, renewed, today=today)
    changes, noticed = remade.compared(entry, envelope, payload, result, members)
    noticed = (*sealed.of_version(entry, envelope), *noticed)
    return Returned(entry, envelope, "answers", result, changes, noticed)


def _from_controls(catalogue: Catalogue, script: Manuscript, wrong: str, today: date) -> Returned:
    """What can be said without the data inside, and what is `wrong` with these. Raises Refused."""
    texts = recovered.texts_of(script)
    entry = recovered.form_of(catalogue, texts) if texts else None
    if entry is None:
        said = wrong.partition("，没有采用")[0] if wrong else NO_ANSWERS
        raise Refused(said, "请上传生成时下载的文书，或在网站上重新填写")
    try:
        result = recovered.check(entry, texts, today)
    except TooMuch as error:
        raise error.as_refusal() from None
    changes, noticed = remade.recovered(entry, result, script)
    warning = _problem("recovered", "error" if wrong else "warning", wrong or GONE)
    return Returned(entry, script.answers, "controls", result, changes, (warning, *noticed))


GONE = "文书里没有填报数据，以下内容是从文书的正文中找回的；没有数据可以对照，不能说明填报内容有没有手工改动"
FORGED = "签名不符：填报数据不是由本站生成的，或者签名以后被改动"
NO_ANSWERS = "这份文档里没有填报数据，也没有内容控件：不是本站生成的正式文书（草稿和空白表不带数据），或者数据被别的软件删去了"


def _problem(code: str, severity: Literal["error", "warning"], message: str) -> Problem:
    return Problem("", code, severity, message)
