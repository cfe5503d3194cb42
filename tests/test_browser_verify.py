"""核验文书 in a real browser: many documents at once, what was changed by hand, two side by side, the summary."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.tools.hand import LIFE, choose, overflow, violations
from tests.tools.papers import edited, made, saved, without_answers

pytest_plugins = ["tests.tools.browser"]

NAME = "皖美茶园数字管护与质量追溯场景应用项目"
FILES = "选择文书"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A reviewer's folder: four documents of one project, one of them edited, one recovered, and two that are none."""
    folder = tmp_path_factory.mktemp("报送")
    for form in LIFE:
        saved(folder, form, made(form))
    declaration = made("declaration")
    saved(folder, "改过的", edited(declaration, {"陆雨前": "陆明前", "未重复申报": "基本未重复申报"}))
    saved(folder, "另存的", without_answers(declaration))
    saved(
        folder,
        "第二稿",
        made("declaration", {"/contact/name": "谷雨", "/risks/-": {"risk": "霜冻", "measure": "覆盖防霜网"}}),
    )
    saved(folder, "坏的", b"PK\x03\x04 broken")
    (folder / "说明.txt").write_text("不是文书", "utf-8")
    return folder


def open_desk(page: Page) -> None:
    page.goto("/verify/")
    expect(page.locator("#wb-verify[data-ready]")).to_be_attached()


def read(page: Page, folder: Path, *names: str) -> None:
    """The reviewer's page, these documents read."""
    open_desk(page)
    choose(page, FILES, *(folder / f"{name}.docx" for name in names))
    expect(said(page)).to_contain_text(f"读完：表中共 {len(names)} 份")


def said(page: Page) -> Locator:
    return page.locator("#wb-said")


def row(page: Page, name: str) -> Locator:
    return page.locator(f'tr[data-file="{name}.docx"]')


def cells(page: Page, name: str) -> dict[str, str]:
    """What the row of a document says, by column."""
    found = row(page, name).locator("td[data-label]")
    return {
        one.get_attribute("data-label") or "": one.locator("span").first.inner_text() for one in found.all()
    }


def test_each_document_is_a_row(page: Page, folder: Path) -> None:
    """With what a reviewer looks at first; a file that is none never stops the rest, and says why."""
    read(page, folder, *LIFE, "改过的", "另存的", "坏的")

    expect(said(page)).to_contain_text("1 份没有读成")
    assert {
        "文书": "省级政务信息化项目年度计划申报书",
        "项目": NAME,
        "单位": "安徽省茶事管理局（虚构）",
        "金额": "486.00",
        "问题": "没有",
        "改动": "没有改动",
        "签名": "没有签名",
        "版本": "1.0",
    } == cells(page, "declaration")
    assert "452.60" == cells(page, "self_evaluation")["金额"]
    assert "改动 2 处" == cells(page, "改过的")["改动"]
    assert cells(page, "另存的")["改动"].startswith("从文书正文恢复")
    expect(row(page, "坏的").locator(".wb-error")).not_to_be_empty()
    assert violations(page) == []


def test_details_of_an_edited_document(page: Page, folder: Path) -> None:
    """Every change with both values and its place; Escape leads back to the row."""
    read(page, folder, "改过的")
    row(page, "改过的").get_by_role("button", name="详情").click()
    dialog = page.get_by_role("dialog", name="改过的.docx")
    expect(dialog).to_contain_text("姓名：生成时 陆雨前，现为 陆明前")
    expect(dialog.locator("mark")).to_have_text("基本")
    expect(dialog).to_contain_text("没有签名")

    dialog.get_by_text("生成时的全部内容").click()
    expect(dialog.locator("details dt").first).to_be_visible()
    expect(dialog.locator("details dl")).to_contain_text("费用明细第 1 行：费用名称")
    assert violations(page) == []
    page.keyboard.press("Escape")

    expect(row(page, "改过的").get_by_role("button", name="详情")).to_be_focused()


def test_two_documents_side_by_side(page: Page, folder: Path) -> None:
    """Only what differs: an answer, and a row that only one of them has."""
    read(page, folder, "declaration", "第二稿")
    page.get_by_role("button", name="比较选中的两份").click()
    expect(said(page)).to_contain_text("现在选中了 0 份")

    for name in ("declaration", "第二稿"):
        row(page, name).get_by_role("checkbox").check()
    page.get_by_role("button", name="比较选中的两份").click()

    lines = page.locator("dialog[open]").locator("tbody tr")
    expect(lines).to_have_count(2)
    expect(lines.first.locator("td")).to_have_text(["陆雨前", "谷雨"])
    expect(lines.last.locator("th")).to_contain_text("只在“第二稿.docx”里")
    expect(lines.last.locator("td")).to_have_text(["（没有这一行）", "霜冻；覆盖防霜网"])
    assert violations(page) == []


