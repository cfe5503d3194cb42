"""Everyone reaches the form's page: found by search, accessible, on a narrow screen, under a strict policy, small."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.tools.hand import open_form, overflow, put, render, step_to, violations

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"


@pytest.mark.parametrize("word", ["追溯", "计划年度"])  # a word inside a sentence; a question's label
def test_search_finds_questions(page: Page, word: str) -> None:
    """A hit of the search leads to the question itself."""
    page.goto("/")
    field = page.locator("input.md-search__input")
    field.click()

    field.press_sequentially(word)
    field.press("End")  # as with an input method, whose last key only confirms the word
    hit = page.locator(f'.md-search-result__link[href*="/forms/{FORM}/#q-"]').first
    expect(hit).to_be_attached()
    if not hit.is_visible():  # behind “该页中还有 … 个”
        hit.locator("xpath=ancestor::details/summary").click()
    named = (hit.get_attribute("href") or "").partition("#")[2].partition("?")[0]
    hit.click()

    expect(page.locator("form[data-ready]")).to_be_attached()
    expect(page.locator(f'[id="{named}"]')).to_be_focused()
    expect(page.locator(f'[id="{named}"]')).to_be_in_viewport()


def test_axe_finds_nothing_with_errors_shown(page: Page) -> None:
    """Error summary, errors and warnings beside fields included."""
    open_form(page)
    put(page, "/project/name", "茶园好")
    render(page)
    expect(page.locator("#wb-summary")).to_be_visible()

    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/life/", "/policy/", "/inside/", "/verify/"])
def test_axe_finds_nothing_on_a_page_to_read(page: Page, path: str) -> None:
    """Whatever can be unfolded is unfolded."""
    page.goto(path)
    for summary in page.locator("article summary").all():
        summary.click()

    assert violations(page) == []


@pytest.mark.parametrize("path", ["/life/", "/policy/", "/inside/"])
def test_pages_to_read_fit_a_narrow_screen(narrow: Page, path: str) -> None:
    """At 390 px nothing stands out sideways, pictures and tables included."""
    narrow.goto(path)
    for summary in narrow.locator("article summary").all():
        summary.click()
    for picture in narrow.locator("article img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("one => one.naturalWidth > 0 && one.getBoundingClientRect().width <= 390")

    assert overflow(narrow) == []


def test_page_works_under_a_strict_content_security_policy(page: Page) -> None:
    """Nothing of ours is inline or evaluated; the theme's inline scripts are allowed by their hashes."""

    def strict(route: Route) -> None:
        reply = route.fetch()
        inline = re.findall(r"<script>(.*?)</script>", reply.text(), re.DOTALL)
        hashes = " ".join(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline)
        policy = f"default-src 'self'; img-src 'self' data:; script-src 'self' {hashes}"
        route.fulfill(response=reply, headers=reply.headers | {"content-security-policy": policy})

    page.route(f"**/forms/{FORM}/", strict)
    open_form(page)
    put(page, "/risks", [{"risk": "一"}])
    render(page)

    expect(page.locator("#wb-summary")).to_be_focused()


@pytest.mark.parametrize("form", [FORM, "acceptance_report"])  # the second can start from earlier documents
def test_what_a_form_loads_of_ours_stays_small(page: Page, form: str) -> None:
    """Scripts are at most 25 kB gzipped, styles and settings 8 kB; what is needed later comes later."""
    replies: list[Response] = []
    page.on("response", lambda reply: replies.append(reply))  # noqa: PLW0108  # Playwright refuses a builtin

    open_form(page, form)
    page.wait_for_load_state(
        "networkidle"
    )  # the last scripts may still be on their way when the form is ready

    ours = {
        reply.url: gzip.compress(reply.body()) for reply in replies if re.search(r"/assets/[^/]+$", reply.url)
    }
    assert len(ours) > 10
    # come with earlier documents, with 核对, on a narrow screen, with answers that go, with a Word file
    assert not any(
        re.search(r"/(earlier|review|steps|dropped|open|returned|changes)\.(js|css)$", url) for url in ours
    )
    scripts = [len(packed) for url, packed in ours.items() if url.endswith(".js")]
    assert sum(scripts) <= 25_000
    assert sum(map(len, ours.values())) - sum(scripts) <= 8_000


def test_the_scripts_of_the_first_view_are_asked_for_at_once(page: Page) -> None:
    """The page itself names every script of ours that it starts with, before any of them has run."""
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))

    open_form(page, FORM)
    named = page.locator("head link[rel=modulepreload]").evaluate_all("links => links.map(link => link.href)")

    assert len(named) > 5
    assert sorted(named) == sorted(url for url in loaded if re.search(r"/assets/[^/]+[.]js$", url))


def test_narrow_screen_never_scrolls_sideways(narrow: Page) -> None:
    """At 390 px neither the home page nor a form with rows and errors is wider than the screen."""
    narrow.goto("/")
    assert overflow(narrow) == []
    open_form(narrow)
    step_to(narrow, "/budget/lines")
    put(narrow, "/budget/lines", [{"item": "茶" * 60}] * 2)
    render(narrow)
    expect(narrow.locator("#wb-summary")).to_be_visible()

    assert overflow(narrow) == []
