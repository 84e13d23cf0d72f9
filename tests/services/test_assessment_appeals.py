"""Appeals, corrections after publication, groups, ties and the pilots of a year."""

from dataclasses import replace

import msgspec
import pytest

from events.assessment import (
    AppealResolved,
    DepartmentScored,
    DepartmentsGrouped,
    PilotsSelected,
    RankingPublished,
    ScoreAppealed,
    ScoreCorrected,
)
from services.assessment.commands import (
    CorrectScore,
    GroupDepartments,
    SelectPilots,
)
from tests.services.assessing import (
    APPEAL,
    BY_HAND,
    MANUAL_RUBRIC,
    OPEN,
    OPENED,
    PUBLISH,
    SCORED,
    D,
    Year,
    item,
    resolving,
    scoring,
)
from tests.services.project.given import (
    CHIEF,
    OFFICER,
    REVIEWER,
    STRANGER,
    amended,
    day,
    law_of,
)


@pytest.mark.clause("HL-16")
def test_an_appeal_keeps_both_scores_and_a_new_count_keeps_its_result() -> None:
    year = SCORED.by(REVIEWER).after(APPEAL)
    assert year.last(ScoreAppealed) == ScoreAppealed(
        department="D01", score=D("50.00"), reason="退回有误"
    )
    assert year.told(APPEAL) == []
    other = msgspec.structs.replace(APPEAL, reason="另有理由")
    assert "D01 已有待处理的申诉" in year.refused(other)
    assert "尚有申诉未处理：D01" in year.by(OFFICER).refused(PUBLISH)
    solved = year.by(OFFICER).after(resolving("45", "TIME"))
    answer = solved.last(AppealResolved)
    assert (answer.before, answer.after) == (D("50.00"), D("75.00"))
    assert solved.last(DepartmentScored).score == D("75.00")
    assert solved.after(scoring(D01=1)).last(DepartmentScored).score == D("75.00")
    assert solved.told(PUBLISH)


def test_an_appeal_that_fails_changes_no_score() -> None:
    year = SCORED.by(REVIEWER).after(APPEAL).by(OFFICER)
    assert "不能改分" in year.refused(resolving("45", "TIME", upheld=False))
    assert "须写明评分项和分数" in year.refused(resolving(None))
    solved = year.after(resolving(None, upheld=False))
    assert solved.last(AppealResolved).after == D("50.00")
    assert solved.state.scores == SCORED.state.scores
    assert "没有待处理的申诉" in solved.refused(resolving(None, upheld=False))


def test_only_a_department_itself_appeals() -> None:
    assert "D99 不能代 D01 申诉" in SCORED.by(STRANGER).refused(APPEAL)
    assert "尚未评分" in OPENED.by(REVIEWER).refused(APPEAL)


@pytest.mark.clause("HL-16", "QM-14")
def test_after_publication_a_correction_is_a_fact_and_the_ranking_stands() -> None:
    published = SCORED.after(PUBLISH)
    correct = CorrectScore(
        fiscal_year=2021, assessment="A", department="D01", item="TIME", points=D(60), reason="误"
    )
    assert "不必更正" in SCORED.refused(correct)
    year = published.after(correct)
    fact = year.last(ScoreCorrected)
    assert (fact.before, fact.after) == (D("50.00"), D("100.00"))
    assert year.told(correct) == []
    assert year.told(PUBLISH) == []
    assert year.last(RankingPublished) == published.last(RankingPublished)
    appealed = year.by(REVIEWER).after(APPEAL).by(OFFICER).after(resolving("30", "TIME"))
    assert appealed.last(ScoreCorrected).before == D("100.00")
    assert "不能再评分" in appealed.refused(scoring(D01=1))
    assert "不能再评分" in appealed.refused(item("1"))


@pytest.mark.clause("HL-16")
def test_after_publication_there_are_days_to_appeal_where_the_place_says_so() -> None:
    law = amended(
        law_of("hailin"),
        day(2, 1),
        assessment__rubric=MANUAL_RUBRIC,
        assessment__appeal_days=5,
    )
    year = Year(law).after(OPEN).after(scoring(D01=5)).after(PUBLISH).by(REVIEWER)
    assert str(year.last(RankingPublished).appeal_by) == "2021-12-20"
    assert replace(year, instant=day(12, 20, hour=23)).told(APPEAL)
    late = replace(year, instant=day(12, 21, hour=0))
    assert late.refused(APPEAL) == "申诉期限 2021-12-20 已过"
    assert replace(SCORED.after(PUBLISH).by(REVIEWER), instant=day(12, 31)).told(APPEAL)


@pytest.mark.clause("HL-16")
def test_departments_are_ranked_within_their_group() -> None:
    groups = {"大型": ("D01", "D02"), "小型": ("D03",)}
    group = GroupDepartments(fiscal_year=2021, assessment="A", groups=groups)
    year = SCORED.after(group)
    assert year.told(group) == []
    ranks = year.after(PUBLISH).last(RankingPublished).ranks
    assert [(one.group, one.department, one.rank) for one in ranks] == [
        ("大型", "D02", 1),
        ("大型", "D01", 2),
        ("小型", "D03", 1),
    ]
    twice = GroupDepartments(
        fiscal_year=2021, assessment="A", groups={"a": ("D01",), "b": ("D01",)}
    )
    assert SCORED.refused(twice) == "一个部门只能在一个组"
    assert year.last(DepartmentsGrouped).groups == groups


@pytest.mark.clause("HL-16")
def test_equal_scores_are_told_apart_only_where_the_place_says_by_what() -> None:
    broken = amended(
        law_of("hailin"),
        day(2, 1),
        assessment__rubric=MANUAL_RUBRIC,
        assessment__tie_breaks=["SELF"],
    )
    for law, places in ((BY_HAND, [1, 1]), (broken, [1, 2])):
        year = Year(law).after(OPEN).after(scoring(D01=10, D02=5))
        year = year.after(item("10")).after(item("40", "D02"))
        assert {one.score for one in year.state.scores.values()} == {D("70.00")}
        ranks = year.after(PUBLISH).last(RankingPublished).ranks
        assert [one.rank for one in ranks] == places
    assert [one.department for one in ranks] == ["D02", "D01"]


@pytest.mark.clause("HL-10")
def test_two_departments_are_the_pilots_of_the_year() -> None:
    def pilots(*names: str) -> SelectPilots:
        return SelectPilots(
            fiscal_year=2021, assessment="A", departments=names, document="方案二(五)"
        )

    year = OPENED.by(CHIEF).after(pilots("D01", "D02", "D01"))
    assert year.last(PilotsSelected).departments == ("D01", "D02")
    assert year.told(pilots("D01", "D02")) == []
    assert "须为 2 个，现为 1 个" in OPENED.refused(pilots("D01"))
    assert "须为 2 个，现为 3 个" in OPENED.refused(pilots("D01", "D02", "D03"))
    elsewhere = Year(law_of("qiemo")).after(OPEN)
    assert "没有规定" in elsewhere.refused(pilots("D01", "D02"))
