"""The same answers give the same file: in another process, zone or language, beside other threads, on another day."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from isal import isal_zlib

from tests.tools.garden import ANSWERS, GARDEN, word
from tests.tools.samples import changed, sample
from wenbiao import press
from wenbiao.answers import Result, check
from wenbiao.catalogue import Catalogue
from wenbiao.document import package
from wenbiao.document import render as rendering
from wenbiao.document.compiled import ENGINE
from wenbiao.document.render import render
from wenbiao.document.template import compile

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
TODAY = date(2026, 11, 23)
THREADS, EACH = 8, 200

PROGRAM = """
import json, sys
from datetime import date
from hashlib import sha256
from pathlib import Path
from wenbiao import press
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue
catalogue = Catalogue.load(Path("forms"), Path("templates"))
for form, given in json.load(sys.stdin).items():
    entry = catalogue[form]
    for part in ("", *entry.parts):
        document = press.rendered(entry, check(entry.form, given, today=date.fromisoformat(sys.argv[1])), part)
        print(form, part, sha256(document).hexdigest())
"""
ELSEWHERE = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4294967295", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"},
]


def digests(environment: dict[str, str], today: str) -> str:
    """What a new process makes of the samples: the digest of every document."""
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, today],
        cwd=ROOT,
        env=os.environ | environment,
        input=json.dumps({form: sample(form) for form in CATALOGUE}),
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout


def test_same_bytes_in_every_process() -> None:
    """Neither the order of hashing, the time zone, the language nor the day changes a byte."""
    days = ("2026-11-23", "2027-02-28", "2031-12-31")
    found = {digests(environment, day) for environment, day in zip(ELSEWHERE, days, strict=True)}

    assert 1 == len(found)
    assert sum(1 + len(entry.parts) for entry in CATALOGUE.values()) == len(found.pop().splitlines())


def numbered(form: str, number: int) -> Result:
    """The sample with another project's name."""
    named = changed(sample(form), {"/project/name": f"{number}号皖美茶园 <{number}> & 气象监测项目"})
    return check(CATALOGUE[form].form, named, today=TODAY)


@pytest.mark.parametrize("form", CATALOGUE)
def test_same_bytes_in_many_threads(form: str) -> None:
    """Eight threads that render 200 different documents each make what one makes after another."""
    entry, results = CATALOGUE[form], [numbered(form, number) for number in range(EACH)]
    alone = [sha256(press.rendered(entry, result)).digest() for result in results]

    press._template.cache_clear()  # the threads begin together, with nothing ready
    rendering._ready.clear()
    together_now = Barrier(THREADS)

    def all_of_them(_thread: int) -> list[bytes]:
        together_now.wait()
        return [sha256(press.rendered(entry, result)).digest() for result in results]

    with ThreadPoolExecutor(THREADS) as pool:
        together = list(pool.map(all_of_them, range(THREADS)))

    assert EACH == len(set(alone))
    assert [alone] * THREADS == together


def contents(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.mark.parametrize("form", CATALOGUE)
def test_same_members_with_either_library(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """zlib and isal give other files of the same members, in the same order, once inflated."""
    made: dict[Any, bytes] = {}
    for library in (zlib, isal_zlib):
        monkeypatch.setattr(package, "deflate", library)
        made[library] = press.rendered(CATALOGUE[form], numbered(form, 1))

    assert made[zlib] != made[isal_zlib]
    assert list(contents(made[zlib]).items()) == list(contents(made[isal_zlib]).items())


@pytest.mark.parametrize("draft", [False, True])
def test_same_template_with_either_library(monkeypatch: pytest.MonkeyPatch, *, draft: bool) -> None:
    """A template that was compiled where isal is not installed is the one that is compiled where it is."""
    entry, made = CATALOGUE["declaration"], []
    for library in (zlib, isal_zlib):
        monkeypatch.setattr(package, "deflate", library)
        made.append(compile(entry.template.read_bytes(), "x", entry.fields, draft=draft).to_bytes())

    assert made[0] == made[1]


KNOWN = ("12", "87ca5388b5057d801bf831787144f944413af10e7e43b13fb4edbdaf92516be1")


def test_same_members_in_every_python() -> None:
    """What a document holds is what it held under the Python that these figures were noted under.

    If a change of the compiler changes it on purpose, raise ENGINE and note the new figures.
    """
    rows = [
        ["项目", "金额"],
        ["{%tr for l in lines %}", ""],
        ["{{ l.item|merged }}", "{{ l.amount_wan }}"],
        ["{%tr endfor %}", ""],
    ]
    lines = (
        "# {{ name }}",
        "{% if secret %}密{% else %}{{ works|boxes }}{% endif %}",
        "{{ total_wan|capital }}",
        "{{ divisions }}",
    )
    template = compile(
        word(*lines, rows, "{%p for para in background|paragraphs %}", "{{ para }}", "{%p endfor %}"),
        "x",
        GARDEN,
    )
    held = contents(render(template, GARDEN, ANSWERS, answers=False))

    assert KNOWN == (ENGINE, sha256(repr(list(held.items())).encode()).hexdigest())
