"""D04 省级政务信息化项目年度计划申报书: what a department answers to enter a project into the annual plan."""

from forms._blocks.attachments import Attachment
from forms._blocks.budget import Budget
from forms._blocks.data import Data
from forms._blocks.kpis import WEIGHTS, Kpi, rows_fault, weights_fault
from forms._blocks.people import Filed, Organisation, Person
from forms._blocks.platform import Platform
from forms._blocks.policy import POLICY
from forms._blocks.project import Project
from forms._blocks.schedule import Schedule
from forms._blocks.security import Security
from wenbiao.carry import Earlier
from wenbiao.form import (
    At,
    Block,
    Verdict,
    ask,
    block,
    constant,
    rule,
    section,
    table,
    total,
)
from wenbiao.kinds import (
    Choice,
    Date,
    Docno,
    LongText,
    Reference,
    Sequence,
    Text,
    Year,
    YesNo,
)


class Basis(Block):
    title: Text = ask("依据名称", max=100, example="全省茶产业高质量发展行动方案")
    document_number: Docno | None = ask("文号", example="皖茶示〔2023〕7号")
    clause: Text = ask("条款", max=100, example="第三部分第（二）项")


class Content(Block):
    seq: Sequence = ask("序号")
    name: Text = ask("建设内容", max=200, example="茶园管护子系统")
    description: LongText = ask("说明", max=500, example="地块上图、巡查任务派发、病虫害上报、处置闭环")
    budget_lines: list[Text] = ask(
        "对应费用序号",
        hint="“资金”中费用明细的序号，每行费用只归入一项建设内容",
        max=40,
        example=["L01"],
    )


class Risk(Block):
    risk: Text = ask("风险", max=200, example="茶企赋码设备改造滞后")
    measure: Text = ask("应对措施", max=200, example="与省级补贴政策衔接，分批推进")


