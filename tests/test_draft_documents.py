"""Drafts and blanks on paper: what is not answered leaves a place to write, and every page says 草稿."""

from __future__ import annotations

import io
import re
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.missing import ROOT, need
from tests.tools.ooxml import own_problems_of, problems_of
from tests.tools.pictures import pdfs_of
from tests.tools.samples import GONE, changed, sample
from tests.tools.text import paragraphs_of, text_of
from wenbiao import answers, press
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import AnswersRejected
from wenbiao.names import flatten
from wenbiao.submission import today

CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
DOCUMENTS = [(name, part) for name in CATALOGUE for part in ("", *CATALOGUE[name].parts)]
NOTHING = {"无", "本次不涉及"}  # what complete documents say where nothing was answered


def checked(form: str, payload: dict[str, Any]) -> tuple[Entry, Result]:
    entry = CATALOGUE[form]
    return entry, answers.check(entry.form, payload, today=today())


def drafted(form: str, payload: dict[str, Any], part: str = "") -> bytes:
    entry, result = checked(form, payload)
    return press.drafted(entry, result, payload, part)


def half(form: str) -> dict[str, Any]:
    """The sample without every second question, and every second one of each group."""
    return {
        name: dict(list(value.items())[::2]) if isinstance(value, dict) else value
        for name, value in list(sample(form).items())[::2]
    }


PAYLOADS = {"blank": lambda _form: {}, "half": half, "full": sample}


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(("form", "part"), DOCUMENTS)
def test_drafts_are_valid_documents(form: str, part: str, payload: str) -> None:
    """The validators find nothing in a blank, a draft and a whole document as a draft."""
    assert [] == problems_of(drafted(form, PAYLOADS[payload](form), part))


@pytest.mark.parametrize("payload", ["blank", "half"])
@pytest.mark.parametrize(("form", "part"), DOCUMENTS)
def test_a_draft_never_says_that_there_is_nothing(form: str, part: str, payload: str) -> None:
    """Where nothing was answered no paragraph or cell says 无: the answer may still come."""
    said = paragraphs_of(drafted(form, PAYLOADS[payload](form), part))

    assert not [text for text in said if text in NOTHING or re.search("：无$", text)]


@pytest.mark.parametrize(("form", "part"), DOCUMENTS)
def test_a_whole_draft_says_what_the_document_says(form: str, part: str) -> None:
    """With every answer given, a draft lacks only what the document says of questions without an answer."""
    entry, result = checked(form, sample(form))
    document = paragraphs_of(press.rendered(entry, result, part))
    lost = Counter(document) - Counter(paragraphs_of(drafted(form, sample(form), part)))
    absent = {*NOTHING, "/", "-"} | {label for label, said in pairwise(document) if said in NOTHING}

    assert not [text for text in lost if text not in absent and not text.endswith("：无")]


@pytest.mark.parametrize("form", CATALOGUE)
def test_every_text_of_a_half_filled_form_is_printed(form: str) -> None:
    """What was given stands in the draft, line by line."""
    payload, printed = half(form), text_of(drafted(form, half(form)))
    fields = CATALOGUE[form].fields
    given = [
        line
        for pointer, value in flatten(payload).items()
        if (field := fields.at(pointer)).kind
        and field.kind.name in ("text", "long_text", "number", "integer")
        if not field.hidden and not field.unprinted
        for line in str(value or "").split("\n")
    ]

    assert len(given) > 10
    assert not [line for line in given if line not in printed]


@pytest.mark.parametrize(("form", "part"), DOCUMENTS)
def test_a_blank_holds_no_amount(form: str, part: str) -> None:
    """No total stands in a blank, although the sum of no amounts is 0.00: it is written by hand."""
    assert not re.findall(r"[0-9]+[.][0-9]{2}", text_of(drafted(form, {}, part)))


def test_sums_of_no_rows_are_left_to_the_pen() -> None:
    """A half-filled change application has no 0.00 before its first change of an amount, and all sums after it."""
    begun: dict[str, Any] = {**sample("change_application"), "budget_changes": [], "plan_year": None}
    begun["budget_summary"] = {}
    one = {**begun, "budget_changes": sample("change_application")["budget_changes"][:1]}

    assert "\n0.00\n" not in text_of(drafted("change_application", begun))
    assert "\n0.00\n" in text_of(drafted("change_application", one))


