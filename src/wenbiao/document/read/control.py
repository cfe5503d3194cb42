"""A content control of a document that is being read."""

from __future__ import annotations

from dataclasses import dataclass

NAMES = (
    "tag",
    "alias",
    "docPart",
)  # where a control says its answer, best first; a program may keep one only
PROMPTS = {  # what Word and WPS show in an empty control
    "单击或点击此处输入文字。",
    "单击或点按此处输入文字。",
    "单击此处输入文字。",
    "点击此处输入文字。",
    "Click or tap here to enter text.",
    "Click here to enter text.",
}


@dataclass
class Control:
    """`outer`: the answer around it; `empty`: it shows a prompt and no answer; `entered`: its words have begun.

    `own`: the answer that it names itself, `named` by which of NAMES; `said`: it has words of its own.
    `bound`: programs put other words into it, from data elsewhere in the file.
    """

    outer: str
    own: str = ""
    named: int = len(NAMES)
    empty: bool = False
    bound: bool = False
    entered: bool = False
    said: bool = False

    def name(self, element: str, text: str) -> None:
        """It says what it is, in one of several places."""
        place = NAMES.index(element)
        if text.startswith("/") and place < self.named:
            self.own, self.named = text, place

    @property
    def pointer(self) -> str:
        """The answer inside."""
        return self.own or self.outer

    def take(self, text: str) -> str:
        """Some text stands in it. Returns whose answer that is."""
        self.said = self.said or bool(text)
        return self.pointer

    def leave(self, inner: Control) -> None:
        """A control inside it ends; what follows in this one is of the other's answer, if that has no words.

        Where no word stands between two answers, LibreOffice 7.4 puts the second one's control without its words into
        the first one's, and the words behind it. This system never makes one control of an answer inside another.
        """
        if self.own and inner.own and not (inner.said or inner.empty):
            self.own = inner.own

    def prompts(self, text: str) -> bool:
        """Whether a text in it is a program's prompt, and no answer."""
        return self.empty and self.entered and text.strip() in PROMPTS
