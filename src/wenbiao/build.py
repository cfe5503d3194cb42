"""What is made ahead of time: the JSON schemas, the OpenAPI description, compiled templates, the static site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from wenbiao import files, press, schemas
from wenbiao.catalogue import Catalogue
from wenbiao.errors import WenbiaoError
from wenbiao.project import Project


class BuildError(WenbiaoError):
    """The site was not built; `output` is what the program that builds it said."""

    def __init__(self, *, output: str) -> None:
        self.output = output
        super().__init__("网站没有建成，原来的网站没有改动。请按下面的提示处理")


def contracts(catalogue: Catalogue, folder: Path) -> None:
    """Write schemas/<form>.json for every form, and openapi.json."""
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    forms = [entry.fields for entry in catalogue.values()]
    for fields in forms:
        _write(folder / "schemas" / f"{fields.name}.json", schemas.json_schema(fields))
    _write(folder / "openapi.json", schemas.openapi(forms, catalogue.build))


def templates(catalogue: Catalogue, folder: Path) -> None:
    """Write compiled/<form>[.<part>].template for every Word file; all or none. Raises TemplateError."""
    ready = [pair for entry in catalogue.values() for pair in press.compiled(entry, folder)]
    (folder / "compiled").mkdir(parents=True, exist_ok=True)
    for file, template in ready:
        files.write(file, template.to_bytes())


def site(project: Project, folder: Path) -> Path:
    """Build the static site into folder/site, which it returns. Raises BuildError."""
    wanted, fresh = folder / "site", folder / "site.new"
    shutil.rmtree(fresh, ignore_errors=True)
    # Not --quiet: with it MkDocs no longer counts the warnings that its strict mode fails on.
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(fresh)]
    told = subprocess.run(
        command,
        check=False,
        cwd=project.root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if told.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise BuildError(output=_advice(told.stdout))
    shutil.rmtree(wanted, ignore_errors=True)
    fresh.rename(wanted)
    return wanted


def _advice(output: str) -> str:
    if "No module named mkdocs" in output:
        return "没有安装建网站用的程序，请运行：pip install -c constraints.txt -e '.[site]'"
    return output.strip()


def _write(file: Path, value: dict[str, Any]) -> None:
    files.write(file, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
