"""From files to views on real servers: regions summed, budgets flagged, money kept by budget."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from events.terms import BudgetLedger, IndicatorLevel2, Stage, SubjectKind
from projections import composition, execution, indicators, ledgers, subjects, targets
from projections.board import lookups as board
from projections.view import Which
from services.importing import Result, play
from services.office import Office, opened
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings
from tests.services.project.given import CHIEF, FILER, OFFICER, SECTION, day

DIVISION = "231083"
INDICATOR = {
    "name": "道路",
    "level1": "OUTPUT",
    "level2": "QUANTITY",
    "direction": "AT_LEAST",
    "unit": "公里",
    "annual_value": "100",
    "period_plan": {"H1": "40"},
}
LINE = {
    "indicator": "道路",
    "causes": [{"cause": "FUNDING", "explanation": "晚"}],
    "improvement_measure": "加快",
}


def command(name: str, /, who: object, at: datetime, code: str = "", **data: object) -> bytes:
    named = {"fiscal_year": 2021, "project_code": code} if code else {}
    return msgspec.json.encode(
        {"command": name, "at": at, "actor": who, "division": DIVISION, "data": named | data}
    )


def fact(kind: str, code: str, fen: int, no: str, ledger: str = "GENERAL_PUBLIC") -> bytes:
    return msgspec.json.encode(
        {
            "fact": kind,
            "division": DIVISION,
            "source_system": "treasury",
            "document_no": no,
            "line_no": 1,
            "fiscal_year": 2021,
            "project_code": code,
            "budget_ledger": ledger,
            "amount_fen": fen,
            "occurred_on": "2021-05-06",
            "published_at": day(5, 6),
        }
    )


def subject(code: str, kind: str, parent: str | None = None) -> Iterator[bytes]:
    """Register a subject, approve its targets and issue its task."""
    yield command(
        "RegisterProject",
        FILER,
        day(1, 5),
        code,
        name=f"转移{code}",
        subject_kind=kind,
        department="D01",
        unit="U01",
        parent=parent,
    )
    yield command(
        "SetTarget", FILER, day(1, 6), code, overall_objective="路", indicators=[INDICATOR]
    )
    yield command("ReviewTarget", SECTION, day(1, 7), code, grade="GOOD")
    yield command("ApproveTarget", OFFICER, day(1, 8), code)
    yield command("IssueTask", OFFICER, day(7, 1), code, period="H1")


def aggregate(at: datetime) -> bytes:
    return command("SubmitAggregate", FILER, at, "T", task="H1", lines=[LINE])


def story() -> Iterator[bytes]:
    yield command("AdoptPolicy", CHIEF, day(1, 1), edition="hailin@2021-01-01")
    yield from subject("T", "TRANSFER_OVERALL")
    for code, budget, paid in (("R1", 10_000, 10_000), ("R2", 90_000, 45_000)):
        yield from subject(code, "TRANSFER_REGION", "T")
        yield fact("budget-approved", code, budget, f"B-{code}")
        yield fact(
            "paid", code, paid, f"P-{code}", "GOVERNMENT_FUND" if code == "R2" else "GENERAL_PUBLIC"
        )
    form = {"task": "H1", "lines": [LINE | {"actual": "20"}]}
    yield command("Submit", FILER, day(7, 5), "R1", **form)
    yield aggregate(day(7, 6))
    yield command("Submit", FILER, day(7, 7), "R2", **form)
    yield aggregate(day(7, 8))
    yield command(
        "RegisterProject", FILER, day(7, 9), "BIG", name="大桥", department="D01", unit="U01"
    )
    yield fact("budget-approved", "BIG", 500_000_000, "B-BIG")
    yield command("PublishTarget", OFFICER, day(7, 9), "T", address="http://www.example.gov.cn/t")
    yield command(
        "LinkCarryover", SECTION, day(7, 9), "R1", from_year=2020, from_project="OLD", amount_fen=1
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers(Settings(data=tmp_path_factory.mktemp("levels"))) as started:
        yield started


@pytest.mark.clause("LY-11", "LY-03", "HJ-08", "HL-01", "HL-04", "QM-15")
def test_the_levels_of_a_year(running: Servers) -> None:
    asyncio.run(_the_levels_of_a_year(running))


async def _the_levels_of_a_year(running: Servers) -> None:
    async with opened(running) as office:
        results = [result async for result in play(office, story(), "story")]
        _outcomes(results)
        everything = Which(division=DIVISION, year=2021)
        rows = {row.project: row for row in await office.ask(subjects.show(everything))}
        assert (rows["R1"].parent, rows["R1"].stage, rows["R1"].arranged_in) == (
            "T",
            Stage.ACTIVE,
            2020,
        )
        big = rows["BIG"]
        assert (big.lacks_targets, big.lacks_evaluation, big.budget_flags) == (True, True, 1)
        assert rows["T"].published_at == "http://www.example.gov.cn/t"
        versions = await office.ask(targets.show(everything))
        assert {row.project for row in versions if row.in_force} == {"T", "R1", "R2"}
        assert versions[0].indicators[0].period_plan == {"H1": Decimal(40)}
        await _money(office)


async def _money(office: Office) -> None:
    which = Which(division=DIVISION, year=2021)
    whole = await office.ask(board.show(replace(which, project="T")))
    assert [(row.execution_rate, row.executed_fen) for row in whole] == [(Decimal("55.00"), 55_000)]
    observed = await office.ask(indicators.show(replace(which, project="T")))
    assert [(row.actual, row.raw, row.level2) for row in observed] == [
        (Decimal(40), Decimal("40.00"), IndicatorLevel2.QUANTITY)
    ]
    sums = {row.budget_ledger: row for row in await office.ask(ledgers.totals(DIVISION, 2021))}
    assert sums[BudgetLedger.GOVERNMENT_FUND].executed_fen == 45_000
    assert sums[BudgetLedger.GENERAL_PUBLIC].rate_current == Decimal("0.00")
    total = await office.ask(execution.show(which))
    assert sum(row.executed_fen for row in total) == sum(row.executed_fen for row in sums.values())
    assert sum(row.current_fen for row in total) == sum(row.current_fen for row in sums.values())
    kinds = await office.ask(composition.show(DIVISION, 2021))
    assert {row.subject_kind: row.subjects for row in kinds} == {
        SubjectKind.PROJECT: 1,
        SubjectKind.TRANSFER_OVERALL: 1,
        SubjectKind.TRANSFER_REGION: 2,
    }


def _outcomes(results: list[Result]) -> None:
    findings = [(one.what, one.reasons, one.clause) for one in results if one.is_finding]
    assert findings == [("SubmitAggregate", ("以下区域尚未报送：R2 转移R2",), "LY-11")]
