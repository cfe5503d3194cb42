"""D18 项目自评价报告: what a project reached a year after acceptance, scored as the performance tables score it."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from forms._blocks import baseline
from forms._blocks.approval import ApprovedProject
from forms._blocks.attachments import Attachment
from forms._blocks.baseline import ACCEPTANCE, CHANGE, DECLARATION
from forms._blocks.evaluation import (
    Accepted,
    BudgetPerformance,
    Effect,
    Goal,
    Improvement,
    Member,
    Operation,
    Period,
    Review,
    SecurityOperation,
    Sharing,
    Survey,
)  # fmt: skip
from forms._blocks.kpis import weights_fault
from forms._blocks.measured import QUALITATIVE, value_fault
from forms._blocks.people import Filed, Organisation, Person
from forms._blocks.policy import POLICY
from forms._blocks.scores import KpiScore, ScoreSummary
from wenbiao.carry import Flow, built, same
from wenbiao.form import At, Block, Unanswered, Verdict, ask, block, constant, rule, section, table
from wenbiao.formats import add_months
from wenbiao.kinds import Choice, Choices, Date, LongText, Reference, YesNo

METHODS = ("指标比较法", "问卷调查", "系统日志统计", "实地查看", "座谈访谈", "其他")


class References(Block):
    declaration: Reference = ask("申报书编号", example="D04-DEMO-0001")
    changes: list[Reference] | None = ask(
        "变更申请书编号", hint="没有变更的不填", unique=True, example=["D12-DEMO-0001"]
    )
    acceptance_report: Reference = ask("验收报告编号", example="D14-DEMO-0001")


class SelfEvaluation(
    Filed,
    title="政务信息化项目自评价报告",
    version="1.0",
    stage=6,
    subject="/project/name",
    summary=(
        "/project/name",
        "/applicant/name",
        "/budget_performance/initial_budget_wan",
        "/budget_performance/full_budget_wan",
        "/budget_performance/executed_wan",
        "/budget_performance/execution_percent",
        "/score_summary/total",
        "/score_summary/grade",
    ),
):
    """The questions in the order of the page; the document's own order is the template's."""

    flows: ClassVar[tuple[Flow, ...]] = (
        *baseline.identity(ACCEPTANCE, CHANGE, DECLARATION, says="验收报告、变更申请书和申报书"),
        same(
            "/refs/declaration",
            "申报书的文书编号",
            f"{ACCEPTANCE}:/refs/declaration",
            f"{DECLARATION}:/doc_id",
            code="R-FLOW-1",
        ),
        built("/refs/changes", "各次变更申请书的文书编号", baseline.change_ids, f"{CHANGE}:/doc_id"),
        same("/refs/acceptance_report", "验收报告的文书编号", f"{ACCEPTANCE}:/doc_id", code="R-FLOW-1"),
        same(
            "/acceptance/accepted_on",
            "验收报告",
            f"{ACCEPTANCE}:/schedule/final_acceptance_on",
            code="R-FLOW-2",
        ),
        same(
            "/overall_goal/expected", "申报书的建设目标", f"{DECLARATION}:/construction_goal", code="R-FLOW-2"
        ),
        same(
            "/budget_performance/initial_budget_wan",
            "验收报告的批复金额",
            f"{ACCEPTANCE}:/finance/approved_wan",
            locked=False,
        ),
        same(
            "/budget_performance/full_budget_wan",
            "验收报告的结算金额",
            f"{ACCEPTANCE}:/finance/settled_wan",
            locked=False,
        ),
        same(
            "/budget_performance/executed_wan",
            "验收报告的已付金额",
            f"{ACCEPTANCE}:/finance/paid_wan",
            locked=False,
        ),
        built(
            "/kpi_scores",
            "申报书的绩效指标和各次变更",
            baseline.kpis,
            f"{DECLARATION}:/kpis",
            f"{CHANGE}:/kpi_changes",
            code="R-FLOW-2",
        ),
        same(
            "/platform_and_sharing/catalog_linked",
            "验收报告",
            f"{ACCEPTANCE}:/data_sharing/catalog_linked_count",
            locked=False,
        ),
        same(
            "/security_operation/mlps_level", "验收报告", f"{ACCEPTANCE}:/security/mlps_level", locked=False
        ),
        same(
            "/security_operation/mlps_last_on",
            "验收报告",
            f"{ACCEPTANCE}:/security/mlps_report_on",
            locked=False,
        ),
    )

    doc_type: Choice = ask("文书类型", const="self_evaluation", unprinted="封面的标题已经表明")
    schema_version: Choice = ask("模式版本", const="1.0", unprinted="只供程序识别")

    basics = section("项目基本情况")
    doc_id: Reference | None = ask("文书编号", hint="由本单位自行编号，可不填", example="D18-DEMO-0001")
    project: ApprovedProject = block("项目")
    refs: References = block("引用文书")
    acceptance: Accepted = block("验收与投用", source="F8")
    project_review: Review = block("建设回顾", source="F37")
    approving_authority_default = constant(POLICY.authority.province_lead.value, shown=False)

    parties = section("建设单位")
    applicant: Organisation = block("建设单位", source="K")
    supervising_org: Organisation | None = block("主管部门", hint="建设单位是所属单位的填写", source="F24")
    responsible_leader: Person = block("单位负责人", source="K")
    project_manager: Person = block("项目负责人", source="F14")
    contact: Person = block("联系人", source="F14")

    arrangement = section("自评价组织实施")
    evaluation_period: Period = block("评价期")
    evaluation_team: list[Member] = table("评价小组", min_rows=1, source="F19")
    methods: Choices = ask("评价方法", hint="可多选", options=METHODS, source="F19", example=["指标比较法"])

    funds = section("预算执行", "金额单位为万元；执行率和得分由系统计算")
    budget_performance: BudgetPerformance = block("预算执行", source="F11")

    performance = section("绩效目标完成与得分", "各项得分合计由系统计算")
    overall_goal: Goal = block("总体目标", source="F11")
    kpi_scores: list[KpiScore] = table("指标得分", min_rows=1, source="F11 F12")
    score_summary: ScoreSummary = block("得分汇总", source="F12 F13")

    effects = section("应用成效、平台复用与数据共享")
    application_effect: Effect = block("应用成效", source="F19")
    platform_and_sharing: Sharing = block("平台与共享", source="S K57")
    satisfaction_survey: Survey = block("满意度调查", source="F12")

    running = section("安全运行与运维")
    security_operation: SecurityOperation = block("安全运行", source="K")
    operation: Operation = block("运行维护", source="S7")

    findings = section("问题、改进与结论")
    problems: list[LongText] = ask(
        "存在问题及原因", max=300, source="F11", example=["规模茶企追溯码覆盖率未达目标"]
    )
    improvements: list[Improvement] | None = table(
        "改进措施", hint="有指标没有得满分的，至少填写一项", source="F11", sometimes=True
    )
    conclusion: LongText = ask("评价结论", hint="写明总分和等级", max=500)

    enclosures = section("附件", "附件只列名称，不上传")
    attachments: list[Attachment] | None = table("附件")

    promise = section("承诺与填报日期")
    commitment_text = constant(POLICY.commitment.text.value)
    commitment_accepted: YesNo = ask("本单位作出上述承诺", source=POLICY.commitment.text.mark, example=True)
    filled_on: Date = ask(
        "填报日期",
        hint=POLICY.self_eval.window_months.marked(
            "通过验收并投入使用后 {} 至 {} 个月内".format(*POLICY.self_eval.window_months.value)
        ),
        source="K",
        example="2026-11-12",
    )

    @rule("R-KPI-1", at="kpi_scores")
    def weights_as_scheme(self) -> Verdict:
        return weights_fault(self.kpi_scores)

    @rule("missing", at="improvements")
    def improved(self) -> Verdict:
        if self.improvements or all(row.score >= row.weight for row in self.kpi_scores):
            return None
        return "有指标没有得满分的，改进措施至少填写 1 行"

    @rule("R-SE-1", at="filled_on")
    def not_too_early(self) -> Verdict:
        opens = add_months(self.acceptance.since(), POLICY.self_eval.window_months.value[0])
        return None if self.filled_on >= opens else f"填报日期 {self.filled_on} 早于自评价开始日期 {opens}"

    @rule("R-SE-1", "warning", at="filled_on")
    def not_too_late(self) -> Verdict:
        closes = add_months(self.acceptance.since(), POLICY.self_eval.window_months.value[1])
        return None if self.filled_on <= closes else f"填报日期 {self.filled_on} 晚于自评价截止日期 {closes}"

    @rule("R-SE-3", at="evaluation_period/start")
    def period_after_start_of_use(self) -> Verdict:
        period, used = self.evaluation_period, self.acceptance.in_operation_on
        if used > period.start:
            return f"评价期开始 {period.start} 早于投入使用日期 {used}"
        if period.start >= period.end:
            return At("evaluation_period/end", f"评价期结束 {period.end} 应当晚于评价期开始 {period.start}")
        return None

    @rule("R-SE-4", "warning", at="evaluation_period/end")
    def period_of_a_year(self) -> Verdict:
        year = add_months(self.evaluation_period.start, 12) - timedelta(days=1)
        return (
            None if self.evaluation_period.end >= year else f"评价期不满 12 个月（到 {year} 为一年），请确认"
        )

    @rule("R-SE-5", at="evaluation_team")
    def one_leader(self) -> Verdict:
        leaders = sum(member.role == "组长" for member in self.evaluation_team)
        return None if leaders == 1 else f"评价小组应当有一名组长，现有 {leaders} 名"

    @rule("R-SE-7", "warning", at="satisfaction_survey/satisfaction_percent")
    def survey_as_indicator(self) -> Verdict:
        rows = [row for row in self.kpi_scores if row.level1 == "满意度指标" and row.unit == "%"]
        if len(rows) != 1 or rows[0].operator == QUALITATIVE:
            return None
        if value_fault(rows[0].actual, rows[0].operator, "%"):
            return None
        survey = self.satisfaction_survey
        if not survey.valid:
            raise Unanswered
        found = (100 * Decimal(survey.satisfied) / survey.valid).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if found == Decimal(rows[0].actual):
            return None
        return f"问卷满意度 {found}% 与满意度指标的实际完成值 {rows[0].actual}% 不一致"

    @rule("R-SE-8", "warning", at="conclusion")
    def conclusion_names_the_score(self) -> Verdict:
        total, grade = f"{self.score_summary.total:.2f}", self.score_summary.grade
        lacking = [word for word in (total, grade) if word not in self.conclusion]
        return f"评价结论中没有写明{'、'.join(lacking)}（总分 {total}，等级 {grade}）" if lacking else None

    @rule("R-SE-10", "warning", at="security_operation/mlps_last_on")
    def tested_lately(self) -> Verdict:
        found, months = self.security_operation, POLICY.self_eval.mlps_test_months.value
        if found.mlps_level not in ("三级", "四级"):
            return None
        if found.mlps_last_on and add_months(found.mlps_last_on, months) >= self.filled_on:
            return None
        return f"等级保护{found.mlps_level}的系统，最近一次测评应当在 {months} 个月以内"
