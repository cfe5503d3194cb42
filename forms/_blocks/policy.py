"""The policy in force, typed: what `policy.toml` must hold, and nothing else."""

from decimal import Decimal
from pathlib import Path
from typing import Literal

from wenbiao.policy import FILE, Entry, Group, load
from wenbiao.tables import Strict


class Scheme(Strict):
    """A performance scheme: points of the execution rate and of each level-1 indicator (together 100)."""

    execution: Decimal
    level1: dict[str, Decimal]
    level2: dict[str, list[str]]


class Budget(Group):
    contingency_max_percent: Entry[Decimal]
    om_warn_percent: Entry[Decimal]
    categories: Entry[dict[str, str]]
    funding_sources: Entry[list[str]]


class Schedule(Group):
    max_months: Entry[int]


class Plan(Group):
    max_years_ahead: Entry[int]


class Platform(Group):
    non_reuse_reason_min: Entry[int]


class Authority(Group):
    province_lead: Entry[str]


class Change(Group):
    record_only_max_percent: Entry[Decimal]
    ratio_basis: Entry[Literal["max", "gross"]]
    cumulative: Entry[bool]
    record_reasons: Entry[list[str]]
    extension_warn_months: Entry[int]


class Acceptance(Group):
    apply_within_months: Entry[int]
    trial_run_min_months: Entry[int]


class SelfEvaluation(Group):
    window_months: Entry[tuple[int, int]]
    mlps_test_months: Entry[int]


class Score(Group):
    bands: Entry[dict[str, Decimal]]
    scheme: Entry[Literal["weights_2020", "weights_2021"]]
    schemes: Entry[dict[Literal["weights_2020", "weights_2021"], Scheme]]

    @property
    def chosen(self) -> Scheme:
        """The scheme in force."""
        return self.schemes.value[self.scheme.value]


class Commitment(Group):
    text: Entry[str]


class Policy(Strict):
    budget: Budget
    schedule: Schedule
    plan: Plan
    platform: Platform
    score: Score
    authority: Authority
    change: Change
    acceptance: Acceptance
    self_eval: SelfEvaluation
    commitment: Commitment


POLICY = load(Path(__file__).parents[1] / FILE, Policy)
