"""The page of a project's life says what the samples say, and shows their pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools.album import FORMS, PICTURES, size_of
from tests.tools.samples import sample
from wenbiao import names
from wenbiao.catalogue import Catalogue
from wenbiao.pages import Pages
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "site/pages/life.md").read_text("utf-8")
PICTURE = r"\[!\[([^\]]+)\]\(assets/pictures/([^)]+)\)\{ width=(\d+) height=(\d+) loading=lazy \}\]\(assets/pictures/([^)]+)\)"
SAMPLES = {name: names.flatten(sample(name)) for name in FORMS}
# What the page says, each figure by the form and the pointer that it comes from.
FACTS = [
    "申报<br><strong>{declaration/budget/total_wan}</strong><br>{declaration/filled_on}",
    "批复<br><strong>{change_application/approval/approved_estimate_wan}</strong><br>{change_application/approval/approved_on}",
    "变更<br><strong>{change_application/budget_summary/adjust_amount_wan}</strong><br>{change_application/filled_on}，调整额占核定概算的 {change_application/budget_summary/adjust_ratio_percent}%",
    "结算<br><strong>{acceptance_report/finance/settled_wan}</strong><br>{acceptance_report/schedule/final_acceptance_on}",
    "自评价<br><strong>{self_evaluation/score_summary/total} 分</strong><br>{self_evaluation/filled_on}，等级为{self_evaluation/score_summary/grade}。",
    "建设费用 {declaration/budget/construction_subtotal_wan} 加其他费用 {declaration/budget/other_subtotal_wan}，合计 {declaration/budget/total_wan}，大写“{declaration/budget/total_in_words}”",
    "{declaration/budget/year_plan/0/year}年 {declaration/budget/year_plan/0/amount_wan}，{declaration/budget/year_plan/1/year}年 {declaration/budget/year_plan/1/amount_wan}",
    "计划完工日期 {declaration/schedule/planned_finish}",
    "项目经批复（{acceptance_report/approval/document_number}），核定概算 {acceptance_report/approval/approved_estimate_wan}",
    "{declaration/budget/lines/0/item}申报 {declaration/budget/lines/0/amount_wan}，核定 {acceptance_report/budget_execution/0/approved_wan}",
    *(
        f"| {{change_application/budget_changes/{row}/item}} | {{change_application/budget_changes/{row}/approved_wan}} → {{change_application/budget_changes/{row}/changed_wan}} | {{change_application/budget_changes/{row}/delta_wan}} |"
        for row in range(4)
    ),
    "终端由 {change_application/kpi_changes/0/before} 套改为 {change_application/kpi_changes/0/after} 套",
    "新的完工日期 {change_application/schedule_change/finish_after}",
    "调增 {change_application/budget_summary/increase_sum_wan}，调减 {change_application/budget_summary/decrease_sum_wan}，总额仍是 {change_application/budget_summary/changed_total_wan}",
    "增减总额 {change_application/budget_summary/gross_change_wan} 计算，也只有 {change_application/budget_summary/gross_ratio_percent}%",
    "所以建议{change_application/suggested_route}。{acceptance_report/change_records/0/handled_on}{acceptance_report/change_records/0/handled_as}",
    "{acceptance_report/schedule/actual_finish}完工，{acceptance_report/schedule/preliminary_acceptance_on}初步验收，{acceptance_report/schedule/trial_run_start}至{acceptance_report/schedule/trial_run_end}试运行，{acceptance_report/schedule/application_on}申请验收，{acceptance_report/schedule/final_acceptance_on}{acceptance_report/acceptance_result/decision}竣工验收",
    "合同金额 {acceptance_report/finance/contract_sum_wan}，结算 {acceptance_report/finance/settled_wan}，已付 {acceptance_report/finance/paid_wan}，质保金 {acceptance_report/finance/retention_wan}，结余 {acceptance_report/finance/saving_wan}（占核定概算的 {acceptance_report/finance/saving_percent}%）",
    "执行数 {self_evaluation/budget_performance/executed_wan} 除以预算数 {self_evaluation/budget_performance/full_budget_wan}，执行率 {self_evaluation/budget_performance/execution_percent}%，得 {self_evaluation/score_summary/budget} 分；产出指标 {self_evaluation/score_summary/output} 分，效益指标 {self_evaluation/score_summary/benefit} 分，满意度指标 {self_evaluation/score_summary/satisfaction} 分；合计 {self_evaluation/score_summary/total} 分",
    "系统年可用率应达到 {self_evaluation/kpi_scores/4/target}%，实际 {self_evaluation/kpi_scores/4/actual}%，得 {self_evaluation/kpi_scores/4/score} 分（满分 {self_evaluation/kpi_scores/4/weight} 分）",
    "追溯码覆盖率应达到 {self_evaluation/kpi_scores/8/target}%，实际 {self_evaluation/kpi_scores/8/actual}%，得 {self_evaluation/kpi_scores/8/score} 分（满分 {self_evaluation/kpi_scores/8/weight} 分）",
]


def spoken(value: object) -> str:
    """As the page writes it: 2023-09-15 → 2023年9月15日, -12.00 with a minus sign."""
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
    return f"{date[1]}年{int(date[2]):d}月{int(date[3]):d}日" if date else re.sub("^-", "−", str(value))


def filled(fact: str) -> str:
    """The fact with its figures from the samples."""

    def figure(named: re.Match[str]) -> str:
        form, _, pointer = named[1].partition("/")
        return spoken(SAMPLES[form][f"/{pointer}"])

    return re.sub(r"\{([^}]+)\}", figure, fact)


def figures(text: str) -> set[str]:
    """Dates and numbers of a text, without signs."""
    prose = re.sub(r"\]\(assets/[^)]*\)|\{ width[^}]*\}|<[^>]*>", " ", text)
    return set(re.findall(r"\d{4}年\d+月\d+日|\d+(?:\.\d+)?", prose))


@pytest.mark.parametrize("fact", FACTS)
def test_page_says_what_the_samples_say(fact: str) -> None:
    """Each figure stands on the page in its sentence."""
    assert filled(fact) in PAGE


def test_page_has_no_other_figures() -> None:
    """Whatever number the page has is in the facts above, or counts the rows of a table, or is the change's number."""
    counted = {
        f"费用 {len(sample('declaration')['budget']['lines'])} 项",
        f"绩效指标 {len(sample('declaration')['kpis'])} 项",
        f"{len(sample('acceptance_report')['contracts'])} 份合同",
        f"第 {sample('change_application')['change_seq']} 次变更",
    }

    assert all(text in PAGE for text in counted)
    assert figures(PAGE) <= set().union(*map(figures, [*map(filled, FACTS), *counted]))


