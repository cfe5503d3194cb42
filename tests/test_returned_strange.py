"""Documents whose pages are damaged, or name what no form asks: read or refused, and nothing else."""

from __future__ import annotations

import contextlib
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.test_properties import DOCUMENTS, alone
from tests.test_returned import back, made
from tests.tools.envelopes import BODY, edited, repacked, stripped
from tests.tools.samples import sample
from wenbiao.errors import Refused
from wenbiao.submission import as_json

STRANGE_POINTERS = [
    "/budget/lines/*/item", "/budget/lines/-1/item", "/budget/lines/99999/item", "/budget/lines/٣/item", "/budget/lines/²/item",
    "/budget/lines/0", "/budget/lines/item", "/budget/lines/0/item/x", "/budget", "//", "/~", "/~2", "/__proto__/x",
    "/project/four_works/0", "/kpis/1999/name", "/project/linked_divisions/0/0", "/" * 200,
]  # fmt: skip


@pytest.mark.parametrize("pointer", STRANGE_POINTERS)
def test_strange_pointers_break_nothing(pointer: str) -> None:
    """A control that names no answer, or a row far away, leaves all other answers as they are."""
    document = stripped(edited(made("declaration"), '"/filled_on"', f'"{pointer}"', times=2))
    data = back(document).result.data

    assert alone(sample("declaration")).data["applicant"] == data["applicant"]


@settings(DOCUMENTS, max_examples=60)
@given(st.data())
def test_damaged_documents_are_read_or_refused(data: st.DataObject) -> None:
    """Whatever is cut out of the page or put elsewhere: read, or refused, and nothing else."""
    document = DAMAGED[data.draw(st.sampled_from(list(DAMAGED)))]

    def change(name: str, content: bytes) -> bytes:
        if name != BODY:
            return content
        root = etree.fromstring(content)
        for _ in range(data.draw(st.integers(1, 8))):
            inside = [one for one in root.iter() if one is not root and one.getparent() is not root]
            one, other = (inside[data.draw(st.integers(0, len(inside) - 1))] for _ in range(2))
            moved = deepcopy(one)
            if data.draw(st.booleans()):
                one.getparent().remove(one)
            if data.draw(st.booleans()) and other.getparent() is not None:
                other.addprevious(moved)
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    with contextlib.suppress(Refused):
        as_json(back(repacked(document, change)).as_json())


DAMAGED = {
    f"{form}{origin}": document
    for form in ("self_evaluation", "change_application")
    for origin, document in (("", made(form)), (" stripped", stripped(made(form))))
}


@pytest.mark.parametrize("code", ["D800", "FFFF", "0007"])
def test_symbols_that_no_reply_can_hold(code: str) -> None:
    """Half a surrogate pair as a symbol is replaced; the reply can be written."""
    document = edited(made("declaration"), "</w:p>", f'<w:r><w:sym w:char="{code}"/></w:r></w:p>')

    as_json(back(document).as_json()).encode()
