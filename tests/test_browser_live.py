"""The live check in a real browser: what it shows while one types, late replies, a network that comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from tests.tools.hand import box, import_draft, open_form, put, question, render, saved, step_to
from tests.tools.keyboard import SETTLED
from tests.tools.samples import DATA

if TYPE_CHECKING:
    from tests.tools.browser import Seen  # a plugin, which pytest imports by itself

pytest_plugins = ["tests.tools.browser"]

VALIDATE = "**/api/validate/**"
LINE = {"category": "A1", "quantity": "2", "unit_price_wan": "3.00"}
TOTAL = 'output[data-pointer="/budget/total_wan"]'


def worked_out(page: Page, pointer: str, text: str) -> None:
    expect(page.locator(f'output[data-pointer="{pointer}"]')).to_have_text(text)


def test_all_that_is_worked_out_follows_the_typing(page: Page) -> None:
    """Line amount, subtotal, total, capital figures and a cross-check, while the field still has the focus."""
    open_form(page)
    import_draft(page, DATA / "declaration.json")
    worked_out(page, "/budget/total_wan", "486.00")
    put(page, "/budget/funding_sources/0/amount_wan", "485.00")  # touched: its problems may show from now on
    question(page, "/budget/funding_sources").locator("input").first.press("Tab")

    price = box(page, "/budget/lines/0/unit_price_wan")
    price.focus()
    price.press("ControlOrMeta+a")
    price.press_sequentially("3.00")

    worked_out(page, "/budget/lines/0/amount_wan", "177.00")
    worked_out(page, "/budget/construction_subtotal_wan", "495.00")
    worked_out(page, "/budget/total_wan", "545.00")
    worked_out(page, "/budget/total_in_words", "人民币伍佰肆拾伍万元整")
    expect(question(page, "/budget/funding_sources").locator(".wb-error").first).to_contain_text("545.00")
    expect(price).to_be_focused()


def test_ratios_scores_and_grades_follow_the_typing(page: Page) -> None:
    """As the rules of the evaluation work them out."""
    open_form(page, "self_evaluation")
    import_draft(page, DATA / "self_evaluation.json")
    worked_out(page, "/score_summary/grade", "优")

    put(page, "/budget_performance/executed_wan", "45.00")

    worked_out(page, "/budget_performance/score", "1.00")
    worked_out(page, "/score_summary/total", "90.10")


@pytest.mark.parametrize(
    ("form", "pointer", "words"),
    [
        ("change_application", "/scale_exceeds_approved", "否"),
        ("acceptance_report", "/warranty/end", "2028年10月29日"),
    ],
)
def test_what_is_worked_out_is_said_in_chinese(page: Page, form: str, pointer: str, words: str) -> None:
    """Yes and no, and a date."""
    open_form(page, form)

    import_draft(page, DATA / f"{form}.json")

    worked_out(page, pointer, words)


def test_typing_is_checked_once_it_pauses(page: Page) -> None:
    """Ten keys in a row are one request, 300 ms after the last of them."""
    page.clock.install(time="2024-05-06T08:00:00")
    open_form(page)
    page.clock.pause_at("2024-05-06T09:00:00")
    sent: list[str] = []
    page.on(
        "request", lambda request: sent.append(request.post_data or "") if "validate" in request.url else None
    )

    box(page, "/project/name").press_sequentially("皖美茶园数字管护项目")
    page.clock.run_for(299)
    assert sent == []
    with page.expect_response(VALIDATE):
        page.clock.run_for(1)

    assert len(sent) == 1
    assert "皖美茶园数字管护项目" in sent[0]


def held(page: Page) -> list[Route]:
    """From now on checks wait for an answer, until the test gives one."""
    routes: list[Route] = []
    page.route(VALIDATE, lambda route: routes.append(route))  # noqa: PLW0108  # Playwright refuses a builtin
    return routes


def ask(page: Page, routes: list[Route], contingency: str) -> None:
    """One more check under way."""
    count = len(routes)
    with page.expect_request(VALIDATE):
        put(page, "/budget/contingency_wan", contingency)
    page.wait_for_timeout(0)  # lets the route's handler run
    assert len(routes) == count + 1


def verdict(total: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(
        json={"complete": False, "problems": [], "computed": {"/budget/total_wan": total}}
    )


def test_replies_out_of_order_never_go_back(page: Page) -> None:
    """Three checks, answered last first: what was shown once is never replaced by something older."""
    open_form(page)
    put(page, "/budget/lines", [LINE])
    expect(page.locator(TOTAL)).to_have_text("")
    routes = held(page)
    for contingency in ("1.00", "2.00", "3.00"):
        ask(page, routes, contingency)
    page.locator(TOTAL).evaluate(
        """output => { window.shown = []; new MutationObserver(() => window.shown.push(output.textContent))
            .observe(output, {childList: true, characterData: true, subtree: true}); }"""
    )

    for route, total in zip(reversed(routes), ("9.00", "8.00", "7.00"), strict=True):
        verdict(total)(route)

    expect(page.locator(TOTAL)).to_have_text("9.00")
    page.unroute(VALIDATE)
    put(page, "/budget/contingency_wan", "4.00")
    expect(page.locator(TOTAL)).to_have_text("10.00")
    assert page.evaluate("window.shown") == ["9.00", "10.00"]


def test_late_reply_to_the_document_does_not_bring_old_errors_back(page: Page) -> None:
    """What was put right while the document was asked for is not called wrong when the refusal comes."""
    open_form(page)
    put(page, "/plan_year", "二〇")
    late: list[Route] = []
    page.route("**/api/render/**", lambda route: late.append(route))  # noqa: PLW0108
    with page.expect_request("**/api/render/**"):
        render(page)
    with page.expect_response(VALIDATE):
        put(page, "/plan_year", "2024")

    late[0].continue_()

    expect(page.locator("#wb-summary")).to_be_visible()
    expect(question(page, "/plan_year").locator(".wb-error")).to_be_hidden()
    expect(page.locator("#wb-summary").get_by_role("link", name="计划年度应当是")).to_have_count(0)


def test_network_cut_in_the_middle_loses_nothing(page: Page) -> None:
    """Said in Chinese while it lasts, typed on, saved; once it is back everything is caught up without a click."""
    open_form(page)
    put(page, "/budget/lines", [LINE])
    put(page, "/budget/contingency_wan", "1.00")
    worked_out(page, "/budget/total_wan", "7.00")

    page.context.set_offline(True)
    put(page, "/budget/contingency_wan", "2.00")
    expect(page.locator("#wb-service")).to_have_text("暂时连不上服务，草稿已保存，恢复后自动检查。")
    expect(page.locator("#wb-service")).to_be_in_viewport(ratio=1)  # far down in the form
    put(page, "/project/name", "断网时填写的项目")
    saved(page)
    worked_out(page, "/budget/total_wan", "7.00")
    page.context.set_offline(False)

    worked_out(page, "/budget/total_wan", "8.00")
    expect(page.locator("#wb-service")).to_be_empty()
    page.reload()
    expect(box(page, "/project/name")).to_have_value("断网时填写的项目")


def test_focus_never_hides_below_what_is_said_of_the_service(narrow: Page) -> None:
    """At 320 px the line takes two; whoever goes backwards with the keyboard sees each stop below it."""
    narrow.set_viewport_size({"width": 320, "height": 640})
    open_form(narrow)
    step_to(narrow, "/budget/contingency_wan")
    narrow.context.set_offline(True)
    put(narrow, "/budget/contingency_wan", "2.00")
    expect(narrow.locator("#wb-service")).to_contain_text("暂时连不上服务")
    box(narrow, "/budget/contingency_wan").evaluate("input => input.scrollIntoView({block: 'start'})")

    for _ in range(12):
        narrow.keyboard.press("Shift+Tab")
        focused = narrow.evaluate(SETTLED)
        assert focused["seen"], focused["where"]


def test_network_cut_while_a_check_is_under_way(page: Page) -> None:
    """The check that never comes back is made again."""
    open_form(page)
    put(page, "/budget/lines", [LINE])
    routes = held(page)
    ask(page, routes, "1.00")

    page.context.set_offline(True)
    routes[0].abort("internetdisconnected")
    expect(page.locator("#wb-service")).to_contain_text("暂时连不上服务")
    page.unroute(VALIDATE)
    page.context.set_offline(False)

    worked_out(page, "/budget/total_wan", "7.00")


@pytest.mark.parametrize(
    ("status", "body"), [(503, ""), (502, "<html>Bad Gateway</html>"), (200, "<html>login</html>")]
)
def test_something_in_between_is_not_the_service(page: Page, seen: Seen, status: int, body: str) -> None:
    """A proxy that answers in place of the functions counts as away; the check is repeated every five seconds."""
    seen.expected.add(status)
    page.clock.install(time="2024-05-06T08:00:00")
    open_form(page)
    page.clock.pause_at("2024-05-06T09:00:00")
    page.route(VALIDATE, lambda route: route.fulfill(status=status, body=body))
    put(page, "/budget/lines", [LINE])
    put(page, "/budget/contingency_wan", "1.00")
    page.clock.run_for(300)
    expect(page.locator("#wb-service")).to_contain_text("暂时连不上服务")
    page.unroute(VALIDATE)

    page.clock.run_for(5000)

    worked_out(page, "/budget/total_wan", "7.00")
    expect(page.locator("#wb-service")).to_be_empty()
