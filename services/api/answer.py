"""Answers in JSON, written as everything else of ours is."""

from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from fastapi import Response

JSON = "application/json"


def json(
    value: object, headers: Mapping[str, str] | None = None, status: int = HTTPStatus.OK
) -> Response:
    """Answer with a value; what is about business is kept by nobody on the way."""
    return Response(
        msgspec.json.encode(value),
        status_code=status,
        media_type=JSON,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
