"""Every error an endpoint raises becomes one problem; what nobody expected tells nothing."""

from http import HTTPStatus

import structlog
from eventsourcing.persistence import PersistenceError
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from services.access.refusals import Forbidden, Taken, TooManyTries, Unauthenticated
from services.api.faulty import (
    Faulty,
    NotAcceptable,
    NotThere,
    Unavailable,
    UnsupportedMedia,
    WaitedTooLong,
)
from services.api.problem import Problem, problem, response
from services.desk.every_fault import Fault
from services.projector.errors import LedgerShorterError, UnfinishedError, ViewsBlockedError
from services.refusal import Conflict, Refused

_WORDS = {
    "missing": "缺少此参数",
    "string_too_long": "过长",
    "string_pattern_mismatch": "格式不符",
    "int_parsing": "须为整数",
    "bool_parsing": "须为 true 或 false",
    "enum": "不认识的取值",
    "literal_error": "不认识的取值",
}

log = structlog.get_logger("api")


def told(error: Exception) -> Problem:
    """Say what an error means to the client."""
    match error:
        case Faulty():
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "内容有误", errors=error.faults)
        case Unauthenticated():
            return problem(HTTPStatus.UNAUTHORIZED, *error.reasons)
        case TooManyTries():
            return problem(HTTPStatus.TOO_MANY_REQUESTS, *error.reasons)
        case Forbidden():
            return problem(HTTPStatus.FORBIDDEN, *error.reasons, clause=error.clause)
        case NotThere():
            return problem(HTTPStatus.NOT_FOUND, *error.reasons)
        case Taken():
            return problem(HTTPStatus.CONFLICT, *error.reasons)
        case Refused():
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, *error.reasons, clause=error.clause)
        case Conflict():
            return problem(HTTPStatus.CONFLICT, str(error), version=error.version)
        case NotAcceptable():
            return problem(HTTPStatus.NOT_ACCEPTABLE, str(error))
        case UnsupportedMedia():
            return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, str(error))
        case WaitedTooLong():
            return problem(HTTPStatus.GATEWAY_TIMEOUT, str(error))
        case Unavailable() | ViewsBlockedError() | UnfinishedError() | LedgerShorterError():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        case PersistenceError():
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "台账暂时不可用，请稍后重试")
        case RequestValidationError():
            faults = tuple(_fault(one["loc"], str(one["type"])) for one in error.errors())
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "内容有误", errors=faults)
        case HTTPException():
            return problem(error.status_code)
        case _:
            return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "请联系系统管理员")


def _fault(place: tuple[str | int, ...], kind: str) -> Fault:
    return Fault(path=".".join(map(str, place[1:])), reason=_WORDS.get(kind, "内容不符"))


async def _answer(request: Request, error: Exception) -> Response:
    found = told(error)
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request failed", path=request.url.path, status=found.status, exc_info=error)
    headers: dict[str, str] = {}
    match error:
        case Unauthenticated():
            headers["WWW-Authenticate"] = 'Bearer realm="jixiao"'
        case TooManyTries():
            headers["Retry-After"] = str(error.retry_after)
        case HTTPException(headers=given) if given:
            headers |= given
    return response(found, headers)


def install(app: FastAPI) -> None:
    """Have every error answered as a problem."""
    kinds = (
        Faulty,
        Refused,
        Conflict,
        NotAcceptable,
        UnsupportedMedia,
        Unavailable,
        WaitedTooLong,
        ViewsBlockedError,
        UnfinishedError,
        LedgerShorterError,
        PersistenceError,
        RequestValidationError,
        HTTPException,
        Exception,
    )
    for kind in kinds:
        app.add_exception_handler(kind, _answer)
