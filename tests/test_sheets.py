"""The field sheets: every field of a form with the tags to copy into Word, and all of these tags work."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Page, expect

from tests.tools.garden import GARDEN, Content, Garden, word
from tests.tools.hand import overflow, violations
from tests.tools.html import parsed
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.document.template import inspect
from wenbiao.handbook import MESSAGES, SHEETS, Handbook
from wenbiao.sheets import Line, Sheet, sheet
from wenbiao.web import Web

pytest_plugins = ["tests.tools.browser"]

ROOT = Path(__file__).parents[1]
WEB = Web(ROOT / "templates" / "web")
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
FORMS = sorted(CATALOGUE)


def garden(folder: Path, *contents: Content) -> Entry:
    """The garden's form with a document of these contents."""
    template = folder / "garden.docx"
    template.write_bytes(word(*contents))
    return Entry("garden", Garden, GARDEN, template, MappingProxyType({}))


def lines(found: Sheet) -> dict[str, Line]:
    """{pointer: its line}, in the order of the sheet."""
    waiting = [line for part in reversed(found.parts) for line in reversed(part.lines)]
    seen: dict[str, Line] = {}
    while waiting:
        line = waiting.pop()
        seen[line.field.pointer] = line
        waiting += reversed(line.children)
    return seen


def printed_page(entry: Entry) -> list[str]:
    """The tags of a sheet's page, from top to bottom, as a browser reads them."""
    page = next(
        page
        for page in Handbook({entry.name: entry}, WEB).chapters[SHEETS]  # type: ignore[arg-type]
        if page.path.endswith(f"/{entry.name}.md")
    )
    html = page.markdown.partition("\n# ")[2]
    return ["".join(pre.itertext()) for pre in parsed(html).iter("pre")]


def documents(tags: list[str]) -> list[Content]:
    """Word tables of one column that hold all tags in their order; merged cells each in a table of their own."""
    rows, merged, loops = [["标签"]], list[list[list[str]]](), list[str]()
    for tag in tags:
        if "|merged" in tag:
            merged.append(
                [["标签"], *([loop] for loop in loops), [tag], *([["{%tr endfor %}"]] * len(loops))]
            )
            continue
        loops = [*loops, tag] if tag.startswith("{%tr for") else loops[: -1 if "%tr endfor" in tag else None]
        rows.append([f"说明\n{tag}" if "\n" in tag else tag])  # a cell never loses all its paragraphs
    return [rows, *(content for table in merged for content in ("", table))]


@pytest.mark.parametrize("form", FORMS)
def test_every_tag_of_a_sheet_compiles(form: str) -> None:
    """All of them in one document, from the top of the page to its end."""
    entry = CATALOGUE[form]
    tags = printed_page(entry)

    found = inspect(word(*documents(tags)), "all.docx", entry.fields)

    assert len(tags) > 300
    assert () == found.findings


@pytest.mark.parametrize("form", FORMS)
def test_document_of_all_tags_prints_every_field(form: str) -> None:
    """So no field is without a tag, and no tag prints another field than the one beside it."""
    entry = CATALOGUE[form]
    for pointer, line in lines(sheet(entry)).items():
        for tag in line.tags:
            if "*" not in pointer:
                assert {pointer} == inspect(word(tag.text), "one.docx", entry.fields).printed
    whole = inspect(word(*documents(printed_page(entry))), "all.docx", entry.fields)

    assert {field.pointer for field in entry.fields.walk() if field.kind} == whole.printed


@pytest.mark.parametrize("form", FORMS)
def test_a_sheet_has_every_field_in_order(form: str) -> None:
    """Hidden ones and computed ones included."""
    assert [field.pointer for field in CATALOGUE[form].fields.walk()] == list(lines(sheet(CATALOGUE[form])))


def test_options_stand_with_their_codes(tmp_path: Path) -> None:
    """The code is what a condition needs; it is not said where it is what a person reads."""
    page = Handbook({"garden": garden(tmp_path, "空")}, WEB).chapters[SHEETS][1].markdown  # type: ignore[arg-type]

    assert "<p>选项：省级 <code>province</code>、市级 <code>city</code></p>" in page
    assert "<p>选项：数据工程、场景工程、基础工程</p>" in page


TAGS = [
    ("/doc_type", ["{{ doc_type }}"], []),
    ("/name", ["{{ name }}"], []),
    ("/level", ["{{ level }}", "{{ level|boxes }}"],
     ['{% if level == "province" %}……{% endif %}', '{% if level == "city" %}……{% endif %}']),
    ("/works", ["{{ works }}", "{{ works|boxes }}"],
     ["{{ works|slash }}", "{{ works|blank }}", "{% if works %}……{% endif %}", '{% if "数据工程" in works %}……{% endif %}',
      '{% if "场景工程" in works %}……{% endif %}', '{% if "基础工程" in works %}……{% endif %}']),
    ("/secret", ["{{ secret }}", "{{ secret|boxes }}"],
     ["{% if secret %}……{% endif %}", "{% if not secret %}……{% endif %}"]),
    ("/background", ["{{ background }}", "{%p for para in background|paragraphs %}\n{{ para }}\n{%p endfor %}"], []),
    ("/filled_on", ["{{ filled_on }}", "{{ filled_on|formal }}"], []),
    ("/total_wan", ["{{ total_wan }}", "{{ total_wan|capital }}"], []),
    ("/divisions", ["{{ divisions }}", "{%p for division in divisions %}\n{{ division }}\n{%p endfor %}"], None),
    ("/contact/phone", ["{{ contact.phone }}"], []),
    ("/lines/*/item", ["{{ each.item }}"], ["{{ each.item|merged }}"]),
    ("/lines/*/tools/*/title", ["{{ tool.title }}"], ["{{ tool.title|merged }}"]),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "tags", "others"), TAGS)
