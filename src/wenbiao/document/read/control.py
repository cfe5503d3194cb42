"""A content control of a document that is being read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Control:
    """`outer`: the answer around it; `empty`: it shows a prompt and no answer; `entered`: its words have begun."""

    outer: str
    title: str = ""
    tag: str = ""
    empty: bool = False
    entered: bool = False

    @property
    def pointer(self) -> str:
        """The answer inside; LibreOffice keeps the title only."""
        return next((name for name in (self.tag, self.title) if name.startswith("/")), self.outer)
