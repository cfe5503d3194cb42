"""The functions for documents that come back: `read`, and `summary` for the reviewer's table of many."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from typing import Any
from urllib.parse import unquote

import docx
import pytest

from tests.tools.envelopes import edited, retyped, stripped
from wenbiao.media import DOCX, XLSX

LIMIT = 10 * 2**20
TOLD = "答案里才有的字"


@pytest.fixture
def document(call: Any, answers: Any) -> bytes:
    """The document of the small form."""
    made: bytes = call("render", answers).data
    return made


def post(call: Any, body: bytes, **settings: Any) -> Any:
    return call("read", body, **({"form": "", "content_type": DOCX} | settings))


@pytest.mark.parametrize("kind", [DOCX, "application/octet-stream"])
def test_a_document_gives_its_answers(call: Any, answers: Any, document: bytes, kind: str) -> None:
    """200 with the answers as they were made, and no change; whatever a browser takes a .docx for."""
    reply = post(call, document, content_type=kind)

    assert (200, "application/json") == (reply.status_code, reply.content_type)
    assert reply.headers["X-Wenbiao-Build"]
    assert ("tiny", "1.0", "answers", "none", [], []) == tuple(
        reply.json[name] for name in ("form", "version", "origin", "signature", "changes", "problems")
    )
    assert (answers | reply.json["data"]) == reply.json["data"]


def test_what_was_changed_by_hand_is_told(call: Any, document: bytes) -> None:
    """An answer that was typed over, and one that was not, in a document that is otherwise the same."""
    (change,) = post(call, retyped(document, "/name", "黄山茶园")).json["changes"]

    assert ("answer", "/name", "皖美茶园", "黄山茶园") == tuple(
        change[name] for name in ("kind", "path", "before", "value")
    )


def test_without_its_data_the_page_is_read(call: Any, document: bytes) -> None:
    """A document that lost its data gives what its controls hold, and says so."""
    told = post(call, stripped(document)).json

    assert ("controls", "皖美茶园") == (told["origin"], told["data"]["name"])
    assert "recovered" == told["problems"][0]["code"]


def other() -> bytes:
    """A Word document of somebody else."""
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 422, "空"),
        (b"PK\3\4 no zip", 422, "不完整"),
        (b"%PDF-1.7", 422, "PDF"),
        (other(), 422, "没有填报数据"),
        (b" " * (LIMIT + 1), 413, "10 MiB"),
    ],
)
def test_what_is_no_document_is_refused(call: Any, body: bytes, status: int, said: str) -> None:
    """A refusal says in Chinese what the file is and what to do."""
    reply = post(call, body)

    assert (status, "application/problem+json") == (reply.status_code, reply.content_type)
    assert said in reply.json["detail"]


def test_another_type_is_refused(call: Any, document: bytes) -> None:
    """415 for what says that it is no Word file."""
    assert 415 == post(call, document, content_type="application/json").status_code
    assert 405 == post(call, document, method="GET").status_code


def test_no_answer_is_logged(call: Any, answers: Any, caplog: pytest.LogCaptureFixture) -> None:
    """The log has the form, the status and the codes of problems; whatever stands in the document stays out."""
    caplog.set_level(logging.INFO)
    made = call("render", answers | {"name": TOLD}).data
    for body in (made, stripped(made), edited(made, TOLD, f"{TOLD}二", times=1), other()):
        post(call, body)

    assert "tiny 200" in caplog.text
    assert TOLD not in caplog.text


def test_results_become_a_spreadsheet(call: Any, document: bytes) -> None:
    """200 with an .xlsx that has a Chinese name and a line for each document."""
    results = [post(call, document).json | {"file": "甲.docx"}, post(call, stripped(document)).json]
    reply = call("summary", json.dumps(results).encode(), form="")

    assert (200, XLSX) == (reply.status_code, reply.content_type)
    assert "汇总表.xlsx" == unquote(reply.headers["Content-Disposition"].rpartition("''")[2])
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert "甲.docx" in archive.read("xl/sharedStrings.xml").decode()


STRANGE = [
    b"[]",
    b"[1]",
    b"[null]",
    b"[{}]",
    b'[{"changes":1,"problems":{},"summary":[1],"form":[]}]',
    b'[{"title":{}}]',
]


@pytest.mark.parametrize("body", STRANGE)
def test_strange_results_break_nothing(call: Any, body: bytes) -> None:
    """Whatever is sent in place of results is a spreadsheet or a refusal, never a fault."""
    assert call("summary", body, form="").status_code in (200, 422)


@pytest.mark.parametrize(("body", "status"), [(b"{}", 422), (b"no", 400), (b" " * (LIMIT + 1), 413)])
def test_what_is_no_list_is_refused(call: Any, body: bytes, status: int) -> None:
    """Results come as a JSON list."""
    reply = call("summary", body, form="")

    assert (status, "application/problem+json") == (reply.status_code, reply.content_type)