def test_summary_is_a_workbook(page: Page, folder: Path) -> None:
    """Of all documents that were read, each with its file's name."""
    read(page, folder, "declaration", "改过的", "坏的")

    with page.expect_download() as download:
        page.get_by_role("button", name="导出汇总表").click()

    assert download.value.suggested_filename.endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes())) as package:
        text = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    for words in (NAME, "declaration.docx", "改过的.docx"):
        assert words in text
    expect(said(page)).to_contain_text("汇总表已导出，共 2 份")


def test_reading_can_be_stopped_and_taken_up_again(page: Page, folder: Path) -> None:
    """What has not come by then is not read; each can be read again."""
    open_desk(page)
    held: list[Route] = []
    page.route("**/api/read", lambda route: held.append(route))  # noqa: PLW0108  # Playwright refuses a builtin
    choose(page, FILES, *(folder / f"{form}.docx" for form in LIFE))
    expect(page.locator("#wb-read-count")).to_have_text("已读 0 份，共 4 份")
    expect(page.locator('tr[data-state="reading"]')).to_have_count(3)

    page.get_by_role("button", name="停止读取").click()
    expect(said(page)).to_contain_text("4 份没有读取")
    page.unroute("**/api/read")
    row(page, "declaration").get_by_role("button", name="重新读取").click()

    expect(row(page, "declaration")).to_contain_text(NAME)
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.locator("tr[data-file]")).to_have_count(0)
    expect(page.get_by_role("button", name=FILES)).to_be_focused()


def test_service_away_while_reading(page: Page, folder: Path) -> None:
    """The rows say so, and the next try reads."""
    open_desk(page)
    page.route("**/api/read", lambda route: route.abort())
    choose(page, FILES, folder / "declaration.docx")
    expect(row(page, "declaration")).to_contain_text("暂时连不上服务")

    page.unroute("**/api/read")
    row(page, "declaration").get_by_role("button", name="重新读取").click()

    expect(row(page, "declaration")).to_contain_text(NAME)


def test_folder_is_read_without_what_is_no_document(page: Page, folder: Path) -> None:
    """The same documents chosen again are not counted twice."""
    open_desk(page)
    choose(page, "选择文件夹", folder)
    expect(said(page)).to_contain_text("读完：表中共 8 份")

    choose(page, "选择文件夹", folder)

    expect(said(page)).to_contain_text("份已在表中")
    expect(page.locator("tr[data-file]")).to_have_count(8)


def test_documents_can_be_dropped(page: Page, folder: Path) -> None:
    """Anywhere on the page, several at once."""
    open_desk(page)
    files = [
        [f"{name}.docx", list((folder / f"{name}.docx").read_bytes())] for name in ("declaration", "坏的")
    ]

    page.evaluate(
        """files => {
            const transfer = new DataTransfer();
            for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
            document.querySelector("h1").dispatchEvent(
                new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
        }""",
        files,
    )

    expect(row(page, "declaration")).to_contain_text(NAME)
    expect(said(page)).to_have_text("读完：表中共 2 份，1 份没有读成。")


def test_narrow_screen(narrow: Page, folder: Path) -> None:
    """At 390 px the rows are cards; nothing stands out sideways, in the details and side by side either."""
    read(narrow, folder, "declaration", "第二稿", "改过的", "坏的")
    assert overflow(narrow) == []
    assert violations(narrow) == []
    row(narrow, "改过的").get_by_role("button", name="详情").click()
    dialog = narrow.locator("dialog[open]")
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    narrow.keyboard.press("Escape")
    for name in ("declaration", "第二稿"):
        row(narrow, name).get_by_role("checkbox").check()

    narrow.get_by_role("button", name="比较选中的两份").click()

    expect(dialog.locator("tbody tr")).to_have_count(2)
    assert dialog.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert violations(narrow) == []


def test_without_scripts_the_page_names_the_command(plain: Page) -> None:
    """And shows nothing that would not work."""
    plain.goto("/verify/")

    expect(plain.locator("#wb-verify .wb-note")).to_contain_text("wenbiao read")
    expect(plain.get_by_role("button", name=FILES)).to_be_hidden()


def test_home_page_leads_there(page: Page) -> None:
    """In its text, and in the navigation of every page."""
    page.goto("/")
    page.get_by_role("article").get_by_role("link", name="核验文书").click()

    page.wait_for_url("**/verify/")
    expect(page.get_by_role("navigation").get_by_role("link", name="核验文书").first).to_be_attached()
