"""Drafts where the browser or the network gives less than usual: no room, no permission, no connection."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.tools.hand import box, open_form, put, saved
from tests.tools.missing import need

pytest_plugins = ["tests.tools.browser"]


def test_draft_is_saved_while_the_network_is_away(page: Page, context: BrowserContext) -> None:
    """Saving, the list and clearing need no network once something was answered."""
    open_form(page)
    put(page, "/project/name", "皖美")
    expect(page.locator("#wb-computer")).to_be_attached()
    context.set_offline(True)

    put(page, "/project/name", "皖美茶园项目")
    saved(page)
    page.get_by_role("button", name="我的草稿").click()
    expect(page.get_by_role("dialog", name="我的草稿")).to_contain_text("皖美茶园项目")
    page.get_by_role("button", name="关闭").click()

    context.set_offline(False)
    page.reload()
    expect(box(page, "/project/name")).to_have_value("皖美茶园项目")


def test_what_could_not_be_loaded_is_loaded_later(page: Page, context: BrowserContext) -> None:
    """A button pressed without network says so, and works once the network is back."""
    open_form(page)
    context.set_offline(True)
    page.get_by_role("button", name="我的草稿").click()
    expect(page.locator("#wb-result")).to_contain_text("暂时连不上服务")

    context.set_offline(False)
    page.get_by_role("button", name="我的草稿").click()

    expect(page.get_by_role("dialog", name="我的草稿")).to_contain_text("现在没有草稿")


def test_full_storage_is_said_and_the_export_works(page: Page, context: BrowserContext, served: str) -> None:
    """No room for the draft: a notice with the way out; when there is room again, the draft is saved."""
    quota = context.new_cdp_session(page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": served, "quotaSize": 1})
    open_form(page)

    put(page, "/project/name", "皖美茶园项目")

    expect(page.locator("#wb-unkept")).to_contain_text("存储空间已满")
    expect(page.locator("#wb-status")).to_have_attribute("data-saved", "false")
    with page.expect_download() as download:
        page.locator("#wb-unkept").get_by_role("button", name="导出草稿").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["answers"]["project"]["name"]
    quota.send("Storage.overrideQuotaForOrigin", {"origin": served})
    put(page, "/project/name", "皖美茶园二期")
    saved(page)
    expect(page.locator("#wb-unkept")).to_have_count(0)


def test_forbidden_storage_is_said_and_the_export_works(page: Page, served: str, tmp_path: Path) -> None:
    """A browser that keeps no data of sites: a notice from the start, nothing asked, and the export works."""
    from tests.tools.browser import ARGUMENTS  # a plugin of pytest, which imports it by itself

    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(settings), "utf-8")
    browser = page.context.browser
    assert browser
    with browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=need("chromium"), args=ARGUMENTS, base_url=served
    ) as forbidden:
        shut = forbidden.pages[0]
        open_form(shut)
        put(shut, "/project/name", "皖美茶园项目")

        expect(shut.locator("#wb-unkept")).to_contain_text("浏览器不允许本站保存数据")
        expect(shut.locator("#wb-computer")).to_have_count(0)
        with shut.expect_download() as download:
            shut.locator("#wb-export").click()
        assert json.loads(Path(download.value.path()).read_text("utf-8"))["answers"]["project"]["name"]
