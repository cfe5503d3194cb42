"""The form that comes back from a post: every value as it was typed, at its question, and never as markup."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import functions_framework
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from tests.conftest import MAIN
from tests.tools.html import labels_of, parsed
from wenbiao import posted
from wenbiao.catalogue import Catalogue
from wenbiao.fields import Field, Fields, fields_of
from wenbiao.form import Block, Form, ask, section, table
from wenbiao.kinds import Text, YesNo
from wenbiao.refilled import ROWS_MAX

ROOT = MAIN.parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
FORM = "application/x-www-form-urlencoded"
MARKUP = """'"></textarea></p><script>alert(1)</script><img src=x onerror=alert(1)>&lt;{{ 1 }}{% x %}<!--"""
LOADED = """
import json, sys
import functions_framework
from urllib.parse import urlencode
client = functions_framework.create_app("render", "functions/main.py").test_client()
answers = json.load(open("tests/data/declaration.json", encoding="utf-8"))
assert client.post("/declaration", json=answers).status_code == 200
assert client.post("/declaration", json={}).status_code == 422
print(sorted({"wenbiao.refilled", "wenbiao.web"} & sys.modules.keys()))
"""
Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def client() -> Client:
    app = functions_framework.create_app("render", str(MAIN))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client: Client = app.test_client()
    return client


def post(client: Client, form: str, pairs: Pairs, query: str = "") -> TestResponse:
    return client.post(f"/{form}{query}", data=urlencode(pairs), content_type=FORM)


def typed_in(page: Element) -> Pairs:
    """What a browser would post of a page, but for what was left empty."""
    return sorted((name, text) for name, text in _typed(page) if text.strip())


def _typed(page: Element) -> Iterator[tuple[str, str]]:
    for item in page.iter():
        name = item.get("name", "")
        if item.tag == "input" and (item.get("type") in ("text", "hidden") or "checked" in item.attrib):
            yield name, item.get("value", "")
        elif item.tag == "textarea":
            yield name, (item.text or "")
        elif item.tag == "select":
            yield from ((name, one.get("value", "")) for one in item if "selected" in one.attrib)


def summary(page: Element) -> list[str]:
    """Every problem that the page lists."""
    box = next(item for item in page.iter() if item.get("id") == "wb-summary")
    return ["".join(item.itertext()) for item in box.iter("li")]


def asked(fields: Fields, row: str = "1") -> dict[str, Field]:
    """Every question that a page has an input for, by its pointer in the rows of that number."""
    return {
        (field.pointer + ("/*" if field.shape == "list" else "")).replace("*", row): field
        for field in fields.walk()
        if field.kind and not field.output and not field.hidden
    }


# Any character that HTML can hold; a browser's own line ends, and none in a box of one line.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    [MARKUP, "1,200.50", "１２", "-", " 茶 ", "2024-13-01", "true", "&amp;", "\u2028", "\ufeff茶"]
)


@st.composite
def some_answers(draw: st.DrawFn) -> tuple[str, Pairs]:
    """A form and some answers to it: nonsense wherever anything can be typed, an option where one chooses."""
    form = draw(st.sampled_from(sorted(CATALOGUE)))
    every = [(name, field) for row in "02" for name, field in asked(CATALOGUE[form].fields, row).items()]
    chosen = draw(st.lists(st.sampled_from(every), max_size=40, unique_by=lambda one: one[0]))
    return form, [(name, draw(_answer(field))) for name, field in chosen]


def _answer(field: Field) -> st.SearchStrategy[str]:
    assert field.kind
    if field.kind.widget == "yes_no":
        return st.sampled_from(["true", "false"])
    if field.kind.widget in ("choice", "choices"):
        return st.sampled_from(list(field.options))
    if field.kind.widget == "area":
        return st.lists(TEXTS, max_size=4).map("\n".join)
    return TEXTS


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_answers())
def test_every_value_comes_back_as_it_was_typed(client: Client, given: tuple[str, Pairs]) -> None:
    """What the page holds is what was posted, and posted again it says the same."""
    form, answers = given
    fields = CATALOGUE[form].fields
    pairs = [(f"/{field.name}", field.const) for field in fields.walk() if field.const] + answers
    reply = post(client, form, pairs)
    page = parsed(reply.text)
    held = typed_in(page)

    kept = posted.read(urlencode(pairs).encode(), fields).texts
    assert 422 == reply.status_code
    assert sorted((name, text) for name, texts in kept.items() for text in texts) == held
    assert summary(page) == summary(parsed(post(client, form, held).text))


