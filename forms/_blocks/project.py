"""C1 项目标识 in full, as the declaration asks it."""

from typing import TYPE_CHECKING

from forms._blocks.grades import GRADES
from wenbiao.form import Block, Verdict, ask, block, rule, table, when
from wenbiao.kinds import (
    Choice,
    Choices,
    Date,
    Docno,
    Reference,
    Region,
    Text,
    Uscc,
    YesNo,
)

LEVELS = ("省级", "市级", "县级")
MANAGEMENT_CLASSES = ("审批类", "审查类", "审核类")
NATURES = ("新建", "升级改造", "续建", "运维", "购买服务")
PROJECT_TYPES = (
    "基础设施", "业务应用", "公共支撑平台", "数据资源开发利用", "网络安全", "标准规范", "第三方服务", "运维服务",
)  # fmt: skip
FOUR_WORKS = (
    "一体化数据基础平台迭代工程",
    "三端能力提升工程",
    "数据工程",
    "场景创新工程",
)

CLASSIFIED = "涉密项目不得在本系统填报，请按保密规定通过专门渠道办理。"


class Named(Block):
    """The rules that a project's name and classes keep wherever they are asked."""

    if TYPE_CHECKING:
        name: str
        level: str
        management_class: str

    @rule("R-PRJ-1", "warning", at="name")
    def named_as_usual(self) -> Verdict:
        if self.name.endswith(("项目", "工程", "平台", "系统")):
            return None
        return f"项目名称“{self.name}”一般应以“项目”“工程”“平台”或“系统”结尾"

    @rule("R-PRJ-2", "warning", at="management_class")
    def class_of_its_level(self) -> Verdict:
        fitting = ("审核类",) if self.level in ("市级", "县级") else ("审批类", "审查类")
        if self.management_class in fitting:
            return None
        return f"{self.level}项目的管理类别一般是{'或'.join(fitting)}，现为{self.management_class}"


class PreviousProject(Block):
    name: Text = ask("前期项目名称", max=200, example="皖美茶园台账系统建设项目")
    approval_docno: Docno = ask("前期项目批复文号", example="皖数示〔2020〕18号")
    accepted_on: Date = ask("前期项目验收日期", example="2021-06-30")
    self_evaluation_grade: Choice | None = ask("前期项目自评价等级", options=GRADES, example="优")


class Partner(Block):
    name: Text = ask("共建单位名称", max=200, example="安徽省虚拟市场监管协作中心")
    uscc: Uscc = ask("统一社会信用代码", example="12340100TE5TB0024C")
    duty: Text = ask("承担任务", max=200, example="提供企业登记数据")


class Project(Named):
    """The project as it is first named; later documents carry it over."""

    code: Text | None = ask("项目编号", hint="已有编号的填写", max=40, example="AH-DEMO-2024-0042")
    name: Text = ask(
        "项目名称",
        hint="以后各阶段的文书都用同一名称，一般以“项目”“工程”“平台”或“系统”结尾",
        max=60,
        source="F10",
        example="皖美茶园数字管护与质量追溯场景应用项目",
    )
    level: Choice = ask("项目级别", options=LEVELS, source="S", example="省级")
    management_class: Choice = ask(
        "管理类别",
        hint="审批类、审查类为省级项目，审核类为市级、县级项目",
        options=MANAGEMENT_CLASSES,
        source="S",
        example="审批类",
    )
    construction_nature: Choice = ask("建设性质", options=NATURES, source="S4", example="新建")
    previous_project: PreviousProject | None = block(
        "前期项目", source="K57", asked_when=when("/project/construction_nature", "升级改造")
    )
    project_types: Choices = ask(
        "项目类型",
        hint="可多选",
        options=PROJECT_TYPES,
        source="F2",
        example=["业务应用"],
    )
    is_classified: YesNo = ask("是否涉密", hint="涉密项目不得在本系统填报", source="K", example=False)
    is_egov_intranet: YesNo = ask("是否电子政务内网项目", source="S1", example=False)
    is_public_video: YesNo = ask("是否公共视频项目", source="S1", example=False)
    special_category_ref: Reference | None = ask(
        "专类项目会审登记表编号",
        hint="电子政务内网项目、公共视频项目须先会审",
        source="S1",
        example="D03-2024-0001",
        sometimes=True,
    )
    is_cross_department: YesNo = ask("是否跨部门共建", source="K57", example=True)
    partner_orgs: list[Partner] | None = table(
        "共建单位", min_rows=1, source="K57", asked_when=when("/project/is_cross_department", True)
    )
    is_province_city_linked: YesNo = ask("是否省市联动", source="S1", example=True)
    linked_divisions: list[Region] | None = ask(
        "联动市县",
        hint="填写行政区划代码，可从列表中选",
        unique=True,
        local=True,
        asked_when=when("/project/is_province_city_linked", True),
        example=["340800"],
    )
    four_works: Choices | None = ask(
        "所属重点工程",
        hint="可多选",
        options=FOUR_WORKS,
        source="F5",
        example=["数据工程"],
    )

    @rule("R-SEC-0", at="is_classified", stops=True)
    def not_classified(self) -> Verdict:
        return CLASSIFIED if self.is_classified else None

    @rule("R-SEC-1", at="special_category_ref")
    def examined_first(self) -> Verdict:
        if not (self.is_egov_intranet or self.is_public_video) or self.special_category_ref:
            return None
        return "电子政务内网项目和公共视频项目须先会审，请填写专类项目会审登记表编号"
