"""Where tags may stand: in text boxes, links, content controls, notes, beside breaks; and what stays behind."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from lxml import etree

from tests.tools.garden import ANSWERS, GARDEN, saved, word
from tests.tools.markup import box, changed, control, field, p, r, ruby, table, tc, tr, with_part, written
from tests.tools.ooxml import own_problems_of, problems_of
from tests.tools.text import paragraphs_of
from wenbiao.document.envelope import NAMESPACE
from wenbiao.document.render import render
from wenbiao.document.template import compile, inspect


def rendered(file: bytes) -> bytes:
    return render(compile(file, "garden.docx", GARDEN), GARDEN, ANSWERS)


def member(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name).decode()


LINK = '<w:hyperlink w:anchor="_top">{}</w:hyperlink>'.format
TAG_ROW = '<w:tr><w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr>'
ROW, FOR, END = (
    TAG_ROW.format(p(text)) for text in ("{{ l.item }}", "{%tr for l in lines %}", "{%tr endfor %}")
)
IN_TABLE = '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>{}</w:tbl>'.format
SPLIT = [
    r("甲{"),
    '<w:proofErr w:type="spellStart"/>',
    r("{ na", "<w:rPr><w:b/></w:rPr>"),
    r("me }"),
    r("}乙"),
]

PRINTED: dict[str, tuple[list[str], list[str]]] = {  # name → body, the paragraphs printed
    "a link": ([p(LINK(r("见{{ name }}")))], ["见云雾茶园"]),
    "half in a link": ([p("见{{ na", LINK(r("me }}页")))], ["见云雾茶园页"]),
    "over runs": ([p(*SPLIT)], ["甲云雾茶园乙"]),
    "ruby": ([p(ruby("{{ name }}", "chá"))], ["chá云雾茶园"]),
    "a table of contents": ([p(field("TOC \\o", r("{{ name }}概况")))], ["云雾茶园概况"]),
    "contents of a loop": (["{%p for l in lines %}", p('<w:bookmarkStart w:id="9" w:name="_Toc7"/>', "{{ l.item }}", '<w:bookmarkEnd w:id="9"/>'), "{%p endfor %}", p(field("PAGEREF _Toc7", r("1")))], ["苗木", "肥料", "1"]),
    "a field of a link": ([p(field("HYPERLINK a", r("{{ name }}")))], ["云雾茶园"]),
    "a field in a loop": ([p("{% for l in lines %}", field("PAGE", r("1")), "{% endfor %}")], ["11"]),
    "a control in a line": ([p(control(r("{{ name }}")))], ["云雾茶园"]),
    "a control with its prompt": ([p(control(r("{{ name }}"), "<w:showingPlcHdr/>"))], ["云雾茶园"]),
    "a control of paragraphs": ([control(p("{%p if secret %}") + p("密") + p("{%p endif %}") + p("开"))], ["开"]),
    "a control of rows": ([IN_TABLE(control(TAG_ROW.format(p("头")) + FOR + ROW + END)), p("")], ["头", "苗木", "肥料", ""]),
    "a control at the end of a cell": ([table([tc("{%p if secret %}", "密", "{%p endif %}", control(p("开")))]), p("")], ["开", ""]),
    "a row in a control after a loop": ([table(["{%tr for l in lines %}"], ["{{ l.item }}"], ["{%tr endfor %}"], control(tr("合计"))), p("")], ["苗木", "肥料", "合计", ""]),
    "a control in a loop": (["{%p for l in lines %}", p(control(r("{{ l.item }}"), '<w:id w:val="7"/>')), "{%p endfor %}"], ["苗木", "肥料"]),
    "a text box": ([p(box("{{ name }}", number=1))], ["云雾茶园云雾茶园", "云雾茶园", "云雾茶园"]),
    "a text box before a tag": ([p("甲{{ age }}", box("{{ name }}", number=2), "{{ age }}")], ["甲0云雾茶园云雾茶园0", "云雾茶园", "云雾茶园"]),
    "blocks in a text box": ([p(box("{%p if secret %}", "密", "{%p else %}", "{{ name }}", "{%p endif %}", number=3))], ["云雾茶园云雾茶园", "云雾茶园", "云雾茶园"]),
    "a text box in a condition": ([p("{% if name %}", box("茶", number=4), "{% endif %}")], ["茶茶", "茶", "茶"]),
    "cells one or the other": ([table(["甲", "乙"], ["{%tc if secret %}", "密", "{%tc else %}", "开", "{%tc endif %}", "{{ age }}"]), p("")], ["甲", "乙", "开", "0", ""]),
    "a cell merged into a loop": ([table([tc("头", properties='<w:vMerge w:val="restart"/>'), "甲"], ["{%tr for l in lines %}", ""], [tc("", properties="<w:vMerge/>"), "{{ l.item }}"], ["{%tr endfor %}", ""]), p("")],
                                  ["头", "甲", "", "苗木", "", "肥料", ""]),
    "a formula with braces": ([p("<m:oMath><m:r><m:t>{1,{2}</m:t></m:r><m:r><m:t>}</m:t></m:r></m:oMath>", "{{ name }}")], ["云雾茶园"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed(name: str) -> None:
    """A tag prints wherever Word shows text, and what stands around it stays whole."""
    contents, expected = PRINTED[name]
    made = rendered(written(*contents))

    assert [*expected] == paragraphs_of(made)
    assert [] == own_problems_of(made)


def test_all_of_it_is_valid() -> None:
    """One document with all of this passes the validators."""
    contents = [one for body, _printed in PRINTED.values() for one in body]

    assert [] == problems_of(rendered(written(*contents, p(""))))


def test_columns_of_tags_are_gone() -> None:
    """The columns that held {%tc %} are in no table, and the others are as wide as they were."""
    texts = ["甲", "{%tc if secret %}", "密", "{%tc else %}", "开", "{%tc endif %}", "{{ age }}"]
    made = table(texts)
    for width in (4000, 300, 2100, 300, 2200, 300, 1000):
        made = made.replace('<w:gridCol w:w="2000"/>', f'<w:gridCol w:w="{width}" />', 1)
    body = member(rendered(written(made, p(""))), "word/document.xml")

    assert ["4000", "2100", "1000"] == re.findall('<w:gridCol w:w="([0-9]+)"', body)
    assert 2 == member(rendered(written(*PRINTED["cells one or the other"][0])), "word/document.xml").count(
        "<w:gridCol "
    )


def test_rows_beside_cells_of_tags() -> None:
    """Word lets the other rows go over the columns of tags: what is left of them is what goes over the others."""

    def over(text: str, columns: int) -> str:
        return tc(text, properties=f'<w:gridSpan w:val="{columns}"/>')

    tagged = ["甲", "{%tc if secret %}", "密", "{%tc else %}", "开", "{%tc endif %}", "{{ age }}"]
    made = rendered(written(table(["一", over("二", 5), "三"], tagged, [over("四", 6), "五"]), p("")))

    assert ["一", "二", "三", "甲", "开", "0", "四", "五", ""] == paragraphs_of(made)
    assert ["1", "2"] == re.findall('<w:gridSpan w:val="([0-9]+)"', member(made, "word/document.xml"))
    assert [] == problems_of(made)


def test_a_formula_keeps_its_braces() -> None:
    """Braces that are no tag's are the same after compiling."""
    made = rendered(written(*PRINTED["a formula with braces"][0]))

    assert "<m:t>{1,{2}</m:t></m:r><m:r><m:t>}</m:t>" in member(made, "word/document.xml")


