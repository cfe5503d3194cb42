"""The page 部署, followed to the letter: packed, installed without a network, and run behind nginx.

Its commands, unit file and nginx configuration are read out of the page; only ports and folders are others.
"""

from __future__ import annotations

import json
import os
import re
import signal
import ssl
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.tools.deployed import (
    Instance,
    Reply,
    ask,
    block,
    blocks,
    certify,
    configuration,
    free_ports,
    install,
    instances,
    nginx,
    pack,
    start,
)
from tests.tools.hand import open_form, put
from tests.tools.missing import need
from tests.tools.samples import changed, sample
from wenbiao.media import DOCX, XLSX

pytest_plugins = ["tests.tools.browser"]

FORM = "declaration"
LIMIT = 2 * 1024 * 1024
POSTED = "application/x-www-form-urlencoded; charset=utf-8"
MARK = "只写在答案里的字"
UNIT, SITE = "/etc/systemd/system/wenbiao-validate@.service", "/etc/nginx/conf.d/wenbiao.conf"
TRIED = ("在打包用的电脑上", "在服务器上", UNIT, SITE)
NEEDS_SYSTEMD = ("启动函数", "启用网站", "换到新版本")
ELSEWHERE = ("制作密钥", "制作密钥，用 Python")  # in test_signing


@dataclass
class Server:
    """What is installed and running: `home` stands for /opt/wenbiao, `ports` for the page's; nginx logs in `folder`."""

    home: Path
    ports: dict[str, str]
    running: dict[tuple[str, str], Instance]
    folder: Path

    def ask(self, path: str, *body: bytes | Iterator[bytes], kind: str = "application/json") -> Reply:
        return ask(self.ports["80"], path, *body, kind=kind)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The page's server: site, functions and nginx."""
    need("nginx")
    folder = tmp_path_factory.mktemp("deployed")
    home = folder / "wenbiao"
    install(pack(folder / "project"), home)
    ports = free_ports(["80", *(port for _, port in instances())])
    with ExitStack() as cleanup:
        running = {}
        for function, port in instances():
            running[function, port] = start(function, ports[port], home)
            cleanup.callback(running[function, port].stop)
        cleanup.enter_context(nginx(configuration(home, ports), folder / "nginx"))
        yield Server(home, ports, running, folder / "nginx")


@pytest.fixture(scope="module")
def served(server: Server) -> str:
    """The address, in place of the local server of other tests in a browser."""
    return f"http://127.0.0.1:{server.ports['80']}"


def sent(answers: object) -> bytes:
    return json.dumps(answers, ensure_ascii=False).encode()


def problem(reply: Reply) -> tuple[int, str, str]:
    """Status, type and title of problem details."""
    return reply.status, reply.headers["Content-Type"], json.loads(reply.data)["title"]


def page_of(reply: Reply) -> tuple[int, str]:
    """Status and title of a page that says how to go on."""
    html = reply.data.decode()
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "回到表单" in html
    return reply.status, re.findall("<title>(.*)</title>", html)[0]


def test_every_block_of_the_page_is_known() -> None:
    """What the page tells to run or to save is tried here, apart from the commands that need systemd, and keys."""
    titled = [title for language, title, _ in blocks() if language != "json"]

    assert sorted((*TRIED, *NEEDS_SYSTEMD, *ELSEWHERE)) == sorted(titled)


def test_nginx_knows_exactly_the_instances_that_are_enabled() -> None:
    """Each instance that systemd starts is in the upstream of its function, and nothing else is."""
    upstreams = re.findall(r"upstream wenbiao-(\w+) \{(.*?)\}", block(SITE), re.DOTALL)
    known = [(name, port) for name, servers in upstreams for port in re.findall(r":([0-9]+)", servers)]

    assert sorted(instances()) == sorted(known)


def test_everything_is_compiled_ahead(server: Server) -> None:
    """No module of the forms, the functions or the engine is left to be compiled at each start."""
    (engine,) = server.home.glob(".venv/lib/python*/site-packages/wenbiao")
    folders = (server.home / "forms", server.home / "functions", engine)
    sources = [file for folder in folders for file in folder.rglob("*.py")]

    assert len(sources) > 50
    assert [] == [file for file in sources if not list(file.parent.glob(f"__pycache__/{file.stem}.*.pyc"))]


def test_every_template_is_compiled_ahead(server: Server) -> None:
    """The compiled form of every Word file lies where the functions look for it."""
    templates = {file.stem for file in server.home.glob("templates/*.docx")}

    assert templates
    assert templates == {file.stem for file in server.home.glob("build/compiled/*.template")}


@pytest.mark.parametrize("path", ["/", f"/forms/{FORM}/"])
def test_pages_come_with_their_policy(server: Server, path: str) -> None:
    """A page is HTML in UTF-8, kept fresh, under the security policy that the build worked out."""
    reply = server.ask(path)

    assert (200, "text/html; charset=utf-8") == (reply.status, reply.headers["Content-Type"])
    policy = (server.home / "build/site/csp.txt").read_text("utf-8").strip()
    assert (policy, "no-cache") == (reply.headers["Content-Security-Policy"], reply.headers["Cache-Control"])


