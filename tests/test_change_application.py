"""The change application: cases 14 to 19, and every rule of its own failing and passing."""

from __future__ import annotations

from typing import Any

import pytest

from forms.change_application import ChangeApplication
from tests.tools.rules import checked, codes
from tests.tools.samples import GONE

SUMS = {"/budget_summary": GONE, "/scale_exceeds_approved": GONE}
BOUNDARY = {
    **SUMS,
    "/budget_changes/0/changed_wan": "31.71",
    "/budget_changes/0/delta_wan": "-58.29",
    "/budget_changes/1/changed_wan": "104.29",
    "/budget_changes/1/delta_wan": "56.29",
}
BEYOND = {
    **SUMS,
    "/budget_changes/0/changed_wan": "31.70",
    "/budget_changes/0/delta_wan": "-58.30",
    "/budget_changes/1/changed_wan": "104.30",
    "/budget_changes/1/delta_wan": "56.30",
}
MORE = {**SUMS, "/budget_changes/1/changed_wan": "68.00", "/budget_changes/1/delta_wan": "20.00"}
SECOND = {
    "/change_seq": 2,
    "/budget_summary": {"approved_total_wan": "452.60", "prior_cumulative_adjust_wan": "46.29"},
}
OVER = {**SECOND, "/budget_summary": {"approved_total_wan": "452.60", "prior_cumulative_adjust_wan": "46.30"}}
MUST_FAIL: list[tuple[int, dict[str, Any], list[str]]] = [
    (14, BOUNDARY, []),
    (15, BEYOND, ["R-CHG-4 E"]),
    (16, {"/goal_changed": True}, ["R-CHG-3 E"]),
    (17, MORE, ["R-CHG-2 E"]),
    (18, {"/budget_changes/2/delta_wan": "11.00"}, ["R-CHG-1 E"]),
    (19, {"/kpi_changes": GONE}, ["R-CHG-5 E"]),
]


def test_sample() -> None:
    """The sample gives neither an error nor a warning."""
    assert [] == codes(checked(ChangeApplication, {}))


@pytest.mark.parametrize(("case", "changes", "expected"), MUST_FAIL)
def test_must_fail(case: int, changes: dict[str, Any], expected: list[str]) -> None:
    """Each case gives exactly the listed problems."""
    assert case
    assert expected == codes(checked(ChangeApplication, changes))


@pytest.mark.parametrize(("changes", "adjust"), [(BOUNDARY, "67.89"), (BEYOND, "67.90")])
def test_both_sides_of_the_boundary_show_the_same_percent(changes: dict[str, Any], adjust: str) -> None:
    """67.89 and 67.90 both display 15.00 %; only the exact amounts tell them apart."""
    computed = checked(ChangeApplication, changes).computed

    assert (adjust, "15.00") == (
        computed["/budget_summary/adjust_amount_wan"],
        computed["/budget_summary/adjust_ratio_percent"],
    )


FAILING: list[tuple[str, dict[str, Any], str, str]] = [
    ("R-CHG-4", {"/change_reasons": ["其他"]}, "/suggested_route", "error"),
    ("R-CHG-4", {"/suggested_route": "重新审批"}, "/suggested_route", "warning"),
    ("R-CHG-5", {"/change_types": ["建设内容", "投资结构", "绩效目标"]}, "/change_types", "error"),
    ("R-CHG-5", {"/change_types": ["建设目标", "建设内容", "投资结构", "绩效目标", "建设周期"]}, "/change_types", "error"),
    ("R-CHG-6", {"/approval/approved_on": "2024-10-18"}, "/filled_on", "error"),
    ("R-CHG-7", {"/schedule_change/finish_after": "2025-03-31"}, "/schedule_change/finish_after", "error"),
    ("R-CHG-7", {"/schedule_change/finish_after": "2026-04-01"}, "/schedule_change/finish_after", "warning"),
    ("R-CHG-7", {"/schedule_change/finish_after": "2025-03-30"}, "/schedule_change/finish_after", "warning"),
    ("R-CHG-8", OVER, "/budget_summary/cumulative_adjust_wan", "warning"),
    ("R-CHG-10", {"/supervision_opinion": GONE}, "/supervision_opinion/org", "warning"),
    ("R-CHG-11", {"/suggested_route": "重新审批"}, "/expert_opinion_ref", "warning"),
    ("missing", {"/change_seq": 2, "/budget_summary": GONE}, "/budget_summary/approved_total_wan", "error"),
    ("missing", {"/change_seq": 2, "/budget_summary": GONE}, "/budget_summary/prior_cumulative_adjust_wan", "error"),
    ("computed", {"/scale_exceeds_approved": True}, "/scale_exceeds_approved", "error"),
    ("computed", {"/budget_summary/prior_cumulative_adjust_wan": "1.00"}, "/budget_summary/prior_cumulative_adjust_wan", "error"),
    ("choice", {"/budget_changes/1/line_no": "L02"}, "/budget_changes/1/line_no", "error"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "path", "severity"), FAILING)
def test_rule_fires(code: str, changes: dict[str, Any], path: str, severity: str) -> None:
    """Each rule reports its code, severity and place when its condition is broken."""
    problems = checked(ChangeApplication, changes).problems

    assert (code, path, severity) in [(p.code, p.path, p.severity) for p in problems]


def test_second_change_counts_the_first() -> None:
    """A later change types what went before; together they are compared with the limit."""
    result = checked(ChangeApplication, SECOND)

    assert "67.89" == result.computed["/budget_summary/cumulative_adjust_wan"]
    approve = {"/suggested_route": "重新审批", "/expert_opinion_ref": "D09-DEMO-0002"}
    assert ["R-CHG-8 W"] == codes(checked(ChangeApplication, {**OVER, **approve}))


def test_only_what_must_be_typed_is_missed() -> None:
    """Sums that follow from a typed one are not asked for."""
    missing = [
        p.path for p in checked(ChangeApplication, {"/change_seq": 2, "/budget_summary": GONE}).problems
    ]

    assert ["/budget_summary/approved_total_wan", "/budget_summary/prior_cumulative_adjust_wan"] == missing
