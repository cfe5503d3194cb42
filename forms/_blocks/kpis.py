"""C9 绩效: three-level performance indicators under the scheme that the policy chooses [F11][F12]."""

from collections.abc import Sequence
from decimal import Decimal

from forms._blocks.measured import QUALITATIVE, value_fault
from forms._blocks.policy import POLICY
from wenbiao.form import Block, Verdict, ask, rule
from wenbiao.kinds import Choice, Number, Text

SCHEME = POLICY.score.chosen
LEVEL2 = tuple(name for names in SCHEME.level2.values() for name in names)
WEIGHTS = "、".join(f"{name} {points} 分" for name, points in SCHEME.level1.items())
OPERATORS = ("=", "≥", "≤", ">", "<", "定性")


class Kpi(Block):
    kpi_no: Text = ask("指标编号", max=40, unique=True, example="K01")
    level1: Choice = ask("一级指标", options=tuple(SCHEME.level1), example="产出指标")
    level2: Choice = ask("二级指标", options=LEVEL2, example="数量指标")
    level3: Text = ask("三级指标", max=200, example="建成应用子系统数量")
    operator: Choice = ask("比较关系", options=OPERATORS, example="=")
    target: Text = ask(
        "指标值",
        hint="单位是“日期”的填日期，如 2025-03-31；定性指标填文字，其余填数",
        max=40,
        example="4",
    )
    unit: Text | None = ask(
        "单位", hint="定性指标可以不填", max=10, pattern=".+", example="个", sometimes=True
    )
    weight: Number = ask("分值", example="8")

    @rule("choice", at="level2")
    def level2_of_its_level1(self) -> Verdict:
        fitting = SCHEME.level2[self.level1]
        return None if self.level2 in fitting else f"{self.level1}下的二级指标请选：{'、'.join(fitting)}"

    @rule("missing", at="unit")
    def measured(self) -> Verdict:
        return None if self.operator == QUALITATIVE or self.unit else "请填写单位"

    @rule("format", at="target")
    def comparable(self) -> Verdict:
        fault = value_fault(self.target, self.operator, self.unit) if self.unit else None
        return f"指标值{fault}" if fault else None


def weights_fault(kpis: Sequence[Kpi]) -> str | None:
    """R-KPI-1: the points of each level-1 indicator must add up to the scheme's; None if they do."""
    found = {
        name: sum((kpi.weight for kpi in kpis if kpi.level1 == name), Decimal(0)) for name in SCHEME.level1
    }
    wrong = [
        f"{name}应为 {expected} 分，现为 {found[name]} 分"
        for name, expected in SCHEME.level1.items()
        if found[name] != expected
    ]
    return "绩效指标分值合计不符：" + "；".join(wrong) if wrong else None


def rows_fault(kpis: Sequence[Kpi]) -> str | None:
    """R-KPI-2: at least one row of 数量, 质量, 时效, 成本, of 效益 and of 满意度; None if there is."""
    given = {kpi.level2 for kpi in kpis} | {kpi.level1 for kpi in kpis}
    given |= {"成本指标"} if any("成本" in kpi.level2 for kpi in kpis) else set()
    wanted = ("数量指标", "质量指标", "时效指标", "成本指标", "效益指标", "满意度指标")
    lacking = [name for name in wanted if name not in given]
    return f"绩效指标还缺少：{'、'.join(lacking)}，每类至少一行" if lacking else None
