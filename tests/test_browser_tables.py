"""Tables in a real browser: rows pasted from Excel and WPS, and copied out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.tools.hand import box, open_form, overflow, put, question, saved, step_to, violations
from tests.tools.pasting import SHEET, cells, checked, column, paste, take, to_clipboard

if TYPE_CHECKING:
    pass

pytest_plugins = ["tests.tools.browser"]

LINES = "/budget/lines"
RISKS = [{"risk": "一"}, {"risk": "二"}, {"risk": "三"}]


@pytest.fixture(autouse=True)
def clipboard(context: BrowserContext) -> None:
    """Pages may use the clipboard, as a person's keys may."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])


def test_pasted_rows_are_recognised_by_their_header(page: Page) -> None:
    """Extra, missing and computed columns, thousands marks, full-width digits, options by code or words."""
    open_form(page)

    dialog = paste(page, LINES, SHEET)

    expect(dialog.get_by_role("status")).to_have_text("共 2 行。没有粘贴这些列：测算依据。没有发现错误。")
    shown = ["", "L02", "A1 应用软件开发费", "质量追溯子系统", "1", "项", "1234.50", "", ""]
    assert cells(dialog)[1] == shown
    take(dialog)
    assert column(page, LINES, "line_no") == ["L01", "L02"]
    assert column(page, LINES, "category") == ["A1", "A1"]
    assert column(page, LINES, "quantity") == ["59", "1"]
    assert column(page, LINES, "unit_price_wan") == ["2.00", "1234.50"]
    expect(box(page, f"{LINES}/0/line_no")).to_be_focused()
    expect(page.locator(f'output[data-pointer="{LINES}/1/amount_wan"]')).to_have_text("1234.50")


def test_a_header_with_few_known_names_is_one(page: Page) -> None:
    """Words above numbers are a header, though most of its names are others than the form's: no row is made of it."""
    open_form(page)

    dialog = paste(
        page, LINES, "序号\t类别\t名称\t规格\t数量\n1\t硬件\t服务器\t台式\t2\n2\t硬件\t存储\t台式\t1\n"
    )

    expect(dialog.get_by_label("第一行是表头")).to_be_checked()
    expect(dialog.get_by_role("status")).to_contain_text("共 2 行")


def test_rows_without_a_header_are_taken_by_their_place(page: Page) -> None:
    """The columns that are asked for, in the page's order; another place is chosen by hand."""
    open_form(page)

    dialog = paste(page, "/risks", "滞后\t补贴\r\n断网\t备份\r\n")
    checked(dialog)
    expect(dialog.get_by_label("第一行是表头")).not_to_be_checked()
    assert cells(dialog) == [["滞后", "补贴"], ["断网", "备份"]]
    dialog.get_by_label("第 1 列填入哪一项").select_option("应对措施")
    expect(dialog.get_by_label("第 2 列填入哪一项")).to_have_value("0")
    dialog.get_by_label("第 2 列填入哪一项").select_option("风险")
    take(dialog)

    assert column(page, "/risks", "risk") == ["补贴", "备份"]
    assert column(page, "/risks", "measure") == ["滞后", "断网"]


def test_bad_cells_are_shown_before_anything_is_taken(page: Page) -> None:
    """The functions' own messages stand at their cells; what is no option is left blank, the rest can be corrected."""
    open_form(page)

    dialog = paste(page, LINES, "L01\tZ9\t管护\t-3\t项\t二\r\nL02\tA1\t追溯\t1\t项\t2.00")

    checked(dialog)
    first, second = dialog.locator("tbody tr").all()
    expect(first.locator("td").nth(1)).to_contain_text("费用类别请从这些选项中选一项")
    expect(first.locator("td").nth(1)).to_contain_text("填入后此格留空，请再选")
    expect(first.locator("td").nth(3)).to_contain_text("数量应当大于 0")
    expect(first.locator("td").nth(5)).to_contain_text("单价应当只写数字，不带单位和千位分隔符")
    expect(second.locator(".wb-error")).to_have_count(0)
    expect(dialog.get_by_role("status")).to_contain_text("有 3 处有误")
    assert column(page, LINES, "line_no") == [""]
    dialog.get_by_label("只看有误的行").check()
    expect(second).to_be_hidden()
    take(dialog)
    assert column(page, LINES, "category") == ["", "A1"]
    expect(box(page, f"{LINES}/0/quantity")).to_have_value("-3")
    expect(question(page, f"{LINES}/0/quantity").locator(".wb-error")).to_have_text("数量应当大于 0")


