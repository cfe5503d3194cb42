"""The groups of the acceptance report: dates, completion, tests, trial run, assets, archives, warranty."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from forms._blocks.budget import CATEGORIES
from forms._blocks.grades import GRADES
from forms._blocks.policy import POLICY
from forms._blocks.security import MLPS_LEVELS
from wenbiao import formats
from wenbiao.form import At, Block, Verdict, ask, computed, money, percent, rule, when
from wenbiao.kinds import (
    Choice,
    Date,
    Integer,
    LongText,
    Money,
    Number,
    Percent,
    Reference,
    Sequence,
    SignedMoney,
    Text,
    YesNo,
)  # fmt: skip

GRADED = ("二级", "三级", "四级")
CRYPTO = ("符合", "基本符合", "不符合", "不涉及")
ORDER = (
    ("actual_finish", "实际完工日期"),
    ("preliminary_acceptance_on", "初步验收日期"),
    ("trial_run_start", "试运行开始日期"),
    ("trial_run_end", "试运行结束日期"),
    ("application_on", "验收申请日期"),
    ("final_acceptance_on", "竣工验收日期"),
)

TRIAL_RUN = POLICY.acceptance.trial_run_min_months.marked(
    f"试运行一般不少于 {POLICY.acceptance.trial_run_min_months.value} 个月"
)
APPLIED = POLICY.acceptance.apply_within_months.marked(
    f"应当在完工后 {POLICY.acceptance.apply_within_months.value} 个月内"
)


class Schedule(Block):
    planned_start: Date = ask("计划开工日期", hint="有变更的，填变更后的日期", example="2024-05-06")
    planned_finish: Date = ask("计划完工日期", hint="有变更的，填变更后的日期", example="2025-05-31")
    actual_start: Date = ask("实际开工日期", example="2024-05-10")
    actual_finish: Date = ask("实际完工日期", example="2025-05-26")
    preliminary_acceptance_on: Date | None = ask(
        "初步验收日期", hint="初步验收与竣工验收合并的不填", example="2025-06-12"
    )
    trial_run_start: Date = ask("试运行开始日期", example="2025-06-16")
    trial_run_end: Date = ask("试运行结束日期", hint=TRIAL_RUN, example="2025-09-16")
    application_on: Date | None = ask("验收申请日期", hint=APPLIED, example="2025-09-28", sometimes=True)
    final_acceptance_on: Date | None = ask("竣工验收日期", example="2025-10-30", sometimes=True)

    @rule("R-ACC-3", at="trial_run_end")
    def in_order(self) -> Verdict:
        given = [(name, label, day) for name, label in ORDER if (day := getattr(self, name))]
        for (before, first, day), (after, second, later) in pairwise(given):
            if later < day or (later == day and before == "trial_run_start"):
                wanted = "应当晚于" if before == "trial_run_start" else "不能早于"
                return At(after, f"{second} {later} {wanted}{first} {day}")
        return None

    @rule("R-ACC-7", "warning", at="actual_finish")
    def in_time(self) -> Verdict:
        if self.actual_finish <= self.planned_finish:
            return None
        return f"实际完工日期 {self.actual_finish} 晚于计划完工日期 {self.planned_finish}，请在自评结论中说明"


class Completion(Block):
    seq: Sequence = ask("序号")
    item: Text = ask("建设内容", max=200, example="茶园管护子系统")
    planned_functions: Integer = ask("计划数", hint="功能点数、套数或类数，在说明中写明", above=0, example=24)
    completed_functions: Integer = ask("完成数", example=24)

    @computed("完成率", unit="%")
    def completion_percent(self) -> Percent:
        return percent(Decimal(self.completed_functions), Decimal(self.planned_functions))

    note: Text | None = ask(
        "说明", hint="没有全部完成的，说明原因", max=200, example="按目录类数计", sometimes=True
    )

    @rule("missing", at="note")
    def explained(self) -> Verdict:
        return (
            None
            if self.completed_functions >= self.planned_functions or self.note
            else "没有全部完成的，请填写说明"
        )


class ChangeRecord(Block):
    change_doc_id: Reference = ask("变更申请书编号", example="D12-DEMO-0001")
    handled_as: Choice = ask("办理方式", options=("备案", "同意"), example="备案")
    handled_on: Date = ask("办理日期", example="2024-11-04")
    adjust_amount_wan: Money = ask("调整额", unit="万元", example="21.60")
    adjust_ratio_percent: Percent = ask("占核定概算", unit="%", max=10**12, example="4.77")  # may pass 100 %


class PlatformUse(Block):
    built_on_integrated_platform: YesNo = ask("是否在一体化数据基础平台建设", source="S", example=True)
    reused_components: list[Text] | None = ask("复用组件", max=60, unique=True, example=["统一身份认证"])
    app_listed_on_platform: YesNo = ask("应用是否在平台上架", source="F5", example=True)

    @rule("R-PLT-3", "warning", at="built_on_integrated_platform")
    def on_the_platform(self) -> Verdict:
        return None if self.built_on_integrated_platform else "细则要求所有项目在一体化数据基础平台上建设"


class DataSharing(Block):
    catalog_count: Integer = ask("目录数", unit="类", example=41)
    catalog_linked_count: Integer = ask("已挂接目录数", unit="类", example=41)
    shared_unconditional: Integer = ask("无条件共享", unit="类", example=25)
    shared_conditional: Integer = ask("有条件共享", unit="类", example=14)
    not_shared: Integer = ask("不予共享", unit="类", example=2)
    not_shared_basis: Text | None = ask("不予共享的依据", max=200, example="含商业秘密", sometimes=True)

    @rule("R-ACC-5", at="catalog_count")
    def adds_up(self) -> Verdict:
        found = self.shared_unconditional + self.shared_conditional + self.not_shared
        return (
            None
            if found == self.catalog_count
            else f"三类共享之和 {found} 与目录数 {self.catalog_count} 不一致"
        )

    @rule("R-ACC-5", at="catalog_linked_count")
    def links_what_it_has(self) -> Verdict:
        if self.catalog_linked_count <= self.catalog_count:
            return None
        return f"已挂接目录数 {self.catalog_linked_count} 超过目录数 {self.catalog_count}"

    @rule("R-ACC-5", at="not_shared_basis")
    def basis_given(self) -> Verdict:
        return None if not self.not_shared or self.not_shared_basis else "有不予共享的目录，请填写依据"


class SecurityTests(Block):
    mlps_level: Choice = ask("网络安全等级保护级别", options=MLPS_LEVELS, source="F16", example="二级")
    mlps_filed: YesNo = ask("是否已定级备案", example=True)
    mlps_filing_no: Text | None = ask(
        "备案证明编号", max=40, example="DEMO-34000099999-00001", sometimes=True
    )
    mlps_conclusion: Choice | None = ask("等级保护测评结论", options=GRADES, example="良", sometimes=True)
    mlps_report_on: Date | None = ask("等级保护测评报告日期", example="2025-08-22", sometimes=True)
    crypto_conclusion: Choice = ask(
        "密码应用安全性评估结论", options=CRYPTO, source="F25", example="基本符合"
    )
    crypto_report_on: Date | None = ask("密码应用安全性评估报告日期", example="2025-08-29", sometimes=True)
    software_test_conclusion: Choice = ask(
        "软件测评结论", options=("通过", "不通过"), source="F17", example="通过"
    )
    software_test_report_on: Date = ask("软件测评报告日期", example="2025-08-08")
    vulnerabilities_high_open: Integer = ask("未修复的高危漏洞数", unit="个", example=0)

    @rule("R-ACC-4", at="mlps_filed")
    def filed_and_tested(self) -> Verdict:
        if self.mlps_level not in GRADED:
            return None
        if not self.mlps_filed:
            return f"等级保护{self.mlps_level}的系统应当定级备案"
        wanted = {
            "mlps_filing_no": "备案证明编号",
            "mlps_conclusion": "等级保护测评结论",
            "mlps_report_on": "等级保护测评报告日期",
        }
        lacking = [name for name in wanted if not getattr(self, name)]
        return (
            At(lacking[0], f"等级保护{self.mlps_level}的系统，请填写{wanted[lacking[0]]}")
            if lacking
            else None
        )

    @rule("R-ACC-4", at="mlps_conclusion")
    def well_protected(self) -> Verdict:
        if self.mlps_level not in ("三级", "四级") or self.mlps_conclusion != "差":
            return None
        return f"等级保护{self.mlps_level}的系统，测评结论为“差”的不能申请验收"

    @rule("R-ACC-4", at="crypto_conclusion")
    def well_encrypted(self) -> Verdict:
        if self.crypto_conclusion == "不符合":
            return "密码应用安全性评估不符合的，整改后再申请验收"
        if self.crypto_conclusion == "不涉及" or self.crypto_report_on:
            return None
        return At("crypto_report_on", "请填写密码应用安全性评估报告日期")

    @rule("R-ACC-4", at="vulnerabilities_high_open")
    def no_open_holes(self) -> Verdict:
        if not self.vulnerabilities_high_open:
            return None
        return f"还有 {self.vulnerabilities_high_open} 个高危漏洞没有修复，修复后再申请验收"


class TrialRun(Block):
    months: Integer = ask("试运行月数", unit="个月", example=3)
    users: Integer = ask("用户数", unit="人", example=3126)
    incidents_total: Integer = ask("故障总数", unit="次", example=9)
    incidents_major: Integer = ask("重大故障数", unit="次", example=0)
    availability_percent: Percent = ask("可用率", unit="%", example="99.93")
    user_opinion: LongText = ask("用户意见", max=500, example="满足业务需要，建议优化离线填报。")

    @rule("R-ACC-9", "warning", at="months")
    def long_enough(self) -> Verdict:
        least = POLICY.acceptance.trial_run_min_months.value
        if self.months >= least:
            return None
        return f"试运行 {self.months} 个月，少于 {least} 个月，请在用户意见中说明"

    @rule("R-ACC-9", "warning", at="incidents_major")
    def quiet(self) -> Verdict:
        if not self.incidents_major:
            return None
        return f"试运行有 {self.incidents_major} 次重大故障，请在用户意见中说明"


class LineExecution(Block):
    line_no: Text = ask("费用序号", max=40, unique=True, example="L01")
    category: Choice = ask("费用类别", options=CATEGORIES, example="A1")
    item: Text = ask("费用名称", max=200, example="茶园管护子系统")
    approved_wan: Money = ask("批复金额", unit="万元", example="112.00")
    changed_wan: Money = ask("变更后金额", hint="没有变更的与批复金额相同", unit="万元", example="112.00")
    settled_wan: Money = ask("结算金额", unit="万元", example="111.20")

    @computed("结算与变更后之差", unit="万元")
    def variance_wan(self) -> SignedMoney:
        return money(self.settled_wan - self.changed_wan)

    @rule("R-FIN-5", at="settled_wan")
    def covered_by_a_change(self) -> Verdict:
        if self.settled_wan <= self.changed_wan:
            return None
        return f"结算金额 {self.settled_wan} 万元超过变更后金额 {self.changed_wan} 万元，没有变更依据"


class Asset(Block):
    name: Text = ask("资产名称", max=200, example="茶园物联采集终端")
    kind: Choice = ask("资产种类", options=("硬件", "软件", "数据", "其他"), example="硬件")
    quantity: Number = ask("数量", example="100")
    unit: Text = ask("计量单位", max=10, pattern=".+", example="套")
    original_value_wan: Money = ask("原值", unit="万元", example="47.20")
    registered: YesNo = ask("是否登记入账", example=True)

    @rule("R-ACC-11", "warning", at="registered")
    def entered(self) -> Verdict:
        return None if self.registered else f"资产“{self.name}”没有登记入账，请确认"


class IntellectualProperty(Block):
    name: Text = ask("名称", max=200, example="皖美茶园应用软件V1.0源代码及文档")
    kind: Choice = ask("种类", options=("软件著作权", "专利", "数据资源", "其他"), example="软件著作权")
    owner: Text = ask("权利人", max=200, example="安徽省茶事管理局")
    source_code_delivered: YesNo = ask("是否交付源代码", example=True)
    registered_no: Text | None = ask("登记号", max=40)


class Standard(Block):
    name: Text = ask("标准名称", max=200, example="茶园地块数据元规范")
    kind: Choice = ask(
        "标准种类", options=("国家标准", "行业标准", "地方标准", "本项目编制"), example="本项目编制"
    )
    applied: YesNo = ask("是否应用", example=True)


class Archives(Block):
    archive_accepted: YesNo = ask("档案是否通过验收", example=True)
    archive_accepted_on: Date | None = ask(
        "档案验收日期", required=when("archive_accepted", True), example="2025-09-22"
    )
    volumes: Integer = ask("卷数", unit="卷", example=18)


class PreliminaryIssue(Block):
    issue: Text = ask("问题", max=200, example="离线填报偶发丢失")
    rectified: YesNo = ask("是否整改", example=True)
    rectified_on: Date | None = ask("整改日期", required=when("rectified", True), example="2025-07-18")

    @rule("R-ACC-10", at="rectified")
    def closed(self) -> Verdict:
        return None if self.rectified else f"初步验收问题“{self.issue}”还没有整改，整改后再申请验收"


class Warranty(Block):
    months: Integer = ask("质保月数", unit="个月", least=1, max=600, example=36)
    start: Date = ask("质保开始日期", example="2025-10-30")

    @computed("质保结束日期")
    def end(self) -> Date:
        return formats.add_months(self.start, self.months) - timedelta(days=1)

    free_of_om_fee: YesNo = ask("质保期内是否免收运维费", example=True)
    response_hours: Integer = ask("响应时间", unit="小时", example=4)
