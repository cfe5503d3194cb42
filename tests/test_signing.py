"""Signatures of a document's answers: valid, forged, altered, without keys, with wrong ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.test_documents import rendered
from tests.tools.deployed import BLOCK, run
from tests.tools.envelopes import resealed
from tests.tools.missing import ROOT, need
from tests.tools.samples import sample
from wenbiao import cli, signing
from wenbiao.document.envelope import Envelope, sealed
from wenbiao.errors import SigningError

Deploy = Callable[..., None]
OPERATORS, INSIDE = (ROOT / "site/pages" / name for name in ("operators.md", "inside.md"))


def private_pem(key: Ed25519PrivateKey, password: bytes = b"") -> bytes:
    lock = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def public_pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def deploy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """Sets the keys of the deployment: PEM files by their content."""

    def keys(private: bytes | None = None, public: bytes | None = None) -> None:
        for name, content in ((signing.PRIVATE, private), (signing.PUBLIC, public)):
            monkeypatch.delenv(name, raising=False)
            if content is not None:
                (tmp_path / name).write_bytes(content)
                monkeypatch.setenv(name, str(tmp_path / name))
        signing._read.cache_clear()

    keys()
    return keys


@pytest.fixture
def ours() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def envelope(total: str = "486.00") -> Envelope:
    """An envelope as a document carries it, signed with the deployment's key."""
    made = sealed("declaration", "1.0", "ab" * 32, {"total_wan": total}, signing.signed)
    root = fromstring(made)  # noqa: S314  # XML of our own
    told = {name: root.get(name, "") for name in ("form", "version", "template", "signature")}
    return Envelope(**told, digest=root.get("sha256", ""), text=root.text or "")


