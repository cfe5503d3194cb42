"""How things are measured: times as medians of rounds in which all take turns, memory in a fresh process."""

from __future__ import annotations

import ctypes
import gc
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

ROUND = 0.02  # seconds that one round of a fast renderer takes at least
LONGEST = 2.0  # seconds after which a slow one has had its rounds

Run = Callable[[], Any]


def medians(runs: Mapping[str, Run], rounds: int) -> dict[str, float]:
    """Seconds that one call of each takes. They take turns, so that a busy moment of the machine meets them all."""
    counts = {name: _count(run) for name, run in runs.items()}
    found: dict[str, list[float]] = {name: [] for name in runs}
    gc.collect()
    for _ in range(rounds):
        for name, run in runs.items():
            if sum(found[name]) * counts[name] < LONGEST:
                found[name].append(_timed(run, counts[name]))
    return {name: statistics.median(times) for name, times in found.items()}


def _count(run: Run) -> int:
    run()
    return max(1, int(ROUND / max(_timed(run, 1), 1e-6)))


def _timed(run: Run, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        run()
    return (perf_counter() - start) / count


def medians_of_programs(programs: Mapping[str, list[str]], rounds: int, folder: Path) -> dict[str, float]:
    """Seconds that whole Python programs take; each runs once beforehand, so that its .pyc files are there."""
    runs = {name: _program(arguments, folder) for name, arguments in programs.items()}
    for run in runs.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            found[name].append(_timed(run, 1))
    return {name: statistics.median(times) for name, times in found.items()}


def _program(arguments: list[str], folder: Path) -> Run:
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, cwd=folder, env=told, check=True, capture_output=True)


def peak(run: Run) -> float:
    """MB that one call takes above what the process held before it, at its highest. For a fresh process, on Linux."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(
        0
    )  # else the call may live on memory that was freed while things were prepared
    Path("/proc/self/clear_refs").write_text("5")
    before = _held("VmRSS")
    made = run()
    highest = _held("VmHWM")
    del made
    return (highest - before) / 1024


def _held(what: str) -> int:
    """kB, as Linux counts them."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))
