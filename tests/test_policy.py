"""The policy file: typed, complete, and clear about what is wrong."""

from __future__ import annotations

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


def test_unknown_mark(tmp_path: Path) -> None:
    """A mark must say how sure the value is."""
    assert "budget.contingency_max_percent.mark" in faulty(tmp_path, 'mark = "K"', 'mark = "X"')


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
