"""A hand in the browser: opens a form, answers its questions by typing and clicking, and looks at the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.tools.missing import need
from tests.tools.samples import DATA
from wenbiao import names

LIFE = ("declaration", "change_application", "acceptance_report", "self_evaluation")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WORDS = {True: "true", False: "false"}
# What the page asks at a pointer: null for what it works out itself and for what it has locked.
ASKED = """pointer => {
    const place = document.querySelector(`[data-shape][data-pointer="${pointer}"]`);
    if (!place || place.querySelector(":scope > .wb-input > output")) return null;
    const input = place.querySelector("input, select, textarea");
    if (place.dataset.shape === "answer" && (input.readOnly || input.disabled)) return null;
    return {shape: place.dataset.shape, input: input && (input.type === "select-one" ? "select" : input.type)};
}"""

expect.set_options(timeout=15_000)


def open_form(page: Page, form: str = "declaration") -> None:
    """The form's page, its script started and its draft, if any, back."""
    page.goto(f"/forms/{form}/")
    expect(page.locator("form[data-ready]")).to_be_attached()


def question(page: Page, pointer: str) -> Locator:
    """The question, block or table of that pointer."""
    return page.locator(f'[data-shape][data-pointer="{pointer}"]')


def box(page: Page, pointer: str) -> Locator:
    """The one input of a question."""
    return page.locator(f'[name="{pointer}"]')


def step_to(page: Page, pointer: str) -> None:
    """On a narrow screen: to the section of a question, as a link or a hit of the search leads there."""
    page.evaluate("id => { location.hash = id; }", f"q{pointer.replace('/', '-')}")
    expect(question(page, pointer)).to_be_visible()


def fill_in(page: Page, answers: dict[str, Any], above: tuple[str, ...] = ()) -> None:
    """Types and clicks a payload into the page; computed values and row numbers have nothing to type into."""
    for name, value in answers.items():
        if value is not None:
            put(page, names.pointer(*above, name), value)


def put(page: Page, pointer: str, value: Any) -> None:
    """Answers one question as a person would, by what its `data-shape`, `data-kind` and input say."""
    asked = page.evaluate(ASKED, pointer)
    if asked is None:
        return
    if asked["shape"] == "block":
        fill_in(page, value, names.parts(pointer))
    elif asked["shape"] in ("table", "list"):
        put_rows(page, pointer, value)
    elif asked["input"] in ("radio", "checkbox"):
        for option in value if isinstance(value, list) else [value]:
            tick(box(page, pointer).and_(page.locator(f'[value="{WORDS.get(option, option)}"]')))
    elif asked["input"] == "select":
        box(page, pointer).select_option(value)
    else:
        box(page, pointer).fill(str(value))


def tick(option: Locator) -> None:
    """Chooses with the space bar: a verdict that arrives in that moment may move what a click aims at."""
    if not option.is_checked():
        option.press("Space")
    expect(option).to_be_checked()


def put_rows(page: Page, pointer: str, rows: list[Any]) -> None:
    """Adds the rows that are not there yet, removes those that are too many, and fills all in."""
    table = question(page, pointer)
    shown = table.locator("> .wb-rows > [data-row]")
    for _ in range(len(rows) - shown.count()):
        table.locator("> [data-add]").click()
    for _ in range(shown.count() - len(rows)):
        shown.last.locator("> [data-remove]").click()
    expect(shown).to_have_count(len(rows))
    for index, row in enumerate(rows):
        if isinstance(row, dict):
            fill_in(page, row, (*names.parts(pointer), str(index)))
        else:
            put(page, f"{pointer}/{index}", row)


def choose(page: Page, button: str, *files: Path) -> None:
    """Presses a button that opens a file chooser, and chooses."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=button).click()
    chooser.value.set_files(files)


def files_before(form: str) -> list[Path]:
    """The sample documents that come before this one."""
    return [DATA / f"{name}.json" for name in LIFE[: LIFE.index(form)]]


def start(page: Page, form: str = "acceptance_report") -> None:
    """A form's page, started from the sample documents before it."""
    open_form(page, form)
    choose(page, "从前序文书开始", *files_before(form))
    expect(page.locator("#wb-begun")).to_be_visible()


def import_draft(page: Page, file: Path) -> None:
    """A draft, or a plain file of answers, as a new draft."""
    choose(page, "导入草稿", file)
    expect(page.locator("#wb-result")).to_have_text("草稿已导入。")


def render(page: Page) -> None:
    """Asks for the document."""
    page.get_by_role("button", name="生成文书").click()


def saved(page: Page) -> None:
    """Waits until everything on the page is in the draft."""
    expect(page.locator("#wb-status[data-saved=true]")).to_be_attached()


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands: rule and element, one a line."""
    page.evaluate(need("axe").read_text("utf-8"))
    # Of what passes it would describe every element, which takes longer than looking for what is wrong.
    wanted = {"runOnly": TAGS, "resultTypes": ["violations"]}
    run = """async wanted => {
        // What is still fading in or out has other colours for a moment.
        const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity);
        await Promise.allSettled(moving.map((one) => one.finished));
        return (await axe.run(document, wanted)).violations;
    }"""
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in page.evaluate(run, wanted)
        for node in found["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """The elements that stand out of the page sideways, if the page can be scrolled sideways at all."""
    return list(
        page.evaluate(
            """() => {
                const root = document.scrollingElement;
                if (root.scrollWidth <= root.clientWidth) return [];
                return [...document.querySelectorAll("body *")]
                    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1)
                    .map((one) => one.outerHTML.slice(0, 80));
            }"""
        )
    )
