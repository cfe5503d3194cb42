"""What is rendered: three documents of our own making in several sizes, and the project's real ones.

S: a letter of one page, 20 answers. M: a report with a cover, six tables, sixty answers, three tables of ten
rows, header, footer and conditions. L: M with a table of a thousand rows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.tools.garden import saved
from wenbiao import answers, build
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.fields import Field, Fields
from wenbiao.project import Project

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TODAY = date(2024, 5, 6)
SIZES = {"M": 10, "L": 1_000, "L×20": 20_000}
THINGS = (
    "茶园",
    "气象",
    "监测",
    "平台",
    "数据",
    "采集",
    "软件",
    "开发",
    "服务器",
    "存储",
    "安全",
    "测评",
    "培训",
    "运维",
    "接口",
    "网络",
    "终端",
    "机房",
    "部署",
    "迁移",
)
NOTE = "本表由申报单位填写，内容应当真实、完整，金额以万元为单位，日期写到日；没有的内容填“无”，附件另附。"
CONDITIONS = (
    ("cloud", "部署在{{ cloud_name }}，等级保护{{ grade }}。", "未上云，机房在{{ site }}。"),
    ("code_kept", "源代码已托管。", "源代码未托管。"),
    ('kind == "新建"', "本项目为新建项目。", "本项目在原有系统上建设。"),
)
COLUMNS = {"lines": "line", "steps": "step", "risks": "risk"}


@dataclass(frozen=True)
class Case:
    """One document: its form and template, and answers that were checked (canonical data)."""

    name: str
    title: str
    entry: Entry
    data: dict[str, Any]

    @property
    def docx(self) -> bytes:
        """The template."""
        return self.entry.template.read_bytes()


def own(folder: Path, wanted: Collection[str] = ("S", *SIZES)) -> dict[str, Case]:
    """S, M, L and L×20, or those that are wanted, of a project that is written into the folder."""
    catalogue = project(folder)
    letter, report = catalogue["letter"], catalogue["report"]
    cases = {"S": _checked("S", "一页公函，20 项", letter, examples(letter.fields))}
    for name, rows in SIZES.items():
        if name in wanted:
            title = f"报告，60 项，三张表共 {rows + 20:,} 行"
            cases[name] = _checked(name, title, report, sized(report.fields, rows))
    return cases


def real() -> dict[str, Case]:
    """The project's documents, filled in with their samples."""
    here = Project.find(ROOT)
    catalogue = Catalogue.load(here.forms, here.templates, here.build)
    samples = {
        name: json.loads((ROOT / "tests/data" / f"{name}.json").read_text("utf-8")) for name in catalogue
    }
    return {
        name: _checked(name, entry.fields.title, entry, samples[name]) for name, entry in catalogue.items()
    }


def _checked(name: str, title: str, entry: Entry, given: dict[str, Any]) -> Case:
    result = answers.check(entry.form, given, today=TODAY)
    if result.errors:
        raise ValueError(result.errors)
    return Case(name, title, entry, result.data)


