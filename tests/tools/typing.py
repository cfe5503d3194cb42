"""How long a key takes to show in a long table: python -m tests.tools.typing [rows]

The built site in a real Chromium, the functions beside it: a table of so many rows is filled, then keys are
pressed in one field of it, and the milliseconds from each key to the frame that shows it are printed, beside
those of an empty form. They depend on the machine, so no test asserts them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from playwright.sync_api import Page, expect

from tests.tools.hand import box, open_form

KEYS = 40
QUICK, SLOW = 70, 340  # ms between keys: saves come in between, or checks, too
WATCH = """() => {
    const isWatched = Boolean(window.took);
    window.took = [];
    window.busy = [];
    if (isWatched) return;
    new PerformanceObserver((list) => window.busy.push(...list.getEntries().map((one) => one.duration)))
        .observe({type: "longtask"});
    document.addEventListener("keydown", (event) => requestAnimationFrame(() => {
        const shown = new MessageChannel();
        shown.port1.onmessage = () => window.took.push(performance.now() - event.timeStamp);
        shown.port2.postMessage("");
    }), {capture: true});
}"""

# After the frame that shows the last key.
SHOWN = """() => new Promise((done) => requestAnimationFrame(() => {
    const shown = new MessageChannel();
    shown.port1.onmessage = () => done();
    shown.port2.postMessage("");
}))"""
FILL = """async (answers) => {
    const form = document.getElementById("wb-form");
    (await import("/assets/answers.js")).fill(form, answers);
    form.dispatchEvent(new Event("input"));
}"""


def answers(rows: int) -> dict[str, object]:
    """A declaration with so many lines of costs."""
    line = {
        "category": "A1",
        "item": "茶园管护子系统",
        "quantity": "2",
        "unit": "人月",
        "unit_price_wan": "1.00",
    }
    return {
        "budget": {
            "contingency_wan": "0.00",
            "lines": [line | {"line_no": f"L{number}"} for number in range(rows)],
        }
    }


def typed(page: Page, pointer: str, pause: int) -> list[float]:
    """Presses the keys in one field; the milliseconds that they took, the shortest first."""
    box(page, pointer).fill("")  # with a key of its own
    page.evaluate(WATCH)
    page.keyboard.type("12345678" * (KEYS // 8), delay=pause)
    expect(box(page, pointer)).to_have_value("12345678" * (KEYS // 8))
    page.evaluate(SHOWN)
    return sorted(page.evaluate("window.took"))


def said(page: Page, took: list[float]) -> str:
    """The same in words, with the page's tasks that took long."""
    busy = page.evaluate("window.busy")
    return (
        f"中位 {median(took):.0f} 毫秒，95% 在 {took[int(len(took) * 0.95)]:.0f} 毫秒内，最长 {took[-1]:.0f} 毫秒；"
        f"超过 50 毫秒的任务 {len(busy)} 个{f'，最长 {max(busy):.0f} 毫秒' if busy else ''}"
    )


def fill(page: Page, rows: int) -> str:
    """A table of so many rows, checked; the pointer of a field in the middle of it."""
    open_form(page)
    page.evaluate(FILL, answers(rows))
    expect(page.locator("output[data-pointer='/budget/total_wan']")).to_have_text(f"{rows * 2}.00")
    return f"/budget/lines/{rows // 2}/quantity"


def main(rows: int) -> None:
    """Measures and prints."""
    from tests.tools.browser import WIDE, chromium, serving  # a plugin of pytest, which imports it by itself

    with TemporaryDirectory() as folder, serving(Path(folder)) as address, chromium() as browser:
        profiles = [browser.new_context(locale="zh-CN", viewport=WIDE, base_url=address) for _ in range(2)]
        page = profiles[0].new_page()
        open_form(page)
        for pause in (QUICK, SLOW):
            print(f"空表，每 {pause} 毫秒一键：{said(page, typed(page, '/budget/lines/0/quantity', pause))}")
        page = profiles[1].new_page()
        began = perf_counter()
        pointer = fill(page, rows)
        print(f"打开、填入并检查 {rows} 行：{perf_counter() - began:.1f} 秒")
        for pause in (QUICK, SLOW):
            print(f"{rows} 行，每 {pause} 毫秒一键：{said(page, typed(page, pointer, pause))}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
