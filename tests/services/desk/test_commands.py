from datetime import date

import pytest
from msgspec.structs import replace

from events.subjects import campaign_id, policy_id
from events.terms import Role
from services.assessment.commands import OpenAssessment, ScoreDepartments
from services.assessment.scoring import Evidence
from services.campaign import ExtendDeadline
from services.decision import Actor
from services.desk.desk import Desk
from services.desk.reports import note
from services.policies.law import Law
from services.project.monitoring import IssueTask
from tests.services.desk.bureau import (
    HAILIN,
    YEAR,
    adopt,
    alone,
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
from tests.services.project.given import FILER, OFFICER, SECTION, day


def test_an_accepted_command_names_the_fact_it_led_to(desk: Desk) -> None:
    name = code()
    handled = desk.handle(order(register(name)))
    [event] = stored(desk, project(name))
    [fact] = handled.answer.facts
    assert handled.fresh
    assert (handled.answer.outcome, fact.type, fact.version) == (
        "accepted",
        "project.registered.v1",
        1,
    )
    assert (fact.id, fact.aggregate) == (event.envelope.id, str(project(name)))


def test_a_refused_command_says_why_and_leaves_no_fact(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    refused = order(register(name, "另一个名称"))
    assert alone(desk, lambda: desk.handle(refused)) == 0
    answer = desk.handle(refused).answer
    assert (answer.outcome, answer.facts) == ("refused", ())
    assert answer.reasons == ("项目已登记为“农村道路”，不能重复登记为其他内容",)


def test_a_refusal_quotes_its_clause(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    answer = desk.handle(order(suspect(name), FILER)).answer
    assert (answer.outcome, answer.clause) == ("refused", "LY-24")


def test_what_is_already_so_is_accepted_without_a_fact(desk: Desk) -> None:
    name = code()
    done(desk, register(name))
    handled = desk.handle(order(register(name)))
    assert (handled.answer.outcome, handled.answer.facts, handled.fresh) == ("accepted", (), False)
    assert len(stored(desk, project(name))) == 1


def test_the_same_id_gets_the_same_answer_and_no_second_fact(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    command = order(suspect(name))
    first = desk.handle(command)
    assert first.fresh
    for repeating in (desk, another()):
        again = repeating.handle(command)
        assert (again.answer, again.fresh) == (first.answer, False)
    assert len(stored(desk, project(name))) == 2


def test_the_same_id_counts_whatever_role_gave_the_command(desk: Desk) -> None:
    system = Actor(id="treasury", role=Role.UPSTREAM_SYSTEM, org="treasury")
    command = order(register(code()), system)
    first = desk.handle(command)
    assert first.answer.facts
    assert desk.handle(command).answer == first.answer


def test_a_repeated_composite_command_gets_the_same_answer(desk: Desk, another: Another) -> None:
    names = [with_targets(desk, code()) for _ in range(3)]
    done(desk, open_campaign())
    command = order(issue(*names))
    first = desk.handle(command)
    told = [fact.aggregate for fact in first.answer.facts]
    assert told == [*(str(project(name)) for name in names), str(campaign_id(HAILIN, YEAR, "H1"))]
    for repeating in (desk, another()):
        before = end(desk)
        again = repeating.handle(command)
        assert (again.answer, again.fresh, end(desk)) == (first.answer, False, before)


def test_a_repetition_is_answered_from_what_was_known_the_first_time(desk: Desk) -> None:
    """What the campaign issues later would come between, or before, what it told then."""
    earlier, later = sorted(with_targets(desk, code()) for _ in range(2))
    done(desk, open_campaign())
    done(desk, issue(later))
    own = IssueTask(fiscal_year=YEAR, project_code=earlier, period="H1")
    done(desk, own, SECTION)
    command = order(
        ExtendDeadline(
            fiscal_year=YEAR,
            period="H1",
            submit_by=date(2021, 7, 25),
            reason="汛期",
            own=(earlier,),
        )
    )
    first = desk.handle(command).answer
    told = [fact.aggregate for fact in first.facts]
    assert told.index(str(project(later))) < told.index(str(project(earlier)))
    done(desk, issue(earlier))
    assert desk.handle(command).answer == first


def test_an_expected_version_that_is_past_is_a_conflict(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    done(desk, suspect(name))
    for asking in (desk, another()):
        answer = asking.handle(order(suspect(name), expected_version=1)).answer
        assert (answer.outcome, answer.version, answer.facts) == ("conflict", 2, ())
        assert "当前版本 2" in answer.reasons[0]
    assert desk.handle(order(suspect(name), expected_version=2)).answer.facts[0].version == 3


def test_an_expected_version_is_compared_with_what_others_wrote(
    desk: Desk, another: Another
) -> None:
    name = code()
    done(desk, register(name))
    other = another()
    done(other, suspect(name))
    assert desk.handle(order(suspect(name), expected_version=1)).answer.version == 2
    done(other, suspect(name))
    assert desk.handle(order(suspect(name), expected_version=3)).answer.outcome == "accepted"


def test_what_the_ledger_cannot_store_is_refused(desk: Desk) -> None:
    name = code()
    huge = order(register(name, "长" * 2_000_000))
    answer = desk.handle(huge).answer
    assert answer.outcome == "refused"
    assert answer.reasons == ("内容过大，台账无法存放：请分开办理",)
    assert done(desk, register(name)).fresh


def test_more_facts_of_one_history_than_a_commit_holds_are_refused(desk: Desk) -> None:
    assessment = code("A")
    done(desk, OpenAssessment(fiscal_year=YEAR, assessment=assessment))

    def scores(count: int) -> ScoreDepartments:
        evidence = tuple(Evidence(department=f"D{number}") for number in range(count))
        return ScoreDepartments(fiscal_year=YEAR, assessment=assessment, evidence=evidence)

    answer = desk.handle(order(scores(1001))).answer
    assert (answer.outcome, answer.reasons) == ("refused", ("一次最多办理 1000 项，请分批",))
    assert len(done(desk, scores(1000)).answer.facts) == 1000


def test_the_time_of_record_never_goes_back(desk: Desk, another: Another) -> None:
    name = code()
    desk.handle(order(register(name), at=day(3, 1)))
    desk.handle(order(suspect(name), at=day(2, 1)))
    another().handle(order(suspect(name), at=day(1, 15)))
    note(desk, [replace(report(name, budget()), at=day(1, 20))])
    desk.handle(order(suspect(name), at=day(4, 1)))
    times = [event.envelope.time for event in stored(desk, project(name))]
    assert times == [day(3, 1)] * 5 + [day(4, 1)]  # the budget is flagged: it has no targets


def test_a_stray_variable_does_not_move_the_ledger(
    desk: Desk, another: Another, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = code()
    done(desk, register(name))
    monkeypatch.setenv("NATS_SUBJECT_PREFIX", "elsewhere")
    monkeypatch.setenv("AGGREGATE_CACHE_FASTFORWARD", "n")
    monkeypatch.setenv("DESK_NATS_STREAM", "ELSEWHERE")
    other = another()
    assert other.handle(order(register(name))).answer.facts == ()
    done(desk, suspect(name))
    assert other.handle(order(suspect(name), expected_version=2)).answer.outcome == "accepted"


def test_a_policy_adopted_twice_is_one_fact(desk: Desk) -> None:
    assert not adopt(desk).fresh
    law = desk.history(policy_id(HAILIN))
    assert isinstance(law.state, Law)
    assert (law.version, [one.edition for one in law.state.editions]) == (1, ["hailin@2021-01-01"])


def test_facts_quote_the_edition_the_actor_and_the_command(desk: Desk) -> None:
    name = code()
    command = order(register(name), OFFICER)
    desk.handle(command)
    note(desk, [report(name, budget(), "JX_INTAKE/7")])
    registered, money, _ = (event.envelope for event in stored(desk, project(name)))
    assert (registered.actor, registered.actorrole, registered.commandid) == (
        OFFICER.id,
        OFFICER.role,
        command.id,
    )
    assert (registered.policy, money.causationid) == ("hailin@2021-01-01", "JX_INTAKE/7")
    assert money.prevhash.startswith("sha256:")
