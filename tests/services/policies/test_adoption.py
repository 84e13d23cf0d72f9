"""A division adopts an edition or amends one; what is adopted is checked and stored whole."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import msgspec
import pytest

from events.policy import PolicyAdopted, PolicyAmended
from events.terms import Role
from services.policies.adoption import AdoptPolicy, AmendPolicy, decide
from services.policies.law import Law, evolve
from services.policies.packs import pack_edition
from services.refusal import Refused
from tests.services.policies.acts import (
    HAILIN,
    adopted,
    after,
    content,
    decided,
    given_whole,
    officer,
    refusal,
    whole,
)

PACK = pack_edition(HAILIN)
AUGUST = date(2021, 8, 1)


def amend(**changes: object) -> AmendPolicy:
    return AmendPolicy(
        effective_on=AUGUST,
        source_document="海财发〔2021〕20号",
        clause="三",
        changes={path.replace("__", "."): value for path, value in changes.items()},
    )


def law() -> Law:
    return adopted(PACK)


@pytest.mark.clause("HJ-29")
def test_an_edition_rules_from_its_effective_day_and_not_before() -> None:
    assert law().on(PACK.effective_on).edition == HAILIN
    with pytest.raises(Refused, match="没有生效的政策版本"):
        law().on(PACK.effective_on - timedelta(days=1))


def test_an_edition_is_adopted_with_its_whole_content_once() -> None:
    (fact,) = decided(Law(), AdoptPolicy(edition=HAILIN))
    assert fact == PolicyAdopted(
        edition=HAILIN,
        effective_on=date(2021, 1, 1),
        source_document="海财发〔2021〕14号",
        rules=content(PACK),
    )
    assert decided(law(), AdoptPolicy(edition=HAILIN)) == []
    assert decided(law(), given_whole(PACK)) == []


@pytest.mark.parametrize(
    "role", [Role.UNIT_FILER, Role.DEPT_REVIEWER, Role.FIN_SECTION_REVIEWER, Role.AUDITOR]
)
def test_nobody_else_makes_law(role: Role) -> None:
    context = officer()
    other = msgspec.structs.replace(context.actor, role=role)
    asked = msgspec.structs.replace(context, actor=other)
    for command in (AdoptPolicy(edition=HAILIN), amend(rectification__due_days=20)):
        answer = refusal(partial(decide, law(), command, asked))
        assert answer.startswith(f"{command.title}须由绩效管理科、财政局领导办理")


def test_an_edition_of_the_same_name_with_other_content_is_refused() -> None:
    other = msgspec.structs.replace(PACK, source_document="别的文件")
    assert "已采用，内容不同" in refusal(lambda: decided(law(), given_whole(other)))


def test_an_edition_can_be_given_whole() -> None:
    own = whole("hailin", "hailin@2022-01-01", date(2022, 1, 1))
    (fact,) = decided(law(), given_whole(own))
    assert isinstance(fact, PolicyAdopted)
    assert (fact.edition, fact.effective_on) == ("hailin@2022-01-01", date(2022, 1, 1))


def test_the_content_says_which_edition_it_is() -> None:
    command = AdoptPolicy(edition="hailin@2022-01-01", rules=content(PACK))
    assert refusal(lambda: decided(Law(), command)) == (
        "政策内容的版本是 hailin@2021-01-01，不是 hailin@2022-01-01"
    )


def test_a_place_adopts_its_own_law() -> None:
    other = AdoptPolicy(edition="qiemo@2020-01-01")
    assert "属于区划 652825，不是 231083" in refusal(lambda: decided(Law(), other))
    assert decide(Law(), other, officer("652825")) != []


def test_an_amendment_changes_what_it_names_and_keeps_the_rest() -> None:
    """Example 13: the threshold becomes 15 on 1 August."""
    command = amend(warnings__RATE_GAP__threshold="15.00")
    (fact,) = decided(law(), command)
    assert isinstance(fact, PolicyAmended)
    assert (fact.edition, fact.amends) == ("hailin@2021-08-01", HAILIN)
    assert (fact.clause, fact.changes) == ("三", {"warnings.RATE_GAP.threshold": "15.00"})
    now = after(law(), command)
    assert now.on(date(2021, 7, 31)) == PACK
    rules = now.on(AUGUST)
    assert rules.warnings["RATE_GAP"].threshold == Decimal("15.00")
    assert rules.warnings["LOW_SCORE"] == PACK.warnings["LOW_SCORE"]
    assert rules.source_document == "海财发〔2021〕20号"


def test_the_same_amendment_again_is_already_so() -> None:
    command = amend(warnings__RATE_GAP__threshold="15.00")
    assert decided(after(law(), command), command) == []


def test_another_amendment_of_the_same_day_builds_on_the_first() -> None:
    first = after(law(), amend(warnings__RATE_GAP__threshold="15.00"))
    second = after(first, amend(rectification__due_days=20))
    rules = second.on(AUGUST)
    assert rules.edition == "hailin@2021-08-01+"
    assert rules.warnings["RATE_GAP"].threshold == Decimal("15.00")
    assert rules.rectification.due_days == 20


@pytest.mark.parametrize(
    "path",
    [
        "",
        "colour",
        "warnings.RATE_GAP.colour",
        "warnings.NEW.threshold",
        "warnings.NEW",
        "chain.0.role",
        "edition.x",
        "figures.rate_base.deep",
    ],
)
def test_a_key_there_is_not_is_refused(path: str) -> None:
    command = msgspec.structs.replace(amend(), changes={path: "1"})
    assert refusal(lambda: decided(law(), command)) == f"政策中没有 {path} 这一项"


ONLY_SOME = {
    "clause": "x",
    "level": "A",
    "role": "SUPERIOR_REVIEWER",
    "order": 1,
    "tags": ["POVERTY_ALLEVIATION"],
}


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("figures.rate_base", "GUESS", "figures.rate_base"),
        ("figures.unmet_cap", True, "figures.unmet_cap"),
        ("figures.unmet_cap", "NaN", "figures.unmet_cap 须为有限小数"),
        ("warnings.RATE_GAP.threshold", "Infinity", "warnings.RATE_GAP.threshold 须为有限小数"),
        ("periods.H1.submit_by", "07-32", "periods[...].submit_by"),
        ("periods.H1.submit_by", "13-01", "periods[...].submit_by"),
        ("periods.H1.submit_by", "02-30", "periods.H1.submit_by：不是每年都有 02-30 这一天"),
        ("periods.H1.starts", "07-01", "periods.H1：起始日 07-01 晚于截止日 06-30"),
        ("clawback.cutoff", "02-29", "clawback.cutoff：不是每年都有 02-29 这一天"),
        ("rectification.due_days", -1, "rectification.due_days"),
        ("rectification.due_days", 10**12, "rectification.due_days"),
        ("clawback.notice_days", 3661, "clawback.notice_days"),
        ("chain", [], "审核链至少一级"),
        ("chain", [ONLY_SOME], "审核链至少一级须适用于全部资金"),
        ("chain", [{"clause": "x", "level": "A", "role": "UNIT_HEAD", "order": 1}] * 2, "不能重复"),
        ("assessment.rubric", [], "合计 0 分，须为 100 分"),
        ("rectification.ladder", ["REMINDER"], "起始一级“整改通知书”不在升级各级之中"),
        ("rectification.ladder", ["NOTICE", "NOTICE"], "整改升级各级不能重复"),
        ("evaluation.grades", {"EXCELLENT": "90", "GOOD": "80"}, "evaluation.grades 须写明"),
        ("evaluation.grades.GOOD", "90", "依次降低"),
        ("evaluation.grades.FAIR", "0", "在 0 至 100 之间"),
        ("evaluation.grades.EXCELLENT", "100.5", "在 0 至 100 之间"),
        ("evaluation.grades", {"POOR": "1"}, "evaluation.grades 须写明"),
        ("evaluation.result_weight", "-1", "evaluation.result_weight 须在 0 至 100 之间"),
        ("evaluation.coverage_floor", "100.01", "evaluation.coverage_floor 须在 0 至 100 之间"),
        ("evaluation.key_floor", "-0.01", "evaluation.key_floor 须在 0 至 100 之间"),
        (
            "assessment.rubric",
            [{"code": "A", "name": "甲", "points": 99, "measure": "EXECUTION"}],
            "合计 99 分，须为 100 分",
        ),
        (
            "assessment.rubric",
            [
                {"code": "A", "name": "甲", "points": 120, "measure": "EXECUTION"},
                {"code": "B", "name": "乙", "points": -20, "measure": "RECTIFIED"},
            ],
            "且每项大于 0",
        ),
        (
            "assessment.rubric",
            [{"code": "A", "name": "甲", "points": 100, "measure": "MAGIC"}],
            "没有 MAGIC 这一指标",
        ),
        ("division", "211382", "属于区划 211382，不是 231083"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_field(
    path: str, value: object, fault: str
) -> None:
    command = msgspec.structs.replace(amend(), changes={path: value})
    assert fault in refusal(lambda: decided(law(), command))


def test_an_amendment_needs_something_to_amend() -> None:
    early = msgspec.structs.replace(amend(), effective_on=date(2020, 12, 31))
    assert "2020-12-31 没有生效的政策版本" in refusal(lambda: decided(law(), early))


def test_an_amendment_cannot_rename_itself_or_date_itself() -> None:
    command = amend(edition="mine", effective_on="1999-01-01", source_document="伪造")
    (fact,) = decided(law(), command)
    assert isinstance(fact, PolicyAmended)
    assert (fact.edition, fact.effective_on) == ("hailin@2021-08-01", AUGUST)
    assert fact.source_document == "海财发〔2021〕20号"


def test_a_list_can_be_replaced_whole() -> None:
    command = amend(clawback__grounds=["UNATTAINABLE"])
    assert [one.value for one in after(law(), command).on(AUGUST).clawback.grounds] == [
        "UNATTAINABLE"
    ]


def test_a_recorded_rule_that_decides_nothing_is_read_and_not_amended() -> None:
    (fact,) = decided(Law(), AdoptPolicy(edition=HAILIN))
    assert isinstance(fact, PolicyAdopted)
    targets = fact.rules["targets"]
    assert isinstance(targets, dict)
    held = {**fact.rules, "targets": {**targets, "paired_causes": ["OBJECTIVE"]}}
    old = evolve(Law(), msgspec.structs.replace(fact, rules=held))
    assert old == law()
    told = refusal(partial(decided, old, amend(targets__paired_causes=[])))
    assert told == "政策中没有 targets.paired_causes 这一项"


def test_a_missing_table_is_named() -> None:
    without = content(PACK)
    del without["figures"]
    command = AdoptPolicy(edition=HAILIN, rules=without)
    assert "缺少字段 figures" in refusal(lambda: decided(Law(), command))
