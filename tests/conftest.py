"""What several tests need: a small project of its own, elsewhere, with its forms, templates and answers."""

from __future__ import annotations

import json
import shutil
import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import functions_framework
import pytest
from hypothesis import settings
from werkzeug.test import Client, TestResponse

from wenbiao.catalogue import Catalogue

settings.register_profile("any machine", deadline=None)  # a busy one takes longer, and is right all the same
settings.load_profile("any machine")

MAIN = Path(__file__).parent.parent / "functions/main.py"
ANSWERS: dict[str, Any] = {
    "doc_type": "tiny",
    "name": "皖美茶园",
    "year": 2024,
    "secret": False,
    "reason": "公开",
    "works": ["场景工程"],
    "divisions": ["340100"],
    "lines": [{"item": "开发", "quantity": "3", "unit_price_wan": "2.00"}],
    "filled_on": "2024-05-06",
}
TEXT = "{{ name }}，{{ year }}年，{{ secret }}，{{ reason }}，{{ works }}，{{ divisions }}，{{ filled_on }}，合计{{ total_wan }}万元"
ROWS = "{% for line in lines %}{{ line.seq }}{{ line.item }}{{ line.quantity }}×{{ line.unit_price_wan }}={{ line.amount_wan }}{% endfor %}"


@pytest.fixture
def answers() -> dict[str, Any]:
    """Complete answers of the form “tiny”, without a problem."""
    return deepcopy(ANSWERS)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The root of a project with the form “tiny”, its document and a letter."""
    return small_project(tmp_path / "tiny")


def small_project(root: Path) -> Path:
    """Makes the project in a new folder, which it returns."""
    shutil.copytree(Path(__file__).parent / "data/tiny", root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(MAIN.parents[1] / "templates/web", root / "documents/web")
    write_document(root / "documents/tiny.docx", TEXT, ROWS)
    write_document(root / "documents/tiny.letter.docx", "关于报送{{ name }}的函")
    return root


@pytest.fixture
def catalogue(tiny: Path) -> Catalogue:
    """The forms of the small project."""
    return Catalogue.load(tiny / "questions", tiny / "documents")


@pytest.fixture
def call(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Posts to a target of the small project, bytes as they are and anything else as JSON."""
    monkeypatch.setenv("WENBIAO_PROJECT", str(tiny))
    monkeypatch.delenv("WENBIAO_ALLOW_ORIGIN", raising=False)
    clients: dict[str, Client] = {}

    def request(
        target: str, body: Any = b"", *, form: str = "tiny", query: str = "", **settings: Any
    ) -> TestResponse:
        if target not in clients:
            app = functions_framework.create_app(target, str(MAIN))
            app.config["PROPAGATE_EXCEPTIONS"] = False
            clients[target] = app.test_client()
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"method": "POST", "data": raw, "content_type": "application/json"} | settings
        given.setdefault("environ_overrides", {"CONTENT_LENGTH": str(len(given["data"]))})
        return clients[target].open(f"/{form}{query}", **given)

    return request


def text_of(docx: bytes) -> str:
    return zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()


def write_document(file: Path, *paragraphs: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(file))
