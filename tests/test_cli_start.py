"""`wenbiao start`: the next document of a project, begun from earlier ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wenbiao import cli


def test_start_begins_the_next_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`start` writes what flows from earlier documents; what is written has nothing wrong but what is missing."""
    root = Path(__file__).parents[1]
    monkeypatch.chdir(root)
    earlier = str(root / "tests/data/declaration.json")
    begun = tmp_path / "change.json"

    assert 0 == cli.run(["start", "change_application", "--from", earlier, "-o", str(begun)])
    payload = json.loads(begun.read_text("utf-8"))
    assert ("change_application", "D04-DEMO-0001") == (payload["doc_type"], payload["declaration_ref"])
    assert "皖美茶园数字管护与质量追溯场景应用项目" == payload["project"]["name"]


def test_start_writes_nothing_from_a_wrong_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier document that cannot be used is named, and no file is written."""
    root = Path(__file__).parents[1]
    monkeypatch.chdir(root)
    later = str(root / "tests/data/self_evaluation.json")

    assert 1 == cli.run(["start", "change_application", "--from", later, "-o", str(tmp_path / "x.json")])
    assert 2 == cli.run(["start", "change_application", "-o", str(tmp_path / "x.json")])
    assert [] == list(tmp_path.iterdir())
