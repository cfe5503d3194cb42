"""The policy in force, typed: what `policy.toml` must hold, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal

from wenbiao.policy import Entry, Strict, load


class Scheme(Strict):
    """A performance scheme: points of the execution rate and of each level-1 indicator (together 100)."""

    execution: Decimal
    level1: dict[str, Decimal]
    level2: dict[str, list[str]]


class Budget(Strict):
    contingency_max_percent: Entry[Decimal]
    om_warn_percent: Entry[Decimal]
    categories: Entry[dict[str, str]]
    funding_sources: Entry[list[str]]


class Schedule(Strict):
    max_months: Entry[int]


class Plan(Strict):
    max_years_ahead: Entry[int]


class Platform(Strict):
    non_reuse_reason_min: Entry[int]


class Score(Strict):
    scheme: Entry[Literal["weights_2020", "weights_2021"]]
    schemes: Entry[dict[Literal["weights_2020", "weights_2021"], Scheme]]

    @property
    def chosen(self) -> Scheme:
        """The scheme in force."""
        return self.schemes.value[self.scheme.value]


class Commitment(Strict):
    text: Entry[str]


class Policy(Strict):
    budget: Budget
    schedule: Schedule
    plan: Plan
    platform: Platform
    score: Score
    commitment: Commitment


POLICY = load(Path(__file__).parents[1] / "policy.toml", Policy)
