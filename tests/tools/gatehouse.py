"""Lets files pass the gate: `python -m tests.tools.gatehouse FOLDER` prints what each is refused with, as JSON lines.

It loads nothing but the gate, so that a caller can limit its memory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from wenbiao.document.read.gate import Refused, opened, walk


class _Nobody:
    def start(self, name: str, attributes: dict[str, str], /) -> None: ...
    def end(self, name: str, /) -> None: ...
    def text(self, text: str, /) -> None: ...


def passed(raw: bytes) -> str:
    """What a file is refused with, "" where it comes through: all of its XML is gone through, and nothing kept."""
    try:
        for content in opened(raw).values():
            walk(content, _Nobody())
    except Refused as refusal:
        return str(refusal)
    return ""


if __name__ == "__main__":
    for file in sorted(Path(sys.argv[1]).iterdir()):
        print(json.dumps([file.name, passed(file.read_bytes())]))
