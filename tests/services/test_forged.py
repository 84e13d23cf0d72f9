"""What only the system fills in, filled in by whoever commands: found out anew, never believed."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints
from uuid import uuid4

import pytest
from msgspec import Meta

from events.aggregation import RegionSubmission
from events.terms import SelectionSource
from services.campaign import CloseCampaign, ExtendDeadline, SelectKeyProject
from services.clawback_round import CloseRound, FreezeCandidates, OpenRound, ReallocateFunds
from services.completion import completed
from services.decision import Actor, Command
from services.desk.aggregates import COMMANDS
from services.desk.orders import Answer, Order
from services.engagement import EngageInstitution
from services.obligation import RegisterObligation
from services.office import Office, opened
from services.policies.adoption import AdoptPolicy
from services.project.aggregation import SubmitAggregate
from services.project.budgeting import RequestBudget
from services.project.candidate import IdentifyCandidate
from services.project.monitoring import CloseTask, ExtendTaskDeadline, IssueTask
from services.project.next_budget import Burdens
from services.project.registration import RegisterProject
from services.project.review import FileForRecord, ReviewAtLevel
from services.project.standing import LinkCarryover
from services.runtime.servers import Servers
from tests.services.project.given import CHIEF, DEPARTMENT, FILER, P, day

DIVISION: Final = "231083"
MARK: Final = "由系统填写"
Y: Final[dict[str, Any]] = {"fiscal_year": 2021}
OF: Final[dict[str, Any]] = {**Y, "project_code": "P9"}
LIE: Final = (RegionSubmission(region="甲", name="甲", submission=1),)
CUTOFF: Final = date(2021, 11, 30)
# A command that claims to know, and what the system says of a project that does not exist.
FORGED: Final[tuple[tuple[Command, dict[str, object]], ...]] = (
    (
        SelectKeyProject(**Y, period="H1", project="P9", source=SelectionSource.AUDIT, reason="x"),
        {"registered": False},
    ),
    (
        ExtendDeadline(**Y, period="H1", submit_by=CUTOFF, reason="x", own=("P9",)),
        {"own": ()},
    ),
    (CloseCampaign(**Y, period="H1", projects=("P9",)), {"projects": ()}),
    (IssueTask(**OF, period="H1", campaign=True), {"campaign": False}),
    (
        ExtendTaskDeadline(**OF, task="H1", submit_by=CUTOFF, reason="x", campaign=True),
        {"campaign": False},
    ),
    (CloseTask(**OF, task="H1", campaign=True), {"campaign": False}),
    (
        CloseRound(**Y, round="R1", unfinished=("P9",), unconfirmed=("P9",)),
        {"unfinished": (), "unconfirmed": ()},
    ),
    (FreezeCandidates(**Y, round="R1", projects=("P1",), position=999), {"position": 3}),
    (
        ReallocateFunds(
            **{**Y, "round": "R1", "project": "P1", "purpose": "x", "document": "x"},
            amount_fen=1,
            pool_fen=9,
            position=999,
        ),
        {"pool_fen": 0, "position": 3},
    ),
    (
        IdentifyCandidate(**OF, round="R1", cutoff_on=CUTOFF, edition="hailin@2021-01-01"),
        {"cutoff_on": None, "edition": ""},
    ),
    (
        RequestBudget(**OF, amount_fen=1, trigger=None, burdens=Burdens(absorb_fen=9)),
        {"burdens": None},
    ),
    (
        LinkCarryover(
            **OF, from_year=2020, from_project="P8", amount_fen=1, known_arranged_in=2020
        ),
        {"known_arranged_in": None},
    ),
    (SubmitAggregate(**OF, task="H1", regions=LIE), {"regions": ()}),
    (ReviewAtLevel(**OF, task="H1", level="DEPT", regions=LIE), {"regions": None}),
    (FileForRecord(**OF, task="H1", level="DEPT", regions=LIE), {"regions": None}),
    (
        EngageInstitution(
            **{**Y, "institution": "T1", "engagement": "E1", "name": "x", "purpose": "x"},
            barred_before=("E0",),
        ),
        {"barred_before": ()},
    ),
    (
        RegisterObligation(**Y, obligation="PROGRESS_JULY", departments=("幽灵局",)),
        {"departments": (DEPARTMENT,)},
    ),
)


def order(command: Command, actor: Actor = CHIEF, at: datetime | None = None) -> Order:
    return Order(
        id=str(uuid4()),
        at=at or datetime(2021, 12, 1, 2, tzinfo=UTC),
        actor=actor,
        division=DIVISION,
        command=command,
    )


async def ask(office: Office, command: Command, actor: Actor = CHIEF) -> Answer:
    return (await office.submit(order(command, actor))).answer


def filled_in() -> Iterator[tuple[str, str]]:
    """Name every field of a command that says of itself that the system fills it in."""
    for name, kind in COMMANDS.items():
        for field, hint in get_type_hints(kind, include_extras=True).items():
            notes = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
            if any(isinstance(one, Meta) and MARK in (one.description or "") for one in notes):
                yield name, field


def test_each_field_that_the_system_fills_in_is_tried_below() -> None:
    tried = {(type(command).__name__, field) for command, truth in FORGED for field in truth}
    assert {*filled_in()} == tried


@pytest.mark.clause("HL-07", "LY-11", "HL-17")
def test_what_a_commander_claims_to_have_looked_up_is_looked_up(
    empty_nats_url: str, database_url: str
) -> None:
    async def scene() -> None:
        servers = Servers(nats_url=empty_nats_url, database_url=database_url)
        async with asyncio.timeout(120), opened(servers) as office:
            begun: tuple[Command, ...] = (
                AdoptPolicy(edition="hailin@2021-01-01"),
                RegisterProject(**P, name="道路", department=DEPARTMENT, unit="U01"),
                OpenRound(**Y, round="R1"),
            )
            for command in begun:
                assert (await ask(office, command)).outcome == "accepted"
            for command, truth in FORGED:
                whole = await completed(office, order(command))
                name = type(command).__name__
                assert {(name, one): getattr(whole, one) for one in truth} == {
                    (name, one): known for one, known in truth.items()
                }
            await _examined_with_its_round_only(office)

    asyncio.run(scene())


async def _examined_with_its_round_only(office: Office) -> None:
    early = IdentifyCandidate(**P, round="R1", cutoff_on=date(2021, 6, 30), edition="x@2021-01-01")
    refused = await ask(office, early)
    assert refused.reasons == ("盘活收回批次 R1 的清单尚未冻结，或批次已结束，不能再核查项目",)
    assert (await ask(office, FreezeCandidates(**Y, round="R1"))).outcome == "accepted"
    whole = await completed(office, order(early))
    assert isinstance(whole, IdentifyCandidate)
    assert (whole.cutoff_on, whole.edition) == (CUTOFF, "hailin@2021-01-01")
    assert (await ask(office, early)).outcome == "accepted"
    assert (await ask(office, CloseRound(**Y, round="R1"))).outcome == "accepted"
    assert (await ask(office, early)).reasons == refused.reasons
    told = await office.submit(order(early, FILER, day(12, 2)))
    assert told.answer.outcome == "refused"
