"""What each tag prints: look-ups, words, loops, conditions, blocks of paragraphs, rows and cells."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from tests.tools.garden import ANSWERS, GARDEN, Content, saved, word
from tests.tools.ooxml import own_problems_of, problems_of
from tests.tools.text import paragraphs_of
from wenbiao.document.render import render
from wenbiao.document.template import compile, inspect
from wenbiao.fields import fields_of
from wenbiao.form import Form, ask
from wenbiao.kinds import Money

TABLE: list[list[str]] = [
    ["序号", "名称", "金额"],
    ["{%tr for line in lines %}", "", ""],
    ["{{ loop.index }}", "{{ line.item }}", "{{ line.amount_wan }}"],
    ["{%tr else %}", "", ""],
    ["无", "", ""],
    ["{%tr endfor %}", "", ""],
]


def document(*contents: Content, **changes: Any) -> bytes:
    """The document of these contents and the garden's answers, with some changed."""
    return render(compile(word(*contents), "garden.docx", GARDEN), GARDEN, ANSWERS | changes)


def printed(*contents: Content, **changes: Any) -> list[str]:
    """The paragraphs of that document, whose structure is sound."""
    made = document(*contents, **changes)
    assert [] == own_problems_of(made)
    return paragraphs_of(made)


PRINTED: list[tuple[str, str]] = [
    ("{{ name }}", "云雾茶园"),
    ("{{name}}", "云雾茶园"),
    ("{{\u00a0name\u3000}}", "云雾茶园"),
    ("{% if level == “province” and name != ‘b’ %}省{% endif %}", "省"),
    ('{% if name == "“茶”" %}茶{% else %}园{% endif %}', "园"),
    ("{{ contact.phone }}", "0551-62999671"),
    ("{{ level }}", "省级"),
    ("{{ level|boxes }}", "■省级　□市级"),
    ("{{ total_wan }}（{{ total_wan|capital }}）", "486.00（人民币肆佰捌拾陆万元整）"),
    ("{{ filled_on|formal }}", "二〇二四年五月六日"),
    ("{{ divisions }}", "合肥市、芜湖市"),
    ("{{ remark }}{{ remark|slash }}{{ remark|blank }}", "无/"),
    ("{{ promise }}", "以上内容真实，由填报人负责 <盖章>。"),
    ("{% for d in divisions %}{{ d }}{% if not loop.last %}；{% endif %}{% endfor %}", "合肥市；芜湖市"),
    ("{% for w in works %}{{ loop.index }}.{{ w }}{% endfor %}", "1.数据工程2.基础工程"),
    ("{% for l in lines %}{% for t in l.tools %}{{ loop.index }}{{ t.title }}{{ l.item }} {% else %}无{% endfor %}{{ loop.index }}{% endfor %}",
     "1锄苗木 2铲苗木 1无2"),
    ("{% for l in lines %}{% if loop.first %}甲{% elif loop.last %}乙{% endif %}{% if loop.index == 2 %}二{% endif %}{% endfor %}", "甲乙二"),
    ("{% for l in lines %}{{ l.seq }}{% endfor %}{% for l in lines %}{{ l.seq }}{% endfor %}", "1212"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "text"), PRINTED)
def test_what_tags_print(content: str, text: str) -> None:
    """Look-ups, words, loops and row numbers print what the tag language says."""
    assert [text] == printed(content)


HOLDS: list[tuple[str, dict[str, Any], bool]] = [
    ("name", {}, True),
    ("remark", {}, False),
    ("secret", {}, False),
    ("secret", {"secret": True}, True),
    ("not secret", {}, True),
    ("name == “云雾　茶园”", {"name": "云雾　茶园"}, True),
    ("name == “O’Neil”", {"name": "O’Neil"}, True),
    ('name == ‘云雾’ or name == “茶"', {"name": "茶"}, True),
    ("age", {}, True),
    ("lines", {}, True),
    ("lines", {"lines": []}, False),
    ("contact", {}, True),
    ("contact.name", {"contact": None}, False),
    ("secret == false", {}, True),
    ("secret == false", {"secret": None}, False),
    ("secret == true", {}, False),
    ("level == 'province'", {}, True),
    ("'province' == level", {}, True),
    ("level != 'city'", {}, True),
    ("level != 'city'", {"level": None}, True),
    ("age == 0", {}, True),
    ("age == 1", {"age": 1}, True),
    ("total_wan == '486.00'", {}, True),
    ("total_wan == 486", {}, True),
    ("total_wan != '486.01'", {}, True),
    ("total_wan == 486", {"total_wan": None}, False),
    ("saving_wan == '-12'", {"saving_wan": "-12.00"}, True),
    ("level in ['city', 'province']", {}, True),
    ("level not in ('city',)", {}, True),
    ("'数据工程' in works", {}, True),
    ("'场景工程' in works", {}, False),
    ("'场景工程' not in works", {}, True),
    ("'场景工程' in works", {"works": None}, False),
    ("'340100' in divisions", {}, True),
    ("'雾' in name", {}, True),
    ("name and secret", {}, False),
    ("name or secret", {}, True),
    ("not (name and secret) and (secret or level == 'province')", {}, True),
]


@pytest.mark.parametrize(("condition", "changes", "holds"), HOLDS)
def test_conditions(condition: str, changes: dict[str, Any], *, holds: bool) -> None:
    """A condition holds for what is answered, non-empty and true, and compares canonical values."""
    assert ["是" if holds else "否"] == printed(
        f"{{% if {condition} %}}是{{% else %}}否{{% endif %}}", **changes
    )


def test_rows_of_a_table() -> None:
    """A table has a row for each row of the answers, and the row of its else where there is none."""
    rows = ["序号", "名称", "金额", "1", "苗木", "6.50", "2", "肥料", "479.50"]

    assert rows == printed(TABLE)
    assert ["序号", "名称", "金额", "无", "", ""] == printed(TABLE, lines=[])


