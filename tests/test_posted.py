"""Forms posted without JavaScript: the same answers in another spelling, and problems as a page."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from tests.conftest import text_of
from wenbiao.names import flatten

FORM = "application/x-www-form-urlencoded"
LIMIT = 2 * 1024 * 1024


def post(call: Any, pairs: Any, **settings: Any) -> TestResponse:
    reply: TestResponse = call("render", urlencode(pairs).encode(), content_type=FORM, **settings)
    return reply


def spelled(answers: Any) -> list[tuple[str, str]]:
    """The answers as a page without JavaScript posts them: booleans in words, choices under one name."""
    works = [("/works", work) for work in answers.pop("works")]
    words = {True: "true", False: "false"}
    return [
        (name, words.get(value, str(value)) if isinstance(value, bool) else str(value))
        for name, value in flatten(answers).items()
    ] + works


def test_a_posted_form_gives_the_same_document(call: Any, answers: Any) -> None:
    """Form fields and JSON are two spellings of the same answers."""
    expected = call("render", answers).data

    assert expected == post(call, spelled(answers)).data


def test_only_real_thousands_marks_are_taken_away(call: Any, answers: Any) -> None:
    """1,5 is no 15: a comma that does not part thousands stays, and is refused."""
    reply = post(call, (dict(spelled(answers)) | {"/lines/0/quantity": "1,5"}))

    assert 422 == reply.status_code
    assert "不带单位和千位分隔符" in reply.text


def test_a_posted_form_may_have_empty_boxes_and_thousands_marks(call: Any, answers: Any) -> None:
    """Empty boxes are no answers, and numbers may be typed as people do."""
    pairs = dict(spelled(answers)) | {"/year": "２０２４", "/lines/0/quantity": "1,200", "/divisions/1": " "}
    pairs |= {"/lines/1/item": "", "/lines/1/quantity": ""}

    assert "2400.00" in text_of(post(call, pairs).data)


def test_a_posted_form_with_errors_comes_back(call: Any, answers: Any) -> None:
    """Without JavaScript the whole form comes back as a Chinese page, each error linked to its question."""
    reply = post(call, dict(spelled(answers)) | {"/year": "去年", "/lines/0/quantity": "很多"})

    assert (422, "text/html; charset=utf-8") == (reply.status_code, reply.content_type)
    assert "有 2 处需要填写或修改" in reply.text
    assert '<a href="#q-lines-0-quantity">费用第 1 行：数量应当只写数字' in reply.text


def test_a_posted_form_may_ask_for_more_rows(call: Any, answers: Any) -> None:
    """With ?again=1 a form without errors comes back, too: with three empty rows, and with its sums."""
    reply = post(call, spelled(answers), query="?again=1")

    assert 200 == reply.status_code
    assert '<output class="wb-computed" id="q-total_wan" data-pointer="/total_wan"' in reply.text
    assert 'name="/lines/3/item"' in reply.text
    assert 'name="/lines/4/item"' not in reply.text


def test_the_form_comes_back_under_a_strict_policy(call: Any) -> None:
    """Its one style is allowed by its hash; nothing else may load or run, and it posts to where it came from."""
    reply = post(call, [])
    style = reply.text.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()

    policy = reply.headers["Content-Security-Policy"]
    assert f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'" in policy
    assert not re.search(
        r"<script|<link|<noscript|<template|type=\"button\"|https?://|\sstyle=|\son\w+=", reply.text
    )


def test_idle_rows_are_left_out(call: Any, answers: Any) -> None:
    """A row in which nothing was typed is none, and the rows after it move up."""
    expected = call("render", answers).data
    blank = {"/lines/0/quantity": " ", "/lines/0/item": "", "/lines/0/unit_price_wan": ""}
    moved = {f"/lines/7/{name}": value for name, value in answers["lines"][0].items()}

    assert expected == post(call, dict(spelled(answers)) | blank | moved).data


REFUSED_POSTS = [
    pytest.param(b"name=x", 400, id="no pointer"),
    pytest.param(b"/" + b"a/" * 13 + b"=1", 400, id="deep"),
    pytest.param(b"/" + b"a" * 301 + b"=1", 400, id="long name"),
    pytest.param(b"/name=%ff", 400, id="no UTF-8"),
    pytest.param(b"/a=1&" * 10_001, 400, id="many"),
    pytest.param(b"/a=" + b"x" * LIMIT, 413, id="large"),
    pytest.param(b"", 422, id="empty"),
    pytest.param(b"/name=a&/name=b", 422, id="one name, two answers"),
    pytest.param(b"/name/x=a&/name=b", 422, id="an answer below an answer"),
    pytest.param(b"/0=a", 422, id="a list"),
    pytest.param(b"/lines/x/item=a", 422, id="no row number"),
    pytest.param("/year=²".encode(), 422, id="superscript"),
    pytest.param(b"/year=" + b"9" * 5000, 422, id="more digits than an int may have"),
]


@pytest.mark.parametrize(("body", "status"), REFUSED_POSTS)
def test_refuses_posts_with_a_page(call: Any, body: bytes, status: int) -> None:
    """A post that cannot be a page's own is refused with a page, too."""
    reply = call("render", body, content_type=FORM)

    assert (status, "text/html; charset=utf-8") == (reply.status_code, reply.content_type)


def test_validate_takes_no_posted_forms(call: Any) -> None:
    """Only the document is offered without JavaScript."""
    assert 415 == call("validate", b"/name=x", content_type=FORM).status_code
