"""The functions, each a functions-framework target that can be deployed alone; the form is the last path segment.

    functions-framework --source functions/main.py --target validate
    POST /declaration

Nothing here keeps state: the framework loads this file once per target, under several names. A project whose
policy, forms, templates or keys cannot be found or read is a WenbiaoError when it is loaded: the function does not start.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import functions_framework
from flask import Request, Response

from functions import replies
from functions.bodies import JSON, POSTED, body
from functions.replies import Refusal
from wenbiao import answers, places, posted, press, review, signing, submission
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.errors import FormError, NotJson, PolicyError, TemplateError, UnknownForm
from wenbiao.project import Project

PROJECT = Project.find(Path(os.environ.get("WENBIAO_PROJECT") or Path(__file__).parent))
CATALOGUE = Catalogue.load(PROJECT.forms, PROJECT.templates, PROJECT.build)
CATALOGUE.check_policy()
signing.check()
BUILD = CATALOGUE.build
LOG = logging.getLogger("wenbiao")
LOGGED_MAX = 20


@functions_framework.http
def validate(request: Request) -> Response:
    """Every problem of the answers so far, and the computed values that can be known already.

    With ?said=1 also every answer in the words of the document.
    """
    return _answered(request, _validate)


@functions_framework.http
def render(request: Request) -> Response:
    """The document, or every problem that prevents it.

    With ?draft=1 the document as far as it goes, whatever the problems; with ?part=… a further document of the form.
    """
    return _answered(request, _render)


def _validate(request: Request, entry: Entry) -> Response:
    result = _checked(entry, answers.load_json(body(request, JSON)))
    _note(entry, 200, result)
    said = {"said": review.said(entry, result)} if request.args.get("said") == "1" else {}
    return replies.json(result.as_json() | said, BUILD)


def _render(request: Request, entry: Entry) -> Response:
    part = request.args.get("part", "")
    if part and part not in entry.parts:
        raise Refusal(404, "没有这份文书", f"{entry.fields.title}没有名为“{part}”的附属文书。")
    raw = body(request, JSON, POSTED)
    typed = posted.read(raw, entry.fields) if request.mimetype == POSTED else None
    payload = typed.payload if typed else answers.load_json(raw)
    result = _checked(entry, payload)
    draft = request.args.get("draft") == "1" and press.draftable(result, result.payload)
    _note(entry, 200 if result.complete or draft else 422, result)
    if typed and ("again" in request.args or not (result.complete or draft)):
        return _refilled(request, typed, result)
    if not (result.complete or draft):
        detail = f"还有 {len(result.errors)} 处需要修改，请改好后重新生成。"
        raise Refusal(422, "填报内容还有问题，未生成文书", detail, result.problems)
    return _document(entry, result, part, result.payload if draft else None)


def _document(entry: Entry, result: Result, part: str, draft: dict[str, Any] | None) -> Response:
    """The document, or the draft of what was sent."""
    name, docx = (
        (press.filename(entry, result, part), press.rendered(entry, result, part))
        if draft is None
        else (press.draft_name(entry, result, draft, part), press.drafted(entry, result, draft, part))
    )
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


def _answered(request: Request, answer: Callable[[Request, Entry], Response]) -> Response:
    """The answer, or a refusal that says in Chinese what to do; never an exception."""
    try:
        response = _entered(request, answer)
    except Exception as error:  # noqa: BLE001  # the framework would answer with the exception's own words
        response = replies.refused(_refusal(error), BUILD, page=request.mimetype == POSTED)
    return replies.shared(response, request)


def _entered(request: Request, answer: Callable[[Request, Entry], Response]) -> Response:
    if request.method == "OPTIONS":
        return replies.options(BUILD)
    if request.method != "POST":
        raise Refusal(405, "请用 POST 提交", "这个地址只接受 POST 请求。")
    return answer(request, CATALOGUE.entry(request.path.rstrip("/").rpartition("/")[2]))


def _refusal(error: Exception) -> Refusal:
    if isinstance(error, Refusal):
        return error
    if isinstance(error, NotJson):
        return Refusal(400, "不是有效的 JSON", str(error))
    if isinstance(error, posted.Unreadable):
        return Refusal(400, "无法读取表单", str(error))
    if isinstance(error, submission.TooMuch):
        return Refusal(413, "内容过多", str(error))
    if isinstance(error, UnknownForm):
        return Refusal(404, "没有这种文书", str(error))
    _note_fault(error)
    return Refusal(500, "服务出错了", "这次没有成功，请稍后再试；如果一直这样，请联系管理员。")


def _note(entry: Entry, status: int, result: Result) -> None:
    """One log line: form, status, codes and paths; never an answer."""
    found = [f"{problem.code}@{places.known(entry.fields, problem.path)}" for problem in result.problems]
    LOG.info("%s %s %s", entry.name, status, " ".join(found[:LOGGED_MAX]))


def _note_fault(error: Exception) -> None:
    """What broke and where; the exception's own text may quote an answer and stays out of the log."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-5:]))
    told = str(error) if isinstance(error, FormError | PolicyError | TemplateError) else ""
    LOG.error("%s %s %s", type(error).__name__, where, told)