class Declaration(
    Filed,
    title="省级政务信息化项目年度计划申报书",
    version="1.0",
    stage=3,
    subject="/project/name",
    summary=(
        "/project/name",
        "/applicant/name",
        "/budget/total_wan",
        "/budget/construction_subtotal_wan",
        "/budget/other_subtotal_wan",
        "/budget/contingency_wan",
        "/budget/annual_om_estimate_wan",
    ),
):
    """The questions in the order of the page; the document's own order is the template's."""

    doc_type: Choice = ask("文书类型", const="declaration", unprinted="封面的标题已经表明")
    schema_version: Choice = ask("模式版本", const="1.0", unprinted="只供程序识别")

    basics = section("项目基本信息")
    doc_id: Reference | None = ask("文书编号", hint="由本单位自行编号，可不填", example="D04-DEMO-0001")
    plan_year: Year = ask("计划年度", hint="申请列入哪一年的年度计划", source="S3", example=2024)
    project: Project = block("项目")
    approving_authority_default = constant(POLICY.authority.province_lead.value, shown=False)
    scene_demand_ref: Reference | None = ask(
        "对应场景需求申报书编号",
        hint="谋场景比项目：一般应先有场景需求",
        source="F1",
        example="D01-DEMO-0007",
    )
    overall_design_ref: Reference | None = ask("对应数字化整体设计编号", source="S1", example="D02-DEMO-0003")

    parties = section("申报单位")
    applicant: Organisation = block("申报（建设）单位", source="K")
    supervising_org: Organisation | None = block("主管部门", hint="申报单位是所属单位的填写", source="F24")
    responsible_leader: Person = block("单位负责人", source="K")
    project_manager: Person = block("项目负责人", source="F14")
    contact: Person = block("联系人", source="F14")

    need = section("立项依据与建设必要性")
    basis: list[Basis] = table("立项依据", min_rows=1, source="F22")
    background_and_necessity: LongText = ask(
        "背景与必要性",
        hint="现状、问题和依据，空一行另起一段",
        least=100,
        max=3000,
        source="F22",
    )
    cross_department_note: LongText | None = ask("需要部门联审关注的事项", max=500, source="S2")

    goal = section("建设目标与建设内容")
    construction_goal: LongText = ask("建设目标", hint="尽量写成可以检验的结果", max=1000, source="F22")
    construction_content: list[Content] = table("建设内容", min_rows=1, source="F22")

    reuse = section("一体化数据基础平台复用与存量系统")
    platform: Platform = block("平台复用")

    resources = section("数据资源")
    data: Data = block("数据资源")

    safety = section("安全与密码")
    security: Security = block("安全与密码")

    progress = section("实施进度")
    schedule: Schedule = block("进度")

    funds = section("资金", "金额单位为万元，至少两位、至多六位小数；合计由系统计算")
    budget: Budget = block("资金")

    performance = section("绩效目标", POLICY.score.schemes.marked(f"分值合计：{WEIGHTS}"))
    kpis: list[Kpi] = table("绩效指标", min_rows=1, source="F14")

    prospects = section("风险与保障")
    risks: list[Risk] | None = table("风险")

    enclosures = section("附件", "附件只列名称，不上传")
    attachments: list[Attachment] | None = table("附件")

    promise = section("承诺与填报日期")
    commitment_text = constant(POLICY.commitment.text.value)
    commitment_accepted: YesNo = ask("本单位作出上述承诺", source=POLICY.commitment.text.mark, example=True)
    filled_on: Date = ask("填报日期", source="K", example="2023-09-15")

    @rule("missing", at="data/catalog_items")
    def catalogued(self) -> Verdict:
        """A catalogue is expected of every project but one that builds infrastructure alone."""
        if self.data.catalog_items or self.project.project_types == ["基础设施"]:
            return None
        return "信息资源目录至少填写 1 行"

    @rule("R-SEC-3", at="platform/network")
    def intranet_declared(self) -> Verdict:
        if self.platform.network != "电子政务内网" or self.project.is_egov_intranet:
            return None
        return "部署网络为电子政务内网的，“是否电子政务内网项目”应当为“是”"

    @rule("R-BUD-6", at="construction_content")
    def every_line_used_once(self) -> Verdict:
        lines = [line.line_no for line in self.budget.lines if not line.category.startswith("C")]
        used = [
            (number, row)
            for row, item in enumerate(self.construction_content)
            for number in item.budget_lines
        ]
        numbers = [number for number, _row in used]
        unknown = [(number, row) for number, row in used if number not in lines]
        twice = [(number, row) for at, (number, row) in enumerate(used) if number in numbers[:at]]
        unused = [number for number in lines if number not in numbers]
        for wrong, says in (
            (unknown, "不在费用明细中，请核对"),
            (twice, "重复填写，每行费用只归入一项建设内容"),
        ):
            if wrong:
                named = "、".join(dict.fromkeys(number for number, _row in wrong))
                return At(f"construction_content/{wrong[0][1]}/budget_lines", f"费用序号{named}{says}")
        return f"费用序号{'、'.join(unused)}没有归入任何建设内容" if unused else None

    @rule("R-BUD-9", "warning", at="budget/year_plan")
    def years_in_schedule(self) -> Verdict:
        first, last = (
            self.schedule.planned_start.year,
            self.schedule.planned_finish.year,
        )
        outside = [
            row.year for row in self.budget.year_plan if not min(first, last) <= row.year <= max(first, last)
        ]
        if not outside:
            return None
        return f"分年度安排中的 {'、'.join(map(str, outside))} 年不在计划工期（{first} 年至 {last} 年）之内"

    @rule("R-KPI-1", at="kpis")
    def weights_as_scheme(self) -> Verdict:
        return weights_fault(self.kpis)

    @rule("R-KPI-2", at="kpis")
    def all_sorts_of_targets(self) -> Verdict:
        return rows_fault(self.kpis)

    @rule("R-PLN-1", "warning", at="budget/year_plan")
    def years_near_plan(self) -> Verdict:
        last = self.plan_year + POLICY.plan.max_years_ahead.value
        outside = [row.year for row in self.budget.year_plan if not self.plan_year <= row.year <= last]
        if not outside:
            return None
        return (
            f"分年度安排中的 {'、'.join(map(str, outside))} 年不在计划年度 {self.plan_year} 至 {last} 年之间"
        )

    @rule("R-PLN-2", at="budget/year_plan")
    def money_in_plan_year(self) -> Verdict:
        found = total(row.amount_wan for row in self.budget.year_plan if row.year == self.plan_year)
        return None if found > 0 else f"分年度安排中计划年度 {self.plan_year} 年的金额应当大于 0"

    @rule("R-PLN-3", "warning", at="project/name")
    def not_declared_before(self, earlier: Earlier) -> Verdict:
        for other in earlier.all("declaration"):
            same = (other["project"]["name"], other["applicant"]["uscc"]) == (
                self.project.name,
                self.applicant.uscc,
            )
            if same and not (self.doc_id and other.get("doc_id") == self.doc_id):
                return f"“{self.project.name}”已由同一单位申报过，请勿重复申报"
        return None

    @rule("R-PLN-4", at="project/construction_nature")
    def no_upkeep(self) -> Verdict:
        if self.project.construction_nature != "运维":
            return None
        return "运维项目请填报运维经费申请书，不在年度计划申报书中申报"

    @rule("R-PLN-5", at="plan_year")
    def not_a_past_year(self) -> Verdict:
        if self.plan_year >= self.filled_on.year:
            return None
        return f"计划年度 {self.plan_year} 年早于填报日期所在的 {self.filled_on.year} 年"

    @rule("R-PLN-6", "warning", at="scene_demand_ref")
    def from_a_scene(self) -> Verdict:
        return None if self.scene_demand_ref else "没有对应的场景需求申报书编号；细则提倡“谋场景比项目”"

    @rule("R-PLN-7", "warning", at="overall_design_ref")
    def fits_overall_design(self) -> Verdict:
        if self.project.level != "省级" or self.overall_design_ref:
            return None
        return "省级项目一般应填写对应的数字化整体设计编号"
