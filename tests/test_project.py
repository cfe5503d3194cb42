"""Where a project's folders are is said once, in its pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenbiao.errors import ProjectError
from wenbiao.project import Project

SETTINGS = '[tool.wenbiao]\nforms = "f"\ntemplates = "t"\nsite = "s"\nbuild = "b"\n'


def test_found_from_below(tmp_path: Path) -> None:
    """The nearest pyproject.toml with the settings, upwards from anywhere in the project."""
    (tmp_path / "pyproject.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "f/inner").mkdir(parents=True)
    (tmp_path / "f/pyproject.toml").write_text("[tool.other]\n", "utf-8")

    assert tmp_path / "t" == Project.find(tmp_path / "f/inner").templates


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SETTINGS.replace("forms", "form"), "form、forms"),
        (SETTINGS.replace('site = "s"\n', ""), "site"),
        ("[tool.wenbiao\n", "不是有效的 TOML"),
    ],
)
def test_wrong_settings(tmp_path: Path, text: str, says: str) -> None:
    """A folder that is not named, named wrongly, or a broken file is said in Chinese."""
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")

    with pytest.raises(ProjectError, match=says):
        Project.find(tmp_path)


def test_no_project(tmp_path: Path) -> None:
    """Outside of a project it says where it has looked."""
    with pytest.raises(ProjectError, match="pyproject"):
        Project.find(tmp_path)