def project(folder: Path) -> Catalogue:
    """A project with the forms `letter` and `report`; their templates are made and compiled where they are not there."""
    templates, built = folder / "templates", folder / "build"
    if not built.is_dir():
        shutil.copytree(
            HERE / "project", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        templates.mkdir()
        (templates / "letter.docx").write_bytes(_letter())
        (templates / "report.docx").touch()
        fields = Catalogue.load(folder / "forms", templates)["report"].fields
        (templates / "report.docx").write_bytes(_report(fields))
        build.templates(Catalogue.load(folder / "forms", templates), built)
    return Catalogue.load(folder / "forms", templates, built)


def examples(fields: Fields) -> dict[str, Any]:
    """Every question's example, and one row in each table; what is computed is left to the form."""
    return _examples(fields.children)


def _examples(fields: tuple[Field, ...]) -> dict[str, Any]:
    asked = (field for field in fields if not field.computed and (field.const or not field.hidden))
    return {field.name: _example(field) for field in asked}


def _example(field: Field) -> Any:
    if field.children:
        row = _examples(field.children)
        return [row] if field.shape == "table" else row
    return field.const or field.example


def sized(fields: Fields, rows: int) -> dict[str, Any]:
    """Examples with ten rows in each table and `rows` in the first; no two rows are the same."""
    data, chance = examples(fields), Random(2024)  # noqa: S311  # the same rows in every run
    for name in COLUMNS:
        count = rows if name == "lines" else 10
        data[name] = [_varied(data[name][0], chance) for _ in range(count)]
    return data


def _varied(row: dict[str, Any], chance: Random) -> dict[str, Any]:
    """A row with amounts and names of its own: equal rows would be compressed for nothing."""
    changed = dict(row)
    for name, value in row.items():
        if name == "unit_price_wan":
            changed[name] = f"{chance.randrange(1, 50_000) / 100:.2f}"
        elif name == "quantity":
            changed[name] = str(chance.randrange(1, 400))
        elif name in ("item", "basis", "name"):
            changed[name] = "".join(chance.choices(THINGS, k=chance.randint(2, 6))) + value[-6:]
    return changed


def _formatted(document: Document) -> bytes:
    """The file, with font and size at every run, as Word writes them for whoever chooses them by hand."""
    for run in document.element.body.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for which in ("w:ascii", "w:hAnsi", "w:eastAsia"):
            fonts.set(qn(which), "仿宋_GB2312")
        properties.append(parse_xml(f'<w:sz {nsdecls("w")} w:val="24"/>'))
    return saved(document)


def _letter() -> bytes:
    document = docx.Document()
    document.add_heading("{{ title }}", 1)
    document.add_paragraph("{{ sender }}　{{ number }}　{{ sent_on }}").paragraph_format.space_after = None
    document.add_paragraph("{{ to }}：")
    document.add_paragraph("{%p for para in matter|paragraphs %}")
    document.add_paragraph("{{ para }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph(
        "根据{{ basis }}，{{ year }}年度{{ level }}项目总投资{{ total_wan }}万元"
        "{% if own_wan %}（其中自筹{{ own_wan }}万元）{% endif %}，请于{{ reply_by }}前函复。"
    )
    document.add_paragraph("附件：{{ enclosed }}　涉密：{{ secret }}　抄送：{{ copied }}")
    contact = (
        "（联系人：{{ contact.name }}，{{ contact.office }}{{ contact.post }}，电话 {{ contact.phone }}）"
    )
    document.add_paragraph(contact)
    return _formatted(document)


def _report(fields: Fields) -> bytes:
    """A cover, notes on filling in, six tables, long texts and a choice of sentences."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}（{{ number }}）"
    document.sections[0].footer.paragraphs[0].text = "{{ applicant.name }}　{{ filled_on }}"
    asked = [field for field in fields.children if not field.children and field.const is None]
    _cover(document, asked[:7])
    for field in fields.children:
        if field.children:
            document.add_heading(field.label, 1)
            _rows(document, field) if field.shape == "table" else _pairs(
                document, field.children, f"{field.name}."
            )
    document.add_heading("其他情况", 1)
    _pairs(document, [field for field in asked[7:] if field.kind and field.kind.name != "long_text"], "")
    _conditions(document)
    _texts(document, [field for field in asked if field.kind and field.kind.name == "long_text"])
    return _formatted(document)


def _cover(document: Document, fields: Sequence[Field]) -> None:
    document.add_heading("{{ name }}", 0)
    for field in fields:
        document.add_paragraph(f"{field.label}：{{{{ {field.name} }}}}")
    document.add_page_break()
    document.add_heading("填报说明", 1)
    for number in range(1, 13):
        document.add_paragraph(f"{number}. " + NOTE)
    document.add_page_break()


def _conditions(document: Document) -> None:
    for answer, yes, no in CONDITIONS:
        document.add_paragraph(f"{{%p if {answer} %}}")
        document.add_paragraph(yes)
        document.add_paragraph("{%p else %}")
        document.add_paragraph(no)
        document.add_paragraph("{%p endif %}")


def _pairs(document: Document, fields: Sequence[Field], prefix: str) -> None:
    """A table of labels and answers, two pairs a row."""
    made = document.add_table(-(-len(fields) // 2), 4, "Table Grid")
    for number, field in enumerate(fields):
        row, column = divmod(number, 2)
        made.cell(row, 2 * column).text = field.label
        made.cell(row, 2 * column + 1).text = f"{{{{ {prefix}{field.name} }}}}"


def _rows(document: Document, field: Field) -> None:
    """A table with a head, and one row of the document for each row of the answers."""
    row, columns = COLUMNS[field.name], field.children
    made = document.add_table(4, len(columns), "Table Grid")
    for column, child in enumerate(columns):
        made.cell(0, column).text = child.label
        made.cell(2, column).text = f"{{{{ {row}.{child.name} }}}}"
    made.cell(1, 0).text = f"{{%tr for {row} in {field.name} %}}"
    made.cell(3, 0).text = "{%tr endfor %}"


def _texts(document: Document, fields: Sequence[Field]) -> None:
    for field in fields:
        document.add_heading(field.label, 1)
        document.add_paragraph(f"{{%p for para in {field.name}|paragraphs %}}")
        document.add_paragraph("{{ para }}")
        document.add_paragraph("{%p endfor %}")
