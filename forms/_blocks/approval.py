"""C1 in its short form and C3 批复信息: how every document after the approval names its project."""

from forms._blocks.project import LEVELS, MANAGEMENT_CLASSES, Named
from wenbiao.form import Block, ask
from wenbiao.kinds import Choice, Date, Docno, Money, Text


class ApprovedProject(Named):
    """C1, short: the rest is not asked again."""

    code: Text = ask("项目编号", max=40, example="AH-DEMO-2024-0042")
    name: Text = ask(
        "项目名称",
        hint="与申报书一致",
        max=60,
        source="F10",
        example="皖美茶园数字管护与质量追溯场景应用项目",
    )
    level: Choice = ask("项目级别", options=LEVELS, source="S", example="省级")
    management_class: Choice = ask("管理类别", options=MANAGEMENT_CLASSES, source="S", example="审批类")


class Approval(Block):
    """C3: the approval that later documents refer to."""

    approving_authority: Text | None = ask("批复机关", max=60, example="安徽省数据资源管理局")
    document_number: Docno = ask("批复文号", example="皖数示〔2024〕18号")
    approved_on: Date = ask("批复日期", example="2024-04-18")
    approved_estimate_wan: Money = ask("核定概算", unit="万元", above=0, example="452.60")
    approved_start: Date | None = ask("批复开工日期", example="2024-05-06")
    approved_finish: Date | None = ask("批复完工日期", example="2025-03-31")
