"""A store that holds the first version of a fact beside the second: read, replayed, rebuilt."""

import psycopg
import pytest
from msgspec import Raw
from msgspec.structs import replace

from events.assessment import DepartmentScored
from events.envelope import decode_fact
from events.subjects import assessment_id
from services.audit.integrity import findings
from services.audit.replay import replay
from services.desk.history import Stamped
from services.projector.connection import LIVE
from services.projector.rebuild import rebuild
from services.projector.verify import verify
from tests.events.golden import FOLDER
from tests.events.test_envelope import enveloped
from tests.examples.bureau import Bureau, Place

PLACE = Place("hailin")
V1 = "assessment.department-scored.v1"
ASSESSMENT = assessment_id(PLACE.division, PLACE.year, "OLD")


def store_as_it_was_written(bureau: Bureau) -> None:
    """Append the golden bytes of the first version, as the release before did."""
    data = Raw((FOLDER / f"{V1}.json").read_bytes())
    envelope = replace(enveloped(V1, data), version=2, subject=str(ASSESSMENT), prevhash="")
    from_before = Stamped(str(ASSESSMENT), 2, envelope, decode_fact(envelope))
    bureau.office.desk.events.put([from_before])


def taken_back(bureau: Bureau) -> None:
    """Leave something for the other two answers: money taken back and the way to it."""
    item = {"project_code": "OLD1", "round": "OLD"}
    bureau.done(
        PLACE.registered("OLD1"),
        PLACE.fact("budget-approved", "OLD1", "3000000", "01-05", "OLD1B"),
        PLACE.fact("paid", "OLD1", "1800000", "11-01", "OLD1P"),
        PLACE.order("OpenRound", "12-01", "chief", round="OLD"),
        PLACE.order("FreezeCandidates", "12-01", "chief", round="OLD", projects=["OLD1"]),
        PLACE.order("NotifyDepartment", "12-01", "chief", **item),
        PLACE.order("ConfirmAmount", "12-02", "chief", **item),
        PLACE.order("ExecuteClawback", "12-03", "chief", **item),
    )


@pytest.mark.clause("HL-16")
def test_a_rebuild_over_both_versions_gives_the_same_answers(bureau: Bureau) -> None:
    evidence = [{"department": "D02", "tasks_due": 1, "tasks_on_time": 1}]
    bureau.done(PLACE.order("OpenAssessment", "12-01", assessment="OLD"))
    store_as_it_was_written(bureau)
    bureau.done(
        PLACE.order("ScoreDepartments", "12-02", assessment="OLD", evidence=evidence),
        PLACE.order("PublishRanking", "12-03", "chief", assessment="OLD"),
    )
    desk = bureau.office.desk
    history = replay(desk, ASSESSMENT)
    assert [event.envelope.type for event in history.events][1:3] == [
        V1,
        "assessment.department-scored.v2",
    ]
    old = history.events[1].fact
    assert isinstance(old, DepartmentScored)
    assert old.obliged
    assert findings(desk, desk.ledger.max_notification_id() or 0) == []

    def ranks() -> list[tuple[object, ...]]:
        rows = bureau.show("ranking", division=PLACE.division)
        return [(row["department"], row["rank"], row["score"], row["obliged"]) for row in rows]

    before = ranks()
    assert before == [("D02", 1, "100.00", True), ("D01", 2, "95.05", True)]
    taken_back(bureau)
    answers = {view: bureau.show(view) for view in ("ranking", "trail", "clawback")}
    assert all(answers.values())
    with psycopg.connect(bureau.office.database_url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {LIVE} CASCADE".encode())
    office = bureau.office

    async def anew() -> bool:
        await rebuild(office.client, office.database_url)
        compared = await verify(office.client, office.database_url)
        return compared.difference is None and not compared.blocked

    assert bureau.runner.run(anew())
    assert {view: bureau.show(view) for view in answers} == answers
    assert ranks() == before
