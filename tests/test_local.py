"""The site and the functions in one process: a real server on a free port."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pytest

from functions import local
from wenbiao.media import DOCX

FILES = {
    "index.html": "首页",
    "404.html": "没有这一页",
    "forms/tiny/index.html": "填报页",
    "assets/app.js": "export {}",
    "assets/app.css": "main {}",
    "assets/config.json": "{}",
    "assets/font.woff2": "w",
    "图/图标.svg": "<svg/>",
    "empty/readme.unknown": "?",
}
REPLY = tuple[int, dict[str, str], bytes]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site with a secret beside it, and a link that leads out of it."""
    for name, text in FILES.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    (tmp_path / "secret.txt").write_text("秘密", "utf-8")
    (tmp_path / "site/link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "site-secret").mkdir()
    (tmp_path / "site-secret/x.txt").write_text("秘密", "utf-8")
    return tmp_path / "site"


@pytest.fixture
def port(site: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """The port of a running server."""
    monkeypatch.setenv("WENBIAO_PROJECT", str(tiny))
    running = local.server(site, "127.0.0.1", 0)
    thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield running.port
    running.shutdown()
    thread.join()


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> REPLY:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(
            method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        reply = connection.getresponse()
        return reply.status, dict(reply.getheaders()), reply.read()
    finally:
        connection.close()


def post(port: int, path: str, answers: Any) -> REPLY:
    return ask(port, path, "POST", json.dumps(answers).encode(), Content_Type="application/json")


PAGES = [
    ("/", "首页", "text/html; charset=utf-8"),
    ("/index.html", "首页", "text/html; charset=utf-8"),
    ("/forms/tiny/", "填报页", "text/html; charset=utf-8"),
    ("/forms/tiny/?draft=1", "填报页", "text/html; charset=utf-8"),
    ("/assets/app.js", "export {}", "text/javascript; charset=utf-8"),
    ("/assets/app.css", "main {}", "text/css; charset=utf-8"),
    ("/assets/config.json", "{}", "application/json"),
    ("/assets/font.woff2", "w", "font/woff2"),
    (quote("/图/图标.svg"), "<svg/>", "image/svg+xml; charset=utf-8"),
    ("/empty/readme.unknown", "?", "application/octet-stream"),
]


@pytest.mark.parametrize(("path", "text", "kind"), PAGES)
def test_serves_files_with_their_types(port: int, path: str, text: str, kind: str) -> None:
    """Files and folders of the site come with the types that browsers insist on, and are asked for anew."""
    status, headers, body = ask(port, path)

    assert (200, text) == (status, body.decode())
    assert (kind, "no-cache") == (headers["Content-Type"], headers["Cache-Control"])


def test_pages_come_under_the_site_s_own_policy(port: int, site: Path) -> None:
    """The policy that the build wrote for web servers holds here too, for pages only."""
    (site / "csp.txt").write_text("default-src 'self'\n", "utf-8")

    assert "default-src 'self'" == ask(port, "/")[1]["Content-Security-Policy"]
    assert "Content-Security-Policy" not in ask(port, "/assets/app.js")[1]


def test_a_folder_without_slash_leads_to_the_one_with(port: int) -> None:
    """Relative links of a page work however its address was typed."""
    status, headers, _ = ask(port, "/forms/tiny")

    assert (308, "/forms/tiny/") == (status, headers["Location"])


def test_a_folder_of_a_chinese_name(port: int) -> None:
    """A redirect to a Chinese name is ASCII in the header."""
    assert (308, quote("/图/")) == (ask(port, quote("/图"))[0], ask(port, quote("/图"))[1]["Location"])


def test_an_unchanged_file_is_not_sent_again(port: int) -> None:
    """A browser that has the file already gets a 304."""
    _, headers, _ = ask(port, "/assets/app.js")

    assert 304 == ask(port, "/assets/app.js", If_None_Match=headers["ETag"])[0]


OUTSIDE = [
    "/absent",
    "/forms/",
    "/index.html/",
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/forms/../../secret.txt",
    "/%2e%2e/site-secret/x.txt",
    "//etc/passwd",
    "/%2fetc/passwd",
    "/..%5csecret.txt",
    "/link.txt",
    "/%00",
    "/%ff",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_what_is_not_in_the_site_is_not_found(port: int, path: str) -> None:
    """No address leads out of the site; the site's own 404 page says so."""
    status, _, body = ask(port, path)

    assert (404, "没有这一页") == (status, body.decode())


def test_pages_are_read_only(port: int) -> None:
    """A post to a page is refused."""
    assert 405 == ask(port, "/", "POST", b"x=1")[0]


def test_head_has_no_body(port: int) -> None:
    """HEAD says what GET would send."""
    status, headers, body = ask(port, "/index.html", "HEAD")

    assert (200, b"", str(len("首页".encode()))) == (status, body, headers["Content-Length"])


def test_functions_answer_below_api(port: int, answers: Any) -> None:
    """Validate and render stand where the pages look for them."""
    validated, rendered = post(port, "/api/validate/tiny", answers), post(port, "/api/render/tiny", answers)

    assert json.loads(validated[2])["complete"]
    assert (200, DOCX) == (rendered[0], rendered[1]["Content-Type"])


def test_a_part_is_asked_for_by_its_query(port: int, answers: Any) -> None:
    """The dispatcher hands the query on."""
    assert 404 == post(port, "/api/render/tiny?part=x", answers)[0]
    assert 200 == post(port, "/api/render/tiny?part=letter", answers)[0]


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/x", "/api/validate", "/api/validate/", "/api/validate/x"]
)
def test_unknown_functions_and_forms_are_not_found(port: int, path: str) -> None:
    """What is below /api/ is never a page: the refusal is problem details, in Chinese."""
    status, headers, body = post(port, path, {})

    assert (404, "application/problem+json") == (status, headers["Content-Type"])
    assert "没有" in json.loads(body)["title"] + json.loads(body)["detail"]


def test_a_large_body_gets_its_answer(port: int) -> None:
    """The sender of too much reads the refusal instead of a broken connection."""
    assert (
        413 == ask(port, "/api/validate/tiny", "POST", b" " * 5_000_000, Content_Type="application/json")[0]
    )


def test_a_body_that_ends_early_is_refused(port: int) -> None:
    """A connection that closes half way is told that the body was cut off."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as raw:
        head = "POST /api/render/tiny HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{}"
        raw.sendall(head.encode())
        raw.shutdown(socket.SHUT_WR)
        reply = raw.makefile("rb").read().decode()

    assert reply.startswith("HTTP/1.1 400")
    assert "只收到 2 字节" in reply


def test_a_chunked_body_is_refused(port: int) -> None:
    """Without a Content-Length nobody knows whether all has come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(
        "POST", "/api/validate/tiny", iter([b"{}"]), {"Content-Type": "application/json"}, encode_chunked=True
    )

    assert 411 == connection.getresponse().status


def test_many_at_once_get_their_own_documents(port: int, answers: Any) -> None:
    """Requests in parallel never mix: each document holds its sender's answers."""
    names = [f"茶园{number:02}号" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda name: post(port, "/api/render/tiny", answers | {"name": name}), names))

    expected = [f"{quote(f'茶园小表-{name}')}.docx" for name in names]
    assert expected == [headers["X-Wenbiao-Filename"] for _, headers, _ in replies]


def start(site: Path, tiny: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "functions.local", "--site", str(site), *arguments],
        env=os.environ | {"WENBIAO_PROJECT": str(tiny), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_says_where_it_listens_and_stops_cleanly(site: Path, tiny: Path, stop: signal.Signals) -> None:
    """The address is printed once it answers; Ctrl-C and SIGTERM end it with exit 0 and no traceback."""
    with start(site, tiny, "--port", "0") as running:
        assert running.stdout
        found = re.fullmatch(
            r"文表已启动：http://127\.0\.0\.1:([0-9]+)（按 Ctrl-C 停止）\n", running.stdout.readline()
        )
        assert found
        assert 200 == ask(int(found[1]), "/")[0]
        running.send_signal(stop)
        told, complaints = running.communicate(timeout=20)

    assert ("文表已停止。\n", "", 0) == (told, complaints, running.returncode)


def test_a_taken_port_is_said_in_chinese(site: Path, tiny: Path, port: int) -> None:
    """A port that another program has is exit 1 with what to do."""
    with start(site, tiny, "--port", str(port)) as running:
        told, complaints = running.communicate(timeout=20)

    assert ("", 1) == (told, running.returncode)
    assert (
        f"无法监听 127.0.0.1:{port}：端口可能已被占用。请换一个端口，如 --port {port + 1}。\n" == complaints
    )


def test_a_broken_project_is_said_in_chinese(site: Path, tiny: Path) -> None:
    """A form without its document is exit 1 at the start, with the finding."""
    (tiny / "documents/tiny.docx").unlink()

    with start(site, tiny, "--port", "0") as running:
        _, complaints = running.communicate(timeout=20)

    assert 1 == running.returncode
    assert complaints.startswith("无法启动：tiny.py：表单没有对应的文书模板")
