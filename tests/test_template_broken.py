"""Word files with broken tags: each fault is a finding, none hides another, and nothing ever escapes as an exception."""

from __future__ import annotations

import pytest

from tests.tools.garden import GARDEN, Content, word
from wenbiao.document.template import inspect


@pytest.mark.parametrize(
    ("contents", "faults"),
    [
        (("{% for l in lines %}{% else %}{% else %}{{ nmae }}{% endfor %}",), ["永远不会打印", "没有 nmae"]),
        (("{%p vm %}", [["{%p if name %}\n甲\n{%p endif %}"]]), ["没有“vm”", "末尾可能没有段落"]),
        (("{% p if name %}", "{{ nmae }}", "{%p endif %}"), ["不能有空格", "没有 nmae"]),
        (("{%p if name > 1 %}", [["甲\n{%p endif %}\n{{ nmae }}"]]), ["只能用 ==", "没有 nmae"]),
        (("{%p if name > 1 %}", "甲", "{%p endif %}", [["{%p if name %}\n{%p endif %}"]]), ["只能用 ==", "末尾可能没有段落"]),
    ],
)  # fmt: skip
def test_a_malformed_tag_hides_no_other_finding(contents: tuple[Content, ...], faults: list[str]) -> None:
    """Beside a tag that nobody can read, or whose block is unclear, all else is still checked."""
    found = inspect(word(*contents), "garden.docx", GARDEN).findings

    assert len(faults) == len(found), found
    assert all(fault in one.wrong for fault, one in zip(faults, found, strict=True)), found
