"""The server of the page 部署: its own commands, unit file and nginx configuration, with other ports and folders."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.tools.missing import ROOT, need

PAGE = ROOT / "site/pages/operators.md"
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
HOME = "/opt/wenbiao"  # where the page installs
INSTANCE = re.compile(r"wenbiao-(\w+)@([0-9]+)")
BOOTED = re.compile(r"Booting worker with pid: ([0-9]+)")
NOWHERE = "http://127.0.0.1:9"
# What Debian's own nginx.conf says, with every file in one folder and no access to others.
MAIN = """daemon off;
pid nginx.pid;
{user}
error_log stderr notice;
worker_processes 1;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log access.log;
    error_log error.log;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    {site}
}}
"""


def blocks() -> list[tuple[str, str, str]]:
    """Language, title and text of every fenced block of the page, in order; the title may be empty."""
    return BLOCK.findall(PAGE.read_text("utf-8"))


def block(title: str) -> str:
    """The text of the block with that title."""
    (text,) = (text for _, named, text in blocks() if named == title)
    return text


def run(script: str, folder: Path, environment: Mapping[str, str]) -> str:
    """Runs a block of commands; returns what it said. Raises AssertionError with all of it where it fails."""
    told = subprocess.run(
        ["bash", "-c", script],
        check=False,
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert told.returncode == 0, told.stdout
    return told.stdout


def pack(folder: Path) -> Path:
    """Follows the page on a copy of the project, in the environment that is installed already; returns the package."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "build", "__pycache__", "*.egg-info"))
    (folder / ".venv").mkdir()
    for part in ("bin", "lib", "pyvenv.cfg"):
        (folder / ".venv" / part).symlink_to(Path(sys.prefix) / part)
    (folder / ".venv/installed").touch()  # else make would point this environment at the copy
    run(block("在打包用的电脑上"), folder, os.environ)
    return folder / "wenbiao.tar.gz"


def install(package: Path, home: Path) -> None:
    """Follows the page, without a network and without any setting of pip; `home` stands for /opt/wenbiao."""
    environment = {
        "PATH": f"{sys.base_prefix}/bin:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": NOWHERE,
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
    }
    told = run(block("在服务器上").replace(HOME, str(home)), package.parent, environment)
    assert NOWHERE not in told  # pip did not even look for its index


@dataclass
class Instance:
    """One systemd instance of a function, started as its unit says; `workers`: their ids, in order of birth."""

    process: subprocess.Popen[str]
    workers: list[int] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def await_worker(self) -> None:
        """Reads the log up to the next worker that is ready."""
        assert self.process.stderr
        for line in self.process.stderr:
            self.told.append(line)
            if found := BOOTED.search(line):
                self.workers.append(int(found[1]))
                return
        raise AssertionError("".join(self.told))

    def stop(self) -> None:
        """What systemctl stop does; the rest of the log is read. A second time it does nothing."""
        if self.process.returncode is None:
            self.process.terminate()
            self.told.append(self.process.communicate()[1])


def unit(function: str, port: str, home: Path) -> list[tuple[str, str]]:
    """The settings of the unit file for one instance, its specifiers expanded as systemd does."""
    known = {"%j": function, "%i": port, "%t": str(home.parent / "run"), HOME: str(home)}
    text = block("/etc/systemd/system/wenbiao-validate@.service").replace("\\\n", "")
    for word, meaning in known.items():
        text = text.replace(word, meaning)
    lines = (line for line in text.splitlines() if "=" in line and not line.startswith("#"))
    return [(key, value) for key, _, value in (line.partition("=") for line in lines)]


def start(function: str, port: str, home: Path) -> Instance:
    """A running instance whose workers are all ready."""
    listed = unit(function, port, home)
    settings = dict(listed)
    environment = dict(value.split("=", 1) for key, value in listed if key == "Environment")
    (home.parent / "run" / settings["RuntimeDirectory"]).mkdir(parents=True)
    process = subprocess.Popen(
        shlex.split(settings["ExecStart"]),
        cwd=settings["WorkingDirectory"],
        env={"PATH": os.environ["PATH"]} | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    instance = Instance(process)
    for _ in range(int(environment["WORKERS"])):
        instance.await_worker()
    return instance


def instances() -> list[tuple[str, str]]:
    """Function and port of every instance that the page enables."""
    return INSTANCE.findall(block("启动函数"))


def free_ports(wanted: list[str]) -> dict[str, str]:
    """A free port of this machine for each port of the page."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in wanted]
        return {port: str(taken.getsockname()[1]) for port, taken in zip(wanted, sockets, strict=True)}


def configuration(home: Path, ports: Mapping[str, str]) -> str:
    """The page's nginx configuration, listening on the free port that stands for "80"."""
    text = block("/etc/nginx/conf.d/wenbiao.conf").replace(HOME, str(home))
    for port, taken in ports.items():
        text = text.replace(f"127.0.0.1:{port} ", f"127.0.0.1:{taken} ")
    return text.replace("listen 80 default_server", f"listen 127.0.0.1:{ports['80']} default_server")


@contextmanager
def nginx(site: str, folder: Path) -> Iterator[None]:
    """Runs nginx with a site's configuration, with all that it writes in one folder."""
    folder.mkdir()
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read a test's folder
    (folder / "nginx.conf").write_text(MAIN.format(user=user, site=site), "utf-8")
    command = [need("nginx"), "-p", folder, "-c", "nginx.conf", "-e", "stderr"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        told = []
        for line in process.stderr:
            told.append(line)
            if "start worker process " in line:  # it listens by then
                break
        else:
            raise AssertionError("".join(told))
        try:
            yield
        finally:
            process.terminate()
            process.communicate()


def certify(certificate: Path, key: Path) -> None:
    """Writes a certificate for this machine, signed by itself, and its key."""
    wanted = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=wenbiao"]
    place = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run([need("openssl"), "req", "-x509", *wanted, *place], check=True, capture_output=True)


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(
    port: str, path: str, body: bytes | Iterator[bytes] | None = None, kind: str = "application/json"
) -> Reply:
    """GETs a path; with a body POSTs it as that type, chunked where it comes in pieces."""
    connection = HTTPConnection("127.0.0.1", int(port))
    if body is None:
        connection.request("GET", path)
    else:
        connection.request("POST", path, body, {"Content-Type": kind})
    answer = connection.getresponse()
    reply = Reply(answer.status, dict(answer.getheaders()), answer.read())
    connection.close()
    return reply
