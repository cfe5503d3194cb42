"""Documents that come back: their answers, what was changed by hand, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from tests.test_carry import CATALOGUE, LIFE, TODAY
from tests.test_properties import DOCUMENTS, alone
from tests.tools.drawn import projects
from tests.tools.envelopes import edited, retyped, stripped
from tests.tools.projects import Project
from tests.tools.samples import changed, sample
from wenbiao import press
from wenbiao.answers import Result
from wenbiao.document.render import render
from wenbiao.errors import Refused
from wenbiao.names import flatten
from wenbiao.returned import Returned, read
from wenbiao.submission import as_json
from wenbiao.unsaid import unsaid
from wenbiao.words import say

PAPERS = [(form, part) for form in LIFE for part in ("", *CATALOGUE[form].parts)]


def made(form: str, part: str = "") -> bytes:
    """The sample's document."""
    return press.rendered(CATALOGUE[form], alone(sample(form)), part)


def back(document: bytes) -> Returned:
    return read(CATALOGUE, document, TODAY)


def codes(found: Returned) -> list[tuple[str, str, str]]:
    return [(problem.path, problem.code, problem.severity) for problem in found.problems]


@pytest.mark.parametrize(("form", "part"), PAPERS)
def test_a_document_is_read_as_it_was_made(form: str, part: str) -> None:
    """Every document and letter gives its answers back, without a change or a problem."""
    found = back(made(form, part))

    assert (form, "1.0", "answers", "none") == (
        found.entry.name,
        found.version,
        found.origin,
        found.signature,
    )
    assert alone(sample(form)).data == found.result.data
    assert ((), ()) == (found.changes, found.problems)
    assert found.sound


@DOCUMENTS
@given(projects())
def test_random_documents_are_read_as_they_were_made(project: Project) -> None:
    """Reading what was made of any valid answers gives them back, canonical as they are, and finds no change."""
    for document in project.life():
        result = alone(document)
        found = back(press.rendered(CATALOGUE[document["doc_type"]], result))

        assert (result.data, "answers") == (found.result.data, found.origin)
        assert () == found.changes
        assert result.problems == found.problems


@DOCUMENTS
@given(projects())
def test_every_printed_answer_comes_back_through_controls(project: Project) -> None:
    """Without the data inside, what is printed is read from the controls: every answer that the template prints."""
    for document in project.life():
        result = alone(document)
        found = back(stripped(press.rendered(CATALOGUE[document["doc_type"]], result)))

        assert "controls" == found.origin
        assert dict(printed(result)) == dict(printed(found.result))
        assert () == found.changes


def printed(result: Result) -> Iterator[tuple[str, Any]]:
    """The answers that documents print, as what is printed says them: 486 and 486.00 are one."""
    for pointer, value in flatten(result.data).items():
        field = result.fields.at(pointer)
        if not field.unprinted:
            assert field.kind
            amount = field.kind.name in ("money", "signed_money")
            yield pointer, unsaid(field, say(field, value)) if amount else value


def test_a_changed_answer_is_told_with_its_place() -> None:
    """What stood there, what stands there now, and what that is in the data."""
    (change,) = back(edited(made("declaration"), ">38.00<", ">39.50<")).as_json()["changes"]

    place = change.pop("place")
    assert {
        "kind": "answer",
        "path": "/budget/annual_om_estimate_wan",
        "label": CATALOGUE["declaration"].fields.at("/budget/annual_om_estimate_wan").label,
        "before": "38.00",
        "after": "39.50",
        "value": "39.50",
    } == change
    assert place.startswith("正文，")


def test_changed_answers_can_be_taken_over() -> None:
    """The data with what was changed by hand, and all that follows from it worked out again."""
    found = back(edited(made("declaration"), ">38.00<", ">39.50<"))
    result = alone(found.taken())

    assert () == result.errors
    assert changed(found.result.data, {"/budget/annual_om_estimate_wan": "39.50"}) == result.data


