"""The functions through the framework's own test client: what they answer, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from werkzeug.test import TestResponse

from tests.conftest import MAIN, text_of, write_document
from wenbiao.catalogue import Catalogue
from wenbiao.media import DOCX
from wenbiao.submission import ROWS_MAX, today

LIMIT = 2 * 1024 * 1024


def codes(reply: TestResponse) -> list[tuple[str, str]]:
    assert reply.json is not None
    return [(problem["path"], problem["code"]) for problem in reply.json["problems"]]


def test_validate_answers_complete_and_computed(call: Any, answers: Any) -> None:
    """Complete answers have no problem, and every computed value at its pointer."""
    reply = call("validate", answers)

    assert (200, "application/json") == (reply.status_code, reply.content_type)
    assert {
        "complete": True,
        "problems": [],
        "computed": {"/lines/0/amount_wan": "6.00", "/total_wan": "6.00"},
    } == reply.json


def test_validate_answers_half_filled_forms(call: Any) -> None:
    """What is missing is a problem, and what can be computed already is."""
    reply = call("validate", {"lines": [{"item": "开发", "quantity": "3", "unit_price_wan": "2.00"}]})

    assert 200 == reply.status_code
    assert (False, "6.00") == (reply.json["complete"], reply.json["computed"]["/total_wan"])
    assert ("/name", "missing") in codes(reply)


def test_answers_may_come_with_earlier_documents(call: Any, answers: Any) -> None:
    """With earlier documents the rules that need them run; without them they are skipped."""
    earlier = answers | {"name": "旧茶园"}

    assert [("/name", "R-SAME-1")] == codes(call("validate", {"answers": answers, "earlier": [earlier]}))
    assert [] == codes(call("validate", {"answers": answers, "earlier": []}))
    assert [] == codes(call("validate", {"answers": answers}))


@pytest.mark.parametrize("earlier", [5, [5], [{}], [{"doc_type": "nobody"}], [{"doc_type": []}], [{}] * 21])
def test_earlier_documents_that_cannot_be_read_are_problems(call: Any, answers: Any, earlier: Any) -> None:
    """An earlier document that is none is said, not skipped, and no document is made."""
    body = {"answers": answers, "earlier": earlier}

    assert ("", "type") in codes(call("validate", body))
    assert 422 == call("render", body).status_code


def test_render_gives_the_document(call: Any, answers: Any) -> None:
    """The reply is a .docx that holds the answers."""
    reply = call("render", answers)

    assert (200, DOCX) == (reply.status_code, reply.content_type)
    assert "皖美茶园" in text_of(reply.data)
    assert str(len(reply.data)) == reply.headers["Content-Length"]


def test_render_names_the_file_in_chinese_twice(call: Any, answers: Any) -> None:
    """The Chinese name stands in Content-Disposition and in a header that no platform takes for itself."""
    reply = call("render", answers)

    name = "%E8%8C%B6%E5%9B%AD%E5%B0%8F%E8%A1%A8-%E7%9A%96%E7%BE%8E%E8%8C%B6%E5%9B%AD.docx"
    assert (
        f"attachment; filename=\"tiny.docx\"; filename*=UTF-8''{name}" == reply.headers["Content-Disposition"]
    )
    assert "茶园小表-皖美茶园.docx" == unquote(reply.headers["X-Wenbiao-Filename"])


@pytest.mark.parametrize("name", ['甲"乙', "甲/乙\\丙", "甲;filename=x", "甲’乙", "𠮷园", "甲%0d乙"])
def test_file_name_survives_any_project_name(call: Any, answers: Any, name: str) -> None:
    """Whatever the project is called, the headers are one line of ASCII and the name fits a file system."""
    reply = call("render", answers | {"name": name})

    said = unquote(reply.headers["X-Wenbiao-Filename"])
    assert reply.headers["Content-Disposition"].isascii()
    assert 200 == reply.status_code
    assert said.endswith(".docx")
    assert not set(said) & set('\\/:*?"<>|')


def test_render_says_the_codes_of_its_warnings(call: Any, answers: Any) -> None:
    """A document with warnings is made; their codes, and nothing of the answers, stand in a header."""
    reply = call("render", answers | {"filled_on": (today() + timedelta(2)).isoformat(), "name": "茶"})

    assert (200, "R-NAME-1, R-DATE-1") == (reply.status_code, reply.headers["X-Wenbiao-Warnings"])


def test_render_gives_a_part(call: Any, answers: Any) -> None:
    """?part=letter is the letter."""
    letter = call("render", answers, query="?part=letter")

    assert "关于报送" in text_of(letter.data)
    assert "茶园小表-皖美茶园-公函.docx" == unquote(letter.headers["X-Wenbiao-Filename"])


def test_an_edited_template_counts_at_once(call: Any, answers: Any, tiny: Path) -> None:
    """A maintainer who saves a template sees it in the next document, without a restart."""
    before = call("render", answers).data
    write_document(tiny / "documents/tiny.docx", "{{ name }}改版")

    assert "改版" not in text_of(before)
    assert "改版" in text_of(call("render", answers).data)


def test_unknown_part_is_not_found(call: Any, answers: Any) -> None:
    """A part that does not exist is a 404, not the main document."""
    assert 404 == call("render", answers, query="?part=%2e%2e%2fx").status_code


def test_render_refuses_answers_with_errors(call: Any, answers: Any) -> None:
    """With an error there is no document, but problem details with every problem, warnings too."""
    reply = call("render", answers | {"name": "茶", "year": "去年"})

    assert (422, "application/problem+json") == (reply.status_code, reply.content_type)
    assert [("/name", "R-NAME-1"), ("/year", "type")] == codes(reply)
    assert "还有 1 处需要修改，请改好后重新生成。" == reply.json["detail"]


def test_lists_longer_than_any_document_are_refused(call: Any) -> None:
    """A table of thousands of rows is refused before any rule looks at it."""
    assert 413 == call("validate", {"lines": [0] * (ROWS_MAX + 1)}).status_code


REFUSED = [
    pytest.param({"data": b"{"}, 400, "JSON", id="half an object"),
    pytest.param({"data": b""}, 400, "JSON", id="nothing"),
    pytest.param({"data": b'{"year": NaN}'}, 400, "JSON", id="NaN"),
    pytest.param({"data": b"\xff\xfe"}, 400, "JSON", id="no UTF-8"),
    pytest.param({"data": b"[" * 100_000}, 400, "JSON", id="deep"),
    pytest.param({"method": "GET"}, 405, "POST", id="GET"),
    pytest.param({"method": "PUT"}, 405, "POST", id="PUT"),
    pytest.param({"content_type": "text/plain"}, 415, "application/json", id="text"),
    pytest.param({"content_type": ""}, 415, "application/json", id="no type"),
    pytest.param(
        {"content_type": "multipart/form-data; boundary=x"}, 415, "application/json", id="multipart"
    ),
    pytest.param({"data": b" " * (LIMIT + 1)}, 413, "MiB", id="large"),
    pytest.param({"environ_overrides": {}}, 411, "Content-Length", id="no length"),
    pytest.param({"headers": {"Transfer-Encoding": "chunked"}}, 411, "Content-Length", id="chunked"),
    pytest.param({"data": b"{}", "environ_overrides": {"CONTENT_LENGTH": "3"}}, 400, "2 字节", id="cut off"),
]


@pytest.mark.parametrize("target", ["validate", "render"])
@pytest.mark.parametrize(("request_", "status", "word"), REFUSED)
def test_refuses_in_chinese(call: Any, target: str, request_: Any, status: int, word: str) -> None:
    """What cannot be read is refused with problem details: status, Chinese title, and what to do."""
    reply = call(target, **request_)

    assert (status, "application/problem+json") == (reply.status_code, reply.content_type)
    assert status == reply.json["status"]
    assert word in reply.json["detail"]
    assert "\u4e00" <= reply.json["title"][0] <= "\u9fff"


@pytest.mark.parametrize("value", [b"null", b"5", b'"x"', b"[]", b"true", b"1e999"])
def test_a_body_that_is_no_object_is_unprocessable(call: Any, value: bytes) -> None:
    """JSON that is not an object is 422 for both functions, in the same words."""
    validated, rendered = call("validate", value), call("render", value)

    assert (422, "内容不是一张表单") == (validated.status_code, validated.json["title"])
    assert validated.json == rendered.json


@pytest.mark.parametrize("form", ["", "nobody", "..%2f..%2fetc%2fpasswd", "tiny.py", "_blocks", "%00", "表"])
def test_unknown_forms_are_not_found(call: Any, form: str) -> None:
    """A name that is no form's is 404, whatever it looks like as a path."""
    reply = call("validate", {}, form=form)

    assert (404, "application/problem+json") == (reply.status_code, reply.content_type)


