"""Drafts of an older form whose answers the functions bring up to date, in a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import ANSWERS, small_project
from tests.tools.drafts import store, stored
from tests.tools.hand import box, choose, open_form, put, saved
from tests.tools.missing import ROOT, need
from tests.tools.versions import grow, oldest
from wenbiao import press, submission
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue

pytest_plugins = ["tests.tools.browser"]

OLD = {
    "key": "old",
    "place": "/tiny",
    "form": "tiny",
    "version": "1.0",
    "build": "b",
    "writer": "w",
    "earlier": [],
}
PARTLY = {"doc_type": "tiny", "garden": "皖美茶园", "year": "2024"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project, its form in version 1.2, with this project's site."""
    root = grow(small_project(tmp_path_factory.mktemp("grown") / "tiny"))
    shutil.copytree(ROOT / "site", root / "site", ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    return root


@pytest.fixture(scope="module")
def served(project: Path) -> Iterator[str]:
    """The address of its site."""
    from tests.tools.browser import serving  # a plugin of pytest, which imports it by itself

    need("chromium")
    with serving(project / "build", project) as address:
        yield address


@pytest.fixture
def document(project: Path, tmp_path: Path) -> Path:
    """A Word file of today's form."""
    entry = Catalogue.load(project / "questions", project / "documents")["tiny"]
    file = tmp_path / "茶园.docx"
    present = ANSWERS | {"schema_version": "1.2"}
    file.write_bytes(press.rendered(entry, check(entry.form, present, today=submission.today())))
    return file


def left(page: Page, answers: dict[str, Any]) -> dict[str, Any]:
    """A draft that version 1.0 left behind."""
    page.goto("/")
    draft = OLD | {"answers": answers, "savedAt": page.evaluate("Date.now()")}
    store(page, draft)
    return draft


def test_older_draft_is_brought_up_to_date(page: Page) -> None:
    """Its answers stand at today's questions, and a notice asks for a look; the draft stays as it is."""
    old = left(page, PARTLY)

    open_form(page, "tiny")

    expect(page.locator("#wb-opened")).to_contain_text("按旧版表单（1.0）填的，已整理成现在的版本（1.2）")
    expect(box(page, "/name")).to_have_value("皖美茶园")
    expect(box(page, "/name")).to_be_enabled()
    page.reload()
    expect(page.locator("#wb-opened")).to_be_visible()
    assert [old] == stored(page)


def test_changes_to_it_are_a_new_draft(page: Page) -> None:
    """From the first change on; the older one is in the list, named so, and opens again as it was."""
    old = left(page, PARTLY)
    open_form(page, "tiny")
    expect(page.locator("#wb-opened")).to_be_visible()

    put(page, "/name", "黄山茶园")
    saved(page)

    new = next(draft for draft in stored(page) if draft["key"] != "old")
    assert ("1.2", "黄山茶园", "2024") == (new["version"], new["answers"]["name"], new["answers"]["year"])
    assert old in stored(page)
    page.reload()
    expect(box(page, "/name")).to_have_value("黄山茶园")
    expect(page.locator("#wb-opened")).to_contain_text("请从头核对一遍")
    page.get_by_role("button", name="我的草稿").first.click()
    entries = page.get_by_role("dialog", name="我的草稿").get_by_role("listitem")
    expect(entries.filter(has_text="旧版表单（1.0）")).to_have_count(1)


@pytest.mark.parametrize(
    ("answers", "said", "notes"),
    [
        (PARTLY | {"formerly_asked": "以前问过的"}, "有 1 项内容在现在的表单里没有位置", 1),
        ({"name": "皖美茶园"}, "没能整理成现在的版本：有的内容与新表单对不上。", 0),
    ],
)
def test_what_cannot_be_brought_up_to_date_is_only_shown(
    page: Page, answers: dict[str, Any], said: str, notes: int
) -> None:
    """Neither changed nor deleted; what fits goes on as a new draft, which asks for a look where it was renewed."""
    old = left(page, answers)

    open_form(page, "tiny")

    notice = page.locator("#wb-shown")
    expect(notice).to_contain_text(said)
    expect(box(page, "/name")).to_be_disabled()
    expect(box(page, "/name")).to_have_value("皖美茶园")
    with page.expect_download() as download:
        notice.get_by_role("button", name="导出草稿").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["answers"] == answers
    expect(page.locator("#wb-opened")).to_have_count(0)
    notice.get_by_role("button", name="另存为新草稿继续填写").click()
    expect(page.locator("#wb-opened")).to_have_count(notes)
    expect(page.get_by_role("heading", name="一、基本情况")).to_be_focused()
    put(page, "/name", "黄山茶园")
    saved(page)
    expect(notice).to_have_count(0)
    assert old in stored(page)
    assert ["1.0", "1.2"] == sorted(draft["version"] for draft in stored(page))


def test_older_draft_waits_for_the_functions(page: Page) -> None:
    """Shown until they can be reached; then it is brought up to date without a press."""
    old = left(page, PARTLY)
    page.clock.install()
    page.route("**/api/validate/**", lambda route: route.abort())
    open_form(page, "tiny")
    expect(page.locator("#wb-shown")).to_contain_text("暂时连不上服务，还没有整理")
    expect(box(page, "/year")).to_be_disabled()
    expect(box(page, "/year")).to_have_value("2024")

    page.unroute_all()
    page.clock.run_for(5000)

    expect(box(page, "/name")).to_have_value("皖美茶园")
    expect(box(page, "/name")).to_be_enabled()
    expect(page.locator("#wb-shown")).to_have_count(0)
    assert [old] == stored(page)


def test_another_draft_stays_on_the_page(page: Page, document: Path) -> None:
    """What is opened while the functions are still at work is not replaced by their answer."""
    left(page, PARTLY | {"garden": "黄山茶园"})
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        if "garden" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/api/validate/**", hold)
    open_form(page, "tiny")
    expect(page.locator("#wb-status")).to_contain_text("正在整理")

    choose(page, "打开已有文书", document)
    expect(box(page, "/name")).to_have_value("皖美茶园")
    with page.expect_response(lambda reply: "garden" in (reply.request.post_data or "")):
        waiting[0].continue_()
    put(page, "/name", "皖美")
    saved(page)

    expect(box(page, "/lines/0/item")).to_have_value("开发")
    assert ["皖美", "黄山茶园"] == sorted(
        draft["answers"].get("name") or draft["answers"]["garden"] for draft in stored(page)
    )


@pytest.mark.parametrize(
    "content", [oldest(ANSWERS), {"form": "tiny", "version": "1.0", "answers": PARTLY, "earlier": []}]
)
def test_older_file_is_imported(page: Page, content: dict[str, Any], tmp_path: Path) -> None:
    """An exported draft or a file of answers of an older form is kept, and brought up to date as it is opened."""
    file = tmp_path / "草稿.json"
    file.write_text(json.dumps(content), "utf-8")
    open_form(page, "tiny")

    choose(page, "导入草稿", file)

    expect(page.locator("#wb-opened")).to_contain_text("已整理成现在的版本（1.2）")
    expect(box(page, "/name")).to_have_value("皖美茶园")
    put(page, "/name", "黄山茶园")
    saved(page)
    assert ["1.0", "1.2"] == sorted(draft["version"] for draft in stored(page))