@pytest.mark.parametrize(
    ("ending", "kind"), [("js", "text/javascript"), ("css", "text/css"), ("json", "application/json")]
)
def test_files_have_their_types(server: Server, ending: str, kind: str) -> None:
    """Scripts have the type that modules need, and the policy stays on them."""
    site = server.home / "build/site"
    replies = [server.ask(f"/{file.relative_to(site)}") for file in site.rglob(f"*.{ending}")]

    assert replies
    assert {(200, kind)} == {(reply.status, reply.headers["Content-Type"].split(";")[0]) for reply in replies}
    assert all("Content-Security-Policy" in reply.headers for reply in replies)


@pytest.mark.parametrize("path", ["/nothing", f"/forms/{FORM}/nothing/", "/assets/", f"/api/nothing/{FORM}"])
def test_unknown_addresses_get_the_chinese_page(server: Server, path: str) -> None:
    """What is not there, or is a folder without a page, is 404 with the site's own page."""
    for reply in (server.ask(path), server.ask(path, b"{}")):
        assert 404 == reply.status
        assert "<h1>没有这一页</h1>" in reply.data.decode()
        assert "Content-Security-Policy" in reply.headers


def test_a_page_that_is_posted_to_is_not_found(server: Server) -> None:
    """Pages are to be read; anything else gets the Chinese page as well."""
    reply = server.ask("/", b"{}")

    assert (404, True) == (reply.status, "<h1>没有这一页</h1>" in reply.data.decode())


def test_a_folder_is_found_without_its_slash(server: Server) -> None:
    """The way to the folder holds no host: a gateway in front may have another."""
    reply = server.ask(f"/forms/{FORM}")

    assert (301, f"/forms/{FORM}/") == (reply.status, reply.headers["Location"])


def test_the_document_is_that_of_the_command_line(server: Server, tmp_path: Path) -> None:
    """The functions give the same bytes as the command line, and are of the same build as the page."""
    program, given, made = server.home / ".venv/bin/wenbiao", tmp_path / "a.json", tmp_path / "a.docx"
    given.write_bytes(sent(sample(FORM)))
    command = [program, "render", FORM, given, "-o", made]
    subprocess.run(command, cwd=server.home, check=True, capture_output=True)

    reply = server.ask(f"/api/render/{FORM}", sent(sample(FORM)))

    assert (200, DOCX) == (reply.status, reply.headers["Content-Type"])
    assert made.read_bytes() == reply.data
    assert f'data-build="{reply.headers["X-Wenbiao-Build"]}"' in server.ask(f"/forms/{FORM}/").data.decode()


def test_the_functions_own_refusals_come_through(server: Server) -> None:
    """A refusal of a function reaches the browser as it is."""
    refused = server.ask("/api/validate/nobody", b"{}")

    assert (404, "application/problem+json", "没有这种文书") == problem(refused)


def test_bodies_up_to_the_limit_are_served_without_a_disk(server: Server) -> None:
    """The largest body allowed, and a document, pass with no folder to put them on disk."""
    for folder in ("body", "proxy"):
        (server.folder / folder).rmdir()
    largest = b"{" + b" " * (LIMIT - 2) + b"}"

    assert 200 == server.ask(f"/api/validate/{FORM}", largest).status
    assert 200 == server.ask(f"/api/render/{FORM}", sent(sample(FORM))).status


def test_documents_come_back_and_are_summed_up(server: Server) -> None:
    """A document is read as it was made, and the reviewer's table of it is a spreadsheet."""
    made = server.ask(f"/api/render/{FORM}", sent(sample(FORM)))
    found = server.ask("/api/read", made.data, kind=DOCX)
    table = server.ask("/api/summary", b"[" + found.data + b"]")

    read = json.loads(found.data)
    assert (200, FORM, "answers", []) == (found.status, read["form"], read["origin"], read["changes"])
    assert (200, XLSX, b"PK") == (table.status, table.headers["Content-Type"], table.data[:2])


@pytest.mark.parametrize("path", ["/api/read", "/api/summary"])
def test_files_may_be_larger(server: Server, path: str) -> None:
    """10 MiB reach the functions for files, which refuse them for what they are; more is too large."""
    kind = DOCX if path == "/api/read" else "application/json"

    assert server.ask(path, b" " * 10 * 2**20, kind=kind).status in (400, 422)
    assert (413, "application/problem+json", "内容过大") == problem(
        server.ask(path, b" " * 11 * 2**20, kind=kind)
    )


@pytest.mark.parametrize("pieces", [False, True])
def test_larger_bodies_are_refused_in_chinese(server: Server, *, pieces: bool) -> None:
    """3 MiB are too large, with a length or in chunks, and the reply says so in Chinese."""
    body = iter([b" " * 2**20] * 3) if pieces else b" " * 3 * 2**20

    assert (413, "application/problem+json", "内容过大") == problem(server.ask(f"/api/validate/{FORM}", body))


