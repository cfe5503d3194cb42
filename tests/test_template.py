"""Compiling Word files: what is refused, where it is said to stand, and that all of it is said at once."""

from __future__ import annotations

import io
import re

import docx
import pytest

from tests.tools.garden import GARDEN, Content, saved, word
from wenbiao.document.template import compile, inspect
from wenbiao.errors import Finding, TemplateError

ATTACKS = [
    "{{ ''.__class__ }}",
    "{{ name.__class__ }}",
    "{{ name.__init__.__globals__ }}",
    "{{ name['__class__'] }}",
    "{{ name|attr('__class__') }}",
    "{{ name.format(name) }}",
    "{{ name|format(1) }}",
    "{{ name.parse_raw(name, proto='pickle', allow_pickle=true) }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler }}",
    "{{ joiner() }}",
    "{{ namespace() }}",
    "{{ range(9) }}",
    "{{ dict(a=1) }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ request }}",
    "{{ config }}",
    "{{ [1]|map('x') }}",
    "{{ 'a' * 99999 }}",
    "{{ 2 ** 9999 }}",
    "{{ name if secret else level }}",
    "{{ name ~ level }}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'os' as os %}",
    "{% macro m() %}x{% endmacro %}",
    "{% raw %}x{% endraw %}",
    "{% if name is defined %}x{% endif %}",
    "{% if name.upper() %}x{% endif %}",
    "{% if name|length %}x{% endif %}",
    "{% for x in [1] %}x{% endfor %}",
    "{% for x in lines if x %}x{% endfor %}",
    "{% for x in lines recursive %}x{% endfor %}",
    "{% for x, y in lines %}x{% endfor %}",
    "{% for x in range(9) %}x{% endfor %}",
]

