"""JSON pointers and nested payloads are two spellings of one thing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wenbiao.names import flatten, nest, parts, pointer

KEYS = st.text(min_size=1).filter(lambda key: not (key.isascii() and key.isdigit()))
LEAVES = st.text() | st.booleans() | st.integers()
PAYLOADS = st.dictionaries(
    KEYS,
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner, min_size=1, max_size=12) | st.dictionaries(KEYS, inner, min_size=1),
        max_leaves=30,
    ),
)


@given(st.lists(st.text()))
def test_parts_undo_pointer(names: list[str]) -> None:
    """A pointer's parts are the names it was made of, slashes and tildes included."""
    assert tuple(names) == parts(pointer(*names))


@given(PAYLOADS)
def test_nest_undoes_flatten(payload: dict[str, object]) -> None:
    """A payload survives being posted as pairs of pointer and value."""
    assert payload == nest(flatten(payload).items())


def test_removed_rows_close_up() -> None:
    """Rows keep their order when one of them was removed from the page."""
    assert {"rows": ["甲", "丙"]} == nest([("/rows/0", "甲"), ("/rows/10", "丙")])
