"""What can go wrong, for whom, and how it is said.

WenbiaoError
├── FormError          a form file or its folder is wrong           (maintainers)
├── PolicyError        the policy file is wrong                     (operators)
├── ProjectError       no project, or its settings are wrong        (operators)
├── SigningError       a key for signatures is wrong                (operators)
├── TemplateError      a template cannot be compiled; has findings  (maintainers)
├── UnknownForm        no form of that name                         (everyone)
├── NotJson            the body is not one JSON value               (everyone)
├── NotSummed          what was sent makes no summary table         (everyone)
├── Refused            a returned file cannot be opened             (everyone)
└── AnswersRejected    no document for these answers; has problems  (everyone)

`Problem` is about answers, `Finding` about forms, templates and policy.
Neither is an exception: they are collected, and reported all at once.
"""

from __future__ import annotations

import re
from tomllib import TOMLDecodeError
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One thing wrong with the answers.

    `path` is the JSON pointer of the answer ("" for the whole form), `code` a rule's code or one of
    type, unknown, missing, length, choice, format, computed, not_asked.
    """

    path: str
    code: str
    severity: Severity
    message: str

    def as_json(self) -> dict[str, str]:
        """The problem as the functions answer it."""
        return {
            "path": self.path,
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
        }


class Finding(NamedTuple):
    """One thing wrong with a form, a template or the policy: where, what, and what to do."""

    file: str
    place: str
    tag: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        where = "，".join(part for part in (self.file, self.place, self.tag) if part)
        return f"{where}：{self.wrong}。{self.remedy}。"


def not_toml(error: TOMLDecodeError) -> str:
    """Where a file stops being TOML, as a Chinese clause: the parser's own words are English."""
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    where = f"第 {place[1]} 行第 {place[2]} 列附近" if place else "文件末尾"
    return f"不是有效的 TOML，{where}写得不对"


class WenbiaoError(Exception):
    """The root: str() of it is a Chinese sentence that says what is wrong."""


class FormError(WenbiaoError):
    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("".join(map(str, findings)))


class PolicyError(WenbiaoError):
    def __init__(self, *, file: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(f"政策文件 {file} 有误：" + "".join(map(str, findings)))


class ProjectError(WenbiaoError):
    def __init__(self, *, place: str, wrong: str) -> None:
        super().__init__(f"{place}：{wrong}")


class SigningError(WenbiaoError):
    def __init__(self, *, place: str, wrong: str) -> None:
        super().__init__(f"{place}：{wrong}。")


class TemplateError(WenbiaoError):
    def __init__(self, *, file: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(f"模板 {file} 有 {len(findings)} 处错误：" + "".join(map(str, findings)))


class UnknownForm(WenbiaoError):
    def __init__(self, *, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        super().__init__(f"没有名为“{name}”的文书。现有文书：{'、'.join(known) or '无'}。")


class NotJson(WenbiaoError):
    def __init__(self, *, detail: str) -> None:
        super().__init__(f"提交的内容不是有效的 JSON：{detail}。")


class NotSummed(WenbiaoError):
    def __init__(self, *, detail: str) -> None:
        super().__init__(f"{detail}。")


class Refused(WenbiaoError):
    """A returned file is no document that can be opened: `wrong` and `remedy` are Chinese clauses."""

    def __init__(self, wrong: str, remedy: str) -> None:
        self.wrong, self.remedy = wrong, remedy
        super().__init__(f"{wrong}。{remedy}。")


class AnswersRejected(WenbiaoError):
    def __init__(self, *, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("填报内容还有问题，未生成文书：" + "；".join(p.message for p in problems))
