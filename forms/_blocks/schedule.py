"""C8 进度: when a project starts and ends, and its milestones."""

from forms._blocks.policy import POLICY
from wenbiao.form import At, Block, Verdict, ask, rule, table
from wenbiao.formats import add_months
from wenbiao.kinds import Date, Text


class Milestone(Block):
    name: Text = ask("里程碑", max=200, example="详细设计审定")
    date: Date = ask("计划日期", example="2024-06-20")


class Schedule(Block):
    planned_start: Date = ask("计划开工日期", example="2024-05-06")
    planned_finish: Date = ask(
        "计划完工日期",
        hint=POLICY.schedule.max_months.marked(f"建设周期一般不超过 {POLICY.schedule.max_months.value} 个月"),
        example="2025-03-31",
    )
    milestones: list[Milestone] = table("里程碑", min_rows=2)

    @rule("R-SCH-1", at="planned_finish")
    def ends_after_start(self) -> Verdict:
        if self.planned_start <= self.planned_finish:
            return None
        return f"计划完工日期 {self.planned_finish} 早于计划开工日期 {self.planned_start}"

    @rule("R-SCH-2", at="milestones")
    def milestones_inside(self) -> Verdict:
        outside = [
            index
            for index, milestone in enumerate(self.milestones)
            if not self.planned_start <= milestone.date <= self.planned_finish
        ]
        if not outside:
            return None
        names = "、".join(f"“{self.milestones[index].name}”" for index in outside)
        span = f"{self.planned_start} 至 {self.planned_finish}"
        return At(
            f"milestones/{outside[0]}/date",
            f"里程碑{names}的日期不在计划工期 {span} 之内",
        )

    @rule("R-SCH-3", "warning", at="planned_finish")
    def not_too_long(self) -> Verdict:
        most = POLICY.schedule.max_months.value
        if self.planned_finish <= add_months(self.planned_start, most):
            return None
        return f"计划工期 {self.planned_start} 至 {self.planned_finish} 超过 {most} 个月，请确认"