@pytest.mark.parametrize("path", ["api/validate/tiny", "tiny/", "x/y/tiny"])
def test_the_form_is_the_last_segment(call: Any, path: str) -> None:
    """A function that is deployed alone takes the form from the end of its path."""
    assert 200 == call("validate", {}, form=path).status_code


def test_allow_says_what_is_allowed(call: Any) -> None:
    """A 405 has the Allow header that HTTP asks for, and OPTIONS answers the same."""
    refused, asked = call("render", method="GET"), call("render", method="OPTIONS")

    assert "POST, OPTIONS" == refused.headers["Allow"] == asked.headers["Allow"]
    assert (204, b"") == (asked.status_code, asked.data)


def test_every_reply_carries_the_build(call: Any, catalogue: Catalogue, answers: Any) -> None:
    """Answers, documents, refusals and OPTIONS tell a page which build they are of."""
    replies = [
        call("validate", {}),
        call("render", answers),
        call("render", {}),
        call("render", b"{"),
        call("render", {}, form="nobody"),
        call("render", b"x=1", content_type="application/x-www-form-urlencoded"),
        call("render", method="OPTIONS"),
    ]

    assert {catalogue.build} == {reply.headers["X-Wenbiao-Build"] for reply in replies}


def test_other_origins_are_kept_out(call: Any) -> None:
    """Without a setting no page of another origin may read an answer."""
    reply = call("validate", {}, headers={"Origin": "https://forms.example"})

    assert "Access-Control-Allow-Origin" not in reply.headers


def test_one_other_origin_can_be_let_in(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """WENBIAO_ALLOW_ORIGIN lets the pages of that origin read answers and our headers, and no other's."""
    monkeypatch.setenv("WENBIAO_ALLOW_ORIGIN", "https://forms.example")
    own = call("validate", {}, headers={"Origin": "https://forms.example"})
    other = call("validate", {}, headers={"Origin": "https://evil.example"})

    assert "https://forms.example" == own.headers["Access-Control-Allow-Origin"]
    assert "X-Wenbiao-Filename" in own.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in other.headers
    assert "Origin" == own.headers["Vary"] == other.headers["Vary"]


def test_the_collector_works_as_usual_once_all_is_loaded() -> None:
    """It waits while the functions load; a long-running service must not go on so."""
    program = "import gc\nusual = gc.get_threshold()\nimport functions.main\nassert usual == gc.get_threshold() != (0, 0, 0)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=MAIN.parents[1], capture_output=True, check=False
    )

    assert (0, b"") == (done.returncode, done.stderr)