REFUSED: list[tuple[Content, str, str]] = [  # content, what is wrong, what to do
    ("{{ nmae }}", "表单里没有 nmae", "{{ name }}"),
    ("{{ phone }}", "表单里没有 phone", "{{ contact.phone }}"),
    ("{{ amount_wan }}", "表单里没有 amount_wan", "{{ line.amount_wan }}"),
    ("{{ contact.nam }}", "“联系人”下面没有 contact.nam", "{{ contact.name }}"),
    ("{{ contact.name.first }}", "“姓名”下面没有 contact.name.first", "请对照表单核对名称"),
    ("{{ contact }}", "“联系人”是一组题目", "{{ contact.name }}"),
    ("{{ lines }}", "“费用”是一张表", "{%tr for line in lines %} … {{ line.seq }}"),
    ("{{ lines.item }}", "“费用”有多行", "{%tr for line in lines %} … {{ line.item }}"),
    ("{% for l in lines %}{{ l.tools }}{% endfor %}", "“工具”是一张表", "{%tr for tool in l.tools %} … {{ tool.title }}"),
    ("{% for l in lines %}{{ l.tools.title }}{% endfor %}", "“工具”有多行", "{%tr for tool in l.tools %} … {{ tool.title }}"),
    ("{% for line in lines %}{{ line }}{% endfor %}", "line 是“费用”的一整行", "{{ line.seq }}"),
    ("{% for line in lines %}{{ line.itm }}{% endfor %}", "“费用”下面没有 line.itm", "{{ line.item }}"),
    ("{% for d in divisions %}{{ d.name }}{% endfor %}", "d 本身就是一项文字", "{{ d }}"),
    ("{% for line in lines %}{% endfor %}{{ line.item }}", "表单里没有 line", "循环 {%tr for line in lines %} 里面"),
    ("{% for name in lines %}{% endfor %}", "循环里的行不能叫 name", "请换一个名称"),
    ("{% for x in name %}{% endfor %}", "“茶园名称”只有一项，不能循环", "请核对名称"),
    ("{% for x in remark %}{% endfor %}", "“备注”只有一项，不能循环", "remark|paragraphs"),
    ("{% for x in name|paragraphs %}{% endfor %}", "不能用 |paragraphs", "{{ name }}"),
    ("{% for x in works|boxes %}{% endfor %}", "循环里不能用 |boxes", "请去掉 |boxes"),
    ("{% for x in promise %}{% endfor %}", "promise 不是表格", "循环要用"),
    ("{{ remark|paragraphs }}", "只能用在循环里", "{%p for para in remark|paragraphs %}"),
    ("{{ loop.index }}", "loop 只能用在循环里面", "for 和 endfor 之间"),
    ("{% for line in lines %}{{ loop.length }}{% endfor %}", "没有 loop.length", "loop.index"),
    ("{% for line in lines %}{{ loop.first }}{% endfor %}", "loop.first 只能用在条件里", "{% if loop.first %}"),
    ("{{ name|upper }}", "没有“upper”这种说法", "slash、blank"),
    ("{{ name|capital }}", "“茶园名称”是单行文字，不能用 |capital", "{{ name }}"),
    ("{{ saving_wan|capital }}", "不能用 |capital", "{{ saving_wan }}"),
    ("{{ name|slash|blank }}", "只能用一个 | 说法", "请只留一个"),
    ("{{ name|slash(1) }}", "不能带括号", "|slash"),
    ("{{ promise|slash }}", "promise 后面不能用 |slash", "{{ promise }}"),
    ("{{ }}", "无法读懂", "可以用的标签"),
    ("{{ name", "没写完的标签", "写在同一段"),
    ("name }}", "没写完的标签", "写在同一段"),
    ("{ name }", "没写完的标签", "全角"),
    ("｛｛ name ｝｝", "全角的", "英文输入法"),
    ("{％ if name ％}", "全角的", "英文输入法"),
    ("{# 注 #}", "注释", "批注"),
    ("{{- name }}", "加号或减号", "请删去"),
    ("{%- if name -%}x{% endif %}", "加号或减号", "请删去"),
    ("{{project}}", "表单里没有 project", "请对照表单核对名称"),
    ("{{p name }}", "不能用 {{p }} 这种标签", "{%p for para in name|paragraphs %}"),
    ("{{r name }}", "不能用 {{r }} 这种标签", "{{ name }}，字体、颜色在 Word 里给标签设"),
    ("{{tr lines }}", "不能用 {{tr }} 这种标签", "{%tr for 行 in 表 %}"),
    ("{{tc name }}", "不能用 {{tc }} 这种标签", "{{ name }}"),
    ("{% cellbg name %}", "没有“cellbg”这种标签", "底纹"),
    ("{% colspan 2 %}", "没有“colspan”这种标签", "合并单元格"),
    ("{% hm %}", "没有“hm”这种标签", "合并单元格"),
    ("{% vm %}", "没有“vm”这种标签", "|merged"),
    ("{% set x = 1 %}", "没有“set”这种标签", "可以用的标签有"),
    ("{%p set x = 1 %}", "没有“set”这种标签", "可以用的标签有"),
    ("{%p name %}", "没有“name”这种标签", "可以用的标签有 {{ 名称 }}"),
    ([["头", "头"], ["{%tr name %}", ""]], "没有“name”这种标签", "可以用的标签有 {{ 名称 }}"),
    ([["头"], ["{%tr for l in lines %}"], ["{%tr vm %}"], ["{{ l.item }}"], ["{%tr endfor %}"]], "没有“vm”这种标签", "|merged"),
    ([["头", "{%tc vm %}", "{%tc if name %}", "甲", "{%tc else %}", "乙", "{%tc endif %}"]], "没有“vm”这种标签", "|merged"),
    ("{{ name|safe }}", "没有“safe”这种说法", "slash、blank"),
    ("{{ name|default('无') }}", "“default”后面不能带括号", "|slash 或 |blank"),
    ("{_{ name }_}", "没写完的标签或多出来的花括号", "全角的 ｛ ｝"),
    ("{{{ name }}}", "没写完的标签或多出来的花括号", "全角的 ｛ ｝"),
    ("{% p if name %}x{% endif %}", "% 和 p 之间不能有空格", "{%p if name %}"),
    ("{% if level == ＂city＂ %}x{% endif %}", "全角或看不见的字符“＂”", "英文输入法"),
    ("{{ name｜slash }}", "全角或看不见的字符“｜”", "英文输入法"),
    ("{{ name\u200b }}", "全角或看不见的字符“U+200B”", "英文输入法"),
    ("{{ na\u00adme }}", "全角或看不见的字符“U+00AD”", "英文输入法"),
    ("{% if age ＞ 3 %}x{% endif %}", "全角或看不见的字符“＞”", "英文输入法"),
    ("{% if name }x{% endif %}", "有一个标签没有写完", "每个标签都要写全"),
    ("{% if level === 'city' %}x{% endif %}", "无法读懂", "两个等号：level == 'city'"),
    ("{% if level in ('city') %}x{% endif %}", "in 后面要写名称", '名称 in ["值", "值"]'),
    ('{% if name == "" %}x{% endif %}', "没有填写时不是空的文字", "{% if not name %}"),
    ('{% if filled_on == "2024-02-31" %}x{% endif %}', "“填报日期”不会是“2024-02-31”", '"2024-05-06"'),
    ("{% if total_wan > 3 %}x{% endif %}", "只能用 ==", "条件可以写成"),
    ("{% if name = 'a=b' %}x{% endif %}", "无法读懂", "两个等号：name == 'a=b'"),
    ("{% if not name == 'x' and level=“city” %}x{% endif %}", "无法读懂", "两个等号：not name == 'x' and level==\"city\""),
    ("{% if level == name %}x{% endif %}", "固定的值", "条件可以写成"),
    ("{% if total_wan == 1.5 %}x{% endif %}", "小数要加引号", '"1.5"'),
    ('{% if total_wan == "一" %}x{% endif %}', '“总投资”不能和 "一" 比较', "加引号的数"),
    ('{% if level == "省级" %}x{% endif %}', "“级别”没有“省级”这个选项", '"province"（省级）'),
    ('{% if secret == "是" %}x{% endif %}', '“是否涉密”不能和 "是" 比较', "true 或 false"),
    ('{% if age == "1" %}x{% endif %}', '“树龄”不能和 "1" 比较', "不带引号"),
    ('{% if filled_on == "2024年5月6日" %}x{% endif %}', "“填报日期”不会是“2024年5月6日”", '"2024-05-06"'),
    ('{% if start in ["2024-06", "2024-6"] %}x{% endif %}', "“开工年月”不会是“2024-6”", '"2024-05"'),
    ('{% if "3" in age %}x{% endif %}', "不能问里面有没有 3", "age == 3，要问几个值就写 age in [3, …]"),
    ("{% if level in [] %}x{% endif %}", "level in [] 的方括号里没有值", "请写上要问的值"),
    ('{% if works == "数据工程" %}x{% endif %}', "works 可以有几项", "in works"),
    ('{% if contact == "x" %}x{% endif %}', "“联系人”不是一项回答", "具体一项"),
    ("{% if promise %}x{% endif %}", "promise 是固定文字", "题目"),
    ("{% if nmae %}x{% endif %}", "表单里没有 nmae", "{{ name }}"),
    ("{% if name %}", "这个 if 没有结束", "{% endif %}"),
    ("{% for line in lines %}", "这个 for 没有结束", "{% endfor %}"),
    ("{% endif %}", "前面没有对应的", "请删去"),
    ("{% if name %}{% endfor %}", "endfor 和前面的 {% if name %} 对不上", "endif"),
    ("{% if name %}{% else %}{% else %}x{% endif %}", "已经有一个 else，再写 else", "只留一个 else"),
    ("{% if name %}{% else %}{% elif secret %}x{% endif %}", "已经有一个 else，再写 elif", "移到 else 前面"),
    ("{% for l in lines %}{% else %}{% else %}x{% endfor %}", "已经有一个 else，再写 else", "只留一个 else"),
    ([["头"], ["{%tr if name %}"], ["{%tr else %}"], ["{%tr else %}"], ["{%tr endif %}"]], "{%tr if name %} 已经有一个 else", "只留一个 else"),
    ("{% if name %}x{% endif name %}", "endif 后面不能再有内容", "{% endif %}"),
    ("{%p if name %}{%p endif %}", "有两个这样的标签", "独占一段"),
    ([["{%tr for l in lines %}", ""], ["{{ l.item }}", ""], ["{%tr endfor %}", ""]], "一行都不剩", "表头"),
    ([["头"], ["{%tr for l in lines %}"], ["{{ l.item }}\n{%tr endfor %}"]], "还有别的内容", "独占一行"),
    ([["{%p if name %}\n甲\n{%p endif %}"]], "末尾可能没有段落", "空段落"),
    ([["头"], ["{%p for l in lines %}"], ["{%p endfor %}"]], "不在同一格", "{%tr %}"),
    ([["{%tc if name %}", "甲", "{%tc endif %}"]], "格数会随答案变化", "{%tc else %}"),
    ([["头", "头"], ["{%tc if name %}", "甲"], ["{%tc endif %}", "丙"]], "不在同一行里", "同一行的两格里"),
    ([["甲", "{%tc if name %}", "乙", "{%tc else %}", "丙", "丁", "{%tc endif %}"]], "格数会随答案变化", "一样多"),
    ([["甲", "{%tc if name %}", "乙", "{%tc elif age %}", "丙", "{%tc endif %}"]], "格数会随答案变化", "{%tc else %}"),
    ([["{%tc if name %}", "{%tc else %}", "{%tc endif %}"]], "格数会随答案变化", "一样多"),
    ([["头", "{%tc for l in lines %}", "{{ l.item }}", "{%tc endfor %}"]], "表格的列数不能随答案变化", "{%tr for 行 in 表的名称 %}"),
    ("{% for l in lines %}{% for m in lines %}x{% endfor %}{% endfor %}", "要取外面那一行里的内容，即 l. 后面的名称", "移到外面的循环之后"),
    ("{% for l in lines %}{% for t in l.tools %}{% for u in l.tools %}x{% endfor %}{% endfor %}{% endfor %}", "即 t. 后面的名称", "核对名称"),
    ("{% for l in lines %}{% for w in works %}{{ w }}{% endfor %}{% endfor %}", "要取外面那一行里的内容", "核对名称"),
    ("{% if name %}" * 21 + "{% endif %}" * 21, "套了超过 20 层", "拆开"),
    ("{% if name %}" * 500 + "{% endif %}" * 500, "套了超过 20 层", "拆开"),
    ("{% if " + "(" * 240 + "name" + ")" * 240 + " %}x{% endif %}", "无法读懂", "括号"),
    ("{% if " + "name and " * 60 + "name %}x{% endif %}", "超过 500 个字", "拆成几个 if"),
    ("{{ " + "name." * 3000 + "name }}", "超过 500 个字", "拆成几个 if"),
]  # fmt: skip

