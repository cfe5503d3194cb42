"""`wenbiao read`, and Word files where earlier documents are given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_returned import made
from tests.tools.desk import Desk, remove
from tests.tools.envelopes import repacked, resealed, retyped, stripped
from wenbiao import cli
from wenbiao.document.read import gate

ROOT = Path(__file__).parents[1]
MOVED = "/budget/annual_om_estimate_wan"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for files; the project is the current one."""
    monkeypatch.chdir(ROOT)
    return tmp_path


def saved(file: Path, document: bytes) -> str:
    file.write_bytes(document)
    return str(file)


def test_an_untouched_document(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0, and what the document is, with where its answers come from."""
    assert 0 == cli.run(["read", saved(here / "a.docx", made("declaration"))])
    assert [
        "省级政务信息化项目年度计划申报书，版本 1.0：填报内容取自文书里的数据，没有签名。",
        "没有手工改动，没有问题。",
    ] == capsys.readouterr().out.splitlines()


def test_changes_are_listed_by_place(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1; what was changed, where it stands, what it was and what it is."""
    changed = retyped(made("declaration"), MOVED, "39.50")

    assert 1 == cli.run(["read", saved(here / "a.docx", changed)])
    _, change, verdict = capsys.readouterr().out.splitlines()
    assert change.startswith("改动 ")
    assert "：生成时 38.00，现为 39.50。" in change
    assert "（正文，" in change
    assert "1 处手工改动。" == verdict


def test_json_is_what_the_function_answers(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json prints the reply of the function, and its exit code is the same."""
    assert 1 == cli.run(["read", saved(here / "a.docx", retyped(made("declaration"), MOVED, "1")), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert ("declaration", MOVED, "1") == (
        told["form"],
        told["changes"][0]["path"],
        told["changes"][0]["value"],
    )


@pytest.mark.parametrize(("options", "expected"), [([], "38.00"), (["--take"], "39.50")])
def test_the_answers_are_written(here: Path, options: list[str], expected: str) -> None:
    """-o writes the answers as they were made; with --take those that were changed by hand in their place."""
    file, out = saved(here / "a.docx", retyped(made("declaration"), MOVED, "39.50")), here / "a.json"

    assert 1 == cli.run(["read", file, "-o", str(out), *options])
    assert expected == json.loads(out.read_text("utf-8"))["budget"]["annual_om_estimate_wan"]
    assert 0 == cli.run(["validate", "declaration", str(out)])


def test_warnings_alone_are_exit_0(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that was printed without its data is read from its controls, with a warning."""
    assert 0 == cli.run(["read", saved(here / "a.docx", stripped(made("change_application")))])
    assert "填报内容从正文中找回" in capsys.readouterr().out


def test_rows_are_told_by_what_became_of_them(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row that was moved, and one that was removed, are told so."""
    desk = Desk(gate.opened(made("declaration")))
    rows = desk.list_rows()
    rows[1].addnext(rows[0])
    remove(rows[4])
    document = repacked(made("declaration"), lambda name, content: desk.saved().get(name, content))

    assert 1 == cli.run(["read", saved(here / "a.docx", document)])
    told = "".join(capsys.readouterr().out.split())
    assert (True, True) == ("：移动了K01|" in told, "：删去了K05|" in told)


def test_errors_are_exit_1(here: Path) -> None:
    """Answers that were tampered with are an error, changed words or not."""
    assert 1 == cli.run(["read", saved(here / "a.docx", resealed(made("declaration"), sha256="0" * 64))])


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [(b"%PDF-1.7", [], "PDF"), (None, [], "找不到文件"), (b"%PDF-1.7", ["--take"], "-o")],
)
def test_wrong_use(
    here: Path, content: bytes | None, options: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no document, no file, or an option too few: exit 2 with what to do."""
    if content is not None:
        (here / "a.docx").write_bytes(content)

    assert 2 == cli.run(["read", str(here / "a.docx"), *options])
    assert said in capsys.readouterr().err


def test_the_next_document_starts_from_a_word_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--from takes a .docx as it takes its data."""
    out = here / "next.json"
    file = saved(here / "a.docx", made("declaration"))

    assert 0 == cli.run(["start", "change_application", "--from", file, "-o", str(out)])
    assert "D04-DEMO-0001" == json.loads(out.read_text("utf-8"))["declaration_ref"]
    assert "" == capsys.readouterr().err


@pytest.mark.parametrize("command", ["validate", "render"])
def test_what_was_generated_counts_as_approved(
    here: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier document that was changed by hand is taken as it was generated, and a warning says so."""
    file = saved(here / "a.docx", retyped(made("declaration"), "/project/name", "另一个项目"))
    more = ["-o", str(here / "b.docx")] if command == "render" else []

    assert 0 == cli.run(
        [command, "change_application", "tests/data/change_application.json", "--from", file, *more]
    )
    said = capsys.readouterr().err
    assert "1 处手工改动，没有采用，用的是生成时的填报内容" in said
    assert "wenbiao read" in said


def test_data_are_asked_for_where_a_document_is_given(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The data of a form are a .json file; how to get them out of a Word file is said."""
    assert 2 == cli.run(["validate", "declaration", saved(here / "a.docx", made("declaration"))])
    assert "wenbiao read" in capsys.readouterr().err


def test_an_earlier_file_that_is_none_is_named(here: Path, capsys: pytest.CaptureFixture[Any]) -> None:
    """A file among the earlier documents that cannot be opened is named."""
    file = saved(here / "旧.docx", b"%PDF-1.7")

    assert 2 == cli.run(["start", "change_application", "--from", file, "-o", str(here / "x.json")])
    assert "旧.docx：这是 PDF 文件" in capsys.readouterr().err


def test_a_document_without_data(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`render --no-answers` leaves the data out; what is printed is found again in its place, and that is said."""
    file = str(here / "a.docx")
    assert 0 == cli.run(["render", "declaration", "tests/data/declaration.json", "-o", file, "--no-answers"])
    capsys.readouterr()
    cli.run(["read", file, "--json"])
    told = json.loads(capsys.readouterr().out)

    assert "controls" == told["origin"]
    assert "486.00" == told["data"]["budget"]["total_wan"]
