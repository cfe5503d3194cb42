"""C10 附件: listed by name, never uploaded."""

from wenbiao.form import Block, ask
from wenbiao.kinds import Integer, Sequence, Text, YesNo


class Attachment(Block):
    seq: Sequence = ask("序号")
    name: Text = ask("附件名称", max=60, example="项目建设方案")
    kind: Text | None = ask("种类", max=30, example="方案")
    copies: Integer = ask("份数", least=1, example=1)
    pages: Integer | None = ask("页数", example=86)
    required: YesNo | None = ask("是否必备", example=True)
