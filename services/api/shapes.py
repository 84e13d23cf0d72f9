"""What the description of the interface says of our structs: schemas with Chinese words."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, TypedDict

import msgspec
from msgspec import Struct

from events.terms import Term
from services.answers.lines import COLUMNS
from services.api.asked_columns import answer
from services.api.done import Done
from services.api.mending import ParkedPage, WholeMessage
from services.api.orders import MOST
from services.api.problem import MEDIA_TYPE, Problem
from services.api.wanted import OFFERED, Wanted
from services.decision import Command
from services.desk.aggregates import COMMANDS
from services.intake.handing_in import HandedIn
from services.schema import anything

Json = dict[str, object]
DIVISION: Final[Json] = {"type": "string", "pattern": "^[0-9]{6}$", "description": "财政区划代码"}
BINARY: Final[Json] = {"schema": {"type": "string", "format": "binary"}}
_REF: Final = "#/components/schemas/{name}"
_OWN: Final[Mapping[str, str]] = {
    "Wanted": "命令；登记时间由服务器给出",
    "ActingAs": "以哪个角色办理；id 和 org 若给出须是登录者本人",
    "Done": "已受理：产生的事实，及包含它们的台账位置",
    "Problem": "RFC 9457 问题说明；clause 为所依据的条款，version 为冲突时的当前版本",
    "Fault": "一处错误及其位置",
    "Written": "一条事实",
    "Receipt": "上游报文的回执",
    "HandedIn": "收到的条数、回执，以及已保存而回执未到的序号",
    "ParkedPage": "搁置的报文；next 为下一页的 after，没有则为空",
    "ParkedMessage": "搁置的报文、原因，及由谁于何时重新报送",
    "WholeMessage": "搁置的报文及其原文：body 为 base64，text 为文本，不是 UTF-8 时为空",
}


@cache
def components() -> Json:
    """Describe every struct that the interface takes or gives, by name."""
    kinds: tuple[type[Struct], ...] = (
        Wanted,
        Done,
        Problem,
        HandedIn,
        ParkedPage,
        WholeMessage,
        *COMMANDS.values(),
        *COLUMNS,
    )
    _, found = msgspec.json.schema_components(kinds, schema_hook=anything, ref_template=_REF)
    words = _words(kinds)
    for name, schema in found.items():
        schema.pop("description", None)
        if name in words:
            schema["description"] = words[name]
    outcome = {
        "type": "object",
        "description": "一批中一个命令的结果，与单独办理时的回答相同",
        "properties": {
            "status": {"type": "integer"},
            "answer": {"oneOf": [ref(Done), ref(Problem)]},
        },
        "required": ["status", "answer"],
    }
    return {**found, "Outcome": outcome}


def _words(kinds: Iterable[type[Struct]]) -> dict[str, str]:
    commands = {name: command.title for name, command in COMMANDS.items()}
    terms = {
        term.__name__: "；".join(f"{one.value} {one.zh}" for one in term) for term in _terms(Term)
    }
    answers = {
        kind.__name__: "、".join(header for header, _ in COLUMNS[kind])
        for kind in kinds
        if kind in COLUMNS
    }
    return {**terms, **answers, **commands, **_OWN}


def _terms(kind: type[Term]) -> Iterable[type[Term]]:
    for one in kind.__subclasses__():
        yield one
        yield from _terms(one)


class Fields(TypedDict):
    """The schema of an object."""

    type: str
    properties: dict[str, Json]
    required: list[str]
    additionalProperties: bool


def fields(kind: type[Command]) -> Fields:
    """Describe the fields of a command, to be told in parts."""
    return msgspec.convert(
        {"required": [], "additionalProperties": False, **_object(components()[kind.__name__])},
        Fields,
    )


def _object(schema: object) -> Json:
    return msgspec.convert(schema, Json)


def ref(kind: type[Struct] | str) -> Json:
    """Point at a struct's schema."""
    return {"$ref": _REF.format(name=kind if isinstance(kind, str) else kind.__name__)}


def command() -> Json:
    """Describe one command of any name, with the data of that name."""
    return {
        "oneOf": [
            {
                "title": kind.title,
                "allOf": [
                    ref(Wanted),
                    {"properties": {"command": {"const": name}, "data": ref(kind)}},
                ],
            }
            for name, kind in OFFERED.items()
        ]
    }


def commands() -> Json:
    """Describe one command, or a batch."""
    batch = {"type": "array", "minItems": 1, "maxItems": MOST, "items": command()}
    return {"oneOf": [command(), batch]}


def page(view: str) -> Json:
    """Describe one page of a view."""
    return {
        "type": "object",
        "properties": {
            "view": {"const": view},
            "title": {"type": "string", "description": "中文名称"},
            "position": {"type": "integer", "description": "这些行所依据的台账位置"},
            "rows": {"type": "array", "items": ref(answer(view))},
            "next": {"type": ["string", "null"], "description": "下一页的标记，没有则为空"},
            "moved": {"type": "boolean", "description": "翻页期间视图已更新，行可能移动"},
        },
        "required": ["view", "title", "position", "rows", "next", "moved"],
    }


def content(schema: Json, media: str = "application/json") -> Json:
    """Describe a body."""
    return {"content": {media: {"schema": schema}}}


def given(description: str, schema: Json) -> Json:
    """Describe an answer in JSON."""
    return {"description": description, **content(schema)}


def refused(*statuses: int) -> dict[int | str, Json]:
    """Describe the problems that a route answers with."""
    return {
        status: {"description": _WHY[status], **content(ref(Problem), MEDIA_TYPE)}
        for status in statuses
    }


_WHY: Final = {
    400: "请求无法读取",
    401: "没有身份",
    403: "没有权限",
    404: "没有，或不在权限范围内",
    406: "没有所要求的格式",
    408: "请求发送过慢",
    409: "已被他人更新，version 为当前版本",
    413: "内容过大",
    415: "不支持此格式",
    422: "不能受理；errors 列出全部错误",
    429: "尝试次数过多",
    503: "服务暂不可用",
    504: "视图未在限时内到达所求位置",
}
