"""The acceptance report: cases 20 to 26, and every rule of its own failing and passing."""

from __future__ import annotations

from typing import Any

import pytest

from forms.acceptance_report import AcceptanceReport
from tests.tools.rules import checked, codes
from tests.tools.samples import GONE

MUST_FAIL: list[tuple[int, dict[str, Any], list[str]]] = [
    (
        20,
        {"/schedule/application_on": "2025-12-01", "/schedule/final_acceptance_on": "2025-12-20"},
        ["R-ACC-2 E"],
    ),
    (21, {"/schedule/trial_run_end": "2025-06-10"}, ["R-ACC-3 E"]),
    (22, {"/security/mlps_filed": False}, ["R-ACC-4 E"]),
    (23, {"/data_sharing/shared_conditional": 13}, ["R-ACC-5 E"]),
    (24, {"/archives/archive_accepted": False}, ["R-ACC-6 E"]),
    (25, {"/contracts/1/paid_wan": "360.00"}, ["R-CON-1 E", "R-CON-4 E", "R-FIN-3 E"]),
    (26, {"/budget_execution/5/settled_wan": "49.00"}, ["R-FIN-1 E", "R-FIN-5 E", "computed E"]),
]


def test_sample() -> None:
    """The sample gives neither an error nor a warning."""
    assert [] == codes(checked(AcceptanceReport, {}))


@pytest.mark.parametrize(("case", "changes", "expected"), MUST_FAIL)
def test_must_fail(case: int, changes: dict[str, Any], expected: list[str]) -> None:
    """Each case gives exactly the listed problems."""
    assert case
    assert expected == codes(checked(AcceptanceReport, changes))


