"""Random valid projects: the samples with other amounts, lines, years, indicators, scores and changes.

Amounts are whole numbers of 分 (0.000001 万元) until they are written, so what a test expects is worked out
with integers and not with the decimals under test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.tools.samples import GONE, changed, sample

WAN = 10**6  # 分 in 1 万元
WEIGHTS = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
NEEDED = ("K01", "K04", "K06", "K07", "K08", "K12")  # one of each sort that R-KPI-2 asks for
CATEGORIES = {"A1": "应用软件开发费", "A3": "硬件设备购置费", "A4": "数据资源建设费", "B1": "设计费",
              "B2": "监理费", "B10": "其他费用", "C1": "预备费"}  # fmt: skip
FILED = ("2024-10-18", "2024-12-01")  # when the first and second change are filed
LATER = "2025-05-31"
ISO_DAY = re.compile(r"(20\d\d)(-\d\d-\d\d)")


def wan(fen: int) -> str:
    """An amount as data write it: 万元, at least two decimals, none beyond that are zero."""
    whole, decimals = divmod(abs(fen), WAN)
    return f"{'-' if fen < 0 else ''}{whole}.{f'{decimals:06d}'.rstrip('0').ljust(2, '0')}"


@dataclass(frozen=True)
class Line:
    """A line of the estimate. `after`: its amount after each change, `touched`: whether that change names it."""

    line_no: str
    category: str
    quantity: int  # millionths
    price: int
    approved: int
    after: tuple[int, ...]
    touched: tuple[bool, ...]
    settled: int
    paid: int
    contract: int

    @property
    def declared(self) -> int:
        """Quantity × price, half-up to a whole 分."""
        return (self.quantity * self.price + WAN // 2) // WAN

    @property
    def steps(self) -> tuple[int, ...]:
        """The approved amount and what each change makes of it."""
        return (self.approved, *self.after)

    def named(self) -> dict[str, str]:
        return {"line_no": self.line_no, "category": self.category, "item": f"{self.line_no} 费用"}


@dataclass(frozen=True)
class Indicator:
    """An indicator; `row` is the sample's, with its weight (millionths of a point) and targets replaced."""

    row: dict[str, Any]
    weight: int
    targets: tuple[str, ...]  # declared, after the first change, after the second
    actual: str
    score: int  # hundredths of a point

    def declared(self) -> dict[str, Any]:
        return self.row | {"target": self.targets[0], "weight": wan(self.weight)}


