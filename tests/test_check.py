"""What `wenbiao check` finds between a form and its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.tools.garden import GARDEN, Content, word
from tests.tools.markup import changed
from wenbiao.catalogue import Catalogue
from wenbiao.check import check
from wenbiao.fields import Fields, fields_of
from wenbiao.form import Form, ask
from wenbiao.kinds import Text

WHOLE: tuple[Content, ...] = (
    "{{ name }}{{ level }}{{ works }}{{ secret }}{{ background }}{{ remark }}{{ age }}{{ filled_on }}{{ start }}",
    "{{ total_wan }}{{ saving_wan }}{{ divisions }}{{ contact.name }}{{ contact.phone }}",
    "{% for line in lines %}{{ line.item }}{{ line.quantity }}{{ line.amount_wan }}"
    "{% for tool in line.tools %}{{ tool.title }}{% endfor %}{% endfor %}",
)


@dataclass(frozen=True)
class Garden:
    """What the catalogue knows of a form."""

    template: Path
    fields: Fields = GARDEN
    parts: Mapping[str, Path] = field(default_factory=dict)


def garden(folder: Path, *contents: Content, fields: Fields = GARDEN, **parts: Content) -> Garden:
    template = folder / "garden.docx"
    template.write_bytes(word(*contents))
    files = {name: folder / f"garden.{name}.docx" for name in parts}
    for name, file in files.items():
        file.write_bytes(word(parts[name]))
    return Garden(template, fields, files)


def without(*gone: str) -> list[Content]:
    """The whole document without some of its tags."""
    contents = []
    for content in WHOLE:
        text = str(content)
        for tag in gone:
            text = text.replace(tag, "")
        contents.append(text)
    return list(contents)


def test_a_document_that_prints_everything(tmp_path: Path) -> None:
    """Where each question is printed there is nothing to find; hidden ones and row numbers need no print."""
    assert () == check([garden(tmp_path, *WHOLE)])


UNPRINTED = [
    ("{{ contact.phone }}", "字段“联系电话”（/contact/phone）没有任何模板打印", "请在 Word 里写上 {{ contact.phone }}；"),
    ("{{ line.quantity }}", "字段“数量”（/lines/*/quantity）没有任何模板打印",
     "请在 Word 里“费用”的循环 {%tr for line in lines %} 里写上 {{ line.quantity }}；"),
    ("{{ tool.title }}", "表格“工具”（/lines/*/tools）没有任何模板打印",
     "请在 Word 的表格里用三行写上 {%tr for tool in line.tools %}、{{ tool.title }}、{%tr endfor %}；"),
]  # fmt: skip


@pytest.mark.parametrize(("tag", "wrong", "remedy"), UNPRINTED)
def test_a_question_that_is_not_printed(tmp_path: Path, tag: str, wrong: str, remedy: str) -> None:
    """A question that no document prints is a finding, with the very tag to copy into Word."""
    found = check([garden(tmp_path, *without(tag))])

    assert [("garden.docx", wrong)] == [(finding.file, finding.wrong) for finding in found]
    assert found[0].remedy.startswith(remedy)


def test_the_remedy_speaks_as_the_template_does(tmp_path: Path) -> None:
    """A missing column is named by the row's name that the template already uses."""
    contents = [
        str(content).replace("line.", "费.").replace("for line", "for 费")
        for content in without("{{ line.quantity }}")
    ]

    assert ["{{ 费.quantity }}"] == [finding.tag for finding in check([garden(tmp_path, *contents)])]


def test_a_further_document_prints_too(tmp_path: Path) -> None:
    """A question needs to be printed in one of a form's documents only."""
    assert () == check([garden(tmp_path, *without("{{ remark }}"), letter="{{ remark }}")])


def test_a_condition_prints_nothing(tmp_path: Path) -> None:
    """A question that is only asked about in a condition is not printed."""
    found = check([garden(tmp_path, *without("{{ secret }}"), "{% if secret %}密{% endif %}")])

    assert ["{{ secret }}"] == [finding.tag for finding in found]


def test_a_question_may_say_why_it_is_not_printed(tmp_path: Path) -> None:
    """`unprinted` with its reason excuses a question."""

    class Note(Form):
        name: Text = ask("名称")
        code: Text = ask("编号", unprinted="只用于检索")

    assert () == check([garden(tmp_path, "{{ name }}", fields=fields_of(Note))])


def test_faults_of_all_documents_come_together(tmp_path: Path) -> None:
    """Wrong tags in each document and what is not printed are one report; a broken tag is reported once."""
    found = check(
        [garden(tmp_path, *without("{{ age }}", "{{ remark }}"), "{{- remark }}", letter="{{ nmae }}")]
    )

    assert [
        ("garden.docx", "{{- remark }}"),
        ("garden.letter.docx", "{{ nmae }}"),
        ("garden.docx", "{{ age }}"),
    ] == [(finding.file, finding.tag) for finding in found]


def test_a_file_that_is_no_document(tmp_path: Path) -> None:
    """Where the file itself cannot be read, its fields are not reported one by one."""
    entry = garden(tmp_path)
    entry.template.write_bytes(b"x")

    assert ["这不是 Word 文档，或者文件已经损坏"] == [finding.wrong for finding in check([entry])]


def test_a_document_without_a_draft(tmp_path: Path) -> None:
    """What keeps a draft from being made is found here, not when someone asks for one."""
    entry = garden(tmp_path, *WHOLE)
    broken = {"word/settings.xml": b"<w:settings"}
    entry.template.write_bytes(changed(entry.template.read_bytes(), lambda members: members.update(broken)))

    assert ["文档里有损坏的部件"] == [finding.wrong for finding in check([entry])]


def test_the_forms_of_this_project() -> None:
    """The forms and templates in this repository fit together."""
    root = Path(__file__).parents[1]
    entries, findings = Catalogue.survey(root / "forms", root / "templates")

    assert entries
    assert [] == [*map(str, findings), *map(str, check(entries))]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A template that this account may not read is a finding, not a crash; here a folder stands for it."""
    entry = garden(tmp_path, *WHOLE)
    entry.template.unlink()
    entry.template.mkdir()

    assert [("garden.docx", "读不到这个文件")] == [(one.file, one.wrong) for one in check([entry])]
