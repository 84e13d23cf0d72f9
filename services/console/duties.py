"""What waits for somebody: tasks to fill in, cases to answer, work to decide."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from msgspec import Struct

from events.subjects import project_id
from events.terms import Role, SubjectKind
from projections.board.row import Board, CaseState, TaskState
from projections.clawback import Clawback
from projections.dispositions import Disposition
from projections.subjects import Subject
from services.console.open_requests import open_requests
from services.console.reviewing import MOST, waiting
from services.console.rules_today import rules_today
from services.console.seen import several
from services.console.sitting import Sitting
from services.console.superiors import reviews_above
from services.project.authority import FINANCE, OWN

_ANSWERS: Final = {
    CaseState.NOTICE_ISSUED: "签收整改通知",
    CaseState.ACKNOWLEDGED: "报送整改方案",
    CaseState.PLAN_SUBMITTED: "报送整改结果",
    CaseState.REJECTED: "重新报送整改结果",
}
_ASKED: Final = frozenset(
    (
        *(*FINANCE, *OWN),
        *(Role.SUPERIOR_REVIEWER, Role.REVENUE_COLLECTOR, Role.THIRD_PARTY_EXPERT),
    )
)
_VERDICTS: Final = frozenset({CaseState.FEEDBACK_SUBMITTED, CaseState.SITE_VERIFIED})


class Duty(Struct, frozen=True, kw_only=True):
    """One thing that waits, until when, and the page where it is done."""

    what: str
    project: str
    name: str
    department: str
    due_on: date | None
    path: str

    def left(self, today: date) -> str:
        """Say how many days are left."""
        if self.due_on is None:
            return ""
        days = (self.due_on - today).days
        return f"还有 {days} 天" if days >= 0 else f"已逾期 {-days} 天"


async def duties(sitting: Sitting) -> list[Duty]:
    """List what waits for who sits here, the most pressing first."""
    roles = sitting.identity.roles
    found: list[Duty] = []
    rows = [row for row in (await sitting.ask("board", limit=MOST)).rows if isinstance(row, Board)]
    days = await _returned_until(sitting, rows) if roles & {*OWN} else {}
    for row in rows:
        if roles & {*OWN}:
            found += _own(row, roles, days.get((row.project, row.task), row.review_by))
        if roles & {*FINANCE, Role.DEPT_REVIEWER} and row.case_state in _VERDICTS:
            found.append(_case(row, "验收整改结果"))
    for one in await waiting(sitting):
        issued = one.task.issued
        found.append(
            Duty(
                what=f"审核填报（{one.level.org or one.level.role.zh}）",
                project=one.seen.id.code,
                name=issued.project_name,
                department=issued.department,
                due_on=one.task.review_by(one.level),
                path=f"/projects/{one.seen.id.code}/tasks/{one.name}/review",
            )
        )
    if roles & {*FINANCE}:
        found += await _to_decide(sitting)
    if roles & _ASKED:
        found += await _asked(sitting, roles)
    return sorted(found, key=lambda one: (one.due_on or date.max, one.project, one.what))


async def _returned_until(sitting: Sitting, rows: Sequence[Board]) -> dict[tuple[str, str], date]:
    """Say until when each returned form is to be handed in again, by the level that returned it."""
    back = [row for row in rows if row.state is TaskState.RETURNED]
    names = {project_id(row.division, row.fiscal_year, row.project): None for row in back}
    found = {one.id.code: one.project for one in await several(sitting, [*names], current=False)}
    return {
        (row.project, row.task): found[row.project].monitoring.task(row.task).hand_in_by
        for row in back
        if row.project in found
    }


def _own(row: Board, roles: frozenset[Role], again_by: date) -> Iterator[Duty]:
    own = row.unit == row.department or row.subject_kind is SubjectKind.TRANSFER_OVERALL
    fills = roles & {Role.UNIT_FILER, Role.UNIT_HEAD} or own
    if fills and not row.on_paper:
        path = f"/projects/{row.project}/tasks/{row.task}/fill"
        if row.state is TaskState.ISSUED:
            yield _of(row, "填报监控情况", row.submit_by, path)
        elif row.state is TaskState.RETURNED:
            yield _of(row, "修改后重新报送", again_by, path)
        if row.documents_missing:
            names = "、".join(one.zh for one in row.documents_missing)
            yield _of(row, f"补报{names}", row.review_by, path)
    if row.case_state in _ANSWERS and Role.DEPT_REVIEWER not in roles:
        yield _case(row, _ANSWERS[row.case_state])


def _case(row: Board, what: str) -> Duty:
    return _of(row, what, row.case_due_on, f"/projects/{row.project}/cases/{row.case_id}")


def _of(row: Board, what: str, due_on: date | None, path: str) -> Duty:
    return Duty(
        what=f"{what}（{row.task}）",
        project=row.project,
        name=row.project_name,
        department=row.department,
        due_on=due_on,
        path=path,
    )


async def _to_decide(sitting: Sitting) -> list[Duty]:
    """List proposals and objections that wait for finance."""
    proposed = await sitting.ask("dispositions", limit=MOST, state="PROPOSED")
    objected = await sitting.ask("clawback", limit=MOST, state="OBJECTED")
    return [
        _wait(what, row.project, row.name, row.department)
        for what, rows in (("决定分类处置", proposed.rows), ("答复收回异议", objected.rows))
        for row in rows
        if isinstance(row, Disposition | Clawback)
    ]


async def _asked(sitting: Sitting, roles: AbstractSet[Role]) -> list[Duty]:
    """List what projects ask of the roles of who sits here."""
    found: list[Duty] = []
    subjects = (await sitting.ask("subjects", limit=MOST)).rows
    names = [
        project_id(row.division, row.fiscal_year, row.project)
        for row in subjects
        if isinstance(row, Subject)
    ]
    rules = await rules_today(sitting)
    for seen in await several(sitting, names, current=False):
        registered = seen.project.registration
        title = registered.name if registered else ""
        department = registered.department if registered else ""
        above = reviews_above(sitting, registered, rules)
        for what, page in open_requests(seen, roles, above=above):
            found.append(_wait(what, seen.id.code, title, department, page))
    return found


def _wait(what: str, code: str, name: str | None, department: str | None, page: str = "") -> Duty:
    return Duty(
        what=what,
        project=code,
        name=name or "",
        department=department or "",
        due_on=None,
        path=f"/projects/{code}{page}",
    )
