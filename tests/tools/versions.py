"""The small project two versions later: its form asks the name by another name, and the year as a number."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

QUESTION = '    doc_type: Text = ask("文书种类", const="tiny")\n'
STATED = '    schema_version: Choice = ask("模式版本", const="1.2", unprinted="只供程序识别")\n'
MIGRATIONS = '''
def renamed(data):
    """1.0 asked for the garden."""
    data["name"] = data.pop("garden")
    return data


def counted(data):
    """1.1 kept the year as text."""
    return data | {"year": int(data["year"])}


class Tiny('''


def grow(tiny: Path) -> Path:
    """Brings the form of the small project to version 1.2; returns the project."""
    file = tiny / "questions/tiny.py"
    text = file.read_text("utf-8").replace("\nclass Tiny(", MIGRATIONS)
    text = text.replace("import Choices", "import Choice, Choices")
    text = re.sub('version="1.[01]"', 'version="1.2"', text).replace(QUESTION, QUESTION + STATED)
    moves = '    migrations = {"1.0": renamed, "1.1": counted}\n'
    file.write_text(text.replace(QUESTION, moves + QUESTION), "utf-8")
    return tiny


def oldest(answers: dict[str, Any]) -> dict[str, Any]:
    """The same answers as version 1.0 had them."""
    old = deepcopy(answers) | {"schema_version": "1.0", "garden": answers["name"], "year": "2024"}
    del old["name"]
    return old
