"""The declaration's rules: what `domain.md` 3.7 lists, every rule failing and passing, every answer deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.declaration import Declaration
from tests.tools.samples import GONE, changed, sample, without_nothing
from wenbiao.answers import Result, check
from wenbiao.carry import Earlier
from wenbiao.fields import fields_of
from wenbiao.form import Block
from wenbiao.kinds import KINDS
from wenbiao.names import flatten
from wenbiao.questions import Rule

TODAY = date(2026, 11, 23)
SAMPLE = sample("declaration")
FIELDS = fields_of(Declaration)


def checked(changes: dict[str, Any]) -> Result:
    return check(Declaration, changed(SAMPLE, changes), today=TODAY)


def codes(result: Result) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.severity[0].upper()) for problem in result.problems)


def test_sample_has_no_problem() -> None:
    """The sample gives neither an error nor a warning, and its data come out as they went in."""
    result = checked({})

    assert () == result.problems
    assert without_nothing(SAMPLE) == result.data


MUST_FAIL: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"/budget/total_wan": "487.00", "/budget/total_in_words": GONE},
        ["R-BUD-2 E", "R-BUD-3 E", "R-BUD-4 E"],
    ),
    ({"/budget/lines/0/amount_wan": "117.00"}, ["R-BUD-1 E", "R-BUD-2 E", "R-BUD-5 E"]),
    ({"/budget/funding_sources/0/amount_wan": "480.00"}, ["R-BUD-3 E"]),
    ({"/budget/year_plan/0/amount_wan": "300.00"}, ["R-BUD-4 E"]),
    ({"/construction_content/7/budget_lines/-": "L99"}, ["R-BUD-6 E"]),
    ({"/schedule/planned_finish": "2024-05-05"}, ["R-BUD-9 W", "R-SCH-1 E", "R-SCH-2 E"]),
    ({"/applicant/uscc": "11340000TE5TA00106"}, ["R-FMT-1 E"]),
    ({"/kpis/11/weight": "9"}, ["R-KPI-1 E"]),
    ({"/project/is_classified": True}, ["R-SEC-0 E"]),
    (
        {"/platform/built_on_integrated_platform": False, "/platform/non_reuse_reason": None},
        ["R-PLT-1 E", "R-PLT-3 W"],
    ),
    ({"/data/catalog_items/1/sharing_condition": None}, ["R-DAT-1 E"]),
    ({"/basis/0/document_number": "皖茶示[2023]7号"}, ["R-FMT-5 E"]),
    ({"/contact/mobile": "1990000000"}, ["R-FMT-2 E"]),
]


@pytest.mark.parametrize("case", range(1, 14))
def test_must_fail(case: int) -> None:
    """Cases 1 to 13 give exactly the listed problems."""
    changes, expected = MUST_FAIL[case - 1]
    result = checked(changes)

    assert expected == [" ".join(pair) for pair in codes(result)]


def test_document_number_comes_with_its_repair() -> None:
    """Case 12 proposes the right brackets."""
    (problem,) = checked({"/basis/0/document_number": "皖茶示[2023]7号"}).problems

    assert "皖茶示〔2023〕7号" in problem.message


def test_message_names_expected_and_found() -> None:
    """A sum that differs is reported with both amounts."""
    problems = checked({"/budget/funding_sources/0/amount_wan": "480.00"}).problems

    assert "480.00 万元" in problems[0].message
    assert "486.00 万元" in problems[0].message


PREVIOUS = {
    "name": "皖美茶园台账系统建设项目",
    "approval_docno": "皖数示〔2020〕18号",
    "accepted_on": "2021-06-30",
}

# One failing case for every rule that the sample passes: code, changes, path, severity.
FAILING: list[tuple[str, dict[str, Any], str, str]] = [
    ("R-FMT-1", {"/project/partner_orgs/0/uscc": "12340100TE5TB0024X"}, "/project/partner_orgs/0/uscc", "error"),
    ("R-FMT-1", {"/data/catalog_items/0/provider_code": "1134000TE5TA00105"}, "/data/catalog_items/0/provider_code", "error"),
    ("R-FMT-2", {"/contact/email": "contact@chashi"}, "/contact/email", "error"),
    ("R-FMT-2", {"/contact/phone": "62999671"}, "/contact/phone", "error"),
    ("R-FMT-2", {"/applicant/postal_code": "23000"}, "/applicant/postal_code", "error"),
    ("R-FMT-3", {"/applicant/admin_division_code": "320100"}, "/applicant/admin_division_code", "error"),
    ("format", {"/project/linked_divisions/0": "340900"}, "/project/linked_divisions/0", "error"),
    ("R-FMT-3", {"/applicant/admin_division_code": "3401"}, "/applicant/admin_division_code", "error"),
    ("R-FMT-6", {"/doc_id": "340000190001010007"}, "/doc_id", "error"),
    ("R-FMT-6", {"/contact/email": "340000190001010007@example.com"}, "/contact/email", "error"),
    ("R-FMT-6", {"/risks/0/risk": "３４００００１９０００１０１０００７"}, "/risks/0/risk", "error"),
    ("length", {"/budget/lines/0/line_no": "L" * 41}, "/budget/lines/0/line_no", "error"),
    ("R-FMT-4", {"/budget/contingency_wan": "0.0000001"}, "/budget/contingency_wan", "error"),
    ("R-FMT-4", {"/budget/year_plan/0/amount_wan": "1e400"}, "/budget/year_plan/0/amount_wan", "error"),
    ("R-FMT-4", {"/budget/year_plan/0/amount_wan": "3,200.00"}, "/budget/year_plan/0/amount_wan", "error"),
    ("R-FMT-5", {"/basis/0/document_number": "皖茶示〔20237号"}, "/basis/0/document_number", "error"),
    ("R-FMT-6", {"/risks/0/risk": "经办人340000190001010007"}, "/risks/0/risk", "error"),
    ("R-FMT-7", {"/filled_on": "2026-11-25", "/plan_year": 2026}, "/filled_on", "warning"),
    ("R-FMT-8", {"/risks/0/risk": "进度滞后,需协调"}, "/risks/0/risk", "warning"),
    ("R-FMT-8", {"/contact/name": "王祎"}, "/contact/name", "warning"),
    ("R-FMT-8", {"/contact/phone": "010-62999671"}, "/contact/phone", "warning"),
    ("R-FMT-8", {"/applicant/postal_code": "100000"}, "/applicant/postal_code", "warning"),
    ("R-FMT-8", {"/applicant/admin_division_code": "340100"}, "/applicant/uscc", "warning"),
    ("R-PRJ-1", {"/project/name": "皖美茶园"}, "/project/name", "warning"),
    ("R-PRJ-2", {"/project/management_class": "审核类"}, "/project/management_class", "warning"),
    ("R-PRJ-3", {"/applicant/org_category": "事业单位"}, "/supervising_org/name", "warning"),
    ("R-PER-1", {"/contact/mobile": None}, "/contact/mobile", "error"),
    ("R-PER-2", {"/contact/name": "叶知秋"}, "/contact/name", "warning"),
    ("R-SEC-0", {"/project/is_classified": True}, "/project/is_classified", "error"),
    ("R-SEC-1", {"/project/is_public_video": True}, "/project/special_category_ref", "error"),
    ("R-SEC-2", {"/security/mlps_level": "三级", "/security/crypto_required": False, "/security/crypto_plan_assessed": None},
     "/security/crypto_required", "error"),
    ("R-SEC-3", {"/platform/network": "电子政务内网"}, "/platform/network", "error"),
    ("R-SEC-4", {"/security/mlps_level": "四级"}, "/security/mlps_level", "warning"),
    ("R-SEC-4", {"/security/personal_information_volume": "100万人以上"}, "/security/personal_information_volume", "warning"),
    ("R-PLT-1", {"/platform/built_on_integrated_platform": False, "/platform/non_reuse_reason": "字" * 49},
     "/platform/non_reuse_reason", "error"),
    ("R-PLT-2", {"/platform/design_dev_separated": False}, "/platform/separation_exemption_reason", "error"),
    ("R-PLT-3", {"/platform/built_on_integrated_platform": False}, "/platform/built_on_integrated_platform", "warning"),
    ("R-PLT-4", {"/platform/front_ends": ["其他"]}, "/platform/front_ends", "warning"),
    ("R-DAT-1", {"/data/catalog_items/0/sharing_type": "不予共享"}, "/data/catalog_items/0/sharing_condition", "error"),
    ("R-DAT-2", {"/data/planned_catalog_count": 1}, "/data/planned_catalog_count", "error"),
    ("R-BUD-1", {"/budget/lines/5/unit_price_wan": "0.51"}, "/budget/lines/5/amount_wan", "error"),
    ("R-BUD-2", {"/budget/contingency_wan": "1.00"}, "/budget/total_wan", "error"),
    ("R-BUD-2", {"/budget/lines/14/category": "C1", "/budget/lines/14/category_name": "预备费"}, "/budget/contingency_wan", "error"),
    ("R-BUD-3", {"/budget/funding_sources/0/amount_wan": "486.000001"}, "/budget/funding_sources", "error"),
    ("R-BUD-4", {"/budget/year_plan/1/amount_wan": "166.000001"}, "/budget/year_plan", "error"),
    ("R-BUD-4", {"/budget/year_plan/1/year": 2024}, "/budget/year_plan/1/year", "error"),
    ("R-BUD-5", {"/budget/other_subtotal_wan": "50.01"}, "/budget/other_subtotal_wan", "error"),
    ("R-BUD-6", {"/construction_content/0/budget_lines": ["L02"]}, "/construction_content/1/budget_lines", "error"),
    ("R-BUD-6", {"/construction_content/7/budget_lines": ["L09"]}, "/construction_content", "error"),
    ("R-BUD-7", {"/budget/lines/1/line_no": "L01"}, "/budget/lines/1/line_no", "error"),
    ("R-BUD-7", {"/budget/lines/0/category": "A10"}, "/budget/lines/0/category", "error"),
    ("R-BUD-7", {"/budget/lines/0/category_name": "硬件设备购置费"}, "/budget/lines/0/category_name", "error"),
    ("R-BUD-8", {"/budget/contingency_wan": "48.61"}, "/budget/contingency_wan", "warning"),
    ("R-BUD-9", {"/schedule/planned_finish": "2024-12-31"}, "/budget/year_plan", "warning"),
    ("R-BUD-10", {"/budget/annual_om_estimate_wan": "65.41"}, "/budget/annual_om_estimate_wan", "warning"),
    ("R-SCH-1", {"/schedule/planned_start": "2025-04-01"}, "/schedule/planned_finish", "error"),
    ("R-SCH-2", {"/schedule/milestones/3/date": "2025-04-01"}, "/schedule/milestones/3/date", "error"),
    ("R-SCH-3", {"/schedule/planned_finish": "2026-05-07"}, "/schedule/planned_finish", "warning"),
    ("R-KPI-1", {"/kpis/0/weight": "8.01"}, "/kpis", "error"),
    ("R-KPI-2", {"/kpis/6/level2": "数量指标"}, "/kpis", "error"),
    ("R-PLN-1", {"/budget/year_plan/1/year": 2027}, "/budget/year_plan", "warning"),
    ("R-PLN-2", {"/plan_year": 2023}, "/budget/year_plan", "error"),
    ("R-PLN-4", {"/project/construction_nature": "运维"}, "/project/construction_nature", "error"),
    ("R-PLN-5", {"/plan_year": 2022}, "/plan_year", "error"),
    ("R-PLN-6", {"/scene_demand_ref": None}, "/scene_demand_ref", "warning"),
    ("R-PLN-7", {"/overall_design_ref": None}, "/overall_design_ref", "warning"),
    # What names no rule is an error of the field itself.
    ("missing", {"/commitment_accepted": False}, "/commitment_accepted", "error"),
    ("missing", {"/data/catalog_items": []}, "/data/catalog_items", "error"),
    ("missing", {"/project/partner_orgs": []}, "/project/partner_orgs", "error"),
    ("missing", {"/project/linked_divisions": []}, "/project/linked_divisions", "error"),
    ("missing", {"/project/construction_nature": "升级改造"}, "/project/previous_project/name", "error"),
    ("missing", {"/project/construction_nature": "升级改造", "/project/previous_project": PREVIOUS,
                 "/platform/existing_systems": []}, "/platform/existing_systems", "error"),
    ("missing", {"/security/domestic_products": False}, "/security/non_domestic_reason", "error"),
    ("missing", {"/platform/reused_components/4/saving_note": ""}, "/platform/reused_components/4/saving_note", "error"),
    ("missing", {"/kpis/0/unit": None}, "/kpis/0/unit", "error"),
    ("missing", {"/schedule/milestones": [{"name": "完成", "date": "2024-06-20"}]}, "/schedule/milestones", "error"),
    ("not_asked", {"/project/previous_project": PREVIOUS}, "/project/previous_project", "error"),
    ("not_asked", {"/project/is_cross_department": False}, "/project/partner_orgs", "error"),
    ("not_asked", {"/security/non_domestic_reason": "无"}, "/security/non_domestic_reason", "error"),
    ("choice", {"/kpis/0/level2": "经济效益指标"}, "/kpis/0/level2", "error"),
    ("choice", {"/kpis/1/kpi_no": "K01"}, "/kpis/1/kpi_no", "error"),
    ("choice", {"/project/level": "国家级"}, "/project/level", "error"),
    ("choice", {"/project/linked_divisions/1": "340800"}, "/project/linked_divisions/1", "error"),
    ("choice", {"/doc_type": "self_evaluation"}, "/doc_type", "error"),
    ("choice", {"/schema_version": "9.9"}, "/schema_version", "error"),
    ("format", {"/kpis/5/target": "2025年3月"}, "/kpis/5/target", "error"),
    ("format", {"/kpis/0/target": "四个"}, "/kpis/0/target", "error"),
    ("format", {"/budget/lines/0/quantity": "0"}, "/budget/lines/0/quantity", "error"),
    ("format", {"/project/name": "皖美\n茶园项目"}, "/project/name", "error"),
    ("format", {"/contact/name": "<陆雨前>"}, "/contact/name", "error"),
    ("format", {f"/budget/lines/{i}/quantity": "9999999" for i in range(15)} | {f"/budget/lines/{i}/amount_wan": GONE for i in range(15)} | {"/budget/total_wan": GONE}, "/budget/total_wan", "error"),
    ("length", {"/background_and_necessity": "短"}, "/background_and_necessity", "error"),
    ("length", {"/project/name": "茶" * 59 + "项目"}, "/project/name", "error"),
    ("type", {"/plan_year": "2024"}, "/plan_year", "error"),
    ("type", {"/budget/contingency_wan": 0}, "/budget/contingency_wan", "error"),
    ("type", {"/budget": "486.00"}, "/budget", "error"),
    ("unknown", {"/budget/grand_total": "1"}, "/budget/grand_total", "error"),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", range(len(FAILING)), ids=[f"{code}-{i}" for i, (code, *_) in enumerate(FAILING)]
)
def test_rule_fires(case: int) -> None:
    """Each rule reports its code, severity and place when its condition is broken."""
    code, changes, path, severity = FAILING[case]
    found = [(problem.code, problem.path, problem.severity) for problem in checked(changes).problems]

    assert (code, path, severity) in found


def rules_of(model: type[Block]) -> list[Rule]:
    inner = [
        rule
        for field in fields_of(Declaration).walk()
        if field.model
        for rule in field.model.declared(Rule).values()
    ]
    return list(model.declared(Rule).values()) + inner


def test_every_rule_has_a_failing_case() -> None:
    """No rule of the form is missing from the table above (R-PLN-3 needs an earlier document: below)."""
    declared = {rule.code for rule in rules_of(Declaration)} | {
        field.computed.code for field in FIELDS.walk() if field.computed
    }

    assert set() == declared - {code for code, *_ in FAILING} - {"R-PLN-3", "computed"}


def test_total_in_words_must_be_right() -> None:
    """Words that are not those of the total are the error `computed`."""
    found = [
        problem.code for problem in checked({"/budget/total_in_words": "人民币肆佰捌拾柒万元整"}).problems
    ]

    assert ["computed"] == found


CENTS = {  # a total of 486.168032 万元 = 4861680.32 元
    "/budget/lines/6/unit_price_wan": "12.168032",
    "/budget/lines/6/amount_wan": GONE,
    "/budget/construction_subtotal_wan": GONE,
    "/budget/total_wan": GONE,
    "/budget/funding_sources/0/amount_wan": "486.168032",
    "/budget/year_plan/1/amount_wan": "166.168032",
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("人民币肆佰捌拾陆万壹仟陆佰捌拾元叁角贰分", []),
        ("人民币肆佰捌拾陆万壹仟陆佰捌拾元零叁角贰分", []),
        ("人民币肆佰捌拾陆万零壹仟陆佰捌拾元零叁角贰分", ["computed"]),  # the digit of 万 is 6
        ("肆佰捌拾陆万壹仟陆佰捌拾元叁角贰分", ["computed"]),
    ],
)
def test_total_in_words_may_be_spelt_in_each_accepted_way(words: str, expected: list[str]) -> None:
    """Accepted spellings of the total pass and are kept for the document; others are an error."""
    result = checked({**CENTS, "/budget/total_in_words": words})

    assert expected == [problem.code for problem in result.problems]
    assert words == result.data["budget"]["total_in_words"]


def test_same_project_declared_before() -> None:
    """R-PLN-3 warns when an earlier declaration names the same project and applicant."""
    earlier = Earlier([changed(SAMPLE, {"/doc_id": "D04-DEMO-0000"})])
    found = [(p.code, p.severity) for p in check(Declaration, SAMPLE, today=TODAY, earlier=earlier).problems]

    assert [("R-PLN-3", "warning")] == found
    assert () == check(Declaration, SAMPLE, today=TODAY, earlier=Earlier([SAMPLE])).problems


# Rules that demand the very answer that is gone, or cross-check a list that has lost an item.
CONSEQUENCES = {"R-PER-1", "R-PLN-6", "R-PLN-7", "R-DAT-1"}
SAMPLE_PATHS = [path for path in flatten(without_nothing(SAMPLE)) if not path.rpartition("/")[2].isdigit()]


@pytest.mark.parametrize("path", SAMPLE_PATHS)
def test_deleting_an_answer(path: str) -> None:
    """A required answer that is gone gives `missing`, and never a false sum or cross-check problem."""
    field = FIELDS.at(path)
    problems = checked({path: GONE}).problems
    numbered = field.kind is KINDS["sequence"]  # rows are numbered by their place
    demanded = field.name == "unit" or path == "/platform/reused_components/4/saving_note"
    expected = [path] if (field.required and not numbered) or demanded else []

    assert expected == [problem.path for problem in problems if problem.code == "missing"]
    assert set() == {problem.code for problem in problems} - {"missing"} - CONSEQUENCES
