"""The policy file: typed, complete, and clear about what is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms._blocks.policy import Policy
from wenbiao.errors import PolicyError
from wenbiao.policy import load

SHIPPED = Path(__file__).parents[1] / "forms" / "policy.toml"


def faulty(tmp_path: Path, before: str, after: str) -> str:
    text = SHIPPED.read_text("utf-8")
    assert before in text
    file = tmp_path / "policy.toml"
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(PolicyError) as error:
        load(file, Policy)
    return str(error.value)


def test_unknown_key(tmp_path: Path) -> None:
    """A key that no form knows is named."""
    message = faulty(tmp_path, "[schedule.max_months]", "[schedule.max_month]")

    assert "schedule.max_month，没有这一项" in message.replace("：", "，")
    assert "schedule.max_months" in message


def test_wrong_type(tmp_path: Path) -> None:
    """A value of a wrong type is named by its key."""
    assert "schedule.max_months.value" in faulty(tmp_path, "value = 24", 'value = "两年"')


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("value = 24", 'value = "两年"', "schedule.max_months.value：应当是整数"),
        ("value = 24", "value = 1.5", "schedule.max_months.value：应当是整数"),
        ('value = "10"', 'value = "一成"', "budget.contingency_max_percent.value：应当是数值"),
        ('title = "建设周期"', "title = 3", "schedule.title：应当是带引号的文字"),
        ('title = "建设周期"', 'title = ""', "schedule.title：不能为空"),
        ("value = true", 'value = "也许"', "change.cumulative.value：应当是 true（是）或 false（否）"),
        ('value = "max"', 'value = "min"', "change.ratio_basis.value：不在可选值中"),
        ("value = [12, 24]", "value = 12", "self_eval.window_months.value：应当是列表"),
        ("value = [12, 24]", "value = [12, 24, 36]", "self_eval.window_months.value：项数不对"),
        ('mark = "K"', 'mark = "X"', "budget.contingency_max_percent.mark：写法不对"),
        ("[schedule.max_months]", "[schedule.max_months", "不是有效的 TOML，第 57 行第 21 列附近写得不对"),
        ('source = "', 'source = """', "不是有效的 TOML，"),
    ],
)
def test_faults_are_said_in_chinese(tmp_path: Path, before: str, after: str, said: str) -> None:
    """What is expected, in words of the file's format; none of a program's own English words."""
    message = faulty(tmp_path, before, after)

    assert said in message
    assert not re.search(r"_(parsing|type|error|length)|Expected|Unterminated|at line|at end", message)


def test_unknown_mark(tmp_path: Path) -> None:
    """A mark must say how sure the value is."""
    assert "budget.contingency_max_percent.mark" in faulty(tmp_path, 'mark = "K"', 'mark = "X"')


@pytest.mark.parametrize("title", ['title = "建设周期"\n', 'title = "建设周期的提醒长度（月）"\n'])
def test_missing_title(tmp_path: Path, title: str) -> None:
    """A group and an entry have a name for people."""
    assert "缺少这一项" in faulty(tmp_path, title, "")


def test_not_toml(tmp_path: Path) -> None:
    """A broken file is named, not traced."""
    assert "不是有效的 TOML" in faulty(tmp_path, "[schedule.max_months]", "[schedule.max_months")


def test_deployment_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """WENBIAO_POLICY replaces the project's own file."""
    other = tmp_path / "other.toml"
    other.write_text(SHIPPED.read_text("utf-8").replace("value = 24", "value = 18"), "utf-8")
    monkeypatch.setenv("WENBIAO_POLICY", str(other))

    assert 18 == load(SHIPPED, Policy).schedule.max_months.value


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is said in Chinese."""
    with pytest.raises(PolicyError, match="读不到这个文件"):
        load(tmp_path / "none.toml", Policy)
