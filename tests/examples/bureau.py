"""A bureau on real servers: histories played through the import, answers as ``show`` gives them."""

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import msgspec
from hypothesis import HealthCheck, Phase, settings

from events.subjects import AggregateId, project_id
from projections.view import Which
from services.answers.moment import moment
from services.answers.questions import VIEWS, Asked
from services.answers.spreadsheet import csv_text
from services.audit.integrity import findings
from services.audit.replay import replay
from services.importing import Result, play
from services.office import Office
from services.projector.asof import as_of as views_as_of
from services.projector.lookup import ask
from services.projector.rebuild import rebuild
from services.projector.verify import verify

Line = dict[str, Any]
Row = dict[str, Any]
Asking = tuple[str, tuple[tuple[str, Any], ...]]
PLACES: Final = {
    "lingyuan": ("211382", 2021),
    "hanggin": ("150625", 2021),
    "hailin": ("231083", 2021),
    "qiemo": ("652825", 2020),
}
ROLES: Final = {
    "filer": ("UNIT_FILER", "U01"),
    "reviewer": ("DEPT_REVIEWER", "D01"),
    "section": ("FIN_SECTION_REVIEWER", "F01"),
    "officer": ("PERF_SECTION_OFFICER", "F02"),
    "chief": ("FIN_APPROVER", "F00"),
    "auditor": ("AUDITOR", "A01"),
    "superior": ("SUPERIOR_REVIEWER", ""),
    "expert": ("THIRD_PARTY_EXPERT", "T01"),
}


def stories(number: int) -> settings:
    """Play so many made-up stories on one ledger."""
    return settings(
        max_examples=number,
        deadline=None,
        phases=[Phase.generate],  # a shorter story is no better: the ledger keeps the longer
        suppress_health_check=list(HealthCheck),
    )


class Bureau:
    """Plays lines and asks views, one loop for both."""

    def __init__(self, runner: asyncio.Runner, office: Office) -> None:
        self.runner = runner
        self.office = office
        self.lines: list[bytes] = []
        self.results: list[Result] = []
        self.asked: dict[Asking, None] = {}

    def play(self, *lines: Line) -> list[Result]:
        """Import lines in order, one result each."""
        said = [json.dumps(line).encode() for line in lines]
        results = self.runner.run(self._play(said))
        self.lines += said
        self.results += results
        return results

    async def _play(self, lines: Iterable[bytes]) -> list[Result]:
        return [result async for result in play(self.office, lines, "example")]

    def done(self, *lines: Line) -> list[Result]:
        """Import lines none of which a person would have to look at."""
        results = self.play(*lines)
        findings = [result for result in results if result.is_finding]
        assert not findings, findings
        return results

    def refused(self, line: Line) -> str:
        """Import one line that the business says no to; returns the reasons."""
        (result,) = self.play(line)
        assert result.outcome == "refused", result
        assert result.facts == ()
        return "；".join(result.reasons)

    def show(  # noqa: PLR0913  # the options of the command line
        self,
        view: str,
        *,
        division: str | None = None,
        year: int | None = None,
        project: str | None = None,
        period: str | None = None,
        as_of: str | None = None,
    ) -> list[Row]:
        """Answer like ``jixiao show VIEW --json``."""
        options: Row = {"division": division, "year": year, "project": project}
        options |= {"period": period, "as_of": as_of}
        self.asked[view, tuple(one for one in options.items() if one[1] is not None)] = None
        which = Which(division=division, year=year, project=project)
        lookup = VIEWS[view][1](Asked(which=which, period=period, clues=False))

        async def answer() -> object:
            if as_of is None:
                return await self.office.ask(lookup)
            await self.office.settle()
            at: datetime = moment(as_of)
            async with views_as_of(self.office.client, self.office.database_url, at) as past:
                return await ask(past, lookup)

        rows: list[Row] = json.loads(msgspec.json.encode(self.runner.run(answer())))
        return rows

    def printed(self, view: str, **which: Any) -> str:  # noqa: ANN401  # options of the command line
        """Answer like ``jixiao show VIEW --csv``, money in 万元."""
        lookup = VIEWS[view][1](Asked(which=Which(**which), period=None, clues=False))
        return csv_text(lookup.answer, self.runner.run(self.office.ask(lookup)))

    def facts(self, aggregate: AggregateId) -> dict[str, Row]:
        """Give the last fact of each kind in a history, as it stands on the wire."""
        found = replay(self.office.desk, aggregate)
        stored = ((event.fact.tag, event.envelope.data) for event in found.events)
        return {tag.split(".")[1]: json.loads(bytes(data)) for tag, data in stored}

    def rebuild(self) -> None:
        """Throw every view away and fold the ledger anew."""
        self.runner.run(rebuild(self.office.client, self.office.database_url))

    def position(self) -> int:
        """How many facts the ledger has."""
        return self.office.desk.ledger.max_notification_id() or 0

    def holds(self) -> None:
        """Every chain is whole, and the views are what a rebuild makes of the ledger."""
        assert [*findings(self.office.desk, self.position())] == []
        compared = self.runner.run(verify(self.office.client, self.office.database_url))
        assert (compared.difference, compared.blocked) == (None, ())

    def types(self, aggregate: AggregateId) -> list[str]:
        """Name the facts of a history in order, without kind and version."""
        found = replay(self.office.desk, aggregate)
        return [event.fact.tag.split(".")[1] for event in found.events]


