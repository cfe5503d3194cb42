"""What is sent to be checked: the answers of one form, with the earlier documents of its project if given.

{"plan_year": 2024, …}                              the answers alone
{"answers": {"plan_year": 2024, …}, "earlier": [{…}]}   with earlier documents, each with its doc_type
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

from wenbiao import answers
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import Problem, WenbiaoError
from wenbiao.form import Form

EARLIER_MAX = 20
ROWS_MAX = 2_000
VALUES_MAX = 50_000
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class TooMuch(WenbiaoError):
    """More values than any document holds; checking them all would keep others waiting."""

    def __init__(self) -> None:
        super().__init__(f"提交的内容过多：每张表最多 {ROWS_MAX} 行，全部内容最多 {VALUES_MAX} 项。")


@dataclass(frozen=True)
class Submission:
    """`earlier` is None where no earlier documents were given: rules that need them are skipped."""

    answers: Any
    earlier: Any = None


def read(payload: Any) -> Submission:
    """The submission that a body or file spells. Raises TooMuch."""
    _refuse_too_much(payload)
    if isinstance(payload, dict) and "answers" in payload and payload.keys() <= {"answers", "earlier"}:
        return Submission(payload["answers"], payload.get("earlier"))
    return Submission(payload)


def check(catalogue: Catalogue, entry: Entry, submission: Submission, today: date) -> Result:
    """The result for a form's answers; earlier documents that cannot be read are problems too."""
    if submission.earlier is None:
        return answers.check(entry.form, submission.answers, today=today)
    earlier, problems = _earlier(catalogue, submission.earlier, today)
    result = answers.check(entry.form, submission.answers, today=today, earlier=earlier)
    return replace(result, problems=(*problems, *result.problems))


def as_json(value: Any) -> str:
    """The JSON text that the functions answer and `--json` prints."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def today() -> date:
    """Today's date in China, wherever the server stands: an officer's morning is still yesterday in UTC."""
    return datetime.now(CHINA).date()


def _earlier(catalogue: Catalogue, documents: Any, day: date) -> tuple[list[Form], list[Problem]]:
    if not isinstance(documents, list) or len(documents) > EARLIER_MAX:
        return [], [_problem(f"前序文书应当是一个列表，最多 {EARLIER_MAX} 份")]
    forms: list[Form] = []
    problems: list[Problem] = []
    for number, document in enumerate(documents, 1):
        name = document.get("doc_type") if isinstance(document, dict) else None
        if isinstance(name, str) and name in catalogue:
            forms.append(answers.check(catalogue[name].form, document, today=day).form)
        else:
            problems.append(_problem(f"第 {number} 份前序文书没有写明是哪一种文书（doc_type），请核对文件"))
    return forms, problems


def _problem(message: str) -> Problem:
    return Problem("", "type", "error", message)


def _refuse_too_much(payload: Any) -> None:
    for count, value in enumerate(_values(payload), 1):
        if count > VALUES_MAX or (isinstance(value, list) and len(value) > ROWS_MAX):
            raise TooMuch


def _values(payload: Any) -> Iterator[Any]:
    """Every value at any depth, without recursion."""
    waiting = [payload]
    while waiting:
        value = waiting.pop()
        yield value
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list) and len(value) <= ROWS_MAX:
            waiting.extend(value)
