"""References to bookmarks that go with a loop or a tag: whatever refers to them is refused, wherever it stands."""

from __future__ import annotations

import pytest

from tests.tools.garden import GARDEN
from tests.tools.markup import field, p, r, with_part, written
from wenbiao.document.template import inspect

FILE = "garden.docx"
BEFORE = r("前")
START, END = '<w:bookmarkStart w:id="1" w:name="_Ref7"/>', '<w:bookmarkEnd w:id="1"/>'


def marked(*contents: str) -> str:
    """A paragraph in a bookmark."""
    return p(START, *contents, END)


LOOP = ["{%p for l in lines %}", marked("{{ l.item }}"), "{%p endfor %}"]
BROKEN, DEAD = "Word 更新引用时会印出“错误！未找到引用源”", "链接会失效"
REFERENCES: dict[
    str, tuple[str, str, str]
] = {  # name → runs, the bookmark as it is named there, what would happen
    "a field": (field(r"REF _Ref7 \h", BEFORE), "_Ref7", BROKEN),
    "in small letters": (field(r"ref _ref7 \h", BEFORE), "_ref7", BROKEN),
    "in quotes": (field('REF "_Ref7"', BEFORE), "_Ref7", BROKEN),
    "its page": (field("PAGEREF _Ref7", BEFORE), "_Ref7", BROKEN),
    "a simple field": (f'<w:fldSimple w:instr=" REF _Ref7 ">{BEFORE}</w:fldSimple>', "_Ref7", BROKEN),
    "a link": (f'<w:hyperlink w:anchor="_Ref7">{BEFORE}</w:hyperlink>', "_Ref7", DEAD),
    "a link's field": (field(r'HYPERLINK \l "_Ref7"', BEFORE), "_Ref7", DEAD),
    "a link's field with a tip": (field(r'HYPERLINK "" \o "a b" \l "_Ref7"', BEFORE), "_Ref7", DEAD),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_into_a_loop(name: str) -> None:
    """Whichever way something refers to a bookmark that goes, it is told so, where it stands."""
    runs, named, then = REFERENCES[name]
    found = inspect(written(*LOOP, p("见", runs)), FILE, GARDEN).findings

    assert [("正文，第 4 段（“见前”附近）", "")] == [(one.place, one.tag) for one in found]
    assert f"这里引用了“{named}”" in found[0].wrong
    assert then in found[0].wrong
    assert "引用循环外面的内容" in found[0].remedy


REASONS: dict[str, tuple[list[str], str, str]] = {  # where the bookmark is → body, why it goes, what to do
    "on the tag of a condition": ([marked("{%p if name %}"), "茶", "{%p endif %}"], "书签所在的段落只写着标签，不会留在文书里", "移到别的段落"),
    "on the tag of a loop": ([marked("{%p for l in lines %}"), "{{ l.item }}", "{%p endfor %}"], "书签所在的段落只写着标签", "移到别的段落"),
    "half in a condition": (["{%p if name %}", p(START, "茶"), "{%p endif %}", p("园", END)], "开头和结尾不在同一个条件里", "放进条件或移出来"),
    "half in a loop": ([p(START, "茶"), "{%p for l in lines %}", p("{{ l.item }}", END), "{%p endfor %}"], "书签要从循环里去掉", "循环外面"),
}  # fmt: skip


@pytest.mark.parametrize("name", REASONS)
def test_why_a_bookmark_goes(name: str) -> None:
    """What is wrong with a reference says why its bookmark goes: there need not be a loop."""
    contents, why, remedy = REASONS[name]
    found = inspect(written(*contents, p("见", field("REF _Ref7", BEFORE))), FILE, GARDEN).findings

    assert [(True, True)] == [(why in one.wrong, remedy in one.remedy) for one in found]


@pytest.mark.parametrize(("what", "place"), [("footer", "页脚，第 1 段"), ("footnotes", "脚注，第 1 段")])
def test_a_reference_from_another_part(what: str, place: str) -> None:
    """A footer or a note that refers into a loop of the body is refused."""
    there = p("见", field("REF _Ref7", BEFORE))
    inner = there if what == "footer" else f'<w:footnote w:id="2">{there}</w:footnote>'
    found = inspect(with_part(written(*LOOP), what, inner), FILE, GARDEN).findings

    assert [f"{place}（“见前”附近）"] == [one.place for one in found]
    assert "引用了“_Ref7”" in found[0].wrong


def test_a_reference_into_another_part() -> None:
    """The body may not refer into a loop of a footer."""
    inner = "".join(one if one.startswith("<") else p(one) for one in (*LOOP, "末"))
    found = inspect(
        with_part(written(p("见", field("REF _Ref7", BEFORE))), "footer", inner), FILE, GARDEN
    ).findings

    assert ["正文，第 1 段（“见前”附近）"] == [one.place for one in found]


def test_a_link_to_a_place_elsewhere() -> None:
    """A place in another document may be called like one that goes."""
    link = f'<w:hyperlink r:id="a" w:anchor="_Ref7">{BEFORE}</w:hyperlink>'
    away = field(r'HYPERLINK "a.docx" \l "_Ref7"', BEFORE)

    assert inspect(written(*LOOP, p(link), p(away)), FILE, GARDEN).template
