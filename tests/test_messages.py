"""The page of messages: all that a form says stands there, word for word, and with its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import test_acceptance_report, test_change_application, test_declaration, test_self_evaluation
from tests.test_carry import FLOW, LIFE, UNUSABLE, before, submitted
from tests.test_kinds import DOUBTED, REFUSED
from tests.tools.garden import GARDEN, Garden
from tests.tools.html import parsed
from tests.tools.rules import checked, declared
from tests.tools.samples import GONE, changed, sample
from wenbiao import names
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import Problem
from wenbiao.handbook import MESSAGES, Handbook
from wenbiao.messages import Message, messages
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
CASES = {
    "declaration": test_declaration,
    "change_application": test_change_application,
    "acceptance_report": test_acceptance_report,
    "self_evaluation": test_self_evaluation,
}
LONG = "字" * 5000
BAD: list[Any] = [
    GONE, None, "", [], {}, [{}], ["x"], [["x"]], {"x": 1}, "x", "字", LONG, f"{LONG}\n", "-1", "0", "10000001", "1.2345678",
    "2024-02-30", -1, 0, 1, 10**13, 3.5, True, False, ["x", "x"], ["省级", "省级"],
    *(value for _kind, value, _code in REFUSED), *(value for _kind, value, _says in DOUBTED),
]  # fmt: skip


@cache
def page(form: str) -> dict[str, tuple[Message, ...]]:
    """{pointer: the messages of that place}."""
    return {place.pointer: place.messages for part in messages(CATALOGUE[form]) for place in part.places}


def reads(message: Message) -> str:
    """A message as the page shows it."""
    return "".join(text for text, _gap in message.pieces)


def says(message: Message, problem: Problem) -> bool:
    """Whether a problem is this message with its gaps filled in."""
    same = (message.code, message.severity) == (problem.code, problem.severity)
    return same and pattern(message).fullmatch(problem.message) is not None


@cache
def pattern(message: Message) -> re.Pattern[str]:
    """What a message's texts are when its gaps are filled in."""
    return re.compile("".join(".*" if gap else re.escape(text) for text, gap in message.pieces), re.DOTALL)


def places(form: str, path: str) -> Iterator[str]:
    """The pointer of the field at a path, then of all that holds it: a rule may not say where it will point."""
    steps = names.parts(path)
    for size in range(len(steps), -1, -1):
        try:
            yield CATALOGUE[form].fields.at(names.pointer(*steps[:size])).pointer if size else ""
        except KeyError:
            continue


def untold(form: str, problems: tuple[Problem, ...]) -> list[Problem]:
    """The problems that the page does not have at their place."""
    return [
        problem
        for problem in problems
        if not any(
            says(message, problem)
            for pointer in places(form, problem.path)
            for message in page(form).get(pointer, ())
        )
    ]


def spoilt(value: Any, bad: Any) -> Any:
    """A payload with another value in the place of every single answer."""
    if isinstance(value, dict):
        return {name: new for name, old in value.items() if (new := spoilt(old, bad)) is not GONE}
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [spoilt(row, bad) for row in value]
    return bad


@pytest.mark.parametrize("form", LIFE)
def test_cases_that_must_fail_are_told(form: str) -> None:
    """Every message of every case that breaks a rule on purpose."""
    module = CASES[form]
    cases = [case[-2] for case in module.MUST_FAIL] + [case[1] for case in module.FAILING]
    found = [problem for changes in cases for problem in checked(CATALOGUE[form].form, changes).problems]

    assert len(found) > len(cases) / 2
    assert [] == untold(form, tuple(found))


@pytest.mark.parametrize("form", LIFE)
def test_bad_answers_are_told(form: str) -> None:
    """Whatever stands in the place of each answer, alone and in all of them at once."""
    entry, answers = CATALOGUE[form], sample(form)
    found = [
        problem for bad in BAD for problem in submitted(form, spoilt(answers, bad), before(form)).problems
    ]
    found += [
        problem
        for number, path in enumerate([*answers, *names.flatten(answers)])
        for bad in BAD[number % 20 :: 20]
        for problem in checked(entry.form, {f"/{path}" if path in answers else path: bad}).problems
    ]

    assert {"type", "missing", "length", "choice", "format", "R-FMT-8"} <= {one.code for one in found}
    assert [] == untold(form, tuple(dict.fromkeys(found)))


