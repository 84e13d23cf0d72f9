"""AsyncAPI of everything that goes over NATS, from the FastStream applications themselves."""

from typing import Final

import msgspec
from faststream.specification.asyncapi import AsyncAPI

from services.feed.app import Feed
from services.intake.app import Intake

ADDRESS: Final = "nats://127.0.0.1:4222"  # an example: the real one may have a password in it
DESCRIPTION: Final = (
    "上游执行事实由 jx.in.<区划>.execution 报送，回执和变化通知在 jx.out.<区划> 之下；"
    "区划为六位财政区划代码。"
)


def describe() -> dict[str, object]:
    """Describe what the intake takes and answers, and what the feed tells."""
    whole = AsyncAPI(
        Intake(ADDRESS, None).broker,
        Feed(ADDRESS).broker,
        title="绩效 jixiao",
        version="1",
        description=DESCRIPTION,
        schema_version="3.0.0",
    )
    return msgspec.json.decode(whole.to_specification().to_json(), type=dict[str, object])
