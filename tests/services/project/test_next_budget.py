import pytest

from services.project.next_budget import Burdens, check
from services.refusal import Refused

BURDENS = Burdens(absorb_fen=100, total_before_fen=1000, total_requested_fen=1000)


@pytest.mark.clause("HL-08")
def test_a_department_that_must_absorb_gets_no_new_money() -> None:
    check(BURDENS)
    check(Burdens(total_before_fen=1000, total_requested_fen=2000))
    more = Burdens(absorb_fen=100, total_before_fen=1000, total_requested_fen=1001)
    with pytest.raises(Refused, match=r"调剂 1\.00 元，部门预算总额不能再增加 0\.01 元") as no:
        check(more)
    assert no.value.clause == "HL-08"


@pytest.mark.clause("HL-12", "QM-13")
def test_a_poor_result_waits_for_its_measure() -> None:
    with pytest.raises(Refused, match="评价结果为差（E1）") as no:
        check(Burdens(undisposed=("E1",)))
    assert no.value.clause == "HL-12"
