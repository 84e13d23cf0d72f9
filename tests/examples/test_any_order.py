"""Upstream facts late, twice and in any order, through the import on real servers."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.audit.integrity import findings
from services.projector.verify import verify
from tests.examples.bureau import Bureau, Line, Place

HL = Place("hailin", 2030)
DAYS = ("01-05", "06-30", "11-01", "11-29", "12-01")
SPENT = {"paid": 1, "refunded": -1, "corrected": 1}
_codes = count(1)

vouchers = st.tuples(
    st.sampled_from(["budget-approved", "budget-adjusted", "committed", *SPENT]),
    st.integers(1, 10**9),
    st.sampled_from(DAYS),
)


def voucher(code: str, number: int, said: tuple[str, int, str]) -> Line:
    kind, fen, on = said
    return HL.fact(kind, code, "0", on, f"{code}-{number}") | {"amount_fen": fen}


def test_executed_is_the_sum_of_distinct_facts_and_a_rebuild_says_the_same(
    bureau: Bureau,
) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(vouchers, min_size=1, max_size=8), st.data())
    def in_any_order(said: list[tuple[str, int, str]], data: st.DataObject) -> None:
        first, second = (f"A{next(_codes)}" for _ in range(2))
        repeated = data.draw(st.lists(st.sampled_from(range(len(said))), max_size=4))
        for code in (first, second):
            order = data.draw(st.permutations([*range(len(said)), *repeated]))
            late = data.draw(st.integers(0, len(order)))
            lines = [voucher(code, number, said[number]) for number in order]
            results = bureau.done(*lines[:late], HL.registered(code), *lines[late:])
            assert [one.outcome for one in results].count("duplicate") == len(repeated)
        [one], [other] = (bureau.show("execution", **HL.of(code)) for code in (first, second))
        assert one["executed_fen"] == sum(SPENT.get(kind, 0) * fen for kind, fen, _ in said)
        assert {**one, "project": "", "name": ""} == {**other, "project": "", "name": ""}

    in_any_order()
    office = bureau.office
    assert [*findings(office.desk, office.desk.ledger.max_notification_id() or 0)] == []
    compared = bureau.runner.run(verify(office.client, office.database_url))
    assert (compared.difference, compared.blocked) == (None, ())
