"""The XML of a part without the elements that say nothing to its reader: most of a document is how it looks.

A parser tells each element at a price; a search for text costs next to nothing.
"""

from __future__ import annotations

import re
from functools import cache

from wenbiao.document.read.reader import STARTS
from wenbiao.document.read.spelling import WORD

ATTRIBUTE = r"""\s++[\w:]++="[^"<>]*+\""""
EMPTIED = re.compile(rb"<w:(rPr|tcBorders|tcMar|trPr)></w:\1>")
SHELL = re.compile(rb"<w:(r|tcPr)(?:></w:\1>|/>)")  # what may be empty once those are gone
NAMED_TWICE = re.compile(rb'<w:alias w:val="([^"<>]*+)"/>(?=<w:tag w:val="\1"/>)')
DECLARED = re.compile(rb"""xmlns:w\s*=\s*(?:"([^"]*)"|'([^']*)')""")
APART = re.compile(rb"<!|<\?(?!xml\s)")  # comments and the like: what seems to be tags in them is none
HINT = b'<w:rFonts w:hint="eastAsia"/>'


def lean(xml: bytes) -> bytes:
    """The same words in less XML; the XML itself where w: may mean something else, or what looks like tags may be none."""
    spaces = {one or other for one, other in DECLARED.findall(xml)}
    if APART.search(xml) or not spaces <= {name.encode() for name in WORD}:
        return xml
    fewer = _unread().sub(b"", xml.replace(HINT, b""))
    return NAMED_TWICE.sub(b"", SHELL.sub(b"", EMPTIED.sub(b"", fewer)))


@cache
def _unread() -> re.Pattern[bytes]:
    """Empty elements of Word that no reader is told of."""
    told = "|".join(sorted(STARTS))
    pattern = rf"<(?:w:(?!(?:{told})[\s/])[A-Za-z]++|w15:appearance)(?:{ATTRIBUTE})*+/>"
    return re.compile(pattern.encode())