SEVERAL: list[tuple[tuple[Content, ...], str]] = [  # contents that only together are wrong
    (("{%p if name %} 后面的字", "{%p endif %}"), "还有别的内容"),
    (("{%p if name %}", "甲", "{%p endif %} 后面的字"), "还有别的内容"),
    (("{%tr for line in lines %}",), "只能写在表格里"),
    (("{%p if name %}", "甲", "{% endif %}"), "不是同一种标签"),
    (("{% if name %}甲", "乙{% endif %}"), "不在同一段"),
    (("{%p if name %}", [["甲\n{%p endif %}"]]), "不在同一格或同一层"),
    (([["头"], ["{%tr for l in lines %}"]], "中", [["尾"], ["{%tr endfor %}"]]), "不在同一张表里"),
    (([["甲"]], "{%p if name %}", [["乙"]], "{%p endif %}"), "连成一张表"),
    (([["甲"]], "{%p if name %}", "间", "{%p endif %}", [["乙"]]), "连成一张表"),
    (("{%p for l in lines %}", [["甲"]], "{%p endfor %}"), "连成一张表"),
    (("{%p for l in lines %}", "{%p if name %}", [["甲"]], "{%p endif %}", "{%p endfor %}"), "连成一张表"),
]


def findings(*contents: Content) -> tuple[Finding, ...]:
    return inspect(word(*contents), "garden.docx", GARDEN).findings


