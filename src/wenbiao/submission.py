"""What is sent to be checked: the answers of one form, with the earlier documents of its project if given.

{"plan_year": 2024, …}                              the answers alone
{"answers": {"plan_year": 2024, …}, "earlier": [{…}]}   with earlier documents, each with its doc_type
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple

from wenbiao import answers
from wenbiao.answers import Result
from wenbiao.carry import Earlier, begun, carried, forms_of
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import Problem, Refused, WenbiaoError

EARLIER_MAX = 20
ROWS_MAX = (
    2_000  # in all tables of one document together: a document of more could not be read back in two seconds
)
VALUES_MAX = 50_000
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


class TooMuch(WenbiaoError):
    """More values than any document holds; checking them all would keep others waiting."""

    def __init__(self) -> None:
        super().__init__(
            f"提交的内容过多：各张表连同列表合计最多 {ROWS_MAX} 行，全部内容最多 {VALUES_MAX} 项。请减少行数，或者分成几份。"
        )

    def as_refusal(self) -> Refused:
        """Where they are those of a returned document."""
        return Refused(str(self).rstrip("。"), "请上传由本站生成的文书")


class Submission(NamedTuple):
    """`earlier` is None where no earlier documents were given: rules that need them are skipped."""

    answers: Any
    earlier: Any = None


def read(payload: Any) -> Submission:
    """The submission that a body or file spells. Raises TooMuch."""
    if isinstance(payload, dict) and "answers" in payload and payload.keys() <= {"answers", "earlier"}:
        submission = Submission(payload["answers"], payload.get("earlier"))
    else:
        submission = Submission(payload)
    earlier = submission.earlier
    refuse_too_much(submission.answers, *(earlier if isinstance(earlier, list) else [earlier]))
    return submission


def check(catalogue: Catalogue, entry: Entry, submission: Submission, today: date) -> Result:
    """The result for a form's answers. Where an earlier document cannot be used, none is: nothing by halves."""
    if submission.earlier is None:
        return answers.check(entry.form, submission.answers, today=today)
    documents, problems = _earlier(catalogue, entry, submission.earlier, today)
    problems = problems or _of_one_project(documents)
    earlier = None if problems else Earlier(documents)
    result = answers.check(entry.form, submission.answers, today=today, earlier=earlier)
    return replace(result, problems=(*problems, *result.problems))


def start(catalogue: Catalogue, entry: Entry, documents: list[Any], today: date) -> tuple[Any, list[Problem]]:
    """The payload that the next document of a project starts with, or every reason why it cannot."""
    earlier, problems = _earlier(catalogue, entry, documents, today)
    problems = problems or _of_one_project(earlier)
    if problems:
        return {}, problems
    fixed = {field.name: field.const for field in entry.fields.children if field.const}
    return fixed | begun(carried(entry.fields, entry.form.flows, Earlier(earlier))), []


def as_json(value: Any) -> str:
    """The JSON text that the functions answer and `--json` prints."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def today() -> date:
    """Today's date in China, wherever the server stands: an officer's morning is still yesterday in UTC."""
    return datetime.now(CHINA).date()


def _earlier(
    catalogue: Catalogue, entry: Entry, documents: Any, day: date
) -> tuple[list[Mapping[str, Any]], list[Problem]]:
    """The canonical data of the earlier documents, or every reason why one of them cannot be used."""
    if not isinstance(documents, list) or len(documents) > EARLIER_MAX:
        return [], [_problem(f"前序文书应当是一个列表，最多 {EARLIER_MAX} 份")]
    read: list[Mapping[str, Any]] = []
    problems: list[Problem] = []
    for number, document in enumerate(documents, 1):
        try:
            read.append(_document(catalogue, entry, document, day))
        except Unusable as reason:
            problems.append(_problem(f"第 {number} 份前序文书{reason}"))
    return read, problems


class Unusable(Exception):
    """Why an earlier document cannot be used, as the end of a Chinese sentence."""


def _document(catalogue: Catalogue, entry: Entry, document: Any, day: date) -> Mapping[str, Any]:
    name = document.get("doc_type") if isinstance(document, dict) else None
    if not isinstance(name, str) or name not in catalogue:
        raise Unusable("没有写明是哪一种文书（doc_type），请核对文件")
    title = catalogue[name].fields.title
    if name not in before(entry):
        raise Unusable(f"是{title}，{entry.fields.title}不从它开始，请换一份文书")
    result = answers.check(catalogue[name].form, document, today=day)
    versions = [problem for problem in result.errors if problem.path == "/schema_version"]
    if versions:
        raise Unusable(f"（{title}）的版本不认识，请用本站重新生成后再导入")
    if result.errors:
        more = f"等 {len(result.errors)} 处错误" if len(result.errors) > 1 else ""
        raise Unusable(f"（{title}）有误：{result.errors[0].message}{more}，请先改正")
    return result.data


def before(entry: Entry) -> frozenset[str]:
    """The forms whose documents may come before this one: those its flows name, and its own."""
    return forms_of(entry.form.flows) | {entry.name}


def _of_one_project(documents: list[Mapping[str, Any]]) -> list[Problem]:
    """Earlier documents belong together where project and applicant are the same."""
    owners = {
        (data.get("project", {}).get("name"), data.get("applicant", {}).get("uscc")) for data in documents
    }
    if len(owners) < 2:
        return []
    named = "、".join(sorted(f"“{name}”" for name, _uscc in owners if name))
    return [_problem(f"前序文书不属于同一个项目和单位（{named}），请只选同一个项目的文书")]


def _problem(message: str) -> Problem:
    return Problem("", "type", "error", message)


def refuse_too_much(*documents: Any) -> None:
    """Raises TooMuch where one of them has too many rows, or all together too many values."""
    count = 0
    for document in documents:
        count, rows, waiting = count + 1, 0, [document]  # values at any depth, without recursion
        while waiting:
            value = waiting.pop()
            inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            count += len(inside)
            rows += len(inside) if isinstance(value, list) else 0
            if count > VALUES_MAX or rows > ROWS_MAX:
                raise TooMuch
            waiting += [inner for inner in inside if isinstance(inner, (dict, list))]