WRONG = {
    "/plan_year": "二〇二四",
    "/filled_on": "明天",
    "/project/level": "全国级",
    "/project/project_types": ["太空类"],
    "/project/is_public_video": "也许",
    "/budget/lines/0/quantity": "三台",
    "/budget/lines/1/unit_price_wan": "约两万",
    "/applicant/uscc": "不记得",
    "/contact/mobile": "问小陆",
    "/budget/total_in_words": "很多钱",
}


def test_what_does_not_fit_is_printed_as_typed() -> None:
    """An answer that is no date, amount or option is left out of the data, but not out of a draft."""
    entry, result = checked("declaration", payload := changed(sample("declaration"), WRONG))
    printed = text_of(press.drafted(entry, result, payload))

    assert len(result.errors) >= len(WRONG)
    assert not [
        text for text in WRONG.values() if (text[0] if isinstance(text, list) else text) not in printed
    ]


def test_a_table_with_too_few_rows_is_printed() -> None:
    """Two milestones are asked for: the one that was given stands in the draft."""
    one = [{"name": "只有这一个里程碑", "date": "2024-08-01"}]
    printed = text_of(drafted("declaration", changed(sample("declaration"), {"/schedule/milestones": one})))

    assert "只有这一个里程碑" in printed


JUNK: list[Any] = ["甲<乙>&", "2024-13-45", "-1.5", "", " ", "\x00\ud800", 10**30, 1.5, True, None, [], {}, ["甲"], [{}], {"a": 1}]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_no_problem_stops_a_draft(document: tuple[str, str], data: st.DataObject) -> None:
    """Whatever stands where an answer belongs, a draft is made, and it is a sound document."""
    form, part = document
    places = data.draw(
        st.lists(st.sampled_from(list(flatten(sample(form)))), min_size=1, max_size=12, unique=True)
    )
    payload = changed(sample(form), {place: data.draw(st.sampled_from(JUNK)) for place in places})

    assert [] == own_problems_of(drafted(form, payload, part))


def test_a_classified_project_gets_no_draft() -> None:
    """What must not be typed here at all must not be printed from here either."""
    with pytest.raises(AnswersRejected):
        drafted("declaration", {"project": {"is_classified": True}})


@pytest.mark.parametrize(("payload", "name"), [
    ({}, "省级政务信息化项目年度计划申报书（空白表）.docx"),
    ({"doc_type": "declaration", "budget": {"lines": [{}]}}, "省级政务信息化项目年度计划申报书（空白表）.docx"),
    ({"plan_year": 2024}, "省级政务信息化项目年度计划申报书（草稿）.docx"),
    ({"project": {"name": "茶园"}}, "省级政务信息化项目年度计划申报书-茶园（草稿）.docx"),
])  # fmt: skip
def test_the_file_name_says_what_it_is(payload: dict[str, Any], name: str) -> None:
    """A draft and a blank can be told from a document, and from each other, in a folder."""
    entry, result = checked("declaration", payload)

    assert name == press.draft_name(entry, result, payload)


def grey(pdf: Path) -> list[float]:
    """Of each page, the share of pixels that are as grey as the watermark."""
    command = [str(need("pdftoppm")), "-r", "40", "-gray", str(pdf)]
    pages = io.BytesIO(subprocess.run(command, capture_output=True, check=True).stdout)
    shares = []
    while head := pages.readline():
        assert head == b"P5\n"
        width, height = map(int, pages.readline().split())
        pages.readline()
        pixels = pages.read(width * height)
        shares.append(sum(221 <= pixel <= 225 for pixel in pixels) / len(pixels))  # half of silver
    return shares


def test_every_page_shows_the_watermark(tmp_path: Path) -> None:
    """LibreOffice draws 草稿 on the cover, on odd and even pages, upright and across; not on a whole document."""
    entry, result = checked("declaration", sample("declaration"))
    files = [tmp_path / "draft.docx", tmp_path / "whole.docx"]
    files[0].write_bytes(drafted("declaration", {}))
    files[1].write_bytes(press.rendered(entry, result))
    draft, whole = map(grey, pdfs_of(files, tmp_path))

    assert len(draft) > 10
    assert min(draft) > 0.01 > max(whole)


def test_a_condition_on_a_missing_answer_reads_as_the_document_would() -> None:
    """A letter for a project without a result asks for acceptance, on a draft as in the end."""
    letter = drafted(
        "acceptance_report", changed(sample("acceptance_report"), {"/acceptance_result": GONE}), "letter"
    )

    assert "竣工验收的函" in paragraphs_of(letter)[0]
