"""What a document says, and what its content controls hold."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.tools.desk import BODY, WORD, Desk, retype, run
from tests.tools.edits import LONG, LONG_TEXT
from tests.tools.papers import CATALOGUE, made
from tests.tools.samples import sample
from wenbiao.document.read import gate
from wenbiao.document.read.compare import changes
from wenbiao.document.read.manuscript import Manuscript, read, recovered
from wenbiao.errors import Refused
from wenbiao.names import flatten


def reads(body: str) -> Manuscript:
    """A document with this body."""
    members = dict(gate.opened(made("declaration")))
    members[BODY] = f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()
    return read(members)


def lines(body: str) -> list[str]:
    return [one.text for one in reads(body).paragraphs()]


def para(words: str, pointer: str = "") -> str:
    inside = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    if pointer:
        inside = f'<w:sdt><w:sdtPr><w:alias w:val="{pointer}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
    return f"<w:p>{inside}</w:p>"


def held(pointer: str, *inside: str) -> str:
    """A control as LibreOffice 7.4 writes it: of its names that of the prompt, and first of all an empty run."""
    name = f'<w:placeholder><w:docPart w:val="{pointer}"/></w:placeholder>' if pointer else ""
    words = "".join(one if one.startswith("<") else f"<w:r><w:t>{one}</w:t></w:r>" for one in inside)
    return f"<w:sdt><w:sdtPr>{name}</w:sdtPr><w:sdtContent><w:r/>{words}</w:sdtContent></w:sdt>"


def cell(inside: str, merge: str = "") -> str:
    return f"<w:tc><w:tcPr>{merge}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{one}</w:tr>' for one in rows)}</w:tbl>"


@pytest.mark.parametrize("form", LONG)
def test_an_answer_of_several_paragraphs_comes_back_whole(form: str) -> None:
    """The paragraphs of a long answer are one text again, with its line breaks."""
    document = read(gate.opened(made(form, {LONG[form]: LONG_TEXT})))

    assert (LONG_TEXT,) == recovered(document)[LONG[form]]


@pytest.mark.parametrize("form", CATALOGUE)
def test_texts_come_back_letter_by_letter(form: str) -> None:
    """What is printed of an answer that is plain text is what was typed."""
    held = recovered(read(gate.opened(made(form))))
    given = {path: value for path, value in flatten(sample(form)).items() if isinstance(value, str)}
    plain = [path for path in held if path in given and path.endswith(("/name", "/item", "/reason", "/duty"))]

    assert len(plain) > 10
    assert {path: (given[path],) for path in plain} == {path: held[path] for path in plain}


def test_an_answer_that_is_printed_in_two_ways_has_two_texts() -> None:
    """Each different text of an answer comes once."""
    body = para("486.00", "/a") + para("题") + para("486.00", "/a") + para("题") + para("肆佰", "/a")

    assert {"/a": ("486.00", "肆佰")} == recovered(reads(body))


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (held("/a", "茶"), {"/a": "茶"}),
        (held("/a", "=", held("/b"), "4", held("/c"), "个"), {"/a": "=", "/b": "4", "/c": "个"}),
        (held("/a", "=", held("/b"), held("/c"), "个"), {"/a": "=", "/b": "", "/c": "个"}),
        (held("/a", held("/b"), "4"), {"/a": "", "/b": "4"}),
        (held("", held("/b"), "定"), {"/b": ""}),  # an author's own control around an answer without words
        (held("/a", "茶", held("/b", "4"), "园"), {"/a": "茶园", "/b": "4"}),  # somebody put it in
    ],
)
def test_controls_as_libreoffice_writes_them(inside: str, expected: dict[str, str]) -> None:
    """What follows a control without words, inside another one, is of that control's answer."""
    found = recovered(reads(f"<w:p>{inside}</w:p>"))

    assert expected == {pointer: "".join(texts) for pointer, texts in found.items()}