def test_an_unchanged_envelope_is_valid(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """What this deployment signed is valid, with its private key alone or with the public one elsewhere."""
    deploy(private_pem(ours))
    signed = envelope()
    valid = signing.verdict(signed)
    deploy(public=public_pem(ours))

    assert ("valid", "valid") == (valid, signing.verdict(signed))


@pytest.mark.parametrize(
    "changes",
    [
        {"text": '{"total_wan":"487.00"}'},
        {"form": "self_evaluation"},
        {"version": "1.1"},
        {"digest": "0" * 64},
        {"signature": "AAAA"},
        {"signature": "不是签名"},
        {"signature": "\ud800"},
        {"form": "\ud800"},
    ],
)
def test_an_altered_envelope_is_invalid(
    deploy: Deploy, ours: Ed25519PrivateKey, changes: dict[str, str]
) -> None:
    """Whatever of the answers, form, version, hash or signature is another, the signature is invalid."""
    deploy(private_pem(ours))

    assert "invalid" == signing.verdict(envelope()._replace(**changes))


def test_answers_sealed_anew_with_an_old_signature_are_invalid(
    deploy: Deploy, ours: Ed25519PrivateKey
) -> None:
    """A hash that fits other answers does not help a forger."""
    deploy(private_pem(ours))

    assert "invalid" == signing.verdict(envelope("487.00")._replace(signature=envelope().signature))


def test_another_key_does_not_count(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """What somebody else signed is invalid here."""
    deploy(private_pem(Ed25519PrivateKey.generate()))
    forged = envelope()
    deploy(private_pem(ours))

    assert "invalid" == signing.verdict(forged)


def test_older_public_keys_still_count(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """After a change of keys, documents of the older key are valid where both public keys are named."""
    deploy(private_pem(ours))
    older = envelope()
    newer = Ed25519PrivateKey.generate()
    deploy(private_pem(newer), public_pem(newer) + public_pem(ours))

    assert ("valid", "valid") == (signing.verdict(older), signing.verdict(envelope()))


def test_without_keys_nothing_is_signed_or_checked(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """A deployment without keys writes no signature, and says of signed documents that it does not know."""
    deploy(private_pem(ours))
    signed = envelope()
    deploy()

    assert ("", "none", "none") == (
        envelope().signature,
        signing.verdict(envelope()),
        signing.verdict(signed),
    )
    assert "" == signing.public_key_text()


def test_an_unsigned_envelope_is_none(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """Where nothing is signed, there is nothing to doubt."""
    unsigned = envelope()
    deploy(private_pem(ours))

    assert "none" == signing.verdict(unsigned)


def test_the_site_can_show_the_public_key(deploy: Deploy, ours: Ed25519PrivateKey) -> None:
    """The public key is told in PEM, and never the private one."""
    deploy(private_pem(ours))

    assert public_pem(ours).decode() == signing.public_key_text()


EC_KEY = generate_private_key(SECP256R1())
WRONG_PRIVATE = {
    "不是 PEM 格式的私钥": b"x",
    "设有密码": private_pem(Ed25519PrivateKey.generate(), b"secret"),
    "不是 Ed25519 密钥": EC_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
}
WRONG_PUBLIC = {
    "里没有 PEM 格式的公钥": b"x",
    "有一个公钥不完整": b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    "不是 Ed25519 密钥": EC_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "没有与私钥配对的公钥": public_pem(Ed25519PrivateKey.generate()),
}


@pytest.mark.parametrize("says", WRONG_PRIVATE)
def test_a_wrong_private_key_is_told_at_start(deploy: Deploy, says: str) -> None:
    """A file that is no private key for this stops the start with the variable, the file and what to do."""
    deploy(WRONG_PRIVATE[says])

    with pytest.raises(SigningError, match=f"WENBIAO_SIGNING_KEY：.*{says}，请") as raised:
        signing.check()
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("says", WRONG_PUBLIC)
def test_a_wrong_public_key_is_told_at_start(deploy: Deploy, ours: Ed25519PrivateKey, says: str) -> None:
    """A file without the right public key stops the start, too."""
    deploy(private_pem(ours), WRONG_PUBLIC[says])

    with pytest.raises(SigningError, match=f"WENBIAO_PUBLIC_KEY：.*{says}，请"):
        signing.check()


def test_a_key_that_is_not_there_is_told_at_start(monkeypatch: pytest.MonkeyPatch, deploy: Deploy) -> None:
    """A file that cannot be read is named."""
    deploy()
    monkeypatch.setenv(signing.PUBLIC, "/nowhere/key.pem")

    with pytest.raises(SigningError, match=r"读不到 /nowhere/key\.pem，请核对"):
        signing.check()


@pytest.mark.parametrize("key", ["private", "public"])
def test_a_key_without_the_library_is_told_at_start(
    deploy: Deploy, ours: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """A deployment that sets a key and did not install what signs does not start."""
    deploy(**({"private": private_pem(ours)} if key == "private" else {"public": public_pem(ours)}))
    for name in [name for name in sys.modules if name.startswith("cryptography")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)

    with pytest.raises(
        SigningError, match=r"没有安装签名用的程序库 cryptography，请安装 wenbiao\[sign\]"
    ) as told:
        signing.check()
    assert str(told.value).startswith(signing.PRIVATE if key == "private" else signing.PUBLIC)


def test_a_site_with_a_wrong_key_is_not_built(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`wenbiao build`, which prints the public key on a page, says what is wrong with it in one sentence."""
    monkeypatch.setenv(signing.PUBLIC, "/nowhere/key.pem")
    monkeypatch.chdir(tiny)

    assert 2 == cli.run(["build"])
    told = capsys.readouterr().err
    assert "读不到 /nowhere/key.pem" in told
    assert "Traceback" not in told


def test_without_keys_the_library_is_not_loaded() -> None:
    """A deployment that does not sign pays nothing for it."""
    code = "import sys; from wenbiao import signing; signing.check(); signing.signed('a', '1', 'b', '0'); sys.exit('cryptography' in sys.modules)"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_a_function_with_a_wrong_key_does_not_start() -> None:
    """It says which variable is wrong, before the first request."""
    code = "import functions_framework; functions_framework.create_app('render', 'functions/main.py')"
    setting = os.environ | {signing.PRIVATE: "/nowhere/key.pem"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=setting, capture_output=True, text=True, check=False
    )

    assert done.stderr.strip().endswith(
        "WENBIAO_SIGNING_KEY：读不到 /nowhere/key.pem，请核对位置和文件权限。"
    )


def block(page: Path, title: str) -> str:
    """The text of a page's block with that title."""
    (text,) = (text for _, named, text in BLOCK.findall(page.read_text("utf-8")) if named == title)
    return str(text)


def test_the_pages_commands_make_keys_and_verify(deploy: Deploy, tmp_path: Path) -> None:
    """What the pages tell to type makes a key that signs documents, and finds out by hand which are unchanged."""
    need("openssl")
    run(block(OPERATORS, "制作密钥"), tmp_path, os.environ)
    deploy(*((tmp_path / name).read_bytes() for name in ("wenbiao-key.pem", "wenbiao-public.pem")))
    document = rendered("declaration", {})
    forged = resealed(document, json.dumps(sample("self_evaluation")))

    told = []
    for raw in (document, forged):
        (tmp_path / "文书.docx").write_bytes(raw)
        by_hand = ["bash", "-c", block(INSIDE, "自己核验签名")]
        told.append(subprocess.run(by_hand, cwd=tmp_path, capture_output=True, text=True, check=False).stdout)

    assert ["Signature Verified Successfully\n", "Signature Verification Failure\n"] == told


def test_the_pages_script_makes_keys_too(deploy: Deploy, tmp_path: Path) -> None:
    """Where there is no openssl, Python makes the same two files."""
    subprocess.run([sys.executable, "-c", block(OPERATORS, "制作密钥，用 Python")], cwd=tmp_path, check=True)

    deploy(*((tmp_path / name).read_bytes() for name in ("wenbiao-key.pem", "wenbiao-public.pem")))

    assert "valid" == signing.verdict(envelope())
    assert 0o600 == (tmp_path / "wenbiao-key.pem").stat().st_mode & 0o777
