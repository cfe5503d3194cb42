"""Fields → HTML: every shape and kind of question, parsed strictly, each input with its label."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any
from xml.etree.ElementTree import Element

import pytest

from tests.tools.html import labels_of, parsed
from wenbiao.fields import Fields, fields_of
from wenbiao.form import Block, Form, ask, block, computed, section, table, when
from wenbiao.kinds import KINDS, Choice, Choices, Kind, LongText, Money, Region, Sequence, Text, YesNo
from wenbiao.layout import identifier
from wenbiao.marks import numeral, source_of
from wenbiao.web import Web, address

ROOT = Path(__file__).parents[1]
ADDRESSES = {"render": "/api/render"}


class Item(Block):
    seq: Sequence = ask("序号")
    name: Text = ask("名称")
    why: Text | None = ask("缘由", asked_when=when("name", "其他"))
    where: list[Text] = ask("地点")


class Person(Block):
    mobile: Text | None = ask("手机", required=when("/level", "省"))


class Shapes(Form, title="各种形状"):
    doc_type: Choice = ask("文书类型", const="shapes")
    one = section("一般", "说明")
    level: Choice = ask("级别", options=("省", "市", "县"))
    kind: Choice = ask("种类", options={"A1": "甲", "A2": "乙", "A3": "丙", "A4": "丁", "A5": "戊"})
    works: Choices | None = ask("工程", options=("数据", "场景"))
    secret: YesNo = ask("涉密")
    odd: Text = ask('<b>"奇"</b>&', hint="<i>小心</i>", unit="<个>", example="a<b", source="S3")
    long: LongText = ask("长文", hint="分段写", least=5, max=300)
    contact: Person = block("联系人")
    alone = section("单独一块")
    owner: Person | None = block("业主", hint="有的填写")
    rows = section("表格")
    items: list[Item] = table("事项", min_rows=2)
    spare: list[Item] | None = table("备用事项")
    divisions: list[Region] | None = ask("市县", example=["340100"], asked_when=when("level", "市"))

    @computed("合计", unit="万元")
    def total_wan(self) -> Money: ...


@pytest.fixture(scope="module")
def web() -> Web:
    return Web(ROOT / "templates" / "web")


@pytest.fixture(scope="module")
def page(web: Web) -> Element:
    return parsed(html_of(web, fields_of(Shapes)))


def html_of(web: Web, fields: Fields) -> str:
    return web.form(fields, build="0123", root="../../", addresses=ADDRESSES)


def one(page: Element, path: str) -> Element:
    found = page.findall(path)
    assert 1 == len(found), path
    return found[0]


def at(page: Element, pointer: str) -> Element:
    """The question, block or table at a pointer."""
    return one(page, f".//*[@data-pointer='{pointer}']")


def text_of(element: Element) -> str:
    return "".join(element.itertext())


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_a_widget(web: Web, kind: Kind) -> None:
    """A kind names a macro of widgets.html, and its question is one labelled input, or one group."""
    macros = re.findall(r"{% macro (\w+)\(place\)", (ROOT / "templates/web/widgets.html").read_text("utf-8"))
    body = {"__annotations__": {"answer": Annotated[Any, kind]}, "answer": ask("答案", options=("甲", "乙"))}
    form = type(Form)("Some", (Form,), body | {"__module__": __name__}, title="任一种")

    page = parsed(html_of(web, fields_of(form)))

    assert kind.widget in macros
    names = [item.get("name") for item in page.iter() if item.get("name")]
    assert ({"/answer"} if kind.widget != "hidden" else set()) == set(names)
    labels_of(page)


def test_form_says_what_it_is(page: Element) -> None:
    """The scripts read everything from the form's own attributes."""
    form = one(page, ".//form")

    assert "/api/render/test_web" == form.get("action")
    assert ("post", "wb-form", "", "utf-8") == (
        form.get("method"),
        form.get("id"),
        form.get("novalidate"),
        form.get("accept-charset"),
    )
    assert ("test_web", "各种形状", "1.0", "0123", "../../assets/config.json") == tuple(
        form.get(f"data-{name}") for name in ("form", "title", "version", "build", "config")
    )


def test_sections_are_numbered_and_listed(page: Element) -> None:
    """A section without a visible question is none; the list of progress leads to the others."""
    titles = {item.get("id"): text_of(item[0]) for item in page.iter("section")}

    assert {"section-1": "一、一般", "section-2": "二、单独一块", "section-3": "三、表格"} == titles
    links = one(page, ".//nav[@class='wb-progress']").iter("a")
    assert {f"#{key}": title for key, title in titles.items()} == {a.get("href"): text_of(a) for a in links}


def test_fixed_answers_are_hidden_inputs(page: Element) -> None:
    """A constant answer is sent without being asked."""
    assert [("/doc_type", "shapes")] == [
        (item.get("name"), item.get("value")) for item in page.iter("input") if item.get("type") == "hidden"
    ]


def test_words_of_a_form_are_text(page: Element) -> None:
    """Markup in a label, hint, unit or example is shown as it is typed."""
    question = at(page, "/odd")

    assert '<b>"奇"</b>&' == text_of(one(question, "./label"))
    assert "<i>小心</i>。示例：a<b" == text_of(one(question, "./p[@class='wb-hint']"))
    assert "<个>" == text_of(one(question, ".//span[@class='wb-unit']"))


def test_input_is_described(page: Element) -> None:
    """Its unit, hint and error are read out with it."""
    described = one(at(page, "/odd"), ".//input").get("aria-describedby")

    assert "q-odd-unit q-odd-hint q-odd-error" == described


