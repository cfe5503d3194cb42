"""MkDocs puts the project's forms among the site's pages; everything that is not MkDocs is in wenbiao.pages."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jieba
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from wenbiao.catalogue import Catalogue
from wenbiao.handbook import Handbook
from wenbiao.pages import LABELS, Pages, security_policy
from wenbiao.project import Project
from wenbiao.web import Web

HEADING = "文书"
COMMENTS = re.compile(
    r"^[ \t]*(/\*\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE
)  # whole lines of our scripts
STARTS = re.compile('<script type="module" src="([^"]+)/([^"/]+)">')
IMPORTS = re.compile(r'^(?:import|export) .*?from "\./([^"]+)";$', re.MULTILINE)

jieba.setLogLevel(logging.WARNING)


@cache
def pages_of(config_file: str) -> Pages:
    """The pages of the project in which mkdocs.yml lies."""
    project = Project.find(Path(config_file).parent)
    catalogue = Catalogue.load(project.forms, project.templates)
    return Pages(
        catalogue, Web(project.templates / "web"), project.site / "pages", project.site / "stages.toml"
    )


@cache
def handbook_of(config_file: str) -> Handbook:
    """The pages for those who maintain these forms."""
    pages = pages_of(config_file)
    return Handbook(pages.catalogue, pages.web)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The forms stand in the navigation after the home page, the handbook's pages below those that list them."""
    pages_of.cache_clear()  # `mkdocs serve` builds again in the same process
    handbook_of.cache_clear()
    started_with.cache_clear()
    if config.nav is not None:
        config.nav = with_chapters(config.nav, handbook_of(config.config_file_path))
        config.nav.insert(1, {HEADING: pages_of(config.config_file_path).navigation})
    return config


def with_chapters(nav: Any, handbook: Handbook) -> Any:
    """The navigation, with all pages of a chapter where its first one stands."""
    if isinstance(nav, dict):
        return {title: with_chapters(inner, handbook) for title, inner in nav.items()}
    if isinstance(nav, list):
        return [with_chapters(inner, handbook) for inner in nav]
    first, *others = handbook.chapters.get(nav, [None])
    return [first.path, *({page.title: page.path} for page in others)] if first else nav


def on_files(files: Files, config: MkDocsConfig) -> Files:
    for page in (*pages_of(config.config_file_path).all, *handbook_of(config.config_file_path).all):
        files.append(File.generated(config, page.path, content=page.markdown))
    files.append(File.generated(config, LABELS, content=pages_of(config.config_file_path).labels))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, **_: object) -> str:
    return pages_of(config.config_file_path).filled(markdown, "../" * page.url.count("/"))


def on_post_page(output: str, config: MkDocsConfig, **_: object) -> str:
    """The browser fetches all scripts that the page starts with at once, and not the imported ones after the others."""
    assets = Path(config.docs_dir) / "assets"
    links = (
        f'<link rel="modulepreload" href="{folder}/{script}">'
        for folder, name in STARTS.findall(output)
        for script in started_with(assets / name)
    )
    return output.replace("</head>", "".join(links) + "</head>", 1)


@cache
def started_with(script: Path) -> tuple[str, ...]:
    """A script of ours and those that it imports, and they import in turn, by their names."""
    names = [script.name]
    for name in names:
        imported = IMPORTS.findall(script.with_name(name).read_text("utf-8"))
        names += [other for other in dict.fromkeys(imported) if other not in names]
    return tuple(names)


def on_page_content(html: str, **_: object) -> str:
    """The mark that kept Markdown out of a form's HTML has done its work."""
    return html.replace(' markdown="0"', "")


def on_post_build(config: MkDocsConfig) -> None:
    """The search index gains the questions; csp.txt says under which policy the pages work; scripts lose comments."""
    pages, site = pages_of(config.config_file_path), Path(config.site_dir)
    html = (file.read_text("utf-8") for file in sorted(site.rglob("*.html")))
    (site / "csp.txt").write_text(security_policy(html, pages.addresses.values()) + "\n", "utf-8")
    for script in (site / "assets").glob("*.js"):
        script.write_text(COMMENTS.sub("", script.read_text("utf-8")), "utf-8")
    index = site / "search" / "search_index.json"
    if index.is_file():
        index.write_text(indexed(index.read_text("utf-8"), pages), "utf-8")


def indexed(index: str, pages: Pages) -> str:
    """The index with the pages' entries, and all of it cut into words in one way.

    The search cuts a query by the words of the index, so a long word of one page would hide its parts on others.
    """
    content = json.loads(index)
    content["docs"] += [vars(found) for found in pages.entries]
    for entry in content["docs"]:
        entry["title"], entry["text"] = segmented(entry["title"]), segmented(entry["text"])
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def segmented(text: str) -> str:
    """Chinese with zero-width spaces between its words: where the search cuts a text into words."""
    return re.sub(
        "[\u3400-\u9fff]+",
        lambda run: "\u200b" + "\u200b".join(pieces(run[0])) + "\u200b",
        text.replace("\u200b", ""),
    ).strip("\u200b")


def pieces(run: str) -> Iterator[str]:
    """The words of a run of Chinese. A word that ends in another word is cut there: 项目名称 → 项目, 名称.

    Its beginning needs no cut, for the search finds words by their beginnings.
    """
    for word in jieba.cut(run, HMM=False):
        size = next((size for size in (2, 3) if len(word) > size and _ends(word, size)), 0)
        if size:
            yield from pieces(word[:-size])
        yield word[-size:]


def _ends(word: str, size: int) -> bool:
    """Whether the last characters are a word, and not rather torn from one: 子系统 → 系统, but 负责人 stays."""
    torn = len(word) == 3 and (jieba.get_FREQ(word[:2]) or 0) >= (jieba.get_FREQ(word[1:]) or 0)
    return bool(jieba.get_FREQ(word[-size:])) and not torn
