"""The maintainers' guide to templates: what it says can be written can, and what it says cannot is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.garden import GARDEN, word
from wenbiao.document.template import inspect, tags
from wenbiao.words import WORDS

GUIDE = (Path(__file__).parents[1] / "site/pages/maintainers/templates.md").read_text("utf-8")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
USABLE, _, refused = GUIDE.partition("## 不能写的")
ROWS = [row.split(" | ") for row in refused.split("\n") if row.startswith("| `")]


def tags_in(text: str) -> list[str]:
    """The tags of a text, with a name where it leaves the reader to think of one."""
    return list(dict.fromkeys(TAG.findall(text.replace("for …", "for x in name").replace("…", "name"))))


@pytest.mark.parametrize("tag", tags_in(USABLE) + tags_in("".join(row[1] for row in ROWS)))
def test_what_can_be_written(tag: str) -> None:
    """Every tag that the guide offers can be read."""
    assert not tags.read(tag).broken


@pytest.mark.parametrize("tag", [tag for row in ROWS for tag in tags_in(row[0])])
def test_what_cannot_be_written(tag: str) -> None:
    """Every tag that the guide warns of is refused."""
    assert inspect(word(tag), "garden.docx", GARDEN).findings


def test_every_word_is_explained() -> None:
    """The guide has a row for each way to say an answer."""
    assert {word for word in WORDS if word} <= set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))


def test_everything_foreign_is_explained() -> None:
    """The guide says what to do instead of each tag that docxtpl knows and this engine does not."""
    assert {*tags.FOREIGN} <= {
        re.sub(r"[^a-z].*", "", tag.lstrip("{% ")) for row in ROWS for tag in tags_in(row[0])
    }
