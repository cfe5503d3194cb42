"""Data of an older version of a form, brought up to date by the form's own migrations.

    class Declaration(Form, version="1.2"):
        migrations = {"1.0": split_the_address, "1.1": drop_the_fax}

Each function takes answers of its version, maybe half filled in, and returns those of the next one in the list; the
last returns those of the form as it is. It need not write the version.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from wenbiao.form import Form

STATED = "schema_version"  # where data say what version they are of


def current(form: type[Form], payload: Any) -> Any:
    """The payload in the form's present shape; itself where it does not say that it is of an older version."""
    return upgraded(form, payload, payload.get(STATED)) if isinstance(payload, Mapping) else payload


def upgraded(form: type[Form], payload: Any, version: Any) -> Any:
    """The payload of that version in the form's present shape.

    Itself where no migration begins there, or where one cannot make sense of it: reading it says what is wrong.
    """
    older = list(form.migrations)
    if version not in older:
        return payload
    renewed = deepcopy(payload)
    try:
        for name in older[older.index(version) :]:
            renewed = form.migrations[name](renewed)
    except Exception:  # noqa: BLE001  # a form's own function, given whatever somebody sent
        return payload
    stated = {STATED: form.version} if isinstance(renewed, dict) and STATED in renewed else {}
    return renewed | stated
