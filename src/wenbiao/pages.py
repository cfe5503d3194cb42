"""The catalogue as pages of Markdown and entries of a search index; pure: it knows no MkDocs.

Whoever builds the site puts the pages among its own (`forms/index.md`, `forms/<form>.md`), the navigation
under one heading, and the entries into the search index.
"""

from __future__ import annotations

import json
import re
import tomllib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from wenbiao import policy, signing
from wenbiao.carry import forms_of
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.layout import Place, parts_of
from wenbiao.marks import numeral, source_of
from wenbiao.policy import Topic
from wenbiao.web import Web

FOLDER = "forms"
LIFE = "<!-- wenbiao: stages -->"
FORMS = "<!-- wenbiao: forms -->"
POLICY = "<!-- wenbiao: policy -->"
VERIFY = "<!-- wenbiao: verify -->"
KEY = "<!-- wenbiao: key -->"
NO_KEY = "本站没有设置密钥，生成的文书里没有签名。"
LABELS = f"{FOLDER}/labels.json"
ABOUT = re.compile("<!-- wenbiao: (form|flows) ([a-z0-9_]+) -->")
INLINE = re.compile("<script>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One page: where it lies below the site's pages, its title, its Markdown."""

    path: str
    title: str
    markdown: str


@dataclass(frozen=True)
class Found:
    """One entry of the search index: an address relative to the site's root, a title, a text."""

    location: str
    title: str
    text: str


@dataclass(frozen=True)
class Stage:
    """One chapter of a project's life. `documents`: those that belong here and are not offered yet."""

    number: str
    title: str
    says: str
    forms: tuple[Entry, ...]
    documents: tuple[str, ...]


class Pages:
    """The pages of a project. `pages`: the folder of its own pages, whose assets say where the functions are.

    `stages` is a TOML file of the chapters of a project's life, in order: [[stage]] title, says, documents.
    """

    def __init__(self, catalogue: Catalogue, web: Web, pages: Path, stages: Path) -> None:
        self.catalogue, self.web, self.pages, self.stages_file = catalogue, web, pages, stages

    @cached_property
    def entries_by_stage(self) -> tuple[Entry, ...]:
        """The forms in the order of a project's life."""
        return tuple(sorted(self.catalogue.values(), key=lambda entry: entry.fields.stage))

    @cached_property
    def all(self) -> tuple[Page, ...]:
        """The list of forms, then one page for each form."""
        return (self._contents(), *map(self._form, self.entries_by_stage))

    @property
    def navigation(self) -> list[dict[str, str]]:
        """[{title: path}, …] of the pages, in order."""
        return [{page.title: page.path} for page in self.all]

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The functions' addresses, from assets/config.json; the usual ones where there is no such file."""
        file = self.pages / "assets" / "config.json"
        usual = {"validate": "/api/validate", "render": "/api/render"}
        return usual | (json.loads(file.read_text("utf-8")) if file.is_file() else {})

    @property
    def entries(self) -> tuple[Found, ...]:
        """An entry for each form, section and question, at its place."""
        return tuple(found for entry in self.catalogue.values() for found in _found(entry))

    @property
    def labels(self) -> str:
        """JSON, for the file LABELS: {form: {pointer with * for row numbers: {label, unit, computed}}}, in the form's order."""
        told = {
            entry.name: {
                field.pointer: {"label": field.label, "unit": field.unit, "computed": field.output}
                for field in entry.fields.walk()
                if not field.hidden
            }
            for entry in self.entries_by_stage
        }
        return json.dumps(told, ensure_ascii=False)

    def filled(self, markdown: str, root: str) -> str:
        """A page's Markdown with what its marks ask for: forms, a form or its flows, chapters, policy, the reviewer's desk.

        `root`: the way from the page to the site's root, like "../".
        """
        if LIFE in markdown:
            markdown = markdown.replace(LIFE, self.web.render("stages.html", stages=self.stages, root=root))
        if VERIFY in markdown:
            desk = self.web.render("verify.html", root=root, build=self.catalogue.build)
            markdown = markdown.replace(VERIFY, desk)
        if KEY in markdown:
            markdown = markdown.replace(KEY, self._key())
        if POLICY in markdown:
            markdown = markdown.replace(POLICY, self._policy(root))
        markdown = ABOUT.sub(lambda mark: self._about(mark[1], mark[2], root), markdown)
        return markdown.replace(FORMS, self._list(root)) if FORMS in markdown else markdown

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The chapters of a project's life, each with the forms that say they belong to it."""
        if not self.stages_file.is_file():
            return ()
        told = tomllib.loads(self.stages_file.read_text("utf-8"))["stage"]
        return tuple(self._stage(number, facts) for number, facts in enumerate(told, start=1))

    def _stage(self, number: int, facts: Mapping[str, Any]) -> Stage:
        forms = tuple(entry for entry in self.catalogue.values() if entry.fields.stage == number)
        offered = {entry.fields.title for entry in self.catalogue.values()}
        documents = tuple(name for name in facts["documents"] if name not in offered)
        return Stage(f"第{numeral(number)}章", facts["title"], facts["says"], forms, documents)

    def _contents(self) -> Page:
        return Page(f"{FOLDER}/index.md", "全部文书", _markdown("全部文书", self._list("../")))

    def _list(self, root: str) -> str:
        return self.web.render("contents.html", entries=self.entries_by_stage, root=root)

    def _about(self, what: str, name: str, root: str) -> str:
        """A link to one form, or a list of what comes into it; nothing where this project does not have it."""
        entry = self.catalogue.get(name)
        facts = {"entry": entry, "flows": _flows(entry), "root": root} if entry else {}
        return self.web.render(f"{what}_mark.html", **facts) if facts else ""

    @staticmethod
    def _key() -> str:
        """The public keys of this site's signatures, for everyone who checks them elsewhere; or that there are none."""
        pem = signing.public_key_text()
        return f"```\n{pem.strip()}\n```" if pem else NO_KEY

    def _policy(self, root: str) -> str:
        """The policy in force: what is how sure, then every group under its heading."""
        topics = policy.topics(self.catalogue.forms / policy.FILE)
        groups = (
            f"## {topic.title} {{ #{topic.name} }}\n\n"
            + self.web.render("policy.html", topic=topic, root=root, source_of=source_of, cited=cited)
            for topic in topics
        )
        sure = self.web.render("certainty.html", topics=topics, certainty=certainty(topics))
        return "\n\n".join([sure, *groups])

    def _form(self, entry: Entry) -> Page:
        html = self.web.form(
            entry.fields,
            build=self.catalogue.build,
            root="../../",
            addresses=self.addresses,
            starts_from=self._before(entry),
            papers=entry.papers,
        )
        return Page(
            f"{FOLDER}/{entry.name}.md", entry.fields.title, _markdown(entry.fields.title, html, "form")
        )

    def _before(self, entry: Entry) -> dict[str, str]:
        """The forms whose documents this one can start from, with their titles, in the order of a project's life."""
        named = forms_of(entry.form.flows)
        others = self.entries_by_stage
        return {other.name: other.fields.title for other in others if other.name in named}


def _flows(entry: Entry) -> list[tuple[str, Any]]:
    """What comes from earlier documents: (label, flow); a part of what comes as a whole is not told again."""
    wholes = [f"{flow.to}/" for flow in entry.form.flows]
    return [
        (entry.fields.at(flow.to).label, flow)
        for flow in entry.form.flows
        if not any(flow.to.startswith(whole) for whole in wholes)
    ]


def certainty(topics: Iterable[Topic]) -> dict[str, dict[str, policy.Entry[Any]]]:
    """The entries of policy by how sure they are: published, to be confirmed, our own."""
    entries = {key: entry for topic in topics for key, entry in topic.entries.items()}
    return {
        level: {key: entry for key, entry in entries.items() if entry.mark[0] in letters}
        for level, letters in {"published": "SF", "unconfirmed": "K", "ours": "I"}.items()
    }


def cited(source: str) -> list[tuple[str, str]]:
    """A source's text in pieces, each with its anchor on the page of sources: 见 [F6] → ("见 ", ""), ("[F6]", "f6")."""
    pieces = filter(None, re.split(r"(\[[SFKI][0-9]*\])", source))
    return [(piece, source_of(piece)[1]) for piece in pieces]


def security_policy(html: Iterable[str], addresses: Iterable[str]) -> str:
    """A Content-Security-Policy under which all these pages work: their own files and inline scripts, nothing else.

    `addresses` of functions on other hosts may be called, too.
    """
    hashes = sorted({f"'sha256-{_digest(script)}'" for page in html for script in INLINE.findall(page)})
    hosts = sorted({"/".join(address.split("/")[:3]) for address in addresses if "://" in address})
    called = " ".join(["'self'", *hosts])
    return "; ".join([
        "default-src 'none'",
        " ".join(["script-src 'self'", *hashes]),
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        f"connect-src {called}",
        "worker-src 'self'",
        f"form-action {called}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ])  # fmt: skip


def _digest(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()


def write(pages: tuple[Page, ...], folder: Path) -> tuple[Path, ...]:
    """The pages as files below a folder; returns the files."""
    files = tuple(folder / page.path for page in pages)
    for page, file in zip(pages, files, strict=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.markdown, "utf-8")
    return files


def _markdown(title: str, html: str, kind: str = "") -> str:
    """A page of Markdown whose body is one block of HTML.

    A form's page leaves the side bars out, and the search finds its questions instead of its whole text.
    """
    extra = "hide: [navigation, toc]\nsearch: {exclude: true}\n" if kind == "form" else ""
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n{extra}---\n\n# {title}\n\n{html}\n"


def _found(entry: Entry) -> Iterator[Found]:
    """The entries of one form. Their locations differ: the search takes them for keys."""
    page = f"{FOLDER}/{entry.name}/"
    yield Found(page, entry.fields.title, "")
    for part in parts_of(entry.fields):
        yield Found(f"{page}#{part.id}", part.title, part.hint)
        for place in part.places:
            yield from _within(page, place)


def _within(page: str, place: Place) -> Iterator[Found]:
    """A question, and those below it. Questions of rows that are not there at first are found at their table."""
    field = place.field
    if field.hidden:
        return
    rows = place.rows if field.shape == "table" else ()
    later = place.spare.children if field.shape == "table" and not rows else ()
    said = [saying for each in (place, *later) for saying in _sayings(each, named=each is not place)]
    yield Found(f"{page}#{place.id}", field.label, "".join(said))
    for child in rows[0].children if rows else place.children if field.shape == "block" else ():
        yield from _within(page, child)


def _sayings(place: Place, *, named: bool) -> Iterator[str]:
    """What stands beside a question, sentence by sentence; all that stands below it, where it is `named`."""
    label = place.field.label if named and not place.field.hidden else ""
    for text in (label, place.field.hint, place.bounds, place.example and f"示例：{place.example}"):
        if text:
            yield f"{text}。"
    below = place.spare.children if place.field.shape == "table" else place.children
    for child in below if named else ():
        yield from _sayings(child, named=True)