def test_a_merged_cell_holds_the_words_of_the_cell_above() -> None:
    """A cell that is one with the cell above says its words, whatever else stands in it."""
    body = table(
        cell(para("产出", "/r/0"), '<w:vMerge w:val="restart"/>') + cell(para("1", "/n/0")),
        cell(para("", "/r/1"), "<w:vMerge/>") + cell(para("2", "/n/1")),
        cell(para("旧", "/r/2"), '<w:vMerge w:val="continue"/>') + cell(para("3", "/n/2")),
    )

    assert [("产出",)] * 3 == [recovered(reads(body))[f"/r/{n}"] for n in range(3)]


def test_a_merged_answer_changes_in_every_row() -> None:
    """Words typed over in a merged cell are the answer of every row that it spans."""

    def body(words: str) -> str:
        return table(
            cell(para(words, "/r/0"), '<w:vMerge w:val="restart"/>') + cell(para("1", "/n/0")),
            cell(para("", "/r/1"), "<w:vMerge/>") + cell(para("2", "/n/1")),
        )

    found = changes(reads(body("产出")), reads(body("效益")))
    assert [("/r/0", "产出", "效益"), ("/r/1", "产出", "效益")] == [
        (c.path, c.before, c.after) for c in found
    ]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t> 甲 </w:t></w:r>", "甲"),
        ('<w:r><w:t xml:space="preserve"> 甲 </w:t></w:r>', " 甲 "),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", "甲\n乙\t丙"),
        ('<w:r><w:t>甲</w:t><w:br w:type="page"/></w:r>', "甲"),
        ("<w:del><w:r><w:delText>甲</w:delText></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>", "乙"),
        ("<w:del><w:r><w:t>甲</w:t></w:r></w:del>", ""),
        ("<w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom>", ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>甲</w:t></w:r>", ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="00FE"/></w:r>', "þ"),
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>12</w:t></w:r></w:fldSimple>', "［页码］"),
        ('<w:fldSimple w:instr=" PAGE "><w:r><w:t>加一百万</w:t></w:r></w:fldSimple>', "加一百万"),
        ('<w:fldSimple w:instr=" DATE "><w:r><w:t>今天</w:t></w:r></w:fldSimple>', "［域 DATE］今天"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>HYPERLINK "x"</w:instrText><w:t>码</w:t>'
            '<w:fldChar w:fldCharType="separate"/><w:t>字</w:t><w:fldChar w:fldCharType="end"/></w:r>',
            "字",
        ),
        ("<w:r><w:t>甲</w:t><w:footnoteReference/><w:annotationRef/></w:r>", "甲［注］"),
    ],
)
def test_what_a_reader_sees_counts(inside: str, text: str) -> None:
    """Text counts as Word shows it."""
    assert [text] == lines(f"<w:p>{inside}</w:p>")


def test_a_paragraph_whose_mark_was_deleted_runs_on() -> None:
    """A tracked deletion of the end of a paragraph joins it to the next."""
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"

    assert ["甲乙"] == lines(f"<w:p>{mark}<w:r><w:t>甲</w:t></w:r></w:p>{para('乙')}")
    assert ["甲"] == lines(f"<w:p>{mark}<w:r><w:t>甲</w:t></w:r></w:p>")


def test_an_odd_structure_is_read_all_the_same() -> None:
    """Rows and cells outside tables, paragraphs in paragraphs, tables in tables in tables: their words are there."""
    assert ["甲"] == lines(f"<w:tr><w:tc>{para('甲')}</w:tc></w:tr>")
    assert ["乙", "甲"] == lines(f"<w:p><w:r><w:t>甲</w:t></w:r>{para('乙')}</w:p>")
    assert ["甲"] == lines("<w:tbl><w:tr><w:tc>" * 40 + para("甲") + "</w:tc></w:tr></w:tbl>" * 40)


def test_too_many_paragraphs_are_refused() -> None:
    """A part that no form could fill is refused in Chinese."""
    with pytest.raises(Refused, match="段落超过"):
        reads("<w:p/>" * 100_001)


