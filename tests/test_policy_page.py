"""The page of policy: every value of the file in force, its mark and its source, whatever the keys are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.tools.html import parsed
from wenbiao.catalogue import Catalogue
from wenbiao.errors import PolicyError
from wenbiao.marks import MARKS
from wenbiao.pages import POLICY, Pages
from wenbiao.policy import topics
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "forms/policy.toml"
BASIS = (ROOT / "site/pages/basis.md").read_text("utf-8")
OTHER = """
[tea]
title = "茶园"

[tea.steep_percent]
title = "陡坡比例（%）"
value = "12.5"
mark = "S3"
source = "见 [F7] 和 <b>"

[tea.open]
title = "是否开放"
value = false
mark = "K"
source = "待核"

[tea.mode]
title = "方式"
value = ["a", "b", 3]
words = { a = "甲" }
mark = "I"
source = "自定"
"""


def pages_of(forms: Path) -> Pages:
    return Pages(
        Catalogue(forms, ROOT / "templates"), Web(ROOT / "templates/web"), ROOT / "site/pages", Path("none")
    )


def shown(pages: Pages) -> str:
    return pages.filled(f"# 政策参数\n\n{POLICY}\n", "../")


def boxes(markdown: str) -> dict[str, Element]:
    """{key: the element that shows the entry}."""
    html = "\n".join(re.findall(r'<div class="wb-policy".*?\n</div>(?=\n\n|\n$)', markdown + "\n", re.DOTALL))
    found = [one for one in parsed(html).iter() if one.get("class") == "wb-entry"]
    return {
        next(str(inner.get("id")) for inner in one.iter() if str(inner.tag).endswith("h3")): one
        for one in found
    }


def said(element: Element) -> str:
    return "".join("".join(element.itertext()).split())


def links(element: Element) -> list[str | None]:
    return [
        inner.get("href") for inner in element.iter() if str(inner.tag).endswith("}a") or inner.tag == "a"
    ]


def leaves(value: Any) -> Iterator[Any]:
    """The keys and single values of a value, in order."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def entries(file: Path) -> dict[str, dict[str, Any]]:
    """The entries of a policy file, read without the engine."""
    groups = tomllib.loads(file.read_text("utf-8"))
    return {
        f"{group}.{key}": entry
        for group, members in groups.items()
        for key, entry in members.items()
        if key != "title"
    }


SHIPPED_ENTRIES = entries(SHIPPED)


@pytest.fixture(scope="module")
def shipped() -> dict[str, Element]:
    """What the page of this project shows."""
    return boxes(shown(pages_of(ROOT / "forms")))


def test_page_shows_every_entry(shipped: dict[str, Element]) -> None:
    """In the order of the file, none left out and none besides."""
    assert list(SHIPPED_ENTRIES) == list(shipped)


@pytest.mark.parametrize("key", SHIPPED_ENTRIES)
def test_entry_says_everything(shipped: dict[str, Element], key: str) -> None:
    """Its name, all of its value in order, its mark, and its source."""
    entry, text = SHIPPED_ENTRIES[key], said(shipped[key])
    words = entry.get("words", {})
    value = [
        ("否", "是")[each] if isinstance(each, bool) else words.get(str(each), str(each))
        for each in leaves(entry["value"])
    ]
    parts = [entry["title"], key, *value, MARKS[entry["mark"][0]], entry["source"]]

    assert re.search(".*?".join(re.escape("".join(part.split())) for part in parts), text)
    assert entry["mark"] in text


@pytest.mark.parametrize("key", SHIPPED_ENTRIES)
def test_entry_leads_to_its_sources(shipped: dict[str, Element], key: str) -> None:
    """The mark and every mark inside the source are links to their places on the page of sources."""
    entry = SHIPPED_ENTRIES[key]
    marks = [entry["mark"], *re.findall(r"\[([SFKI][0-9]*)\]", entry["source"])]
    anchors = [mark.lower() if mark[0] == "F" else mark[0].lower() for mark in marks]

    assert [f"../basis/#{anchor}" for anchor in anchors] == links(shipped[key])
    assert all(f"{{ #{anchor} }}" in BASIS for anchor in anchors)


def test_page_says_what_is_confirmed() -> None:
    """Every entry once: published, to be confirmed, or our own; a published one with doubts says so."""
    listed = shown(pages_of(ROOT / "forms")).split("<div")[0]
    counted = {
        letters: [key for key, entry in SHIPPED_ENTRIES.items() if entry["mark"][0] in letters]
        for letters in ("SF", "K", "I")
    }

    assert [f"：{len(keys)} 项" for keys in counted.values()] == re.findall("：[0-9]+ 项", listed)
    assert [key for keys in counted.values() for key in keys] == re.findall('href="#([^"]+)"', listed)
    assert "各评价等级的最低分（分）</a>（部分待确认）" in listed


def test_page_names_no_code_of_the_engine(shipped: dict[str, Element]) -> None:
    """English keys inside a value are said in words."""
    for key, entry in SHIPPED_ENTRIES.items():
        plain = said(shipped[key]).replace(key, "").replace(entry["source"].replace(" ", ""), "")
        assert set(re.findall("[a-z_]{3,}[0-9]*", plain)) <= {"weights_2020", "weights_2021", "max"}


def test_page_follows_the_deployed_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WENBIAO_POLICY's file is shown instead of the project's own, keys that the engine never saw included."""
    (tmp_path / "other.toml").write_text(OTHER, "utf-8")
    monkeypatch.setenv("WENBIAO_POLICY", str(tmp_path / "other.toml"))

    page = shown(pages_of(ROOT / "forms"))
    found = boxes(page)

    assert ["tea.steep_percent", "tea.open", "tea.mode"] == list(found)
    assert "## 茶园 { #tea }" in page
    assert "陡坡比例（%）tea.steep_percent12.5S3细则政策解读（第三章）。见[F7]和<b>。" == said(
        found["tea.steep_percent"]
    )
    assert ["../basis/#s", "../basis/#f7"] == links(found["tea.steep_percent"])
    assert "是否开放tea.open否K通行做法，待确认。待核。" == said(found["tea.open"])
    assert "方式tea.mode甲、b、3I本软件的设计。自定。" == said(found["tea.mode"])


def test_project_without_a_policy_says_so(tiny: Path) -> None:
    """Instead of an empty page."""
    page = shown(pages_of(tiny / "questions"))

    assert "本站没有政策参数。" in page
    assert "wb-policy" not in page


def test_entry_without_a_mark_is_refused(tmp_path: Path) -> None:
    """The page never shows a value that does not say how sure it is."""
    file = tmp_path / "policy.toml"
    file.write_text(OTHER.replace('mark = "K"\n', ""), "utf-8")

    with pytest.raises(PolicyError, match="tea"):
        topics(file)
