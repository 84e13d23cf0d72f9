"""The columns of what is shown about a year, its departments and its reports."""

from typing import Final

from msgspec import Struct

from projections.board.duties import Corrections, Lights
from projections.board.lookups import Summary
from projections.composition import Composition
from projections.congress import Extract
from projections.coverage import Share
from projections.engagements import Engagement
from projections.ledgers import LedgerTotal
from projections.obligations import Obligation
from projections.ranking import Ranking
from projections.reports import Coverage, DirectFunds, Figure
from projections.trail import Trail
from services.answers.cells import (
    Column,
    correction,
    figure,
    figure_unit,
    follows,
    in_wan,
    of,
    place,
    population,
    scope,
    tag,
)

OF_YEAR: Final[dict[type[Struct], tuple[Column, ...]]] = {
    Ranking: (
        ("地区", place),
        ("考核", of("assessment")),
        ("名次", lambda row: getattr(row, "rank", None) or "未排名"),
        ("部门", of("department")),
        ("得分", of("score")),
        ("折算", of("rescaled")),
        ("公布时间", of("published_at")),
        ("申诉", of("appeal")),
        ("更正后得分", of("corrected_score")),
        ("结果应用", follows),
    ),
    Trail: (
        ("台账", of("sequence")),
        ("登记时间", of("recorded_at")),
        ("业务日期", of("occurred_on")),
        ("项目", of("aggregate")),
        ("事实", of("title")),
        ("内容", of("summary")),
        ("经办", of("actor")),
        ("单位", of("org")),
    ),
    Share: (
        ("类别", of("kind")),
        ("范围", population),
        ("总数", of("subjects")),
        ("已评", of("evaluated")),
        ("资金(万元)", in_wan("amount_fen")),
        ("已评资金(万元)", in_wan("evaluated_fen")),
        ("数量%", of("count_rate")),
        ("资金%", of("amount_rate")),
        ("要求%", of("floor")),
        ("达到", of("met")),
    ),
    Obligation: (
        ("义务", of("obligation")),
        ("类别", of("kind")),
        ("内容", of("what")),
        ("义务人", of("department")),
        ("对象", of("recipients")),
        ("抄送", of("copies")),
        ("期限", of("due_on")),
        ("状态", of("state")),
        ("逾期", of("overdue")),
        ("办理日期", of("fulfilled_on")),
        ("迟(早)天数", of("days_late")),
        ("免予理由", of("waiver_reason")),
    ),
    Engagement: (
        ("机构", of("name")),
        ("委托", of("engagement")),
        ("内容", of("purpose")),
        ("委托日期", of("engaged_on")),
        ("成果", of("work")),
        ("提交次数", of("submissions")),
        ("得分", of("score")),
        ("等级", of("grade")),
        ("限制委托", of("barred")),
    ),
    Extract: (
        ("项目", of("project")),
        ("名称", of("name")),
        ("部门", of("department")),
        ("年度总体目标", of("objective")),
        ("绩效指标", of("indicators")),
        ("现有预算(万元)", in_wan("budget_fen")),
        ("执行(万元)", in_wan("executed_fen")),
        ("预算执行率%", of("execution_rate")),
        ("总体完成率%", of("completion_rate")),
        ("审核得分", of("score")),
        ("预警", of("warnings")),
        ("整改", of("cases")),
    ),
    DirectFunds: (
        ("项目", of("project")),
        ("名称", of("name")),
        ("部门", of("department")),
        ("特别国债", of("special_bond")),
        ("收到(万元)", in_wan("received_fen")),
        ("分配(万元)", in_wan("allocated_fen")),
        ("下达(万元)", in_wan("appropriated_fen")),
        ("支付(万元)", in_wan("paid_fen")),
        ("分配率%", of("allocation_rate")),
        ("支出进度%", of("payment_rate")),
        ("目标已批复", of("targets_approved")),
        ("公开网址", of("address")),
    ),
    Coverage: (
        ("部门", of("department")),
        ("对象数", of("projects")),
        ("现有预算(万元)", in_wan("budget_fen")),
        ("有目标", of("with_targets")),
        ("有目标资金(万元)", in_wan("targets_fen")),
        ("已监控", of("monitored")),
        ("已监控资金(万元)", in_wan("monitored_fen")),
        ("目标覆盖率%", of("targets_rate")),
        ("监控覆盖率%", of("monitored_rate")),
    ),
    Figure: (
        ("口径", scope),
        ("指标", of("label")),
        ("数值", figure),
        ("单位", figure_unit),
    ),
    Lights: (
        ("部门", of("department")),
        ("任务", of("tasks")),
        ("红灯", of("red")),
        ("黄灯", of("yellow")),
        ("绿灯", of("green")),
        ("部门灯", of("light")),
    ),
    Corrections: (
        ("部门", of("department")),
        ("整改事项", of("cases")),
        ("未办结", of("open_cases")),
        ("逾期", of("overdue_cases")),
        ("应改项", of("items_issued")),
        ("已改项", of("items_accepted")),
        ("纠偏率%", correction),
    ),
    Summary: (
        ("项目数", of("projects")),
        ("资金(万元)", in_wan("base_fen")),
        ("执行(万元)", in_wan("executed_fen")),
        ("预算执行率%", of("execution_rate")),
        ("总体完成率%", of("completion_rate")),
        ("偏差", of("gap")),
        ("审核平均分", of("mean_score")),
        ("直达资金(万元)", in_wan("direct_fen")),
        ("其中特别国债(万元)", in_wan("special_bond_fen")),
    ),
    Composition: (
        ("类别", of("subject_kind")),
        ("资金", lambda row: tag(getattr(row, "tag", ""))),
        ("个数", of("subjects")),
    ),
    LedgerTotal: (
        ("预算", of("budget_ledger")),
        ("个数", of("subjects")),
        ("年初预算(万元)", in_wan("initial_fen")),
        ("现有预算(万元)", in_wan("current_fen")),
        ("拨付(万元)", in_wan("appropriated_fen")),
        ("执行(万元)", in_wan("executed_fen")),
        ("执行率%(年初)", of("rate_initial")),
        ("执行率%(现有)", of("rate_current")),
    ),
}
