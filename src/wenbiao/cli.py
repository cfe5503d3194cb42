"""wenbiao …: the same forms, rules and documents as the functions, on the command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click

from wenbiao import build, given, press, signing, submission
from wenbiao.answers import Result
from wenbiao.catalogue import Catalogue, Entry
from wenbiao.console import Command, Group, Speaker, advice
from wenbiao.errors import (
    Finding,
    FormError,
    PolicyError,
    TemplateError,
    UnknownForm,
    WenbiaoError,
)
from wenbiao.names import flatten
from wenbiao.project import Project
from wenbiao.submission import Submission

FINE, FINDINGS, WRONG_USE, STOPPED = 0, 1, 2, 130

FORM = click.argument("form", metavar="文书")
DATA = click.argument("data", metavar="数据.json", type=click.Path(path_type=Path))
FROM = click.option(
    "--from",
    "earlier",
    metavar="文件",
    multiple=True,
    type=click.Path(path_type=Path),
    help="前序文书（.docx）或它的数据（.json），可以重复",
)


@click.group(cls=Group, options_metavar="[选项]", subcommand_metavar="命令 …", no_args_is_help=True)
def commands() -> None:
    """文表：检查填报数据，生成公文，建立和运行网站。"""


@commands.command(cls=Command, options_metavar="[选项]")
@FORM
@DATA
@FROM
@click.option("--json", "as_json", is_flag=True, help="输出与函数相同的 JSON")
def validate(*, form: str, data: Path, earlier: tuple[Path, ...], as_json: bool) -> int:
    """检查一份数据，列出全部问题。有错误时退出码为 1。"""
    _, result = _judged(form, data, earlier)
    if as_json:
        click.echo(submission.as_json(result.as_json()))
    else:
        Speaker().result(result)
    return FINE if result.complete else FINDINGS


@commands.command(cls=Command, options_metavar="[选项]")
@FORM
@click.argument("data", metavar="[数据.json]", required=False, type=click.Path(path_type=Path))
@FROM
@click.option(
    "-o",
    "--output",
    metavar="文件.docx",
    type=click.Path(path_type=Path),
    help="写到哪里；不写则用文书的中文名",
)
@click.option("--part", metavar="名称", default="", help="生成附属文书，如 letter")
@click.option("--draft", is_flag=True, help="打印草稿：未填的留空，有错误也生成；不写数据文件则得到空白表")
@click.option("--no-answers", is_flag=True, help="文件里不附带填报数据：以后不能直接打开接着填")
def render(
    *,
    form: str,
    data: Path | None,
    earlier: tuple[Path, ...],
    output: Path | None,
    part: str,
    draft: bool,
    no_answers: bool,
) -> int:
    """生成文书。有错误时列出全部问题，不写文件，退出码为 1；打印草稿时照样生成，退出码为 0。"""
    if data is None and not draft:
        raise click.UsageError("缺少“数据.json”；只要一份空白表，请加 --draft。")
    entry, result = _judged(form, data, earlier)
    if part and part not in entry.parts:
        raise click.UsageError(
            f"{entry.fields.title}没有名为“{part}”的附属文书，现有：{'、'.join(entry.parts) or '无'}。"
        )
    speaker = Speaker()
    if result.problems and data is not None:
        speaker.result(result)
    if draft and press.draftable(result, result.payload):
        wanted = output or Path(press.draft_name(entry, result, result.payload, part))
        given.write(wanted, press.drafted(entry, result, result.payload, part))
    elif result.complete:
        wanted = output or Path(press.filename(entry, result, part))
        given.write(wanted, press.rendered(entry, result, part, answers=not no_answers))
    else:
        return FINDINGS
    speaker.say(f"已生成{'草稿' if draft else ''} {wanted}")
    return FINE


@commands.command(cls=Command, options_metavar="[选项]")
@FORM
@FROM
@click.option(
    "-o", "--output", metavar="数据.json", type=click.Path(path_type=Path), help="写到哪里，必须写明"
)
def start(form: str, earlier: tuple[Path, ...], output: Path | None) -> int:
    """从前序文书开始下一份文书：带过来的内容写成一份数据。前序文书有误时不写文件，退出码为 1。"""
    if not earlier or output is None:
        raise click.UsageError("请用 --from 写明前序文书（可以重复），用 -o 写明写到哪里。")
    catalogue = _catalogue(Project.find(Path.cwd()))
    entry = catalogue.entry(form)
    speaker, today = Speaker(), submission.today()
    documents = given.earlier(catalogue, earlier, speaker, today)
    payload, problems = submission.start(catalogue, entry, documents, today)
    if problems:
        for problem in problems:
            speaker.complain(problem.message)
        return FINDINGS
    given.write(output, json.dumps(payload, ensure_ascii=False, indent=1).encode())
    speaker.say(f"已写入 {output}：由前序文书带来 {len(flatten(payload))} 项。")
    return FINE


@commands.command(cls=Command, options_metavar="[选项]")
@click.argument("document", metavar="文书.docx", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出与函数相同的 JSON")
@click.option("--take", is_flag=True, help="写数据时，采用手工改动过的填报内容")
@click.option(
    "-o", "--output", metavar="数据.json", type=click.Path(path_type=Path), help="把填报内容写到哪里"
)
def read(*, document: Path, as_json: bool, take: bool, output: Path | None) -> int:
    """读取一份文书：填报内容、手工改动、问题。有改动或错误时退出码为 1。"""
    if take and output is None:
        raise click.UsageError("--take 要和 -o 一起用：请用 -o 写明数据写到哪里。")
    found = given.document(_catalogue(Project.find(Path.cwd())), document, submission.today())
    speaker = Speaker()
    if as_json:
        click.echo(submission.as_json(found.as_json()))
    else:
        speaker.returned(found)
    if output:
        data = found.taken() if take else found.data
        given.write(output, json.dumps(data, ensure_ascii=False, indent=1).encode())
        left = sum(change.kind != "answer" for change in found.changes) if take else 0
        speaker.err.print(
            f"已写入 {output}。" + (f"有 {left} 处改动（文字、表格的行）没有带入。" if left else "")
        )
    return FINE if found.sound else FINDINGS


@commands.command(cls=Command, options_metavar="[选项]")
@click.argument("forms", metavar="[文书]…", nargs=-1)
def check(forms: tuple[str, ...]) -> int:
    """核对表单、模板和政策文件，列出全部发现。有发现时退出码为 1。"""
    import wenbiao.check as checks  # noqa: PLC0415  # it knows templates and pages; other commands start without

    speaker = Speaker()
    with speaker.err.status("正在核对表单和模板…"):
        entries, findings = _survey(forms)
        findings = (*findings, *checks.check(entries))
    speaker.findings(findings)
    checked = f"核对了 {len(entries)} 种文书"
    speaker.say(f"{checked}，有 {len(findings)} 处需要处理。" if findings else f"{checked}，没有发现问题。")
    return FINDINGS if findings else FINE


@commands.command("build", cls=Command, options_metavar="[选项]")
@click.option(
    "-d",
    "--directory",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="写到哪里；不写则用项目设置的 build",
)
def make(directory: Path | None) -> int:
    """生成 JSON Schema、OpenAPI 说明、编译后的模板和静态网站。"""
    project = Project.find(Path.cwd())
    _build(project, (directory or project.build).absolute())
    return FINE


@commands.command(cls=Command, options_metavar="[选项]")
@click.option(
    "--host", metavar="地址", default="127.0.0.1", help="监听地址，默认 127.0.0.1，即只有本机能访问"
)
@click.option("--port", metavar="端口", default=8000, type=int, help="端口，默认 8000")
def serve(host: str, port: int) -> int:
    """在本机运行网站和函数；网站还没有建立时先建立。按 Ctrl-C 停止。"""
    project = Project.find(Path.cwd())
    list(_catalogue(project).values())  # a broken form is said now, not to the first visitor
    site = project.build / "site"
    if not (site / "index.html").is_file():
        _build(project, project.build)
    program = [sys.executable, "-m", "functions.local"]
    return _run([*program, "--host", host, "--port", str(port), "--site", str(site)], project)


def _catalogue(project: Project) -> Catalogue:
    catalogue = Catalogue.load(project.forms, project.templates, project.build)
    catalogue.check_policy()
    return catalogue


def _judged(form: str, data: Path | None, earlier: tuple[Path, ...]) -> tuple[Entry, Result]:
    """A form, and what can be said of what was given of it (without a file: nothing yet)."""
    catalogue = _catalogue(Project.find(Path.cwd()))
    entry = catalogue.entry(form)
    today = submission.today()
    sent = submission.read(given.data(data) if data else {})
    if earlier:
        documents = given.earlier(catalogue, earlier, Speaker(), today)
        sent = Submission(sent.answers, [*(sent.earlier or ()), *documents])
    return entry, submission.check(catalogue, entry, sent, today)


def _survey(wanted: tuple[str, ...]) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Entries and findings of the forms named, of all where none is named. Raises UnknownForm."""
    project = Project.find(Path.cwd())
    entries, findings = Catalogue.survey(project.forms, project.templates)
    names = {entry.name for entry in entries}
    for name in wanted:
        if name not in names | set(map(_form_of, findings)):
            raise UnknownForm(name=name, known=tuple(sorted(names)))
    chosen = wanted or tuple(names)
    told = tuple(finding for finding in findings if not wanted or _form_of(finding) in chosen)
    return tuple(entry for entry in entries if entry.name in chosen), told


