"""C5 平台复用: what of the integrated data foundation platform a project reuses, and what becomes of old systems."""

from forms._blocks.policy import POLICY
from wenbiao.form import Block, Verdict, ask, rule, table, when
from wenbiao.kinds import Choice, Choices, Date, Integer, LongText, Money, Text, YesNo

CLOUDS = ("省级政务云", "市级政务云", "部门自建", "行业云", "不涉及")
NETWORKS = ("电子政务外网", "互联网", "业务专网", "电子政务内网", "多网")
COMPONENT_KINDS = ("基础组件", "数据能力", "业务组件", "安全能力")
FRONT_ENDS = ("皖事通", "皖企通", "皖政通", "网页端", "其他")
DISPOSITIONS = ("保留", "整合", "迁移", "整合后下线", "关停")


class Component(Block):
    name: Text = ask("组件名称", max=200, example="统一身份认证")
    kind: Choice = ask("组件种类", options=COMPONENT_KINDS, example="基础组件")
    reused: YesNo = ask("是否复用", example=True)
    usage: Text = ask("用途", max=200, example="用户登录与单点登录")
    saving_note: Text | None = ask(
        "节约说明",
        hint="不复用的，写明原因",
        max=200,
        required=when("reused", False),
        example="不再新建用户中心",
    )


class ExistingSystem(Block):
    name: Text = ask("系统名称", max=200, example="茶园台账系统")
    built_on: Date = ask("建成日期", example="2017-11-30")
    investment_wan: Money = ask("投资", unit="万元", example="68.00")
    monthly_active_users: Integer = ask("月活跃用户数", unit="人", example=210)
    disposition: Choice = ask("处置方式", options=DISPOSITIONS, example="整合后下线")


class Platform(Block):
    built_on_integrated_platform: YesNo = ask("是否在一体化数据基础平台建设", source="S", example=True)
    non_reuse_reason: LongText | None = ask(
        "不在平台建设的理由",
        hint=POLICY.platform.non_reuse_reason_min.marked(
            f"至少 {POLICY.platform.non_reuse_reason_min.value} 个字"
        ),
        max=500,
        required=False,
        asked_when=when("/platform/built_on_integrated_platform", False),
        example="本项目所用专网与一体化数据基础平台物理隔离",
        sometimes=True,
    )
    cloud: Choice = ask("部署云", options=CLOUDS, source="K", example="省级政务云")
    network: Choice = ask("部署网络", options=NETWORKS, source="K", example="电子政务外网")
    reused_components: list[Component] = table(
        "复用组件", hint="逐项写明复用或不复用", min_rows=1, source="S"
    )
    front_ends: Choices | None = ask(
        "前端入口", hint="可多选", options=FRONT_ENDS, source="F5 K", example=["皖事通"]
    )
    design_dev_separated: YesNo = ask("设计与开发是否分开", source="S", example=True)
    separation_exemption_reason: LongText | None = ask(
        "不分开的豁免理由",
        max=500,
        required=False,
        asked_when=when("/platform/design_dev_separated", False),
        example="项目仅采购成品软件，无开发内容",
        sometimes=True,
    )
    existing_systems: list[ExistingSystem] | None = table(
        "存量系统处置",
        hint="升级改造项目至少填写一个",
        source="F24",
        required=when("/project/construction_nature", "升级改造"),
    )

    @rule("R-PLT-1", at="non_reuse_reason")
    def reason_given(self) -> Verdict:
        least = POLICY.platform.non_reuse_reason_min.value
        if self.built_on_integrated_platform or len(self.non_reuse_reason or "") >= least:
            return None
        return f"不在一体化数据基础平台建设的，理由至少写 {least} 个字，现有 {len(self.non_reuse_reason or '')} 个字"

    @rule("R-PLT-2", at="separation_exemption_reason")
    def separated(self) -> Verdict:
        if self.design_dev_separated or self.separation_exemption_reason:
            return None
        return "设计与开发不分开的，请填写豁免理由"

    @rule("R-PLT-3", "warning", at="built_on_integrated_platform")
    def on_the_platform(self) -> Verdict:
        return None if self.built_on_integrated_platform else "细则要求所有项目在一体化数据基础平台上建设"

    @rule("R-PLT-4", "warning", at="front_ends")
    def known_front_ends(self) -> Verdict:
        return "前端入口选了“其他”，请在建设内容中说明" if "其他" in (self.front_ends or ()) else None
