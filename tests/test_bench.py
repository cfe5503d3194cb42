"""The benchmark compares like with like: the same words, in documents of the size that it says."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser

from tests.bench import cases, figures, page, window
from tests.bench.renderers import RENDERERS
from tests.tools.ooxml import problems_of
from tests.tools.text import paragraphs_of
from tests.tools.typing import KEYS
from wenbiao.fields import Fields

pytest_plugins = ["tests.tools.browser"]

REAL = cases.real()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> dict[str, cases.Case]:
    return cases.own(tmp_path_factory.mktemp("bench"), ("S", "M"))


def both(case: cases.Case) -> tuple[list[str], list[str]]:
    """What stands in Wenbiao's document, and in docxtpl's."""
    return tuple(paragraphs_of(RENDERERS[name](case)()) for name in ("wenbiao", "docxtpl"))  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["S", "M"])
def test_same_text_of_our_own_cases(own: dict[str, cases.Case], name: str) -> None:
    """Wenbiao and docxtpl print the same paragraphs, and Wenbiao's document is valid."""
    ours, theirs = both(own[name])

    assert ours == theirs
    assert [] == problems_of(RENDERERS["wenbiao"](own[name])())


@pytest.mark.parametrize("form", REAL)
def test_same_text_of_the_real_documents(form: str) -> None:
    """The same paragraphs, but for the words that docxtpl repeats in cells that Wenbiao merges."""
    ours, theirs = both(REAL[form])

    assert set(theirs) - {""} == set(ours) - {""}
    assert len(ours) == len(theirs)


def asked(fields: Fields) -> int:
    """How many answers stand outside of tables."""
    return sum(1 for field in fields.walk() if field.kind and "*" not in field.pointer and not field.const)


def test_cases_are_what_they_say(own: dict[str, cases.Case]) -> None:
    """S asks 20 answers; M about sixty in six tables, three of which repeat ten rows, with header and footer."""
    template = docx.Document(io.BytesIO(own["M"].docx))

    assert 19 <= asked(own["S"].entry.fields) <= 21
    assert 60 <= asked(own["M"].entry.fields) <= 66
    assert 6 == len(template.tables)
    assert [10, 10, 10] == [len(own["M"].data[name]) for name in cases.COLUMNS]
    assert "{{" in template.sections[0].header.paragraphs[0].text


def test_the_page_is_written_from_the_figures(own: dict[str, cases.Case], tmp_path: Path) -> None:
    """The table stands between the marks; what is around them stays."""
    file = tmp_path / "speed.md"
    file.write_text(f"前\n\n{page.BEGIN}旧{page.END}\n\n后\n", "utf-8")
    rows = figures.rendering(own["S"], "zlib", 1, tmp_path)
    page.write(file, rows)
    text = file.read_text("utf-8")

    assert text.startswith("前\n")
    assert text.endswith("后\n")
    assert "旧" not in text
    assert own["S"].title in text
    assert {"wenbiao", "docxtpl", "bound"} == {row.renderer for row in rows}


def test_the_browser_is_measured(browser: Browser, served: str) -> None:
    """A form is opened so many times, and every key that is typed in a long table counts."""
    views = window.views(browser, served, 2)

    assert 2 == len(views.opened)
    assert KEYS == len(views.keys)
    assert 0 < views.opened[0] <= views.figures()["first view", "median"]


def test_the_browsers_figures_stand_in_the_table() -> None:
    """Median and best, median and the slowest but five of a hundred; without a browser there are no such lines."""
    views = window.Views("150", [0.4, 0.5, 0.9], [0.01] * 19 + [0.04])
    rows = figures.viewing(views)

    assert [("中位 0.50 秒，最快 0.40 秒"), ("中位 10 毫秒，95% 在 40 毫秒内")] == [
        line for _, line in page.viewing(rows)
    ]
    assert [] == list(page.viewing([]))
