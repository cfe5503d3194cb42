"""The functions, each a functions-framework target that can be deployed alone.

What is about one form has its name as the last path segment.

    functions-framework --source functions/main.py --target validate
    POST /declaration

Nothing here keeps state: the framework loads this file once per target, under several names. A project whose
policy, forms, templates or keys cannot be found or read is a WenbiaoError when it is loaded: the function does not start.
"""

from __future__ import annotations

import gc
import logging
import os
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import functions_framework
from flask import Request, Response
from flask.logging import default_handler

from functions import USUAL, replies
from functions.bodies import DOCX_MAX, RESULTS_MAX, body
from functions.replies import Refusal
from wenbiao import answers, places, posted, press, signing, submission
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import (
    FormError,
    NotJson,
    NotSummed,
    PolicyError,
    Problem,
    Refused,
    TemplateError,
    UnknownForm,
)
from wenbiao.media import BYTES, DOCX, JSON, POSTED
from wenbiao.project import Project

PROJECT = Project.find(Path(os.environ.get("WENBIAO_PROJECT") or Path(__file__).parent))
CATALOGUE = Catalogue.load(PROJECT.forms, PROJECT.templates, PROJECT.build)
CATALOGUE.check_policy()
signing.check()
BUILD = CATALOGUE.build
LOG = logging.getLogger("wenbiao")
LOGGED_MAX = 20
if not LOG.hasHandlers():  # where the deployment settles nothing, Python would leave out all but warnings
    LOG.setLevel(logging.INFO)
    LOG.addHandler(default_handler)
gc.freeze()  # what is loaded by now stays: no collection during a request has to go through it
gc.set_threshold(*USUAL)
REFUSALS: Mapping[type[Exception], tuple[int, str]] = {
    NotJson: (400, "不是有效的 JSON"),
    posted.Unreadable: (400, "无法读取表单"),
    submission.TooMuch: (413, "内容过多"),
    UnknownForm: (404, "没有这种文书"),
    Refused: (422, "没有读取这份文件"),
    NotSummed: (422, "没有生成汇总表"),
}


@functions_framework.http
def validate(request: Request) -> Response:
    """Every problem of the answers so far, and the computed values that can be known already.

    With ?said=1 also every answer in the words of the document.
    """
    return _answered(request, _validate)


@functions_framework.http
def render(request: Request) -> Response:
    """The document, or every problem that prevents it.

    With ?draft=1 the document as far as it goes, whatever the problems; with ?part=… a further document of the form;
    with ?answers=0 a document that does not carry its answers as data.
    """
    return _answered(request, _render)


@functions_framework.http
def read(request: Request) -> Response:
    """The answers of a document that came back, what was changed in it by hand, and what is wrong with it."""
    return _answered(request, _read)


@functions_framework.http
def summary(request: Request) -> Response:
    """A reviewer's table of many documents, made of what `read` said of each."""
    return _answered(request, _summary)


def _validate(request: Request) -> Response:
    entry = _entry(request)
    result = _checked(entry, answers.load_json(body(request, JSON)))
    _note(entry, 200, result.problems)
    said = {"said": _said(entry, result)} if request.args.get("said") == "1" else {}
    return replies.json(result.as_json() | said, BUILD)


def _said(entry: Entry, result: Result) -> Mapping[str, str]:
    from wenbiao import review  # noqa: PLC0415  # only who reads answers over wants them in words

    return review.said(entry, result)


def _render(request: Request) -> Response:
    entry = _entry(request)
    part = request.args.get("part", "")
    if part and part not in entry.parts:
        raise Refusal(404, "没有这份文书", f"{entry.fields.title}没有名为“{part}”的附属文书。")
    raw = body(request, JSON, POSTED)
    typed = posted.read(raw, entry.fields) if request.mimetype == POSTED else None
    payload = typed.payload if typed else answers.load_json(raw)
    result = _checked(entry, payload)
    draft = request.args.get("draft") == "1" and press.draftable(result, result.payload)
    _note(entry, 200 if result.complete or draft else 422, result.problems)
    if typed and ("again" in request.args or not (result.complete or draft)):
        return _refilled(request, typed, result)
    if not (result.complete or draft):
        detail = f"还有 {len(result.errors)} 处需要修改，请改好后重新生成。"
        raise Refusal(422, "填报内容还有问题，未生成文书", detail, result.problems)
    if draft:
        made = (
            press.draft_name(entry, result, result.payload, part),
            press.drafted(entry, result, result.payload, part),
        )
    else:
        carries = request.args.get("answers") != "0"
        made = press.filename(entry, result, part), press.rendered(entry, result, part, answers=carries)
    return _document(entry, result, *made)