@pytest.mark.parametrize(("form", "changes", "expected"), FLOW)
def test_locked_answers_are_told(form: str, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    """What differs from the project's earlier documents."""
    problems = submitted(form, changed(sample(form), changes), before(form)).problems

    assert expected in [(problem.code, problem.path) for problem in problems]
    assert [] == untold(form, problems)


@pytest.mark.parametrize(("form", "earlier", "_says"), UNUSABLE)
def test_unusable_earlier_documents_are_told(form: str, earlier: Any, _says: str) -> None:
    """At the head of the page, for they belong to no question."""
    assert [] == untold(form, submitted(form, sample(form), earlier).problems)


@pytest.mark.parametrize("form", LIFE)
def test_what_is_no_form_is_told(form: str) -> None:
    """A payload that is not an object, names that no question has."""
    found = [*submitted(form, [], before(form)).problems, *checked(CATALOGUE[form].form, {"/x": 1}).problems]

    assert ["type", "unknown"] == [problem.code for problem in found]
    assert [] == untold(form, tuple(found))


@pytest.mark.parametrize("form", LIFE)
def test_every_rule_is_told(form: str) -> None:
    """Also those that no case breaks; each says more than what is filled in."""
    told = {message for found in page(form).values() for message in found}
    flows = {flow.code for flow in CATALOGUE[form].form.flows if flow.code}

    assert set() == (declared(CATALOGUE[form].form) | flows) - {message.code for message in told}
    assert [] == [message for message in told if not any(not gap and text for text, gap in message.pieces)]


GARDEN_SAYS = {
    "/name": [
        "missing 请填写茶园名称",
        "type 茶园名称应当是文字，如“安徽省”",
        "format 茶园名称含有无法打印的字符（U+…），请删去后重新输入",
        "R-FMT-6 茶园名称中有居民身份证号码，请勿填写身份证号",
        "format 茶园名称只能填写一行，请去掉换行和制表符",
        "format 茶园名称不能只有标点符号，请填写文字",
        "R-FMT-8 茶园名称：有半角标点“…”，中文里请用全角标点",
        "R-FMT-8 茶园名称：公文字体可能缺少这些字：…（U+…）…",
    ],
    "/level": [
        "missing 请选择级别",
        "type 级别应当是文字，如“province”",
        "choice 级别请从这些选项中选一项：“province（省级）”、“city（市级）”",
    ],
    "/start": [
        "missing 请填写开工年月",
        "type 开工年月应当是文字，如“2024-05”",
        "format 开工年月应当是年月，如 2024-05",
    ],
    "/contact": ["type 联系人应当是一个 JSON 对象"],
    "/lines": [
        "missing 费用至少填写 1 行",
        "type 费用应当是一个列表",
        "type 费用第 … 行应当是一个 JSON 对象",
    ],
    "/lines/*/amount_wan": [
        "missing 请填写金额",
        "type 金额应当是写成文字的数，如“486.00”",
        "R-FMT-4 金额应当只写数字，不带单位和千位分隔符，如 486.00",
        "R-FMT-4 金额最多保留 6 位小数，现有 … 位",
        "format 金额不能小于 0",
        "format 金额不能大于 9999999.999999",
    ],
}


@pytest.mark.parametrize("pointer", GARDEN_SAYS)
def test_a_place_has_its_messages_and_no_others(pointer: str) -> None:
    """Those of its kind, with its label, its options and its limits; none that its limits rule out."""
    entry = Entry("garden", Garden, GARDEN, Path(), {})
    told = {place.pointer: place.messages for part in messages(entry) for place in part.places}

    assert sorted(GARDEN_SAYS[pointer]) == sorted(f"{one.code} {reads(one)}" for one in told[pointer])


LIMITS = [
    ("/project/name", "length 项目名称最多 60 个字，现有 … 个字，请删减"),
    ("/background_and_necessity", "length 背景与必要性至少 100 个字，现有 … 个字，请补充"),
    ("/budget/lines/*/quantity", "format 数量应当大于 0"),
    ("/schedule/milestones", "missing 里程碑至少填写 2 行"),
    ("/project/previous_project", "not_asked 按现在的其他回答，不需要填写前期项目，请清空"),
    ("/budget/lines/*/line_no", "R-BUD-7 费用序号“…”重复了，请改成不同的"),
    ("/budget/contingency_wan", "R-BUD-8 预备费 … 万元超过建设费用与其他费用之和 … 万元的 10%"),
    ("/schedule/planned_finish", "R-SCH-1 计划完工日期 … 早于计划开工日期 …"),
    ("/budget/total_wan", "R-BUD-2 总投资 … 万元与按其他回答算出的 … 万元不一致"),
    ("/kpis", "R-KPI-1 绩效指标分值合计不符：产出指标应为 50 分，现为 … 分…"),
    ("/data/catalog_items/*/sharing_condition", "R-DAT-1 “信息资源名称”是共享类型，请写明共享条件或不予共享的依据"),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "message"), LIMITS)
def test_limits_are_filled_in(pointer: str, message: str) -> None:
    """Of questions and of policy; what answers tell is named by its question, or left open."""
    assert message in [f"{one.code} {reads(one)}" for one in page("declaration")[pointer]]


def test_the_page_shows_them_all() -> None:
    """In the order of the form, errors and warnings told apart."""
    html = Handbook(CATALOGUE, Web(ROOT / "templates/web")).chapters[MESSAGES][1].markdown
    items = ["".join(item.itertext()).split() for item in parsed(html.partition("\n# ")[2]).iter("li")]
    told = [message for found in page("declaration").values() for message in found]

    assert len(items) == len(told)
    for item, message in zip(items, told, strict=True):
        assert item[0] == {"error": "错误", "warning": "提醒"}[message.severity]
        assert item[-1] == message.code
        assert re.sub("[〈〉]", "", "".join(item[1:-1])) == "".join(reads(message).split())
