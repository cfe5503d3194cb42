"""What the functions answer: JSON, problem details (RFC 9457), files, and pages for posted forms."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from flask import Request, Response

from wenbiao.errors import Problem
from wenbiao.media import DOCX, JSON, XLSX
from wenbiao.submission import as_json

HTML = "text/html; charset=utf-8"
ALLOWED = "POST, OPTIONS"
SHOWN = "Content-Disposition, X-Wenbiao-Build, X-Wenbiao-Filename, X-Wenbiao-Warnings"
PAGE = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{detail}</p>
<p>返回修改：请按浏览器的“后退”按钮，已填的内容会保留。</p></main></body>
</html>
"""


class Refusal(Exception):
    """A request that is not served: status, Chinese title and detail, and the problems if it had any."""

    def __init__(self, status: int, title: str, detail: str, problems: Iterable[Problem] = ()) -> None:
        self.status, self.title, self.detail, self.problems = status, title, detail, tuple(problems)
        super().__init__(f"{status} {title}")


def sent(status: int, kind: str, body: bytes, headers: Mapping[str, str]) -> Response:
    """A reply of known length. It is streamed: else the framework first reads the rest of a refused body."""
    response = Response(iter([body]), status, content_type=kind)
    response.headers["Content-Length"] = str(len(body))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers)
    return response


def json(value: Any, build: str) -> Response:
    """200 with JSON."""
    return sent(200, JSON, _utf8(as_json(value)), {"X-Wenbiao-Build": build})


def document(docx: bytes, name: str, plain: str, warnings: Iterable[Problem], build: str) -> Response:
    """200 with a .docx to be saved as `name`; `plain` is an ASCII name for old clients.

    Some platforms take Content-Disposition for themselves: the name is sent in a header of our own too.
    """
    codes = ", ".join(dict.fromkeys(problem.code for problem in warnings))
    return sent(200, DOCX, docx, _file(name, plain, build) | {"X-Wenbiao-Warnings": codes})


def workbook(xlsx: bytes, build: str) -> Response:
    """200 with the reviewer's table, an .xlsx."""
    return sent(200, XLSX, xlsx, _file("汇总表.xlsx", "summary.xlsx", build))


def _file(name: str, plain: str, build: str) -> dict[str, str]:
    encoded = quote(name, safe="")
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}",
        "X-Wenbiao-Filename": encoded,
        "X-Wenbiao-Build": build,
    }


def page(status: int, html: str, policy: str, build: str) -> Response:
    """A whole page with the Content-Security-Policy that it works under."""
    headers = {"Content-Security-Policy": policy, "X-Wenbiao-Build": build}
    return sent(status, HTML, _utf8(html), headers)


def refused(refusal: Refusal, build: str, *, page: bool = False) -> Response:
    """A refusal: a page for a browser without JavaScript, problem details for everyone else."""
    headers = {"X-Wenbiao-Build": build} | ({"Allow": ALLOWED} if refusal.status == 405 else {})
    if page:
        headers["Content-Security-Policy"] = "default-src 'none'"
        html = PAGE.format(title=escape(refusal.title), detail=escape(refusal.detail))
        return sent(refusal.status, HTML, _utf8(html), headers)
    told = {"type": "about:blank", "title": refusal.title, "status": refusal.status, "detail": refusal.detail}
    listed = {"problems": [problem.as_json() for problem in refusal.problems]} if refusal.problems else {}
    return sent(refusal.status, "application/problem+json", _utf8(as_json(told | listed)), headers)


def options(build: str) -> Response:
    """What a browser asks before it posts to another origin."""
    response = sent(204, "", b"", {"Allow": ALLOWED, "X-Wenbiao-Build": build})
    del response.headers["Content-Length"], response.headers["Content-Type"]
    return response


def shared(response: Response, request: Request) -> Response:
    """The reply, readable by the pages of WENBIAO_ALLOW_ORIGIN where the deployment names another origin."""
    origin = os.environ.get("WENBIAO_ALLOW_ORIGIN", "")
    if not origin:
        return response
    response.headers["Vary"] = "Origin"
    if origin in ("*", request.headers.get("Origin")):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Expose-Headers"] = SHOWN
        response.headers["Access-Control-Allow-Methods"] = ALLOWED
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
