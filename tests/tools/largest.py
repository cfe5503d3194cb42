"""Documents as large and as slow to read as the gate lets through, each made from a good one.

`LARGEST` names what stands in the text of each. `python -m tests.tools.largest FILE` reads one as a returned document
and prints the memory that this took at most, in MiB, and what came of it.
"""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from tests.tools.envelopes import resealed
from tests.tools.zips import files, zipped

NAMESPACES = (
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x="urn:x"'
)
ROW = b"<w:tr><w:tc><w:p><w:r><w:t>%d</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
CONTROL = b'<w:sdt><w:sdtPr><w:tag w:val="/x/%d"/></w:sdtPr><w:sdtContent><w:r><w:t>%d</w:t></w:r></w:sdtContent></w:sdt>'


STYLED = b'<w:p><w:pPr><w:pStyle w:val="s%d"/></w:pPr></w:p>'


def _field(n: int) -> bytes:
    return b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>QUOTE %d</w:instrText></w:r>' % n


def _many(count: int, inside: bytes) -> bytes:
    return b"".join(inside.replace(b"%d", b"%d" % n) for n in range(count))


LARGEST = {
    "paragraphs": lambda: _many(39_000, b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>"),
    "the same paragraphs": lambda: b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 39_000,
    "rows": lambda: b"<w:tbl>" + _many(15_000, ROW) + b"</w:tbl>",
    "tables": lambda: _many(15_000, b"<w:tbl>" + ROW + b"</w:tbl>"),
    "controls": lambda: b"<w:p>" + _many(30_000, CONTROL) + b"</w:p>",
    "controls in controls": lambda: b"<w:p>" + _many(700, CONTROL.replace(b"<w:r>", b"<w:sdt><w:sdtContent>" * 90 + b"<w:r>").replace(b"</w:r>", b"</w:r>" + b"</w:sdtContent></w:sdt>" * 90)) + b"</w:p>",
    "runs": lambda: b"<w:p>" + b'<w:r><w:rPr><w:sz w:val="2"/><w:color w:val="FFFFFF"/></w:rPr><w:t>x</w:t></w:r>' * 45_000 + b"</w:p>",
    "styles": lambda: b"<w:p>" + _many(75_000, b'<w:r><w:rPr><w:rStyle w:val="s%d"/></w:rPr></w:r>') + b"</w:p>",
    "fields": lambda: b"<w:p>" + b"".join(map(_field, range(55_000))) + b"</w:p>",
    "alternatives": lambda: b"<w:p>" + _many(50_000, b'<mc:AlternateContent><mc:Choice Requires="x"><w:r><w:t>%d</w:t></w:r></mc:Choice></mc:AlternateContent>') + b"</w:p>",
    "alternatives in alternatives": lambda: b"<w:p>" + _many(1_000, b'<mc:AlternateContent><mc:Choice Requires="w14">' * 90 + b"<w:r><w:t>%d</w:t></w:r>" + b"</mc:Choice></mc:AlternateContent>" * 90) + b"</w:p>",
    "a long text in alternatives": lambda: b"<w:p>" + b'<mc:AlternateContent><mc:Choice Requires="w14">' * 90 + b"<w:r><w:t>" + "文".encode() * 3_900_000 + b"</w:t></w:r>" + b"</mc:Choice></mc:AlternateContent>" * 90 + b"</w:p>",
    "a field of many words": lambda: b"<w:p>" + _field(1).replace(b"QUOTE", b"TOC " + b'"a" ' * 5_000 + b"\\p") + b'<w:r><w:fldChar w:fldCharType="separate"/><w:t>x</w:t></w:r></w:p>',
    "drawings": lambda: b"<w:p>" + b"<w:r><w:drawing/></w:r>" * 110_000 + b"</w:p>",
    "strange elements": lambda: b"<w:p>" + b"<x:a><w:t>x</w:t></x:a>" * 110_000 + b"</w:p>",
    "attributes": lambda: (b"<w:b" + b"".join(b" a%d=''" % n for n in range(240)) + b"></w:b>") * 10_000,
    "one long text": lambda: b"<w:p><w:r><w:t>" + b"486.00 " * 3_000_000 + b"</w:t></w:r></w:p>",
    "much text": lambda: b"<w:p>" + b"<w:r><w:t>" * 1 + b"x" * 400 + b"</w:t></w:r>" + (b"<w:r><w:t>" + b"y" * 350 + b"</w:t></w:r>") * 55_000 + b"</w:p>",
    "tags that are no text": lambda: b"<w:p><![CDATA[x]]>" + b"<w:b/>" * 230_000 + b"</w:p>",
    "looks": lambda: b"<w:p><w:r><w:rPr>" + b'<w:b w:val="1"/>' * 900_000 + b"</w:rPr></w:r></w:p>",
}  # fmt: skip
STYLES = {  # what stands in the part of styles, beside a text in which each paragraph has a style of its own
    "styles one on another": lambda: _many(
        30_000,
        b'<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/><w:rPr><w:sz w:val="9"/></w:rPr></w:style>'.replace(
            b'"s%d"/>', b'"s1"/>'
        ),
    ),
    "a long line of styles": lambda: b"".join(
        b'<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>' % (n, n + 1) for n in range(40_000)
    ),
}
DATA = {
    "data of one long text": lambda: b'{"a":"' + "总".encode() * 7_000_000 + b'"}',
    "data of many values": lambda: b'{"a":{' + _many(45_000, b'"%d":1,') + b'"":1}}',
    "data of many rows": lambda: b'{"budget":{"lines":[' + b'{"item":"x"},' * 1_990 + b"{}]}}",
    "data of nothing but brackets": lambda: b"[" * 20_000_000,
}


def with_data(good: bytes, name: str) -> bytes:
    """The good document with other data inside, and their right checksum."""
    return resealed(good, DATA[name]().decode())


def large(good: bytes, name: str) -> bytes:
    """The good document with another text, or other styles."""
    inside = LARGEST[name]() if name in LARGEST else _many(30_000, STYLED)
    parts = {
        b"word/document.xml": b"<w:document " + NAMESPACES + b"><w:body>" + inside + b"</w:body></w:document>"
    }
    if name in STYLES:
        parts[b"word/styles.xml"] = b"<w:styles " + NAMESPACES + b">" + STYLES[name]() + b"</w:styles>"
    return zipped(replace(file, content=parts.get(file.name, file.content)) for file in files(good))


def _read(raw: bytes) -> str:
    from tests.tools.papers import CATALOGUE, TODAY  # what a server has loaded before
    from wenbiao.errors import Refused
    from wenbiao.returned import read

    try:
        return f"{len(read(CATALOGUE, raw, TODAY).changes)} changes"
    except Refused as refusal:
        return str(refusal)


if __name__ == "__main__":
    said = _read(Path(sys.argv[1]).read_bytes())
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    assert peak
    print(int(peak[1]) >> 10, said)
