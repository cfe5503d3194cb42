"""Contracts that every form with a sample keeps: each answer is printed, each document is valid."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.test_declaration import CENTS
from tests.tools.ooxml import problems_of
from tests.tools.samples import GONE, changed, sample
from tests.tools.text import paragraphs_of, text_of
from wenbiao import press
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue
from wenbiao.names import flatten
from wenbiao.words import say

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
FORMS = [name for name in CATALOGUE if (ROOT / "tests/data" / f"{name}.json").is_file()]
TODAY = date(2026, 11, 23)

# What people paste into text boxes: markup of XML, of templates, of comments; rare characters; breaks; spaces.
NASTY = "甲 & 乙 < 丙 > ]]> <!-- 注 --> {{ x }} {% if %} {_{ 𠮷𪚥 “引” é \\ $& 末"
NASTY_LONG = f"{NASTY}\n第二行\t制表  两个空格\n\n第二段 </w:t>\n  缩进"


def rendered(form: str, changes: dict[str, Any]) -> bytes:
    entry = CATALOGUE[form]
    result = check(entry.form, changed(sample(form), changes), today=TODAY)
    assert () == result.errors
    return press.rendered(entry, result)


@pytest.mark.parametrize("form", FORMS)
def test_every_answer_is_printed(form: str) -> None:
    """Every answer of the sample stands in the document, in the document's words, or the form says why not."""
    entry = CATALOGUE[form]
    result = check(entry.form, sample(form), today=TODAY)
    text = text_of(press.rendered(entry, result))
    lacking = []
    for path, value in flatten(result.data).items():
        field = entry.fields.at(path)
        if not field.kind or field.unprinted or field.kind.name == "sequence":
            continue
        said = say(field, value)
        if said not in text and f"■{said}" not in text:
            lacking.append(path)

    assert [] == lacking


def test_capital_figures_are_printed_as_sent() -> None:
    """An accepted spelling of the total is not replaced by ours."""
    words = "人民币肆佰捌拾陆万壹仟陆佰捌拾元零叁角贰分"

    assert words in text_of(rendered("declaration", {**CENTS, "/budget/total_in_words": words}))


@pytest.mark.parametrize("form", FORMS)
def test_document_is_valid(form: str) -> None:
    """The Open XML SDK, openxml-audit, ooxml-integrity and our own checks find nothing."""
    assert [] == problems_of(rendered(form, {}))


@pytest.mark.parametrize("form", FORMS)
def test_letters_are_valid_and_name_the_project(form: str) -> None:
    """Each further document, the cover letter above all, is valid and has no tag left."""
    entry = CATALOGUE[form]
    result = check(entry.form, sample(form), today=TODAY)

    assert "letter" in entry.parts
    for part in entry.parts:
        letter = press.rendered(entry, result, part)
        assert [] == problems_of(letter)
        assert result.data["applicant"]["name"] in text_of(letter)


def free_texts(form: str) -> list[str]:
    """The pointers of the sample's answers that take any text."""
    fields = CATALOGUE[form].fields
    answers = flatten(sample(form))
    return [
        path
        for path, value in answers.items()
        if value
        and (field := fields.at(path)).kind
        and field.kind.name in ("text", "long_text")
        and not field.limits.pattern
        and not field.computed
        and not field.question.unique
        and (field.max or 999) >= len(NASTY)
        and field.name not in ("budget_lines", "target")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_any_text_comes_out_as_typed(form: str) -> None:
    """Markup, template tags, rare characters, breaks and spaces in any text stand in the document as typed."""
    fields = CATALOGUE[form].fields
    typed = {}
    for number, path in enumerate(free_texts(form)):
        long = (
            fields.at(path).kind.name == "long_text" and (fields.at(path).max or 999) >= len(NASTY_LONG) + 120
        )  # type: ignore[union-attr]
        typed[path] = f"{number}号{NASTY_LONG if long else NASTY}" + ("字" * 100 if long else "")
    document = rendered(form, typed)
    text = text_of(document)

    assert len(typed) > 20
    for value in typed.values():
        for paragraph in value.split("\n\n"):
            assert paragraph in text, value
    assert [] == [fault for fault in problems_of(document) if "{" not in fault]


def test_long_text_keeps_its_paragraphs() -> None:
    """An empty line in a chapter's text begins a new paragraph of the same style."""
    document = rendered("declaration", {"/construction_goal": "第一段。\n\n第二段。"})

    assert {"第一段。", "第二段。"} <= set(paragraphs_of(document))


def test_empty_answers_print_nothing_but_a_word() -> None:
    """Optional answers that are not given print 无 or /, never None, and empty tables keep a row."""
    optional = ("/risks", "/attachments", "/scene_demand_ref", "/platform/existing_systems", "/doc_id")
    document = rendered("declaration", dict.fromkeys(optional, GONE))
    text = text_of(document)

    assert "无" in text
    for stray in ("None", "{{", "True", "False", "[]"):
        assert stray not in text
    assert [] == problems_of(document)
