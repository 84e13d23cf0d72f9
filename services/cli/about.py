"""``schema`` and ``doctor``."""

from typing import Annotated

import typer
import uvloop

from services.cli.running import AsJson, Data, put_json, say, settings_for
from services.doctor import Check, examine
from services.refusal import Refused
from services.runtime.servers import attach_or_start
from services.schema import What, schema


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command(
        "schema",
        help="命令（commands）、事实（facts）、上游报文（intake）的 JSON Schema，"
        "或 NATS 上的消息（asyncapi）。",
    )(schema_)
    app.command("doctor", help="检查服务、流、消费者和视图，有问题时以 1 结束。")(doctor)


def schema_(
    what: Annotated[str, typer.Argument(help="commands、facts、intake 或 asyncapi")],
    *,
    json: Annotated[bool, typer.Option("--json", help="总是 JSON，可省略")] = True,  # noqa: ARG001 - as every command
) -> None:
    """Print a JSON Schema."""
    kinds: dict[str, What] = {
        "commands": "commands",
        "facts": "facts",
        "intake": "intake",
        "asyncapi": "asyncapi",
    }
    if what not in kinds:
        raise Refused(f"没有 {what}：可用 {'、'.join(kinds)}")
    put_json(schema(kinds[what]))


def doctor(data: Data = None, *, json: AsJson = False) -> None:
    """Look at everything that can be wrong."""
    with attach_or_start(settings_for(data)) as servers:
        checks: list[Check] = uvloop.run(examine(servers))
    if json:
        put_json(checks)
    else:
        for check in checks:
            say(f"{'正常' if check.well else '问题'}  {check.what}：{check.found}")
    raise typer.Exit(0 if all(check.well for check in checks) else 1)
