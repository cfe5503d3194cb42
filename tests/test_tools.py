"""The tests' own tools: every check of a Word file can fail, and a missing program is never passed over."""

import os
import subprocess
import sys
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from tests.tools.missing import NEEDED, ROOT, Tool, file, need
from tests.tools.ooxml import own_problems_of, problems_of
from tests.tools.pictures import pdfs_of, pictures_of

BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
LINKS = "word/_rels/document.xml.rels"
OFFICIAL_FONTS = ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
STAND_INS = {
    "FandolFang-Regular",
    "FandolKai-Regular",
    "FandolHei-Regular",
    "NotoSerifCJKjp-Bold",  # the collection's file is named after its first font, the glyphs are those of SC
    "NotoSerifCJKjp-Regular",
    "LiberationSerif",
}
CONTROL = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'


def saved(document: docx.document.Document) -> bytes:
    """Returns the document's file, without the stale part that python-docx's own template brings."""
    for key, link in list(document.part.rels.items()):
        if link.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(key)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def clean() -> dict[str, bytes]:
    """Returns the members of a small valid document: one paragraph “正文” and one table of one cell."""
    document = docx.Document()
    document.add_paragraph("正文")
    document.add_table(1, 1)
    with ZipFile(BytesIO(saved(document))) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: dict[str, bytes], *repeated: str) -> bytes:
    """Returns the package of the members; the repeated ones are in it twice."""
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for name in [*members, *repeated]:
            package.writestr(name, members[name])
    return out.getvalue()


def broken(part: str, old: str, new: str) -> bytes:
    """Returns the clean document with the first `old` of one part replaced."""
    before = clean()[part]
    after = before.replace(old.encode(), new.encode(), 1)
    assert before != after, f"no {old} in {part}"
    return packed(clean() | {part: after})


def test_a_clean_document_has_no_problems() -> None:
    """The document that all the broken ones start from is valid."""
    assert [] == problems_of(packed(clean()))


def test_a_path_is_as_good_as_bytes(tmp_path: Path) -> None:
    """A document on disk gives the same problems as its bytes."""
    path = tmp_path / "坏.docx"
    path.write_bytes(broken(BODY, "正文", "{{ title }}"))

    assert problems_of(path.read_bytes()) == problems_of(path)
    assert problems_of(path)


def mark(number: int, name: str) -> str:
    """Returns the start of a bookmark."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


@pytest.mark.parametrize(
    ("found", "part", "old", "new"),
    [
        ("open_xml_sdk:", BODY, "<w:p>", "<w:p><w:nonsense/>"),  # an element that the schema does not know
        (
            "openxml_audit:",
            BODY,
            "<w:p/></w:tc>",
            "</w:tc>",
        ),  # a cell without a paragraph: Word calls it corrupt
        (
            "integrity: [ERROR] NUM",
            BODY,
            "<w:p>",
            '<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr>',
        ),
    ],
)
def test_each_validator_can_fail(found: str, part: str, old: str, new: str) -> None:
    """Each of the three validators reports a fault of its own field."""
    problems = problems_of(broken(part, old, new))

    assert [p for p in problems if p.startswith(found)], problems


@pytest.mark.parametrize(
    ("found", "part", "old", "new"),
    [
        ("leftover_tag: word/document.xml: “{{ a }}", BODY, "正文", "{{ a }}"),
        (
            "leftover_tag:",
            BODY,
            "正文",
            "{</w:t></w:r><w:r><w:t>% if a %}",
        ),  # Word splits a tag over two runs
        ("leftover_tag:", BODY, "<w:r>", '<w:r w:rsidR="{{ a }}">'),
        ("stray_text: word/document.xml: '掉队' in r", BODY, "<w:r>", "<w:r>掉队"),
        ("stray_text:", BODY, "</w:r>", "</w:r>\u3000"),  # an ideographic space is printed, too
        (
            "duplicate: word/document.xml: w14:paraId 1 2",
            BODY,
            "<w:p>",
            '<w:p w14:paraId="1"/>' * 2 + "<w:p>",
        ),
        ("duplicate: word/document.xml: bookmark id 1", BODY, "<w:r>", mark(1, "a") + mark(1, "b") + "<w:r>"),
        (
            "duplicate: word/document.xml: bookmark name a",
            BODY,
            "<w:r>",
            mark(1, "a") + mark(2, "a") + "<w:r>",
        ),
        ("duplicate: word/document.xml: docPr id 1", BODY, "<w:r>", "<w:r>" + '<wp:docPr id="1"/>' * 2),
        ("duplicate: word/document.xml: content control id 7", BODY, "<w:p>", CONTROL * 2 + "<w:p>"),
        ("content_type: customXml/item1.xml", TYPES, 'Extension="xml"', 'Extension="xyz"'),
        ("content_type: /word/lost.xml", TYPES, "/word/document.xml", "/word/lost.xml"),
        ("relationship: word/_rels/document.xml.rels", LINKS, "styles.xml", "lost.xml"),
        ("members: word/document.xml is no XML", BODY, "</w:body>", ""),
    ],
)
def test_each_check_of_our_own_can_fail(found: str, part: str, old: str, new: str) -> None:
    """Each check of our own reports its fault, with the member it is in."""
    problems = own_problems_of(broken(part, old, new))

    assert [p for p in problems if p.startswith(found)], problems


@pytest.mark.filterwarnings(
    "ignore:Duplicate name:UserWarning"
)  # zipfile warns of the fault that is made here
def test_a_member_that_is_there_twice_is_a_problem() -> None:
    """LibreOffice writes docProps/core.xml twice; Word calls such a file corrupt."""
    problems = own_problems_of(packed(clean(), "docProps/core.xml"))

    assert ["members: docProps/core.xml is there 2 times"] == problems


def test_a_document_becomes_one_picture_a_page(tmp_path: Path) -> None:
    """Two pages give two PNGs, in page order, and an earlier run's pictures are gone."""
    document = docx.Document()
    document.add_page_break()
    document.add_paragraph("第二页")
    (tmp_path / "两页.docx").write_bytes(saved(document))
    (tmp_path / "两页-9.png").touch()

    pictures = pictures_of(tmp_path / "两页.docx", tmp_path)

    assert ["两页-1.png", "两页-2.png"] == [picture.name for picture in pictures]
    assert pictures == sorted(tmp_path.glob("*.png"))


