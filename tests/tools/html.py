"""HTML, parsed strictly: a page that a browser would have to mend fails the test."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

POINTING = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "list")


def parsed(html: str) -> Element:
    """A page or a piece of one as a tree, row templates included. Raises html5lib's ParseError."""
    whole = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html if whole else f"<!doctype html><title>.</title>{html}")
    return tree


def labels_of(page: Element) -> dict[str, str]:
    """{id: label} of every input. Asserts that ids are unique, and that what is pointed at by id exists."""
    ids = Counter(item.get("id") for item in page.iter() if item.get("id"))
    assert not [name for name, count in ids.items() if count > 1]
    pointed = {name for item in page.iter() for by in POINTING for name in (item.get(by) or "").split()}
    assert not pointed - set(ids)
    said = {item.get("for", ""): "".join(item.itertext()).strip() for item in page.iter("label")}
    inputs = [item for tag in ("input", "select", "textarea", "output") for item in page.iter(tag)]
    return {
        item.get("id", ""): said.get(item.get("id", ""), "") or item.get("aria-label", "")
        for item in inputs
        if item.get("type") != "hidden"
    }
