"""The figures as a table to read, and on the page of speed between its two marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench.cases import ROOT
from tests.bench.figures import Row

PAGE = ROOT / "site/pages/maintainers/speed.md"
HEAD = ("文书", "压缩库", "文表", "docxtpl", "快多少倍", "是压缩下限的几倍", "文件大小比", "内存比")
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def write(file: Path, rows: Sequence[Row]) -> None:
    """Put the table between the page's marks."""
    text = file.read_text("utf-8")
    marked = re.compile(f"{BEGIN}.*{END}", re.DOTALL)
    file.write_text(marked.sub(lambda _: f"{BEGIN}\n\n{markdown(rows)}\n\n{END}", text), "utf-8")


def markdown(rows: Sequence[Row]) -> str:
    """All figures in Chinese, with versions and the day."""
    parts = [_table(HEAD, _rendering(rows))]
    if any(row.case == "requests" for row in rows):
        parts.append(_table(("其他", "数值"), _others(rows)))
    return "\n\n".join([*parts, f"测于 {rows[0].made}。"])


def plain(rows: Sequence[Row]) -> str:
    """The same for a terminal."""
    return re.sub(r"^\|[-| ]+\|\n", "", markdown(rows), flags=re.MULTILINE)


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    all_lines = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in all_lines)


def _rendering(rows: Sequence[Row]) -> Iterable[Sequence[str]]:
    rivals = {(row.case, row.deflate): row for row in rows if row.renderer == "docxtpl"}
    for row in rows:
        if row.renderer != "wenbiao" or (row.case, row.deflate) not in rivals or row.bound is None:
            continue
        rival = rivals[row.case, row.deflate]
        name = f"{row.case}：{row.title}" if len(row.case) == 1 else row.title
        size = f"{(row.bytes or 0) / (rival.bytes or 1):.2f}"
        memory = f"{row.memory:.2f}" if row.memory is not None else ""
        yield (
            name,
            row.deflate,
            _ms(row.seconds),
            _ms(rival.seconds),
            f"{row.docxtpl:.0f}",
            f"{row.bound:.1f}",
            size,
            memory,
        )


def _others(rows: Sequence[Row]) -> Iterable[Sequence[str]]:
    seconds = {(row.case, row.renderer): row.seconds for row in rows if row.deflate in ("", "isal")}
    growth = seconds["growth", "L×20"] / seconds["growth", "L"]
    loading = seconds["loading", "compile"] / seconds["loading", "load"]
    starting = seconds["starting", "render"] / seconds["starting", "framework"]
    served = {name: 1 / seconds["requests", name] for name in ("wenbiao", "docxtpl")}
    yield "从 1,020 行到 20,020 行（19.6 倍），时间增加到", f"{growth:.1f} 倍"
    yield "载入编译好的申报书模板，比编译快", f"{loading:.0f} 倍（{_ms(seconds['loading', 'load'])}）"
    yield "启动到可以生成申报书，是只导入 functions-framework 和 Pydantic 的", f"{starting:.2f} 倍"
    yield (
        "M 每秒请求数，一个进程一个线程",
        f"文表 {served['wenbiao']:.0f}，调用 docxtpl 的函数 {served['docxtpl']:.1f}："
        f"{served['wenbiao'] / served['docxtpl']:.0f} 倍",
    )
    yield from viewing(rows)


def viewing(rows: Sequence[Row]) -> Iterable[Sequence[str]]:
    """The lines about the browser; none where there was none."""
    views = {(row.case, row.renderer): row for row in rows if row.case in ("first view", "typing")}
    if not views:
        return
    first, best = views["first view", "median"], views["first view", "best"]
    key, most = views["typing", "median"], views["typing", "95%"]
    yield first.title, f"中位 {first.seconds:.2f} 秒，最快 {best.seconds:.2f} 秒"
    yield key.title, f"中位 {_ms(key.seconds)}，95% 在 {_ms(most.seconds)}内"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.{2 if seconds < 0.01 else 0}f} 毫秒"
