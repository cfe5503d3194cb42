"""Files that are given on the command line, and those it writes: data (.json) and documents (.docx)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wenbiao import answers, files, submission
from wenbiao.catalogue import Catalogue
from wenbiao.console import Speaker
from wenbiao.errors import Refused

if TYPE_CHECKING:
    from wenbiao.returned import Returned


def data(file: Path) -> Any:
    """A JSON file's value. Raises NotJson, or UsageError where it cannot be read."""
    if _is_document(file):
        raise click.UsageError(
            f"{file} 是 Word 文书，这里要写 .json 数据文件。请先用 wenbiao read {file} -o 数据.json 取出数据。"
        )
    return answers.load_json(_bytes(file))


def document(catalogue: Catalogue, file: Path, today: date) -> Returned:
    """What a Word file holds. Raises UsageError where it is no document of this system."""
    from wenbiao import returned  # noqa: PLC0415  # reads Word files; most commands do not

    try:
        return returned.read(catalogue, _bytes(file), today)
    except Refused as error:
        raise click.UsageError(f"{file}：{error}") from None


def earlier(catalogue: Catalogue, given: Iterable[Path], speaker: Speaker, today: date) -> list[Any]:
    """The answers of earlier documents, given as data or as Word files.

    What was approved is what was generated: changes that were made by hand later are not taken over, and said.
    """
    return [_answers(catalogue, file, speaker, today) for file in given]


def _answers(catalogue: Catalogue, file: Path, speaker: Speaker, today: date) -> Any:
    if not _is_document(file):
        return submission.read(data(file)).answers
    found = document(catalogue, file, today)
    if found.changes:
        count = len(found.changes)
        kept = f"{file}：这份文书生成以后有 {count} 处手工改动，没有采用，用的是生成时的填报内容。"
        speaker.warn(f"{kept}要采用，请先运行 wenbiao read {file} --take -o 数据.json，再用这份数据。")
    for problem in found.of_file:
        speaker.warn(f"{file}：{problem.message.rstrip('。')}。")
    return found.data


def write(file: Path, content: bytes) -> None:
    """Write a file. Raises UsageError where that is not possible."""
    try:
        files.write(file, content)
    except OSError:
        raise click.UsageError(
            f"写不了 {file}。请核对文件夹是否存在、有没有写入权限，文件是否正在 Word 中打开。"
        ) from None


def _is_document(file: Path) -> bool:
    return file.suffix.lower() == ".docx"


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"找不到文件 {file}。请核对文件名和所在的文件夹。") from None
    except OSError:
        raise click.UsageError(f"读不了 {file}。请核对它是不是文件、有没有读取权限。") from None