def _read(request: Request) -> Response:
    from wenbiao import returned  # noqa: PLC0415  # reads Word files; checking and making documents does not

    raw = body(request, DOCX, BYTES, limit=DOCX_MAX)
    found = returned.read(CATALOGUE, raw, submission.today())
    _note(found.entry, 200, found.problems)
    return replies.json(found.as_json(), BUILD)


def _summary(request: Request) -> Response:
    from wenbiao.summary import workbook  # noqa: PLC0415  # makes spreadsheets; nothing else does

    results = answers.load_json(body(request, JSON, limit=RESULTS_MAX))
    return replies.workbook(workbook(results), BUILD)


def _document(entry: Entry, result: Result, name: str, docx: bytes) -> Response:
    plain = f"{entry.name if entry.name.isascii() else 'document'}.docx"
    return replies.document(docx, name, plain, result.problems, BUILD)


def _refilled(request: Request, typed: posted.Posted, result: Result) -> Response:
    """The whole form again: what a browser without JavaScript gets instead of a document."""
    from wenbiao import refilled  # noqa: PLC0415  # makes HTML with Jinja; a document needs neither

    if not refilled.fits(typed.texts):
        said = f"还有 {len(result.errors)} 处需要修改；表格合计超过 {refilled.ROWS_MAX} 行，本页显示不下。"
        raise Refusal(413, "内容过多", f"{said}请启用浏览器的脚本后填写，或减少行数。")
    page = refilled.page(PROJECT.templates / "web", typed.texts, result, request.args)
    return replies.page(200 if result.complete else 422, page.html, page.policy, BUILD)


def _checked(entry: Entry, payload: Any) -> Result:
    """What can be said of a payload. Raises Refusal where it is no object, TooMuch."""
    if not isinstance(payload, dict):
        raise Refusal(422, "内容不是一张表单", f"{entry.fields.title}的内容应当是一个 JSON 对象。")
    return submission.check(CATALOGUE, entry, submission.read(payload), submission.today())


def _entry(request: Request) -> Entry:
    return CATALOGUE.entry(request.path.rstrip("/").rpartition("/")[2])


def _answered(request: Request, answer: Callable[[Request], Response]) -> Response:
    """The answer, or a refusal that says in Chinese what to do; never an exception."""
    try:
        response = _entered(request, answer)
    except Exception as error:  # noqa: BLE001  # the framework would answer with the exception's own words
        response = replies.refused(_refusal(error), BUILD, page=request.mimetype == POSTED)
    return replies.shared(response, request)


def _entered(request: Request, answer: Callable[[Request], Response]) -> Response:
    if request.method == "OPTIONS":
        return replies.options(BUILD)
    if request.method != "POST":
        raise Refusal(405, "请用 POST 提交", "这个地址只接受 POST 请求。")
    return answer(request)


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    for kind, (status, title) in REFUSALS.items():
        if isinstance(error, kind):
            return Refusal(status, title, str(error))
    _note_fault(error)
    return Refusal(500, "服务出错了", "这次没有成功，请稍后再试；如果一直这样，请联系管理员。")


def _note(entry: Entry, status: int, problems: Iterable[Problem]) -> None:
    """One log line: form, status, codes and paths; never an answer."""
    found = [f"{problem.code}@{places.known(entry.fields, problem.path)}" for problem in problems]
    LOG.info("%s %s %s", entry.name, status, " ".join(found[:LOGGED_MAX]))


def _note_fault(error: Exception) -> None:
    """What broke and where; the exception's own text may quote an answer and stays out of the log."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-5:]))
    told = str(error) if isinstance(error, FormError | PolicyError | TemplateError) else ""
    LOG.error("%s %s %s", type(error).__name__, where, told)
