"""Signatures: a deployment with a key signs the answers in its documents, and anyone with the public key can check.

WENBIAO_SIGNING_KEY   a PEM file with an Ed25519 private key: documents are signed
WENBIAO_PUBLIC_KEY    a PEM file with one public key or several, older ones too: documents are checked; where it is
                      not set, the public key is the signing key's own

What is signed is a short text, in UTF-8: "wenbiao answers", the form, its version, the name of the template, and the
SHA-256 of the answers in hex digits, each on a line of its own, without a line break at the end.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from wenbiao.errors import SigningError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

    from wenbiao.document.envelope import Envelope

Verdict = Literal["valid", "invalid", "none"]
PRIVATE, PUBLIC = "WENBIAO_SIGNING_KEY", "WENBIAO_PUBLIC_KEY"
ONE_KEY = re.compile(rb"-----BEGIN PUBLIC KEY-----.+?-----END PUBLIC KEY-----", re.DOTALL)


class Keys(NamedTuple):
    """The keys of a deployment; both empty where it sets none."""

    private: Ed25519PrivateKey | None = None
    public: tuple[Ed25519PublicKey, ...] = ()


def check() -> None:
    """Read the keys once, so that a service does not start with wrong ones. Raises SigningError."""
    _keys()


def signed(form: str, version: str, template: str, digest: str) -> str:
    """The signature of answers by their SHA-256 in hex digits, in base64; "" where there is no key."""
    private = _keys().private
    return b64encode(private.sign(_message(form, version, template, digest))).decode() if private else ""


def verdict(envelope: Envelope) -> Verdict:
    """Whether the answers of a document are those that a key of this deployment signed.

    "none" where there is no signature, or no key here to check it.
    """
    keys = _keys().public
    if not (envelope.signature and keys):
        return "none"
    message = _message(envelope.form, envelope.version, envelope.template, envelope.digest)
    fits = any(_fits(key, envelope.signature, message) for key in keys)
    return "valid" if fits and envelope.intact else "invalid"


def public_key_text() -> str:
    """The public keys in PEM, for a page of the site; "" where there is none."""
    keys = _keys().public
    if not keys:
        return ""
    forms = _serialization(PUBLIC)
    pem, whole = forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo
    return "".join(key.public_bytes(pem, whole).decode() for key in keys)


def _message(form: str, version: str, template: str, digest: str) -> bytes:
    return f"wenbiao answers\n{form}\n{version}\n{template}\n{digest}".encode("utf-8", "surrogatepass")


def _fits(key: Ed25519PublicKey, signature: str, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  # loaded already, with the key

    try:
        key.verify(b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _keys() -> Keys:
    return _read(os.environ.get(PRIVATE, ""), os.environ.get(PUBLIC, ""))


@lru_cache(maxsize=1)
def _read(private_file: str, public_file: str) -> Keys:
    """The keys of two files, "" where there is none."""
    if not (private_file or public_file):
        return Keys()
    private = _private(private_file) if private_file else None
    own = private.public_key() if private else None
    public = tuple(_public(public_file)) if public_file else (own,) if own else ()
    if own and not any(own == key for key in public):
        raise SigningError(place=PUBLIC, wrong=f"{public_file} 里没有与私钥配对的公钥，请一并写入")
    return Keys(private, public)


def _private(file: str) -> Ed25519PrivateKey:
    try:
        found = _serialization(PRIVATE).load_pem_private_key(_content(PRIVATE, file), password=None)
    except (ValueError, TypeError) as error:
        encrypted = isinstance(error, TypeError)
        wrong = "设有密码，请换成没有密码的" if encrypted else "不是 PEM 格式的私钥，请重新制作"
        raise SigningError(place=PRIVATE, wrong=f"{file} {wrong}") from None
    key: Ed25519PrivateKey = _checked(PRIVATE, file, found, "Ed25519PrivateKey")
    return key


def _public(file: str) -> Iterator[Ed25519PublicKey]:
    found = ONE_KEY.findall(_content(PUBLIC, file))
    if not found:
        raise SigningError(place=PUBLIC, wrong=f"{file} 里没有 PEM 格式的公钥，请重新导出")
    for pem in found:
        try:
            key = _serialization(PUBLIC).load_pem_public_key(pem)
        except ValueError:
            raise SigningError(place=PUBLIC, wrong=f"{file} 里有一个公钥不完整，请重新导出") from None
        yield _checked(PUBLIC, file, key, "Ed25519PublicKey")


def _checked(variable: str, file: str, key: Any, kind: str) -> Any:
    """The key, if it is of the one algorithm that is used here."""
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  # loaded only where a key is set

    if not isinstance(key, getattr(ed25519, kind)):
        raise SigningError(place=variable, wrong=f"{file} 不是 Ed25519 密钥，请重新制作")
    return key


def _content(variable: str, file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        raise SigningError(place=variable, wrong=f"读不到 {file}，请核对位置和文件权限") from None


def _serialization(variable: str) -> Any:
    """What reads keys, for the one that a variable names."""
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  # loaded only where a key is set
    except ImportError:
        wrong = "设置了密钥，但没有安装签名用的程序库 cryptography，请安装 wenbiao[sign]"
        raise SigningError(place=variable, wrong=wrong) from None
    return serialization