def test_cancelled_paste_changes_nothing(page: Page) -> None:
    """Neither the answers nor the number of rows nor the focus."""
    open_form(page)
    put(page, "/risks", RISKS)

    dialog = paste(page, "/risks", "四\r\n五")
    checked(dialog)
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(question(page, "/risks").get_by_role("button", name="从 Excel 粘贴")).to_be_focused()
    assert column(page, "/risks", "risk") == ["一", "二", "三"]


def test_pasted_rows_follow_the_filled_ones_and_can_be_taken_back(page: Page) -> None:
    """Blank rows at the end give way; one step back brings everything as it was."""
    open_form(page)
    put(page, "/risks", [*RISKS, {"measure": ""}])

    take(paste(page, "/risks", "四\t补\r\n五\t备"))

    assert column(page, "/risks", "risk") == ["一", "二", "三", "四", "五"]
    expect(page.locator("#wb-announce")).to_have_text("风险已填入 2 行。")
    saved(page)
    question(page, "/risks").get_by_role("button", name="撤销填入").click()
    assert column(page, "/risks", "risk") == ["一", "二", "三", ""]
    saved(page)
    page.reload()
    expect(page.locator("form[data-ready]")).to_be_attached()
    assert column(page, "/risks", "risk") == ["一", "二", "三"]


def test_pasted_rows_replace_the_present_ones(page: Page) -> None:
    """The rows go, and come back with their radio buttons when the step is taken back."""
    open_form(page)
    pointer = "/platform/reused_components"
    put(page, pointer, [{"name": "甲", "reused": True}, {"name": "乙", "reused": False}])
    table = question(page, pointer)

    dialog = paste(page, pointer, "组件名称\t是否复用\r\n丙\t否")
    dialog.get_by_label("替换现有各行").check()
    take(dialog)

    assert column(page, pointer, "name") == ["丙"]
    expect(page.locator(f'[name="{pointer}/0/reused"]:checked')).to_have_value("false")
    table.get_by_role("button", name="撤销填入").click()
    assert column(page, pointer, "name") == ["甲", "乙"]
    expect(page.locator(f'[name="{pointer}/0/reused"]:checked')).to_have_value("true")
    expect(page.locator(f'[name="{pointer}/1/reused"]:checked')).to_have_value("false")


def test_cells_pasted_into_a_field_open_the_dialog(page: Page) -> None:
    """Neither one field gets them all, nor is anything lost; the first cell belongs to the field."""
    open_form(page)
    to_clipboard(page, plain="补贴\r\n备份")
    box(page, "/risks/0/measure").or_(
        question(page, "/risks").get_by_role("button", name="添加一行")
    ).first.click()
    box(page, "/risks/0/measure").focus()

    page.keyboard.press("Control+V")

    dialog = page.locator("dialog")
    expect(dialog.get_by_label("第 1 列填入哪一项")).to_have_value("2")
    take(dialog)
    assert column(page, "/risks", "measure") == ["补贴", "备份"]
    to_clipboard(page, plain="一格\r\n")
    box(page, "/risks/0/risk").focus()
    page.keyboard.press("Control+V")
    expect(box(page, "/risks/0/risk")).to_have_value("一格")


def test_lists_in_rows_and_lists_alone_are_pasted(page: Page) -> None:
    """Several answers in one cell are separated by marks; a column pasted into a list gives one answer a row."""
    open_form(page)
    put(page, "/project/is_province_city_linked", True)

    take(paste(page, "/construction_content", "建设内容\t对应费用序号\r\n管护\tL01、L02，L03"))
    question(page, "/project/linked_divisions").get_by_role("button", name="添加一行").click()
    to_clipboard(page, plain="合肥市\r\n340200\r\n")
    page.keyboard.press("Control+V")
    take(page.locator("dialog"))

    numbers = page.locator('[name^="/construction_content/0/budget_lines/"]')
    assert [number.input_value() for number in numbers.all()] == ["L01", "L02", "L03"]
    divisions = page.locator('[name^="/project/linked_divisions/"]')
    assert [division.input_value() for division in divisions.all()] == ["340100", "340200"]


def test_amounts_in_another_unit_are_not_taken(page: Page) -> None:
    """元 in a column of 万元 would be ten thousand times too much."""
    open_form(page)

    dialog = paste(page, "/budget/year_plan", "年度\t金额（元）\r\n2024\t3200000\r\n合计\t3200000")

    expect(dialog.locator("thead")).to_contain_text("单位与本表的“万元”不同，请换算后再粘贴")
    expect(dialog.get_by_role("status")).to_contain_text(
        "共 1 行。合计行没有取。没有粘贴这些列：金额（必填）。"
    )
    take(dialog)
    assert column(page, "/budget/year_plan", "amount_wan") == [""]