def test_what_follows_from_a_change_is_worked_out_anew() -> None:
    """A changed number of pieces changes the amounts that follow from it; no total contradicts it."""
    found = back(retyped(made("declaration"), "/budget/lines/0/unit_price_wan", "１,002.00"))
    taken = found.taken()

    assert [("answer", "/budget/lines/0/unit_price_wan")] == [(one.kind, one.path) for one in found.changes]
    assert "1002.00" == taken["budget"]["lines"][0]["unit_price_wan"]
    assert {"computed", "R-BUD-1", "R-BUD-2"}.isdisjoint(problem.code for problem in alone(taken).problems)


def test_a_total_that_was_changed_by_hand_stays_to_be_refused() -> None:
    """A computed value that was typed over is taken over as it is, and its rule says what is wrong with it."""
    found = back(retyped(made("declaration"), "/budget/total_wan", "487.00"))

    assert "487.00" == found.taken()["budget"]["total_wan"]
    assert "/budget/total_wan" in {problem.path for problem in alone(found.taken()).errors}


@pytest.mark.parametrize(
    ("pointer", "typed", "value"),
    [
        ("/contact/email", "无", None),
        ("/budget/lines/0/quantity", "许多", "许多"),
        ("/filled_on", "2024年5月7日", "2024-05-07"),
    ],
)
def test_what_was_typed_is_read(pointer: str, typed: str, value: Any) -> None:
    """The value of a change: none where an answer was removed, the words themselves where they say no answer."""
    changes = back(retyped(made("declaration"), pointer, typed)).as_json()["changes"]

    assert [(pointer, typed, value)] == [(one["path"], one["after"], one["value"]) for one in changes]


def test_changed_fixed_text_is_told() -> None:
    """A sentence of the template that was softened is a change of text at its place, and of no answer."""
    before, after = "双面打印，左侧装订", "打印，左侧装订"
    (change,) = back(edited(made("declaration"), before, after)).as_json()["changes"]

    assert ("text", "") == (change["kind"], change["path"])
    assert "value" not in change
    assert (True, True) == (before in change["before"], after in change["after"])


def test_a_document_without_answers_is_refused() -> None:
    """A draft carries no answers and no controls: it cannot be read, and is told apart."""
    entry, result = CATALOGUE["declaration"], alone(sample("declaration"))

    with pytest.raises(Refused, match="草稿"):
        back(press.drafted(entry, result, sample("declaration")))


def test_where_the_page_contradicts_itself_it_is_said() -> None:
    """An answer that is printed twice and differs is taken from its first place, with a warning."""
    found = back(stripped(retyped(made("declaration"), "/budget/total_wan", "487.00")))

    assert ("controls", "487.00") == (found.origin, found.result.data["budget"]["total_wan"])
    assert ("/budget/total_wan", "recovered", "warning") in codes(found)


def test_what_is_read_is_data_alone() -> None:
    """The reply is JSON, says what the contract says, and nothing else."""
    told = json.loads(as_json(back(retyped(made("declaration"), "/filled_on", "2024年5月7日")).as_json()))

    assert [
        "form",
        "title",
        "version",
        "origin",
        "signature",
        "data",
        "summary",
        "changes",
        "problems",
    ] == list(told)
    assert ["kind", "path", "label", "place", "before", "after", "value"] == list(told["changes"][0])
    assert "皖美茶园数字管护与质量追溯场景应用项目" == told["summary"][0]["value"]


def test_a_flood_of_words_is_cut() -> None:
    """A million characters where an answer stood are told as far as they say something, and are no answer."""
    told = back(retyped(made("declaration"), "/contact/position", "长" * 10**6)).as_json()

    assert len(as_json(told)) < 200_000
    assert told["changes"][0]["value"].endswith("……")


def test_an_answer_that_todays_rules_refuse_is_kept() -> None:
    """A rule became stricter after the document was made: one problem, no change by hand, nothing lost."""
    entry = CATALOGUE["declaration"]
    data = changed(alone(sample("declaration")).data, {"/contact/mobile": "123"})
    found = back(render(press.template(entry), entry.fields, data))

    assert data == found.data
    assert () == found.changes
    assert "/contact/mobile" in {problem.path for problem in found.problems}
