"""Every figure that is measured, as rows of one table."""

from __future__ import annotations

import platform
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from isal import isal_zlib

from tests.bench import cases, measure, service, window
from tests.bench.cases import Case
from tests.bench.renderers import RENDERERS, compared
from wenbiao.document import package
from wenbiao.document.compiled import Template
from wenbiao.document.program import steps_of
from wenbiao.document.template import compile

LIBRARIES = {"zlib": zlib, "isal": isal_zlib}
REQUESTS = 60
# Taking everything down again is no part of a start: what `functions.main` froze is left as it is, which would flatter it.
ENDS = "\nimport os\nos._exit(0)\n"
FRAMEWORK = f"import functions_framework\nfrom pydantic import BaseModel{ENDS}"
READY = f"""
import functions_framework  # is there before any function's file
import functions.main as main
from wenbiao import press
press.template(main.CATALOGUE["declaration"])
assert "docxtpl" not in __import__("sys").modules, "wenbiao build first"
{ENDS}"""


@dataclass(frozen=True)
class Row:
    """One figure. `case`: the document, or what else is measured; `seconds`: the median of one; `peak_mb`: above what was held before.

    `docxtpl`: how many times faster than docxtpl, `bound`: how many times slower than deflate and checksum alone;
    None where there is nothing to compare. `bytes` are those of the file without content controls and answers. For `requests`, seconds are those from one answer to the next.
    """

    case: str
    title: str
    renderer: str
    deflate: str
    seconds: float
    peak_mb: float | None = None
    docxtpl: float | None = None
    bound: float | None = None
    bytes: int | None = None
    memory: float | None = None
    made: str = ""


def all_of(folder: Path, rounds: int) -> Iterator[tuple[str, Callable[[], list[Row]]]]:
    """What is measured next, and what measures it."""
    own = cases.own(folder)
    largest = own.pop("L×20")
    for case in (own | cases.real()).values():
        for name in LIBRARIES:
            yield f"{case.title}（{name}）", partial(rendering, case, name, rounds, folder)
    yield "两万行", partial(_growth, own["L"], largest, rounds)
    yield "载入编译好的模板", partial(_loading, cases.real()["declaration"], rounds)
    yield "启动", partial(_starting, rounds)
    yield "每秒请求数", partial(_serving, own["M"], folder, REQUESTS if rounds > 1 else 2)
    if window.can():
        yield "浏览器里的申报书", partial(_viewing, rounds)


def made() -> str:
    """The day, and the versions of everything that counts."""
    packages = ("docxtpl", "python-docx", "lxml", "Jinja2", "pydantic", "functions-framework", "isal")
    versions = "、".join(f"{name} {version(name)}" for name in packages)
    system = f"Python {platform.python_version()}、zlib {zlib.ZLIB_RUNTIME_VERSION}、{versions}"
    return f"{datetime.now(UTC):%Y-%m-%d}，{platform.system()} {platform.machine()}，{system}"


def rendering(case: Case, library: str, rounds: int, folder: Path) -> list[Row]:
    package.deflate = LIBRARIES[library]
    try:
        runs = {name: renderer(case) for name, renderer in RENDERERS.items()}
        sizes = compared(case)
        seconds = measure.medians(runs, rounds)
    finally:
        package.deflate = LIBRARIES["isal"]
    measured = ("wenbiao", "docxtpl") if library == "isal" else ()
    peaks = {name: _peak(case.name, name, folder) for name in measured}
    row = partial(Row, case.name, case.title, deflate=library, made=made())
    return [
        row(
            renderer=name,
            seconds=taken,
            peak_mb=peaks.get(name),
            docxtpl=seconds["docxtpl"] / taken,
            bound=taken / seconds["bound"],
            bytes=sizes.get(name),
            memory=peaks[name] / peaks["docxtpl"] if name in peaks else None,
        )
        for name, taken in seconds.items()
    ]


def _peak(case: str, renderer: str, folder: Path) -> float:
    command = [sys.executable, "-m", "tests.bench", "peak", case, renderer, str(folder)]
    return float(subprocess.run(command, cwd=cases.ROOT, check=True, capture_output=True, text=True).stdout)


def _growth(smaller: Case, larger: Case, rounds: int) -> list[Row]:
    runs = {case.name: RENDERERS["wenbiao"](case) for case in (smaller, larger)}
    seconds = measure.medians(runs, max(rounds // 3, 1))
    return [
        Row("growth", f"{name} 的时间", name, "isal", taken, made=made()) for name, taken in seconds.items()
    ]


def _loading(case: Case, rounds: int) -> list[Row]:
    def compiling() -> Template:
        return compile(case.docx, case.entry.template.name, case.entry.fields)

    data = compiling().to_bytes()

    def loading() -> object:
        template = Template.from_bytes(data)
        return [steps_of(program, case.entry.fields) for program in template.programs.values()]

    seconds = measure.medians({"compile": compiling, "load": loading}, rounds)
    return [
        Row("loading", f"{case.title}的模板", name, "", taken, made=made()) for name, taken in seconds.items()
    ]


def _starting(rounds: int) -> list[Row]:
    programs = {"framework": ["-c", FRAMEWORK], "render": ["-c", READY]}
    seconds = measure.medians_of_programs(programs, rounds, cases.ROOT)
    return [
        Row("starting", "启动到可以生成申报书", name, "", taken, made=made())
        for name, taken in seconds.items()
    ]


def _serving(case: Case, folder: Path, count: int) -> list[Row]:
    rates = service.requests_per_second(case, folder, count)
    return [
        Row(
            "requests",
            f"{case.title}，一个进程",
            name,
            "isal",
            1 / rate,
            docxtpl=rate / rates["docxtpl"],
            made=made(),
        )
        for name, rate in rates.items()
    ]


def _viewing(rounds: int) -> list[Row]:
    return viewing(window.measured(rounds))


def viewing(views: window.Views) -> list[Row]:
    """What was seen in a browser."""
    titles = {
        "first view": f"第一次打开申报书到可以填写，本机，Chromium {views.version}",
        "typing": f"费用明细有 {window.ROWS} 行时，按一个键到显示出来",
    }
    return [
        Row(case, titles[case], of_all, "", seconds, made=made())
        for (case, of_all), seconds in views.figures().items()
    ]