def test_blocks_of_paragraphs_and_cells() -> None:
    """{%p %} and {%tc %} take their own paragraph or cell away and keep what is between."""
    contents: tuple[Content, ...] = (
        "{%p if secret %}",
        "密",
        "{%p elif level == 'city' %}",
        "市",
        "{%p else %}",
        "{{ name }}",
        "{%p endif %}",
        [["甲", "{%tc if secret %}", "密", "{%tc else %}", "开", "{%tc endif %}"]],
    )

    assert ["云雾茶园", "甲", "开"] == printed(*contents)
    assert ["市", "甲", "开"] == printed(*contents, level="city")
    assert ["密", "甲", "密"] == printed(*contents, secret=True)


def test_paragraphs_keep_their_style() -> None:
    """Each paragraph of a long text has the style of the one that stands for them."""
    template = docx.Document(
        io.BytesIO(word("{%p for para in background|paragraphs %}", "{{ para }}", "{%p endfor %}"))
    )
    template.paragraphs[1].style = "List Bullet"
    made = render(compile(saved(template), "x", GARDEN), GARDEN, ANSWERS)

    assert ["第一段\n换行", "第二段"] == paragraphs_of(made)
    assert {"List Bullet"} == {
        paragraph.style.name for paragraph in docx.Document(io.BytesIO(made)).paragraphs
    }


def test_documents_are_valid() -> None:
    """A document with every kind of tag passes the validators."""
    tags = [content for content, _text in PRINTED]

    assert [] == problems_of(document(*tags, TABLE, "{%p if name %}", "茶", "{%p endif %}"))


def test_nothing_answered_prints_words() -> None:
    """With no answers at all a document is still whole: 无, never None."""
    contents = ("{{ name }}{{ contact.phone }}{{ works|boxes }}{{ total_wan|capital }}", TABLE)
    made = render(compile(word(*contents), "garden.docx", GARDEN), GARDEN, {})

    assert "无无□数据工程　□场景工程　□基础工程无" == paragraphs_of(made)[0]
    assert [] == problems_of(made)


@pytest.mark.parametrize(
    "condition",
    ['"数据工程" in works', '"340100" in divisions', '"云雾" in name', '"换行" in background', '"0551" in contact.phone'],
)  # fmt: skip
def test_in_asks_several_answers_and_texts(condition: str) -> None:
    """`in` holds where one of several answers is meant, or where a text has these words; without an answer never."""
    content = f"{{% if {condition} %}}有{{% else %}}没有{{% endif %}}"

    assert ["有"] == printed(content)
    assert ["没有"] == printed(content, works=None, divisions=None, name=None, background=None, contact=None)


def test_in_asks_a_paragraph() -> None:
    """A paragraph of a long text is a text, too."""
    asked = "{% for one in background|paragraphs %}{% if '二' in one %}有{% else %}无{% endif %}{% endfor %}"

    assert ["无有"] == printed(asked)


UNFIT = [  # condition, part of what is wrong, part of the remedy
    ('"486" in total_wan', "total_wan 既不是多选题", 'total_wan == "486"'),
    ("3 in age", "age 既不是多选题", "age == 3"),
    ("true in secret", "secret 既不是多选题", "secret == true"),
    ('"city" in level', "level 既不是多选题", 'level in ["city", …]'),
    ('"5月" in filled_on', "filled_on 既不是多选题", "filled_on =="),
    ("1 in loop.index", "loop.index 既不是多选题", "loop.index == 1"),
    ("true in loop.first", "loop.first 既不是多选题", "loop.first == true"),
    ('"x" in contact', "“联系人”不是一项回答", "具体一项"),
    ('"数据" in work', "work 既不是多选题", 'work == "数据"'),
    ('total_wan == "sNaN"', '“总投资”不能和 "sNaN" 比较', "加引号的数"),
    ('total_wan in ["1", "Infinity"]', '“总投资”不能和 "Infinity" 比较', "加引号的数"),
]


@pytest.mark.parametrize(("condition", "wrong", "remedy"), UNFIT)
def test_conditions_that_cannot_be_asked(condition: str, wrong: str, remedy: str) -> None:
    """What would compare parts of codes, or fail when printing, is a finding when compiling."""
    content = f"{{% for work in works %}}{{% if {condition} %}}x{{% endif %}}{{% endfor %}}"
    [found] = inspect(word(content), "garden.docx", GARDEN).findings

    assert wrong in found.wrong
    assert remedy in found.remedy


def test_amounts_are_compared_one_by_one() -> None:
    """Of a list of amounts `in` cannot ask, as "1" and "1.00" are equal; its remedy can."""

    class Costs(Form, title="费用", version="1.0"):
        amounts: list[Money] = ask("各项金额", unit="万元")

    fields = fields_of(Costs)
    [found] = inspect(word('{% if "1" in amounts %}有{% endif %}'), "x", fields).findings
    asked = word('{% for one in amounts %}{% if one == "1" %}有{% endif %}{% endfor %}')

    assert '{% for one in amounts %}{% if one == "1" %}' in found.remedy
    assert ["有"] == paragraphs_of(render(compile(asked, "x", fields), fields, {"amounts": ["2", "1.00"]}))


def test_a_table_has_no_paragraphs() -> None:
    """A loop over a table by a word for texts says what is wrong with the loop."""
    found = inspect(word("{% for l in lines|paragraphs %}x{% endfor %}"), "garden.docx", GARDEN).findings

    assert [("“费用”不是一段文字，循环里不能用 |paragraphs", "请去掉 |paragraphs")] == [
        (finding.wrong, finding.remedy) for finding in found
    ]
