"""A plugin for tests in a real browser: the built site, the functions beside it, and Chromium.

A test module names it in `pytest_plugins`; `tests.tools.hand` fills forms in.
Every page that a test opens is watched: a request to another host, a reply that is an error, an error of
a script or on the console fails the test.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, ViewportSize, sync_playwright

from tests.tools.missing import ROOT, need

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
WIDE: ViewportSize = {"width": 1300, "height": 900}  # from 1300 px on, Material shows its side bars
NARROW: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Seen:
    """What happened in the pages of one test that must not happen; `expected` are status codes the test provokes."""

    address: str
    faults: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=lambda: {422})

    def watch(self, page: Page) -> None:
        page.on("request", lambda request: self._request(request.url))
        page.on("response", self._response)
        page.on("pageerror", lambda error: self._error(str(error)))
        page.on("console", lambda message: self._console(message.type, message.text))

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "blob:", "data:")):
            self.faults.append(f"request to another host: {url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status}: {response.url}")

    def _error(self, text: str) -> None:
        # The theme's search still loads its words when a test takes the network away.
        if "/assets/javascripts/lunr/" not in text:
            self.faults.append(f"script: {text}")

    def _console(self, kind: str, text: str) -> None:
        # Chromium's own line about a reply that is an error; replies are judged by their status above.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.faults.append(f"console: {text}")


@contextmanager
def serving(folder: Path, project: Path = ROOT) -> Iterator[str]:
    """The address of a project's site, built into a folder and served together with the functions."""
    subprocess.run(
        [str(Path(sys.executable).with_name("wenbiao")), "build", "-d", str(folder)], cwd=project, check=True
    )
    with running(folder / "site", project) as address:
        yield address


@contextmanager
def running(site: Path, project: Path = ROOT) -> Iterator[str]:
    """The address of a built site, served together with the functions of its project."""
    command = [sys.executable, "-m", "functions.local", "--port", "0", "--site", str(site)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1", "WENBIAO_PROJECT": str(project)},
    ) as server:
        assert server.stdout
        started = re.search(r"http://[0-9.]+:[0-9]+", server.stdout.readline())  # said once it listens
        assert started, "the server did not start"
        yield started[0]
        server.terminate()
        server.communicate()  # it says goodbye


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, in Chinese."""
    program = need("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=ARGUMENTS, env=os.environ | {"LANGUAGE": "zh_CN.UTF-8"}
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the built site, for all tests of a session."""
    need("chromium")
    with serving(tmp_path_factory.mktemp("built")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a session."""
    with chromium() as started:
        yield started


@pytest.fixture
def seen(served: str) -> Iterator[Seen]:
    """What must not happen while this test runs; checked at its end."""
    seen = Seen(served)
    yield seen
    assert seen.faults == []


@pytest.fixture
def context(browser: Browser, seen: Seen) -> Iterator[BrowserContext]:
    """A fresh browser profile."""
    yield from _context(browser, seen, WIDE)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty window."""
    return context.new_page()


@pytest.fixture
def narrow(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A window as wide as a telephone, or as a 1300 px screen enlarged to 333 %."""
    for context in _context(browser, seen, NARROW):
        yield context.new_page()


@pytest.fixture
def plain(browser: Browser, seen: Seen) -> Iterator[Page]:
    """A window that runs no scripts."""
    for context in _context(browser, seen, WIDE, java_script_enabled=False):
        yield context.new_page()


@pytest.fixture(params=[(320, 1), (650, 2)], ids=["320 px", "1300 px at 200 %"])
def enlarged(request: pytest.FixtureRequest, browser: Browser, seen: Seen) -> Iterator[Page]:
    """A window 320 px wide, and one of 1300 px enlarged to 200 %."""
    width, scale = request.param
    for context in _context(browser, seen, {"width": width, "height": 700}, device_scale_factor=scale):
        yield context.new_page()


def _context(browser: Browser, seen: Seen, viewport: ViewportSize, **how: Any) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", viewport=viewport, base_url=seen.address, **how)
    context.on("page", seen.watch)
    yield context
    context.close()
