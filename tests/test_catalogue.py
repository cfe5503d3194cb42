"""Finding forms and documents by their names, and refusing what does not pair up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import write_document
from wenbiao.catalogue import Catalogue
from wenbiao.errors import FormError, UnknownForm

ANOTHER = """
from wenbiao.form import Form, ask
from wenbiao.kinds import Text

class Another(Form, title="另一张表", version="1.0"):
    name: Text = ask("名称")
"""


def load(root: Path) -> Catalogue:
    return Catalogue.load(root / "questions", root / "documents")


def add_form(root: Path, name: str, source: str) -> None:
    (root / "questions" / f"{name}.py").write_text(source, "utf-8")
    write_document(root / "documents" / f"{name}.docx", "{{ name }}")


def test_finds_a_form_with_its_document_and_its_parts(tiny: Path) -> None:
    """A form's file and its documents find each other by name alone."""
    entry = load(tiny)["tiny"]

    assert ("tiny", "茶园小表") == (entry.name, entry.fields.title)
    assert tiny / "documents/tiny.docx" == entry.document()
    assert {"letter": tiny / "documents/tiny.letter.docx"} == entry.parts


def test_files_with_an_underscore_are_no_forms(tiny: Path) -> None:
    """Shared questions live beside the forms without being listed."""
    (tiny / "questions/_shared.py").write_text("raise RuntimeError", "utf-8")

    assert ["tiny"] == list(load(tiny))


def test_word_lock_files_are_no_documents(tiny: Path) -> None:
    """A template that is open in Word does not become a second document."""
    (tiny / "documents/~$tiny.docx").write_bytes(b"\x00")

    assert 1 == len(load(tiny))


def test_listing_imports_nothing(tiny: Path) -> None:
    """Names, membership and length are known without running any form's file."""
    add_form(tiny, "broken", "raise RuntimeError('imported')")
    catalogue = load(tiny)

    assert (["broken", "tiny"], True, 2) == (list(catalogue), "broken" in catalogue, len(catalogue))
    assert "茶园小表" == catalogue["tiny"].fields.title


def test_says_everything_that_does_not_pair_up_at_once(tiny: Path) -> None:
    """A form without a document and a document without a form are two findings of one error."""
    (tiny / "questions/lonely.py").write_text(ANOTHER, "utf-8")
    write_document(tiny / "documents/stray.docx", "")

    with pytest.raises(FormError) as caught:
        load(tiny)

    assert ["lonely.py", "stray.docx"] == [finding.file for finding in caught.value.findings]


@pytest.mark.parametrize("ending", [".doc", ".docm", ".dotx", ".wps", ".odt", ".DOCX"])
@pytest.mark.parametrize("part", ["tiny", "tiny.letter"])
def test_other_formats_are_named(tiny: Path, part: str, ending: str) -> None:
    """A document that was saved in another format is one finding, with its name and the name to give it."""
    file = tiny / f"documents/{part}.docx"
    file.rename(file.with_name(part + ending))
    (finding,) = Catalogue(tiny / "questions", tiny / "documents").unpaired

    assert (part + ending, True) == (finding.file, f" {part}.docx" in finding.remedy)


def test_other_formats_that_are_no_templates(tiny: Path) -> None:
    """An older copy beside the template, and documents of nothing that is asked, are left alone; folders, too."""
    for name in ("tiny.doc", "tiny.letter.wps", "说明.doc"):
        (tiny / "documents" / name).touch()
    (tiny / "documents/folder.docx").mkdir()

    assert () == load(tiny).unpaired


def test_a_part_alone_is_no_document(tiny: Path) -> None:
    """A form that has only a letter is a form without a document."""
    (tiny / "documents/tiny.docx").unlink()

    with pytest.raises(FormError, match=r"没有对应的文书模板 tiny\.docx"):
        load(tiny)


WRONG_FORMS = [
    pytest.param(ANOTHER + ANOTHER.replace("Another", "Third"), "这里有 2 张", id="two forms"),
    pytest.param("name = '茶园'", "这里有 0 张", id="no form"),
    pytest.param(
        ANOTHER + '    doc_type: Text = ask("种类", const="others")',
        "doc_type 写的是“others”",
        id="another name",
    ),
    pytest.param("x = (\n", r"wrong\.py 第 1 行有语法错误：括号没有合上。", id="bracket"),
    pytest.param("x = '茶\n", "有语法错误：引号没有合上。", id="quote"),
    pytest.param("x = ask（1)\n", "有语法错误：代码里有中文标点或别的特殊字符。", id="Chinese bracket"),
    pytest.param("if x\n    y\n", "有语法错误：缺少冒号。", id="colon"),
    pytest.param("x = 1\n  y = 2\n", "有语法错误：缩进不对。", id="indent"),
    pytest.param("x = = 1\n", "第 1 行有语法错误。请核对", id="syntax"),
    pytest.param("import questions\n\n1 / 0", r"wrong\.py 第 3 行无法执行", id="exception"),
    pytest.param("from questions._blocks.absent import Line", r"wrong\.py 第 1 行无法执行", id="import"),
]


