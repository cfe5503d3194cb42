"""Random valid projects through their whole life: nothing is lost, nothing is added, nothing differs unnoticed."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_carry import CATALOGUE, LIFE, TODAY, submitted
from tests.tools.drawn import LINES_MAX, projects
from tests.tools.projects import WAN, Project, moved, wan
from tests.tools.samples import changed
from tests.tools.text import text_of
from wenbiao import press, submission
from wenbiao.answers import Result, check
from wenbiao.names import flatten, parts

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
LIVES = settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=SLOW)
DOCUMENTS = settings(LIVES, max_examples=15)
AMOUNTS = ("money", "signed_money")
FREE = {  # amounts that nothing else in the project repeats
    "annual_om_estimate_wan",
    "investment_wan",
    "initial_budget_wan",
    "om_cost_wan",
    "original_value_wan",
}


def results(project: Project) -> list[Result]:
    """Each document of the project's life, checked with all documents before it."""
    life = project.life()
    return [submitted(document["doc_type"], document, life[:at]) for at, document in enumerate(life)]


def alone(document: Any) -> Result:
    """A document checked by itself."""
    return check(CATALOGUE[document["doc_type"]].form, document, today=TODAY)


def written(result: Result) -> Any:
    """The finished document as a file holds it, computed values included."""
    return json.loads(submission.as_json(result.data))


def begun(life: list[Any], at: int) -> Any:
    """What the document at this place of a life starts with, given those before it."""
    payload, problems = submission.start(CATALOGUE, CATALOGUE[life[at]["doc_type"]], life[:at], TODAY)
    assert [] == problems
    return payload


def amounts_in(form: str, data: dict[str, Any]) -> dict[str, str]:
    """Every amount of a document by its pointer."""
    fields = CATALOGUE[form].fields
    leaves = flatten(data)
    return {path: leaves[path] for path in leaves if (kind := fields.at(path).kind) and kind.name in AMOUNTS}


@LIVES
@given(projects())
def test_every_random_project_is_valid(project: Project) -> None:
    """All documents of a random project pass with all documents before them."""
    for result in results(project):
        assert () == result.errors


@LIVES
@given(projects())
def test_finished_documents_are_valid_and_final(project: Project) -> None:
    """A document passes again as it was written, computed values included, and is written the same."""
    for document in project.life():
        result = alone(document)
        again = alone(written(result))

        assert result.problems == again.problems
        assert result.data == again.data


@LIVES
@given(projects())
def test_declared_amounts_add_up(project: Project) -> None:
    """Quantity × price is rounded to the 分, and the total is the sum of what was rounded."""
    budget = alone(project.life()[0]).data["budget"]

    assert [wan(line.declared) for line in project.lines] == [line["amount_wan"] for line in budget["lines"]]
    assert wan(project.total) == budget["total_wan"]


@LIVES
@given(projects(least_changes=1))
def test_baseline_and_deltas_make_the_changed_total(project: Project) -> None:
    """For each change: what was approved, and the sum of its deltas, is what it leaves; the next starts there."""
    for number, document in enumerate(project.life()[1:-2]):
        before, after = project.sum_after(number), project.sum_after(number + 1)
        data = alone(document).data
        summary = data["budget_summary"]

        assert Decimal(wan(after)) == Decimal(wan(before)) + sum(
            Decimal(row["delta_wan"]) for row in data["budget_changes"]
        )
        assert (wan(before), wan(after)) == (summary["approved_total_wan"], summary["changed_total_wan"])
        assert wan(after - before) == summary["net_change_wan"]
        assert wan(project.adjusted(number)) == summary["adjust_amount_wan"]
        assert wan(sum(map(project.adjusted, range(number + 1)))) == summary["cumulative_adjust_wan"]
        assert (after > project.sum_after(0)) is data["scale_exceeds_approved"]


@LIVES
@given(projects(least_changes=1))
def test_the_route_follows_from_exact_amounts(project: Project) -> None:
    """Where a record is enough, a new approval is only doubted; where it is not, a record is refused."""
    for number, document in enumerate(project.life()[1:-2]):
        other = {"备案": "重新审批", "重新审批": "备案"}[document["suggested_route"]]

        assert bool(alone(document | {"suggested_route": other}).errors) is not project.record_suffices(
            number
        )


@LIVES
@given(projects(least_changes=2))
def test_second_change_builds_on_the_first(project: Project) -> None:
    """What the first change left is carried into the second, and one 分 more for a line is an error."""
    life = project.life()
    left = project.lines[0].after[0]
    payload = begun(life, 2)

    assert 2 == payload["change_seq"]
    assert {
        "approved_total_wan": wan(project.sum_after(1)),
        "prior_cumulative_adjust_wan": wan(project.adjusted(0)),
    } == payload["budget_summary"]
    assert wan(left) == life[2]["budget_changes"][0]["approved_wan"]
    wrong = changed(life[2], {"/budget_changes/0/approved_wan": wan(left + 1)})
    assert ["R-FLOW-2"] == [
        problem.code
        for problem in submitted("change_application", wrong, life[:2]).errors
        if problem.path == "/budget_changes/0/approved_wan"
    ]


