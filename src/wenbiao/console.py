"""How the command line speaks: Chinese help and Chinese advice for wrong use; plain text on a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click import exceptions
from rich.console import Console
from rich.text import Text

from wenbiao import places
from wenbiao.answers import Result
from wenbiao.errors import Finding, Problem
from wenbiao.fields import Fields

if TYPE_CHECKING:
    from wenbiao.document.read.compare import Change
    from wenbiao.returned import Returned

HEADINGS = {"Options": "选项", "Commands": "命令"}
ORIGINS = {"answers": "填报内容取自文书里的数据", "controls": "填报内容从正文中找回"}
SIGNATURES = {"valid": "签名有效", "invalid": "签名不符", "none": "没有签名"}
CHANGED = {"answer": "填报内容", "text": "文字", "row": "表格的行"}
SEVERITIES = {"error": ("错误", "bold red"), "warning": ("提醒", "yellow")}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{HEADINGS.get(heading, heading)}：\n")


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is Chinese."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The --help option, described in Chinese."""
        return _chinese(super().get_help_option(ctx))


class Group(click.Group):
    """A group of commands whose help is Chinese."""

    context_class = _Context
    command_class = Command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The --help option, described in Chinese."""
        return _chinese(super().get_help_option(ctx))


def _chinese(option: click.Option | None) -> click.Option | None:
    if option:
        option.help = "显示这份说明"
    return option


def advice(error: click.UsageError) -> str:
    """What is wrong with how a command was called, and what to do."""
    match error:
        case exceptions.NoArgsIsHelpError():
            return error.message
        case exceptions.NoSuchOption():
            wrong = f"没有选项 {error.option_name}"
        case exceptions.MissingParameter():
            wrong = f"缺少{_name(error)}"
        case exceptions.BadOptionUsage():
            wrong = f"选项 {error.option_name} 后面缺少内容"
        case exceptions.BadParameter():
            wrong = f"{_name(error)}不对"
        case _:
            wrong = _spoken(error.message)
    program = error.ctx.command_path if error.ctx else "wenbiao"
    return f"{wrong}。用法见：{program} --help" if "。" not in wrong else wrong


def _name(error: exceptions.BadParameter) -> str:
    shown = error.param.make_metavar(error.ctx) if error.param and error.ctx else error.param_hint
    return f"“{shown}”"


def _spoken(message: str) -> str:
    """Our own messages are Chinese; click's remaining ones are about a command or argument too many."""
    if any("\u4e00" <= char <= "\u9fff" for char in message):
        return message
    return "没有这个命令" if "command" in message else "多写了参数"


class Speaker:
    """Writes to standard output and standard error: coloured on a terminal, plain anywhere else."""

    def __init__(self) -> None:
        self.out = Console(highlight=False, soft_wrap=True, emoji=False)
        self.err = Console(highlight=False, soft_wrap=True, emoji=False, stderr=True)

    def say(self, text: str, style: str = "") -> None:
        """One line on standard output."""
        self.out.print(Text(text, style))

    def complain(self, text: str) -> None:
        """One line on standard error."""
        self.err.print(Text(text, "red"))

    def result(self, result: Result) -> None:
        """Every problem with its place, and what they add up to."""
        for problem in result.problems:
            self.out.print(_line(result.fields, problem))
        errors, warnings = len(result.errors), len(result.problems) - len(result.errors)
        counted = "，".join([f"{errors} 处错误"] * bool(errors) + [f"{warnings} 处提醒"] * bool(warnings))
        verdict = "可以生成文书" if result.complete else "改正错误后才能生成文书"
        self.say(
            f"{result.fields.title}：{counted or '没有问题'}，{verdict}。",
            "green" if result.complete else "bold",
        )

    def warn(self, text: str) -> None:
        """One line on standard error that stops nothing."""
        self.err.print(Text(text, "yellow"))

    def returned(self, returned: Returned) -> None:
        """What a document says of itself, every change by its place, every problem, and what they add up to."""
        fields = returned.entry.fields
        about = f"{ORIGINS[returned.origin]}，{SIGNATURES[returned.signature]}"
        self.say(f"{fields.title}，版本 {returned.version}：{about}。")
        for change in returned.changes:
            self.out.print(_changed(returned, change))
        for problem in returned.problems:
            self.out.print(_line(fields, problem))
        errors = sum(problem.severity == "error" for problem in returned.problems)
        warnings = len(returned.problems) - errors
        counts = {"处手工改动": len(returned.changes), "处错误": errors, "处提醒": warnings}
        told = "，".join(f"{count} {what}" for what, count in counts.items() if count)
        self.say(f"{told or '没有手工改动，没有问题'}。", "green" if returned.sound else "bold")

    def findings(self, findings: Iterable[Finding]) -> None:
        """Every finding: where, what is wrong, what to do."""
        for finding in findings:
            where = "，".join(part for part in (finding.file, finding.place, finding.tag) if part)
            self.out.print(Text.assemble((where, "bold"), f"：{finding.wrong}。\n    {finding.remedy}。"))


def _changed(returned: Returned, change: Change) -> Text:
    what = returned.label(change) or CHANGED[change.kind]
    where = f"（{change.place}）" if change.place else ""
    return Text.assemble(("改动", "bold yellow"), " ", (what, "bold"), f"{where}：{_said(change)}。")


def _said(change: Change) -> str:
    if change.kind == "row":
        done = "移动了" if change.before and change.after else "删去了" if change.before else "增加了"
        return f"{done} {change.after or change.before}"
    return f"生成时 {change.before or '（空白）'}，现为 {change.after or '（空白）'}"


def _line(fields: Fields, problem: Problem) -> Text:
    word, style = SEVERITIES[problem.severity]
    where = places.place(fields, problem.path) or "整张表单"
    return Text.assemble(
        (word, style), f" {problem.code} ", (where, "bold"), f"：{problem.message.rstrip('。')}。"
    )
