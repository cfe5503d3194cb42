"""C2 单位与人员, and the rules that documents keep on their filing date, people and commitment."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from wenbiao.form import Block, Form, Verdict, ask, rule
from wenbiao.formats import in_anhui
from wenbiao.kinds import Choice, Email, Mobile, Phone, PostalCode, Region, Text, Uscc

ORG_CATEGORIES = (
    "党的机关", "人大机关", "行政机关", "政协机关", "监察机关", "审判机关", "检察机关", "群团组织",
    "法律法规授权组织", "事业单位", "企业", "其他",
)  # fmt: skip

PERSON_NAME = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·]+"


class Organisation(Block):
    """An organisation: its full name is the one on its seal."""

    name: Text = ask(
        "单位名称",
        hint="填写全称，与公章一致",
        least=4,
        max=60,
        example="安徽省茶事管理局",
    )
    uscc: Uscc = ask("统一社会信用代码", hint="18 位，见登记证书", example="11340000TE5TA00105")
    admin_division_code: Region = ask(
        "所在行政区划", hint="省级单位选安徽省；县区填 6 位代码", code="R-FMT-3", example="340000"
    )
    org_category: Choice = ask("单位类别", options=ORG_CATEGORIES, source="F2", example="行政机关")
    address: Text | None = ask("通信地址", max=100, example="合肥市虚构大道100号")
    postal_code: PostalCode | None = ask("邮政编码", example="230000")
    leader_name: Text | None = ask("单位负责人姓名", least=2, max=30, pattern=PERSON_NAME, example="茗青山")

    @rule("R-FMT-3", at="admin_division_code")
    def of_this_province(self) -> Verdict:
        """Public bodies are of Anhui; companies may be of any province (domain 3.2)."""
        if self.org_category == "企业" or in_anhui(self.admin_division_code):
            return None
        return f"所在行政区划 {self.admin_division_code} 不是安徽省、16 个市或其县区的代码，请核对"

    @rule("R-FMT-8", "warning", at="uscc")
    def code_of_the_same_place(self) -> Verdict:
        """The code's digits 3 to 8 usually name the place; never more than a hint (domain 6.5)."""
        if self.org_category == "企业" or self.uscc[2:8] == self.admin_division_code:
            return None
        return f"统一社会信用代码中的行政区划 {self.uscc[2:8]} 与所在行政区划 {self.admin_division_code} 不同，请核对"


class Person(Block):
    """Somebody's contact data at work. An ID-card number is never asked."""

    name: Text = ask("姓名", least=2, max=30, pattern=PERSON_NAME, example="叶知秋")
    department: Text | None = ask("部门", max=40, example="信息化处")
    position: Text | None = ask("职务", max=40, example="处长")
    mobile: Mobile | None = ask(
        "手机", hint="手机和固定电话至少填一项", example="19900000002", sometimes=True
    )
    phone: Phone | None = ask("固定电话", hint="带区号", example="0551-62999671", sometimes=True)
    email: Email | None = ask("电子邮箱", example="pm@chashi.example.com")

    @rule("R-PER-1", at="mobile")
    def reachable(self) -> Verdict:
        return None if self.mobile or self.phone else f"{self.name}的手机和固定电话至少填写一项"


class Filed(Form, title="文书"):
    """The rules of C0, C2 and C11: every document that has these questions keeps them."""

    if TYPE_CHECKING:
        filled_on: date
        applicant: Organisation
        supervising_org: Organisation | None
        project_manager: Person
        contact: Person
        commitment_accepted: bool

    @rule("R-FMT-7", "warning", at="filled_on")
    def not_filed_in_future(self, today: date) -> Verdict:
        if self.filled_on <= today + timedelta(days=1):
            return None
        return f"填报日期 {self.filled_on} 晚于今天（{today}），请核对"

    @rule("R-PRJ-3", "warning", at="supervising_org/name")
    def supervised(self) -> Verdict:
        if self.applicant.org_category != "事业单位" or self.supervising_org:
            return None
        return "申报单位是事业单位，一般应填写主管部门"

    @rule("R-PER-2", "warning", at="contact/name")
    def another_contact(self) -> Verdict:
        if self.contact.name != self.project_manager.name:
            return None
        return f"联系人与项目负责人同为{self.contact.name}，请确认"

    @rule("missing", at="commitment_accepted")
    def promised(self) -> Verdict:
        return None if self.commitment_accepted else "请阅读承诺内容并选“是”"
