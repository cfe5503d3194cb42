"""One project from declaration to self-evaluation: what flows, what stays locked, what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.tools.samples import GONE, changed, sample
from wenbiao import submission
from wenbiao.answers import Result, check
from wenbiao.carry import Earlier, begun, carried
from wenbiao.catalogue import Catalogue
from wenbiao.names import flatten
from wenbiao.submission import Submission

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
TODAY = date(2026, 11, 23)
LIFE = ("declaration", "change_application", "acceptance_report", "self_evaluation")


def before(form: str) -> list[dict[str, Any]]:
    """The project's documents before this one."""
    return [sample(name) for name in LIFE[: LIFE.index(form)]]


def submitted(form: str, answers: Mapping[str, Any], earlier: list[Any]) -> Result:
    return submission.check(CATALOGUE, CATALOGUE[form], Submission(answers, earlier), TODAY)


def found(result: Result) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in result.problems]


@pytest.mark.parametrize("form", LIFE)
def test_samples_agree_with_their_earlier_documents(form: str) -> None:
    """With the earlier documents given, no sample has a problem."""
    assert [] == found(submitted(form, sample(form), before(form)))


@pytest.mark.parametrize("form", LIFE[1:])
def test_what_is_carried_is_what_the_sample_says(form: str) -> None:
    """Nothing that was carried over had to be typed again: it equals the sample, wherever the sample has it."""
    entry = CATALOGUE[form]
    answers = flatten(check(entry.form, sample(form), today=TODAY).data)
    flowed = carried(entry.fields, entry.form.flows, Earlier(before(form)))

    assert len(flowed) > 25
    assert {} == {
        answer.path: (answer.value, answers[answer.path])
        for answer in flowed
        if answer.locked
        and answer.path in answers
        and str(answers[answer.path]).removesuffix(".00") != str(answer.value).removesuffix(".00")
    }


@pytest.mark.parametrize("form", LIFE[1:])
def test_flows_name_fields_that_exist(form: str) -> None:
    """Every end of a flow is a question of its form; a question that is dropped breaks its flow here."""
    for flow in CATALOGUE[form].form.flows:
        assert CATALOGUE[form].fields.at(flow.to)
        for source in flow.sources:
            other, _, pointer = source.partition(":")
            assert CATALOGUE[other].fields.at(pointer)


@pytest.mark.parametrize("form", LIFE[1:])
def test_begun_document_has_no_wrong_answer(form: str) -> None:
    """A document that is started from earlier ones misses answers, and has nothing else wrong."""
    entry = CATALOGUE[form]
    payload = begun(carried(entry.fields, entry.form.flows, Earlier(before(form))))
    codes = {code for code, _path in found(submitted(form, payload, before(form))) if code != "missing"}

    assert codes <= {"R-CHG-10"}


FLOW: list[tuple[str, dict[str, Any], tuple[str, str]]] = [
    ("change_application", {"/project/name": "别的项目"}, ("R-FLOW-1", "/project/name")),
    ("change_application", {"/applicant/uscc": "12340100TE5TB0024C"}, ("R-FLOW-1", "/applicant/uscc")),
    ("change_application", {"/project/code": "AH-OTHER"}, ("R-FLOW-1", "/project/code")),
    ("change_application", {"/kpi_changes/0/before": "121"}, ("R-FLOW-2", "/kpi_changes/0/before")),
    ("change_application", {"/budget_changes/0/line_no": "L99"}, ("R-CHG-1", "/budget_changes/0/line_no")),
    ("acceptance_report", {"/approval/approved_estimate_wan": "500.00"}, ("R-FLOW-2", "/approval/approved_estimate_wan")),
    ("acceptance_report", {"/budget_execution/1/changed_wan": "79.00"}, ("R-FLOW-2", "/budget_execution/1/changed_wan")),
    ("acceptance_report", {"/budget_execution/1/approved_wan": "91.00"}, ("R-FLOW-2", "/budget_execution/1/approved_wan")),
    ("acceptance_report", {"/change_records/0/adjust_amount_wan": "21.61"}, ("R-FLOW-2", "/change_records/0/adjust_amount_wan")),
    ("acceptance_report", {"/kpi_completion/1/target": "120"}, ("R-FLOW-2", "/kpi_completion/1/target")),
    ("acceptance_report", {"/schedule/planned_finish": "2025-03-31"}, ("R-FLOW-2", "/schedule/planned_finish")),
    ("acceptance_report", {"/security/crypto_conclusion": "不涉及"}, ("R-ACC-4", "/security/crypto_conclusion")),
    ("self_evaluation", {"/kpi_scores/1/target": "120"}, ("R-FLOW-2", "/kpi_scores/1/target")),
    ("self_evaluation", {"/overall_goal/expected": "别的目标"}, ("R-FLOW-2", "/overall_goal/expected")),
    ("self_evaluation", {"/refs/declaration": "D04-OTHER"}, ("R-FLOW-1", "/refs/declaration")),
]  # fmt: skip


