"""The self-evaluation: cases 27 to 32, and every rule of its own failing and passing."""

from __future__ import annotations

from typing import Any

import pytest

from forms.self_evaluation import SelfEvaluation
from tests.tools.rules import checked, codes
from tests.tools.samples import GONE

MUST_FAIL: list[tuple[int, dict[str, Any], list[str]]] = [
    (27, {"/kpi_scores/6/score": "11"}, ["R-KPI-3 E", "R-KPI-4 E"]),
    (28, {"/score_summary/total": "98.60"}, ["R-KPI-4 E", "R-SE-8 W"]),
    (29, {"/score_summary/grade": "良"}, ["R-KPI-4 E", "R-SE-8 W"]),
    (30, {"/filled_on": "2026-09-30"}, ["R-SE-1 E"]),
    (31, {"/kpi_scores/4/deviation_reason": ""}, ["R-KPI-5 E"]),
    (32, {"/satisfaction_survey/satisfied": 490}, ["R-SE-7 W", "computed E"]),
]


def test_sample() -> None:
    """The sample gives neither an error nor a warning."""
    assert [] == codes(checked(SelfEvaluation, {}))


@pytest.mark.parametrize(("case", "changes", "expected"), MUST_FAIL)
def test_must_fail(case: int, changes: dict[str, Any], expected: list[str]) -> None:
    """Each case gives exactly the listed problems."""
    assert case
    assert expected == codes(checked(SelfEvaluation, changes))


QUALITATIVE = {"/kpi_scores/0/operator": "定性", "/kpi_scores/0/target": "明显改善"}
FAILING: list[tuple[str, dict[str, Any], str, str]] = [
    ("R-KPI-1", {"/kpi_scores/0/weight": "9"}, "/kpi_scores", "error"),
    ("R-KPI-6", {**QUALITATIVE, "/kpi_scores/0/actual": "部分达成并具有一定效果"}, "/kpi_scores/0/score", "warning"),
    ("R-KPI-6", {**QUALITATIVE, "/kpi_scores/0/actual": "很好"}, "/kpi_scores/0/actual", "warning"),
    ("R-PRJ-1", {"/project/name": "皖美茶园"}, "/project/name", "warning"),
    ("R-PRJ-2", {"/project/level": "市级"}, "/project/management_class", "warning"),
    ("R-KPI-4", {"/score_summary/total": "-1"}, "/score_summary/total", "error"),
    ("format", {"/kpi_scores/5/target": "2025-02-31"}, "/kpi_scores/5/target", "error"),
    ("R-SE-1", {"/filled_on": "2027-10-31"}, "/filled_on", "warning"),
    ("R-SE-2", {"/budget_performance/execution_percent": "95.52"}, "/budget_performance/execution_percent", "error"),
    ("R-SE-2", {"/budget_performance/score": "9.56"}, "/budget_performance/score", "error"),
    ("R-SE-2", {"/budget_performance/split/0/executed_wan": "128.05"}, "/budget_performance/split", "error"),
    ("R-SE-3", {"/evaluation_period/start": "2025-10-29"}, "/evaluation_period/start", "error"),
    ("R-SE-3", {"/evaluation_period/end": "2025-11-01"}, "/evaluation_period/end", "error"),
    ("R-SE-4", {"/evaluation_period/end": "2026-10-30"}, "/evaluation_period/end", "warning"),
    ("R-SE-5", {"/evaluation_team/1/role": "组长"}, "/evaluation_team", "error"),
    ("R-SE-6", {"/application_effect/monthly_active_users": 12841}, "/application_effect/monthly_active_users", "error"),
    ("R-SE-6", {"/satisfaction_survey/valid": 601}, "/satisfaction_survey/valid", "error"),
    ("R-SE-6", {"/satisfaction_survey/satisfied": 549}, "/satisfaction_survey/satisfied", "error"),
    ("R-SE-7", {"/kpi_scores/11/actual": "91.7"}, "/satisfaction_survey/satisfaction_percent", "warning"),
    ("R-SE-8", {"/conclusion": "项目总体达到预期目标。"}, "/conclusion", "warning"),
    ("R-SE-9", {"/platform_and_sharing/duplicate_collection": True}, "/platform_and_sharing/duplicate_collection", "warning"),
    ("R-SE-10", {"/security_operation/mlps_level": "三级"}, "/security_operation/mlps_last_on", "warning"),
    ("R-SE-11", {"/operation/om_cost_wan": "0.01"}, "/operation/om_cost_wan", "warning"),
    ("format", {"/budget_performance/full_budget_wan": "0.00"}, "/budget_performance/full_budget_wan", "error"),
    ("missing", {"/improvements": GONE}, "/improvements", "error"),
    ("missing", {"/problems": []}, "/problems", "error"),
    ("format", {"/kpi_scores/0/actual": "四个"}, "/kpi_scores/0/actual", "error"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "path", "severity"), FAILING)
def test_rule_fires(code: str, changes: dict[str, Any], path: str, severity: str) -> None:
    """Each rule reports its code, severity and place when its condition is broken."""
    problems = checked(SelfEvaluation, changes).problems

    assert (code, path, severity) in [(p.code, p.path, p.severity) for p in problems]


@pytest.mark.parametrize(
    ("last", "grade"), [("1.35", "优"), ("1.34", "良"), ("0", "良")]
)  # the others add up to 88.65
def test_grade_bands_are_half_open(last: str, grade: str) -> None:
    """90.00 is 优 and 89.99 is 良."""
    computed = checked(SelfEvaluation, {"/kpi_scores/11/score": last, "/score_summary": GONE}).computed

    assert grade == computed["/score_summary/grade"]


def test_execution_above_the_budget_scores_no_more_than_the_weight() -> None:
    """Who executes more than the whole budget gets the full score, not more."""
    computed = checked(SelfEvaluation, {"/budget_performance/executed_wan": "500.00"}).computed

    assert "10.00" == computed["/budget_performance/score"]


def test_survey_is_not_compared_with_a_qualitative_indicator() -> None:
    """A satisfaction that is judged in words has no number to compare the survey with."""
    words = {"/kpi_scores/11/operator": "定性", "/kpi_scores/11/actual": "达成预期指标"}

    assert [] == codes(checked(SelfEvaluation, words))