FAILING: list[tuple[str, dict[str, Any], str, str]] = [
    ("R-PLT-3", {"/platform/built_on_integrated_platform": False}, "/platform/built_on_integrated_platform", "warning"),
    ("R-PAR-1", {"/participants/0/uscc": "91340100TE5TD0041F"}, "/participants", "error"),
    ("R-PAR-2", {"/participants/3/uscc": "91340100TE5TD0041F"}, "/participants", "error"),
    ("R-CON-2", {"/contracts/0/settled_wan": "13.90"}, "/contracts/0/settled_wan", "warning"),
    ("R-CON-3", {"/contracts/0/contract_wan": "14.01"}, "/contracts/0/contract_wan", "warning"),
    ("R-CON-5", {"/contracts/0/budget_lines": ["L09", "L10"]}, "/contracts/3/budget_lines", "error"),
    ("R-CON-5", {"/contracts/0/budget_lines": ["L99"]}, "/contracts/0/budget_lines", "error"),
    ("R-CON-5", {"/contracts/1/budget_lines": ["L01"]}, "/contracts", "error"),
    ("R-ACC-2", {"/schedule/application_on": "2025-11-27"}, "/schedule/application_on", "error"),
    ("R-ACC-3", {"/schedule/preliminary_acceptance_on": "2025-05-25"}, "/schedule/preliminary_acceptance_on", "error"),
    ("R-ACC-3", {"/schedule/trial_run_end": "2025-06-16"}, "/schedule/trial_run_end", "error"),
    ("R-ACC-4", {"/security/mlps_filing_no": GONE}, "/security/mlps_filing_no", "error"),
    ("R-ACC-4", {"/security/mlps_level": "三级", "/security/mlps_conclusion": "差"}, "/security/mlps_conclusion", "error"),
    ("R-ACC-4", {"/security/crypto_conclusion": "不符合"}, "/security/crypto_conclusion", "error"),
    ("R-ACC-4", {"/security/crypto_report_on": GONE}, "/security/crypto_report_on", "error"),
    ("R-ACC-4", {"/security/software_test_report_on": "2025-09-29"}, "/security/software_test_report_on", "error"),
    ("R-ACC-4", {"/security/vulnerabilities_high_open": 1}, "/security/vulnerabilities_high_open", "error"),
    ("R-ACC-5", {"/data_sharing/catalog_linked_count": 42}, "/data_sharing/catalog_linked_count", "error"),
    ("R-ACC-5", {"/data_sharing/not_shared_basis": GONE}, "/data_sharing/not_shared_basis", "error"),
    ("R-ACC-7", {"/schedule/planned_finish": "2025-05-25"}, "/schedule/actual_finish", "warning"),
    ("R-ACC-8", {"/change_records": GONE}, "/change_records", "error"),
    ("R-ACC-8", {"/refs/changes": GONE}, "/change_records", "error"),
    ("R-ACC-9", {"/trial_run/months": 2}, "/trial_run/months", "warning"),
    ("R-ACC-9", {"/trial_run/incidents_major": 1}, "/trial_run/incidents_major", "warning"),
    ("format", {"/warranty/months": 100000, "/warranty/end": GONE}, "/warranty/months", "error"),
    ("format", {"/kpi_completion/5/actual": "2025-02-30"}, "/kpi_completion/5/actual", "error"),
    ("R-ACC-9", {"/trial_run/months": 1, "/trial_run/incidents_major": 2}, "/trial_run/incidents_major", "warning"),
    ("R-ACC-10", {"/preliminary_issues/0/rectified": False}, "/preliminary_issues/0/rectified", "error"),
    ("R-ACC-11", {"/assets/0/registered": False}, "/assets/0/registered", "warning"),
    ("R-ACC-11", {"/ip_rights/0/owner": "合肥虚拟云图软件有限公司"}, "/ip_rights/0/owner", "warning"),
    ("R-FIN-1", {"/finance/settled_wan": "448.16"}, "/finance/settled_wan", "error"),
    ("R-FIN-2", {"/finance/saving_wan": "4.46"}, "/finance/saving_wan", "error"),
    ("R-FIN-2", {"/finance/saving_percent": "0.99"}, "/finance/saving_percent", "error"),
    ("R-FIN-3", {"/finance/payment_percent": "95.50"}, "/finance/payment_percent", "error"),
    ("R-FIN-4", {"/approval/approved_estimate_wan": "448.14"}, "/finance/settled_wan", "error"),
    ("computed", {"/finance/approved_wan": "452.61"}, "/finance/approved_wan", "error"),
    ("computed", {"/contracts/1/approved_wan": "357.61"}, "/contracts/1/approved_wan", "error"),
    ("computed", {"/warranty/end": "2028-10-30"}, "/warranty/end", "error"),
    ("computed", {"/kpi_completion/8/met": True}, "/kpi_completion/8/met", "error"),
    ("missing", {"/kpi_completion/8/note": ""}, "/kpi_completion/8/note", "error"),
    ("missing", {"/kpi_completion/9/note": ""}, "/kpi_completion/9/note", "error"),
    ("missing", {"/content_completion/0/completed_functions": 23, "/content_completion/0/completion_percent": GONE},
     "/content_completion/0/note", "error"),
    ("missing", {"/archives/archive_accepted_on": GONE}, "/archives/archive_accepted_on", "error"),
    ("missing", {"/preliminary_issues/0/rectified_on": GONE}, "/preliminary_issues/0/rectified_on", "error"),
    ("missing", {"/schedule/final_acceptance_on": GONE}, "/schedule/final_acceptance_on", "error"),
    ("missing", {"/schedule/application_on": GONE}, "/schedule/application_on", "error"),
    ("format", {"/kpi_completion/0/actual": "四个"}, "/kpi_completion/0/actual", "error"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changes", "path", "severity"), FAILING)
def test_rule_fires(code: str, changes: dict[str, Any], path: str, severity: str) -> None:
    """Each rule reports its code, severity and place when its condition is broken."""
    problems = checked(AcceptanceReport, changes).problems

    assert (code, path, severity) in [(p.code, p.path, p.severity) for p in problems]


def test_extension_excuses_a_late_application() -> None:
    """With an approved extension a later application is in order."""
    late = {"/schedule/application_on": "2025-12-01", "/schedule/final_acceptance_on": "2025-12-20"}

    assert [] == codes(checked(AcceptanceReport, {**late, "/refs/extension": "D17-DEMO-0001"}))


def test_qualitative_indicator_is_judged_by_hand() -> None:
    """Where nothing can be compared, whether the target is met is typed, and kept."""
    row = {
        "operator": "定性",
        "target": "明显改善",
        "actual": "达成预期指标",
        "met": True,
        "kpi_no": "K13",
        "name": "协同",
    }

    assert [] == codes(checked(AcceptanceReport, {"/kpi_completion/-": row}))


def test_a_change_may_adjust_more_than_the_estimate() -> None:
    """The ratio of a change that doubles the project passes 100 %, in its record too."""
    doubled = {
        "/change_records/0/adjust_amount_wan": "500.00",
        "/change_records/0/adjust_ratio_percent": "110.47",
    }

    assert [] == codes(checked(AcceptanceReport, doubled))


def test_a_missing_unit_is_missed_and_nothing_else() -> None:
    """Without its unit an indicator cannot be compared, and is not called malformed."""
    assert ["missing E"] == codes(
        checked(AcceptanceReport, {"/kpi_completion/5/unit": GONE, "/kpi_completion/5/met": GONE})
    )
