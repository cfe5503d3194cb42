"""The command line: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import functions_framework
import pytest

from tests.conftest import write_document
from wenbiao import cli

MAIN = Path(__file__).parent.parent / "functions/main.py"
COMMANDS = ("validate", "render", "start", "read", "check", "build", "serve")
MKDOCS = """
site_name: 茶园
docs_dir: site
theme: {name: null, custom_dir: theme}
"""


@pytest.fixture
def here(tiny: Path, answers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project as current folder, with answers in data.json."""
    monkeypatch.chdir(tiny)
    write(tiny / "data.json", answers)
    return tiny


def write(file: Path, value: Any) -> str:
    file.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return str(file)


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.usefixtures("here")
def test_validate_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Answers without a problem: exit 0 and one plain Chinese line."""
    assert 0 == cli.run(["validate", "tiny", "data.json"])
    assert "茶园小表：没有问题，可以生成文书。\n" == capsys.readouterr().out


def test_validate_lists_every_problem(here: Path, answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Every problem has its severity, code, place in words and message; an error means exit 1."""
    answers["name"] = "茶"
    answers["lines"][0]["quantity"] = "很多"
    write(here / "data.json", answers)

    assert 1 == cli.run(["validate", "tiny", "data.json"])
    printed = capsys.readouterr().out.splitlines()
    assert "提醒 R-NAME-1 名称：名称少于两个字，请核对。" == printed[0]
    assert printed[1].startswith("错误 format 费用 › 第 1 行 › 数量：数量应当只写数字")
    assert "茶园小表：1 处错误，1 处提醒，改正错误后才能生成文书。" == printed[2]


def test_validate_passes_with_warnings(here: Path, answers: Any) -> None:
    """A warning alone is exit 0."""
    assert 0 == cli.run(["validate", "tiny", write(here / "data.json", answers | {"name": "茶"})])