def test_every_picture_is_shown() -> None:
    """Each with words for those who cannot see it, its true size, and a link to itself."""
    shown = re.findall(PICTURE, PAGE)

    assert {picture.name for picture in PICTURES.glob("*.png")} == {file for _, file, *_ in shown}
    assert PAGE.count("![") == len(shown)
    for words, file, width, height, whole in shown:
        assert len(words) > 6
        assert size_of(PICTURES / file) == (int(width), int(height))
        assert file == whole


def test_page_says_that_all_is_invented() -> None:
    """Before the first figure, and beside the organisation's name."""
    assert "全部是虚构的" in PAGE.split("## ")[0]
    assert sample("declaration")["applicant"]["name"] in PAGE


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of this project."""
    return Pages(
        Catalogue.load(ROOT / "forms", ROOT / "templates"), Web(ROOT / "templates/web"), ROOT, ROOT / "none"
    )


@pytest.mark.parametrize("name", FORMS)
def test_page_leads_to_each_form(pages: Pages, name: str) -> None:
    """By its title."""
    assert f'href="../forms/{name}/">填写《{pages.catalogue[name].fields.title}》' in pages.filled(
        PAGE, "../"
    )


@pytest.mark.parametrize("name", FORMS)
def test_page_tells_what_flows_in(pages: Pages, name: str) -> None:
    """Each flow that the form declares, with where it comes from and whether it may be changed."""
    entry = pages.catalogue[name]
    told = pages.filled(f"<!-- wenbiao: flows {name} -->", "../")
    wholes = tuple(f"{flow.to}/" for flow in entry.form.flows)

    rows = [
        f"<td>{entry.fields.at(flow.to).label}</td><td>{flow.says}</td><td>{'不能改' if flow.locked else '可以改'}</td>"
        for flow in entry.form.flows
        if not flow.to.startswith(wholes)
    ]
    assert rows == re.findall("<tr>(<td>.*)</tr>", told)
    assert (f"<!-- wenbiao: flows {name} -->" in PAGE) == bool(rows)


def test_form_of_another_project_is_left_out(tiny: Path) -> None:
    """A page that names a form which is not there says nothing of it."""
    other = Pages(
        Catalogue.load(tiny / "questions", tiny / "documents"),
        Web(ROOT / "templates/web"),
        tiny,
        tiny / "none",
    )

    assert "一。\n\n二。" == other.filled("一。\n<!-- wenbiao: form declaration -->\n二。", "../")
