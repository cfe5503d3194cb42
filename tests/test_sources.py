"""Each question says what it rests on, and how sure the policy is whose number it names; nothing speaks English."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forms._blocks.policy import POLICY
from tests.tools.html import parsed
from wenbiao.catalogue import Catalogue
from wenbiao.marks import source_of
from wenbiao.web import Web

ROOT = Path(__file__).parents[1]
CATALOGUE = Catalogue.load(ROOT / "forms", ROOT / "templates")
SHOWN = [  # question, the entry of policy whose number its hint names
    ("declaration", "/budget/contingency_wan", POLICY.budget.contingency_max_percent),
    ("declaration", "/budget/annual_om_estimate_wan", POLICY.budget.om_warn_percent),
    ("declaration", "/budget/year_plan", POLICY.plan.max_years_ahead),
    ("declaration", "/platform/non_reuse_reason", POLICY.platform.non_reuse_reason_min),
    ("declaration", "/schedule/planned_finish", POLICY.schedule.max_months),
    ("change_application", "/schedule_change/finish_after", POLICY.change.extension_warn_months),
    ("change_application", "/suggested_route", POLICY.change.record_only_max_percent),
    ("acceptance_report", "/schedule/application_on", POLICY.acceptance.apply_within_months),
    ("acceptance_report", "/schedule/trial_run_end", POLICY.acceptance.trial_run_min_months),
    ("self_evaluation", "/filled_on", POLICY.self_eval.window_months),
    ("self_evaluation", "/security_operation/mlps_last_on", POLICY.self_eval.mlps_test_months),
    ("self_evaluation", "/score_summary/grade", POLICY.score.bands),
]
HINT = "from forms._blocks.budget import Budget; print(Budget.__declared__['contingency_wan'].hint)"


@pytest.mark.parametrize(("form", "pointer", "entry"), SHOWN)
def test_a_number_of_policy_stands_with_its_mark(form: str, pointer: str, entry: Any) -> None:
    """The hint names the number and says how sure it is."""
    hint = CATALOGUE[form].fields.at(pointer).hint
    value = entry.value[0] if isinstance(entry.value, tuple) else entry.value
    number = next(iter(value.values())) if isinstance(value, dict) else value

    assert re.search(rf"(?<![0-9]){number}(?![0-9])", hint)
    assert hint.endswith(f"（{source_of(entry.mark)[0]}）")


def test_number_and_mark_are_those_of_the_policy_in_force(tmp_path: Path) -> None:
    """Another policy file changes both."""
    file = tmp_path / "policy.toml"
    usual = (ROOT / "forms/policy.toml").read_text("utf-8")
    file.write_text(usual.replace('value = "10"\nmark = "K"', 'value = "12"\nmark = "S4"', 1), "utf-8")

    told = subprocess.run(
        [sys.executable, "-c", HINT],
        cwd=ROOT,
        env=os.environ | {"WENBIAO_POLICY": str(file), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    assert "一般不超过其他各项费用之和的 12%（细则政策解读（第四章））" in told.stdout


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_source_is_on_the_page_of_sources(name: str) -> None:
    """What a question names leads to where it is explained."""
    page = (ROOT / "site/pages/basis.md").read_text("utf-8")
    named = {mark for field in CATALOGUE[name].fields.walk() for mark in field.source.split()}

    assert len(named) > 5
    assert [] == [mark for mark in named if f"{{ #{source_of(mark)[1]} }}" not in page]


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_browser_itself_says_nothing(name: str) -> None:
    """No input makes a browser check it, for that would speak the browser's language; a form is never checked."""
    page = parsed(
        Web(ROOT / "templates/web").form(
            CATALOGUE[name].fields, build="0", root="../../", addresses={"render": "/api/render"}
        )
    )
    checked = {"required", "pattern", "min", "max", "step", "minlength", "maxlength", "title"}

    assert all("novalidate" in form.attrib for form in page.iter("form"))
    assert set() == {
        key
        for tag in ("input", "select", "textarea")
        for one in page.iter(tag)
        for key in one.attrib
        if key in checked
    }
    assert {item.get("type") for item in page.iter("input")} <= {
        "text",
        "radio",
        "checkbox",
        "hidden",
        "file",
    }


def test_no_script_opens_a_dialog_of_the_browser() -> None:
    """alert, confirm and prompt have buttons in the browser's language."""
    scripts = [file.read_text("utf-8") for file in (ROOT / "site/pages/assets").glob("*.js")]

    assert scripts
    assert [] == [
        found
        for text in scripts
        for found in re.findall(r"(?<![\w.])(?:window\.)?(?:alert|confirm|prompt)\(", text)
    ]