def test_a_thousand_rows_are_compared() -> None:
    """In a long table one row that went and one that changed are told, and nothing of the others."""
    rows = [cell(para(f"{n}")) + cell(para(f"项目{n}", f"/r/{n}")) for n in range(1000)]
    others = [*rows[:300], *rows[301:700], rows[700].replace("项目700", "别的"), *rows[701:]]

    found = changes(reads(table(*rows)), reads(table(*others)))
    assert [("row", "/r/300", "300 | 项目300", ""), ("answer", "/r/700", "项目700", "别的")] == [
        (one.kind, one.path, one.before, one.after) for one in found
    ]


def test_nothing_in_common_is_told_at_length_but_told() -> None:
    """Two documents with nothing in common are compared to the end."""
    first = "".join(para(f"旧{n % 7}") for n in range(3000))
    second = "".join(para(f"新{n % 5}") for n in range(2900))

    assert changes(reads(first), reads(second))


def test_the_first_intact_answers_count() -> None:
    """Of two parts with answers that which is as it was sealed is taken."""
    desk = Desk(gate.opened(made("declaration")))
    sealed = desk.members["customXml/item1.xml"]
    desk.members["customXml/item0.xml"] = sealed.replace(b"2024", b"2025")
    found = read(desk.saved()).answers

    assert found is not None
    assert found.intact
    assert read(desk.saved()).answers != read(desk.members | {"customXml/item1.xml": b"<a/>"}).answers


def test_an_answer_typed_in_a_header_is_found() -> None:
    """A control in a header or footer holds its answer like any other."""
    desk = Desk(gate.opened(made("declaration")))
    footer = desk.part("word/footer1.xml")
    control = etree.fromstring(f"<w:x {WORD}>{para('甲', '/a')}</w:x>")[0]
    footer.append(control)
    assert ("甲",) == recovered(read(desk.saved()))["/a"]

    expected = read(desk.saved())
    retype(control, "")
    control.append(run("乙"))
    assert [("answer", "/a", "甲", "乙")] == [
        (one.kind, one.path, one.before, one.after) for one in changes(expected, read(desk.saved()))
    ]


def test_an_answer_is_known_by_its_control_when_all_its_words_are_new() -> None:
    """A paragraph that was added above an answer is not taken for the answer, though that was written anew."""
    expected = reads(para("标题") + para("旧的说法", "/a") + para("末尾"))
    returned = reads(para("标题") + para("另加一段") + para("全然两样", "/a") + para("末尾"))

    assert [("text", "", "另加一段"), ("answer", "旧的说法", "全然两样")] == [
        (one.kind, one.before, one.after) for one in changes(expected, returned)
    ]


def test_a_paragraph_added_in_the_control_of_an_answer_is_its_own() -> None:
    """A paragraph that Word put into the same control belongs to the answer, one beside it does not."""
    expected = reads(para("标题") + para("说法", "/a") + para("末尾"))
    inside = reads(para("标题") + para("说法", "/a") + para("又一段", "/a") + para("末尾"))
    beside = reads(para("标题") + para("说法", "/a") + para("又一段") + para("末尾"))

    assert [("answer", "说法\n\n又一段")] == [(one.kind, one.after) for one in changes(expected, inside)]
    assert [("text", "又一段")] == [(one.kind, one.after) for one in changes(expected, beside)]


@pytest.mark.parametrize(
    ("before", "after"),
    [("<!--x -<w:b/>->", "<!-<w:b/>- -->"), ("<?x ?<w:b/>>", "<?x ?>")],
    ids=["comment", "instruction"],
)
def test_what_is_no_text_stays_none(before: str, after: str) -> None:
    """Words in a comment or an instruction are not read, though what ends these seems to hold an element."""
    assert ["好的"] == lines(f"{before}{para('我承诺')}{after}{para('好的')}")
