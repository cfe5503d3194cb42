"""D14 项目验收报告: what was built, bought, paid, tested and reached, compared with what was approved."""

from typing import ClassVar

from forms._blocks import baseline
from forms._blocks.acceptance import (
        Archives,
    Asset,
    ChangeRecord,
    Completion,
    DataSharing,
    IntellectualProperty,
    LineExecution,
    PlatformUse,
    PreliminaryIssue,
    Schedule,
    SecurityTests,
    Standard,
    TrialRun,
    Warranty,
)  # fmt: skip
from forms._blocks.approval import Approval, ApprovedProject
from forms._blocks.attachments import Attachment
from forms._blocks.baseline import CHANGE, DECLARATION
from forms._blocks.contracts import INDEPENDENT, Contract, Participant, amounts, lines_fault, roles_fault
from forms._blocks.outcome import AcceptanceResult, Finance, KpiCompletion, References
from forms._blocks.people import Filed, Organisation, Person
from forms._blocks.policy import POLICY
from wenbiao.carry import Earlier, Flow, built, same
from wenbiao.form import (
    At,
    Verdict,
    ask,
    block,
    constant,
    rule,
    section,
    table,
)
from wenbiao.formats import add_months
from wenbiao.kinds import Choice, Date, LongText, Reference, YesNo


