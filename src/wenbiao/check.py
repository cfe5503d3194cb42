"""Forms and their templates against each other: what `wenbiao check` reports, everything at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from wenbiao.document.scope import loop_tag, path_of, row_name, spelled
from wenbiao.document.template import Inspection, inspect
from wenbiao.errors import Finding
from wenbiao.fields import Field, Fields

EXCUSE = "不需要打印时，请在表单里用 unprinted 写明理由"

CLOSED = ("读不到这个文件", "请核对文件的读取权限")


class Checked(Protocol):
    """A form with its documents, as the catalogue knows it."""

    @property
    def fields(self) -> Fields: ...
    @property
    def template(self) -> Path: ...
    @property
    def parts(self) -> Mapping[str, Path]: ...


def check(entries: Iterable[Checked]) -> tuple[Finding, ...]:
    """Every finding about the templates of these forms, form by form; none means that they fit."""
    return tuple(finding for entry in entries for finding in _check(entry))


def _check(entry: Checked) -> Iterator[Finding]:
    documents = (entry.template, *entry.parts.values())
    seen = [_inspected(file, entry.fields) for file in documents]
    for inspection in seen:
        yield from inspection.findings
    if all(inspection.readable for inspection in seen):
        yield from _unprinted(entry, seen)


def _inspected(file: Path, fields: Fields) -> Inspection:
    """What can be said of a document; where it has no finding of its own, what its draft finds."""
    try:
        docx = file.read_bytes()
    except OSError:
        return Inspection(None, (Finding(file.name, "", "", *CLOSED),), readable=False)
    found = inspect(docx, file.name, fields)
    if found.findings:
        return found
    return replace(found, findings=inspect(docx, file.name, fields, draft=True).findings)


def _unprinted(entry: Checked, seen: list[Inspection]) -> Iterator[Finding]:
    """Fields that no template of the form prints; a table of which nothing is printed is one finding."""
    loops = {table: row for inspection in reversed(seen) for table, row in inspection.loops.items()}
    lacking = _lacking(entry.fields, seen)
    tables = _absent_tables(entry.fields, {field.pointer for field in lacking})
    for table in tables:
        yield _absent(entry, table, [field for field in lacking if _within(field, table)], loops)
    for field in lacking:
        if not any(_within(field, table) for table in tables):
            tag = spelled(entry.fields, field, loops)
            yield _finding(
                entry, field, tag, f"请在 Word 里{_where(entry.fields, field, loops)}写上 {tag}；{EXCUSE}"
            )


def _lacking(fields: Fields, seen: list[Inspection]) -> list[Field]:
    """The fields that must be printed and are not; not those whose tag is there and reported as broken."""
    printed = frozenset[str]().union(*(inspection.printed for inspection in seen))
    faulty = [finding.tag for inspection in seen for finding in inspection.findings]
    return [
        field
        for field in fields.walk()
        if _must_be_printed(field)
        and field.pointer not in printed
        and not any(field.name in tag for tag in faulty)
    ]


def _absent(entry: Checked, table: Field, columns: list[Field], loops: Mapping[str, str]) -> Finding:
    """A whole table that is not printed, with the loop to copy."""
    row = row_name(table, loops)
    begin = loop_tag(table, path_of(entry.fields, table, loops), row)
    tags = " ".join(spelled(entry.fields, column, {**loops, table.pointer: row}) for column in columns)
    remedy = f"请在 Word 的表格里用三行写上 {begin}、{tags}、{{%tr endfor %}}；{EXCUSE}"
    return _finding(entry, table, begin, remedy)


def _finding(entry: Checked, field: Field, tag: str, remedy: str) -> Finding:
    wrong = (
        f"{'表格' if field.shape == 'table' else '字段'}“{field.label}”（{field.pointer}）没有任何模板打印"
    )
    return Finding(entry.template.name, "", tag, wrong, remedy)


def _must_be_printed(field: Field) -> bool:
    return field.kind is not None and not field.hidden and not field.unprinted


def _absent_tables(fields: Fields, lacking: set[str]) -> list[Field]:
    """The outermost tables of which no column is printed."""
    absent: list[Field] = []
    for table in fields.walk():
        if table.shape == "table" and not any(_within(table, other) for other in absent):
            columns = [field for field in fields.walk() if _within(field, table) and _must_be_printed(field)]
            if columns and all(column.pointer in lacking for column in columns):
                absent.append(table)
    return absent


def _within(field: Field, table: Field) -> bool:
    return field.pointer.startswith(f"{table.pointer}/*/")


def _where(fields: Fields, field: Field, loops: Mapping[str, str]) -> str:
    """The loop in which a column's tag must stand."""
    above, star, _ = field.pointer.rpartition("/*/")
    if not star:
        return ""
    table = fields.at(above)
    begin = loop_tag(table, path_of(fields, table, loops), row_name(table, loops))
    return f"“{table.label}”的循环 {begin} 里"
