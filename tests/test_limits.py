"""What is as large as can be: it is made and read back, or refused; and reading it takes little time and memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from tests.tools.envelopes import edited
from tests.tools.largest import DATA, LARGEST, STYLES, large, with_data
from tests.tools.missing import ROOT
from tests.tools.papers import CATALOGUE, TODAY, made
from tests.tools.samples import sample
from wenbiao import names, press, submission
from wenbiao.document.render import render
from wenbiao.errors import AnswersRejected
from wenbiao.returned import read

MEMORY = 200  # MiB
SECONDS = (
    30  # of a processor: stops work that grows out of hand, and no more; a slow machine must not fail here
)


@pytest.mark.parametrize("name", [*LARGEST, *STYLES, *DATA])
def test_the_largest_documents_take_little(name: str, tmp_path: Path) -> None:
    """Whatever the gate lets through is read or refused within 200 MiB, and in time that does not grow out of hand."""
    file = tmp_path / "large.docx"
    file.write_bytes((with_data if name in DATA else large)(made("declaration"), name))
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.largest", str(file)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )

    assert (0, b"") == (done.returncode, done.stderr)
    assert MEMORY > int(done.stdout.split()[0])


def grown(form: str, pointer: str, rows: int) -> bytes:
    """The document of a form with so many rows in one of its tables."""
    entry, data = CATALOGUE[form], deepcopy(sample(form))
    found = names.value_at(data, pointer)
    found += [deepcopy(found[number % len(found)]) for number in range(rows - len(found))]
    return render(press.template(entry), entry.fields, data)


def test_what_is_made_can_be_read() -> None:
    """A document of almost as many rows as are taken is read back, changed or not."""
    document = grown("declaration", "/budget/lines", 1_900)
    press.refuse_unreadable(document)

    assert () == read(CATALOGUE, document, TODAY).changes
    assert ["38.00"] == [
        one.before for one in read(CATALOGUE, edited(document, ">38.00<", ">39.50<"), TODAY).changes
    ]


def test_what_is_made_can_be_read_once_it_was_saved_again() -> None:
    """What programs add to each cell and answer when they save a document does not make it too large."""
    document = grown("declaration", "/data/catalog_items", 1_800)
    press.refuse_unreadable(document)
    for before, after in (
        ("<w:tcPr>", '<w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders>'),
        ("</w:sdtPr>", "</w:sdtPr><w:sdtEndPr/>"),
        ("<w:sdtContent>", "<w:sdtContent><w:r><w:rPr><w:b/></w:rPr></w:r>"),
    ):
        document = edited(document, before, after, times=-1)

    assert () == read(CATALOGUE, document, TODAY).changes


@pytest.mark.parametrize(
    ("form", "pointer"), [("self_evaluation", "/kpi_scores"), ("declaration", "/data/catalog_items")]
)
def test_what_could_not_be_read_is_not_made(form: str, pointer: str) -> None:
    """A document that is too large to be read, or would be once it was saved again, is refused when it is made."""
    document = grown(form, pointer, 1_950)

    assert len(document) > press.LARGE
    with pytest.raises(AnswersRejected) as refused:
        press.refuse_unreadable(document)
    assert [("length", "error")] == [(one.code, one.severity) for one in refused.value.problems]


def test_earlier_documents_have_rows_of_their_own() -> None:
    """The rows of each document count by themselves: large earlier ones leave room for a large next one."""
    most = {"lines": [0] * submission.ROWS_MAX}
    more = {"lines": [0] * (submission.ROWS_MAX + 1)}

    assert (most, [most]) == submission.read({"answers": most, "earlier": [most]})
    for payload in (
        more,
        {"answers": more},
        {"answers": {}, "earlier": [more]},
        {"answers": {}, "earlier": more},
    ):
        with pytest.raises(submission.TooMuch):
            submission.read(payload)
