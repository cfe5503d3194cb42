"""Measure everything, print it, write build/bench.json and the table on the page of speed.

make bench                              everything, some minutes
python -m tests.bench --rounds 1        a quick look
python -m tests.bench peak M wenbiao    one figure of memory, in this process
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.bench import cases, figures, measure, page
from tests.bench.renderers import RENDERERS

BENCH = cases.ROOT / "build" / "bench.json"


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    if arguments[:1] == ["peak"]:
        return _peak(*arguments[1:])
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=15, help="how many times each figure is taken")
    parser.add_argument("--output", type=Path, default=BENCH, help="where the figures go, as JSON")
    parser.add_argument("--page", type=Path, default=page.PAGE, help="the page whose table is written anew")
    wanted = parser.parse_args(arguments)
    console = Console(stderr=True)
    rows = []
    with TemporaryDirectory() as folder, console.status("测量中……") as status:
        for step, measured in figures.all_of(Path(folder), wanted.rounds):
            status.update(f"{step}……")
            rows += measured()
    wanted.output.parent.mkdir(parents=True, exist_ok=True)
    wanted.output.write_text(json.dumps([vars(row) for row in rows], ensure_ascii=False, indent=1), "utf-8")
    print(page.plain(rows))
    page.write(wanted.page, rows)
    return 0


def _peak(case: str, renderer: str, folder: str) -> int:
    found = (cases.own(Path(folder), (case,)) | cases.real())[case]
    print(measure.peak(RENDERERS[renderer](found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