class AcceptanceReport(
    Filed,
    title="政务信息化项目验收报告",
    version="1.0",
    stage=6,
    subject="/project/name",
    summary=(
        "/project/name",
        "/applicant/name",
        "/finance/changed_wan",
        "/finance/contract_sum_wan",
        "/finance/settled_wan",
        "/finance/paid_wan",
        "/finance/saving_wan",
    ),
):
    """The questions in the order of the page; the document's own order is the template's."""

    flows: ClassVar[tuple[Flow, ...]] = (
        *baseline.identity(CHANGE, DECLARATION, says="申报书和变更申请书"),
        same("/approval", "变更申请书", f"{CHANGE}:/approval", code="R-FLOW-2"),
        same("/refs/declaration", "申报书的文书编号", f"{DECLARATION}:/doc_id", code="R-FLOW-1"),
        built("/refs/changes", "各次变更申请书的文书编号", baseline.change_ids, f"{CHANGE}:/doc_id"),
        same(
            "/schedule/planned_start",
            "申报书",
            f"{CHANGE}:/approval/approved_start",
            f"{DECLARATION}:/schedule/planned_start",
        ),
        built(
            "/schedule/planned_finish",
            "最近一次变更后的完工日期，没有变更的为批复或申报的日期",
            baseline.planned_finish,
            f"{CHANGE}:/schedule_change/finish_after",
            f"{DECLARATION}:/schedule/planned_finish",
            code="R-FLOW-2",
        ),
        built(
            "/content_completion",
            "申报书的建设内容",
            baseline.contents,
            f"{DECLARATION}:/construction_content",
            locked=False,
        ),
        built(
            "/change_records",
            "各次变更申请书",
            baseline.change_records,
            f"{CHANGE}:/budget_summary",
            code="R-FLOW-2",
        ),
        built(
            "/platform/reused_components",
            "申报书的复用组件",
            baseline.components,
            f"{DECLARATION}:/platform/reused_components",
            locked=False,
        ),
        same("/security/mlps_level", "申报书", f"{DECLARATION}:/security/mlps_level", locked=False),
        built(
            "/budget_execution",
            "申报书的费用明细和各次变更",
            baseline.execution_lines,
            f"{DECLARATION}:/budget/lines",
            f"{CHANGE}:/budget_changes",
            code="R-FLOW-2",
        ),
        built(
            "/kpi_completion",
            "申报书的绩效指标和各次变更",
            baseline.kpis_to_complete,
            f"{DECLARATION}:/kpis",
            f"{CHANGE}:/kpi_changes",
            code="R-FLOW-2",
        ),
    )

    doc_type: Choice = ask("文书类型", const="acceptance_report", unprinted="封面的标题已经表明")
    schema_version: Choice = ask("模式版本", const="1.0", unprinted="只供程序识别")

    basics = section("项目概况")
    doc_id: Reference | None = ask("文书编号", hint="由本单位自行编号，可不填", example="D14-DEMO-0001")
    project: ApprovedProject = block("项目")
    approval: Approval = block("批复信息", source="K")
    approving_authority_default = constant(POLICY.authority.province_lead.value, shown=False)
    refs: References = block("引用文书")
    schedule: Schedule = block("实施日期", source="F16 F9")

    parties = section("组织实施与参建单位")
    applicant: Organisation = block("建设单位", source="K")
    supervising_org: Organisation | None = block("主管部门", hint="建设单位是所属单位的填写", source="F24")
    responsible_leader: Person = block("单位负责人", source="K")
    project_manager: Person = block("项目负责人", source="F14")
    contact: Person = block("联系人", source="F14")
    participants: list[Participant] = table("参建单位", min_rows=1, source="S K")

    contents = section("建设内容与变更")
    content_completion: list[Completion] = table("内容完成", min_rows=1, source="F15")
    change_records: list[ChangeRecord] | None = table(
        "变更记录", hint="有变更的逐次填写", source="S5", sometimes=True
    )

    sharing = section("平台复用与数据共享")
    platform: PlatformUse = block("平台", source="S F5")
    data_sharing: DataSharing = block("数据共享", source="F21 F18")

    tests = section("测评、等保、密评与试运行")
    security: SecurityTests = block("测评", source="F16 F25")
    trial_run: TrialRun = block("试运行", source="F16")

    funds = section("合同与资金", "金额单位为万元；合计和比例由系统计算")
    contracts: list[Contract] = table("合同", min_rows=1)
    budget_execution: list[LineExecution] = table("资金执行", min_rows=1, source="F15")
    finance: Finance = block("财务汇总", source="K57 F15")

    holdings = section("资产、知识产权、标准与档案")
    assets: list[Asset] = table("资产", min_rows=1, source="F15")
    ip_rights: list[IntellectualProperty] = table("知识产权", min_rows=1, source="S6")
    standards: list[Standard] | None = table("标准", source="S5")
    archives: Archives = block("档案", source="K57 F15")

    performance = section("绩效目标完成")
    kpi_completion: list[KpiCompletion] = table("绩效完成", min_rows=1, source="F14")

    after = section("质量保修、初验整改与自评结论")
    warranty: Warranty = block("质量保修", source="S7")
    preliminary_issues: list[PreliminaryIssue] | None = table("初步验收问题", source="F16")
    self_conclusion: LongText = ask("自评结论", max=500, example="建设内容全部完成，申请通过竣工验收。")
    acceptance_result: AcceptanceResult | None = block(
        "验收结果", hint="由验收组织方填写，可不填", source="S6"
    )

    enclosures = section("附件", "附件只列名称，不上传")
    attachments: list[Attachment] | None = table("附件")

    promise = section("承诺与填报日期")
    commitment_text = constant(POLICY.commitment.text.value)
    commitment_accepted: YesNo = ask("本单位作出上述承诺", source=POLICY.commitment.text.mark, example=True)
    filled_on: Date = ask("填报日期", source="K", example="2025-10-30")

    @rule("R-PAR-1", at="participants")
    def designer_apart(self) -> Verdict:
        return roles_fault(self.participants, "承建单位", ("设计单位",))

    @rule("R-PAR-2", at="participants")
    def examiners_apart(self) -> Verdict:
        return roles_fault(self.participants, "承建单位", INDEPENDENT)

    @rule("R-CON-5", at="contracts")
    def every_line_in_one_contract(self) -> Verdict:
        return lines_fault(self.contracts, [line.line_no for line in self.budget_execution])

    @rule("missing", at="schedule/application_on")
    def applied(self) -> Verdict:
        if not self.acceptance_result or self.schedule.application_on:
            return None
        return "填写了验收结果的，请填写验收申请日期"

    @rule("missing", at="schedule/final_acceptance_on")
    def finally_accepted(self) -> Verdict:
        if not self.acceptance_result or self.schedule.final_acceptance_on:
            return None
        return "填写了验收结果的，请填写竣工验收日期"

    @rule("R-ACC-2", at="schedule/application_on")
    def applied_in_time(self) -> Verdict:
        months = POLICY.acceptance.apply_within_months.value
        due = add_months(self.schedule.actual_finish, months)
        if not self.schedule.application_on or self.schedule.application_on <= due or self.refs.extension:
            return None
        return f"验收申请日期 {self.schedule.application_on} 晚于完工后 {months} 个月（{due}），请填写延期验收申请编号"

    @rule("R-ACC-4", at="security")
    def reports_before_application(self) -> Verdict:
        latest = self.schedule.application_on or self.filled_on
        reports = ("mlps_report_on", "crypto_report_on", "software_test_report_on")
        late = [name for name in reports if (day := getattr(self.security, name)) and day > latest]
        return (
            At(
                f"security/{late[0]}",
                f"测评报告日期 {getattr(self.security, late[0])} 晚于验收申请日期 {latest}",
            )
            if late
            else None
        )

    @rule("R-ACC-6", at="archives/archive_accepted")
    def archives_first(self) -> Verdict:
        if (
            not self.acceptance_result
            or self.acceptance_result.decision != "通过"
            or self.archives.archive_accepted
        ):
            return None
        return "档案没有通过验收的，验收结果不能是“通过”"

    @rule("R-ACC-8", at="change_records")
    def records_of_all_changes(self) -> Verdict:
        recorded = {record.change_doc_id for record in self.change_records or ()}
        named = set(self.refs.changes or ())
        if recorded == named:
            return None
        return f"变更记录的文书编号（{'、'.join(sorted(recorded)) or '无'}）与引用文书中的（{'、'.join(sorted(named)) or '无'}）不一致"

    @rule("R-ACC-11", "warning", at="ip_rights")
    def owned_by_applicant(self) -> Verdict:
        for row, right in enumerate(self.ip_rights):
            if right.owner != self.applicant.name:
                return At(f"ip_rights/{row}/owner", f"知识产权“{right.name}”的权利人不是建设单位，请确认")
        return None

    @rule("R-FIN-1", at="finance/settled_wan")
    def settled_twice_the_same(self) -> Verdict:
        found = amounts(self.budget_execution, "settled_wan")
        if found == self.finance.settled_wan:
            return None
        return f"资金执行表的结算合计 {found} 万元与合同的结算合计 {self.finance.settled_wan} 万元不一致"

    @rule("R-FIN-4", at="finance/settled_wan")
    def within_estimate(self) -> Verdict:
        estimate = self.approval.approved_estimate_wan
        if self.finance.settled_wan <= estimate:
            return None
        return f"结算金额 {self.finance.settled_wan} 万元超过核定概算 {estimate} 万元"

    @rule("R-ACC-4", at="security/crypto_conclusion")
    def encrypted_as_declared(self, earlier: Earlier) -> Verdict:
        declared = earlier.find(f"{DECLARATION}:/security/crypto_required")
        if not declared or self.security.crypto_conclusion != "不涉及":
            return None
        return "申报书写明需要密码应用，密码应用安全性评估结论不能是“不涉及”"

    @rule("R-CHG-6", at="schedule/application_on")
    def changed_before_application(self, earlier: Earlier) -> Verdict:
        applied = self.schedule.application_on
        late = [
            change for change in earlier.all(CHANGE) if applied and change["filled_on"] >= applied.isoformat()
        ]
        if not late:
            return None
        return f"变更申请书的填报日期 {late[0]['filled_on']} 应当早于验收申请日期 {applied}"
