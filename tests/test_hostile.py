"""The gate for returned documents: hostile files are refused in clear words, those of office programs come through."""

from __future__ import annotations

import json
import resource
import struct
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_documents import FORMS, rendered
from tests.tools import hostile
from tests.tools.gatehouse import passed
from tests.tools.hostile import DOCUMENT, RELATIONS
from tests.tools.pictures import converted
from tests.tools.zips import File, files, with_lengths_behind, zipped
from wenbiao.document.read import gate

ROOT = Path(__file__).parents[1]
MEMORY = 200 * 2**20  # bytes of address space, the interpreter's own included
OUTCOMES = {
    "文件是空的": "empty.docx",
    "文件超过 10 MiB": "large.docx",
    "文件不完整": "cut-1.docx cut-half.docx cut-4.docx",
    "文档设有打开密码": "password.docx",
    "文件已加密": "encrypted.docx",
    "这不是 Word 文档": "text.docx no-types.docx no-relations.docx no-text.docx text-elsewhere.docx text-above.docx text-twice.docx type-of-a-sheet.docx",
    "这是旧的 .doc 或 .wps 格式": "old.doc old.wps",
    "这是 PDF 文件": "paper.pdf",
    "这是 RTF 文件": "rich.rtf",
    "这是网页文件": "page.html page.htm page.mht",
    "这是 XML 文件": "flat.xml",
    "这是图片": "picture.png picture.jpg",
    "这是压缩包": "packed.rar packed.7z packed.gz packed.zip",
    "这是表格或演示文稿": "sheet.xlsx slides.pptx",
    "这是 OpenDocument 文件（.odt）": "open.odt",
    "这是 OFD 文件": "official.ofd",
    "文档里有宏": "macro.docx macro.docm macro-hidden.docx",
    "文档里嵌入了另一份文件": "chunk.docx",
    "文件里有一个部件解压后超过 24 MiB": "zeros-10-gb.docx part-50-mb.docx",
    "文件解压后超过 36 MiB": "three-parts.docx",
    "文件里的部件多于 2000 个": "members-100000.docx",
    "目录不完整": "members-told-3.docx",
    "文档的内容过多": "elements.docx attributes.docx names.docx namespace.docx long-name.docx long-value.docx",
    "文档的内容套叠超过 200 层": "depth-10000.docx",
    "文件开头有多余的内容": "prefix.docx",
    "文件末尾有多余的内容": "suffix.docx",
    "部件之间有重叠或多余的内容": "prefix-counted.docx gap.docx overlap.docx overlap-quoted.docx place.docx",
    "目录的位置不对": "two-directories.docx disks.docx",
    "用了大文件才用的 zip64 格式": "end-of-others.docx zip64-locator.docx zip64-size.docx",
    "部件的名称有误": "name-absolute.docx name-up.docx name-backslash.docx name-drive.docx name-nul.docx name-no-name.docx name-long-name.docx name-line.docx name-not-utf-8.docx",
    "有两个同名的部件": "twice.docx twice-in-case.docx twice-as-folder.docx",
    "内容与校验值不符": "crc.docx size-large.docx",
    "有部件无法解压": "packed-badly.docx",
    "有部件解压后的长度与标明的不符": "zeros-10-gb-lie.docx size-small.docx packed-cut.docx packed-and-more.docx",
    "部件与目录不符": "encrypted-inside.docx head-name.docx head-size.docx head-crc.docx head-method.docx lengths-behind-lie.docx lengths-behind-missing.docx",
    "用了少见的压缩方式": "method-1.docx method-9.docx method-12.docx method-14.docx method-99.docx",
    "文档里有外部定义（DTD 或实体）": "dtd.docx entity-file.docx entity-web.docx entity-parameter.docx laughs.docx dtd-types.docx dtd-relations.docx",
    "文档的内容不是 UTF-8 编码": "utf-16.docx utf-16-bare.docx utf-32.docx gbk.docx utf-7.docx",
    "有部件不是完整的 XML": "gbk-untold.docx not-xml.docx xml-empty.docx xml-cut.docx xml-nul.docx xml-entity.docx xml-prefix.docx",
}
EXPECTED = {name: says for says, names in OUTCOMES.items() for name in names.split()}


