"""The built site: real builds of this project and of a small one elsewhere, and its search in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import write_document
from tests.tools.html import labels_of, parsed
from wenbiao.catalogue import Catalogue
from wenbiao.pages import Pages
from wenbiao.web import Web

pytest_plugins = ["tests.tools.browser"]

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")


def build(root: Path, site: Path) -> Path:
    """A strict build: a warning fails it. Returns the site's folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(site)]
    told = subprocess.run(
        command,
        check=False,
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (0, "") == (told.returncode, told.stdout + told.stderr)
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this project."""
    return build(ROOT, tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="module")
def html(site: Path) -> dict[str, str]:
    """{path below the site: text} of all its pages."""
    return {str(file.relative_to(site)): file.read_text("utf-8") for file in sorted(site.rglob("*.html"))}


def words(entry: dict[str, str]) -> str:
    """What a search entry says, without the marks between its words."""
    return f"{entry['title']}\n{entry['text']}".replace("\u200b", "")


def entries(site: Path) -> list[dict[str, str]]:
    docs: list[dict[str, str]] = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    return docs


@pytest.mark.parametrize("name", CATALOGUE)
def test_form_has_a_page(html: dict[str, str], name: str) -> None:
    """And the home page and the navigation of every page lead to it."""
    assert f"forms/{name}/index.html" in html
    assert html["index.html"].count(f'href="forms/{name}/"') >= 2
    assert f'href="../forms/{name}/"' in html["operators/index.html"]


def test_pages_name_their_language(html: dict[str, str]) -> None:
    """By its full name; the theme's own texts are still Chinese."""
    assert {"zh-CN"} == {
        language for text in html.values() for language in re.findall(r'<html lang="([^"]*)"', text)
    }
    assert 'aria-label="导航栏"' in html["index.html"]


def test_an_address_that_leads_nowhere_is_said_in_chinese(html: dict[str, str]) -> None:
    """The page for it has a Chinese title and heading, and a link home."""
    page = html["404.html"]

    assert "<title>没有这一页 - 文表</title>" in page
    assert "<h1>没有这一页</h1>" in page
    assert '<a href="/.">回到首页</a>' in page
    assert "Not found" not in page


@pytest.mark.parametrize("name", CATALOGUE)
def test_form_arrives_unchanged(html: dict[str, str], name: str) -> None:
    """Neither Markdown nor the theme touches the form's HTML."""
    pages = Pages(CATALOGUE, Web(ROOT / "templates/web"), ROOT / "site/pages", ROOT / "site/stages.toml")
    markdown = next(page.markdown for page in pages.all if page.path == f"forms/{name}.md")
    form = markdown[markdown.index("<div") :].strip()

    assert form.replace(' markdown="0"', "") in html[f"forms/{name}/index.html"]


@pytest.mark.parametrize("name", CATALOGUE)
def test_inputs_of_the_page_are_labelled(html: dict[str, str], name: str) -> None:
    """In the page as it is delivered, parsed strictly."""
    page = html[f"forms/{name}/index.html"]
    form = page[page.index('<div class="wb-page">') : page.index("</article>")]

    labels = labels_of(parsed(form))

    assert labels
    assert all(labels.values())


def test_pages_ask_nothing_of_other_hosts(html: dict[str, str], site: Path) -> None:
    """No address of another host in a page or style sheet, but the names of XML dialects."""
    sheets = {file.name: file.read_text("utf-8") for file in site.rglob("*.css")}
    for text in (*html.values(), *sheets.values()):
        assert set() == set(re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?((?:https?:)?//[^"')\s]+)""", text))


def test_pages_have_no_inline_style_or_handler(html: dict[str, str]) -> None:
    """A strict Content-Security-Policy would stop them."""
    for text in html.values():
        assert not re.search(r"<style|\s(style|on[a-z]+)=\"", text)


def test_links_lead_somewhere(html: dict[str, str], site: Path) -> None:
    """Every link and asset of every page, with its fragment; our own addresses work under a sub-path."""
    ids = {path: set(re.findall(r'\sid="([^"]+)"', text)) for path, text in html.items()}
    for path, text in html.items():
        if path == "404.html":  # its addresses start at the root of the host
            continue
        for link in re.findall(r'\s(?:href|src)="([^"]+)"', text):
            wanted = urlsplit(link)
            target = (site / path).parent / unquote(wanted.path) if wanted.path else site / path
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (path, link)
            page = str(target.resolve().relative_to(site))
            assert not wanted.fragment or wanted.fragment in ids[page] | {"__toc"}, (path, link)


@pytest.mark.parametrize("name", CATALOGUE)
def test_search_holds_every_question(site: Path, name: str) -> None:
    """By its label; the entry leads to the question, or to the table where it will stand."""
    found = [entry for entry in entries(site) if entry["location"].startswith(f"forms/{name}/")]
    said = "\n".join(map(words, found))

    labels = {field.label for field in CATALOGUE[name].fields.walk() if not field.hidden}

    assert set() == {label for label in labels if label not in said}


def test_search_cuts_words_in_one_way(site: Path) -> None:
    """A word that ends in another is never left whole: it would hide its end, and its like on other pages."""
    cut = "".join(entry["title"] + "\u200b" + entry["text"] for entry in entries(site)).split("\u200b")

    assert {"项目", "名称", "系统", "负责人"} <= set(cut)
    assert not {"项目名称", "子系统", "网络安全"} & set(cut)


def test_search_locations_differ(site: Path) -> None:
    """Two entries in one place, and the search finds nothing."""
    locations = [entry["location"] for entry in entries(site)]

    assert sorted(set(locations)) == sorted(locations)


@pytest.fixture
def elsewhere(tiny: Path) -> Path:
    """The small project with this project's site and web templates, its mkdocs.yml unchanged."""
    shutil.copytree(ROOT / "site", tiny / "site", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", tiny / "mkdocs.yml")
    return tiny


def test_two_files_make_a_page(elsewhere: Path) -> None:
    """A form and its document: the page, the navigation and the search have it, the other forms are gone."""
    other = elsewhere / "questions/other.py"
    text = (elsewhere / "questions/tiny.py").read_text("utf-8")
    other.write_text(text.replace("茶园小表", "新增的表").replace('const="tiny"', 'const="other"'), "utf-8")
    write_document(elsewhere / "documents/other.docx", "{{ name }}")

    built = build(elsewhere, elsewhere / "build/site")

    assert ["index.html", "labels.json", "other", "tiny"] == sorted(
        path.name for path in (built / "forms").iterdir()
    )
    home = (built / "index.html").read_text("utf-8")
    assert 'href="forms/other/"' in home
    assert "新增的表" in home
    assert "forms/other/#q-lines-0-item" in [entry["location"] for entry in entries(built)]


def test_project_without_forms(elsewhere: Path) -> None:
    """The site says so instead of failing."""
    (elsewhere / "questions/tiny.py").unlink()
    for document in (elsewhere / "documents").glob("*.docx"):
        document.unlink()

    built = build(elsewhere, elsewhere / "build/site")

    assert "现在还没有可以填写的文书。" in (built / "index.html").read_text("utf-8")


def search(page: Page, text: str) -> None:
    """Type as an input method does: the text at once, then the key that ended it."""
    box = page.locator(".md-search__input")
    box.click()
    page.keyboard.insert_text(text)
    box.press("End")


@pytest.mark.parametrize("text", ["项目名称", "追溯"])
def test_search_lands_at_the_question(page: Page, text: str) -> None:
    """By the label, and by a word inside a text; the question is in view and has the focus."""
    page.goto("/")

    search(page, text)
    result = page.locator(".md-search-result a[href$='/declaration/#q-project-name']")
    expect(result).to_have_count(1)
    more = page.locator(
        ".md-search-result__item", has=page.locator("a[href$='/declaration/#q-project-name']")
    ).locator("summary")
    if not result.is_visible():  # below the first hit of each page, further ones are folded away
        more.click()
    result.click()

    expect(page.locator("#q-project-name")).to_be_in_viewport()
    expect(page.locator("#q-project-name")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/forms/declaration/", "/maintainers/decisions/nothing-stored/"])
def test_pages_work_under_a_strict_policy(page: Page, site: Path, path: str) -> None:
    """Under the policy of csp.txt nothing is refused, and the search still works."""
    policy = (site / "csp.txt").read_text("utf-8").strip()

    def guarded(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, headers=reply.headers | {"content-security-policy": policy})

    page.route("**/*", guarded)
    page.goto(path)
    search(page, "资金")

    expect(page.locator(".md-search-result__item").first).to_be_attached()
    page.unroute_all(behavior="wait")  # a reply that is still on its way would fail as the page closes
