"""The functions answer any input at all, without a 500."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

FORM = "application/x-www-form-urlencoded"
FUZZ = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@FUZZ
@given(value=JSON)
def test_any_json_gets_an_answer(call: Any, value: Any) -> None:
    """No JSON value breaks the functions, and every object can be validated."""
    validated, rendered = call("validate", value), call("render", value)

    assert validated.status_code == (200 if isinstance(value, dict) else 422)
    assert 422 == rendered.status_code


@FUZZ
@given(
    field=st.sampled_from(["name", "year", "secret", "reason", "works", "divisions", "lines", "filled_on"]),
    value=JSON,
)
def test_any_value_of_any_question_gets_an_answer(call: Any, answers: Any, field: str, value: Any) -> None:
    """No value at any question's place breaks the functions."""
    body = answers | {field: value}

    assert call("validate", body).status_code in (200, 400)
    assert call("render", body).status_code in (200, 400, 422)


@FUZZ
@given(raw=st.binary(), kind=st.sampled_from(["application/json", FORM, "text/x"]))
def test_any_bytes_get_an_answer(call: Any, raw: bytes, kind: str) -> None:
    """No bytes break the functions."""
    assert call("validate", raw, content_type=kind).status_code in (200, 400, 415, 422)
    assert call("render", raw, content_type=kind).status_code in (200, 400, 415, 422)


@FUZZ
@given(pairs=st.lists(st.tuples(st.text().map("/".__add__), st.text()), max_size=8))
def test_any_posted_form_gets_an_answer(call: Any, pairs: list[tuple[str, str]]) -> None:
    """No names and values of a posted form break the function."""
    sent = [(name.encode("utf-8", "replace"), text.encode("utf-8", "replace")) for name, text in pairs]

    assert call("render", urlencode(sent).encode(), content_type=FORM).status_code in (400, 422)


@FUZZ
@given(
    path=st.text(alphabet=st.characters(codec="utf-8")),
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "DELETE"]),
)
def test_any_path_and_method_get_an_answer(call: Any, path: str, method: str) -> None:
    """No path and no method break the functions."""
    assert call("validate", {}, form=path.lstrip("/"), method=method).status_code < 500
