"""The score table of the self-evaluation: indicators with their scores, their sums and the grade."""

from decimal import Decimal
from typing import TYPE_CHECKING

from forms._blocks.evaluation import points
from forms._blocks.grades import GRADES
from forms._blocks.kpis import SCHEME, Kpi
from forms._blocks.measured import QUALITATIVE, value_fault
from forms._blocks.policy import POLICY
from wenbiao.form import At, Block, Verdict, ask, computed, rule
from wenbiao.kinds import Choice, Number, Text

if TYPE_CHECKING:
    from forms.self_evaluation import SelfEvaluation

# How an actual value of a qualitative indicator begins, and the share of the weight it may score [K].
QUALITATIVE_BANDS = {
    "达成预期指标": (80, 100),
    "部分达成并具有一定效果": (60, 80),
    "未达成且效果较差": (0, 60),
}

BANDS = "、".join(f"{grade} {least} 分以上" for grade, least in POLICY.score.bands.value.items() if least)


class KpiScore(Kpi):
    """An indicator of C9 with what was reached and its score."""

    level1: Choice = ask(
        "一级指标",
        options={name: f"{name}（{points}分）" for name, points in SCHEME.level1.items()},
        example="产出指标",
    )
    actual: Text = ask("实际完成值", max=40, example="4")
    score: Number = ask("得分", example="8.00")
    deviation_reason: Text | None = ask("偏差原因分析及改进措施", max=200, sometimes=True)

    @rule("format", at="actual")
    def comparable_actual(self) -> Verdict:
        fault = value_fault(self.actual, self.operator, self.unit) if self.unit else None
        return f"实际完成值{fault}" if fault else None

    @rule("R-KPI-3", at="score")
    def score_within_weight(self) -> Verdict:
        return None if self.score <= self.weight else f"得分 {self.score} 超过分值 {self.weight}"

    @rule("R-KPI-5", at="deviation_reason")
    def deviation_explained(self) -> Verdict:
        if self.score >= self.weight or self.deviation_reason:
            return None
        return f"得分 {self.score} 低于分值 {self.weight}，请填写偏差原因分析及改进措施"

    @rule("R-KPI-6", "warning", at="score")
    def qualitative_score(self) -> Verdict:
        if self.operator != QUALITATIVE:
            return None
        for begins, (least, most) in QUALITATIVE_BANDS.items():
            if self.actual.startswith(begins):
                fits = least * self.weight <= 100 * self.score <= most * self.weight
                return None if fits else f"“{begins}”的得分一般在分值的 {least}% 至 {most}% 之间"
        return At("actual", f"定性指标的实际完成值一般以“{'”“'.join(QUALITATIVE_BANDS)}”开头")


class ScoreSummary(Block):
    """The score table; everything here is worked out."""

    if TYPE_CHECKING:
        above: SelfEvaluation

    @computed("预算执行得分", code="R-KPI-4")
    def budget(self) -> Number:
        return points(self.above.budget_performance.score)

    @computed("成本指标得分", code="R-KPI-4")
    def cost(self) -> Number | None:
        return self._sum("成本指标") if "成本指标" in SCHEME.level1 else None

    @computed("产出指标得分", code="R-KPI-4")
    def output(self) -> Number:
        return self._sum("产出指标")

    @computed("效益指标得分", code="R-KPI-4")
    def benefit(self) -> Number:
        return self._sum("效益指标")

    @computed("满意度指标得分", code="R-KPI-4")
    def satisfaction(self) -> Number:
        return self._sum("满意度指标")

    @computed("总分", code="R-KPI-4")
    def total(self) -> Number:
        return points(self.budget + sum((row.score for row in self.above.kpi_scores), Decimal(0)))

    @computed("等级", options=GRADES, hint=POLICY.score.bands.marked(BANDS), code="R-KPI-4")
    def grade(self) -> Choice:
        bands = POLICY.score.bands.value
        return next((grade for grade, least in bands.items() if self.total >= least), GRADES[-1])

    def _sum(self, level1: str) -> Decimal:
        return points(sum((row.score for row in self.above.kpi_scores if row.level1 == level1), Decimal(0)))
