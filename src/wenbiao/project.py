"""Where a project's forms, templates and site are: `[tool.wenbiao]` of its pyproject.toml, said once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

from wenbiao.errors import ProjectError, not_toml


class Project(NamedTuple):
    """The folders of a project, as absolute paths."""

    root: Path
    forms: Path
    templates: Path
    site: Path
    build: Path

    @classmethod
    def find(cls, start: Path) -> Project:
        """The project that `start` lies in: the nearest pyproject.toml with [tool.wenbiao], upwards."""
        start = start.resolve()
        for folder in (start, *start.parents):
            settings = _settings(folder / "pyproject.toml")
            if settings is not None:
                return cls(folder, **{name: folder / path for name, path in settings.items()})
        raise ProjectError(
            place=str(start),
            wrong="这里和上级文件夹都没有含 [tool.wenbiao] 的 pyproject.toml",
        )


FOLDERS = ("forms", "templates", "site", "build")


def _settings(file: Path) -> dict[str, str] | None:
    if not file.is_file():
        return None
    try:
        settings = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("wenbiao")
    except UnicodeDecodeError:
        raise ProjectError(place=str(file), wrong="不是 UTF-8 编码的文本，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(place=str(file), wrong=f"{not_toml(error)}，请改正") from None
    if settings is None:
        return None
    wrong = set(settings) ^ set(FOLDERS)
    if wrong:
        raise ProjectError(
            place=f"{file} 的 [tool.wenbiao]",
            wrong=f"应当写明 {'、'.join(FOLDERS)} 四项，多出或缺少：{'、'.join(sorted(wrong))}",
        )
    return dict(settings)