@pytest.mark.parametrize("form", CATALOGUE)
def test_markup_in_every_field_stays_text(client: Client, form: str) -> None:
    """Whatever stands in a field or in its name, the page has no element and no attribute of it."""
    fields = CATALOGUE[form].fields
    pairs = [(name, MARKUP) for name in asked(fields, "0")] + [(f"/{MARKUP.replace('/', '')}", "x")]
    plain = parsed(post(client, form, [(name, "x") for name in asked(fields, "0")]).text)

    page = parsed(post(client, form, pairs).text)

    assert {item.tag for item in page.iter()} <= {item.tag for item in plain.iter()}
    assert set().union(*(item.attrib for item in page.iter())) <= set().union(
        *(item.attrib for item in plain.iter())
    )
    assert MARKUP in dict(typed_in(page)).values()


@pytest.mark.parametrize("form", CATALOGUE)
def test_every_input_that_comes_back_is_labelled(client: Client, form: str) -> None:
    """Ids are unique, everything named by id exists, and every link of the summary leads to its place."""
    page = parsed(post(client, form, [(name, "x") for name in asked(CATALOGUE[form].fields)]).text)

    ids = {item.get("id") for item in page.iter()}
    assert all(labels_of(page).values())
    assert {item.get("href", "")[1:] for item in page.iter("a")} <= ids


def test_errors_are_read_out_with_their_inputs(client: Client) -> None:
    """An input with an error is invalid and described by it; one without is neither."""
    page = parsed(post(client, "declaration", [("/plan_year", "去年"), ("/contact/email", "a@b.cn")]).text)
    year, mail = (
        next(item for item in page.iter("input") if item.get("name") == name)
        for name in ("/plan_year", "/contact/email")
    )

    assert ("true", None) == (year.get("aria-invalid"), mail.get("aria-invalid"))
    said = next(item for item in page.iter() if item.get("id") == "q-plan_year-error")
    assert "q-plan_year-error" in year.get("aria-describedby", "").split()
    assert "计划年度应当是四位年份，如 2024" == said.text
    assert "q-contact-email-error" not in mail.get("aria-describedby", "")


def test_rows_and_sums_come_back(client: Client) -> None:
    """Two rows that were filled in, three more, and what could be worked out of them."""
    line = {"item": "开发", "quantity": "3", "unit_price_wan": "2.00"}
    pairs = [(f"/budget/lines/{row}/{name}", text) for row in (0, 5) for name, text in line.items()]

    page = parsed(post(client, "declaration", pairs).text)

    rows = next(item for item in page.iter() if item.get("id") == "q-budget-lines").findall("div/div")
    sums = {item.get("id"): item.text for item in page.iter("output")}
    assert [f"第 {number} 行" for number in range(1, 6)] == [row.get("aria-label") for row in rows]
    assert ["6.00", "6.00", None] == [sums[f"q-budget-lines-{row}-amount_wan"] for row in (0, 1, 2)]


def test_a_row_that_was_only_clicked_in_is_none() -> None:
    """A radio button cannot be taken back, so alone it makes no row; with a text beside it, it does."""
    wanted = [
        ("/attachments/7/required", "true"),
        ("/attachments/8/required", "true"),
        ("/attachments/8/name", "方案"),
    ]

    read = posted.read(urlencode(wanted).encode(), CATALOGUE["declaration"].fields)

    assert {"attachments": [{"required": True, "name": "方案"}]} == read.payload


class Ticked(Block):
    done: YesNo = ask("是否完成")
    note: Text | None = ask("说明")


class Ticks(Form, title="勾选"):
    part = section("事项")
    items: list[Ticked] = table("事项")


def test_a_row_that_needs_nothing_but_clicks_is_kept() -> None:
    """Where a radio button is all that a row asks for, it is an answer."""
    read = posted.read(urlencode([("/items/3/done", "false")]).encode(), fields_of(Ticks))

    assert {"items": [{"done": False}]} == read.payload


def test_more_rows_than_a_page_can_show_are_refused(client: Client) -> None:
    """A page of tens of megabytes would keep others waiting."""
    pairs = [(f"/risks/{row}/risk", "x") for row in range(ROWS_MAX)]

    assert 422 == post(client, "declaration", pairs).status_code
    reply = post(client, "declaration", [*pairs, ("/attachments/0/name", "x")])
    assert 413 == reply.status_code
    assert "请启用浏览器的脚本后填写，或减少行数" in reply.text


def test_what_was_asked_for_in_the_address_stays_asked_for(client: Client) -> None:
    """A letter stays a letter when its form is posted again; the wish for more rows or a draft ends."""
    page = parsed(post(client, "declaration", [], "?part=letter&again=1&draft=1").text)

    assert "?part=letter" == next(page.iter("form")).get("action")
    others = [item.get("formaction") for item in page.iter("button")][1:]
    assert ["?part=letter&again=1", "?part=letter&draft=1"] == others


def test_a_document_loads_nothing_that_makes_pages() -> None:
    """Only a posted form with problems needs templates of pages; JSON never does."""
    command = [sys.executable, "-c", LOADED]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)

    assert "[]" == told.stdout.strip()
