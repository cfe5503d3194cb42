"""Requests per second through functions-framework with one worker of one thread, as the operators' page says."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.bench.cases import HERE, ROOT, Case

CLIENTS = 2
TURNS = 7
SERVED = "functions_framework"


def requests_per_second(case: Case, folder: Path, count: int) -> dict[str, float]:
    """For M: `render` of this project, and a function that calls docxtpl. `folder`: the project of the case.

    They take turns, so that a busy moment of the machine meets both.
    """
    body = json.dumps(case.data).encode()
    ours = {"WENBIAO_PROJECT": str(folder)}
    theirs = {"TEMPLATE": str(case.entry.template)}
    found: dict[str, list[float]] = {"wenbiao": [], "docxtpl": []}
    with (
        _function(ROOT / "functions/main.py", ours) as port,
        _function(HERE / "rival.py", theirs) as other,
    ):
        for _ in range(TURNS):
            found["wenbiao"].append(_rate(port, f"/{case.entry.name}", body, -(-20 * count // TURNS)))
            found["docxtpl"].append(_rate(other, "/", body, -(-count // TURNS)))
    return {name: median(rates) for name, rates in found.items()}


@contextmanager
def _function(source: Path, environment: Mapping[str, str]) -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        SERVED,
        "--source",
        str(source),
        "--target",
        "render",
        "--port",
        str(port),
    ]
    settings = os.environ | {"WORKERS": "1", "THREADS": "1", "PYTHONPATH": str(ROOT)} | environment
    # Each request leaves a line on standard error.
    program = subprocess.Popen([*command, "--host", "127.0.0.1"], env=settings, stderr=subprocess.DEVNULL)
    try:
        _wait(program, port)
        yield port
    finally:
        program.terminate()
        program.wait()


def _wait(program: subprocess.Popen[bytes], port: int) -> None:
    while program.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            continue
        return
    raise RuntimeError(f"the function ended with {program.returncode}")


def _rate(port: int, path: str, body: bytes, count: int) -> float:
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _: _post(port, path, body), range(CLIENTS * 2)))
        start = perf_counter()
        list(pool.map(lambda _: _post(port, path, body), range(count)))
        return count / (perf_counter() - start)


def _post(port: int, path: str, body: bytes) -> None:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    document = response.read()
    connection.close()
    if response.status != 200 or not document.startswith(b"PK"):
        raise RuntimeError(f"{response.status} {document[:500]!r}")
