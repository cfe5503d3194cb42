"""C7 安全: graded protection, cryptography, trusted products, personal information."""

from wenbiao.form import Block, Verdict, ask, rule, when
from wenbiao.kinds import Choice, LongText, Text, YesNo

MLPS_LEVELS = ("一级", "二级", "三级", "四级", "不涉及")
PERSONAL_INFORMATION = ("不涉及", "10万人以下", "10万至100万人", "100万人以上")


class Security(Block):
    mlps_level: Choice = ask("拟定网络安全等级保护级别", options=MLPS_LEVELS, source="F16", example="二级")
    crypto_required: YesNo = ask(
        "是否需要密码应用",
        hint="等级保护三级以上的，应当为“是”",
        source="F25",
        example=True,
    )
    crypto_plan_assessed: YesNo | None = ask(
        "密码应用方案是否通过评估",
        required=False,
        asked_when=when("/security/crypto_required", True),
        source="F25",
        example=True,
    )
    data_security_level: Text = ask(
        "数据安全说明", max=100, source="K", example="一般数据为主，含重要业务数据"
    )
    domestic_products: YesNo = ask("是否采用安全可靠软硬件", source="K57", example=True)
    non_domestic_reason: LongText | None = ask(
        "未采用的理由",
        max=500,
        asked_when=when("/security/domestic_products", False),
        example="暂无满足性能要求的同类产品",
    )
    personal_information_volume: Choice = ask(
        "个人信息规模", options=PERSONAL_INFORMATION, source="K", example="10万人以下"
    )

    @rule("R-SEC-2", at="crypto_required")
    def encrypted(self) -> Verdict:
        if self.mlps_level not in ("三级", "四级") or self.crypto_required:
            return None
        return f"等级保护{self.mlps_level}的项目应当有密码应用，请将“是否需要密码应用”改为“是”"

    @rule("R-SEC-4", "warning", at="mlps_level")
    def highest_level(self) -> Verdict:
        return "等级保护拟定为四级，请确认定级依据" if self.mlps_level == "四级" else None

    @rule("R-SEC-4", "warning", at="personal_information_volume")
    def many_people(self) -> Verdict:
        if self.personal_information_volume != "100万人以上":
            return None
        return "个人信息规模在100万人以上，请确认个人信息保护措施"