def test_copied_table_pastes_as_the_same_rows(page: Page) -> None:
    """Options in words, line breaks, quotes and lists come back as they were; computed columns are passed over."""
    open_form(page)
    rows: list[dict[str, Any]] = [
        {"name": "“甲”", "description": '一行\n\n二行 "引号"', "budget_lines": ["L01", "L02"]},
        {"name": '"乙"', "description": "丙"},
    ]
    put(page, "/construction_content", rows)
    put(page, LINES, [{"line_no": "L01", "category": "A2", "quantity": "1,0", "unit_price_wan": "2.00"}])

    for pointer in (LINES, "/construction_content"):
        table = question(page, pointer)
        before = page.locator(f'[name^="{pointer}/"]').evaluate_all(
            "all => all.map((one) => [one.name, one.value])"
        )
        table.locator("> [data-do=copy]").click()
        expect(page.locator("#wb-announce")).to_contain_text("可以在 Excel 或 WPS 表格里粘贴。")
        table.locator("> [data-do=paste]").click()
        dialog = page.locator("dialog")
        expect(dialog.get_by_label("粘贴处")).to_be_focused()
        page.keyboard.press("Control+V")
        checked(dialog)
        dialog.get_by_label("替换现有各行").check()
        expect(dialog.get_by_label("第一行是表头")).to_be_checked()
        take(dialog)
        after = page.locator(f'[name^="{pointer}/"]').evaluate_all(
            "all => all.map((one) => [one.name, one.value])"
        )
        assert after == before
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        '建设内容\t说明\t对应费用序号\r\n“甲”\t"一行\n\n二行 ""引号"""\tL01、L02\r\n"乙"\t'
    )


def test_pasted_html_is_text_or_nothing(page: Page) -> None:
    """Markup on the clipboard is ignored, markup as text stays text, a picture or markup alone is said."""
    open_form(page)
    question(page, "/risks").get_by_role("button", name="从 Excel 粘贴").click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_label("粘贴处")).to_be_focused()

    to_clipboard(page, html="<table><tr><td>甲</td></tr></table>")
    page.keyboard.press("Control+V")
    expect(dialog.get_by_role("status")).to_contain_text("剪贴板里没有文字")
    to_clipboard(page, plain='<img src=x onerror="alert(1)">\t<b>补</b>', html="<b>别的</b>")
    page.keyboard.press("Control+V")
    take(dialog)

    assert column(page, "/risks", "risk") == ['<img src=x onerror="alert(1)">']
    assert column(page, "/risks", "measure") == ["<b>补</b>"]


def test_five_thousand_rows_are_refused_before_anything_changes(page: Page) -> None:
    """The dialog says how many a table may have, and the table stays as it was."""
    open_form(page)
    put(page, "/risks", RISKS)

    dialog = paste(page, "/risks", "\r\n".join(f"风险{number}" for number in range(5000)))

    expect(dialog.get_by_role("status")).to_have_text(
        "有 5000 行，一张表最多 2000 行，没有填入。请减少行数后再粘贴。"
    )
    expect(dialog.get_by_role("button", name="填入")).to_be_disabled()
    page.keyboard.press("Escape")
    assert column(page, "/risks", "risk") == ["一", "二", "三"]


def test_nothing_is_taken_while_the_service_is_away(page: Page) -> None:
    """What has not been checked is not taken over; the next try may find the service back."""
    open_form(page)
    page.route("**/api/**", lambda route: route.abort())

    dialog = paste(page, "/risks", "四")
    expect(dialog.get_by_role("status")).to_contain_text("暂时连不上服务")
    expect(dialog.get_by_role("button", name="填入")).to_be_disabled()
    page.unroute("**/api/**")
    dialog.get_by_role("button", name="重新检查").click()

    take(dialog)
    assert column(page, "/risks", "risk") == ["四"]


def test_dialog_with_errors_is_accessible(page: Page, narrow: Page) -> None:
    """axe finds nothing, on a wide and on a narrow screen, and the page is not wider than the screen."""
    narrow.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for window in (page, narrow):
        open_form(window)
        step_to(window, LINES)
        dialog = paste(window, LINES, SHEET + "\tL02\tZ9\t管护\t-3")
        checked(dialog)

        assert violations(window) == []
        assert overflow(window) == []
