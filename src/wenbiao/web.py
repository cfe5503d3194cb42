"""Fields → HTML, through the Jinja templates of a folder; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from wenbiao import formats
from wenbiao.fields import Fields
from wenbiao.layout import hidden_of, parts_of


class Web:
    """The templates of a folder. The macros of widgets.html are named after `Kind.widget`."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def whole(self, template: str, **facts: Any) -> str:
        """A template of the folder with some facts, every character of them kept."""
        return self._environment.get_template(template).render(**facts)

    def render(self, template: str, **facts: Any) -> str:
        """The same without blank lines, so that Markdown takes it as one block; for facts of our own."""
        html = self.whole(template, **facts)
        return "\n".join(line for line in html.splitlines() if line.strip())

    def form(
        self,
        fields: Fields,
        *,
        build: str,
        root: str,
        addresses: Mapping[str, str],
        starts_from: Mapping[str, str] | None = None,
        papers: Mapping[str, str] | None = None,
    ) -> str:
        """The whole form as HTML. `root`: the way from its page to the site's root, like "../../".

        `addresses`: where the functions are, as in assets/config.json; `build`: of forms and templates;
        `starts_from`: the forms whose documents it can start from, with their titles; `papers`: its further
        documents, with what people call them.
        """
        return self.render(
            "form.html",
            fields=fields,
            parts=parts_of(fields),
            hidden=hidden_of(fields),
            build=build,
            root=root,
            action=address(addresses["render"], fields.name, root),
            regions=formats.REGIONS,
            starts_from=starts_from or {},
            papers=papers or {},
        )


def address(function: str, form: str, root: str) -> str:
    """The address of a function for a form; a relative one is meant from the site's root."""
    base = function if re.match("/|https?://", function) else root + function
    return f"{base.rstrip('/')}/{form}"