@LIVES
@given(projects())
def test_amounts_survive_to_the_last_fen(project: Project) -> None:
    """The acceptance report starts with the lines as approved and changed, and with what each change adjusted."""
    report = begun(life := project.life(), len(life) - 2)

    assert [
        {"approved_wan": wan(line.approved), "changed_wan": wan(line.after[-1])} if any(line.touched) else {}
        for line in project.lines
    ] == [
        {name: row[name] for name in ("approved_wan", "changed_wan") if name in row}
        for row in report["budget_execution"]
    ]
    assert [wan(project.adjusted(number)) for number in project.changes] == [
        record["adjust_amount_wan"] for record in report.get("change_records", ())
    ]


@LIVES
@given(projects())
def test_the_self_evaluation_starts_with_what_was_approved_settled_and_paid(project: Project) -> None:
    """Sums, targets and weights come through all documents; targets are those last changed to."""
    life = project.life()
    evaluation = begun(life, len(life) - 1)
    last = len(project.changes)

    assert {
        "initial_budget_wan": wan(project.sum_after(0)),
        "full_budget_wan": wan(project.settled),
        "executed_wan": wan(project.paid),
    } == evaluation["budget_performance"]
    assert [
        (one.row["kpi_no"], moved(one.targets[last], project.years), wan(one.weight))
        for one in project.indicators
    ] == [(row["kpi_no"], row["target"], row["weight"]) for row in evaluation["kpi_scores"]]


@LIVES
@given(projects())
def test_scores_add_up_to_the_total(project: Project) -> None:
    """The sums of the levels and the total are those of the rows; the grade is that of the total."""
    summary = alone(project.life()[-1]).data["score_summary"]
    budget = (2 * 1000 * project.paid + project.settled) // (
        2 * project.settled
    )  # of 10 points, in hundredths
    total = budget + sum(one.score for one in project.indicators)

    assert Decimal(budget) / 100 == Decimal(summary["budget"])
    assert Decimal(total) / 100 == Decimal(summary["total"])
    assert Decimal(summary["total"]) == sum(
        Decimal(summary[name]) for name in ("budget", "output", "benefit", "satisfaction")
    )
    assert "差中良优"[sum(total >= least for least in (6000, 8000, 9000))] == summary["grade"]


@pytest.mark.parametrize("form", LIFE)
@DOCUMENTS  # with a change: without one, no document repeats the approved estimate
@given(projects(least_changes=1), st.integers(0, LINES_MAX - 1))
def test_one_fen_more_is_always_noticed(form: str, project: Project, row: int) -> None:
    """Any one amount of a finished document that is raised by 0.000001 万元 makes it contradict something."""
    life = project.life()
    at = max(at for at, document in enumerate(life) if document["doc_type"] == form)
    document = written(alone(life[at]))
    unnoticed = []
    for rows in guarded(project, document):
        path, value = rows[row % len(rows)]
        more = changed(document, {path: wan(fen(value) + 1)})
        if not submitted(form, more, life[:at]).errors:
            unnoticed.append(path)

    assert [] == unnoticed


def guarded(project: Project, document: Any) -> list[list[tuple[str, str]]]:
    """The amounts that the project's documents state or use more than once: for each question its rows."""
    fields = CATALOGUE[document["doc_type"]].fields
    rounded = {  # a fraction of a price may vanish when the line's amount is rounded
        f"/budget/lines/{row}/unit_price_wan" for row, line in enumerate(project.lines) if line.quantity < WAN
    }
    found: dict[str, list[tuple[str, str]]] = {}
    for path, value in amounts_in(document["doc_type"], document).items():
        if parts(path)[-1] not in FREE and path not in rounded:
            found.setdefault(fields.at(path).pointer, []).append((path, value))
    return list(found.values())


def fen(value: str) -> int:
    """An amount of the data as a whole number of 分."""
    return int(Decimal(value) * WAN)


@DOCUMENTS
@given(projects())
def test_every_document_prints_every_amount(project: Project) -> None:
    """Each document of a random project renders, and each of its amounts stands in it, as a number of its own."""
    for document in project.life():
        entry, result = CATALOGUE[document["doc_type"]], alone(document)
        printed = set(re.findall(r"-?\d+\.\d+", text_of(press.rendered(entry, result))))
        said = {
            wan(fen(value))
            for path, value in amounts_in(entry.name, result.data).items()
            if not entry.fields.at(path).unprinted
        }

        assert set() == said - printed
