"""The page in a real Chromium on this computer: how soon a form can be filled in, how long a key takes to show."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.cases import ROOT
from tests.tools.hand import open_form
from tests.tools.missing import NEEDED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

FORM = "declaration"
ROWS = 200
PAUSE = 70  # ms between keys: saves come in between
# The milliseconds from the click that opens the page to the moment in which its script has made it ready.
READY = """new MutationObserver((_, observer) => {
    if (!document.querySelector("form[data-ready]")) return;
    observer.disconnect();
    window.ready = performance.now();
}).observe(document, {subtree: true, childList: true, attributeFilter: ["data-ready"]});"""


@dataclass(frozen=True)
class Views:
    """Seconds, the shortest first. `opened`: each view, with nothing in the browser's cache; `keys`: each key."""

    version: str
    opened: list[float]
    keys: list[float]

    def figures(self) -> dict[tuple[str, str], float]:
        """What is told of them, by case and what it is of all."""
        return {
            ("first view", "median"): median(self.opened),
            ("first view", "best"): self.opened[0],
            ("typing", "median"): median(self.keys),
            ("typing", "95%"): self.keys[int(len(self.keys) * 0.95)],
        }


def can() -> bool:
    """Whether there is a Chromium."""
    return NEEDED["chromium"].find() is not None


def measured(rounds: int) -> Views:
    """The built site, served with the functions by one process."""
    # A plugin of pytest, which imports it by itself where the benchmark is tested.
    from tests.tools.browser import chromium, running

    with running(ROOT / "build/site") as address, chromium() as browser:
        return views(browser, address, rounds)


def views(browser: Browser, address: str, rounds: int) -> Views:
    """In a window of 1300 px, with an empty profile each time."""
    from tests.tools.typing import fill, typed

    _opened(browser, address)  # the functions and the browser have started by then
    opened = sorted(_opened(browser, address) for _ in range(rounds))
    context = _profile(browser, address)
    page = context.new_page()
    keys = typed(page, fill(page, ROWS), PAUSE)
    context.close()
    return Views(browser.version, opened, [took / 1000 for took in keys])


def _opened(browser: Browser, address: str) -> float:
    context = _profile(browser, address)
    context.add_init_script(READY)
    page = context.new_page()
    open_form(page, FORM)
    seconds = float(page.evaluate("window.ready")) / 1000
    context.close()
    return seconds


def _profile(browser: Browser, address: str) -> BrowserContext:
    from tests.tools.browser import WIDE

    return browser.new_context(locale="zh-CN", viewport=WIDE, base_url=address)
