"""A clipboard in the browser: cells as Excel and WPS copy them, and the dialog that takes them into a table."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import question

# As Excel copies: tabs between cells, CRLF after each row.
SHEET = (
    "序号\t费用序号\t费用类别\t费用名称\t数量\t计量单位\t单价(万元)\t金额（万元）\t备注\r\n"
    "1\tL01\tA1\t茶园管护子系统\t５９\t人月\t2.00\t118.00\t甲\r\n"
    "2\tL02\t应用软件开发费\t质量追溯子系统\t1\t项\t1,234.50\t1,234.50\t乙\r\n"
)


def to_clipboard(page: Page, **kinds: str) -> None:
    """What another program has copied, by kind: plain text, html."""
    page.evaluate(
        """kinds => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(
            Object.entries(kinds).map(([kind, text]) => [`text/${kind}`, new Blob([text], {type: `text/${kind}`})])
        ))])""",
        kinds,
    )


def paste(page: Page, pointer: str, text: str) -> Locator:
    """Opens a table's dialog and pastes with the keys; the dialog."""
    to_clipboard(page, plain=text)
    question(page, pointer).get_by_role("button", name="从 Excel 粘贴").click()
    dialog = page.locator("dialog")
    expect(dialog.get_by_label("粘贴处")).to_be_focused()
    page.keyboard.press("Control+V")
    return dialog


def checked(dialog: Locator) -> Locator:
    """Waits for the check; the button that takes the rows over."""
    button = dialog.get_by_role("button", name="填入")
    expect(button).to_be_enabled()
    return button


def take(dialog: Locator) -> None:
    """Takes the rows over once they have been checked."""
    checked(dialog).click()
    expect(dialog).to_have_count(0)


def column(page: Page, pointer: str, name: str) -> list[str]:
    """What stands in a column of the page's table, from top to bottom."""
    return [
        box.input_value() for box in page.locator(f'#wb-form [name^="{pointer}/"][name$="/{name}"]').all()
    ]


def cells(dialog: Locator) -> list[list[str]]:
    """The preview's cells, with what is said of them."""
    return [line.locator("td").all_inner_texts() for line in dialog.locator("tbody tr").all()]
