"""The catalogue as pages: one for each form found, nothing about any form kept elsewhere."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import markdown
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.conftest import write_document
from tests.tools.html import parsed
from wenbiao import kinds
from wenbiao.catalogue import Catalogue
from wenbiao.pages import FORMS, KEY, LIFE, VERIFY, Pages, security_policy, write
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
WEB = Web(ROOT / "templates" / "web")
STAGES = """
[[stage]]
title = "谋划"
says = "先想清楚。"
documents = ["场景需求申报书"]

[[stage]]
title = "计划"
says = "再排次序。"
documents = ["茶园小表", "计划汇总表"]
"""


@pytest.fixture
def pages(tiny: Path) -> Pages:
    return pages_of(tiny)


def pages_of(root: Path) -> Pages:
    """The pages of the small project, whose form belongs to the second of two chapters."""
    form = root / "questions/tiny.py"
    form.write_text(form.read_text("utf-8").replace('subject="/name"', 'subject="/name", stage=2'), "utf-8")
    (root / "stages.toml").write_text(STAGES, "utf-8")
    return Pages(Catalogue.load(root / "questions", root / "documents"), WEB, root, root / "stages.toml")


def test_each_form_has_a_page(pages: Pages) -> None:
    """And there is a list of all; the navigation names both."""
    assert ["forms/index.md", "forms/tiny.md"] == [page.path for page in pages.all]
    assert [{"全部文书": "forms/index.md"}, {"茶园小表": "forms/tiny.md"}] == pages.navigation


def test_new_form_needs_no_other_change(tiny: Path) -> None:
    """Two files, and the page, the navigation and the search have it."""
    shutil.copy(tiny / "questions/tiny.py", tiny / "questions/other.py")
    other = tiny / "questions/other.py"
    other.write_text(
        other.read_text("utf-8").replace("茶园小表", "另一张表").replace('const="tiny"', 'const="other"'),
        "utf-8",
    )
    write_document(tiny / "documents/other.docx", "{{ name }}")

    pages = pages_of(tiny)

    assert {"另一张表": "forms/other.md"} in pages.navigation
    assert "forms/other/#q-lines-0-item" in [found.location for found in pages.entries]


def test_markdown_leaves_the_form_alone(pages: Pages) -> None:
    """The HTML of a form comes out of Markdown as it went in."""
    page = pages.all[1]
    form = WEB.form(
        pages.catalogue["tiny"].fields,
        build=pages.catalogue.build,
        root="../../",
        addresses=pages.addresses,
        papers={"letter": "公函"},
    )
    body = page.markdown.split("---", 2)[2]

    html = markdown.markdown(body, extensions=["attr_list", "md_in_html", "tables", "admonition", "toc"])

    assert form in html
    parsed(html)


def test_stages_show_the_forms_that_say_so(pages: Pages) -> None:
    """A form stands in the chapter that its file names; its title is no longer among those not offered."""
    first, second = pages.stages

    assert [("第一章", ()), ("第二章", ("tiny",))] == [
        (stage.number, tuple(entry.name for entry in stage.forms)) for stage in (first, second)
    ]
    assert (("场景需求申报书",), ("计划汇总表",)) == (first.documents, second.documents)


def test_marks_on_a_page_are_filled(pages: Pages) -> None:
    """The list of forms and the map of chapters, with links that fit the page."""
    filled = pages.filled(f"# 首页\n\n{FORMS}\n\n{LIFE}\n", "../")

    assert 2 == filled.count('href="../forms/tiny/"')
    assert "第一章" in filled
    assert "<!--" not in filled
    parsed(filled)


def test_page_without_marks_stays(pages: Pages) -> None:
    """Most pages have none."""
    assert "# 依据\n" == pages.filled("# 依据\n", "../")


def test_project_without_stages_has_none(tiny: Path) -> None:
    """The file of chapters may be missing."""
    assert (
        ()
        == Pages(Catalogue.load(tiny / "questions", tiny / "documents"), WEB, tiny, tiny / "no.toml").stages
    )


@pytest.fixture(scope="module")
def real() -> Pages:
    """The pages of this project."""
    site = ROOT / "site"
    return Pages(
        Catalogue.load(ROOT / "forms", ROOT / "templates"), WEB, site / "pages", site / "stages.toml"
    )


def test_entries_differ_in_their_locations(real: Pages) -> None:
    """The search takes locations for keys, and finds nothing at all where two are the same."""
    locations = [found.location for found in real.entries]

    assert sorted(set(locations)) == sorted(locations)


def test_entries_lead_to_places_on_the_page(real: Pages) -> None:
    """Each fragment is an id."""
    ids = {page.path: set(re.findall(r' id="([^"]+)"', page.markdown)) for page in real.all}

    for found in real.entries:
        address, _, fragment = found.location.partition("#")
        assert not fragment or fragment in ids[f"{address.rstrip('/')}.md"]


def test_every_question_has_an_entry(real: Pages) -> None:
    """By its label, as a title of its own or in the text of the table where it will stand."""
    found = {f"{entry.location.split('/')[1]}": "" for entry in real.entries}
    for entry in real.entries:
        found[entry.location.split("/")[1]] += f"\n{entry.title}\n{entry.text}"

    for entry in real.catalogue.values():
        labels = {field.label for field in entry.fields.walk() if not field.hidden}
        assert set() == {label for label in labels if label not in found[entry.name]}


def test_stages_of_this_project_are_the_ten_chapters(real: Pages) -> None:
    """Each form belongs to one of them, and no article is cited by its number."""
    assert 10 == len(real.stages)
    assert set(real.catalogue) == {entry.name for stage in real.stages for entry in stage.forms}
    assert not re.search("第[一二三四五六七八九十百0-9]+条", real.filled(LIFE, ""))


def test_stages_know_every_form_by_its_title(real: Pages) -> None:
    """A document that can be filled in is never told as not offered yet under a shorter name."""
    listed = "、".join(name for stage in real.stages for name in stage.documents)
    told = real.stages_file.read_text("utf-8")

    for entry in real.catalogue.values():
        assert f'"{entry.fields.title}"' in told
        assert entry.fields.title.removeprefix("政务信息化") not in listed.split("、")


def test_addresses_come_from_the_config(tiny: Path) -> None:
    """The form posts to where assets/config.json says, with JavaScript or without."""
    (tiny / "assets").mkdir()
    (tiny / "assets/config.json").write_text('{"render": "fc/render"}', "utf-8")

    pages = pages_of(tiny)

    assert {"validate": "/api/validate", "render": "fc/render"} == pages.addresses
    assert 'action="../../fc/render/tiny"' in pages.all[1].markdown


def test_policy_allows_the_inline_scripts_alone() -> None:
    """Their hashes, each once; scripts with a source are the site's own, JSON is no script."""
    html = "<script>a()</script><script src='x.js'></script><script type='application/json'>{}</script>"

    policy = security_policy([html, html], ["/api/validate"])

    assert "script-src 'self' 'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4=';" in policy
    assert "connect-src 'self';" in policy
    assert "unsafe" not in policy


