"""A new form is one Python file and one Word file: nothing else changes (design 2.3)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import write_document
from tests.tools.text import text_of

ROOT = Path(__file__).parents[1]
FORM = '''
"""A form of three questions."""

from wenbiao.form import Form, ask
from wenbiao.kinds import Date, Text, YesNo


class Lending(Form, title="茶具借用单", stage=7, subject="/borrower"):
    borrower: Text = ask("借用人姓名", max=20, example="陆雨前")
    returned: YesNo = ask("是否归还")
    due_on: Date = ask("归还日期", example="2024-05-06")
'''
ANSWERS = {"borrower": "陆雨前", "returned": False, "due_on": "2024-05-06"}
# What the functions answer, each in its own process as when deployed alone.
CALL = """
import json, sys
from functions_framework import create_app
reply = create_app(sys.argv[1], "functions/main.py").test_client().post("/lending", json=json.load(sys.stdin))
print(reply.status_code, reply.headers["Content-Disposition"] if reply.mimetype.endswith("document") else reply.text)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without forms, to which a form file and a template are added."""
    root = tmp_path_factory.mktemp("lending")
    for name in ("pyproject.toml", "mkdocs.yml", "README.md"):
        shutil.copy(ROOT / name, root / name)
    for name in ("functions", "site", "templates/web"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
    (root / "forms").mkdir()
    (root / "forms/lending.py").write_text(FORM, "utf-8")
    write_document(root / "templates/lending.docx", "{{ borrower }} {{ returned|boxes }} {{ due_on }}")
    return root


def run(project: Path, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=project,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def wenbiao(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(project, "-m", "wenbiao.cli", *arguments)


def test_check(project: Path) -> None:
    """`wenbiao check` knows the form and finds nothing wrong with it."""
    done = wenbiao(project, "check", "lending")

    assert (0, "") == (done.returncode, done.stderr)


def test_render(project: Path) -> None:
    """The document is rendered on the command line."""
    (project / "answers.json").write_text(json.dumps(ANSWERS), "utf-8")
    done = wenbiao(project, "render", "lending", "answers.json", "-o", "out.docx")

    assert 0 == done.returncode, done.stderr
    assert "陆雨前 □是　■否 2024年5月6日" in text_of(project / "out.docx")


def test_page_and_search(project: Path) -> None:
    """The site has its page, a link to it on the home page, and its questions in the search."""
    done = wenbiao(project, "build", "-d", "built")
    assert 0 == done.returncode, done.stderr
    site = next(project.glob("built/**/index.html")).parent
    index: Any = json.loads((site / "search/search_index.json").read_text("utf-8"))
    found = {entry["location"] for entry in index["docs"]}

    assert "茶具借用单" in (site / "index.html").read_text("utf-8")
    assert "借用人姓名" in (site / "forms/lending/index.html").read_text("utf-8")
    assert any(location.startswith("forms/lending/#q-borrower") for location in found)


@pytest.mark.parametrize(
    ("target", "says"), [("validate", '200 {"complete":true'), ("render", "200 attachment")]
)
def test_functions(project: Path, target: str, says: str) -> None:
    """Both functions take its name from the path."""
    done = run(project, "-c", CALL, target, stdin=json.dumps(ANSWERS))

    assert done.stdout.startswith(says), done.stderr
