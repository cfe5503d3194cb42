"""The effective baseline: what was declared and approved, with every earlier change counted in.

Each function reads the earlier documents of a project and gives rows or values for the next one; None where
they do not say. Rows are told apart by their first column.
"""

from collections.abc import Mapping
from typing import Any

from wenbiao.carry import Earlier, Flow, same

DECLARATION, CHANGE, ACCEPTANCE = "declaration", "change_application", "acceptance_report"
Row = dict[str, Any]


def identity(*forms: str, says: str) -> tuple[Flow, ...]:
    """Project, applicant and people as in the latest of these documents; people may change."""

    def at(pointer: str) -> tuple[str, ...]:
        return tuple(f"{form}:{pointer}" for form in forms)

    return (
        same("/project", says, *at("/project"), code="R-FLOW-1"),
        same("/applicant/uscc", says, *at("/applicant/uscc"), code="R-FLOW-1"),
        same("/applicant", says, *at("/applicant")),
        *(
            same(to, says, *at(to), locked=False)
            for to in ("/supervising_org", "/responsible_leader", "/project_manager", "/contact")
        ),
    )


def changed_lines(earlier: Earlier) -> dict[str, Row]:
    """Budget lines that earlier changes touched: line_no → its amounts, approved first and changed last."""
    lines: dict[str, Row] = {}
    for change in earlier.all(CHANGE):
        for row in change.get("budget_changes", ()):
            first = lines.get(row["line_no"], row)
            lines[row["line_no"]] = {"approved_wan": first["approved_wan"], "changed_wan": row["changed_wan"]}
    return lines


def line_numbers(earlier: Earlier) -> list[str]:
    """The budget lines of the declaration; empty where it is not given."""
    return [row["line_no"] for row in earlier.find(f"{DECLARATION}:/budget/lines") or ()]


def execution_lines(earlier: Earlier) -> list[Row] | None:
    """The declared lines with the amounts that earlier changes give them."""
    changed = changed_lines(earlier)
    lines = earlier.find(f"{DECLARATION}:/budget/lines") or ()
    return [
        _named(line, "line_no", "category", "item") | changed.get(line["line_no"], {}) for line in lines
    ] or None


def kpi_targets(earlier: Earlier) -> dict[str, str]:
    """kpi_no → the target in force, declared and then changed."""
    targets = {row["kpi_no"]: row["target"] for row in earlier.find(f"{DECLARATION}:/kpis") or ()}
    for change in earlier.all(CHANGE):
        targets |= {row["kpi_no"]: row["after"] for row in change.get("kpi_changes", ())}
    return targets


def kpis(earlier: Earlier) -> list[Row] | None:
    """The declared indicators with the targets in force."""
    targets = kpi_targets(earlier)
    declared = earlier.find(f"{DECLARATION}:/kpis") or ()
    columns = ("kpi_no", "level1", "level2", "level3", "operator", "target", "unit", "weight")
    return [_named(row, *columns) | {"target": targets[row["kpi_no"]]} for row in declared] or None


def kpis_to_complete(earlier: Earlier) -> list[Row] | None:
    """The same as the acceptance report names them."""
    rows = [
        _named(row, "kpi_no", "operator", "target", "unit") | {"name": row["level3"]}
        for row in kpis(earlier) or ()
    ]
    return rows or None


def planned_finish(earlier: Earlier) -> Any:
    """The last changed date of completion, or the approved or declared one."""
    for change in reversed(earlier.all(CHANGE)):
        if "schedule_change" in change:
            return change["schedule_change"]["finish_after"]
    return earlier.find(f"{CHANGE}:/approval/approved_finish", f"{DECLARATION}:/schedule/planned_finish")


def change_ids(earlier: Earlier) -> list[str] | None:
    """The numbers of all earlier change applications."""
    return [change["doc_id"] for change in earlier.all(CHANGE) if "doc_id" in change] or None


def change_records(earlier: Earlier) -> list[Row] | None:
    """A record of each earlier change: how and when it was handled is still to be said."""
    rows = [
        {"change_doc_id": change["doc_id"]}
        | _named(change["budget_summary"], "adjust_amount_wan", "adjust_ratio_percent")
        for change in earlier.all(CHANGE)
        if "doc_id" in change
    ]
    return rows or None


def contents(earlier: Earlier) -> list[Row] | None:
    """The declared items, to say how far they are completed."""
    return [
        {"item": row["name"]} for row in earlier.find(f"{DECLARATION}:/construction_content") or ()
    ] or None


def components(earlier: Earlier) -> list[str] | None:
    """The declared components that were to be reused."""
    rows = earlier.find(f"{DECLARATION}:/platform/reused_components") or ()
    return [row["name"] for row in rows if row["reused"]] or None


def _named(row: Mapping[str, Any], *columns: str) -> Row:
    return {column: row[column] for column in columns if column in row}
