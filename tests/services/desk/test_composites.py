"""Commands that several projects answer to: all of them or none."""

from collections.abc import Sequence

import pytest

from events.subjects import campaign_id, clawback_round_id
from services.clawback_round import FreezeCandidates, OpenRound
from services.desk.desk import Desk
from services.desk.plan import Plan
from services.desk.reports import note
from tests.services.desk.bureau import (
    HAILIN,
    YEAR,
    budget,
    code,
    done,
    end,
    issue,
    open_campaign,
    order,
    project,
    register,
    report,
    stored,
    suspect,
    with_targets,
)
from tests.services.desk.conftest import Another
from tests.services.project.given import CHIEF, day

MANY = 1100


class Interrupted(Desk):
    """A desk beside which somebody else writes while it makes its second commit."""

    def __init__(self, nats_url: str, beside: Desk, name: str) -> None:
        self._beside, self._name = beside, name
        self.commits: list[int] = []
        super().__init__(nats_url)

    def _commit(self, plans: Sequence[Plan]) -> None:
        self.commits.append(sum(len(one.events) for one in plans))
        if len(self.commits) == 2:
            done(self._beside, suspect(self._name))
        super()._commit(plans)


@pytest.fixture(scope="module")
def many(desk: Desk) -> list[str]:
    """Register projects which have spent nothing of their budgets."""
    names = [f"{code('M')}-{number:04}" for number in range(MANY)]
    for name in names:
        done(desk, register(name))
    noted = note(desk, [report(name, budget()) for name in names])
    assert {one.outcome for one in noted} == {"accepted"}
    return names


def frozen(desk: Desk, names: Sequence[str]) -> FreezeCandidates:
    """Open a round of its own and ask it to examine projects."""
    round_ = code("R")
    opened = desk.handle(order(OpenRound(fiscal_year=YEAR, round=round_), CHIEF, day(12, 1)))
    assert opened.fresh
    return FreezeCandidates(fiscal_year=YEAR, round=round_, projects=tuple(names))


def test_one_project_that_refuses_stops_all(desk: Desk) -> None:
    ready, lacking = with_targets(desk, code()), code()
    done(desk, register(lacking))
    done(desk, open_campaign())
    before = end(desk)
    answer = desk.handle(order(issue(ready, lacking, "UNKNOWN"))).answer
    assert answer.outcome == "refused"
    assert answer.reasons == (
        f"{lacking}：绩效目标尚未批复，不能下达监控任务",
        "UNKNOWN：项目尚未登记",
    )
    assert end(desk) == before


def test_everything_is_one_atomic_commit(desk: Desk) -> None:
    names = [with_targets(desk, code()) for _ in range(3)]
    done(desk, open_campaign())
    before = end(desk)
    handled = done(desk, issue(*names))
    assert end(desk) == before + 4
    assert {stored(desk, project(name))[-1].fact.tag for name in names} == {
        "project.task-issued.v1"
    }
    campaign = stored(desk, campaign_id(HAILIN, YEAR, "H1"))[-1]
    assert campaign.envelope.commandid == handled.answer.id
    assert handled.answer.facts[-1].id == campaign.envelope.id


def test_a_project_written_meanwhile_is_decided_again(desk: Desk, another: Another) -> None:
    name = with_targets(desk, code())
    done(desk, open_campaign())
    done(another(), suspect(name))
    handled = done(desk, issue(name))
    assert [fact.version for fact in handled.answer.facts][:1] == [6]


def test_more_than_a_commit_holds_goes_in_several(desk: Desk, many: list[str]) -> None:
    command = order(frozen(desk, many), CHIEF, day(12, 1))
    before = end(desk)
    handled = desk.handle(command)
    assert (handled.answer.outcome, end(desk) - before) == ("accepted", MANY + 1)
    assert [fact.aggregate for fact in handled.answer.facts[:-1]] == [
        str(project(name)) for name in many
    ]
    assert handled.answer.facts[-1].type == "clawback-round.candidates-frozen.v1"
    again = desk.handle(command)
    assert (again.answer, again.fresh, end(desk) - before) == (handled.answer, False, MANY + 1)


def test_a_conflict_in_the_middle_is_decided_again_and_nothing_is_written_twice(
    desk: Desk, many: list[str], empty_nats_url: str
) -> None:
    command = order(frozen(desk, many), CHIEF, day(12, 1))
    assert isinstance(command.command, FreezeCandidates)
    before = end(desk)
    cut = Interrupted(empty_nats_url, desk, many[-1])
    try:
        handled = cut.handle(command)
    finally:
        cut.close()
    assert cut.commits == [1000, 101, 101]
    assert handled.answer.outcome == "accepted"
    assert len(handled.answer.facts) == MANY + 1
    assert end(desk) - before == MANY + 2
    round_ = command.command.round
    for name in (many[0], many[-1]):
        identified = [
            event for event in stored(desk, project(name)) if event.envelope.commandid == command.id
        ]
        assert len(identified) == 1
    assert len(stored(desk, clawback_round_id(HAILIN, YEAR, round_))) == 2
    again = desk.handle(command)
    assert (again.answer, again.fresh) == (handled.answer, False)
