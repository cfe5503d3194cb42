"""The function that is compared: it takes answers as JSON and calls docxtpl, as its documentation shows."""

from __future__ import annotations

import io
import os

import functions_framework
from docxtpl import DocxTemplate
from flask import Request, Response
from jinja2.sandbox import SandboxedEnvironment

ENVIRONMENT = SandboxedEnvironment(autoescape=True)
ENVIRONMENT.filters["paragraphs"] = lambda text: str(text).split("\n\n")


@functions_framework.http
def render(request: Request) -> Response:
    """The document of the answers."""
    template = DocxTemplate(os.environ["TEMPLATE"])
    template.render(request.get_json(), ENVIRONMENT, autoescape=True)
    file = io.BytesIO()
    template.save(file)
    return Response(file.getvalue(), content_type="application/octet-stream")
