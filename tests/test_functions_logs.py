"""What the functions log: enough to find a fault, and never an answer."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import MAIN


def test_logs_hold_no_answer(call: Any, caplog: pytest.LogCaptureFixture) -> None:
    """Form, codes and paths are logged; values, and keys that a sender made up, are not."""
    caplog.set_level(logging.DEBUG)
    call(
        "render",
        {"name": "秘密名称", "year": "秘密年", "秘密键": 1, "lines": [{"item": "a\x00秘密", "秘密": 2}]},
    )

    assert "type@/year" in caplog.text
    assert "秘密" not in caplog.text


LOGGED = """
import sys
from functions_framework import create_app
create_app("validate", sys.argv[1]).test_client().post("/declaration", json={"plan_year": "秘密年"})
"""


def test_a_deployed_function_logs_to_standard_error() -> None:
    """In a process where nobody has set up logging, each request leaves a line there, without its answers."""
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", LOGGED, str(MAIN)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    lines = [line for line in told.stderr.splitlines() if "declaration 200" in line]
    assert (1, "") == (len(lines), told.stdout)
    assert "type@/plan_year" in lines[0]
    assert "秘密" not in told.stderr


def test_a_fault_of_ours_says_nothing_about_the_answers(
    call: Any, tiny: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A rule that breaks is a 500 with a Chinese sentence; neither reply nor log quotes the exception."""
    form = tiny / "questions/tiny.py"
    form.write_text(
        form.read_text("utf-8").replace('return "名称少于两个字，请核对" if', "return int(self.name) if"),
        "utf-8",
    )

    reply = call("validate", {"name": "密"})

    assert (500, "服务出错了") == (reply.status_code, reply.json["title"])
    assert "ValueError tiny.py:" in caplog.text
    assert "密" not in caplog.text + reply.text


def test_a_wrong_template_is_named_in_the_log(
    call: Any, tiny: Path, answers: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """A template that cannot be compiled is our fault: 500, and the log names its file."""
    (tiny / "documents/tiny.docx").write_bytes(b"no zip")

    assert 500 == call("render", answers).status_code
    assert "press.py" in caplog.text
