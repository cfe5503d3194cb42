"""The HTML of every form of this project: complete, labelled, and free of what belongs elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.html import labels_of, parsed
from wenbiao.catalogue import Catalogue
from wenbiao.fields import Fields
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")


@pytest.fixture(scope="module")
def web() -> Web:
    return Web(ROOT / "templates" / "web")


def html_of(web: Web, fields: Fields) -> str:
    return web.form(fields, build="0123", root="../../", addresses={"render": "/api/render"})


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_input_of_every_form_is_labelled(web: Web, name: str) -> None:
    """Also in the templates of rows; ids are unique, and what is pointed at by id exists."""
    page = parsed(html_of(web, CATALOGUE[name].fields))

    labels = labels_of(page)

    assert labels
    assert all(labels.values())


@pytest.mark.parametrize("name", CATALOGUE)
def test_names_are_the_pointers_of_the_fields(web: Web, name: str) -> None:
    """Each input's name leads to a field, and each field that is asked has its input; what has none is never sent."""
    fields = CATALOGUE[name].fields
    page = parsed(html_of(web, fields))
    inputs = [item.get("name") for item in page.iter() if item.tag in ("input", "select", "textarea")]

    found = {fields.at(name).pointer for name in inputs if name}

    asked = {
        field.pointer
        for field in fields.walk()
        if field.shape in ("answer", "list") and not field.output and (not field.hidden or field.const)
    }
    assert asked == found


@pytest.mark.parametrize("name", CATALOGUE)
def test_computed_values_are_outputs(web: Web, name: str) -> None:
    """They are shown and never sent."""
    fields = CATALOGUE[name].fields
    page = parsed(html_of(web, fields))

    found = {fields.at(item.get("data-pointer", "")).pointer for item in page.iter("output")}

    assert {field.pointer for field in fields.walk() if field.output} == found


def test_no_words_of_a_form_in_the_templates() -> None:
    """What a form asks stands in its form file alone."""
    templates = "".join(file.read_text("utf-8") for file in (ROOT / "templates/web").glob("*.html"))
    labels = {field.label for entry in CATALOGUE.values() for field in entry.fields.walk()}

    assert set() == {label for label in labels if len(label) > 2 and label in templates}
