"""Whatever byte of a fact is changed, that fact is named; so is the version of a dropped one."""

from hypothesis import given
from hypothesis import strategies as some

from events.envelope import encode_envelope
from events.subjects import AggregateId, project_id
from services.audit.finding import Finding
from services.audit.integrity import Survey
from services.ledger import chain
from services.ledger.reading import Record
from tests.projections.story import envelope, paid

PROJECTS = [project_id("231083", 2021, code) for code in ("P1", "P2", "P3")]


def ledger(owners: list[AggregateId]) -> list[Record]:
    """Write one fact after the other, each to the history named."""
    heads = dict.fromkeys(PROJECTS, chain.origin("sha256"))
    versions = dict.fromkeys(PROJECTS, 0)
    records = []
    for sequence, owner in enumerate(owners, start=1):
        versions[owner] += 1
        plain = encode_envelope(envelope(paid(sequence), owner, versions[owner]))
        body = chain.seal(plain, heads[owner])
        heads[owner] = chain.digest(body, "sha256")
        records.append(Record(f"jx.ev.{owner}", sequence, body))
    return records


def found(records: list[Record], end: int) -> list[Finding]:
    survey = Survey()
    for record in records:
        survey.take(record)
    return survey.result(end)


def place(records: list[Record], sequence: int) -> tuple[int, str, int]:
    subject = records[sequence - 1].subject
    version = sum(record.subject == subject for record in records[:sequence])
    return sequence, subject.removeprefix("jx.ev."), version


histories = some.lists(some.sampled_from(PROJECTS), min_size=6, max_size=24)


@given(histories)
def test_an_untouched_ledger_is_whole(owners: list[AggregateId]) -> None:
    assert found(ledger(owners), len(owners)) == []


@given(histories, some.data())
def test_any_changed_byte_is_found_at_its_fact(
    owners: list[AggregateId], data: some.DataObject
) -> None:
    records = ledger(owners)
    followed = [
        record
        for record in records
        if any(later.subject == record.subject for later in records[record.sequence :])
    ]
    record = data.draw(some.sampled_from(followed))
    body = bytearray(record.body)
    at = data.draw(some.integers(0, len(body) - 1))
    body[at] ^= data.draw(some.integers(1, 255))
    records[record.sequence - 1] = Record(record.subject, record.sequence, bytes(body))
    first = found(records, len(records))[0]
    assert (first.sequence, first.aggregate, first.version) == place(records, record.sequence)


@given(histories, some.data())
def test_any_dropped_fact_is_found_at_its_place(
    owners: list[AggregateId], data: some.DataObject
) -> None:
    records = ledger(owners)
    dropped = data.draw(some.sampled_from(records))
    followed = any(later.subject == dropped.subject for later in records[dropped.sequence :])
    [finding] = found([record for record in records if record is not dropped], len(records))
    sequence, aggregate, version = place(records, dropped.sequence)
    named = (aggregate, version) if followed else ("", None)
    assert (finding.sequence, finding.aggregate, finding.version) == (sequence, *named)


def test_a_moved_fact_is_found() -> None:
    records = ledger([PROJECTS[0]] * 5)
    two, three = records[1], records[2]
    records[1] = Record(two.subject, 2, three.body)
    records[2] = Record(three.subject, 3, two.body)
    assert found(records, 5)[0].sequence == 2


def test_the_newest_fact_of_a_history_is_vouched_for_by_nobody() -> None:
    records = ledger([PROJECTS[0]] * 3)
    body = records[2].body.replace(b'"actor":"zhang"', b'"actor":"zheng"')
    records[2] = Record(records[2].subject, 3, body)
    assert found(records, 3) == []
