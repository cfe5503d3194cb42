"""打开已有文书 in a real browser: a Word file becomes a draft again, and what was typed over is asked about."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.tools.hand import (
    box,
    choose,
    open_form,
    overflow,
    put,
    question,
    render,
    saved,
    violations,
)
from tests.tools.papers import edited, made, without_answers
from tests.tools.papers import saved as file

pytest_plugins = ["tests.tools.browser"]

NAME = "皖美茶园数字管护与质量追溯场景应用项目"
OPEN = "打开已有文书"
TYPED_OVER = {"19900000003": "１２３", "陆雨前": "陆明前", "未重复申报": "基本未重复申报", "486.00": "487.00"}


@pytest.fixture(scope="module")
def document() -> bytes:
    """The sample's declaration."""
    return made("declaration")


@pytest.fixture
def touched(tmp_path: Path, document: bytes) -> Path:
    """The same after somebody changed names and figures, a sum among them, and the commitment in Word."""
    return file(tmp_path, "改过的申报书", edited(document, TYPED_OVER))


def asked(page: Page) -> Locator:
    """The dialog about a document, open."""
    dialog = page.locator("dialog.wb-changes[open]")
    expect(dialog).to_be_visible()
    return dialog


def test_document_opens_complete_as_a_new_draft(page: Page, tmp_path: Path, document: bytes) -> None:
    """The document made of the opened draft has the same answers; the draft that was there stays in the list."""
    open_form(page)
    put(page, "/project/name", "另一个项目")
    saved(page)

    choose(page, OPEN, file(tmp_path, "申报书", document))
    expect(box(page, "/project/name")).to_have_value(NAME)
    expect(page.locator("#wb-opened")).to_contain_text("这份草稿从“申报书.docx”打开。")
    expect(page.locator("#wb-count")).to_contain_text(f"2 份草稿，现在打开的是“{NAME}”")
    with page.expect_download() as download:
        render(page)

    assert document == Path(download.value.path()).read_bytes()


def test_changes_made_by_hand_are_taken_over_one_by_one(page: Page, touched: Path) -> None:
    """Each is told with both values; what was chosen goes into the draft, where the rules judge it."""
    open_form(page)
    choose(page, OPEN, touched)
    dialog = asked(page)
    expect(dialog.get_by_role("checkbox")).to_have_count(4)
    expect(dialog.get_by_text("手机：生成时 19900000003，现为 １２３")).to_be_visible()
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()

    dialog.get_by_role("checkbox", name="陆雨前").uncheck()
    dialog.get_by_role("button", name="打开").click()

    expect(page.locator("#wb-opened")).to_contain_text("生成后改动的 4 项填报内容，带入了 3 项")
    expect(box(page, "/contact/name")).to_have_value("陆雨前")
    expect(box(page, "/contact/mobile")).to_have_value("123")
    expect(question(page, "/contact/mobile").locator(".wb-error")).to_contain_text("11 位")


def test_all_or_none(page: Page, touched: Path) -> None:
    """Two buttons set every choice; with none, the answers are those of the making."""
    open_form(page)
    choose(page, OPEN, touched)
    dialog = asked(page)
    dialog.get_by_role("button", name="全部不带入").click()
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(0)
    dialog.get_by_role("button", name="全部带入").click()
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(4)

    dialog.get_by_role("button", name="全部不带入").click()
    dialog.get_by_role("button", name="打开").click()

    expect(box(page, "/contact/mobile")).to_have_value("19900000003")


def test_what_cannot_be_taken_over_is_only_told(page: Page, touched: Path) -> None:
    """A sum that the form works out, and fixed text with what differs marked, each by its place, without a choice."""
    open_form(page)
    choose(page, OPEN, touched)
    dialog = asked(page)

    total = dialog.get_by_role("listitem").filter(has_text="总投资：生成时 486.00，现为 487.00")
    expect(total).to_contain_text("正文")
    commitment = dialog.get_by_role("listitem").filter(has_text="未重复申报")
    expect(commitment.locator("mark")).to_have_text("基本")
    expect(commitment.locator(".wb-where")).to_contain_text("承诺")
    expect(dialog.locator("li input")).to_have_count(0)


def test_dialog_leaves_everything_as_it_was(page: Page, touched: Path) -> None:
    """Escape opens nothing and gives the focus back; axe finds nothing wrong with the dialog."""
    open_form(page)
    put(page, "/project/name", "另一个项目")
    choose(page, OPEN, touched)
    asked(page)
    assert violations(page) == []

    page.keyboard.press("Escape")

    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name=OPEN)).to_be_focused()
    expect(box(page, "/project/name")).to_have_value("另一个项目")


def test_dialog_fits_a_narrow_screen(narrow: Page, touched: Path) -> None:
    """At 390 px nothing stands out sideways, in the dialog and after it."""
    open_form(narrow)
    choose(narrow, OPEN, touched)
    dialog = asked(narrow)
    assert violations(narrow) == []
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")

    dialog.get_by_role("button", name="打开").click()

    expect(narrow.locator("#wb-opened")).to_be_visible()
    assert overflow(narrow) == []