@cache
def good() -> bytes:
    """A document as this system generates it."""
    return rendered("declaration", {})


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """{file: what the gate says}, all of them in one process with little memory."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write(good(), folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.tools.gatehouse", str(folder)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert (0, b"") == (done.returncode, done.stderr)
    return dict(map(json.loads, done.stdout.splitlines()))


def test_every_kind_has_an_outcome() -> None:
    """The table names each kind of file, once."""
    assert set(hostile.KINDS) == set(EXPECTED)
    assert len(EXPECTED) == len(" ".join(OUTCOMES.values()).split())


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_file_is_refused_in_clear_words(name: str, told: dict[str, str]) -> None:
    """It is refused within 200 MiB of memory, with what is wrong and what to do."""
    assert EXPECTED[name] in told[name]
    assert 2 <= told[name].count("。")
    assert "请" in told[name]


def other(name: bytes, **changes: Any) -> list[File]:
    return hostile.other(files(good()), name, **changes)


def behind(*, signed: bool) -> bytes:
    return zipped(with_lengths_behind(file, signed=signed) for file in files(good()))


def renamed() -> bytes:
    """The text in word/document2.xml, as Word in a browser writes it."""
    members = [replace(file, name=b"word/document2.xml" if file.name == DOCUMENT else file.name,
                       content=file.content.replace(DOCUMENT, b"word/document2.xml")) for file in files(good())]  # fmt: skip
    return zipped(members)


def absolute() -> bytes:
    content = next(file.content for file in files(good()) if file.name == RELATIONS)
    return zipped(other(RELATIONS, content=content.replace(b'"word/document.xml"', b'"/word/document.xml"')))


def more(*added: File) -> bytes:
    return zipped([*files(good()), *added])


def stored() -> bytes:
    return zipped(replace(file, method=0, packed=file.content) for file in files(good()))


ODD = {
    "lengths behind, signed": lambda: behind(signed=True),
    "lengths behind": lambda: behind(signed=False),
    "stored": stored,
    "Word's room to grow": lambda: zipped(
        other(b"[Content_Types].xml", extra=struct.pack("<2H", 0xA220, 8) + bytes(8))
    ),
    "folders": lambda: more(File(b"word/media/", b"", packed=b"", method=0)),
    "a picture with a Chinese name": lambda: more(
        File("word/media/图片1.png".encode(), b"x" * 9, flags=0x800)
    ),
    "a name in an old encoding": lambda: more(File("word/media/图片1.png".encode("gbk"), b"x")),
    "WPS's own part": lambda: more(
        File(b"customXml/item9.xml", b'<s:customData xmlns:s="http://www.wps.cn"/>')
    ),
    "a custom part in UTF-16": lambda: more(File(b"customXml/item9.xml", "<a/>".encode("utf-16"))),
    "a custom part with a DTD": lambda: more(File(b"customXml/item9.xml", b"<!DOCTYPE a><a/>")),
    "an embedded sheet": lambda: more(File(b"word/embeddings/Sheet1.xlsx", b"PK\3\4" + bytes(99))),
    "a comment": lambda: zipped(files(good()), behind=b"scanned", comment=7),
    "a byte order mark": lambda: zipped(
        other(DOCUMENT, content=b"\xef\xbb\xbf" + gate.opened(good())["word/document.xml"])
    ),
    "the text in another part": renamed,
    "an absolute target": absolute,
}


@pytest.mark.parametrize("name", ODD)
def test_what_office_programs_write_comes_through(name: str) -> None:
    """Odd files that Word, WPS and others write are not refused."""
    raw = ODD[name]()

    assert raw != good()
    assert "" == passed(raw)


def test_the_text_is_found_where_office_programs_look_for_it() -> None:
    """The main part is the one that the package's relationship names."""
    assert "word/document.xml" == gate.main_part(gate.opened(good()))
    assert "word/document2.xml" == gate.main_part(gate.opened(renamed()))


def test_custom_parts_that_are_not_plain_are_left_out() -> None:
    """Another program's part with a DTD is not told to anyone."""
    assert "customXml/item9.xml" in gate.opened(ODD["WPS's own part"]())
    assert "customXml/item9.xml" not in gate.opened(ODD["a custom part with a DTD"]())


def test_our_documents_saved_again_come_through(tmp_path: Path) -> None:
    """The four documents pass as generated, and as LibreOffice and python-docx save them."""
    made = []
    for form in FORMS:
        made.append(tmp_path / f"{form}.docx")
        made[-1].write_bytes(rendered(form, {}))
        docx.Document(str(made[-1])).save(str(tmp_path / f"python-{form}.docx"))
    converted(made, tmp_path / "libreoffice", "docx")
    found = [*tmp_path.glob("*.docx"), *tmp_path.glob("libreoffice/*.docx")]

    assert 3 * len(FORMS) == len(found)
    assert {""} == {passed(file.read_bytes()) for file in found}


def test_a_part_as_large_as_a_form_allows_comes_through() -> None:
    """235,000 elements, which 2,000 rows in one table make, are not too many."""
    rows = b"<tr><tc><p><r><t>x</t></r></p></tc></tr>" * 39_000

    assert "" == passed(zipped(other(DOCUMENT, content=b"<a>" + rows + b"</a>")))


class Told:
    """Everything that a walker is told, in order."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        self.heard.append((name, attributes))

    def end(self, name: str, /) -> None:
        self.heard.append(name)

    def text(self, text: str, /) -> None:
        self.heard.append(text)


def test_a_walker_is_told_names_with_their_namespaces() -> None:
    """Elements and attributes carry their namespace before a brace; references are resolved."""
    told = Told()

    gate.walk('<w:a xmlns:w="u" w:b="1" c="2">总&amp;投&#36164;</w:a>'.encode(), told)

    assert [("u}a", {"u}b": "1", "c": "2"}), "总&投资", "u}a"] == told.heard


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_document_with_changed_bytes_is_opened_or_refused(data: st.DataObject) -> None:
    """Whatever bytes of a document change, nothing but a refusal is raised."""
    raw = bytearray(good())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)) | st.integers(max(0, len(raw) - 900), len(raw)))
        raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))

    passed(bytes(raw))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_part_with_changed_bytes_is_opened_or_refused(data: st.DataObject) -> None:
    """Whatever bytes of a part change inside a whole zip, nothing but a refusal is raised."""
    file = data.draw(st.sampled_from([file for file in files(good()) if len(file.content) < 10**6]))
    content = bytearray(file.content)
    at = data.draw(st.integers(0, len(content)))
    content[at : at + data.draw(st.integers(0, 9))] = data.draw(
        st.binary(max_size=9) | st.sampled_from([b"<!DOCTYPE a>", b"<", b"&a;", b'"', b"]]>", b"\xff\xfe"])
    )

    passed(zipped(other(file.name, content=bytes(content))))
