"""The Word documents: required headings, sentences computed from facts, letters of each step."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import docx
import pytest
from msgspec.structs import replace

from events.fact import Fact
from events.rectification import Ground
from events.subjects import project_id
from events.targets import Indicator
from projections.ranking import Ranking
from projections.trail.words import ground_of
from services.forms import circular, letters, report
from services.forms.situation import Blank
from services.project.follow_through import EscalateRectification
from services.project.warnings import SubmitMonitoringReport
from services.refusal import Refused
from tests.services.project.given import CHIEF, FILER, Given, P, day
from tests.services.project.stories import ROADS, form, issued, noticed, notified

NAME = project_id("231083", 2021, "P1")
ON = date(2021, 8, 1)
PLANNED: Indicator = replace(ROADS, annual_value=Decimal(80), period_plan={"H1": Decimal(48)})
HEADINGS = (
    "一、组织实施",
    "二、项目基本情况",
    "（一）项目名称",
    "（二）项目起止日期",
    "（三）项目主要内容、涉及范围",
    "（四）项目实施计划进度",
    "（五）项目资金投入安排",
    "三、年度预算执行情况及分析",
    "四、绩效目标情况及分析",
    "（一）绩效目标完成情况",
    "（二）原因分析",
    "五、意见和建议",
    "（一）主要问题",
    "（二）改进措施",
    "1．加快预算执行进度",
    "2．绩效管理及项目实施",
    "3．调整项目预算",
    "4．修订绩效目标",
    "（三）纠偏情况",
    "（四）有关建议",
    "六、其他需要说明的问题",
)


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs]


def written(story: Given, facts: Iterable[Fact]) -> list[str]:
    return lines(report.write(story.state, Blank.of(story.state, NAME, "H1"), [*facts]))


SUBMITTED = issued(paid_fen=112_000_000, indicators=(PLANNED,)).when(form("36")).so_far
TOLD = SUBMITTED.by(FILER).when(
    SubmitMonitoringReport(
        **P,
        task="H1",
        organisation="成立专班",
        execution_analysis="支付慢",
        target_analysis="里程少",
        problems=("开工晚",),
        measures=("赶工",),
        execution_measures=("按月支付",),
        suggestions=("增列配套",),
        other="汛期",
    )
)


@pytest.mark.clause("HJ-22", "HJ-F4")
def test_the_report_has_every_heading_in_its_order() -> None:
    told = written(SUBMITTED, SUBMITTED.facts)
    assert [line for line in told if line in HEADINGS] == [*HEADINGS]


@pytest.mark.clause("HJ-F4")
def test_the_sentences_are_computed() -> None:
    told = written(SUBMITTED, SUBMITTED.facts)
    sentence = "道路：年度目标值≥80公里，1-6月执行情况36，完成年度目标值的45.00%，偏差率为-25.00%。"
    assert sentence in told
    assert "道路偏差率为-25.00%，其原因一是经费保障：资金到位晚。" in told
    executed = "截至2021-06-30执行112.00万元，预算执行率37.33%，序时进度50.00%。"
    assert any(line.endswith(executed) for line in told)
    assert "完成目标可能性：确定能1项。" in told


@pytest.mark.clause("HJ-F4", "QM-08")
def test_what_the_unit_says_stands_under_its_heading() -> None:
    told = written(TOLD.so_far, TOLD.so_far.facts)
    for heading, said in (
        ("一、组织实施", "成立专班"),
        ("（一）主要问题", "1．开工晚"),
        ("1．加快预算执行进度", "1．按月支付"),
        ("2．绩效管理及项目实施", "1．赶工"),
        ("（四）有关建议", "1．增列配套"),
        ("六、其他需要说明的问题", "汛期"),
    ):
        assert told[told.index(heading) + 1] == said


def test_a_report_of_nothing_says_so() -> None:
    story = issued()
    told = written(story, story.facts)
    assert told[told.index("一、组织实施") + 1] == "无。"
    assert told[told.index("（三）纠偏情况") + 1] == "未下发整改通知，纠偏率不适用。"


@pytest.mark.clause("QM-09", "QM-14")
def test_a_case_has_the_letter_of_the_step_it_stands_at() -> None:
    story = noticed()
    [case] = story.state.rectification.cases
    first = lines(letters.rectification(story.state, case, ON))
    assert first[:2] == ["整改通知书", "D01、U01："]
    assert "1．监控审核得分" in "".join(first)
    escalated = story.by(CHIEF).when(EscalateRectification(**P, case=case, reason="未改")).so_far
    title, *rest = lines(letters.rectification(escalated.state, case, ON))
    assert title == "约谈通知书"
    assert any("接受约谈" in line for line in rest)
    assert rest[-1] == "2021年8月1日"


def test_what_somebody_found_is_no_figure_beyond_a_limit() -> None:
    by_hand = Ground(rule="SITE_VISIT", value=Decimal(0), threshold=Decimal(0))
    assert ground_of(by_hand) == "现场核查发现问题"
    measured = Ground(rule="LOW_SCORE", value=Decimal("58.00"), threshold=Decimal(60))
    assert ground_of(measured) == "监控审核得分为58.00，界限为60"


def test_an_unknown_case_has_no_letter() -> None:
    with pytest.raises(Refused, match="没有整改事项 R9"):
        letters.rectification(noticed().state, "R9", ON)


@pytest.mark.clause("HL-07")
def test_the_clawback_notice_has_the_frozen_figures() -> None:
    told = lines(letters.clawback(notified().state, "R1", ON))
    assert told[0] == "盘活收回通知"
    assert any("拟收回95.00万元" in line for line in told)


@pytest.mark.clause("QM-14")
def test_the_circular_is_of_what_was_published() -> None:
    row = Ranking(
        division="231083",
        fiscal_year=2021,
        assessment="2021",
        department="教育局",
        score=Decimal("95.05"),
        rank=1,
    )
    with pytest.raises(Refused, match="尚未公布"):
        circular.circular("考核结果通报", [row], ON)
    published = replace(row, published_at=day(12, 28))
    content = circular.circular("考核结果通报", [published], ON)
    [table] = docx.Document(io.BytesIO(content)).tables
    assert [cell.text for cell in table.rows[1].cells] == ["1", "教育局", "95.05"]