def test_document_of_another_form_opens_on_its_page(page: Page, tmp_path: Path) -> None:
    """By a link; nothing of it is in the address, and this page's draft stays."""
    open_form(page)
    put(page, "/project/name", "另一个项目")
    choose(page, OPEN, file(tmp_path, "变更", made("change_application")))

    asked(page).get_by_role("link", name="打开政务信息化项目变更申请书").click()

    page.wait_for_url("**/forms/change_application/?draft=*")
    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(page.locator("#wb-opened")).to_contain_text("“变更.docx”")
    expect(box(page, "/doc_id")).to_have_value("D12-DEMO-0001")
    expect(page.locator("#wb-done")).to_have_text("：11 节中已齐 11 节")
    assert len(page.url) < 120
    open_form(page)
    expect(box(page, "/project/name")).to_have_value("另一个项目")


def test_answers_thrown_away_are_recovered_from_the_text(page: Page, tmp_path: Path, document: bytes) -> None:
    """The draft says so until somebody has taken note, also after a reload."""
    open_form(page)
    choose(page, OPEN, file(tmp_path, "另存", without_answers(document)))
    asked_or_opened = page.locator("dialog.wb-changes[open], #wb-opened")
    expect(asked_or_opened).to_be_visible()
    if page.locator("dialog.wb-changes[open]").is_visible():
        asked(page).get_by_role("button", name="打开").click()
    expect(page.locator("#wb-opened")).to_contain_text("从文书正文恢复")
    expect(box(page, "/project/name")).to_have_value(NAME)
    saved(page)

    page.reload()
    expect(page.locator("#wb-opened")).to_contain_text("从文书正文恢复")
    page.get_by_role("button", name="知道了").click()
    expect(page.locator("#wb-opened")).to_have_count(0)
    expect(page.get_by_role("button", name=OPEN)).to_be_focused()
    saved(page)
    page.reload()

    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(page.locator("#wb-opened")).to_have_count(0)


def test_foreign_file_is_refused_in_the_functions_words(page: Page, tmp_path: Path) -> None:
    """The summary has the focus; the page is as it was."""
    open_form(page)
    put(page, "/project/name", "另一个项目")

    choose(page, OPEN, file(tmp_path, "改名的", b"%PDF-1.7 not a Word file"))

    summary = page.locator("#wb-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("没有打开文书，本页没有改变")
    expect(summary.locator("li")).to_contain_text("“改名的.docx”：")
    expect(summary.locator("li")).to_contain_text("PDF")
    expect(box(page, "/project/name")).to_have_value("另一个项目")


def test_file_can_be_dropped(page: Page, document: bytes) -> None:
    """Anywhere on the page; two at once are too many."""
    open_form(page)
    drop = """([bytes, names]) => {
        const transfer = new DataTransfer();
        for (const name of names) transfer.items.add(new File([new Uint8Array(bytes)], name));
        document.querySelector("h1").dispatchEvent(
            new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
    }"""

    page.evaluate(drop, [list(document), ["一.docx", "二.docx"]])
    expect(page.locator("#wb-summary")).to_contain_text("一次打开一份文书")
    page.evaluate(drop, [list(document), ["一.docx"]])

    expect(box(page, "/project/name")).to_have_value(NAME)


def test_service_away_when_opening(page: Page, tmp_path: Path, document: bytes) -> None:
    """Nothing is opened, and the page says why."""
    open_form(page)
    page.route("**/api/read", lambda route: route.abort())

    choose(page, OPEN, file(tmp_path, "申报书", document))

    expect(page.locator("#wb-summary")).to_contain_text("暂时连不上服务")
    expect(box(page, "/project/name")).to_have_value("")


def test_document_without_answers_is_made_on_demand(page: Page, tmp_path: Path, document: bytes) -> None:
    """It looks the same; opened again, its answers can only be recovered. Ticking the box is no change of the draft."""
    open_form(page)
    choose(page, OPEN, file(tmp_path, "申报书", document))
    expect(page.locator("#wb-opened")).to_be_visible()
    saved(page)

    page.get_by_role("checkbox", name="文件里不附带填报数据").check()
    expect(page.locator("#wb-status[data-saved=true]")).to_be_attached()
    with page.expect_download() as download:
        render(page)
    bare = Path(download.value.path()).read_bytes()

    assert b"urn:wenbiao:answers" in b"".join(members(document))
    assert b"urn:wenbiao:answers" not in b"".join(members(bare))
    choose(page, OPEN, file(tmp_path, "不带数据", bare))
    expect(page.locator("#wb-opened")).to_contain_text("从文书正文恢复")


def members(document: bytes) -> list[bytes]:
    """The content of every member of a package."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return [package.read(name) for name in package.namelist()]
