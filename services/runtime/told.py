"""How the description of our messages learns the structs behind them."""

import msgspec
from msgspec import Struct
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue

_INLINE = "#/$defs/"


class Told:
    """In ``Annotated[..., Told(Struct)]``: the annotated thing is described as that struct."""

    def __init__(self, kind: type[Struct]) -> None:
        """Describe as a struct."""
        self._kind = kind

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> object:
        """Check nothing: reading is the business of our own decoders."""
        return handler(object)

    def __get_pydantic_json_schema__(
        self, schema: object, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the struct's schema in one piece, for its parts have no place of their own here."""
        (found,), parts = msgspec.json.schema_components(
            [self._kind], ref_template=_INLINE + "{name}"
        )
        whole = _whole(found, parts)
        if not isinstance(whole, dict):
            raise TypeError(whole)
        return whole


def _whole(value: object, parts: dict[str, object]) -> object:
    if isinstance(value, list):
        return [_whole(one, parts) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(place := value.get("$ref"), str):
        return _whole(parts[place.removeprefix(_INLINE)], parts)
    return {name: _whole(one, parts) for name, one in value.items()}
