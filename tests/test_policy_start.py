"""A policy that cannot be used stops every program at its start, in Chinese; later faults are answers, too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import functions_framework
import pytest

from functions.local import TARGETS
from tests.conftest import MAIN
from wenbiao import cli
from wenbiao.catalogue import Catalogue
from wenbiao.errors import FormError, PolicyError

MODEL = """
from pathlib import Path
from wenbiao.policy import Entry, Group, load
from wenbiao.tables import Strict

class Garden(Group):
    rows: Entry[int]

class Policy(Strict):
    garden: Garden

POLICY = load(Path(__file__).parents[1] / "policy.toml", Policy)
"""
VALUES = """
[garden]
title = "茶园"

[garden.rows]
title = "最多几行"
value = 24
mark = "I"
source = "测试"
"""
ABSENT = "/nope：读不到这个文件"
WRONG = "policy.toml，garden.rows.value：应当是整数"


@pytest.fixture
def project(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project with a typed policy, which nothing is wrong with, as current project and folder."""
    (tiny / "questions/_blocks/policy.py").write_text(MODEL, "utf-8")
    (tiny / "questions/policy.toml").write_text(VALUES, "utf-8")
    (tiny / "site").mkdir(exist_ok=True)
    monkeypatch.setenv("WENBIAO_PROJECT", str(tiny))
    monkeypatch.chdir(tiny)
    return tiny


@pytest.fixture(params=["absent", "wrong"])
def message(request: pytest.FixtureRequest, project: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What must be said of a policy that cannot be used: its file is not there, or a value has a wrong type."""
    if request.param == "absent":
        monkeypatch.setenv("WENBIAO_POLICY", "/nope")
        return ABSENT
    (project / "questions/policy.toml").write_text(VALUES.replace("24", '"很多"'), "utf-8")
    return WRONG


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", *command],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.usefixtures("project")
def test_a_good_policy_starts() -> None:
    """What the other tests break is in order before."""
    assert functions_framework.create_app(TARGETS[0], str(MAIN))


@pytest.mark.parametrize("target", TARGETS)
def test_no_function_starts(message: str, target: str) -> None:
    """Each target refuses to load, with what is wrong and what to do."""
    with pytest.raises(PolicyError, match=message):
        functions_framework.create_app(target, str(MAIN))


@pytest.mark.parametrize("target", TARGETS)
def test_an_operator_reads_why(message: str, target: str) -> None:
    """The framework's own program fails, and the last line of its standard error is Chinese."""
    program = "from functions_framework._cli import _cli; _cli()"

    told = run("-c", program, "--source", str(MAIN), "--target", target, "--port", "0")

    assert told.returncode
    assert message in told.stderr.splitlines()[-1]


def test_the_local_server_does_not_start(message: str, project: Path) -> None:
    """One Chinese line on standard error, exit 1."""
    told = run("-m", "functions.local", "--site", str(project / "site"), "--port", "0")

    assert (1, "", 1) == (told.returncode, told.stdout, len(told.stderr.splitlines()))
    assert told.stderr.startswith("无法启动：政策文件 ")
    assert message in told.stderr


@pytest.mark.parametrize("command", ["serve", "check", "build"])
def test_the_command_line_says_it(message: str, command: str) -> None:
    """The finding, exit 1, and no word of Python."""
    told = run("-m", "wenbiao.cli", command)

    assert (1, "") == (told.returncode, told.stderr)
    assert message in told.stdout


def test_a_policy_without_types_is_read_too(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a project that declares no types, an entry without a source is named by its key."""
    (tiny / "questions/policy.toml").write_text(VALUES.replace('source = "测试"', ""), "utf-8")
    monkeypatch.chdir(tiny)

    assert 1 == cli.run(["serve"])
    assert "policy.toml，garden.rows.source：缺少这一项" in capsys.readouterr().out


def test_types_that_cannot_be_read_are_said(project: Path) -> None:
    """A mistake in the file that declares the types is a finding with its line."""
    (project / "questions/_blocks/policy.py").write_text(MODEL.replace("(Group):", "(Group)"), "utf-8")

    with pytest.raises(FormError, match=r"policy\.py 第 6 行有语法错误：缺少冒号"):
        Catalogue.load(project / "questions", project / "documents").check_policy()


@pytest.mark.parametrize("target", ["validate", "render"])
def test_a_fault_after_the_start_is_answered(
    call: Any, answers: Any, project: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    """A policy and a form that are lost while a function of forms runs: 500 as Chinese problem details, with the build."""
    started = call(target, method="OPTIONS").headers["X-Wenbiao-Build"]
    monkeypatch.setenv("WENBIAO_POLICY", "/nope")
    (project / "questions/tiny.py").write_text("1 / 0", "utf-8")

    reply = call(target, answers)

    assert (500, "application/problem+json") == (reply.status_code, reply.content_type)
    assert ("服务出错了", started) == (reply.json["title"], reply.headers["X-Wenbiao-Build"])
