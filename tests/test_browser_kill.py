"""Chromium killed while someone types: what the page had shown as saved is there when it is opened again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright, expect, sync_playwright

from tests.tools.hand import box
from tests.tools.missing import need

pytest_plugins = ["tests.tools.browser"]

ROUNDS = 30
FIELDS = ("/project/name", "/project/code", "/doc_id")
# Tells of every moment in which the page says that all is saved, with what stands on it then.
TELL = """fields => {
    const status = document.getElementById("wb-status");
    const tell = () => {
        if (status.dataset.saved !== "true" || !status.textContent.startsWith("已保存")) return;
        window.shown(fields.map((name) => document.querySelector(`[name="${name}"]`).value));
    };
    new MutationObserver(tell).observe(status, {attributes: true});
}"""


@contextmanager
def process(playwright: Playwright, profile: Path) -> Iterator[tuple[Page, subprocess.Popen[str]]]:
    """A Chromium with a folder of its own for its data, as a process that can be killed with all its children."""
    from tests.tools.browser import ARGUMENTS  # a plugin of pytest, which imports it by itself

    command = [need("chromium"), "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    with subprocess.Popen(
        [*command, "--no-first-run", "--window-size=1300,900", *ARGUMENTS, "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stderr
        try:
            address = next(line for line in running.stderr if "DevTools listening on" in line).split()[-1]
            browser = playwright.chromium.connect_over_cdp(address)
            yield browser.contexts[0].pages[0], running
        finally:
            kill(running)


def kill(running: subprocess.Popen[str]) -> None:
    """All of it, at once, with no chance to write anything more."""
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


def type_until_killed(page: Page, running: subprocess.Popen[str], chance: random.Random) -> list[str]:
    """Types in one field after another until the moment drawn for the kill; returns what was last shown as saved."""
    shown: list[list[str]] = []
    at_key = chance.randint(1, 25)
    at_save = chance.choice(
        (0, chance.randint(1, 3))
    )  # 0: at that key, else at that save, in the moment it is shown

    def tell(_source: Any, values: list[str]) -> None:
        if running.poll() is None:
            shown.append(values)
        if len(shown) == at_save:
            kill(running)

    page.expose_binding("shown", tell)
    page.evaluate(TELL, list(FIELDS))
    try:
        for key in range(200):
            if key == at_key and not at_save:
                break
            if key % 15 == 0:
                field = box(page, chance.choice(FIELDS))
                field.focus()
                field.press("End")
            page.keyboard.type(chance.choice("abcdefghijklmnopqrstuvwxyz"), delay=chance.choice((0, 10, 60)))
    except Error:
        assert running.poll() is not None, "the page did not take what was typed"
    kill(running)
    return shown[-1] if shown else []


def test_killed_browser_loses_nothing_that_was_shown_as_saved(served: str, tmp_path: Path) -> None:
    """30 kills at seeded moments, by keystroke or in the moment that 已保存 is shown; nothing shown is ever missing."""
    with ThreadPoolExecutor(1) as alone:  # another Playwright may run in the thread of the tests
        told = alone.submit(times_told, served, tmp_path).result()

    assert told > ROUNDS / 2  # most kills came after something new had been shown as saved


def times_told(served: str, profile: Path) -> int:
    """Kills and looks again; returns how many kills came after something new had been shown as saved."""
    chance = random.Random(20240506)  # noqa: S311  # moments, no secrets
    shown: list[str] = []
    told = 0
    with sync_playwright() as playwright:
        for _ in range(ROUNDS + 1):
            with process(playwright, profile) as (page, running):
                page.goto(f"{served}/forms/self_evaluation/")
                expect(page.locator("form[data-ready]")).to_be_attached()
                there = [box(page, name).input_value() for name in FIELDS]
                assert all(now.startswith(before) for now, before in zip(there, shown or there, strict=True))
                shown = type_until_killed(page, running, chance) or there
                told += shown != there
    return told
