"""Orders as a bureau gives them, and what its ledger then holds."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from events.execution import BudgetApproved, PaymentExecuted, UpstreamFact
from events.subjects import AggregateId, project_id
from events.targets import Indicator
from events.terms import TargetGrade, Violation
from services.campaign import IssueTasks, OpenCampaign
from services.decision import Actor, Command
from services.desk.desk import Desk, Handled
from services.desk.history import Stamped
from services.desk.orders import Order
from services.desk.reports import Report
from services.policies.adoption import AdoptPolicy
from services.project.accountability import OpenCase
from services.project.registration import RegisterProject
from services.project.targets import ApproveTarget, ReviewTarget, SetTarget
from tests.services.project.given import CHIEF, FILER, OFFICER, SECTION, day
from tests.services.project.stories import ROADS, upstream

HAILIN = "231083"
YEAR = 2021
BUDGET_FEN = 300_000_000


def code(prefix: str = "P") -> str:
    """Return a project code that no other test uses."""
    return f"{prefix}{uuid4().hex[:10]}"


def project(name: str) -> AggregateId:
    return project_id(HAILIN, YEAR, name)


def order(
    command: Command,
    actor: Actor = OFFICER,
    at: datetime | None = None,
    *,
    id: str = "",  # noqa: A002  # what the wire calls it
    expected_version: int | None = None,
    division: str = HAILIN,
) -> Order:
    return Order(
        id=id or str(uuid4()),
        at=at or day(2, 1),
        actor=actor,
        division=division,
        command=command,
        expected_version=expected_version,
    )


def register(name: str, called: str = "农村道路") -> RegisterProject:
    return RegisterProject(
        fiscal_year=YEAR, project_code=name, name=called, department="D01", unit="U01"
    )


def suspect(name: str, evidence: str = "举报", amount_fen: int = 0) -> OpenCase:
    return OpenCase(
        fiscal_year=YEAR,
        project_code=name,
        violation=Violation.NO_BUDGET,
        evidence=evidence,
        amount_fen=amount_fen,
    )


def set_target(name: str, objective: str = "修路一百公里") -> SetTarget:
    indicators: tuple[Indicator, ...] = (ROADS,)
    return SetTarget(
        fiscal_year=YEAR, project_code=name, overall_objective=objective, indicators=indicators
    )


def grade(name: str) -> ReviewTarget:
    return ReviewTarget(fiscal_year=YEAR, project_code=name, grade=TargetGrade.GOOD)


def approve(name: str) -> ApproveTarget:
    return ApproveTarget(fiscal_year=YEAR, project_code=name)


def open_campaign() -> OpenCampaign:
    return OpenCampaign(fiscal_year=YEAR, period="H1")


def issue(*names: str) -> IssueTasks:
    return IssueTasks(fiscal_year=YEAR, period="H1", projects=names)


def done(desk: Desk, command: Command, actor: Actor = OFFICER) -> Handled:
    """Carry out a command that has to be accepted."""
    handled = desk.handle(order(command, actor))
    assert handled.answer.outcome == "accepted", handled.answer
    return handled


def adopt(desk: Desk, edition: str = "hailin@2021-01-01", division: str = HAILIN) -> Handled:
    return desk.handle(order(AdoptPolicy(edition=edition), CHIEF, day(1, 1), division=division))


def with_targets(desk: Desk, name: str) -> str:
    """Register a project and approve its targets."""
    done(desk, register(name))
    done(desk, set_target(name), FILER)
    done(desk, grade(name), SECTION)
    done(desk, approve(name))
    return name


def report(
    name: str, fact: BudgetApproved | PaymentExecuted, origin: str = "", *, redelivered: bool = False
) -> Report:
    return Report(
        project=project(name),
        fact=fact,
        at=day(6, 1),
        origin=origin or uuid4().hex,
        redelivered=redelivered,
    )


def payment(no: str, fen: int = 100, on: tuple[int, int] = (5, 1)) -> PaymentExecuted:
    return upstream(PaymentExecuted, fen, on, no)


def budget(no: str = "B1", fen: int = BUDGET_FEN) -> BudgetApproved:
    return upstream(BudgetApproved, fen, (1, 5), no)


def stored(desk: Desk, aggregate: AggregateId) -> list[Stamped]:
    """Read a history from the ledger itself, past every memory."""
    events = desk.events.get(str(aggregate))
    return [event for event in events if isinstance(event, Stamped)]


def upstream_facts(desk: Desk, name: str) -> list[UpstreamFact]:
    facts = (event.fact for event in stored(desk, project(name)))
    return [fact for fact in facts if isinstance(fact, UpstreamFact)]


def end(desk: Desk) -> int:
    return desk.ledger.max_notification_id() or 0


def alone(desk: Desk, work: Callable[[], object]) -> int:
    """Do something and say how many facts the ledger gained by it."""
    before = end(desk)
    work()
    return end(desk) - before