def test_tags_fit_the_kind(tmp_path: Path, pointer: str, tags: list[str], others: list[str] | None) -> None:
    """Each kind has its words; rows are called as the present template calls them."""
    line = lines(sheet(garden(tmp_path, "{% for each in lines %}{{ each.item }}{% endfor %}")))[pointer]

    assert tags == [tag.text for tag in line.tags]
    assert others is None or others == [tag.text for tag in line.others]


def test_a_table_has_a_loop(tmp_path: Path) -> None:
    """Its first row begins it, its last ends it; without a template the rows have the usual name."""
    found = lines(sheet(garden(tmp_path, "空")))

    assert ["{%tr for line in lines %}", "{%tr endfor %}"] == [tag.text for tag in found["/lines"].loop or ()]
    assert "{%tr for tool in line.tools %}" == (found["/lines/*/tools"].loop or ())[0].text
    assert None is found["/contact"].loop


FACTS = [
    ("/doc_type", "单行文字", ("固定为“garden”",), "没有模板打印"),
    ("/name", "单行文字", ("必填",), "印在 garden.docx"),
    ("/works", "多选", ("选填",), "没有模板打印"),
    ("/remark", "多行文字", ("“是否涉密”是“否”时才问", "必填"), "没有模板打印"),
    ("/total_wan", "金额（万元）", ("必填", "单位：万元"), "没有模板打印"),
    ("/divisions", "行政区划，可以有几项", ("选填",), "没有模板打印"),
    ("/contact", "一组题目", ("必填",), ""),
    ("/lines", "表格", ("必填", "至少 1 行"), "印在 garden.docx，每一行叫 each"),
    ("/lines/*/seq", "行号", ("由系统编号",), "没有模板打印"),
]


@pytest.mark.parametrize(("pointer", "kind", "facts", "printed"), FACTS)
def test_a_line_says_what_is_asked(
    tmp_path: Path, pointer: str, kind: str, facts: tuple[str, ...], printed: str
) -> None:
    """Kind, when it is answered, unit and limits, and which template prints it."""
    entry = garden(tmp_path, "{{ name }}{% for each in lines %}{{ each.item }}{% endfor %}")
    line = lines(sheet(entry))[pointer]

    assert (kind, facts, printed) == (line.kind, line.facts, line.printed)


def test_limits_are_those_of_the_question() -> None:
    """Of letters, of numbers, of rows; what is computed has none."""
    found = lines(sheet(CATALOGUE["declaration"]))
    said = {pointer: "；".join(line.facts) for pointer, line in found.items()}

    assert "必填；至少 100 个字；最多 3000 个字" == said["/background_and_necessity"]
    assert "必填；大于 0" == said["/budget/lines/*/quantity"]
    assert "必填；最多 40 个字；不得重复" == said["/budget/lines/*/line_no"]
    assert "由系统算出；单位：万元" == said["/budget/total_wan"]
    assert "“建设性质”是“升级改造”时才问；必填" == said["/project/previous_project"]


def test_fixed_texts_have_a_tag() -> None:
    """The text that is printed, and the tag that prints it."""
    constants = {tag.text: text for text, tag in sheet(CATALOGUE["declaration"]).constants}

    assert constants["{{ commitment_text }}"] == CATALOGUE["declaration"].fields.constants["commitment_text"]


def test_a_template_that_is_wrong_has_a_sheet(tmp_path: Path) -> None:
    """A sheet is wanted most where a tag is wrong."""
    found = lines(sheet(garden(tmp_path, "{{ nothing }}{{ name }}")))

    assert "印在 garden.docx" == found["/name"].printed


def test_new_form_needs_no_registration(catalogue: Catalogue) -> None:
    """A chapter lists the forms there are, and has a page for each."""
    chapters = Handbook(catalogue, WEB).chapters

    assert {
        SHEETS: [SHEETS, "maintainers/fields/tiny.md"],
        MESSAGES: [MESSAGES, "maintainers/messages/tiny.md"],
    } == {path: [page.path for page in pages] for path, pages in chapters.items()}
    assert all("[茶园小表](tiny.md)" in pages[0].markdown for pages in chapters.values())


@pytest.mark.parametrize("chapter", ["fields", "messages"])
def test_pages_are_found_and_read_by_everybody(page: Page, chapter: str) -> None:
    """From the maintainers' page through the navigation; axe finds nothing, also where all is unfolded."""
    page.goto("/maintainers/")
    page.locator(f'.md-nav--primary a[href$="{chapter}/declaration/"]').evaluate("link => link.click()")
    page.wait_for_url(f"**/maintainers/{chapter}/declaration/")
    page.evaluate("document.querySelectorAll('article details').forEach(each => { each.open = true; })")

    assert violations(page) == []


@pytest.mark.parametrize("chapter", ["fields", "messages"])
def test_pages_fit_a_narrow_screen(narrow: Page, chapter: str) -> None:
    """At 390 px nothing stands out sideways, all unfolded."""
    narrow.goto(f"/maintainers/{chapter}/declaration/")
    narrow.evaluate("document.querySelectorAll('article details').forEach(each => { each.open = true; })")

    assert overflow(narrow) == []


def test_a_button_copies_the_tag(page: Page) -> None:
    """As plain text, so that in Word it takes the look of where it is pasted."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/maintainers/fields/declaration/")
    tag = page.locator(".wb-copy pre", has_text=re.compile(r"^\{%tr for \w+ in budget\.lines %\}$"))

    tag.locator("button").click()

    expect(page.locator(".md-dialog")).to_contain_text("已复制")
    assert re.fullmatch(
        r"\{%tr for \w+ in budget\.lines %\}", page.evaluate("navigator.clipboard.readText()")
    )