@dataclass(frozen=True)
class Project:
    """What happened to one project, and the four documents (or five, or three) that say so."""

    years: int
    lines: tuple[Line, ...]
    loose_contingency: int
    indicators: tuple[Indicator, ...]
    late: bool
    shares: tuple[int, int, int]  # percent, how sums are split

    @property
    def changes(self) -> range:
        return range(len(self.lines[0].after))

    @property
    def total(self) -> int:
        """The declared total."""
        return sum(line.declared for line in self.lines) + self.loose_contingency

    @property
    def settled(self) -> int:
        return sum(line.settled for line in self.lines)

    @property
    def paid(self) -> int:
        return sum(line.paid for line in self.lines)

    def sum_after(self, changes: int) -> int:
        """The sum of the lines after so many changes."""
        return sum(line.steps[changes] for line in self.lines)

    def adjusted(self, number: int) -> int:
        """The larger of all increases and all decreases of one change."""
        moves = [line.steps[number + 1] - line.steps[number] for line in self.lines]
        return max(sum(move for move in moves if move > 0), -sum(move for move in moves if move < 0))

    def split(self, fen: int) -> list[int]:
        """Three parts, the first never zero unless all is."""
        first = fen * self.shares[0] // 100 or min(fen, 1)
        second = (fen - first) * self.shares[1] // 100
        return [first, second, fen - first - second]

    def life(self) -> list[dict[str, Any]]:
        """The documents from declaration to self-evaluation; computed values are left out."""
        changes = [self.change(number) for number in self.changes]
        documents = [self.declaration(), *changes, self.acceptance(), self.evaluation()]
        return [moved(document, self.years) for document in documents]

    def declaration(self) -> dict[str, Any]:
        lines = [
            line.named() | {"quantity": wan(line.quantity), "unit": "项", "unit_price_wan": wan(line.price)}
            for line in self.lines
        ]
        contingency = sum(line.declared for line in self.lines if line.category == "C1")
        sources = zip(("省级财政资金", "市级财政资金", "其他资金"), self.split(self.total), strict=True)
        budget = {
            "lines": lines,
            "contingency_wan": wan(contingency + self.loose_contingency),
            "funding_sources": [{"source": name, "amount_wan": wan(part)} for name, part in sources],
            "year_plan": [
                {"year": 2024 + index, "amount_wan": wan(part)}
                for index, part in enumerate(self.split(self.total))
            ],
            "annual_om_estimate_wan": "38.00",
        }
        used = [line.line_no for line in self.lines if line.category != "C1"]
        contents = [{"name": "全部内容", "description": "建设内容", "budget_lines": used}]
        kpis = [indicator.declared() for indicator in self.indicators]
        return changed(
            sample("declaration"), {"/budget": budget, "/construction_content": contents, "/kpis": kpis}
        )

    def change(self, number: int) -> dict[str, Any]:
        """The change application with this number, counted from 0."""
        rows = [
            line.named() | {"approved_wan": wan(before), "changed_wan": wan(after), "reason": "优化"}
            for line in self.lines
            for before, after in [line.steps[number : number + 2]]
            if line.touched[number]
        ]
        kpis = [
            {"kpi_no": one.row["kpi_no"], "name": one.row["level3"], "unit": one.row["unit"],
             "before": one.targets[number], "after": one.targets[number + 1]}
            for one in self.indicators
            if one.targets[number] != one.targets[number + 1]
        ]  # fmt: skip
        late = self.late and number == 0
        types = ["投资结构", *(["绩效目标"] if kpis else []), *(["建设周期"] if late else [])]
        summary = {} if number == 0 else {
            "approved_total_wan": wan(self.sum_after(number)),
            "prior_cumulative_adjust_wan": wan(self.adjusted(0)),
        }  # fmt: skip
        shape = sample("change_application")
        return changed(shape, {
            "/doc_id": f"D12-DEMO-000{number + 1}", "/change_seq": number + 1, "/filled_on": FILED[number],
            "/approval/approved_estimate_wan": wan(self.sum_after(0)), "/scale_exceeds_approved": GONE,
            "/change_types": types, "/content_changes": GONE, "/budget_changes": rows, "/kpi_changes": kpis,
            "/schedule_change": shape["schedule_change"] if late else None,
            "/budget_summary": summary, "/suggested_route": "备案" if self.record_suffices(number) else "重新审批",
        })  # fmt: skip

    def record_suffices(self, number: int) -> bool:
        """Whether a record is enough for one change: 15 % of the estimate, all changes so far counted."""
        adjusted = sum(self.adjusted(earlier) for earlier in range(number + 1))
        estimate = self.sum_after(0)
        return self.sum_after(number + 1) <= estimate and 100 * adjusted <= 15 * estimate

    def acceptance(self) -> dict[str, Any]:
        shape = sample("acceptance_report")
        names = [f"D12-DEMO-000{number + 1}" for number in self.changes]
        records = [
            shape["change_records"][0]
            | {
                "change_doc_id": name,
                "adjust_amount_wan": wan(self.adjusted(number)),
                "adjust_ratio_percent": half_up(100 * self.adjusted(number), self.sum_after(0)),
            }
            for number, name in enumerate(names)
        ]
        execution = [
            line.named()
            | {
                "approved_wan": wan(line.approved),
                "changed_wan": wan(line.steps[-1]),
                "settled_wan": wan(line.settled),
            }
            for line in self.lines
        ]
        finance = {
            name: shape["finance"][name]
            for name in ("saving_handling", "audit_conclusion", "audit_report_no")
        }
        return changed(shape, {
            "/approval/approved_estimate_wan": wan(self.sum_after(0)),
            "/refs/changes": names, "/change_records": records, "/budget_execution": execution,
            "/schedule/planned_finish": LATER if self.late and names else "2025-03-31",
            "/contracts": self.contracts(shape["contracts"]), "/finance": finance,
            "/kpi_completion": [
                {"kpi_no": one.row["kpi_no"], "name": one.row["level3"], "operator": one.row["operator"],
                 "target": one.targets[len(self.changes)], "unit": one.row["unit"], "actual": one.actual, "note": "已核实"}
                for one in self.indicators
            ],
        })  # fmt: skip

    def contracts(self, shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Contracts that share the lines among them."""
        made = []
        for number in sorted({line.contract for line in self.lines}):
            lines = [line for line in self.lines if line.contract == number]
            settled = sum(line.settled for line in lines)
            amounts = {
                "contract_wan": wan(settled),
                "settled_wan": wan(settled),
                "paid_wan": wan(sum(line.paid for line in lines)),
            }
            kept = {
                key: value
                for key, value in shapes[number].items()
                if key not in ("approved_wan", "retention_wan")
            }
            made.append(kept | amounts | {"budget_lines": [line.line_no for line in lines]})
        return made

    def evaluation(self) -> dict[str, Any]:
        shape = sample("self_evaluation")
        parts = zip(
            ("本年财政拨款", "上年结转资金", "其他资金"),
            self.split(self.settled),
            self.split(self.paid),
            strict=True,
        )
        performance = {
            "initial_budget_wan": wan(self.sum_after(0)),
            "full_budget_wan": wan(self.settled),
            "executed_wan": wan(self.paid),
            "split": [
                {"item": item, "full_budget_wan": wan(full), "executed_wan": wan(executed)}
                for item, full, executed in parts
            ],
        }
        scores = [
            one.declared()
            | {"target": one.targets[len(self.changes)], "actual": one.actual, "score": half_up(one.score, 100),
               "deviation_reason": "见改进措施" if one.score * 10**4 < one.weight else None}
            for one in self.indicators
        ]  # fmt: skip
        return changed(shape, {
            "/refs/changes": [f"D12-DEMO-000{number + 1}" for number in self.changes],
            "/budget_performance": performance, "/kpi_scores": scores, "/score_summary": GONE,
        })  # fmt: skip


def half_up(part: int, whole: int) -> str:
    """Part ÷ whole with two decimals, half-up."""
    hundredths = (200 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def moved(value: Any, years: int) -> Any:
    """The same answers so many years later; document numbers stay."""
    if isinstance(value, dict):
        return {
            key: inner + years if key in ("plan_year", "year") else moved(inner, years)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [moved(inner, years) for inner in value]
    day = ISO_DAY.fullmatch(value) if isinstance(value, str) else None
    return f"{int(day[1]) + years}{day[2]}" if day else value
