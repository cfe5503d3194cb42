"""A document that came back: the answers in it, what was changed by hand since it was made, what is wrong with it.

    returned = read(catalogue, raw, today)
    returned.as_json()          what POST /api/read answers

A document is printed again from its answers, and compared with what came back.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Literal

from wenbiao import answers, names, places, press, recovered, signing, summary, versions
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document.envelope import Envelope
from wenbiao.document.read import compare, gate, manuscript
from wenbiao.document.read.compare import Change
from wenbiao.document.read.manuscript import Manuscript
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected, NotJson, Problem, Refused
from wenbiao.recovered import Texts, place_of
from wenbiao.submission import VALUES_MAX, TooMuch, as_json, refuse_too_much
from wenbiao.words import say

CHANGES_MAX = 2_000
WORDS_MAX = 20_000  # characters of a change that are told; no question takes so many
NAME_MAX = 40  # characters of a name that somebody made up
UNSAYABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, AnswersRejected)
Origin = Literal["answers", "controls"]
Members = Mapping[str, bytes]


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
    payload = _sealed(envelope) if envelope else None
    if envelope is None or payload is None:
        found = _from_controls(catalogue, manuscript.read(members), today)
    else:
        found = _from_answers(catalogue, members, envelope, payload, today)
    if len(found.changes) <= CHANGES_MAX:
        return found
    many = _problem("many", "error", f"改动有 {len(found.changes)} 处，只列出前 {CHANGES_MAX} 处")
    return replace(found, changes=found.changes[:CHANGES_MAX], noticed=(*found.noticed, many))


def _from_answers(
    catalogue: Catalogue, members: Members, envelope: Envelope, payload: dict[str, Any], today: date
) -> Returned:
    if envelope.form not in catalogue:
        wrong = f"这份文书属于“{envelope.form[:NAME_MAX]}”，这里没有这种文书"
        raise Refused(wrong, f"请到生成它的网站打开；这里有：{'、'.join(catalogue)}")
    entry = catalogue[envelope.form]
    renewed = versions.upgraded(entry.form, payload, envelope.version)
    result = answers.check(entry.form, renewed, today=today)
    part = _part_of(entry, envelope)
    noticed = tuple(_of_version(entry, envelope))
    made = None if part is None else _as_made(entry, result, part)
    if made and _same(made, members):
        return Returned(entry, envelope, "answers", result, (), noticed)
    script = manuscript.read(members)
    noticed = (*_beside(script), *noticed)
    if made is None:
        changes = tuple(_answers_changed(entry, payload, result, script))
        message = OTHER_TEMPLATE if _texts(script) else NOT_COMPARED
        noticed = (*noticed, _problem("template", "warning", message))
    else:
        changes = tuple(compare.changes(manuscript.read(made), script))
    return Returned(entry, envelope, "answers", result, changes, noticed)


def _same(made: Members, returned: Members) -> bool:
    """Whether every part but the data is as it was made, byte by byte: then there is nothing to compare."""
    ours, theirs = (
        {name: part for name, part in members.items() if not name.startswith("customXml/")}
        for members in (made, returned)
    )
    return ours == theirs


def _from_controls(catalogue: Catalogue, script: Manuscript, today: date) -> Returned:
    """What can be said without the data inside. Raises Refused."""
    texts = _texts(script)
    entry = recovered.form_of(catalogue, texts) if texts else None
    if entry is None:
        raise Refused(NO_ANSWERS, "请上传生成时下载的文书，或在网站上重新填写")
    try:
        result = recovered.check(entry, texts, today)
    except TooMuch as error:
        raise _too_much(error) from None
    expected = max(
        (manuscript.read(_printed(entry, result.data, part)) for part in ("", *entry.parts)),
        key=lambda printed: _alike(manuscript.recovered(printed).keys(), texts.keys()),
    )
    changes = tuple(change for change in compare.changes(expected, script) if change.kind == "text")
    noticed = (
        _problem("recovered", "error", BROKEN) if script.answers else _problem("recovered", "warning", GONE)
    )
    return Returned(entry, script.answers, "controls", result, changes, (noticed, *_beside(script)))


OTHER_TEMPLATE = "生成这份文书的模板与现在的不同：比对了各项填报内容，没有比对固定文字和表格的行数"
NOT_COMPARED = "生成这份文书的模板与现在的不同，正文里也没有内容控件：没有比对正文，不能说明有没有手工改动"
GONE = "文书里没有填报数据，以下内容是从文书的正文中找回的；没有数据可以对照，不能说明填报内容有没有手工改动"
BROKEN = "文书里的填报数据被改动或损坏（校验值不符，或有几份互相矛盾），没有采用；以下内容是从文书的正文中找回的，请逐项核对"
FORGED = "签名不符：填报数据不是由本站生成的，或者签名以后被改动"
NO_ANSWERS = "这份文档里没有填报数据，也没有内容控件：不是本站生成的正式文书（草稿和空白表不带数据），或者数据被别的软件删去了"


def _sealed(envelope: Envelope) -> dict[str, Any] | None:
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
        raise _too_much(error) from None
    return payload if isinstance(payload, dict) and as_json(payload) == envelope.text else None


def _too_much(error: TooMuch) -> Refused:
    return Refused(str(error).rstrip("。"), "请上传由本站生成的文书")


def _texts(script: Manuscript) -> Texts:
    """What the content controls hold. Raises Refused for more answers than any document has."""
    texts = manuscript.recovered(script)
    if len(texts) > VALUES_MAX:
        raise _too_much(TooMuch())
    return texts


def _of_version(entry: Entry, envelope: Envelope) -> Iterator[Problem]:
    ours, theirs = entry.fields.version, envelope.version
    if theirs == ours:
        return
    if theirs in entry.form.migrations:
        message = f"这份文书是按旧版（{theirs}）表单生成的，填报内容已按现行版本（{ours}）整理，请核对"
        yield _problem("version", "warning", message)
    else:
        message = (
            f"这份文书写明的版本“{theirs[:NAME_MAX]}”不认识（现行版本是 {ours}），填报内容可能读不全，请核对"
        )
        yield _problem("version", "error", message)


def _beside(script: Manuscript) -> Iterator[Problem]:
    """What a document brings that nobody can compare."""
    if script.beside:
        yield _problem("beside", "warning", f"文书里另有{'、'.join(script.beside)}，没有比对，请打开文书查看")


def _part_of(entry: Entry, envelope: Envelope) -> str | None:
    """Which document of a form the template at hand has made, "" for the main one; None where it was another template."""
    for part in ("", *entry.parts):
        if press.template(entry, part).source == envelope.template:
            return part
    return None


def _alike(some: AbstractSet[str], others: AbstractSet[str]) -> float:
    """The share of what two sets have together."""
    return len(some & others) / len(some | others)


def _as_made(entry: Entry, result: Result, part: str) -> Members:
    """The document as it was made, also of answers that today's rules refuse, if words can be made of them."""
    try:
        return _printed(entry, result.payload, part)
    except UNSAYABLE:
        return _printed(entry, result.data, part)


def _printed(entry: Entry, data: Mapping[str, Any], part: str) -> Members:
    """The document that these data make."""
    return gate.opened(render(press.template(entry, part), entry.fields, data))


def _answers_changed(
    entry: Entry, payload: Mapping[str, Any], result: Result, script: Manuscript
) -> Iterator[Change]:
    """The answers that are printed otherwise than the data say, whatever template printed them.

    Those that are of another shape now are left out.
    """
    for pointer, said in _texts(script).items():
        place = place_of(entry.fields, pointer)
        value = names.value_at(result.data, pointer)
        if place is None or value != names.value_at(payload, pointer):
            continue
        printed = say(place.field, value)
        others = (text for text in said if text != printed and not place.same(place.found(text), value))
        yield from (Change("answer", pointer, "", printed, other) for other in islice(others, 1))


def _problem(code: str, severity: Literal["error", "warning"], message: str) -> Problem:
    return Problem("", code, severity, message)
