"""What is read over before a document is made: the document's own words for every answer."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.tools.missing import ROOT
from tests.tools.samples import GONE, changed, sample
from tests.tools.text import text_of
from wenbiao import press, review
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue
from wenbiao.names import flatten
from wenbiao.submission import today

CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")


def said(form: str, changes: dict[str, Any] | None = None) -> dict[str, str]:
    """The words for the sample's answers, with some changes."""
    answers = changed(sample(form), changes or {})
    return review.said(CATALOGUE[form], check(CATALOGUE[form].form, answers, today=today()))


@pytest.mark.parametrize("form", list(CATALOGUE))
def test_every_word_stands_in_the_document(form: str) -> None:
    """Whatever is said of a printed answer is printed so; with several ways to print it, each of them is."""
    entry = CATALOGUE[form]
    result = check(entry.form, sample(form), today=today())

    words = review.said(entry, result)
    document = text_of(press.rendered(entry, result))

    answered = {re.sub(r"/\d+$", "", path) for path in flatten(result.data)} | flatten(result.data).keys()
    printed = [path for path in words if path in answered and not entry.fields.at(path).unprinted]
    assert len(printed) > 100
    assert [] == [path for path in printed if not stands(words[path], document)]


def stands(text: str, document: str) -> bool:
    """Whole, or its ways or entries each at its place."""
    return text in document or all(piece in document for piece in re.split("[；、]", text))


def test_answers_are_said_as_their_template_says_them() -> None:
    """Options with their boxes, a date in every way it is printed, amounts in figures and in words."""
    words = said("declaration")

    assert "■省级　□市级　□县级" == words["/project/level"]
    assert "人民币肆佰捌拾陆万元整" == words["/budget/total_in_words"]
    assert "118.00" == words["/budget/lines/0/amount_wan"]
    assert "2023年9月15日；二〇二三年九月十五日" == words["/filled_on"]


def test_what_is_not_answered_is_said_too() -> None:
    """无 where the document prints it, boxes that stay open, and rows only where there are some."""
    words = said("declaration", {"/applicant/address": GONE, "/project/level": GONE, "/risks": GONE})

    assert "无" == words["/applicant/address"]
    assert "□省级　□市级　□县级" == words["/project/level"]
    assert not any(path.startswith("/risks") for path in words)


def test_validate_says_the_words_when_asked(call: Any, answers: Any) -> None:
    """With ?said=1 the reply has them, fixed answers left out; without it, it has not."""
    reply = call("validate", answers, query="?said=1")

    assert reply.json["complete"]
    assert {
        "/name": "皖美茶园",
        "/year": "2024",
        "/secret": "否",
        "/reason": "公开",
        "/works": "场景工程",
        "/divisions": "合肥市",
        "/lines/0/item": "开发",
        "/lines/0/quantity": "3",
        "/lines/0/unit_price_wan": "2.00",
        "/lines/0/amount_wan": "6.00",
        "/total_wan": "6.00",
        "/filled_on": "2024年5月6日",
    } == reply.json["said"]
    assert "said" not in call("validate", answers).json


def test_validate_says_that_a_form_is_not_to_be_filled_in() -> None:
    """Where a rule stops everything, the other answers were not judged, and the reply says so."""
    form = CATALOGUE["declaration"].form
    classified = changed(sample("declaration"), {"/project/is_classified": True})

    assert check(form, classified, today=today()).as_json()["stopped"]
    assert "stopped" not in check(form, sample("declaration"), today=today()).as_json()
