"""Documents that come back: their answers, what was changed by hand, and what is wrong with them."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.test_carry import CATALOGUE, LIFE, TODAY
from tests.test_properties import DOCUMENTS, alone
from tests.tools.drawn import projects
from tests.tools.envelopes import BODY, edited, repacked, resealed, retyped, stripped
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


def sealed_text(form: str) -> str:
    return as_json(alone(sample(form)).data)


STRANGE = {  # what stands where the answers should be, with a right checksum
    "no JSON": "{",
    "a list": "[]",
    "nothing": "",
    "a number": "1",
    "NaN": '{"plan_year":NaN}',
    "Infinity": '{"plan_year":1e999}',
    "depth": "[" * 10_000 + "]" * 10_000,
    "deep objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "a name twice": '{"doc_type":"declaration","doc_type":"declaration"}',
    "spaces": '{ "doc_type": "declaration" }',
    "a lone surrogate": '{"doc_type":"\\ud800"}',
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_answers_that_are_none_are_recovered(text: str) -> None:
    """What this system has not written is not used, whatever its checksum: the controls are read, and it is said."""
    found = back(resealed(made("change_application"), text))

    assert ("controls", ("", "recovered", "error")) == (found.origin, codes(found)[0])
    assert alone(sample("change_application")).data == found.result.data


def test_a_wrong_checksum_is_said() -> None:
    """Answers that were changed inside the file are not used."""
    wrong = changed(alone(sample("declaration")).data, {"/budget/total_wan": "1.00"})
    found = back(resealed(made("declaration"), as_json(wrong), sha256="0" * 64))

    assert ("controls", "486.00") == (found.origin, found.result.data["budget"]["total_wan"])
    assert "校验值不符" in found.problems[0].message


def test_answers_that_lie_are_caught_by_the_page() -> None:
    """Answers with a right checksum that say another total than the document prints: the difference is a change."""
    other = changed(alone(sample("declaration")).data, {"/budget/annual_om_estimate_wan": "1.00"})
    found = back(resealed(made("declaration"), as_json(other)))

    assert [("/budget/annual_om_estimate_wan", "1.00", "38.00")] == [
        (change.path, change.before, change.after) for change in found.changes
    ]


@pytest.mark.parametrize("more", [{"__proto__": {"polluted": True}}, {"constructor": 1}, {"x": {"y": []}}])
def test_unknown_answers_are_problems(more: dict[str, Any]) -> None:
    """What the form does not ask is a problem and no part of the data."""
    data = alone(sample("declaration")).data
    found = back(resealed(made("declaration"), as_json(data | more)))

    assert [(f"/{name}", "unknown", "error") for name in more] == codes(found)
    assert data == found.result.data


def test_answers_of_another_form_are_said() -> None:
    """The answers of one form in the document of another: what does not fit is a problem, what is printed a change."""
    found = back(resealed(made("change_application"), sealed_text("declaration")))

    assert "/doc_type" in {path for path, _, severity in codes(found) if severity == "error"}
    assert not found.sound


def test_answers_under_another_forms_name_are_said() -> None:
    """The envelope names a form, the answers another one: a problem, and no exception."""
    found = back(resealed(made("change_application"), form="declaration"))

    assert "declaration" == found.entry.name
    assert not found.sound


@pytest.mark.parametrize("name", ["nobody", "../declaration", "", "x" * 10_000])
def test_an_unknown_form_is_refused(name: str) -> None:
    """A document of a form that is not here is refused by its name, and told which forms are."""
    with pytest.raises(Refused, match=r"这里没有这种文书.*declaration") as refused:
        back(resealed(made("declaration"), form=name))

    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("version", ["0.9", "2.0", "", "<b>", "9" * 1000])
def test_an_unknown_version_is_said(version: str) -> None:
    """The answers are read as far as they go, with an error that names the version."""
    given = "&lt;b&gt;" if version == "<b>" else version
    found = back(resealed(made("declaration"), version=given))

    assert (version, "answers") == (found.version, found.origin)
    assert [("", "version", "error")] == codes(found)
    assert len(found.problems[0].message) < 120


def test_too_many_answers_are_refused() -> None:
    """50,000 values, or 2,001 rows, are more than any document holds."""
    for text in (
        as_json({"x": {str(number): 1 for number in range(50_001)}}),
        as_json({"lines": [1] * 2001}),
    ):
        with pytest.raises(Refused, match="内容过多"):
            back(resealed(made("declaration"), text))


def test_another_template_made_it() -> None:
    """Fixed text is not compared with a template that did not print it, which is said; answers are."""
    document = resealed(made("declaration"), template="0" * 64)
    typed = edited(retyped(document, "/filled_on", "2024年5月7日"), "填报说明", "填表须知")

    assert ((), [("", "template", "warning")]) == (back(document).changes, codes(back(document)))
    assert back(document).sound
    assert [("/filled_on", "2024-05-07")] == [
        (change["path"], change["value"]) for change in back(typed).as_json()["changes"]
    ]


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


STRANGE_POINTERS = [
    "/budget/lines/*/item", "/budget/lines/-1/item", "/budget/lines/99999/item", "/budget/lines/٣/item", "/budget/lines/²/item",
    "/budget/lines/0", "/budget/lines/item", "/budget/lines/0/item/x", "/budget", "//", "/~", "/~2", "/__proto__/x",
    "/project/four_works/0", "/kpis/1999/name", "/project/linked_divisions/0/0", "/" * 200,
]  # fmt: skip


@pytest.mark.parametrize("pointer", STRANGE_POINTERS)
def test_strange_pointers_break_nothing(pointer: str) -> None:
    """A control that names no answer, or a row far away, leaves all other answers as they are."""
    document = stripped(edited(made("declaration"), '"/filled_on"', f'"{pointer}"', times=2))
    data = back(document).result.data

    assert alone(sample("declaration")).data["applicant"] == data["applicant"]


@settings(DOCUMENTS, max_examples=60)
@given(st.data())
def test_damaged_documents_are_read_or_refused(data: st.DataObject) -> None:
    """Whatever is cut out of the page or put elsewhere: read, or refused, and nothing else."""
    document = DAMAGED[data.draw(st.sampled_from(list(DAMAGED)))]

    def change(name: str, content: bytes) -> bytes:
        if name != BODY:
            return content
        root = etree.fromstring(content)
        for _ in range(data.draw(st.integers(1, 8))):
            inside = [one for one in root.iter() if one is not root and one.getparent() is not root]
            one, other = (inside[data.draw(st.integers(0, len(inside) - 1))] for _ in range(2))
            moved = deepcopy(one)
            if data.draw(st.booleans()):
                one.getparent().remove(one)
            if data.draw(st.booleans()) and other.getparent() is not None:
                other.addprevious(moved)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    with contextlib.suppress(Refused):
        as_json(back(repacked(document, change)).as_json())


DAMAGED = {
    f"{form}{origin}": document
    for form in ("self_evaluation", "change_application")
    for origin, document in (("", made(form)), (" stripped", stripped(made(form))))
}


def test_an_answer_that_todays_rules_refuse_is_kept() -> None:
    """A rule became stricter after the document was made: one problem, no change by hand, nothing lost."""
    entry = CATALOGUE["declaration"]
    data = changed(alone(sample("declaration")).data, {"/contact/mobile": "123"})
    found = back(render(press.template(entry), entry.fields, data))

    assert data == found.data
    assert () == found.changes
    assert "/contact/mobile" in {problem.path for problem in found.problems}


def test_two_parts_of_answers_that_differ_are_no_answers() -> None:
    """Which one is true nobody can tell: what is printed counts, and it is said."""
    document = made("declaration")
    other = resealed(document, as_json(changed(sample("declaration"), {"/plan_year": 2025})))
    parts = {name: content for name, content in members(other).items() if b"urn:wenbiao:answers" in content}
    packed = io.BytesIO(document)
    with zipfile.ZipFile(packed, "a") as archive:
        for content in parts.values():
            archive.writestr("customXml/item9.xml", content)
    found = back(packed.getvalue())

    assert "controls" == found.origin
    assert ("", "recovered", "error") in codes(found)


def members(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith("item1.xml")}


@pytest.mark.parametrize("code", ["D800", "FFFF", "0007"])
def test_symbols_that_no_reply_can_hold(code: str) -> None:
    """Half a surrogate pair as a symbol is replaced; the reply can be written."""
    document = edited(made("declaration"), "</w:p>", f'<w:r><w:sym w:char="{code}"/></w:r></w:p>')

    as_json(back(document).as_json()).encode()


@pytest.mark.parametrize("form", LIFE)
def test_answers_of_any_shape_are_problems(form: str) -> None:
    """Whatever stands in the place of a group, a row or an answer, there is a reply, or a refusal."""
    document, data = made(form), alone(sample(form)).data
    groups = [(key,) for key in data] + [
        (key, name) for key, value in data.items() if isinstance(value, dict) for name in value
    ]

    for number, place in enumerate(groups):
        odd: Any = ("x", ["x"], [[1]], {"a": 1}, 7)[number % 5]
        document_of_it = resealed(document, as_json(changed(data, {"/" + "/".join(place): odd})))
        with contextlib.suppress(Refused):
            as_json(back(document_of_it).as_json())