def test_a_control_shows_what_it_holds() -> None:
    """What a tag prints is no longer the prompt of its content control, which Word would wipe away."""
    made = rendered(written(*PRINTED["a control with its prompt"][0]))

    assert "showingPlcHdr" not in member(made, "word/document.xml")


@pytest.mark.parametrize("what", ["footnotes", "endnotes"])
def test_notes_are_rendered(what: str) -> None:
    """Tags and blocks in footnotes and endnotes print too."""
    inner = f'<w:{what[:-1]} w:id="2">{p("见{{ name }}")}{p("{%p if secret %}")}{p("密")}{p("{%p endif %}")}</w:{what[:-1]}>'
    made = rendered(with_part(word("茶"), what, inner))

    assert ["见云雾茶园"] == [
        "".join(one.itertext())
        for one in etree.fromstring(member(made, f"word/{what}.xml").encode()).iter("{*}p")
    ]


BREAKS = ["<w:br/>", "<w:tab/>", "<w:cr/>"]


@pytest.mark.parametrize("sign", BREAKS)
def test_what_is_typed_beside_text_is_space_inside_a_tag(sign: str) -> None:
    """Shift+Enter and Tab inside a tag are white space there, as when they are typed; elsewhere they stay."""
    split = f'<w:r><w:t>甲{{{{ name</w:t>{sign}<w:t xml:space="preserve"> }}}}</w:t>{sign}<w:t>乙</w:t></w:r>'
    made = rendered(written(p(split)))

    assert "甲云雾茶园" + {"<w:tab/>": "\t"}.get(sign, "\n") + "乙" == paragraphs_of(made)[0]


