"""Documents that were saved again by another program: the same answers, and no change that nobody made."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.test_carry import CATALOGUE
from tests.test_properties import alone
from tests.test_returned import PAPERS, back, made, printed
from tests.tools.envelopes import stripped
from tests.tools.pictures import converted
from tests.tools.samples import sample
from wenbiao.returned import Returned

DOCUMENTS = Path(__file__).parent / "data/documents"


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with every document and letter as LibreOffice saves them, in one run."""
    folder = tmp_path_factory.mktemp("documents")
    files = [folder / f"{form}.{part}.docx" for form, part in PAPERS]
    for file, (form, part) in zip(files, PAPERS, strict=True):
        file.write_bytes(made(form, part))
    converted(files, folder / "resaved", "docx")
    return folder / "resaved"


def untouched(found: Returned, form: str) -> None:
    assert ("answers", alone(sample(form)).data) == (found.origin, found.result.data)
    assert ((), ()) == (found.changes, found.problems)


@pytest.mark.parametrize(("form", "part"), PAPERS)
def test_libreoffice_changes_nothing(form: str, part: str, resaved: Path) -> None:
    """Opened and saved by LibreOffice, which drops tags and writes the data anew, a document is read as before."""
    untouched(back((resaved / f"{form}.{part}.docx").read_bytes()), form)


@pytest.mark.parametrize(("form", "part"), PAPERS)
def test_libreoffice_keeps_every_printed_answer(form: str, part: str, resaved: Path) -> None:
    """Opened and saved by LibreOffice, and without the data inside, the controls still hold what they held."""
    before = back(stripped(made(form, part)))
    after = back(stripped((resaved / f"{form}.{part}.docx").read_bytes()))

    assert "controls" == after.origin
    assert (before.result.data, before.changes) == (after.result.data, after.changes)
    assert before.problems == after.problems


@pytest.mark.parametrize(("form", "part"), PAPERS)
def test_python_docx_changes_nothing(form: str, part: str) -> None:
    """Opened and saved by python-docx, a document is read as before."""
    saved = io.BytesIO()
    docx.Document(io.BytesIO(made(form, part))).save(saved)

    untouched(back(saved.getvalue()), form)


@pytest.mark.parametrize("form", CATALOGUE)
def test_a_document_of_every_version_is_kept(form: str) -> None:
    """A document of each version that a form ever had stays in tests/data/documents, made when it was released."""
    declared = CATALOGUE[form].form
    kept = {file.name for file in DOCUMENTS.glob(f"{form}-*.docx")}

    assert {f"{form}-{version}.docx" for version in (*declared.migrations, declared.version)} == kept


@pytest.mark.parametrize("file", sorted(DOCUMENTS.glob("*.docx")), ids=lambda file: file.stem)
def test_kept_documents_are_read_for_ever(file: Path) -> None:
    """Every kept document is read completely: its own data, nothing missing or wrong, no answer changed."""
    found = back(file.read_bytes())

    assert file.stem == f"{found.entry.name}-{found.version}"
    assert ("answers", ()) == (found.origin, found.result.errors)
    assert [] == [problem for problem in found.noticed if problem.severity == "error"]
    assert [] == [change for change in found.changes if change.kind != "text"]


@pytest.mark.parametrize("file", sorted(DOCUMENTS.glob("*.docx")), ids=lambda file: file.stem)
def test_kept_documents_are_recovered_for_ever(file: Path) -> None:
    """Without the data inside, the controls of every kept document give back what it prints."""
    whole, recovered = back(file.read_bytes()), back(stripped(file.read_bytes()))

    assert "controls" == recovered.origin
    assert dict(printed(whole.result)) == dict(printed(recovered.result))
