"""What maintainers look up, as pages: of each form its fields with their tags, and its messages. Pure, as `pages`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property

from wenbiao.catalogue import Catalogue, Entry
from wenbiao.messages import messages
from wenbiao.pages import Page
from wenbiao.sheets import sheet
from wenbiao.web import Web

FOLDER = "maintainers"
SHEETS, MESSAGES = f"{FOLDER}/fields/index.md", f"{FOLDER}/messages/index.md"
ABOUT_SHEETS = (
    "每张表单一页：每道题的名称、种类、填写要求、现在由哪份模板打印，以及可以复制到 Word 里的标签。"
    "字段表由表单和模板自动生成，新的表单不用登记。"
)
ABOUT_SHEET = (
    "把标签复制到 Word 里，放在要打印的地方；写法的说明见[模板的写法](../templates.md)。"
    "表格的标签占三行：上面一行、各列所在的一行、下面一行。改好模板后运行 `wenbiao check`。"
)
ABOUT_MESSAGES = (
    "每张表单一页：填写时可能出现的每一句提示，连同其中的上限、下限和选项。"
    "这几页直接读自表单和程序的代码，代码改了，页面跟着改。"
)
ABOUT_FORM = (
    "“错误”要改正后才能生成文书，“提醒”不妨碍生成。“…”和〈〉里的内容，到时候换成所填的内容。"
    "规则的提示列在它显示的那道题下面。"
)


class Handbook:
    """The pages of a project's forms for those who maintain them."""

    def __init__(self, catalogue: Catalogue, web: Web) -> None:
        self.catalogue, self.web = catalogue, web

    @cached_property
    def chapters(self) -> Mapping[str, tuple[Page, ...]]:
        """{path of a page that lists the forms: that page, then one for each form}."""
        entries = sorted(self.catalogue.values(), key=lambda entry: entry.fields.stage)
        return {
            SHEETS: (_contents(SHEETS, "字段表", ABOUT_SHEETS, entries), *map(self._sheet, entries)),
            MESSAGES: (
                _contents(MESSAGES, "提示一览", ABOUT_MESSAGES, entries),
                *map(self._messages, entries),
            ),
        }

    @property
    def all(self) -> tuple[Page, ...]:
        return tuple(page for pages in self.chapters.values() for page in pages)

    def _sheet(self, entry: Entry) -> Page:
        found = sheet(entry)
        parts = [
            (part.title, self.web.render("sheet.html", lines=part.lines, constants=()))
            for part in found.parts
        ]
        if found.constants:
            parts.append(("固定的文字", self.web.render("sheet.html", lines=(), constants=found.constants)))
        return _page(f"{FOLDER}/fields/{entry.name}.md", "字段表", entry, ABOUT_SHEET, parts)

    def _messages(self, entry: Entry) -> Page:
        parts = [
            (part.title, self.web.render("messages.html", places=part.places)) for part in messages(entry)
        ]
        return _page(f"{FOLDER}/messages/{entry.name}.md", "提示一览", entry, ABOUT_FORM, parts)


def _contents(path: str, title: str, about: str, entries: list[Entry]) -> Page:
    links = "\n".join(f"- [{entry.fields.title}]({entry.name}.md)" for entry in entries)
    return Page(path, title, _markdown(title, f"{about}\n\n{links or '现在还没有表单。'}"))


def _page(path: str, kind: str, entry: Entry, about: str, parts: list[tuple[str, str]]) -> Page:
    """A page of a form: a heading for each part, so that the table of contents has them."""
    title = entry.fields.title
    body = "\n\n".join(
        f"## {name} {{ #part-{number} }}\n\n{html}" for number, (name, html) in enumerate(parts, 1)
    )
    return Page(path, title, _markdown(f"{kind}：{title}", f"{about}\n\n{body}"))


def _markdown(title: str, body: str) -> str:
    """The search is for those who fill in forms: these pages would hide the questions among their copies."""
    told = json.dumps(title, ensure_ascii=False)
    return f"---\ntitle: {told}\nsearch: {{exclude: true}}\n---\n\n# {title}\n\n{body}\n"
