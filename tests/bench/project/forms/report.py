"""Cases M and L: a report of sixty answers, with three tables of as many rows as are given."""

from __future__ import annotations

from decimal import Decimal

from wenbiao.form import Block, Form, ask, block, computed, section, table, total
from wenbiao.kinds import (
    Choice,
    Choices,
    Date,
    LongText,
    Money,
    Month,
    Number,
    Phone,
    Sequence,
    Text,
    Year,
    YesNo,
)


class Unit(Block):
    name: Text = ask("单位名称", example="皖南茶业发展中心")
    address: Text = ask("地址", example="黄山市屯溪区前园南路")
    leader: Text = ask("负责人", example="汪知远")
    post: Text = ask("职务", example="主任")
    phone: Phone = ask("电话", example="0559-2512345")
    contact: Text = ask("联系人", example="方若水")
    contact_phone: Phone = ask("联系电话", example="0559-2512346")
    fax: Phone = ask("传真", example="0559-2512347")
    level: Choice = ask(
        "级别", options={"province": "省级", "city": "市级", "county": "县级"}, example="city"
    )
    staff: Number = ask("人员数", example="36")


class Line(Block):
    seq: Sequence = ask("行号")
    category: Text = ask("类别", example="软件开发")
    item: Text = ask("费用名称", example="茶园气象监测子系统 <V2> 开发")
    basis: Text = ask("依据", example="三家询价，取最低价 & 另附报价单")
    quantity: Number = ask("数量", example="3")
    unit_price_wan: Money = ask("单价", unit="万元", example="2.50")

    @computed("金额", unit="万元")
    def amount_wan(self) -> Money:
        return self.quantity * self.unit_price_wan


class Step(Block):
    seq: Sequence = ask("行号")
    name: Text = ask("阶段", example="需求调研")
    begin: Month = ask("开始", example="2024-03")
    end: Month = ask("结束", example="2024-05")
    result: Text = ask("成果", example="需求说明书")


class Risk(Block):
    seq: Sequence = ask("行号")
    name: Text = ask("风险", example="设备到货延迟")
    likely: Choice = ask("可能性", options=("高", "中", "低"), example="低")
    cure: LongText = ask("应对", example="提前订货，\n备一家供应商。")


class Report(Form, title="项目报告", version="1.0", subject="/name"):
    doc_type: Text = ask("文书种类", const="report")
    cover = section("封面")
    name: Text = ask("项目名称", example="皖南茶园气象监测平台")
    number: Text = ask("项目编号", example="WN-2024-018")
    year: Year = ask("年度", example=2024)
    filled_on: Date = ask("填报日期", example="2024-05-06")
    secret: YesNo = ask("是否涉密", example=False)
    kind: Choice = ask("性质", options=("新建", "续建", "升级改造"), example="新建")
    works: Choices = ask(
        "工程", options=("数据工程", "场景工程", "基础工程", "安全工程"), example=["数据工程", "场景工程"]
    )
    units = section("单位")
    applicant: Unit = block("申报单位")
    builder: Unit = block("承建单位")
    plan = section("内容")
    background: LongText = ask(
        "背景", example="茶叶是皖南的主要产业。\n\n现有监测靠人工，\n数据迟到两天。\n\n平台建成后按小时更新。"
    )
    goal: LongText = ask("目标", example="覆盖十二个乡镇。\n\n预警提前六小时。")
    content: LongText = ask("内容", example="建设监测站四十座。\n\n开发平台一套。")
    benefit: LongText = ask("效益", example="每年少损失约三百万元。")
    place: Text = ask("地点", example="黄山市")
    start: Month = ask("开工", example="2024-03")
    finish: Month = ask("完工", example="2024-12")
    period: Number = ask("工期", example="10")
    money = section("资金")
    fiscal_wan: Money = ask("财政", unit="万元", example="60.00")
    own_wan: Money = ask("自筹", unit="万元", example="15.00")
    loan_wan: Money = ask("贷款", unit="万元", example="0")
    other_wan: Money = ask("其他", unit="万元", example="0")
    lines: list[Line] = table("费用明细", min_rows=1)
    steps: list[Step] = table("进度", min_rows=1)
    risks: list[Risk] = table("风险", min_rows=1)
    systems = section("系统")
    system: Text = ask("系统名称", example="茶气象")
    domain: Text = ask("域名", example="tea.example.gov.cn")
    cloud: YesNo = ask("是否上云", example=True)
    cloud_name: Text = ask("云平台", example="江淮政务云")
    grade: Choice = ask("等级保护", options={"2": "二级", "3": "三级"}, example="3")
    users: Number = ask("用户数", example="1200")
    shared: Text = ask("共享数据", example="站点观测值、预警")
    code_kept: YesNo = ask("源代码托管", example=True)
    opinions = section("意见")
    unit_opinion: LongText = ask("单位意见", example="情况属实，同意申报。")
    bureau_opinion: LongText = ask("主管部门意见", example="同意。")
    signed_by: Text = ask("签字人", example="汪知远")
    signed_on: Date = ask("签字日期", example="2024-05-08")
    archive: Text = ask("档案号", example="D-2024-018")
    copies: Number = ask("份数", example="4")
    acceptor: Text = ask("验收单位", example="省数据资源管理局")
    accepted: Month = ask("验收年月", example="2025-03")
    warranty: Number = ask("质保期", example="24")
    site: Text = ask("机房", example="屯溪机房")
    email: Text = ask("邮箱", example="tea@example.gov.cn")
    remark: LongText | None = ask("备注", example="无其他说明。")

    @computed("总投资", unit="万元")
    def total_wan(self) -> Money:
        return total(line.amount_wan for line in self.lines)

    @computed("财政比例", unit="%")
    def share(self) -> Number:
        return (
            (100 * self.fiscal_wan / self.total_wan).quantize(Decimal("0.01"))
            if self.total_wan
            else Decimal(0)
        )
