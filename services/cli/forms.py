"""``form`` and ``upload``: the official forms out, and filled ones back in."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from events.terms import Role
from services.answers.moment import moment
from services.audit.naming import aggregate
from services.cli import paths
from services.cli.running import AsJson, Data, in_office, put_json, say
from services.decision import Actor
from services.desk.desk import Handled
from services.desk.orders import Order
from services.forms.catalogue import FORMS, Asked, received
from services.forms.counter import hand_out, take_in
from services.office import Office
from services.policies.calendar import local_day
from services.refusal import Refused

_NAMES = "；".join(f"{name} {form.title}（按{form.key}）" for name, form in FORMS.items())


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("form", help=f"生成表单文件：{_NAMES}。")(form_)
    app.command("upload", help="交回填好的附件1、附件2、附件3：有错逐格列出，没错才登记。")(upload)


def form_(
    form: Annotated[str, typer.Argument(help="、".join(FORMS))],
    project: Annotated[str, typer.Argument(help="如 231083-2021-P01")],
    key: Annotated[str, typer.Argument(help="监控任务、调整申请、整改事项或收回批次")],
    data: Data = None,
    *,
    out: Annotated[Path | None, typer.Option("--out", help="写到哪个文件")] = None,
) -> None:
    """Make a form from the facts and write it to a file."""
    if form not in FORMS:
        raise Refused(f"没有表 {form}：可用 {_NAMES}")
    asked = Asked(id=aggregate(project), key=key, on=local_day(datetime.now(UTC)))
    path = out or Path(f"{asked.id.name}-{key}-{form}{FORMS[form].suffix}")

    async def work(office: Office) -> bytes:
        return hand_out(office.desk, form, asked)

    content = in_office(data, work)
    paths.write(path, content)
    say(f"已生成 {FORMS[form].title}：{path}")


def upload(  # noqa: PLR0913  # each is an option of the command line
    file: Annotated[Path, typer.Argument(help="填好的表（.xlsx）")],
    data: Data = None,
    *,
    actor: Annotated[str, typer.Option(help="填报人工号")],
    role: Annotated[Role, typer.Option(help="角色")] = Role.UNIT_FILER,
    org: Annotated[str, typer.Option(help="填报人的单位")],
    at: Annotated[str | None, typer.Option("--at", help="登记时间，默认现在")] = None,
    json: AsJson = False,
) -> None:
    """Take a filled form in; ends with 1 when it was refused."""
    content = paths.content(file)
    when = moment(at) if at else datetime.now(UTC)

    async def work(office: Office) -> Handled:
        form = received(content)
        command = take_in(office.desk, form)
        order = Order(
            id=str(uuid.uuid4()),
            at=when,
            actor=Actor(id=actor, role=role, org=org),
            division=form.id.division,
            command=command,
        )
        return await office.submit(order)

    answer = in_office(data, work).answer
    if json:
        put_json(answer)
    elif answer.outcome == "accepted":
        say(f"已登记，新增事实 {len(answer.facts)} 条")
    else:
        say("未登记：", *answer.reasons)
    if answer.outcome != "accepted":
        raise typer.Exit(1)