def test_the_official_fonts_have_stand_ins(tmp_path: Path) -> None:
    """Each official font of the layout is printed with the free font that stands in for it."""
    document = docx.Document()
    for font in OFFICIAL_FONTS:
        run = document.add_paragraph().add_run(f"{font}：安徽省 2024")
        run.font.name = "Times New Roman"
        run._r.rPr.rFonts.set(qn("w:eastAsia"), font)
    (tmp_path / "a.docx").write_bytes(saved(document))

    (pdf,) = pdfs_of([tmp_path / "a.docx"], tmp_path)
    listed = subprocess.run([need("pdffonts"), pdf], capture_output=True, text=True, check=True).stdout

    names = {line.split()[0].partition("+")[2].partition("-VKana")[0] for line in listed.splitlines()[2:]}
    assert STAND_INS == names


def test_a_document_that_libreoffice_cannot_convert_is_an_error(tmp_path: Path) -> None:
    """A file that is missing gives an error with its name, not an empty list of pictures."""
    with pytest.raises(RuntimeError, match=r"made no 没有\.pdf"):
        pictures_of(tmp_path / "没有.docx", tmp_path)


@pytest.fixture
def teleporter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Returns the name of a tool that is listed and missing."""
    tool = Tool(name="传送机", comes_with="无此软件包", skipped="传送测试", find=file(tmp_path / "none"))
    monkeypatch.setitem(NEEDED, "teleporter", tool)
    return "teleporter"


def test_a_missing_tool_skips_with_a_chinese_reason(teleporter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where CI is not set, a test that needs a missing tool is skipped."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="缺少传送机（无此软件包），跳过：传送测试"):
        need(teleporter)


def test_a_missing_tool_fails_on_ci(teleporter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under CI=true the same test fails."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="缺少传送机"):
        need(teleporter)


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_the_list_of_what_is_missing(ci: str, code: int) -> None:
    """With an empty PATH, Chromium and LibreOffice are listed; that is a failure on CI only."""
    listing = subprocess.run(
        [sys.executable, "-m", "tests.tools.missing"],
        cwd=ROOT,
        env={**os.environ, "PATH": "", "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )

    assert code == listing.returncode
    assert "缺少 Chromium 浏览器（Debian 包 chromium、chromium-l10n），跳过：网页测试" in listing.stderr
    assert "缺少 LibreOffice" in listing.stderr
