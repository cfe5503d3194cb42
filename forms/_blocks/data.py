"""C6 数据资源: the catalogue of information resources a project makes, and the data it asks for [F21]."""

from wenbiao.form import Block, Verdict, ask, rule, table
from wenbiao.kinds import Choice, Integer, LongText, Text, Uscc

FORMATS = (
    "数据库",
    "电子表格",
    "电子文件",
    "图形图像",
    "流媒体",
    "地理信息",
    "接口服务",
    "其他",
)
SHARING = ("无条件共享", "有条件共享", "不予共享")
OPENING = ("无条件开放", "有条件开放", "不开放")
CYCLES = ("实时", "每日", "每周", "每月", "每季度", "每半年", "每年", "不定期")


class CatalogItem(Block):
    name: Text = ask("信息资源名称", max=200, example="茶园地块基本信息")
    code: Text | None = ask("信息资源代码", max=200, example="340000001")
    provider: Text = ask("提供方", max=200, example="安徽省茶事管理局")
    provider_code: Uscc = ask("提供方代码", hint="提供方的统一社会信用代码", example="11340000TE5TA00105")
    abstract: LongText | None = ask("摘要", max=300, example="全省茶园地块的位置、面积和品种")
    format: Choice = ask("资源格式", options=FORMATS, example="数据库")
    items: LongText | None = ask("信息项", max=500, example="地块编号、面积、品种、管护人")
    sharing_type: Choice = ask("共享类型", options=SHARING, example="无条件共享")
    sharing_condition: Text | None = ask(
        "共享条件", hint="有条件共享、不予共享的，写明依据", max=200, example="用于市场监管", sometimes=True
    )
    sharing_method: Text | None = ask("共享方式", max=200, example="接口")
    open_type: Choice = ask("开放类型", options=OPENING, example="有条件开放")
    update_cycle: Choice = ask("更新周期", options=CYCLES, example="每月")

    @rule("R-DAT-1", at="sharing_condition")
    def condition_given(self) -> Verdict:
        if self.sharing_type == "无条件共享" or self.sharing_condition:
            return None
        return f"“{self.name}”是{self.sharing_type}，请写明共享条件或不予共享的依据"


class DataRequest(Block):
    name: Text = ask("数据名称", max=200, example="企业登记信息")
    source_org: Text = ask("来源单位", max=200, example="省级市场监管部门")
    purpose: Text = ask("用途", max=200, example="茶企主体核验")


class Data(Block):
    catalog_items: list[CatalogItem] | None = table(
        "信息资源目录", hint="除只建基础设施的项目外，至少填写一项", source="K57 F21", sometimes=True
    )
    planned_catalog_count: Integer = ask("计划目录数", hint="不少于上面所列的项数", unit="类", example=30)
    data_requests: list[DataRequest] | None = table("数据需求")

    @rule("R-DAT-2", at="planned_catalog_count")
    def plans_what_it_lists(self) -> Verdict:
        listed = len(self.catalog_items or ())
        if self.planned_catalog_count >= listed:
            return None
        return f"计划目录数 {self.planned_catalog_count} 少于所列信息资源目录 {listed} 项"