@pytest.mark.parametrize(("form", "changes", "expected"), FLOW)
def test_locked_answers_are_guarded(form: str, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """A locked answer that differs from its earlier document is an error with both values."""
    result = submitted(form, changed(sample(form), changes), before(form))
    (problem,) = (problem for problem in result.problems if (problem.code, problem.path) == expected)

    assert str(next(iter(changes.values()))) in problem.message
    assert "error" == problem.severity


def test_amounts_may_be_written_with_other_zeros() -> None:
    """452.6 and 452.60 are the same amount."""
    answers = changed(sample("acceptance_report"), {"/approval/approved_estimate_wan": "452.6"})

    assert [] == found(submitted("acceptance_report", answers, before("acceptance_report")))


def second_change(changes: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    first = sample("change_application")
    answers = changed(first, {"/change_seq": 2, "/doc_id": "D12-DEMO-0002", "/filled_on": "2024-12-01",
                              "/budget_summary": GONE, "/kpi_changes": GONE, "/schedule_change": GONE,
                              "/change_types": ["建设内容", "投资结构"],
                              "/budget_changes": [{"line_no": "L03", "category": "A1", "item": "一屏统览", "reason": "优化",
                                                   "approved_wan": "58.00", "changed_wan": "55.00"}], **changes})  # fmt: skip
    return answers, [sample("declaration"), first]


def test_second_change_starts_from_the_first() -> None:
    """The baseline of a second change is what the first one left; its sums are carried, not typed."""
    answers, earlier = second_change({})
    flowed = {
        answer.path: answer.value for answer in submitted("change_application", {}, earlier).carried or ()
    }
    sums = {path: flowed[path] for path in flowed if path.startswith("/budget_summary")}

    assert 2 == flowed["/change_seq"]
    assert {
        "/budget_summary/approved_total_wan": "452.60",
        "/budget_summary/prior_cumulative_adjust_wan": "21.60",
    } == sums
    answers["budget_summary"] = {path.rpartition("/")[2]: value for path, value in sums.items()}
    result = submitted("change_application", answers, earlier)
    assert [] == found(result)
    assert "24.60" == result.computed["/budget_summary/cumulative_adjust_wan"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"/change_seq": 3}, ("R-CHG-9", "/change_seq")),
        ({"/budget_changes/0/approved_wan": "48.00"}, ("R-FLOW-2", "/budget_changes/0/approved_wan")),
        (
            {"/budget_summary": {"approved_total_wan": "452.60", "prior_cumulative_adjust_wan": "21.59"}},
            ("R-FLOW-2", "/budget_summary/prior_cumulative_adjust_wan"),
        ),
    ],
)
def test_second_change_is_guarded(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """Number, line amounts and earlier sums of a second change must follow from the first."""
    sums = {"/budget_summary": {"approved_total_wan": "452.60", "prior_cumulative_adjust_wan": "21.60"}}
    answers, earlier = second_change(sums)

    assert expected in found(submitted("change_application", changed(answers, changes), earlier))


def test_change_comes_before_the_application_for_acceptance() -> None:
    """R-CHG-6: a change that was filed after the application for acceptance contradicts it."""
    late = changed(sample("change_application"), {"/filled_on": "2025-10-01"})

    assert ("R-CHG-6", "/schedule/application_on") in found(
        submitted("acceptance_report", sample("acceptance_report"), [sample("declaration"), late])
    )


def test_second_change_of_the_schedule_starts_from_the_first() -> None:
    """The date before a second change is the one after the first."""
    dates = {"finish_before": "2025-02-01", "finish_after": "2025-07-01", "reason": "延期"}
    answers, earlier = second_change(
        {"/schedule_change": dates, "/change_types": ["建设内容", "投资结构", "建设周期"]}
    )

    assert ("R-FLOW-2", "/schedule_change/finish_before") in found(
        submitted("change_application", answers, earlier)
    )


UNUSABLE: list[tuple[str, Any, str]] = [
    ("change_application", "x", "应当是一个列表"),
    ("change_application", [[]], "没有写明是哪一种文书"),
    ("change_application", [{"doc_type": "nothing"}], "没有写明是哪一种文书"),
    ("change_application", [sample("self_evaluation")], "不从它开始"),
    ("change_application", [changed(sample("declaration"), {"/schema_version": "9.0"})], "版本不认识"),
    ("change_application", [changed(sample("declaration"), {"/budget/total_wan": "487.00"})], "总投资"),
    (
        "acceptance_report",
        [sample("declaration"), changed(sample("change_application"), {"/project/name": "另一个项目"})],
        "不属于同一个项目",
    ),
]


@pytest.mark.parametrize(("form", "earlier", "says"), UNUSABLE)
def test_unusable_earlier_documents(form: str, earlier: Any, says: str) -> None:
    """An earlier document that cannot be used is one clear problem, and nothing is filled in by halves."""
    result = submitted(form, sample(form), earlier)

    assert 1 == len(result.problems)
    assert says in result.problems[0].message
    assert not result.complete
    assert result.carried is None
