"""The docs' pictures show what the project makes now, and stay small."""

from __future__ import annotations

import json

from tests.tools.album import FORMS, MADE_OF, PICTURES, made_of, sources
from tests.tools.missing import ROOT

LARGEST = 150_000  # bytes


def test_pictures_are_up_to_date() -> None:
    """Nothing that a form's pictures show has changed since they were made; else: make pictures."""
    assert sources() == json.loads(MADE_OF.read_text("utf-8"))


def test_pictures_are_made_of_document_and_page() -> None:
    """What the document says, and what the page asks and looks like, both make a picture out of date."""
    files = {file.relative_to(ROOT).as_posix() for file in made_of("declaration")}

    assert files > {"tests/data/declaration.json", "templates/declaration.docx", "forms/declaration.py"}
    assert files > {"forms/_blocks/budget.py", "forms/policy.toml", "templates/web/fields.html"}
    assert files > {"site/pages/assets/form.css", "site/pages/assets/form.js"}


def test_pictures_are_there_and_small() -> None:
    """Each form has its cover, a page from inside, and its web page."""
    wanted = {f"{name}-{view}.png" for name in FORMS for view in ("cover", "document", "page")}

    assert wanted == {picture.name for picture in PICTURES.glob("*.png")}
    assert max(picture.stat().st_size for picture in PICTURES.glob("*.png")) <= LARGEST
