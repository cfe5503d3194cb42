"""The docs' pictures, made from the real page and the real document of each sample: `make pictures`.

Beside the pictures stands what they were made of, so that a test can tell when they are out of date.
"""

from __future__ import annotations

import json
import re
import subprocess
from hashlib import sha256
from pathlib import Path
from shutil import copy
from struct import unpack
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, expect

from tests.tools.missing import ROOT
from tests.tools.pictures import pictures_of
from tests.tools.samples import DATA, sample
from wenbiao import press
from wenbiao.answers import check
from wenbiao.catalogue import Catalogue
from wenbiao.submission import today

PICTURES = ROOT / "site/pages/assets/pictures"
MADE_OF = PICTURES / "made-of.json"
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
FORMS = tuple(name for name in CATALOGUE if (DATA / f"{name}.json").is_file())
SHOWN = {  # of each form: a section of its page, and what the page of its document says that is shown
    "declaration": ("资金", "（一）费用明细"),
    "change_application": ("资金调整对照", "（一）费用调整对照"),
    "acceptance_report": ("合同与资金", "（一）合同执行情况"),
    "self_evaluation": ("预算执行", "项目支出绩效自评表"),
}
SHARED = (  # what the page of every form is made of
    "forms/_blocks/*.py",
    "forms/policy.toml",
    "templates/web/*.html",
    "site/pages/assets/*.css",
    "site/pages/assets/*.js",
)
DPI = 60


def made_of(name: str) -> list[Path]:
    """The files that the pictures of a form show: its sample, its template, its questions, what pages look like."""
    shared = [file for pattern in SHARED for file in sorted(ROOT.glob(pattern))]
    return [DATA / f"{name}.json", CATALOGUE[name].template, ROOT / f"forms/{name}.py", *shared]


def sources() -> dict[str, str]:
    """What the pictures of each form are made of, as one hash."""
    return {name: sha256(b"".join(file.read_bytes() for file in made_of(name))).hexdigest() for name in FORMS}


def size_of(picture: Path) -> tuple[int, int]:
    """The width and height of a PNG in pixels, from its header."""
    width, height = unpack(">II", picture.read_bytes()[16:24])
    return width, height


def photograph_document(name: str, folder: Path) -> None:
    """The cover, and the last page that says what is to be shown."""
    entry = CATALOGUE[name]
    document = folder / f"{name}.docx"
    document.write_bytes(press.rendered(entry, check(entry.form, sample(name), today=today())))
    pages = pictures_of(document, folder, DPI)
    wanted = [page for page, words in zip(pages, words_of(document), strict=True) if SHOWN[name][1] in words]
    copy(pages[0], PICTURES / f"{name}-cover.png")
    copy(wanted[-1], PICTURES / f"{name}-document.png")


def words_of(document: Path) -> list[str]:
    """What each page says, from the PDF beside the document, without spaces."""
    said = subprocess.run(["pdftotext", document.with_suffix(".pdf"), "-"], check=True, capture_output=True)
    *pages, _ = said.stdout.decode().split("\f")
    return ["".join(page.split()) for page in pages]


def photograph_page(name: str, browser: Browser, address: str) -> None:
    """The filled page, at the section that is to be shown."""
    page = browser.new_page(viewport={"width": 1000, "height": 800}, locale="zh-CN", base_url=address)
    page.goto(f"/forms/{name}/")
    expect(page.locator("form[data-ready]")).to_be_attached()
    fill(page, name)
    title = page.locator("section > h2").filter(has_text=re.compile(f"、{SHOWN[name][0]}$"))
    title.evaluate("heading => heading.scrollIntoView()")
    page.screenshot(path=PICTURES / f"{name}-page.png")
    page.close()


def fill(page: Page, name: str) -> None:
    """Bring the sample in as a draft file, and wait for the computed values."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入草稿").click()
    chooser.value.set_files(DATA / f"{name}.json")
    expect(page.locator("output").first).not_to_be_empty()


def main() -> None:
    from tests.tools.browser import chromium, serving  # a plugin of pytest, which imports it by itself

    PICTURES.mkdir(parents=True, exist_ok=True)
    made_of = sources()  # now: a template that changes meanwhile must show as changed
    with TemporaryDirectory() as scratch, serving(Path(scratch)) as address, chromium() as browser:
        for name in FORMS:
            photograph_document(name, Path(scratch))
            photograph_page(name, browser, address)
    MADE_OF.write_text(json.dumps(made_of, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