def test_policy_allows_functions_on_other_hosts() -> None:
    """They are called, and forms are posted to them."""
    policy = security_policy([], ["https://fc.example.gov.cn/render", "/api/validate"])

    assert "connect-src 'self' https://fc.example.gov.cn;" in policy
    assert "form-action 'self' https://fc.example.gov.cn;" in policy


def test_write(pages: Pages, tmp_path: Path) -> None:
    """The pages can be written to disk, for a site generator that knows no hooks."""
    files = write(pages.all, tmp_path / "out")

    assert [tmp_path / "out/forms/index.md", tmp_path / "out/forms/tiny.md"] == list(files)
    assert pages.all[1].markdown == files[1].read_text("utf-8")


def test_example_of_the_documentation_is_a_form(tiny: Path) -> None:
    """What a maintainer copies from the page works, and makes a page."""
    text = (ROOT / "site/pages/maintainers/forms.md").read_text("utf-8")
    whole, *_parts = re.findall("```python\n(.*?)```", text, re.DOTALL)
    (tiny / "questions/scene_demand.py").write_text(whole, "utf-8")
    write_document(tiny / "documents/scene_demand.docx", "{{ name }}")

    pages = pages_of(tiny)

    assert {"场景需求申报书": "forms/scene_demand.md"} in pages.navigation
    assert ["scene_demand"] == [entry.name for entry in pages.stages[0].forms]


def test_documentation_names_every_kind() -> None:
    """A kind that is not on the page for maintainers is not used."""
    text = (ROOT / "site/pages/maintainers/forms.md").read_text("utf-8")

    types = {name for name, value in vars(kinds).items() if getattr(value, "__metadata__", None)}

    assert set() == {name for name in types if f"`{name}`" not in text}


def test_form_names_the_documents_it_starts_from(real: Pages) -> None:
    """In the order of a project's life; a form that starts from nothing has no button."""
    pages = {page.path: page.markdown for page in real.all}

    assert "从前序文书开始" not in pages["forms/declaration.md"]
    assert (
        "本项目的省级政务信息化项目年度计划申报书、政务信息化项目变更申请书，"
        in pages["forms/acceptance_report.md"]
    )


def test_labels_of_all_questions(pages: Pages) -> None:
    """By pointer; what the form works out is marked, so that nobody is asked whether to take it over."""
    labels = json.loads(pages.labels)["tiny"]

    assert {"label": "名称", "unit": "", "computed": False} == labels["/name"]
    fields = pages.catalogue["tiny"].fields
    assert {field.pointer for field in fields.walk() if field.output} == {
        pointer for pointer, told in labels.items() if told["computed"]
    }


def test_reviewers_desk_works_from_any_page(pages: Pages) -> None:
    """Its script and settings are found from the page's place; without scripts it names the command."""
    html = pages.filled(f"# 核验\n\n{VERIFY}", "../")

    assert 'src="../assets/verify.js"' in html
    assert 'data-config="../assets/config.json"' in html
    assert "wenbiao read" in html


def test_public_key_of_the_deployment(pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As PEM in a block that can be copied; where there is none, the page says so."""
    assert "没有设置密钥" in pages.filled(KEY, "")
    pem = (
        Ed25519PrivateKey.generate()
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    (tmp_path / "public.pem").write_bytes(pem)
    monkeypatch.setenv("WENBIAO_PUBLIC_KEY", str(tmp_path / "public.pem"))

    assert f"```\n{pem.decode().strip()}\n```" == pages.filled(KEY, "")
