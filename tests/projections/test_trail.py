import re
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from events.accountability import ViolationSuspected
from events.fact import Fact
from events.rectification import Ground, RectificationGroundsAdded
from events.subjects import policy_id
from events.terms import Violation
from events.warning import WarningRaised
from projections.trail import VIEW
from projections.trail.sentence import summarise
from tests.projections.example import every_fact
from tests.projections.story import NOON, folded, paid, recorded, registered

SUSPICION = ViolationSuspected(
    case="V1",
    violation=Violation.DIVERSION,
    evidence="审计报告第3页",
    amount_fen=1_000_000,
    department="林业和草原局",
    unit="林场",
)


@pytest.mark.parametrize("fact", every_fact(), ids=lambda fact: fact.tag)
def test_every_fact_has_a_sentence_of_its_own(fact: Fact) -> None:
    sentence = summarise(fact)
    assert re.search(r"[\u4e00-\u9fff]", sentence)
    assert sentence != fact.title
    assert "None" not in sentence
    assert not re.search(r"\b[A-Z]{3,}_[A-Z]+\b", sentence)


@pytest.mark.parametrize("fact", every_fact(), ids=lambda fact: fact.tag)
def test_every_fact_leaves_one_line(fact: Fact) -> None:
    [line] = VIEW.fold({}, recorded(fact, 7))
    assert (line.sequence, line.tag, line.title) == (7, fact.tag, fact.title)


def test_a_line_says_who_did_what_when() -> None:
    [line] = folded(VIEW, paid(3_350))
    assert line.summary == "支付3,350.00元，业务日期2021-05-06，treasury单据D-1第1行"
    assert (line.actor, line.role, line.org) == ("zhang", "UNIT_FILER", "林业局")
    assert (line.recorded_at, line.occurred_on) == (NOON, date(2021, 5, 6))
    assert (line.project, line.fiscal_year, line.edition) == ("P001", 2021, "hailin@2021")


def test_an_accountability_fact_is_a_clue_with_its_case() -> None:
    [line] = folded(VIEW, SUSPICION)
    assert (line.is_clue, line.case_id, line.department) == (True, "V1", "林业和草原局")
    assert line.summary == (
        "林业和草原局林场涉嫌挤占挪用预算资金，涉及1.00万元，线索V1，证据：审计报告第3页"
    )


@pytest.mark.clause("QM-09")
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("RATE_GAP", "总体完成率与预算执行率的偏差（百分点）为58.00"),
        ("本地规则", "本地规则为58.00"),
    ],
)
def test_a_warning_and_its_case_are_told_in_words(rule: str, said: str) -> None:
    warning = WarningRaised(
        task="H1",
        submission=1,
        rule=rule,
        value=Decimal("58.00"),
        threshold=Decimal("20.00"),
        light="RED",
        edition="x",
    )
    assert f"触发预警：{said}，界限为20.00" in summarise(warning)
    grounds = (Ground(rule="SITE_VISIT", value=Decimal(0), threshold=Decimal(0)),)
    added = RectificationGroundsAdded(case="H1-R1", grounds=grounds, edition="x")
    assert summarise(added) == "H1-R1补充依据：现场核查发现问题"
    told = summarise(replace(added, reason="未开工"))
    assert told == "H1-R1补充依据：现场核查发现问题，未开工"


def test_a_policy_has_no_year_and_no_project() -> None:
    [line] = VIEW.fold({}, recorded(registered(), aggregate=policy_id("231083")))
    assert (line.fiscal_year, line.project, line.kind) == (None, None, "policy")
