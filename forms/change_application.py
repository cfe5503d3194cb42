"""D12 项目变更申请书: what changes after the approval, and whether a record is enough or a new approval is due."""

from decimal import Decimal
from typing import ClassVar

from forms._blocks import baseline
from forms._blocks.approval import Approval, ApprovedProject
from forms._blocks.attachments import Attachment
from forms._blocks.baseline import CHANGE, DECLARATION
from forms._blocks.changes import (
    CHANGE_REASONS,
    CHANGE_TYPES,
    RESPONSIBLE,
    AffectedContract,
    BudgetChange,
    BudgetSummary,
    ContentChange,
    Impact,
    KpiChange,
    ScheduleChange,
    SupervisionOpinion,
    next_change,
)
from forms._blocks.people import Filed, Organisation, Person
from forms._blocks.policy import POLICY
from wenbiao.carry import Earlier, Flow, built, same
from wenbiao.form import At, Verdict, ask, block, computed, constant, rule, section, table
from wenbiao.kinds import Choice, Choices, Date, Integer, LongText, Reference, YesNo

RECORD, APPROVE = "备案", "重新审批"


class ChangeApplication(
    Filed,
    title="政务信息化项目变更申请书",
    version="1.0",
    stage=5,
    subject="/project/name",
    summary=(
        "/project/name",
        "/applicant/name",
        "/budget_summary/changed_total_wan",
        "/budget_summary/approved_total_wan",
        "/budget_summary/net_change_wan",
        "/budget_summary/cumulative_adjust_wan",
        "/budget_summary/cumulative_ratio_percent",
    ),
):
    """The questions in the order of the page; the document's own order is the template's."""

    flows: ClassVar[tuple[Flow, ...]] = (
        *baseline.identity(CHANGE, DECLARATION, says="申报书或上一次变更申请书"),
        same("/declaration_ref", "申报书的文书编号", f"{DECLARATION}:/doc_id"),
        same("/approval", "上一次变更申请书", f"{CHANGE}:/approval", code="R-FLOW-2"),
        built("/change_seq", "以前的变更次数加一", next_change, f"{CHANGE}:/change_seq"),
        same(
            "/budget_summary/approved_total_wan",
            "上一次变更申请书的变更后合计",
            f"{CHANGE}:/budget_summary/changed_total_wan",
            code="R-FLOW-2",
        ),
        same(
            "/budget_summary/prior_cumulative_adjust_wan",
            "上一次变更申请书的累计调整额",
            f"{CHANGE}:/budget_summary/cumulative_adjust_wan",
            code="R-FLOW-2",
        ),
    )

    doc_type: Choice = ask("文书类型", const="change_application", unprinted="封面的标题已经表明")
    schema_version: Choice = ask("模式版本", const="1.0", unprinted="只供程序识别")

    basics = section("项目与批复情况")
    doc_id: Reference | None = ask("文书编号", hint="由本单位自行编号，可不填", example="D12-DEMO-0001")
    change_seq: Integer = ask("变更次序", hint="本项目第几次申请变更", least=1, source="F38", example=1)
    project: ApprovedProject = block("项目")
    approval: Approval = block("批复信息", source="K")
    declaration_ref: Reference | None = ask("申报书编号", example="D04-DEMO-0001")
    approving_authority_default = constant(POLICY.authority.province_lead.value, shown=False)

    parties = section("建设单位")
    applicant: Organisation = block("建设单位", source="K")
    supervising_org: Organisation | None = block("主管部门", hint="建设单位是所属单位的填写", source="F24")
    responsible_leader: Person = block("单位负责人", source="K")
    project_manager: Person = block("项目负责人", source="F14")
    contact: Person = block("联系人", source="F14")

    causes = section("变更类型与事由")
    change_types: Choices = ask(
        "变更类型",
        hint="可多选；每一类要填写对应的表",
        options=CHANGE_TYPES,
        source="S5 F39",
        example=["建设内容"],
    )
    change_reasons: Choices = ask(
        "变更原因", hint="可多选", options=CHANGE_REASONS, source="K57", example=["政策调整"]
    )
    reason_detail: LongText = ask(
        "事由说明", max=2000, source="F38", example="按全省病虫害防控专题会议部署增加预警模型。"
    )
    responsibility: Choice | None = ask("责任归属", options=RESPONSIBLE, source="F38", example="政策原因")
    goal_changed: YesNo = ask("建设目标是否改变", source="K57", example=False)

    @computed("变更后合计是否超出核定概算", source="K57")
    def scale_exceeds_approved(self) -> YesNo:
        return self.budget_summary.changed_total_wan > self.approval.approved_estimate_wan

    contents = section("变更内容对照")
    content_changes: list[ContentChange] | None = table(
        "内容对照", hint="变更建设内容、技术方案的填写", source="F38", sometimes=True
    )

    funds = section("资金调整对照", "金额单位为万元；合计和比例由系统计算")
    budget_changes: list[BudgetChange] | None = table(
        "资金对照", hint="变更投资总额、投资结构的填写", source="F38", sometimes=True
    )
    budget_summary: BudgetSummary = block("资金汇总", source="K57 F38")

    plans = section("进度调整与绩效目标调整")
    schedule_change: ScheduleChange | None = block("进度对照", hint="变更建设周期的填写", sometimes=True)
    kpi_changes: list[KpiChange] | None = table("绩效对照", hint="变更绩效目标的填写", sometimes=True)

    effects = section("影响分析")
    impact: Impact = block("影响分析")

    agreements = section("合同影响、监理与专家意见")
    contracts_affected: list[AffectedContract] | None = table("涉及合同", source="F38")
    supervision_opinion: SupervisionOpinion | None = block("监理意见", source="F38")
    expert_opinion_ref: Reference | None = ask("专家评审意见编号", source="F38", example="D09-DEMO-0002")

    route = section("建议办理方式")
    suggested_route: Choice = ask(
        "建议办理方式",
        hint=POLICY.change.record_only_max_percent.marked(
            f"累计调整额不超过核定概算的 {POLICY.change.record_only_max_percent.value}%，并且符合其他条件的，备案即可"
        ),
        options=(RECORD, APPROVE),
        source="K57",
        example=RECORD,
    )

    enclosures = section("附件", "附件只列名称，不上传")
    attachments: list[Attachment] | None = table("附件")

    promise = section("承诺与填报日期")
    commitment_text = constant(POLICY.commitment.text.value)
    commitment_accepted: YesNo = ask("本单位作出上述承诺", source=POLICY.commitment.text.mark, example=True)
    filled_on: Date = ask("填报日期", source="K", example="2024-10-18")

    def record_suffices(self) -> bool:
        """Whether a record is enough where goal and total stay: by exact amounts, never by rounded ratios."""
        policy, summary = POLICY.change, self.budget_summary
        counted = (
            summary.gross_change_wan if policy.ratio_basis.value == "gross" else summary.adjust_amount_wan
        )
        counted += summary.prior_cumulative_adjust_wan if policy.cumulative.value else 0
        small = 100 * counted <= policy.record_only_max_percent.value * self.approval.approved_estimate_wan
        return small and set(self.change_reasons) <= set(policy.record_reasons.value)

    def stays_within(self) -> bool:
        """Neither the goal changes nor is the approved estimate exceeded."""
        return (
            not self.goal_changed
            and self.budget_summary.changed_total_wan <= self.approval.approved_estimate_wan
        )

    @rule("R-CHG-2", at="suggested_route")
    def more_money_needs_approval(self) -> Verdict:
        changed, estimate = self.budget_summary.changed_total_wan, self.approval.approved_estimate_wan
        if changed <= estimate or self.suggested_route == APPROVE:
            return None
        return f"变更后合计 {changed} 万元超出核定概算 {estimate} 万元，建议办理方式应当是“{APPROVE}”"

    @rule("R-CHG-3", at="suggested_route")
    def another_goal_needs_approval(self) -> Verdict:
        if not self.goal_changed or self.suggested_route == APPROVE:
            return None
        return f"建设目标改变，建议办理方式应当是“{APPROVE}”"

    @rule("R-CHG-4", at="suggested_route")
    def record_is_not_enough(self) -> Verdict:
        if not self.stays_within() or self.suggested_route == APPROVE or self.record_suffices():
            return None
        summary, most = self.budget_summary, POLICY.change.record_only_max_percent.value
        return (
            f"累计调整额 {summary.cumulative_adjust_wan} 万元超过核定概算 {self.approval.approved_estimate_wan} 万元的 {most}%，"
            f"或变更原因不全是{'、'.join(POLICY.change.record_reasons.value)}，建议办理方式应当是“{APPROVE}”"
        )

    @rule("R-CHG-4", "warning", at="suggested_route")
    def record_would_do(self) -> Verdict:
        if not self.stays_within() or self.suggested_route == RECORD or not self.record_suffices():
            return None
        return f"按所填内容，{RECORD}即可，请确认是否需要{APPROVE}"

    @rule("R-CHG-5", at="change_types")
    def every_type_has_its_table(self) -> Verdict:
        chosen = set(self.change_types)
        tables = (
            (("建设内容", "技术方案"), self.content_changes, "内容对照"),
            (("投资总额", "投资结构"), self.budget_changes, "资金对照"),
            (("绩效目标",), self.kpi_changes, "绩效对照"),
            (("建设周期",), self.schedule_change, "进度对照"),
        )
        for types, given, label in tables:
            if bool(chosen & set(types)) != bool(given):
                named = "、".join(types)
                return (
                    f"变更类型选了{named}的，请填写{label}"
                    if not given
                    else f"填写了{label}的，变更类型请选{named}"
                )
        if "建设目标" in chosen and not self.goal_changed:
            return "变更类型选了建设目标的，“建设目标是否改变”应当为“是”"
        return None

    @rule("R-CHG-6", at="filled_on")
    def after_approval(self) -> Verdict:
        if self.approval.approved_on < self.filled_on:
            return None
        return f"填报日期 {self.filled_on} 应当晚于批复日期 {self.approval.approved_on}"

    @rule("R-CHG-8", "warning", at="budget_summary/cumulative_adjust_wan")
    def cumulative_basis(self) -> Verdict:
        most, estimate = POLICY.change.record_only_max_percent.value, self.approval.approved_estimate_wan
        summary = self.budget_summary
        if (
            100 * summary.cumulative_adjust_wan <= most * estimate
            or 100 * summary.adjust_amount_wan > most * estimate
        ):
            return None
        return (
            f"本次调整额 {summary.adjust_amount_wan} 万元未超过核定概算的 {most}%，但与以前的变更累计"
            f" {summary.cumulative_adjust_wan} 万元已超过；按累计办理"
        )

    @rule("R-CHG-10", "warning", at="supervision_opinion/org")
    def supervised_change(self) -> Verdict:
        return None if self.supervision_opinion else "没有监理意见；有监理单位的项目一般应附监理意见"

    @rule("R-CHG-11", "warning", at="expert_opinion_ref")
    def appraised_change(self) -> Verdict:
        if self.suggested_route != APPROVE or self.expert_opinion_ref:
            return None
        return f"{APPROVE}的变更一般应有专家评审意见，请填写编号"

    @rule("R-CHG-1", at="budget_changes")
    def lines_of_the_baseline(self, earlier: Earlier) -> Verdict:
        known = baseline.line_numbers(earlier)
        for index, row in enumerate(self.budget_changes or ()):
            if known and row.line_no not in known:
                return At(
                    f"budget_changes/{index}/line_no",
                    f"费用序号“{row.line_no}”不在申报书的费用明细中，请核对",
                )
        return None

    @rule("R-CHG-9", at="change_seq")
    def counted_on(self, earlier: Earlier) -> Verdict:
        expected = next_change(earlier)
        if not earlier.all(CHANGE) or self.change_seq == expected:
            return None
        return f"变更次序应当是 {expected}（以前有 {expected - 1} 次变更），现为 {self.change_seq}"

    @rule("R-FLOW-2", at="budget_changes")
    def amounts_of_the_baseline(self, earlier: Earlier) -> Verdict:
        changed = baseline.changed_lines(earlier)
        for index, row in enumerate(self.budget_changes or ()):
            before = changed.get(row.line_no, {}).get("changed_wan")
            if before is not None and row.approved_wan != Decimal(before):
                message = (
                    f"{row.line_no} 变更前金额 {row.approved_wan} 万元与上一次变更后的 {before} 万元不一致"
                )
                return At(f"budget_changes/{index}/approved_wan", message)
        return None

    @rule("R-FLOW-2", at="kpi_changes")
    def targets_of_the_baseline(self, earlier: Earlier) -> Verdict:
        targets = baseline.kpi_targets(earlier)
        for index, row in enumerate(self.kpi_changes or ()):
            before = targets.get(row.kpi_no)
            if before is not None and row.before != before:
                return At(
                    f"kpi_changes/{index}/before",
                    f"{row.kpi_no} 变更前指标值“{row.before}”与现行指标值“{before}”不一致",
                )
        return None

    @rule("R-FLOW-2", at="schedule_change/finish_before")
    def finish_of_the_baseline(self, earlier: Earlier) -> Verdict:
        before = baseline.planned_finish(earlier) if earlier.all(CHANGE) and self.schedule_change else None
        if (
            before is None
            or not self.schedule_change
            or self.schedule_change.finish_before.isoformat() == before
        ):
            return None
        return f"变更前完工日期 {self.schedule_change.finish_before} 与上一次变更后的 {before} 不一致"