def test_source_of_a_question_is_linked(page: Element) -> None:
    """The mark of a form file becomes words, and leads to the page of sources."""
    source = one(at(page, "/odd"), "./p[@class='wb-source']")

    assert "依据：细则政策解读（第三章）" == text_of(source)
    assert "../../basis/#s" == source[0].get("href")


def test_long_text_says_its_bounds(page: Element) -> None:
    """Who writes a long text knows beforehand how long it may be."""
    assert "分段写；至少 5 个字，最多 300 个字" == text_of(one(at(page, "/long"), "./p[@class='wb-hint']"))


def test_few_options_are_radios_and_many_a_list(page: Element) -> None:
    """Up to four options are all shown; a list starts with no choice made."""
    assert ["省", "市", "县"] == [item.get("value") for item in at(page, "/level").iter("input")]
    options = [(item.get("value"), text_of(item)) for item in at(page, "/kind").iter("option")]
    assert [("", "请选择"), ("A1", "A1 甲")] == options[:2]
    assert 6 == len(options)


def test_yes_no_sends_true_or_false(page: Element) -> None:
    """The values are JSON's words; the labels are Chinese."""
    question = at(page, "/secret")

    assert {"true": "是", "false": "否"} == {
        item.get("value"): labels_of(page)[item.get("id", "")] for item in question.iter("input")
    }


def test_first_option_has_the_question_id(page: Element) -> None:
    """A link to the question, or from an error, reaches an input."""
    assert ["q-level", "q-level-o2", "q-level-o3"] == [
        item.get("id") for item in at(page, "/level").iter("input")
    ]


def test_optional_and_conditional_answers_are_marked(page: Element) -> None:
    """Everything else must be answered, as the page says above the form."""
    assert "工程（选填）" == text_of(one(at(page, "/works"), ".//legend"))
    assert "手机（视情况必填）" == text_of(one(at(page, "/contact/mobile"), "./label"))
    assert "级别" == text_of(one(at(page, "/level"), ".//legend"))


def test_conditions_are_absolute(page: Element) -> None:
    """In a row the path has the row's number, in its template a star."""
    asked = {
        pointer: json.loads(at(page, pointer).get("data-asked-when", "null"))
        for pointer in ("/items/1/why", "/spare/*/why", "/divisions")
    }

    assert {
        "/items/1/why": {"path": "/items/1/name", "value": "其他"},
        "/spare/*/why": {"path": "/spare/*/name", "value": "其他"},
        "/divisions": {"path": "/level", "value": "市"},
    } == asked
    assert {"path": "/level", "value": "省"} == json.loads(
        at(page, "/contact/mobile").get("data-required-when", "")
    )


def test_tables_start_with_the_rows_they_need(page: Element) -> None:
    """As many as must be there; one template for more, the same with a star for the number."""
    rows = [item.get("aria-label") for item in at(page, "/items").findall("./div/div[@data-row]")]

    assert ["第 1 行", "第 2 行"] == rows
    assert [] == at(page, "/spare").findall("./div/div[@data-row]")
    assert "2" == at(page, "/items").get("data-min-rows")
    at(page, "/items/*/name")


def test_rows_within_rows_have_both_numbers(page: Element) -> None:
    """A list inside a table: the outer number and the inner one, or stars."""
    for pointer in ("/items/0/where/0", "/items/0/where/*", "/items/*/where/0", "/items/*/where/*"):
        assert pointer == one(at(page, pointer), ".//input").get("name")


def test_row_numbers_are_not_sent(page: Element) -> None:
    """The functions count rows."""
    assert not [item for item in page.iter("input") if (item.get("name") or "").endswith("/seq")]


def test_block_alone_in_its_section_has_a_quiet_legend(page: Element) -> None:
    """Its section's title says the same to the eye; a screen reader still hears it."""
    assert "wb-block wb-block--alone" == at(page, "/owner").get("class")
    assert "业主（整组选填）" == text_of(one(at(page, "/owner"), "./legend"))
    assert "wb-block" == at(page, "/contact").get("class")


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [("/project/name", "q-project-name"), ("/budget/lines/0/amount_wan", "q-budget-lines-0-amount_wan")],
)
def test_identifier(pointer: str, expected: str) -> None:
    """An id is the pointer with hyphens."""
    assert expected == identifier(pointer)


@pytest.mark.parametrize(
    ("number", "expected"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (43, "四十三")]
)
def test_numeral(number: int, expected: str) -> None:
    """Sections are counted in Chinese."""
    assert expected == numeral(number)


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("S", ("细则政策解读", "s")),
        ("S6", ("细则政策解读（第六章）", "s")),
        ("[F22]", ("公开材料 F22", "f22")),
        ("K", ("通行做法，待确认", "k")),
        ("K57", ("通行做法，待确认", "k")),
        ("I", ("本软件的设计", "i")),
        ("省局 2024 年通知", ("省局 2024 年通知", "")),
        ("", ("", "")),
    ],
)
def test_source_of(mark: str, expected: tuple[str, str]) -> None:
    """A mark becomes words and an anchor; other text stays."""
    assert expected == source_of(mark)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("/api/render", "/api/render/x"),
        ("api/render/", "../../api/render/x"),
        ("https://fc.example.gov.cn/render", "https://fc.example.gov.cn/render/x"),
    ],
)
def test_address(function: str, expected: str) -> None:
    """A relative address is meant from the site's root, so that a sub-path works."""
    assert expected == address(function, "x", "../../")