@pytest.mark.parametrize("tag", ATTACKS)
def test_nothing_but_the_tag_language(tag: str) -> None:
    """Whatever else Jinja can do is refused, also without a form to check names against."""
    assert inspect(word(tag), "garden.docx", None).findings or tag in NAMES_ONLY
    assert findings(tag)


NAMES_ONLY = {"{{ cycler }}", "{{ self }}", "{{ request }}", "{{ config }}", "{{ name.__class__ }}", "{{ name.__init__.__globals__ }}",
              "{{ lipsum.__globals__ }}", "{{ self._TemplateReference__context }}"}  # fmt: skip


@pytest.mark.parametrize(("content", "wrong", "remedy"), REFUSED)
def test_a_fault_is_named_with_its_remedy(content: Content, wrong: str, remedy: str) -> None:
    """Each kind of fault gives one finding, which says what is wrong and what to do."""
    found = findings(content)

    assert 1 == len({(finding.wrong, finding.tag) for finding in found}), found
    assert wrong in found[0].wrong
    assert remedy in found[0].remedy


@pytest.mark.parametrize(("contents", "wrong"), SEVERAL)
def test_blocks_stay_where_they_begin(contents: tuple[Content, ...], wrong: str) -> None:
    """A block that ends in another place than it begins, or joins tables, is a finding."""
    assert [wrong] == [wrong for finding in findings(*contents) if wrong in finding.wrong]


