"""Case S: a letter of one page with twenty answers."""

from __future__ import annotations

from wenbiao.form import Block, Form, ask, block
from wenbiao.kinds import Choice, Date, LongText, Money, Phone, Text, Year, YesNo


class Person(Block):
    name: Text = ask("姓名", example="程砚秋")
    post: Text = ask("职务", example="科长")
    office: Text = ask("处室", example="信息化处")
    phone: Phone = ask("电话", example="0551-62999671")


class Letter(Form, title="公函", version="1.0", subject="/title"):
    doc_type: Text = ask("文书种类", const="letter")
    number: Text = ask("文号", example="皖茶函〔2024〕12号")
    title: Text = ask("标题", example="茶园气象监测平台")
    to: Text = ask("主送单位", example="省数据资源管理局")
    sender: Text = ask("发文单位", example="省茶业发展中心")
    copied: Text = ask("抄送单位", example="省财政厅")
    year: Year = ask("年度", example=2024)
    secret: YesNo = ask("是否涉密", example=False)
    level: Choice = ask(
        "级别", options={"province": "省级", "city": "市级", "county": "县级"}, example="city"
    )
    matter: LongText = ask("事由", example="为及时掌握茶园小气候，拟建设监测平台。\n请予支持。")
    basis: Text = ask("依据", example="年度工作要点")
    total_wan: Money = ask("总投资", unit="万元", example="486.00")
    own_wan: Money = ask("自筹", unit="万元", example="86.00")
    sent_on: Date = ask("发文日期", example="2024-05-06")
    reply_by: Date = ask("答复期限", example="2024-06-06")
    enclosed: Text = ask("附件", example="申报书一式两份")
    contact: Person = block("联系人")
