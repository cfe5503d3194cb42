"""One tag, as typed in Word → what it says. Jinja parses it; an allow-list decides what may stand in it.

Only this file knows Jinja. Nothing is ever evaluated by it: its syntax tree is turned into plain data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wenbiao.document.scope import Path
from wenbiao.document.template.operations import Condition

JINJA = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
LEVEL = re.compile(r"(p|tr|tc|r)\s+")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
EQUALS = re.compile(rf"{QUOTED.pattern}|[!<>]=|=+")
TYPED = re.compile(rf"{QUOTED.pattern}|[“”][^“”\"]*[“”\"]|[‘’][^‘’']*[‘’']|[“”‘’]|\s")
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}  # Word makes curly ones of them, unasked
PRINTS = re.compile(r"(p|r|tr|tc)\s+(\S.*)")
WIDE = re.compile("[^\x00-\x7f\\w]|[\uff10-\uff19\uff21-\uff5a]")  # no letter, or a wide one
BLOCK = re.compile(r"\{%[-+]?\s*(?:(p|tr|tc)\s+)?(?:(if|elif|else|endif|for|endfor)\b(?:\s+(\w+)\s+in\b)?)?")
LONGEST = 500  # characters of a tag: what is nested in it must not exhaust Python's stack
VERBS = ("if", "elif", "else", "endif", "for", "endfor")
USABLE = "可以用的标签有 {{ 名称 }}、{{ 名称|说法 }} 和 if、elif、else、endif、for、endfor"
UNREADABLE = f"请核对括号、引号和空格；{USABLE}"
FOREIGN = {  # what else docxtpl knows → what to do instead
    "cellbg": "请在 Word 里给这一格设底纹",
    "colspan": "请在 Word 里合并单元格",
    "hm": "请在 Word 里合并单元格",
    "vm": "请改用 {{ 名称|merged }}，和上一行相同时合并",
    "r": "请写成 {{ 名称 }}，字体、颜色在 Word 里给标签设",
    "p": "请写成 {{ 名称 }}，一段一段地印用 {%p for para in 名称|paragraphs %}",
    "tr": "请写成 {{ 名称 }}，一行一行地印用 {%tr for 行 in 表 %}",
    "tc": "请写成 {{ 名称 }}",
}
CONDITION = '条件可以写成 {% if 名称 %}、{% if not 名称 %}、{% if 名称 == "值" %}、{% if "值" in 名称 %}，用 and、or 连接'


class Malformed(Exception):
    """A tag that cannot be read: `wrong` and `remedy` are Chinese clauses."""

    def __init__(self, wrong: str, remedy: str) -> None:
        self.wrong, self.remedy = wrong, remedy
        super().__init__(wrong)


@dataclass(frozen=True)
class Statement:
    """What one tag says. `verb` is put or one of VERBS; `level` is p, tr or tc for {%p %} and so on, else empty."""

    verb: str
    level: str = ""
    path: Path = ()
    word: str = ""
    name: str = ""
    condition: Condition | None = None
    broken: bool = False


@lru_cache(1024)  # the same {%tr endfor %} again and again
def read(tag: str) -> Statement:
    """What a tag says: “{%tr for line in budget.lines %}” → for, tr, … Raises Malformed."""
    if len(tag) > LONGEST:
        raise Malformed(f"这个标签超过 {LONGEST} 个字", "请拆成几个 if")
    inner = TYPED.sub(_straight, tag[2:-2])
    _check_characters(tag, inner)
    if _runs_on(tag):
        raise Malformed("这里有一个标签没有写完", "请核对花括号和百分号，每个标签都要写全，如 {% if 名称 %}")
    if tag.startswith("{{"):
        return _print(inner)
    found = LEVEL.match(inner)
    level = (
        found[1] if found and found[1] != "r" else ""
    )  # {%r %} says the same as {% %}: runs are never removed
    said = replace(_statement(inner[found.end() if found else 0 :].strip(), tag), level=level)
    if said.verb == "for" and level == "tc":
        raise Malformed(
            "表格的列数不能随答案变化", "请写出每一列，或改成一行一项，用 {%tr for 行 in 表的名称 %}"
        )
    return said


def guess(tag: str) -> Statement:
    """What a malformed tag was meant to open, close or take away, so that what is beside it is not reported too."""
    found = BLOCK.match(tag)
    if not found or _runs_on(tag):
        return Statement("put", broken=True)
    return Statement(found[2] or "put", found[1] or "", name=found[3] or "", broken=True)


def _straight(typed: re.Match[str]) -> str:
    """What Word puts in place of what was typed: curly quotes for straight ones, wide and unbreakable spaces.

    What stands between quotes is left as it is.
    """
    text = typed[0]
    if len(text) == 1:
        return STRAIGHT.get(text, " ")
    quote = STRAIGHT.get(text[0], text[0])
    return f"{quote}{text[1:-1]}{quote}"


def _runs_on(tag: str) -> bool:
    """Whether a brace is missing, so that a tag reaches to the end of another."""
    return not {"{", "}"}.isdisjoint(QUOTED.sub("", TYPED.sub(_straight, tag[2:-2])))


def _check_characters(tag: str, inner: str) -> None:
    if tag.startswith("{#"):
        raise Malformed("模板里不能写 {# #} 注释", "请删去，或改用 Word 的批注")
    if inner[:1] in ("-", "+") or inner[-1:] in ("-", "+"):
        raise Malformed("花括号里不能用加号或减号去掉空白", "请删去标签开头和结尾的 - 或 +")
    wide = "".join(dict.fromkeys(WIDE.findall(QUOTED.sub("", inner))))
    if wide:
        shown = "".join(char if char.isprintable() else f"U+{ord(char):04X}" for char in wide)
        raise Malformed(f"标签里有全角或看不见的字符“{shown}”", "请在英文输入法下重新输入这个标签")


def _print(inner: str) -> Statement:
    found = PRINTS.match(inner)
    if found:
        raise Malformed(
            f"不能用 {{{{{found[1]} }}}} 这种标签", FOREIGN[found[1]].replace("名称", found[2].strip())
        )
    tree = _parse("{{" + inner + "}}")
    node = tree.nodes[0] if isinstance(tree, nodes.Output) and len(tree.nodes) == 1 else tree
    path, word = _worded(node)
    return Statement("put", path=path, word=word)


def _statement(text: str, tag: str) -> Statement:
    verb, _, rest = text.partition(" ")
    if verb in ("p", "tr", "tc", "r"):
        raise Malformed(f"% 和 {verb} 之间不能有空格", f"请写成 {{%{verb} {rest.strip()} %}}")
    if verb not in VERBS:
        raise Malformed(f"模板里没有“{verb}”这种标签", FOREIGN.get(verb, USABLE))
    if verb in ("else", "endif", "endfor"):
        if rest.strip():
            raise Malformed(f"{verb} 后面不能再有内容", f"请写成 {tag[: tag.index(verb)]}{verb} %}}")
        return Statement(verb)
    return _for(rest) if verb == "for" else Statement(verb, condition=_condition_of(rest))


def _for(rest: str) -> Statement:
    tree = _parse("{% for " + rest + " %}{% endfor %}")
    plain = (
        isinstance(tree, nodes.For)
        and tree.test is None
        and not tree.recursive
        and isinstance(tree.target, nodes.Name)
    )
    if not plain:
        raise Malformed(
            "循环的写法不对", "循环应当写成 {%tr for 行 in 表的名称 %}，如 {%tr for line in budget.lines %}"
        )
    path, word = _worded(tree.iter)
    return Statement("for", path=path, word=word, name=tree.target.name)


def _condition_of(rest: str) -> Condition:
    tree = _parse("{% if " + rest + " %}{% endif %}", _remedy(rest))
    return _condition(tree.test)


def _remedy(rest: str) -> str:
    """What to do about a condition that cannot be read: the usual slip is = for ==."""
    doubled = EQUALS.sub(lambda found: "==" if found[0][0] == "=" else found[0], rest)
    return UNREADABLE if doubled == rest else f"比较是否相同要写两个等号：{doubled.strip()}"


def _parse(source: str, remedy: str = UNREADABLE) -> Any:
    """The one node that a tag is. Jinja's own messages are English, so they are not passed on."""
    try:
        body = JINJA.parse(source).body
    except (TemplateSyntaxError, RecursionError):
        body = []
    if len(body) != 1:
        raise Malformed("标签的写法不对，无法读懂", remedy)
    return body[0]


