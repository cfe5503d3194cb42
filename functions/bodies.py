"""Reading a request's body: its size and type are settled before a byte of it is read."""

from __future__ import annotations

from flask import Request
from werkzeug.exceptions import HTTPException

from functions.replies import Refusal

JSON_MAX = 2 * 1024 * 1024
DOCX_MAX = 10 * 1024 * 1024
RESULTS_MAX = 10 * 1024 * 1024


def body(request: Request, *types: str, limit: int = JSON_MAX) -> bytes:
    """The whole body. Raises Refusal: 411 without a length, 413 over the limit, 415, 400 if it was cut off."""
    length = request.content_length
    if length is None:
        # A chunked body over a server's limit is cut without a word: the length has to be known first.
        raise Refusal(411, "缺少长度", "请求没有写明 Content-Length，请勿分块发送。")
    if length > limit:
        raise Refusal(413, "内容过大", f"提交的内容有 {length / 2**20:.1f} MiB，最多 {limit // 2**20} MiB。")
    if request.mimetype not in types:
        raise Refusal(415, "内容类型不对", f"请用 Content-Type: {' 或 '.join(types)} 提交。")
    raw = _read(request, length)
    if len(raw) != length:
        raise Refusal(400, "内容不完整", f"只收到 {len(raw)} 字节，应有 {length} 字节。请检查网络后重试。")
    return raw


def _read(request: Request, length: int) -> bytes:
    """Up to `length` bytes; fewer where the connection ends early or stalls."""
    pieces: list[bytes] = []
    try:
        while length > 0 and (piece := request.stream.read(length)):
            pieces.append(piece)
            length -= len(piece)
    except (HTTPException, OSError):
        pass  # the sender is gone or silent: what came is too short, which the caller says
    return b"".join(pieces)
