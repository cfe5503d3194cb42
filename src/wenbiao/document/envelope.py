"""The answers inside a document: a custom XML part with the canonical JSON, and what is needed to trust it.

    <answers xmlns="urn:wenbiao:answers" form="declaration" version="1.0" template="…" sha256="…">{"plan_year":2024,…}</answers>

`sha256` is of the JSON text in UTF-8, never of XML: other programs write the same text in other bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, TypeAlias

from pydantic_core import to_json

NAMESPACE = "urn:wenbiao:answers"
NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
MARKUP = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))
Sign: TypeAlias = Callable[[str, str, str, str], str]


class Envelope(NamedTuple):
    """The answers of one document: `text` is their JSON, of a `form` and its `version`.

    `template` names the Word file that printed them (Template.source); `digest` is the SHA-256 that was written
    beside the text, in hex digits; `signature` is base64, "" where there is none.
    """

    form: str
    version: str
    template: str
    digest: str
    signature: str
    text: str

    @property
    def intact(self) -> bool:
        """Whether the text is still the one that was sealed."""
        return self.digest == sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def unsigned(_form: str, _version: str, _template: str, _digest: str) -> str:
    """No signature."""
    return ""


def sealed(form: str, version: str, template: str, data: Mapping[str, Any], sign: Sign = unsigned) -> bytes:
    """The XML part that carries canonical data. Raises ValueError for text that no XML can hold."""
    text = to_json(data)  # raises PydanticSerializationError, a ValueError, for half a surrogate pair
    if any(char in text for char in NONCHARACTERS):
        raise ValueError
    digest = sha256(text).hexdigest()
    signature = sign(form, version, template, digest)
    signed = f' signature="{signature}"' if signature else ""
    for char, markup in MARKUP:
        text = text.replace(char, markup)
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<answers xmlns="{NAMESPACE}" form="{form}" '
        f'version="{version}" template="{template}" sha256="{digest}"{signed}>'
    )
    return b"".join((head.encode(), text, b"</answers>"))
