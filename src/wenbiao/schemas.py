"""The contract for other programs: a JSON Schema (2020-12) per form, and one OpenAPI 3.1 description."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wenbiao.fields import Field, Fields
from wenbiao.media import DOCX, JSON, XLSX

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PROBLEM = {
    "type": "object",
    "required": ["path", "code", "severity", "message"],
    "properties": {
        "path": {"type": "string", "description": "JSON 指针（RFC 6901），空串指整张表单"},
        "code": {"type": "string", "description": "规则编号，或 type、missing 等"},
        "severity": {"enum": ["error", "warning"], "description": "error 阻止生成文书，warning 不阻止"},
        "message": {"type": "string", "description": "给填报人看的话"},
    },
}
VALIDATED = {
    "type": "object",
    "required": ["complete", "problems", "computed"],
    "properties": {
        "complete": {"type": "boolean"},
        "problems": {"type": "array", "items": PROBLEM},
        "computed": {"type": "object", "description": "JSON 指针 → 算出的值"},
        "stopped": {
            "type": "boolean",
            "description": "为 true 时，本表不应填写（如涉密项目），其他内容没有检查；否则不出现",
        },
        "answers": {
            "type": "object",
            "description": "提交的是旧版表单的内容时，按现行版本整理后的内容；否则不出现",
        },
        "said": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "JSON 指针 → 文书里的字样，每项回答一条；只在 said=1 时出现",
        },
    },
}
CHANGE = {
    "type": "object",
    "required": ["kind", "path", "label", "place", "before", "after"],
    "properties": {
        "kind": {"enum": ["answer", "text", "row"], "description": "填报内容、固定文字、增减的行"},
        "path": {"type": "string", "description": "回答或行的 JSON 指针；固定文字为空串"},
        "label": {"type": "string", "description": "题目的名称"},
        "place": {"type": "string", "description": "在文书里的位置"},
        "before": {"type": "string", "description": "生成时的字样"},
        "after": {"type": "string", "description": "现在的字样"},
        "value": {"description": "采用这处改动时写进 data 的值，null 为删去；只有填报内容才有"},
    },
}
FACT = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in ("path", "label", "value")},
}
FOUND = {
    "form": {"type": "string", "description": "表单名"},
    "title": {"type": "string", "description": "文书的名称"},
    "version": {"type": "string", "description": "生成时表单的版本"},
    "origin": {
        "enum": ["answers", "controls"],
        "description": "data 取自文书自带的数据，还是从正文的内容控件找回",
    },
    "signature": {"enum": ["valid", "invalid", "none"]},
    "data": {"type": "object", "description": "生成时的填报内容，按现行版本整理"},
    "summary": {"type": "array", "items": FACT, "description": "汇总表里的几项：项目、单位、总额等"},
    "changes": {"type": "array", "items": CHANGE, "description": "生成以后手工改动的地方"},
    "problems": {"type": "array", "items": PROBLEM},
}
RETURNED = {"type": "object", "required": list(FOUND), "properties": FOUND}
SAID = {
    "name": "said",
    "in": "query",
    "schema": {"enum": ["1"]},
    "description": "为 1 时，同时给出每项回答在文书里的字样",
}
DRAFT = {
    "name": "draft",
    "in": "query",
    "schema": {"enum": ["1"]},
    "description": "为 1 时生成草稿：未填的留空，每页印有“草稿”，有错误也生成；内容为空对象时得到空白表",
}
PART = {
    "name": "part",
    "in": "query",
    "schema": {"type": "string"},
    "description": "生成附属文书，如 letter（公函）；不写则生成文书本身",
}
ANSWERS = {
    "name": "answers",
    "in": "query",
    "schema": {"enum": ["0"]},
    "description": "为 0 时文书里不附带填报数据，以后不能直接打开接着填",
}
REFUSED = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {"type": "array", "items": PROBLEM},
    },
}


def json_schema(fields: Fields) -> dict[str, Any]:
    """The JSON Schema of a form's complete answers; what depends on other answers is left to the rules."""
    return {"$schema": DIALECT, "$id": f"{fields.name}.json", "title": fields.title} | _object(
        fields.children
    )


def openapi(forms: Iterable[Fields], build: str) -> dict[str, Any]:
    """The OpenAPI description of the functions, for all forms; schemas stand beside it in schemas/."""
    paths = {
        f"/api/{call}/{form.name}": _call(call, form) for form in forms for call in ("validate", "render")
    }
    document, results = _content(DOCX, {}), _content(JSON, {"type": "array", "items": RETURNED})
    paths |= {
        "/api/read": _post("读取交回的文书", document, "读到的内容", _content(JSON, RETURNED)),
        "/api/summary": _post("生成核验结果的汇总表", results, "汇总表", _content(XLSX, {})),
    }
    return {"openapi": "3.1.0", "info": {"title": "文表", "version": build}, "paths": paths}


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    required = [field.name for field in fields if field.required and field.asked_when is None]
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": required,
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    said = {"title": field.label, "description": field.hint, "x-unit": field.unit}
    marks: dict[str, Any] = {key: text for key, text in said.items() if text}
    if field.computed:
        marks["readOnly"] = True
    if field.example is not None:
        marks["examples"] = [field.example]
    return marks | _shape(field)


def _shape(field: Field) -> dict[str, Any]:
    if field.shape == "block":
        return _object(field.children)
    least = {"minItems": field.min_rows} if field.min_rows else {}
    if field.shape == "table":
        return {"type": "array", "items": _object(field.children)} | least
    if field.shape == "list":
        return {"type": "array", "items": _answer(field)} | least
    return _answer(field)


def _answer(field: Field) -> dict[str, Any]:
    assert field.kind
    plain = dict(field.kind.schema)
    if field.const is not None:
        return plain | {"const": field.const}
    if field.kind.name == "choice":
        return plain | {"enum": list(field.options)}
    if field.kind.name == "choices":
        return plain | {"items": {"type": "string", "enum": list(field.options)}, "uniqueItems": True}
    bounded = field.max is not None and not field.computed and field.kind.name in ("text", "long_text")
    return plain | ({"maxLength": field.max} if bounded else {})


def _call(call: str, form: Fields) -> dict[str, Any]:
    body = _content(JSON, {"$ref": f"schemas/{form.name}.json"})
    done = _content(JSON, VALIDATED) if call == "validate" else _content(DOCX, {})
    title = f"检查{form.title}，可以未填完" if call == "validate" else f"生成{form.title}"
    described = _post(title, body, "检查结果" if call == "validate" else "文书", done)
    described["post"]["parameters"] = [SAID] if call == "validate" else [DRAFT, PART, ANSWERS]
    return described


def _post(title: str, body: dict[str, Any], told: str, done: dict[str, Any]) -> dict[str, Any]:
    refused = _content("application/problem+json", REFUSED)
    responses = {
        "200": {"description": told} | done,
        "default": {"description": "没有办成：原因见 detail 和 problems"} | refused,
    }
    return {"post": {"summary": title, "requestBody": {"required": True} | body, "responses": responses}}


def _content(kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {kind: {"schema": schema}}}
