"""The no of HTTP: RFC 9457 problem details, in Chinese, with the clause a refusal rests on."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec
from fastapi import Response
from msgspec import Struct

from services.desk.every_fault import Fault

MEDIA_TYPE: Final = "application/problem+json"
TITLES: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "请求无法读取",
    HTTPStatus.UNAUTHORIZED: "须先登录",
    HTTPStatus.FORBIDDEN: "没有权限",
    HTTPStatus.NOT_FOUND: "没有所请求的内容",
    HTTPStatus.METHOD_NOT_ALLOWED: "不支持此方法",
    HTTPStatus.NOT_ACCEPTABLE: "没有所要求的格式",
    HTTPStatus.REQUEST_TIMEOUT: "请求发送过慢",
    HTTPStatus.CONFLICT: "已被他人更新",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "内容过大",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "不支持此格式",
    HTTPStatus.UNPROCESSABLE_ENTITY: "不能受理",
    HTTPStatus.TOO_MANY_REQUESTS: "尝试次数过多",
    HTTPStatus.INTERNAL_SERVER_ERROR: "内部错误",
    HTTPStatus.SERVICE_UNAVAILABLE: "服务暂不可用",
    HTTPStatus.GATEWAY_TIMEOUT: "等待超时",
}


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the client is told; ``version`` is where the aggregate stands after a conflict."""

    title: str
    status: int
    type: str = "about:blank"
    detail: str = ""
    clause: str = ""
    errors: tuple[Fault, ...] = ()
    version: int | None = None
    id: str = ""


def problem(status: int, *reasons: str, **more: object) -> Problem:
    """Name a problem by its status; the reasons are Chinese sentences."""
    fields = {"title": TITLES.get(status, "请求未办理"), "status": status, **more}
    return msgspec.convert({**fields, "detail": "；".join(reasons)}, Problem)


def response(found: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a problem."""
    return Response(
        msgspec.json.encode(found),
        status_code=found.status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
