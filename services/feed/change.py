"""What the feed says of a fact: enough to know what to ask for, and nothing of what is in it."""

from datetime import datetime
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct

from events.catalogue import FACTS
from events.envelope import decode_envelope
from events.upcasting import UPCASTERS
from projections.catalogue import VIEWS


class Change(Struct, frozen=True, kw_only=True):
    """One fact was recorded, and these views change by it."""

    position: Annotated[int, Meta(description="台账位置；重复送达时据此识别")]
    id: Annotated[str, Meta(description="事实的编号")]
    type: Annotated[str, Meta(description="事实的类型")]
    title: Annotated[str, Meta(description="事实的中文名称")]
    division: Annotated[str, Meta(description="财政区划代码")]
    aggregate: Annotated[str, Meta(description="所属对象")]
    version: Annotated[int, Meta(description="对象的版本，连续递增")]
    recorded_at: Annotated[datetime, Meta(description="登记时间")]
    views: Annotated[tuple[str, ...], Meta(description="随之变化的视图")]


def change(subject: str, sequence: int, body: bytes) -> Change:
    """Tell of a fact; one of a newer version of the code is told of by its tag."""
    envelope = decode_envelope(body)
    fact = FACTS.get(envelope.type)
    _, _, division, kind, name = subject.split(".")
    return Change(
        position=sequence,
        id=envelope.id,
        type=envelope.type,
        title=fact.title if fact else "",
        division=division,
        aggregate=f"{division}.{kind}.{name}",
        version=envelope.version,
        recorded_at=envelope.time,
        views=concerned(envelope.type),
    )


@cache
def concerned(tag: str) -> tuple[str, ...]:
    """Name the views that change by a fact of this tag, or of what it became."""
    while step := UPCASTERS.get(tag):
        tag = step.tag
    fact = FACTS.get(tag)
    return tuple(view.name for view in VIEWS if fact in view.facts)
