"""Answers in JSON, written as everything else of ours is."""

from collections.abc import Mapping

import msgspec
from fastapi import Response

JSON = "application/json"


def json(value: object, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a value; what is about business is kept by nobody on the way."""
    return Response(
        msgspec.json.encode(value, enc_hook=_plain),
        media_type=JSON,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def _plain(value: object) -> object:
    raise NotImplementedError(type(value))
