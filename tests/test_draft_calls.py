"""Drafts and blanks from the function and on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from tests.conftest import text_of
from wenbiao import answers, cli, press, schemas, submission
from wenbiao.catalogue import Catalogue

HALF = {"name": "皖美茶园", "year": "二〇二四"}


def test_the_function_gives_a_draft(call: Any) -> None:
    """With ?draft=1 whatever was sent comes back on paper: 200, its own file name, the codes of its problems."""
    reply = call("render", HALF, query="?draft=1")

    assert 200 == reply.status_code
    assert "皖美茶园，二〇二四年，＿" in text_of(reply.data)
    assert "茶园小表-皖美茶园（草稿）.docx" == unquote(reply.headers["X-Wenbiao-Filename"])
    assert {"missing", "type"} & set(reply.headers["X-Wenbiao-Warnings"].split(", "))


@pytest.mark.parametrize("sent", [{}, {"answers": {}, "earlier": []}])
def test_the_function_gives_a_blank(call: Any, sent: Any) -> None:
    """An empty object is the form for writing by hand."""
    reply = call("render", sent, query="?draft=1")

    assert (200, "茶园小表（空白表）.docx") == (
        reply.status_code,
        unquote(reply.headers["X-Wenbiao-Filename"]),
    )


def test_the_function_gives_a_part_as_a_draft(call: Any) -> None:
    """?part and ?draft go together."""
    reply = call("render", {}, query="?part=letter&draft=1")

    assert (200, True) == (reply.status_code, "关于报送＿＿＿＿＿＿＿＿的函" in text_of(reply.data))


def test_a_part_may_have_a_chinese_name(tiny: Path) -> None:
    """A further document goes by the name in its file's name, in addresses, on the page and in file names."""
    (tiny / "documents/tiny.letter.docx").rename(tiny / "documents/tiny.公函.docx")
    entry = Catalogue.load(tiny / "questions", tiny / "documents")["tiny"]
    result = answers.check(entry.form, HALF, today=submission.today())

    assert {"公函": "公函"} == entry.papers
    assert "茶园小表-皖美茶园-公函（草稿）.docx" == press.draft_name(entry, result, HALF, "公函")
    assert "关于报送皖美茶园的函" in text_of(press.drafted(entry, result, HALF, "公函"))


def test_a_page_without_scripts_gets_a_draft(call: Any) -> None:
    """Posted form fields are answered in the same way."""
    body = urlencode({"/name": "皖美茶园"}).encode()
    reply = call("render", body, query="?draft=1", content_type="application/x-www-form-urlencoded")

    assert (200, True) == (reply.status_code, "皖美茶园，＿＿＿＿年" in text_of(reply.data))


@pytest.mark.parametrize(("sent", "query"), [
    (HALF, ""), (HALF, "?draft=0"), ([], "?draft=1"), ({"answers": 5, "earlier": []}, "?draft=1"),
])  # fmt: skip
def test_the_function_refuses(call: Any, sent: Any, query: str) -> None:
    """No draft that was not asked for, and none of what is no form."""
    reply = call("render", sent, query=query)

    assert (422, "application/problem+json") == (reply.status_code, reply.content_type)


def test_the_contract_tells_of_drafts(catalogue: Catalogue) -> None:
    """The OpenAPI description names ?draft, ?part and ?answers of render, and of nothing else."""
    paths = schemas.openapi([catalogue["tiny"].fields], "")["paths"]
    named = {
        path: [one["name"] for one in call["post"].get("parameters", [])] for path, call in paths.items()
    }

    assert ["draft", "part", "answers"] == named["/api/render/tiny"]
    assert "draft" not in named["/api/validate/tiny"]


@pytest.fixture
def here(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project as current folder, with half of its answers in half.json."""
    monkeypatch.chdir(tiny)
    (tiny / "half.json").write_text(json.dumps(HALF), "utf-8")
    return tiny


def test_the_command_prints_a_draft(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--draft tells the problems and writes the document all the same: exit 0."""
    assert 0 == cli.run(["render", "tiny", "half.json", "--draft", "-o", "out.docx"])

    told = capsys.readouterr().out
    assert "请填写填报日期" in told
    assert "已生成草稿 out.docx\n" in told
    assert "二〇二四年" in text_of((here / "out.docx").read_bytes())


def test_the_command_prints_a_blank(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--draft without data writes an empty form under its own name, and lists no problem."""
    assert 0 == cli.run(["render", "tiny", "--draft"])

    assert "已生成草稿 茶园小表（空白表）.docx\n" == capsys.readouterr().out
    assert (here / "茶园小表（空白表）.docx").is_file()


def test_the_command_prints_a_part_as_a_draft(here: Path) -> None:
    """--part and --draft go together."""
    assert 0 == cli.run(["render", "tiny", "half.json", "--draft", "--part", "letter", "-o", "out.docx"])

    assert "关于报送皖美茶园的函" in text_of((here / "out.docx").read_bytes())


@pytest.mark.usefixtures("here")
def test_the_command_needs_data_for_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Without data and without --draft: wrong use, with what to do."""
    assert 2 == cli.run(["render", "tiny"])
    assert "缺少“数据.json”；只要一份空白表，请加 --draft。\n" == capsys.readouterr().err


def test_the_command_refuses_what_is_no_form(here: Path) -> None:
    """A list is no form: exit 1, and no file."""
    (here / "half.json").write_text("[]", "utf-8")

    assert 1 == cli.run(["render", "tiny", "half.json", "--draft", "-o", "out.docx"])
    assert not (here / "out.docx").exists()
