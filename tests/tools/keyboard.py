"""A person without a mouse: goes through a form with Tab, answers what has the focus, and never loses sight of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from wenbiao.names import flatten

# What has the focus: its answer's pointer, its sort, the table whose button it is, and whether a sighted person sees it.
FOCUSED = """() => {
    const one = document.activeElement, box = one.getClientRects()[0] || one.getBoundingClientRect();
    const sort = one.matches("[data-add]") ? "add" : one.tagName === "TEXTAREA" ? "text" : one.tagName === "SELECT" ? "select" : one.type || "";
    const seen = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + Math.min(box.height / 2, 20));
    return {
        id: one.id, name: one.name || "", sort,
        table: sort === "add" ? one.closest("[data-pointer]").dataset.pointer : "",
        rows: sort === "add" ? one.parentElement.querySelectorAll(":scope > .wb-rows > [data-row]").length : 0,
        options: (sort === "select" ? [...one.options] : [...document.getElementsByName(one.name)]).map((each) => each.value),
        next: one.matches(".wb-turns a") && one.textContent.startsWith("下一步") && one.hash !== "#review",
        value: one.value, checked: one.checked, locked: Boolean(one.readOnly),
        seen: Boolean(seen) && (one.contains(seen) || seen.contains(one) || [...(one.labels || [])].some((each) => each.contains(seen))),
        where: one.outerHTML.slice(0, 120),
    };
}"""

SETTLED = f"() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(({FOCUSED})()))))"


class Keyboard:
    """Answers a form from a payload. `hidden`: what had the focus and could not be seen; `steps`: how often Tab was pressed."""

    def __init__(self, page: Page, answers: dict[str, Any]) -> None:
        self.page = page
        self.given = flatten(answers)
        self.lists = {path: len(value) for path, value in _lists(answers)}
        self.hidden: list[str] = []
        self.steps = 0

    def run(self, last: str, most: int = 4000) -> None:
        """Presses Tab until the element with the id `last` has the focus, and answers on the way."""
        while self.steps < most:
            self.steps += 1
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if not focused["seen"]:  # an answer of the functions may have moved the page just now
                focused = self.page.evaluate(SETTLED)
            if not focused["seen"]:
                self.hidden.append(focused["where"])
            if focused["id"] == last:
                return
            if focused["next"]:  # on a narrow screen one section is shown at a time
                self.page.keyboard.press("Enter")
            self._answer(focused)
        raise AssertionError(f"{most} times Tab, and {last} never had the focus")

    def _answer(self, focused: dict[str, Any]) -> None:
        if focused["sort"] == "add":
            if focused["rows"] < self.lists.get(focused["table"], 0):
                self.page.keyboard.press("Enter")
                self.page.keyboard.press(
                    "Shift+Tab"
                )  # the new row's first input has the focus: Tab comes to it again
            return
        if not focused["name"].startswith("/") or focused["locked"]:
            return
        if focused["sort"] in ("radio", "checkbox"):
            self._tick(focused)
        elif focused["name"] in self.given and not focused["value"]:
            self._type(focused, str(self.given[focused["name"]]))

    def _type(self, focused: dict[str, Any], text: str) -> None:
        if focused["sort"] == "select":
            for _ in range(focused["options"].index(text)):
                self.page.keyboard.press("ArrowDown")
            expect(self.page.locator(f'[id="{focused["id"]}"]')).to_have_value(text)
        else:
            self.page.keyboard.insert_text(text)

    def _tick(self, focused: dict[str, Any]) -> None:
        name = focused["name"]
        if focused["sort"] == "checkbox":
            chosen = [value for path, value in self.given.items() if path.rpartition("/")[0] == name]
            if focused["value"] in chosen and not focused["checked"]:
                self.page.keyboard.press("Space")
            return
        if name not in self.given:
            return
        wanted = {True: "true", False: "false"}.get(self.given[name], self.given[name])
        for _ in range(focused["options"].index(wanted) - focused["options"].index(focused["value"])):
            self.page.keyboard.press("ArrowDown")
        if not self.page.locator(f'[name="{name}"][value="{wanted}"]').is_checked():
            self.page.keyboard.press("Space")


def _lists(value: Any, path: str = "") -> list[tuple[str, list[Any]]]:
    if isinstance(value, dict):
        return [found for name, inner in value.items() for found in _lists(inner, f"{path}/{name}")]
    if isinstance(value, list):
        below = [found for index, inner in enumerate(value) for found in _lists(inner, f"{path}/{index}")]
        return [(path, value), *below]
    return []