def _worded(node: nodes.Node) -> tuple[Path, str]:
    """(path, word) of `a.b|word`."""
    if not isinstance(node, nodes.Filter):
        return _path(node), ""
    if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs or node.node is None:
        raise Malformed(f"“{node.name}”后面不能带括号", "请去掉括号；没有填写时印什么，用 |slash 或 |blank")
    if isinstance(node.node, nodes.Filter):
        raise Malformed("一个标签里只能用一个 | 说法", "请只留一个")
    return _path(node.node), node.name


def _path(node: nodes.Node) -> Path:
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr):
        return (*_path(node.node), node.attr)
    raise Malformed(
        "标签里只能写名称，不能计算、调用或取下标",
        "请写成 {{ 名称 }} 或 {{ 名称.名称 }}，如 {{ project.name }}",
    )


def _condition(node: nodes.Node) -> Condition:
    if isinstance(node, nodes.Not):
        return Condition("not", parts=(_condition(node.node),))
    if isinstance(node, nodes.And | nodes.Or):
        return Condition(type(node).__name__.lower(), parts=(_condition(node.left), _condition(node.right)))
    if isinstance(node, nodes.Compare):
        return _comparison(node)
    if isinstance(node, nodes.Name | nodes.Getattr):
        return Condition("answered", _path(node))
    raise Malformed("条件的写法不对", CONDITION)


def _comparison(node: nodes.Compare) -> Condition:
    operand = node.ops[0]
    if len(node.ops) > 1 or operand.op not in ("eq", "ne", "in", "notin"):
        raise Malformed("条件里只能用 ==、!=、in、not in 比较两样东西", CONDITION)
    if operand.op in ("eq", "ne"):
        path, constant = sorted((node.expr, operand.expr), key=lambda side: isinstance(side, nodes.Const))
        found = Condition("equals", _path(path), _constant(constant))
    elif isinstance(operand.expr, nodes.List | nodes.Tuple):
        found = Condition("among", _path(node.expr), tuple(map(_constant, operand.expr.items)))
    elif isinstance(operand.expr, nodes.Const):
        raise Malformed("in 后面要写名称，或者用方括号列出几个值", '请写成 名称 in ["值", "值"]')
    else:
        found = Condition("contains", _path(operand.expr), _constant(node.expr))
    return Condition("not", parts=(found,)) if operand.op in ("ne", "notin") else found


def _constant(node: nodes.Node) -> str | int | bool:
    value = node.value if isinstance(node, nodes.Const) else None
    if isinstance(value, float):
        raise Malformed("条件里的小数要加引号", f'请写成 "{value}"')
    if not isinstance(value, str | int):
        raise Malformed("条件里要拿名称和一个固定的值比较", CONDITION)
    return value