@pytest.mark.parametrize(("source", "message"), WRONG_FORMS)
def test_refuses_a_wrong_form_with_its_place(tiny: Path, source: str, message: str) -> None:
    """A form file that is wrong is an error that names the file, the line and the reason."""
    add_form(tiny, "wrong", source)

    with pytest.raises(FormError, match=message) as caught:
        load(tiny).entry("wrong")

    assert "wrong.py" == caught.value.findings[0].file


def test_a_form_imported_from_another_file_does_not_count(tiny: Path) -> None:
    """A form may import another form's file without having two."""
    add_form(tiny, "another", "from questions.tiny import Tiny\n" + ANOTHER)

    assert "另一张表" == load(tiny)["another"].fields.title


def test_survey_gives_every_entry_and_every_finding(tiny: Path) -> None:
    """One broken form hides neither the good ones nor other findings."""
    add_form(tiny, "wrong", "1 / 0")
    write_document(tiny / "documents/stray.docx", "")

    entries, findings = Catalogue.survey(tiny / "questions", tiny / "documents")

    assert ["tiny"] == [entry.name for entry in entries]
    assert ["stray.docx", "wrong.py"] == [finding.file for finding in findings]


def test_unknown_form_names_the_known_ones(tiny: Path) -> None:
    """Who asks for a form that is not there is told which there are."""
    with pytest.raises(UnknownForm, match=r"没有名为“\.\./tiny”的文书。现有文书：tiny"):
        load(tiny).entry("../tiny")


@pytest.mark.parametrize(
    "file", ["questions/tiny.py", "questions/_blocks/money.py", "documents/tiny.letter.docx"]
)
def test_build_changes_with_any_file(tiny: Path, file: str) -> None:
    """The build tells any two states of forms, blocks and templates apart."""
    before = load(tiny).build
    (tiny / file).write_bytes((tiny / file).read_bytes() + b"\n")

    assert before != load(tiny).build


def test_build_changes_with_the_policy(tiny: Path) -> None:
    """The build tells two policies apart."""
    before = load(tiny).build
    (tiny / "questions/policy.toml").write_text("[a]\n", "utf-8")

    assert before != load(tiny).build


def test_build_is_the_same_elsewhere(tiny: Path, tmp_path: Path) -> None:
    """A copy of a project at another place has the same build: pages and functions are made on two machines."""
    copy = tmp_path / "copy"
    tiny.rename(tmp_path / "moved")
    before = load(tmp_path / "moved").build
    (tmp_path / "moved").rename(copy)

    assert before == load(copy).build


def test_two_projects_with_folders_of_one_name(tiny: Path, tmp_path: Path) -> None:
    """Two projects in one process keep their own forms and blocks apart."""
    other = tmp_path / "other"
    (other / "questions").mkdir(parents=True)
    add_form(other, "tiny", ANOTHER)
    first, second = load(tiny), load(other)

    titles = [first["tiny"].fields.title, second["tiny"].fields.title, load(tiny)["tiny"].fields.title]

    assert ["茶园小表", "另一张表", "茶园小表"] == titles


def test_own_folder_wins_over_the_installed_forms(tmp_path: Path) -> None:
    """A project whose folder is named as the installed package uses its own, even without __init__.py."""
    (tmp_path / "forms/_blocks").mkdir(parents=True)
    (tmp_path / "forms/_blocks/own.py").write_text("TITLE = '自己的表'", "utf-8")
    source = ANOTHER.replace('"另一张表"', "TITLE")
    (tmp_path / "forms/another.py").write_text("from forms._blocks.own import TITLE\n" + source, "utf-8")
    write_document(tmp_path / "templates/another.docx", "{{ name }}")
    program = (
        "import forms._blocks, pathlib; from wenbiao.catalogue import Catalogue;"
        "print(Catalogue.load(pathlib.Path('forms'), pathlib.Path('templates'))['another'].fields.title)"
    )

    told = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    assert "自己的表" == told.stdout.strip()


def test_build_changes_with_the_deployed_policy(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of another policy is a page of another build."""
    other = tmp_path / "other.toml"
    other.write_text("a = 1", "utf-8")
    builds = {Catalogue.load(tiny / "questions", tiny / "documents").build}
    monkeypatch.setenv("WENBIAO_POLICY", str(other))
    builds.add(Catalogue.load(tiny / "questions", tiny / "documents").build)
    other.write_text("a = 2", "utf-8")
    builds.add(Catalogue.load(tiny / "questions", tiny / "documents").build)

    assert 3 == len(builds)
