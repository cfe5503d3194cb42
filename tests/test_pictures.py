"""The docs' pictures show what the project makes now, and stay small."""

from __future__ import annotations

import json

from tests.tools.album import FORMS, MADE_OF, PICTURES, sources

LARGEST = 150_000  # bytes


def test_pictures_are_up_to_date() -> None:
    """No sample or template has changed since its pictures were made; else: make pictures."""
    assert sources() == json.loads(MADE_OF.read_text("utf-8"))


def test_pictures_are_there_and_small() -> None:
    """Each form has its cover, a page from inside, and its web page."""
    wanted = {f"{name}-{view}.png" for name in FORMS for view in ("cover", "document", "page")}

    assert wanted == {picture.name for picture in PICTURES.glob("*.png")}
    assert max(picture.stat().st_size for picture in PICTURES.glob("*.png")) <= LARGEST
