"""What the project needs of others: each has a reason on the maintainers' page, and each reason is of something needed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "site/pages/maintainers/dependencies.md").read_text("utf-8")
CALLED = {"mkdocs-material": "Material for MkDocs"}
FROM_NPM = {"axe-core", "ooxml-validator"}  # tests/install.sh installs them


def needed() -> set[str]:
    """What pyproject.toml names, as the page calls it, in lower case."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(one for more in project["optional-dependencies"].values() for one in more),
    ]
    names = {found[0] for one in asked if (found := re.match(r"[\w-]+", one))}
    return {CALLED.get(name, name).lower() for name in names}


def explained() -> set[str]:
    """What stands in the first column of the page's tables, in lower case."""
    rows = re.findall(r"^\| (.*?)(?:（.*?）)? \|", PAGE, re.MULTILINE)
    return {name.lower() for row in rows if row not in ("程序库", "---") for name in row.split("、")}


def test_every_dependency_has_its_reason() -> None:
    """The page and pyproject.toml name the same packages."""
    assert needed() | FROM_NPM == explained()
    assert all(name in (ROOT / "tests/install.sh").read_text("utf-8") for name in FROM_NPM)
