"""The built site and the functions in one process, for one person's own computer: python -m functions.local.

For a service, put the site on a web server and the functions on a serverless engine.
"""

from __future__ import annotations

import argparse
import logging
import mimetypes
import os
import signal
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING
from urllib.parse import quote

import functions_framework
from flask import Flask, Response
from werkzeug import Request
from werkzeug.exceptions import NotFound
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.utils import send_from_directory

from functions import replies
from functions.replies import Refusal
from wenbiao.errors import WenbiaoError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAIN = Path(__file__).with_name("main.py")
TARGETS = ("validate", "render", "read", "summary")
# Some computers' own tables call scripts text/plain, and a browser then refuses modules.
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json",
         ".svg": "image/svg+xml", ".woff2": "font/woff2", ".wasm": "application/wasm"}  # fmt: skip


class Local:
    """A WSGI application: /api/<target>[/<form>] goes to that function, everything else is a file of the site."""

    def __init__(self, site: Path) -> None:
        self.site = site.resolve()
        self.functions: dict[str, Flask] = {target: _function(target) for target in TARGETS}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._app(environ)(environ, start_response)

    def _app(self, environ: WSGIEnvironment) -> WSGIApplication:
        """Whoever answers; what it serves is moved from PATH_INFO to SCRIPT_NAME, without a redirect."""
        path: str = environ.get("PATH_INFO", "")
        if not f"{path}/".startswith("/api/"):
            return static(Request(environ), self.site)
        target, _, form = path.removeprefix("/api").removeprefix("/").partition("/")
        if target not in self.functions:
            return replies.refused(Refusal(404, "没有这个功能", f"可用的功能：{'、'.join(TARGETS)}。"), "")
        environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/api/{target}"
        environ["PATH_INFO"] = f"/{form}"
        return self.functions[target]


def _function(target: str) -> Flask:
    app: Flask = functions_framework.create_app(target, str(MAIN))  # type: ignore[no-untyped-call]
    return app


def static(request: Request, site: Path) -> WSGIApplication:
    """A file of the site, index.html for a folder, 404.html for what is not there; nothing outside the site."""
    if request.method not in ("GET", "HEAD"):
        return Response(
            "这个地址只能浏览。\n", 405, {"Allow": "GET, HEAD"}, content_type="text/plain; charset=utf-8"
        )
    name = request.path.lstrip("/")
    if name and not name.endswith("/") and _inside(site, name) and os.path.isdir(site / name):  # noqa: PTH112  # Path.is_dir raises for a name that is too long
        return Response("", 308, {"Location": quote(f"{request.root_path}/{name}/")})
    wanted = f"{name}index.html" if not name or name.endswith("/") else name
    if _inside(site, wanted):
        try:
            return _file(request, site, wanted)
        except NotFound:
            pass
    return _missing(site)


def _inside(site: Path, name: str) -> bool:
    """Whether a name stays inside the site, symbolic links included."""
    return "\0" not in name and (site / name).resolve().is_relative_to(site)


def _file(request: Request, site: Path, name: str) -> Response:
    ending = Path(name).suffix.lower()
    kind = TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(site, name, request.environ, mimetype=kind, response_class=Response)
    response.headers["Cache-Control"] = "no-cache"
    policy = site / "csp.txt"
    if kind == "text/html" and policy.is_file():  # what a web server should send, so that it is tried here
        response.headers["Content-Security-Policy"] = policy.read_text("utf-8").strip()
    assert isinstance(response, Response)
    return response


def _missing(site: Path) -> Response:
    page = site / "404.html"
    text = page.read_text("utf-8") if page.is_file() else "没有这个页面。\n"
    kind = "text/html" if page.is_file() else "text/plain"
    return Response(text, 404, {"Cache-Control": "no-cache"}, content_type=f"{kind}; charset=utf-8")


class Handler(WSGIRequestHandler):
    """Quiet, and a connection that stalls for half a minute is dropped."""

    timeout = 30

    def log(self, _type: str, _message: str, *_args: object) -> None:
        """Nothing: the framework's lines are English, and the functions log for themselves."""


def server(site: Path, host: str, port: int) -> BaseWSGIServer:
    """A server that listens already; port 0 takes any free one. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if sys.platform != "win32":  # there it would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        # werkzeug itself reports a taken port in English and exits; it is given a bound socket instead.
        return make_server(
            host,
            listener.getsockname()[1],
            Local(site),
            threaded=True,
            request_handler=Handler,
            fd=listener.fileno(),
        )


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM. Exit code 0; 1 where it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m functions.local", description="在本机运行网站和函数")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址")
    parser.add_argument("--port", type=int, default=8000, help="端口，0 为任意空闲端口")
    parser.add_argument("--site", type=Path, required=True, help="建好的网站文件夹")
    wanted = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.WARNING, format="%(message)s"
    )  # whoever tries it is not told each request
    try:
        listening = server(wanted.site, wanted.host, wanted.port)
    except (OSError, OverflowError):
        where = f"{wanted.host}:{wanted.port}"
        print(
            f"无法监听 {where}：端口可能已被占用。请换一个端口，如 --port {_next(wanted.port)}。",
            file=sys.stderr,
        )
        return 1
    except WenbiaoError as error:
        print(f"无法启动：{error}", file=sys.stderr)
        return 1
    _serve(listening, wanted.host)
    return 0


def _next(port: int) -> int:
    return port + 1 if 0 < port < 65535 else 8080


def _serve(listening: BaseWSGIServer, host: str) -> None:
    for asked in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # both: a shell that starts it in the background ignores SIGINT
        signal.signal(asked, _stop)
    shown = f"[{host}]" if ":" in host else host
    print(f"文表已启动：http://{shown}:{listening.port}（按 Ctrl-C 停止）", flush=True)
    try:
        listening.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        listening.server_close()
    print("文表已停止。", flush=True)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
