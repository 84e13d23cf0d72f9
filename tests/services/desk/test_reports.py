import pytest
from msgspec.structs import replace

from events.execution import ExecutionFact
from events.subjects import project_id
from events.terms import Cause
from services.desk.desk import Desk
from services.desk.reports import note
from services.project.disposition import SuspendProject
from services.project.state import Project
from tests.services.desk.bureau import (
    HAILIN,
    YEAR,
    budget,
    code,
    done,
    end,
    payment,
    project,
    register,
    report,
    stored,
    upstream_facts,
)
from tests.services.desk.conftest import Another
from tests.services.project.given import CHIEF, day


def test_reports_of_many_projects_are_one_commit_in_their_order(desk: Desk) -> None:
    names = [code() for _ in range(3)]
    reports = [report(names[number % 3], payment(f"V{number}", number + 1)) for number in range(9)]
    before = end(desk)
    noted = note(desk, reports)
    assert end(desk) == before + 9
    assert [one.written.version for one in noted if one.written] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    for number, name in enumerate(names):
        amounts = [fact.amount_fen for fact in upstream_facts(desk, name)]
        assert amounts == [number + 1, number + 4, number + 7]


def test_a_duplicate_is_known_within_a_batch_after_it_and_a_day_later(
    desk: Desk, another: Another
) -> None:
    name = code()
    first = payment("V1")
    assert [one.outcome for one in note(desk, [report(name, first), report(name, first)])] == [
        "accepted",
        "duplicate",
    ]
    later = replace(report(name, first), at=day(6, 2))
    for asking in (desk, another()):
        before = end(asking)
        [noted] = note(asking, [later])
        assert (noted.outcome, noted.written, end(asking)) == ("duplicate", None, before)
    assert len(upstream_facts(desk, name)) == 1


@pytest.mark.parametrize("other", [{"amount_fen": 101}, {"occurred_on": day(5, 2).date()}])
def test_a_contradiction_changes_nothing(desk: Desk, other: dict[str, object]) -> None:
    name = code()
    note(desk, [report(name, budget()), report(name, payment("V1", 100))])
    before = end(desk)
    noted = note(desk, [report(name, replace(payment("V1", 100), **other))])
    assert [one.outcome for one in noted] == ["contradiction"]
    assert end(desk) == before
    state = desk.history(project(name)).state
    assert isinstance(state, Project)
    assert state.execution.totals(day(12, 31).date()).executed == 100


def test_a_contradiction_does_not_stop_its_neighbours(desk: Desk) -> None:
    name = code()
    noted = note(
        desk,
        [
            report(name, payment("V1", 100)),
            report(name, payment("V1", 200)),
            report(name, payment("V2", 300)),
        ],
    )
    assert [one.outcome for one in noted] == ["accepted", "contradiction", "accepted"]
    assert [fact.amount_fen for fact in upstream_facts(desk, name)] == [100, 300]


def test_one_document_may_be_about_several_projects_years_and_divisions(desk: Desk) -> None:
    name, first = code(), payment("V1")
    places = [
        project_id(HAILIN, YEAR, name),
        project_id(HAILIN, YEAR, code()),
        project_id(HAILIN, YEAR + 1, name),
        project_id("652825", YEAR, name),
    ]
    reports = [replace(report(name, first), project=place) for place in places]
    assert [one.outcome for one in note(desk, reports)] == ["accepted"] * 4
    assert [one.outcome for one in note(desk, reports)] == ["duplicate"] * 4


def test_a_revision_a_line_and_a_kind_are_facts_of_their_own(desk: Desk) -> None:
    name, first = code(), payment("V1")
    facts: list[ExecutionFact] = [first, replace(first, revision=1), replace(first, line_no=2)]
    noted = note(desk, [report(name, one) for one in [*facts, budget("V1")]])
    assert [one.outcome for one in noted] == ["accepted"] * 4


def test_reactions_beyond_a_commit_are_split_and_nothing_is_lost(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    suspension = SuspendProject(
        fiscal_year=YEAR,
        project_code=name,
        cause=Cause.SERIOUS,
        reason="严重问题",
        effective_on=day(1, 10).date(),
    )
    done(desk, suspension, CHIEF)
    reports = [report(name, payment(f"V{number}", 1)) for number in range(900)]
    before = end(desk)
    noted = note(desk, reports)
    assert {one.outcome for one in noted} == {"accepted"}
    assert end(desk) - before == 1800
    tags = [event.fact.tag for event in stored(desk, project(name))[2:]]
    assert tags == ["project.payment-executed.v1", "project.violation-suspected.v1"] * 900
    told = [fact.document_no for fact in upstream_facts(desk, name)]
    assert told == [f"V{number}" for number in range(900)]


def test_the_very_message_delivered_again_was_accepted(desk: Desk, another: Another) -> None:
    name = code()
    first = report(name, payment("V1"), "JX_INTAKE/1")
    second = report(name, payment("V1"), "JX_INTAKE/2")
    [accepted] = note(desk, [first])
    for asking in (desk, another()):
        before = end(asking)
        again = note(asking, [replace(one, redelivered=True) for one in (first, second)])
        assert [one.outcome for one in again] == ["accepted", "duplicate"]
        assert again[0].written == accepted.written
        assert end(asking) == before
    assert [one.outcome for one in note(desk, [second])] == ["duplicate"]