SIGNS = [("<w:noBreakHyphen/>", "\u2011"), ('<w:br w:type="page"/>', "\ufffc")]


@pytest.mark.parametrize(("sign", "said"), SIGNS)
def test_signs_inside_a_tag_are_refused(sign: str, said: str) -> None:
    """A hyphen that does not break or a new page is no part of a name, and is neither lost nor left over."""
    split = f"<w:r><w:t>{{{{ na</w:t>{sign}<w:t>me }}}}</w:t></w:r>"
    found = inspect(written(p(split)), "garden.docx", GARDEN).findings

    assert [f"{{{{ na{said}me }}}}"] == [one.tag for one in found]
    assert "标签里有全角或看不见的字符" in found[0].wrong


def test_a_sign_of_another_program_stays_beside_a_tag() -> None:
    """An emoji that older programs show by a text of their own is no reason to refuse a tag in its paragraph."""
    emoji = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w14"><w:t>📞</w:t></mc:Choice>'
        "<mc:Fallback><w:t>📞</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    made = rendered(written(p(emoji, "电话：{{ contact.phone }}")))

    assert "电话：0551-62999671" in paragraphs_of(made)[0]
    assert 2 == member(made, "word/document.xml").count("📞")


def test_comments_stay_behind() -> None:
    """Comments and the tasks made of them are notes to maintainers: the document has neither their marks nor texts."""
    document = docx.Document(
        io.BytesIO(word("甲{{ name }}乙", "{%p for l in lines %}", "{{ l.item }}", "{%p endfor %}", "末"))
    )
    for paragraph in document.paragraphs:
        document.add_comment(paragraph.runs, text="这里的 {{ nmae }} 要改", author="维护人")
    made = rendered(with_part(saved(document), "documenttasks", "标题也要改"))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())

    assert ["甲云雾茶园乙", "苗木", "肥料", "末"] == paragraphs_of(made)
    assert "comment" not in everything
    assert "documenttasks" not in everything
    assert "要改" not in everything
    assert [] == problems_of(made)


def test_answers_stay_behind() -> None:
    """Who makes a template of a finished document passes on neither its data nor what said where its answers stood."""
    finished = render(
        compile(word("{{ name }}", "{{ age }}"), "x", GARDEN), GARDEN, {**ANSWERS, "name": "别处茶园"}
    )
    document = docx.Document(io.BytesIO(finished))
    document.add_paragraph("{{ age }}")
    made = rendered(saved(document))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        stores = [name for name in archive.namelist() if NAMESPACE.encode() in archive.read(name)]

    assert ["别处茶园", "0", "0"] == paragraphs_of(made)
    assert ['w:tag w:val="/age"'] == re.findall('w:tag w:val="/[^"]*"', member(made, "word/document.xml"))
    assert 2 == len(stores)  # this document's answers, and the properties of their part
    assert [] == [name for name in stores if "别处茶园" in member(made, name)]
    assert [] == problems_of(made)


def test_prefixes_that_markup_names() -> None:
    """A prefix that is declared where it is named, and used nowhere else, stays declared: else the file is corrupt."""
    symbols = 'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex"'
    font = f'<mc:AlternateContent><mc:Choice {symbols} Requires="w16se"/><mc:Fallback><w:rFonts w:ascii="Arial"/></mc:Fallback></mc:AlternateContent>'

    assert [] == problems_of(rendered(written(p(r("{{ name }}", f"<w:rPr>{font}</w:rPr>")))))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_doubled_properties() -> None:
    """A file with two sets of properties, as python-docx leaves one that LibreOffice saved, gives a sound document."""
    kind = "http://schemas.openxmlformats.org/{}/2006/relationships/metadata/core-properties".format

    def double(members: dict[str, bytes]) -> None:
        again = f'<Relationship Id="again" Type="{kind("officedocument")}" Target="docProps/core.xml"/></Relationships>'
        members["_rels/.rels"] = members["_rels/.rels"].replace(b"</Relationships>", again.encode())

    made = rendered(changed(word("{{ name }}"), double, twice="docProps/core.xml"))

    assert kind("package") in member(made, "_rels/.rels")
    assert [] == problems_of(made)


def test_a_hundred_thousand_tags() -> None:
    """So many tags, in one paragraph, in paragraphs and in rows of one table, take time but no more than their number."""
    rows = table(["头"], *[["{%tr if name %}"], ["{{ age }}"], ["{%tr endif %}"]] * 2_000)
    made = rendered(
        written(p("{{ age }}" * 60_000), *[p("{%p if secret %}"), "密", p("{%p endif %}")] * 17_000, rows)
    )

    assert ["0" * 60_000, "头", *["0"] * 2_000] == paragraphs_of(made)