@pytest.mark.parametrize("pieces", [False, True])
def test_larger_forms_without_scripts_are_refused_with_a_page(server: Server, *, pieces: bool) -> None:
    """A browser that posts a form shows what comes back: a page in Chinese that says how to go on."""
    body = iter([b"a" * 2**20] * 3) if pieces else b"a" * 3 * 2**20

    assert (413, "内容过大") == page_of(server.ask(f"/api/render/{FORM}", body, kind=POSTED))


def test_chunked_bodies_arrive_whole(server: Server) -> None:
    """nginx gathers the chunks, and the function gets a body of known length."""
    whole = sent(sample(FORM))

    reply = server.ask(f"/api/render/{FORM}", (whole[at : at + 1000] for at in range(0, len(whole), 1000)))

    assert server.ask(f"/api/render/{FORM}", whole).data == reply.data


def test_no_request_is_lost_when_workers_are_killed(server: Server) -> None:
    """While the workers of one instance are killed again and again, every request is answered, and rightly."""
    body = sent({"answers": sample(FORM), "earlier": [sample(FORM)] * 10})  # much to check, little to answer
    wanted = server.ask(f"/api/validate/{FORM}", body)
    victim = next(instance for (name, _), instance in server.running.items() if name == "validate")

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(server.ask, f"/api/validate/{FORM}", body) for _ in range(40)]
        while not all(future.done() for future in asked):
            os.kill(victim.workers[-2], signal.SIGKILL)
            victim.await_worker()

    replies = [future.result() for future in asked]
    assert {(200, wanted.data)} == {(reply.status, reply.data) for reply in replies}
    assert "while reading response header from upstream" in (server.folder / "error.log").read_text("utf-8")


def test_functions_that_are_away_are_said_in_chinese(server: Server, tmp_path: Path) -> None:
    """While no instance of a function runs, the reply is Chinese problem details, and a page for a posted form."""
    ports = free_ports(list(server.ports))
    with nginx(configuration(server.home, ports), tmp_path / "alone"):
        reply = ask(ports["80"], f"/api/validate/{FORM}", b"{}")
        shown = ask(ports["80"], f"/api/render/{FORM}", b"%2Fplan_year=2024", kind=POSTED)

    assert (503, "application/problem+json", "服务暂时不可用") == problem(reply)
    assert (503, "服务暂时不可用") == page_of(shown)


def test_https_is_switched_on_as_the_page_says(server: Server, tmp_path: Path) -> None:
    """Without the line of port 80 and with the three lines below it, the site comes by HTTPS."""
    ports, certificate, key = free_ports(list(server.ports)), tmp_path / "a.crt", tmp_path / "a.key"
    certify(certificate, key)
    site = re.sub(r" *listen 127.*\n", "", configuration(server.home, ports), count=1)
    for old, new in {
        "# listen 443 ": f"listen 127.0.0.1:{ports['80']} ",
        "# ssl_": "ssl_",
        "/etc/ssl/wenbiao.crt": str(certificate),
        "/etc/ssl/wenbiao.key": str(key),
    }.items():
        assert old in site
        site = site.replace(old, new)

    with nginx(site, tmp_path / "https"):
        trusting = ssl.create_default_context(cafile=certificate)
        connection = HTTPSConnection("127.0.0.1", int(ports["80"]), context=trusting)
        connection.request("GET", "/")
        assert 200 == connection.getresponse().status
        connection.close()


def test_the_site_works_in_a_browser(page: Page) -> None:
    """Under the policy that nginx sends, a form page's scripts run and the functions work out a sum."""
    open_form(page, FORM)
    put(page, "/budget/lines", [{"item": "开发", "quantity": "59", "unit_price_wan": "2.00"}])

    expect(page.locator('output[data-pointer="/budget/lines/0/amount_wan"]')).to_have_text("118.00")


def test_no_log_holds_an_answer(server: Server) -> None:
    """Neither nginx nor the functions write down what was sent."""
    answers = changed(sample(FORM), {"/project/name": MARK})
    for path in (f"/api/validate/{FORM}", f"/api/render/{FORM}", f"/api/render/nobody?{FORM}"):
        server.ask(path, sent(answers))
    document = server.ask(f"/api/render/{FORM}", sent(answers)).data
    found = server.ask("/api/read", document, kind=DOCX).data
    server.ask("/api/summary", b"[" + found + b"]")

    assert MARK in found.decode()
    for instance in server.running.values():  # the last test: the rest of a log comes at the end
        instance.stop()
    logs = [file.read_text("utf-8") for file in server.folder.glob("*.log")]
    logs += ["".join(instance.told) for instance in server.running.values()]
    assert 2 + len(instances()) == len(logs)
    assert "/api/render/nobody" in "".join(logs)
    assert MARK not in "".join(logs)
