"""Word files as pictures: LibreOffice makes a PDF with the stand-in fonts, pdftoppm one PNG a page.

python -m tests.tools.pictures a.docx b.docx OUTDIR [--dpi N]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.tools.missing import NEEDED, need


def pdfs_of(documents: list[Path], out: Path) -> list[Path]:
    """Converts all documents in one LibreOffice run; returns the PDFs in `out`, in the same order.

    Raises RuntimeError with LibreOffice's words if a document could not be converted.
    """
    return converted(documents, out, "pdf")


def converted(documents: list[Path], out: Path, kind: str) -> list[Path]:
    """What LibreOffice saves of all documents in one run, as pdf or docx, in `out`; raises as `pdfs_of` does."""
    out.mkdir(parents=True, exist_ok=True)
    made = [out / f"{document.stem}.{kind}" for document in documents]
    for file in made:
        file.unlink(missing_ok=True)  # a file of an earlier run must not pass for this one
    with (
        TemporaryDirectory() as profile
    ):  # its own profile: a LibreOffice that is open already would take the call
        options = ["--headless", f"-env:UserInstallation={Path(profile).as_uri()}", "--convert-to", kind]
        done = subprocess.run(
            [need("soffice"), *options, "--outdir", out, *documents],
            env={**os.environ, "FONTCONFIG_FILE": str(need("fonts"))},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if lost := [file.name for file in made if not file.exists()]:
        raise RuntimeError(f"LibreOffice made no {', '.join(lost)}: {done.stdout}{done.stderr}")
    return made


def pages_of(pdf: Path, dpi: int = 60) -> list[Path]:
    """Writes `<name>-<page>.png` beside the PDF; returns them in page order."""
    for old in pdf.parent.glob(f"{pdf.stem}-*.png"):
        old.unlink()
    stem = pdf.with_suffix("")
    subprocess.run([need("pdftoppm"), "-r", str(dpi), "-png", pdf, stem], check=True, capture_output=True)
    return sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))  # pdftoppm pads the page number with zeros


def pictures_of(docx: Path, out: Path, dpi: int = 60) -> list[Path]:
    """Returns one PNG a page of the document, in page order; the PDF stays beside them in `out`."""
    return pages_of(pdfs_of([docx], out)[0], dpi)


def main() -> int:
    """Prints the path of every picture; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.pictures")
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("out", type=Path)
    parser.add_argument("--dpi", type=int, default=60)
    wanted = parser.parse_args()
    if reasons := [reason for name in ("soffice", "pdftoppm", "fonts") if (reason := NEEDED[name].reason)]:
        print(*reasons, sep="\n", file=sys.stderr)
        return 1
    for pdf in pdfs_of(wanted.documents, wanted.out):
        print(*pages_of(pdf, wanted.dpi), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