def _form_of(finding: Finding) -> str:
    return Path(finding.file).stem.partition(".")[0]


def _build(project: Project, folder: Path) -> None:
    speaker, catalogue = Speaker(), _catalogue(project)
    signing.check()  # a page prints the public key
    with speaker.err.status("正在生成数据说明…"):
        build.contracts(catalogue, folder)
    with speaker.err.status("正在编译模板…"):
        build.templates(catalogue, folder)
    with speaker.err.status("正在建立网站…"):
        site = build.site(project, folder)
    speaker.say(f"网站已建立：{site}")


def _run(command: list[str], project: Project) -> int:
    """Run a program of the project to its end; a signal to stop goes on to it."""
    with subprocess.Popen(
        command, cwd=project.root, env=os.environ | {"WENBIAO_PROJECT": str(project.root)}
    ) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            return child.wait()
        except KeyboardInterrupt:
            return child.wait()


def run(arguments: list[str]) -> int:
    """One command line's exit code: 0 fine, 1 findings, 2 wrong use; whatever went wrong is said in Chinese."""
    try:
        return int(commands.main(arguments, prog_name="wenbiao", standalone_mode=False) or FINE)
    except (click.UsageError, WenbiaoError) as error:
        return _explained(error, Speaker())
    except (click.Abort, KeyboardInterrupt):
        return STOPPED


def _explained(error: click.UsageError | WenbiaoError, speaker: Speaker) -> int:
    match error:
        case FormError() | PolicyError() | TemplateError():
            speaker.findings(error.findings)
            return FINDINGS
        case build.BuildError():
            speaker.complain(f"{error}：\n{error.output}")
            return FINDINGS
        case click.UsageError():
            speaker.complain(advice(error))
        case _:
            speaker.complain(str(error))
    return WRONG_USE


def main() -> None:
    """The entry point of `wenbiao`."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
