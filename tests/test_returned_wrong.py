"""Documents whose answers are not as they were written: other text, another form, version or template."""

from __future__ import annotations

import contextlib
import io
import zipfile
from typing import Any

import pytest

from tests.test_carry import LIFE
from tests.test_properties import alone
from tests.test_returned import back, codes, made
from tests.tools.envelopes import edited, resealed, retyped, stripped
from tests.tools.samples import changed, sample
from wenbiao.errors import Refused
from wenbiao.submission import as_json


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


@pytest.mark.parametrize(
    ("text", "attributes"),
    [(sealed_text("declaration"), {}), (None, {"form": "declaration"})],
    ids=["answers of another form", "another form's name"],
)
def test_answers_of_another_form_are_one_problem(text: str | None, attributes: dict[str, str]) -> None:
    """Answers that are not of the form that is named are not used, and said to be of the other: one problem."""
    found = back(resealed(made("change_application"), text, **attributes))

    assert ("change_application", "controls") == (found.entry.name, found.origin)
    assert ([("", "recovered", "error")], ()) == (codes(found), found.changes)
    assert "另一种文书" in found.problems[0].message
    assert alone(sample("change_application")).data == found.result.data


def test_a_page_of_another_form_is_one_problem() -> None:
    """Answers that are what they say, in a document that prints another form: one problem, and no flood of changes."""
    found = back(resealed(made("change_application"), sealed_text("declaration"), form="declaration"))

    assert ("declaration", (), [("", "template", "error")]) == (found.entry.name, found.changes, codes(found))
    assert "不是同一种文书" in found.problems[0].message


@pytest.mark.parametrize("text", ["{}", '{"doc_type":"change_application"}', '{"applicant":{}}'])
def test_emptied_answers_are_one_problem(text: str) -> None:
    """Answers that say nothing are not used: one problem, and not one for every answer."""
    found = back(resealed(made("change_application"), text))

    assert ("controls", [("", "recovered", "error")], ()) == (found.origin, codes(found), found.changes)
    assert "是空的" in found.problems[0].message
    assert alone(sample("change_application")).data == found.result.data


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
    """A document of a template that is not at hand is compared with the one that is, which is said."""
    document = resealed(made("declaration"), template="0" * 64)
    typed = edited(retyped(document, "/filled_on", "2024年5月7日"), "填报说明", "填表须知")

    assert ((), [("", "template", "warning")]) == (back(document).changes, codes(back(document)))
    assert back(document).sound
    assert [("answer", "/filled_on", "2024年5月7日"), ("text", "", "填表须知")] == [
        (change.kind, change.path, change.after) for change in back(typed).changes
    ]


def test_answers_that_another_template_did_not_print_are_no_changes() -> None:
    """Where the template at hand prints an answer that the other one did not, nobody removed it."""
    document = resealed(made("declaration"), template="0" * 64)
    without = edited(document, '"/filled_on"', '""', times=2)

    assert [] == [change for change in back(without).changes if change.kind == "answer"]
    assert "2023-09-15" == back(without).taken()["filled_on"]


def test_another_templates_letter_is_compared_as_a_letter() -> None:
    """Which of a form's documents it is, its words say."""
    document = resealed(made("declaration", "letter"), template="0" * 64)

    assert ((), [("", "template", "warning")]) == (back(document).changes, codes(back(document)))


def test_rows_that_are_missing_are_said() -> None:
    """Where only the page is left, rows close up over one that was removed, with a warning."""
    printed = (
        "line_no",
        "category_name",
        "item",
        "quantity",
        "unit",
        "unit_price_wan",
        "amount_wan",
        "basis",
    )
    document = stripped(made("declaration"))
    for name in printed:
        document = edited(document, f'"/budget/lines/1/{name}"', '"x"', times=3)
    found = back(document)

    assert ("/budget/lines", "recovered", "warning") in codes(found)
    assert "第 2 行在正文里找不到" in next(
        one.message for one in found.problems if one.path == "/budget/lines"
    )


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