class Place:
    """Lines of one place and year; every scenario has projects of its own."""

    def __init__(self, name: str, year: int | None = None) -> None:
        self.name = name
        self.division, usual = PLACES[name]
        self.year = year or usual

    def order(self, command: str, at: str, by: str = "officer", **data: object) -> Line:
        """Write a command of a person on a day of the year (``MM-DD`` or ``MM-DDTHH:MM``)."""
        role, org = ROLES[by.partition("@")[0]]
        org = by.partition("@")[2] or org
        line: Line = {
            "command": command,
            "at": self.instant(at),
            "actor": {"id": by, "role": role, "org": org},
            "division": self.division,
            "data": data if command == "AdoptPolicy" else {"fiscal_year": self.year, **data},
        }
        return line

    def amend(self, at: str, changes: dict[str, object]) -> Line:
        """Write an amendment in force from its own day."""
        line = self.order("AmendPolicy", at, "chief")
        line["data"] = {
            "effective_on": str(self.instant(at))[:10],
            "source_document": "修订通知",
            "clause": "一",
            "changes": changes,
        }
        return line

    def instant(self, at: str) -> str:
        """Say a moment in China of the year; a whole instant is left alone."""
        if "Z" in at or "+" in at:
            return at
        day, _, time = at.partition("T")
        year = self.year + 1 if day.startswith("next ") else self.year
        return f"{year}-{day.removeprefix('next ')}T{time or '10:00'}:00+08:00"

    def adopt(self) -> Line:
        return self.order("AdoptPolicy", "01-01", "chief", edition=f"{self.name}@{self._edition}")

    @property
    def _edition(self) -> str:
        return f"{PLACES[self.name][1]}-01-01"

    def fact(  # noqa: PLR0913  # a line of a voucher
        self,
        kind: str,
        code: str,
        yuan: str,
        on: str,
        no: str,
        *,
        at: str = "",
        **more: object,
    ) -> Line:
        """Write what the treasury reports, in 元."""
        return {
            "fact": kind,
            "division": self.division,
            "source_system": "treasury",
            "document_no": no,
            "line_no": 1,
            "fiscal_year": self.year,
            "project_code": code,
            "amount_fen": int(Decimal(yuan) * 100),
            "occurred_on": f"{self.year}-{on}",
            "published_at": self.instant(at or f"{on}T18:00"),
            **more,
        }

    def registered(self, code: str, department: str = "D01", **more: object) -> Line:
        data: Row = {
            "project_code": code,
            "name": f"项目{code}",
            "department": department,
            "unit": "U01",
            **more,
        }
        return self.order("RegisterProject", "01-04", **data)

    def targets(self, code: str, indicators: list[Row] | None = None) -> list[Line]:
        """Propose, grade and approve targets; one road of 100 km unless told otherwise."""
        said = indicators or [indicator("道路", "100")]
        return [
            self.order(
                "SetTarget",
                "01-05",
                "filer",
                project_code=code,
                overall_objective="修路",
                indicators=said,
            ),
            self.order("ReviewTarget", "01-06", "section", project_code=code, grade="GOOD"),
            self.order("ApproveTarget", "01-07", project_code=code),
        ]

    def monitored(self, *codes: str, period: str = "H1", at: str = "07-01") -> list[Line]:
        """Open a campaign and issue tasks to these."""
        return [
            self.order("OpenCampaign", at, period=period),
            self.order("IssueTasks", at, period=period, projects=list(codes)),
        ]

    def submit(self, code: str, actual: str, at: str, task: str = "H1", **more: object) -> Line:
        """Fill the one line of the road in."""
        line = {"indicator": "道路", "actual": actual, **WHY, **more}
        return self.order("Submit", at, "filer", project_code=code, task=task, lines=[line])

    def review(  # noqa: PLR0913  # a review has a place, a time and a result
        self,
        code: str,
        at: str,
        *,
        level: str = "FINANCE_SECTION",
        by: str = "section",
        score: str | None = None,
        task: str = "H1",
    ) -> Line:
        data: Row = {"project_code": code, "task": task, "level": level}
        return self.order("ReviewAtLevel", at, by, **data, **({"score": score} if score else {}))

    def project(self, code: str) -> AggregateId:
        return project_id(self.division, self.year, code)

    def of(self, code: str) -> Row:
        """Name a project for ``show``."""
        return {"division": self.division, "year": self.year, "project": code}


WHY: Final[Row] = {
    "causes": [{"cause": "FUNDING", "explanation": "资金到位晚"}],
    "improvement_measure": "加快",
}


def indicator(name: str, value: str, **more: object) -> Row:
    """Write an indicator of quantity to be reached at least."""
    return {
        "name": name,
        "level1": "OUTPUT",
        "level2": "QUANTITY",
        "direction": "AT_LEAST",
        "annual_value": value,
        **more,
    }