@pytest.mark.parametrize("changes", [{}, {"name": "茶", "year": "去年", "unknown": 1}])
def test_validate_json_is_the_function_s_answer(
    here: Path,
    answers: Any,
    changes: Any,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """--json prints, byte for byte, what the function answers."""
    monkeypatch.setenv("WENBIAO_PROJECT", str(here))
    app = functions_framework.create_app("validate", str(MAIN))
    expected = app.test_client().post("/tiny", json=answers | changes)

    cli.run(["validate", "tiny", write(here / "data.json", answers | changes), "--json"])

    assert expected.text + "\n" == capsys.readouterr().out


def test_from_gives_earlier_documents(here: Path, answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """--from, repeatable, brings the earlier documents that some rules need."""
    same, other = write(here / "same.json", answers), write(here / "other.json", answers | {"name": "旧茶园"})

    assert 0 == cli.run(["validate", "tiny", "data.json", "--from", same])
    assert 1 == cli.run(["validate", "tiny", "data.json", "--from", other, "--from", same])
    assert "R-SAME-1" in capsys.readouterr().out


def test_render_writes_the_document(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The document is where -o says, and nothing else is left beside it."""
    before = files(here)

    assert 0 == cli.run(["render", "tiny", "data.json", "-o", "out.docx"])
    assert {"out.docx"} == files(here) - before
    assert b"PK" == (here / "out.docx").read_bytes()[:2]
    assert "已生成 out.docx\n" == capsys.readouterr().out


def test_render_names_the_document_in_chinese(here: Path) -> None:
    """Without -o the document has the name that the function gives it."""
    assert 0 == cli.run(["render", "tiny", "data.json", "--part", "letter"])
    assert (here / "茶园小表-皖美茶园-公函.docx").is_file()


def test_render_writes_nothing_on_errors(
    here: Path, answers: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an error every problem is printed, exit 1, and an older document stays as it was."""
    (here / "out.docx").write_bytes(b"older")
    write(here / "data.json", answers | {"year": "去年"})

    assert 1 == cli.run(["render", "tiny", "data.json", "-o", "out.docx"])
    assert b"older" == (here / "out.docx").read_bytes()
    assert "错误 type 年度" in capsys.readouterr().out


def test_render_shows_warnings(here: Path, answers: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A document with warnings is written, and the warnings are printed."""
    assert 0 == cli.run(
        ["render", "tiny", write(here / "data.json", answers | {"name": "茶"}), "-o", "out.docx"]
    )
    assert "提醒 R-NAME-1" in capsys.readouterr().out


def test_a_full_disk_leaves_the_older_file(tmp_path: Path) -> None:
    """A file that cannot be written to its end is not written at all."""
    (tmp_path / "out.docx").write_bytes(b"older")
    program = (
        "import resource; from pathlib import Path; from wenbiao import files;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        "files.write(Path('out.docx'), b'x' * 1000)"
    )

    told = subprocess.run(
        [sys.executable, "-B", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert "OSError" in told.stderr
    assert ({"out.docx"}, b"older") == (files(tmp_path), (tmp_path / "out.docx").read_bytes())


WRONG_USE = [
    pytest.param([], "用法：wenbiao", id="nothing"),
    pytest.param(["valdate"], "没有这个命令。用法见：wenbiao --help", id="command"),
    pytest.param(["validate", "tiny"], "缺少“数据.json”。用法见：wenbiao validate --help", id="argument"),
    pytest.param(["validate", "tiny", "data.json", "x"], "多写了参数", id="one argument too many"),
    pytest.param(["validate", "tiny", "data.json", "--jsn"], "没有选项 --jsn", id="option"),
    pytest.param(["render", "tiny", "data.json", "-o"], "选项 -o 后面缺少内容", id="option without value"),
    pytest.param(["serve", "--port", "http"], "“端口”不对", id="port"),
    pytest.param(["validate", "nobody", "data.json"], "没有名为“nobody”的文书。现有文书：tiny。", id="form"),
    pytest.param(["validate", "tiny", "absent.json"], "找不到文件 absent.json", id="file"),
    pytest.param(["validate", "tiny", "questions"], "读不了 questions", id="folder"),
    pytest.param(["validate", "tiny", "broken.json"], "不是有效的 JSON：第 1 行第 ", id="no JSON"),
    pytest.param(["validate", "tiny", "old.docx"], "wenbiao read old.docx -o", id="Word file"),
    pytest.param(
        ["render", "tiny", "data.json", "-o", "absent/x.docx"], "写不了 absent/x.docx", id="no such folder"
    ),
    pytest.param(["render", "tiny", "data.json", "-o", "questions"], "写不了 questions", id="a folder"),
    pytest.param(
        ["render", "tiny", "data.json", "--part", "x"], "没有名为“x”的附属文书，现有：letter", id="part"
    ),
    pytest.param(["check", "nobody"], "没有名为“nobody”的文书", id="form to check"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG_USE)
def test_wrong_use_is_explained_in_chinese(
    here: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong use is exit 2 and a Chinese sentence on standard error, with nothing written."""
    (here / "broken.json").write_text('{"name": ', "utf-8")
    before = files(here)

    assert 2 == cli.run(arguments)
    assert before == files(here)
    assert message in capsys.readouterr().err


def test_outside_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a project the missing file is named, exit 2."""
    monkeypatch.chdir(tmp_path)

    assert 2 == cli.run(["check"])
    assert "[tool.wenbiao]" in capsys.readouterr().err


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_help_is_chinese(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """No help text has an English word but names of options, files and standards."""
    assert 0 == cli.run([*command, "--help"])
    words = set(re.findall(r"(?<![-.\w])[A-Za-z]{3,}", capsys.readouterr().out))
    assert words <= {"wenbiao", *COMMANDS, "JSON", "Schema", "OpenAPI", "Ctrl", "letter", "json"}


def test_check_reports_every_finding(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stray template, a broken form and a wrong tag are three findings of one run, exit 1."""
    write_document(here / "documents/stray.docx", "")
    write_document(here / "documents/broken.docx", "")
    (here / "questions/broken.py").write_text("1 / 0", "utf-8")
    write_document(here / "documents/tiny.letter.docx", "{{ absent }}")

    assert 1 == cli.run(["check"])
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("stray.docx", "broken.py", "tiny.letter.docx", "absent"))


def test_check_of_one_form_leaves_the_others_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """wenbiao check FORM says nothing about other forms."""
    (here / "questions/broken.py").write_text("1 / 0", "utf-8")

    assert 1 == cli.run(["check", "broken"])
    assert "tiny" not in capsys.readouterr().out


def test_a_broken_form_is_a_finding(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A form file that cannot be read is exit 1 with its place, whatever the command."""
    (here / "questions/tiny.py").write_text("\n1 / 0", "utf-8")

    assert 1 == cli.run(["validate", "tiny", "data.json"])
    assert "tiny.py 第 2 行无法执行" in capsys.readouterr().out


def with_site(root: Path) -> None:
    """A site that MkDocs builds in an instant: one page, a theme of two lines."""
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    for file, text in {
        "site/index.md": "茶园欢迎你",
        "theme/main.html": "{{ page.content }}",
        "theme/404.html": "没有",
    }.items():
        (root / file).parent.mkdir(exist_ok=True)
        (root / file).write_text(text, "utf-8")


def test_build_makes_schemas_openapi_and_the_site(here: Path) -> None:
    """One command leaves the static site and the descriptions for other programs."""
    with_site(here)

    assert 0 == cli.run(["build", "-d", "made"])
    schema = json.loads((here / "made/schemas/tiny.json").read_text("utf-8"))
    openapi = json.loads((here / "made/openapi.json").read_text("utf-8"))
    assert "茶园欢迎你" in (here / "made/site/index.html").read_text("utf-8")
    calls = ["/api/validate/tiny", "/api/render/tiny", "/api/read", "/api/summary"]
    assert calls == list(openapi["paths"])
    assert "tiny" == schema["properties"]["doc_type"]["const"]
    assert ["数据工程", "场景工程"] == schema["properties"]["works"]["items"]["enum"]
    assert 1 == schema["properties"]["lines"]["minItems"]
    assert ["doc_type", "name", "year", "secret", "lines", "filled_on"] == schema["required"]
    assert schema["properties"]["total_wan"]["readOnly"]


def test_build_keeps_the_old_site_when_it_fails(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A site that cannot be built is exit 1 with MkDocs' own words, and the one that served before stays."""
    with_site(here)
    cli.run(["build"])
    (here / "mkdocs.yml").write_text(MKDOCS + "strict: true", "utf-8")
    (here / "site/index.md").write_text("[断开的链接](absent.md)", "utf-8")

    assert 1 == cli.run(["build"])
    complaint = capsys.readouterr().err
    assert "网站没有建成" in complaint
    assert "absent.md" in complaint
    assert "茶园欢迎你" in (here / "build/site/index.html").read_text("utf-8")
    assert not (here / "build/site.new").exists()


def test_serve_builds_serves_and_stops(here: Path, answers: Any) -> None:
    """`wenbiao serve` builds a missing site, says its address in Chinese, and ends cleanly on SIGTERM."""
    with_site(here)
    command = [sys.executable, "-m", "wenbiao.cli", "serve", "--port", "0"]
    environment = os.environ | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=here, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as served:
        assert served.stdout
        told = [next(served.stdout), next(served.stdout)]
        address = re.search(r"http://127\.0\.0\.1:([0-9]+)", told[1])
        assert address
        connection = http.client.HTTPConnection("127.0.0.1", int(address[1]))
        connection.request("GET", "/")
        assert "茶园欢迎你" in connection.getresponse().read().decode()
        kind = {"Content-Type": "application/json"}
        connection.request("POST", "/api/validate/tiny", json.dumps(answers), kind)
        assert json.load(connection.getresponse())["complete"]
        served.send_signal(signal.SIGTERM)
        assert "文表已停止。\n" == served.stdout.read()
    assert 0 == served.returncode
