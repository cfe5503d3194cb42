"""What is rendered: three documents of our own making in several sizes, and the project's real ones.

S: a letter of one page, 20 answers. M: a report with a cover, six tables, sixty answers, three tables of ten
rows, header, footer and conditions. L: M with a table of a thousand rows.
"""

from __future__ import annotations

import json
import shutil
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
from wenbiao import answers
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.fields import Field, Fields
from wenbiao.project import Project

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TODAY = date(2024, 5, 6)
SIZES = {"M": 10, "L": 1_000, "L×20": 20_000}
THINGS = ("茶园", "气象", "监测", "平台", "数据", "采集", "软件", "开发", "服务器", "存储", "安全", "测评", "培训", "运维", "接口", "网络", "终端", "机房", "部署", "迁移")
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


def own(folder: Path) -> dict[str, Case]:
    """S, M, L and L×20, of a project that is written into the folder."""
    catalogue = project(folder)
    letter, report = catalogue["letter"], catalogue["report"]
    cases = [Case("S", "一页公函，20 项", letter, examples(letter.fields, 1))]
    for name, rows in SIZES.items():
        title = f"报告，60 项，三张表 {'各 10' if rows == 10 else f'10、10、{rows:,}'} 行"
        cases.append(Case(name, title, report, sized(report.fields, rows)))
    return {case.name: case for case in cases}


def real() -> dict[str, Case]:
    """The project's documents, filled in with their samples."""
    here = Project.find(ROOT)
    catalogue = Catalogue.load(here.forms, here.templates)
    return {entry.name: _real(entry) for entry in catalogue.values()}


def _real(entry: Entry) -> Case:
    sample = json.loads((ROOT / "tests/data" / f"{entry.name}.json").read_text("utf-8"))
    result = answers.check(entry.form, sample, today=TODAY)
    return Case(entry.name, entry.fields.title, entry, result.data)


def project(folder: Path) -> Catalogue:
    """A project with the forms `letter` and `report`, and templates made here."""
    shutil.copytree(HERE / "project", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "templates").mkdir(exist_ok=True)
    catalogue = Catalogue(folder / "forms", folder / "templates", folder / "build")
    (folder / "templates/letter.docx").write_bytes(b"")
    (folder / "templates/report.docx").write_bytes(b"")
    catalogue = Catalogue.load(folder / "forms", folder / "templates", folder / "build")
    catalogue["letter"].template.write_bytes(_letter())
    catalogue["report"].template.write_bytes(_report(catalogue["report"].fields))
    return catalogue


def examples(fields: Fields, rows: int) -> dict[str, Any]:
    """Canonical data with every question's example, and so many rows in each table."""
    return {field.name: _example(field, rows) for field in fields.children}


def sized(fields: Fields, rows: int) -> dict[str, Any]:
    """Examples with ten rows in each table and `rows` in the first; no two rows are the same."""
    data, chance = examples(fields, 10), Random(2024)
    data["lines"] = [dict(data["lines"][0]) for _ in range(rows)]
    for name in COLUMNS:
        data[name] = [_varied(row, number, chance) for number, row in enumerate(data[name], 1)]
    return data


def _varied(row: dict[str, Any], number: int, chance: Random) -> dict[str, Any]:
    """A row with a number, amounts and names of its own: equal rows would be compressed for nothing."""
    for name, value in row.items():
        if name.endswith("_wan"):
            row[name] = f"{chance.randrange(1, 5_000_000) / 100:.2f}"
        elif name in ("item", "basis", "name"):
            row[name] = "".join(chance.choices(THINGS, k=chance.randint(2, 6))) + value[-6:]
    return row | {"seq": number, "quantity": str(chance.randrange(1, 400))} if "quantity" in row else row | {"seq": number}


def _example(field: Field, rows: int) -> Any:
    if field.shape == "table":
        return [{child.name: _example(child, rows) for child in field.children} for _ in range(rows)]
    if field.children:
        return {child.name: _example(child, rows) for child in field.children}
    if field.const is not None:
        return field.const
    if field.example is None:
        return 1 if field.kind and field.kind.name == "sequence" else "7.50"
    return field.example


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
    contact = "（联系人：{{ contact.name }}，{{ contact.office }}{{ contact.post }}，电话 {{ contact.phone }}）"
    document.add_paragraph(contact)
    return _formatted(document)


def _report(fields: Fields) -> bytes:
    """Cover, two tables of units, one of money, three that repeat, texts, and a page of opinions."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}（{{ number }}）"
    document.sections[0].footer.paragraphs[0].text = "{{ applicant.name }}　{{ filled_on }}"
    document.add_heading("{{ name }}", 0)
    document.add_paragraph("{{ year }}年度　{{ kind }}　{{ works }}　涉密：{{ secret }}").add_run().add_break()
    document.add_page_break()
    tables = [field for field in fields.children if field.shape == "table"]
    texts = [field for field in fields.children if not field.children and field.const is None]
    for name in ("applicant", "builder"):
        _pairs(document, fields.child(name).children, f"{name}.")
    _pairs(document, tuple(f for f in texts if f.name.endswith("_wan") or f.name == "share"), "")
    for field in tables:
        document.add_heading(field.label, 1)
        _rows(document, field)
    document.add_heading("系统、意见", 1)
    document.add_paragraph("{%p if cloud %}")
    document.add_paragraph("部署在{{ cloud_name }}，等级保护{{ grade }}。")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("未上云，机房在{{ site }}。")
    document.add_paragraph("{%p endif %}")
    _texts(document, [f for f in texts if not f.name.endswith("_wan") and f.name != "share"])
    return _formatted(document)


def _pairs(document: Document, fields: tuple[Field, ...], prefix: str) -> None:
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


def _texts(document: Document, fields: list[Field]) -> None:
    for field in fields:
        if field.kind and field.kind.name == "long_text":
            document.add_heading(field.label, 2)
            document.add_paragraph(f"{{%p for para in {field.name}|paragraphs %}}")
            document.add_paragraph("{{ para }}")
            document.add_paragraph("{%p endfor %}")
        else:
            document.add_paragraph(f"{field.label}：{{{{ {field.name} }}}}")
