"""The answer to a posted form that cannot become a document yet: the whole form again, filled in, without a script.

It stands by itself, for a function does not know where the site is: its styles are inline, and allowed by their hash.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from wenbiao import formats, places
from wenbiao.answers import Result
from wenbiao.errors import Problem
from wenbiao.fields import Fields
from wenbiao.filled import Texts, filled, shown_at
from wenbiao.layout import hidden_of, identifier, parts_of
from wenbiao.web import Web

ROWS_MAX = 600  # rows of all tables together; each comes back with all its questions, some kilobytes of HTML
ROW = re.compile("/[0-9]+(?![^/])")
AGAIN = "again"  # in an address: the form is wanted again, even if it is complete
DRAFT = "draft"  # in an address: a draft is wanted, whatever the problems


@dataclass(frozen=True)
class Page:
    """A whole page, and the Content-Security-Policy under which it works."""

    html: str
    policy: str


def fits(texts: Texts) -> bool:
    """Whether a page could show all the rows that were typed."""
    return len({name[: row.end()] for name in texts for row in ROW.finditer(name)}) <= ROWS_MAX


def page(folder: Path, texts: Texts, result: Result, query: Mapping[str, str]) -> Page:
    """The form as it was typed, with all problems, posting to where it was posted, with the same `query`.

    `folder`: the project's templates of pages; `texts`: what was typed, by JSON pointer.
    """
    web, style = _loaded(folder)
    fields, count = result.fields, len(result.errors)
    state = filled(fields, texts, result.problems, result.computed)
    kept = {name: value for name, value in query.items() if name not in (AGAIN, DRAFT)}
    html = web.whole(
        "refilled.html",
        fields=fields,
        parts=parts_of(fields, state),
        hidden=hidden_of(fields),
        regions=formats.REGIONS,
        root=None,
        style=style,
        title=f"还不能生成文书：有 {count} 处需要填写或修改" if count else "已核对，没有需要修改的地方",
        mistakes=list(_listed(fields, result.errors)),
        doubts=list(_listed(fields, (one for one in result.problems if one.severity == "warning"))),
        action=f"?{urlencode(kept)}",
        again=f"?{urlencode(kept | {AGAIN: 1})}",
        draft=f"?{urlencode(kept | {DRAFT: 1})}",
    )
    return Page(html.lstrip(), _policy(style))


@cache
def _loaded(folder: Path) -> tuple[Web, str]:
    return Web(folder), (folder / "refilled.css").read_text("utf-8")


def _policy(style: str) -> str:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _listed(fields: Fields, problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """(the id of its place or "", what is said of it) of each problem."""
    for problem in problems:
        around = places.around(fields, problem.path)
        pointer = shown_at(fields, problem.path)
        yield (
            identifier(pointer) if pointer else "",
            f"{around}：{problem.message}" if around else problem.message,
        )
