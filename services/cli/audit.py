"""``replay`` and ``verify``: what auditors run."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from rich.progress import Progress
from rich.table import Table

from events.terms import Role
from projections.trail.sentence import summarise
from services.answers.moment import moment
from services.audit.ahead import ahead
from services.audit.attached import adds, lacking
from services.audit.bundle_check import examine
from services.audit.finding import Finding, describe
from services.audit.integrity import findings
from services.audit.naming import aggregate
from services.audit.replay import Replayed, diff, replay
from services.audit.seals import Seals
from services.backup import manifest as manifests
from services.backup.file import check_file
from services.cli.running import AsJson, Data, console, in_office, progress, put_json, say
from services.ledger.reading import Record
from services.office import Office
from services.policies.calendar import SHANGHAI
from services.projector.verify import Verification
from services.projector.verify import verify as compare_views
from services.refusal import Refused

MOST: Final = 20  # findings that people are shown


def add_to(app: typer.Typer) -> None:
    """Register the commands of this file."""
    app.command("replay", help="重放一个项目（或考核、批次）的全部事实，给出某一时点的状态。")(
        replay_
    )
    app.command("verify", help="重算全部哈希链，并把视图与重建结果逐字节比对；或核验一个证据包。")(
        verify
    )


def replay_(  # noqa: PLR0913  # each is an option of the command line
    project: Annotated[str, typer.Argument(help="如 231083-2021-P01，或 231083.assessment.…")],
    data: Data = None,
    *,
    as_of: Annotated[str | None, typer.Option("--as-of", help="只看此刻及以前登记的事实")] = None,
    version: Annotated[int | None, typer.Option("--version", help="只看到此版本")] = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--diff", help="比较两个时点的状态：T1 T2")
    ] = None,
    json: AsJson = False,
) -> None:
    """Replay one history."""
    if between and (as_of or version is not None):
        raise Refused("--diff 比较两个时点，不能与 --as-of、--version 同用")
    history = aggregate(project)
    until = moment(as_of) if as_of else None
    span = (moment(between[0]), moment(between[1])) if between else None

    async def work(office: Office) -> tuple[Replayed, ...]:
        if span:
            return tuple(replay(office.desk, history, as_of=one) for one in span)
        return (replay(office.desk, history, as_of=until, version=version),)

    found = in_office(data, work)
    if between:
        _show_diff(found[0], found[1], json=json)
    else:
        _show(found[0], json=json)


def _show(replayed: Replayed, *, json: bool) -> None:
    if json:
        events = [{"envelope": event.envelope, "fact": event.fact} for event in replayed.events]
        put_json({"id": str(replayed.id), "events": events, "state": replayed.state()})
        return
    table = Table(title=f"{replayed.id.name} 的事实")
    for header in ("版本", "登记时间", "事实", "内容", "经办", "单位", "政策版本"):
        table.add_column(header, overflow="fold")
    for event in replayed.events:
        envelope = event.envelope
        at = envelope.time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        table.add_row(
            str(envelope.version),
            at,
            event.fact.title,
            summarise(event.fact),
            f"{envelope.actor}（{Role[envelope.actorrole].zh}）",
            envelope.actororg,
            envelope.policy,
        )
    out = console()
    out.print(table)
    out.print(f"截至版本 {replayed.history.version} 的状态：")
    put_json(replayed.state())


def _show_diff(before: Replayed, after: Replayed, *, json: bool) -> None:
    changes = [*diff(before.state(), after.state())]
    if json:
        put_json(changes)
        return
    table = Table(
        title=f"{after.id.name}：版本 {before.history.version} 与版本 {after.history.version} 之间"
    )
    for header in ("项", "此前", "此后"):
        table.add_column(header, overflow="fold")
    for change in changes:
        table.add_row(change.path, str(change.before), str(change.after))
    console().print(table)


Bundle = Annotated[Path | None, typer.Argument(help="证据包（zip），离线核验")]
Against = Annotated[
    Path | None,
    typer.Option("--against", help="备份目录：其中每条事实的摘要也须与台账相同"),
]
Key = Annotated[
    Path | None, typer.Option("--key", help="财政局公布的公钥（PEM），与证据包中的核对")
]


def verify(
    bundle: Bundle = None,
    data: Data = None,
    *,
    against: Against = None,
    key: Key = None,
    json: AsJson = False,
) -> None:
    """Check the ledger, then the views against it; ends with 1 on any finding."""
    if bundle is not None:
        _verify_bundle(bundle, key, json=json)
    known = _witness(against)

    async def work(office: Office) -> tuple[list[Finding], int, Verification | None]:
        end = await office.position()
        with progress() as bar:
            wrong = await _read(office, end, known, bar)
            wrong += await ahead(office.client, office.database_url)
            if wrong:  # what the views would be compared with is itself in doubt
                return wrong, end, None
            await office.settle()
            folding = bar.add_task("重建视图", total=end)
            compared = await compare_views(
                office.client,
                office.database_url,
                progress=lambda position: bar.update(folding, completed=position),
            )
        return wrong, end, compared

    wrong, end, compared = in_office(data, work)
    if json:
        put_json({"position": end, "findings": wrong, "views": compared})
    else:
        _tell(wrong, end, compared)
    clean = compared is not None and compared.difference is None and not compared.blocked
    raise typer.Exit(0 if clean else 1)


def _witness(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    folder = folder.parent if folder.name == manifests.NAME else folder
    manifest = manifests.read(folder)
    check_file(folder, manifest.seals)
    return folder / manifest.seals.name


async def _read(office: Office, end: int, known: Path | None, bar: Progress) -> list[Finding]:
    reading = bar.add_task("哈希链", total=end)
    added: list[Record] = []
    with ExitStack() as stack:
        seals = stack.enter_context(Seals(known)) if known else None
        wrong = await asyncio.to_thread(
            findings,
            office.desk,
            end,
            seals,
            lambda position: bar.update(reading, completed=position),
            lambda record: added.append(record) if adds(record) else None,
        )
    files = bar.add_task("附件", total=len(added))
    wrong += await lacking(
        office.attachments, added, lambda number: bar.update(files, completed=number)
    )
    return sorted(wrong, key=lambda finding: finding.sequence)


def _verify_bundle(bundle: Path, key: Path | None, *, json: bool) -> NoReturn:
    """Check a bundle without any server, and end."""
    verdict = examine(bundle, key)
    if json:
        put_json(verdict)
    else:
        say(*verdict.sentences)
    raise typer.Exit(0 if verdict.whole else 1)


def _tell(wrong: list[Finding], end: int, compared: Verification | None) -> None:
    out = console()
    for finding in wrong[:MOST]:
        out.print(describe(finding), markup=False, soft_wrap=True)
    if len(wrong) > MOST:
        out.print(f"另有 {len(wrong) - MOST} 处，以 --json 全部列出")
    out.print(f"台账 {end} 条，{f'有 {len(wrong)} 处问题' if wrong else '哈希链完整'}")
    if compared is None:
        out.print("视图未比对：先查明台账的问题")
        return
    if compared.blocked:
        out.print(f"视图停滞：{'、'.join(compared.blocked)}")
    if difference := compared.difference:
        out.print(f"视图 {difference.view} 第 {difference.row} 行与重建结果不同：", markup=False)
        out.print(f"现有：{difference.live}\n重建：{difference.rebuilt}", markup=False)
    else:
        out.print(f"视图与重建结果逐字节相同（{'、'.join(compared.digests)}）")
