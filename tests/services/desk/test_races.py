from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event
from time import monotonic

from msgspec.structs import replace

from events.subjects import campaign_id, policy_id
from services.campaign import CloseCampaign, OpenCampaign
from services.desk.desk import Desk, Handled
from services.desk.reports import note
from services.policies.adoption import AmendPolicy
from services.refusal import Conflict
from tests.services.desk.bureau import (
    HAILIN,
    YEAR,
    adopt,
    alone,
    code,
    done,
    grade,
    issue,
    order,
    payment,
    project,
    register,
    report,
    set_target,
    stored,
    suspect,
    upstream_facts,
    with_targets,
)
from tests.services.desk.conftest import Another
from tests.services.project.given import CHIEF, FILER, SECTION, day

HANGGIN = "150625"


def test_threads_on_one_project_never_write_one_version_twice(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    desks = (desk, another())
    start = Barrier(8)

    def clerk(number: int) -> list[Handled]:
        start.wait(10)
        return [desks[number % 2].handle(order(suspect(name, f"{number}/{i}"))) for i in range(8)]

    with ThreadPoolExecutor(8) as pool:
        handled = [one for clerks in pool.map(clerk, range(8)) for one in clerks]
    outcomes = Counter(one.answer.outcome for one in handled)
    assert outcomes["accepted"] + outcomes["conflict"] == 64
    assert outcomes["accepted"] >= 8
    events = stored(desk, project(name))
    assert [event.originator_version for event in events] == [*range(1, outcomes["accepted"] + 2)]
    told = {fact.id for one in handled for fact in one.answer.facts}
    assert told == {event.envelope.id for event in events[1:]}


def test_one_command_given_by_many_at_once_is_one_fact(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    command = order(suspect(name))
    desks = (desk, another())
    start = Barrier(6)

    def clerk(number: int) -> Handled:
        start.wait(10)
        return desks[number % 2].handle(command)

    with ThreadPoolExecutor(6) as pool:
        handled = [*pool.map(clerk, range(6))]
    assert len({one.answer.facts for one in handled}) == 1
    assert sum(one.fresh for one in handled) == 1
    assert len(stored(desk, project(name))) == 2


def test_upstream_and_people_write_one_project_at_the_same_time(
    desk: Desk, another: Another
) -> None:
    name = code()
    done(desk, register(name))
    other = another()
    start = Barrier(2)

    def recorded(number: int) -> bool:
        with suppress(Conflict):  # a message is delivered again then
            return note(other, [report(name, payment(f"V{number}"))])[0].outcome == "accepted"
        return recorded(number)

    def treasury() -> int:
        start.wait(10)
        return sum(recorded(number) for number in range(30))

    def clerk() -> int:
        start.wait(10)
        handled = [desk.handle(order(suspect(name, str(i)))) for i in range(30)]
        return sum(one.fresh for one in handled)

    with ThreadPoolExecutor(2) as pool:
        paid, suspected = pool.submit(treasury), pool.submit(clerk)
    versions = [event.originator_version for event in stored(desk, project(name))]
    assert paid.result() == 30
    assert versions == [*range(1, 32 + suspected.result())]


def test_a_large_batch_is_recorded_while_people_write_all_its_projects(
    desk: Desk, another: Another
) -> None:
    names = [code() for _ in range(20)]
    for name in names:
        done(desk, register(name))
    other = another()
    over = Event()

    def clerk() -> int:
        written = 0
        while not over.is_set():
            for name in names:
                written += desk.handle(order(suspect(name, f"{written}"))).fresh
        return written

    reports = [report(names[n % 20], payment(f"V{n}", n + 1)) for n in range(900)]
    with ThreadPoolExecutor(1) as pool:
        clerks = pool.submit(clerk)
        try:
            noted = note(other, reports)
            again = note(other, [replace(one, redelivered=True) for one in reports])
        finally:
            over.set()
        assert clerks.result()
    assert [one.outcome for one in noted] == ["accepted"] * 900
    assert again == noted
    for number, name in enumerate(names):
        amounts = [fact.amount_fen for fact in upstream_facts(desk, name)]
        assert amounts == [*range(number + 1, 901, 20)]


def test_nobody_is_refused_for_what_another_desk_has_changed(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    other = another()
    done(other, set_target(name), FILER)
    assert done(desk, grade(name), SECTION).fresh


def test_nothing_is_accepted_that_another_desk_has_made_impossible(
    desk: Desk, another: Another
) -> None:
    name = with_targets(desk, code())
    spring = OpenCampaign(fiscal_year=YEAR, period="Q3")
    done(desk, spring)
    done(another(), CloseCampaign(fiscal_year=YEAR, period="Q3"))
    assert desk.history(campaign_id(HAILIN, YEAR, "Q3"), current=False).version == 1
    asked = issue(name)
    refused = order(type(asked)(fiscal_year=YEAR, period="Q3", projects=asked.projects))
    assert alone(desk, lambda: desk.handle(refused)) == 0
    assert desk.handle(refused).answer.reasons == ("集中监控已结束，不能再下达任务",)


def test_what_another_desk_undid_is_not_already_so(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    done(desk, set_target(name, "目标甲"), FILER)
    done(another(), set_target(name, "目标乙"), FILER)
    handled = done(desk, set_target(name, "目标甲"), FILER)
    assert [fact.version for fact in handled.answer.facts] == [4]


def test_a_policy_adopted_elsewhere_counts_at_once_against_a_refusal(
    desk: Desk, another: Another
) -> None:
    other = another()
    opening = replace(order(OpenCampaign(fiscal_year=YEAR, period="H1")), division=HANGGIN)
    refused = desk.handle(opening).answer
    assert refused.reasons == ("2021-02-01 没有生效的政策版本，请先采用政策版本（AdoptPolicy）",)
    assert adopt(other, "hanggin@2021-01-01", HANGGIN).fresh
    assert desk.handle(opening).answer.outcome == "accepted"


def test_an_amendment_elsewhere_is_followed_within_seconds(desk: Desk, another: Another) -> None:
    name = code()
    done(desk, register(name))
    amendment = AmendPolicy(
        effective_on=day(1, 15).date(),
        source_document="修订通知",
        clause="一",
        changes={"warnings.RATE_GAP.threshold": "12.50"},
    )
    assert done(another(), amendment, CHIEF).fresh
    began, edition = monotonic(), ""
    while edition != "hailin@2021-01-15" and monotonic() - began < 5:
        done(desk, suspect(name))
        edition = stored(desk, project(name))[-1].envelope.policy
    assert edition == "hailin@2021-01-15"
    assert desk.history(policy_id(HAILIN)).version == 2


def test_reports_are_recorded_once_by_two_desks_at_once(desk: Desk, another: Another) -> None:
    name = code()
    desks = (desk, another())
    reports = [report(name, payment(f"V{i}", 100 + i)) for i in range(50)]
    start = Barrier(2)

    def system(number: int) -> list[str]:
        start.wait(10)
        return [note(desks[number], [one])[0].outcome for one in reports]

    with ThreadPoolExecutor(2) as pool:
        outcomes = Counter(one for each in pool.map(system, range(2)) for one in each)
    assert outcomes == {"accepted": 50, "duplicate": 50}
    assert len(upstream_facts(desk, name)) == 50