@pytest.mark.parametrize(
    "content",
    [
        [["{%p for para in background|paragraphs %}\n{{ para }}\n{%p endfor %}"]],
        [["{%p if secret %}\n甲\n{%p else %}\n乙\n{%p endif %}"]],
        [["头"], ["{%tr for l in lines %}"], ["{{ l.item }}"], ["{%tr endfor %}"]],
        [["{%tr for l in lines %}"], ["{{ l.item }}"], ["{%tr else %}"], ["无"], ["{%tr endfor %}"]],
        [["甲\n{%p for l in lines %}\n{{ l.item }}\n{%p endfor %}"]],
    ],
)
def test_what_always_leaves_something(content: Content) -> None:
    """A cell or table that keeps a paragraph or row whatever the answers are is fine."""
    assert () == findings(content)


@pytest.mark.parametrize(
    "contents",
    [
        (["甲"], "{%p if name %}", "间", "{%p else %}", "隔", "{%p endif %}", ["乙"]),
        ("{%p if name %}", ["甲"], "{%p else %}", ["乙"], "{%p endif %}"),
        ("{%p for l in lines %}", ["甲"], "间", "{%p endfor %}", ["乙"]),
        ("{%p for para in background|paragraphs %}", "间", "{%p endfor %}", ["乙"]),
        (["甲"], "{%p for para in background|paragraphs %}", "间", "{%p endfor %}", ["乙"]),
    ],
)
def test_tables_that_stay_apart(contents: tuple[str | list[str], ...]) -> None:
    """Two tables between which a paragraph always stands, or of which only one is printed, are fine."""
    assert () == findings(*([one] if isinstance(one, list) else one for one in contents))


def test_all_findings_at_once() -> None:
    """A fault in a tag, in the structure, in a header and in a property are reported together."""
    document = docx.Document(io.BytesIO(word("{{ nmae }} {{ name.upper() }}", "{% if name %}")))
    document.sections[0].header.paragraphs[0].text = "{{ levle }}"
    document.core_properties.title = "{{ name }}"
    found = inspect(saved(document), "garden.docx", GARDEN).findings

    assert ["{{ name }}", "{{ name.upper() }}", "{% if name %}", "{{ nmae }}", "{{ levle }}"] == [
        f.tag for f in found
    ]


def test_compile_raises_what_it_found() -> None:
    """TemplateError carries the findings and names the file."""
    with pytest.raises(TemplateError, match=re.escape("模板 garden.docx 有 1 处错误")) as caught:
        compile(word("{{ nmae }}"), "garden.docx", GARDEN)
    assert findings("{{ nmae }}") == caught.value.findings


PLACES: list[tuple[tuple[Content, ...], str]] = [
    (("一", "申请：{{ x }}"), "正文，第 2 段（“申请：”附近）"),
    (("# 一、概况", "茶", "{{ x }}"), "正文，“一、概况”下第 2 段（“茶”附近）"),
    (([["甲"]], [["头", ""], ["单位", "{{ x }}"]]), "正文，表 2，第 2 行，第 2 格（“单位”附近）"),
    (([["头"], ["茶\n{{ x }}"]],), "正文，表 1，第 2 行，第 1 格（“茶”附近）"),
]


@pytest.mark.parametrize(("contents", "place"), PLACES)
def test_places(contents: tuple[Content, ...], place: str) -> None:
    """A finding says which table, row and cell, or which paragraph under which heading, and what stands near."""
    assert [place] == [finding.place for finding in findings(*contents)]


def test_place_in_a_nested_table() -> None:
    """A table inside a cell is counted within that cell."""
    document = docx.Document()
    outer = document.add_table(1, 2)
    inner = outer.cell(0, 1).add_table(2, 1)
    inner.cell(1, 0).text = "{{ x }}"
    found = inspect(saved(document), "garden.docx", GARDEN).findings

    assert ["正文，表 1，第 1 行，第 2 格，格内的表，第 2 行，第 1 格"] == [
        finding.place for finding in found
    ]


def test_place_in_a_header() -> None:
    """A finding in a header names the header's file, as there may be several."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ x }}"
    found = inspect(saved(document), "garden.docx", GARDEN).findings

    assert ["页眉（header1.xml），第 1 段"] == [finding.place for finding in found]
