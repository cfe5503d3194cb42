"""C13 参建单位 and C14 合同: who took part in a project, and what was bought from them. Amounts in 万元."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wenbiao.form import At, Block, Unanswered, Verdict, ask, computed, money, rule, total
from wenbiao.kinds import Choice, Date, Money, Text, Uscc

ROLES = (
    "设计单位", "承建单位", "设备供应单位", "集成单位", "监理单位", "软件测评机构", "等保测评机构", "密评机构",
    "审计机构", "其他",
)  # fmt: skip
INDEPENDENT = ("监理单位", "软件测评机构", "等保测评机构", "密评机构")
PROCUREMENT = (
    "公开招标", "邀请招标", "竞争性谈判", "竞争性磋商", "询价", "单一来源", "框架协议", "限额以下自行采购", "自行组织",
)  # fmt: skip


class Participant(Block):
    role: Choice = ask("角色", options=ROLES, example="承建单位")
    name: Text = ask("单位名称", max=200, example="合肥虚拟云图软件有限公司")
    uscc: Uscc = ask("统一社会信用代码", example="91340100TE5TD0041F")


class Contract(Block):
    """One contract; `approved_wan` is the effective baseline of the budget lines it covers."""

    contract_no: Text = ask("合同编号", max=40, unique=True, example="CT-02")
    name: Text = ask("合同名称", max=200, example="软件开发、数据治理与集成合同")
    contractor: Text = ask("承包单位", max=200, example="合肥虚拟云图软件有限公司")
    contractor_uscc: Uscc = ask("承包单位代码", example="91340100TE5TD0041F")
    budget_lines: list[Text] = ask("对应费用序号", max=40, example=["L01"])

    @computed("批复金额", unit="万元")
    def approved_wan(self) -> Money:
        changed = {line.line_no: line.changed_wan for line in self.above.budget_execution}
        if not changed.keys() >= set(self.budget_lines):
            raise Unanswered  # R-CON-5 names the unknown line
        return total(changed[number] for number in self.budget_lines)

    contract_wan: Money = ask("合同金额", unit="万元", example="355.00")
    settled_wan: Money = ask("结算金额", unit="万元", example="355.00")
    paid_wan: Money = ask("已付金额", unit="万元", example="337.25")

    @computed("质保金", unit="万元", code="R-CON-4")
    def retention_wan(self) -> Money:
        return money(self.settled_wan - self.paid_wan)

    signed_on: Date = ask("签订日期", example="2024-07-16")
    procurement_method: Choice = ask("采购方式", options=PROCUREMENT, example="公开招标")

    @rule("R-CON-1", at="paid_wan")
    def paid_within_settlement(self) -> Verdict:
        if self.paid_wan <= self.settled_wan:
            return None
        return f"已付金额 {self.paid_wan} 万元超过结算金额 {self.settled_wan} 万元"

    @rule("R-CON-2", "warning", at="settled_wan")
    def settled_within_contract(self) -> Verdict:
        if self.settled_wan <= self.contract_wan:
            return None
        return f"结算金额 {self.settled_wan} 万元超过合同金额 {self.contract_wan} 万元，请确认是否已办理变更"

    @rule("R-CON-3", "warning", at="contract_wan")
    def contract_within_approval(self) -> Verdict:
        if self.contract_wan <= self.approved_wan:
            return None
        return f"合同金额 {self.contract_wan} 万元超过对应的批复金额 {self.approved_wan} 万元，请确认"


def roles_fault(participants: Iterable[Any], role: str, others: tuple[str, ...]) -> str | None:
    """R-PAR-1, R-PAR-2: none of the other roles may be the same organisation as `role`; None if none is."""
    firms = {participant.uscc for participant in participants if participant.role == role}
    same = [p for p in participants if p.role in others and p.uscc in firms]
    return f"{same[0].role}“{same[0].name}”与{role}是同一单位（{same[0].uscc}），应当分开" if same else None


def lines_fault(contracts: Iterable[Contract], lines: Iterable[str]) -> Verdict:
    """R-CON-5: each budget line belongs to exactly one contract, and no contract names an unknown line."""
    open_lines = list(lines)
    known = set(open_lines)
    for row, contract in enumerate(contracts):
        for number in contract.budget_lines:
            if number not in open_lines:
                wrong = "已归入另一份合同" if number in known else "不在资金执行表中，请核对"
                return At(f"contracts/{row}/budget_lines", f"费用序号“{number}”{wrong}")
            open_lines.remove(number)
    return f"费用序号{'、'.join(open_lines)}没有归入任何合同" if open_lines else None


def amounts(rows: Iterable[Any], name: str) -> Decimal:
    """The sum of one column of a table, in 万元."""
    return total(getattr(row, name) for row in rows)
