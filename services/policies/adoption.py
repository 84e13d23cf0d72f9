"""The policy aggregate: a division adopts an edition or amends one (每一版都是事实)."""

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from events.policy import PolicyAdopted, PolicyAmended, PolicyFact
from events.terms import Grade, Role
from services.decision import Command, Context
from services.policies.calendar import resolve
from services.policies.law import Law, read
from services.policies.numbers import sensible
from services.policies.packs import pack_edition
from services.policies.rules import DEDUCTION_COUNTS, NOT_APPLICABLE, RUBRIC_MEASURES, Rules
from services.refusal import Refused
from services.wording import chinese

_BUREAU = (Role.PERF_SECTION_OFFICER, Role.FIN_APPROVER)
FULL_MARKS = 100
COMMON_YEAR = 2021
_PERIOD_DAYS = ("starts", "cutoff", "adjust_by", "issue_by", "submit_by", "review_by")


class AdoptPolicy(Command, frozen=True, kw_only=True):
    """Adopt an edition of a pack by its name, e.g. ``hailin@2021-01-01``, or one given whole."""

    title = "采用政策版本"

    edition: str
    rules: dict[str, object] | None = None


class AmendPolicy(Command, frozen=True, kw_only=True):
    """Make a new edition from the one in force on ``effective_on``.

    ``changes`` maps dotted keys to values, e.g. ``warnings.RATE_GAP.threshold`` to ``"15.00"``.
    """

    title = "修订政策版本"

    effective_on: date
    source_document: str
    clause: str
    changes: dict[str, object]


PolicyCommand = AdoptPolicy | AmendPolicy


def decide(law: Law, command: PolicyCommand, context: Context) -> list[PolicyFact]:
    """Decide about an edition; what is adopted is checked whole and stored whole."""
    context.require(_BUREAU, command.title)
    adopted = {rules.edition for rules in law.editions}
    match command:
        case AdoptPolicy(edition=edition):
            rules = _typed(command.rules) if command.rules else pack_edition(edition)
            if rules.edition != edition:
                raise Refused(f"政策内容的版本是 {rules.edition}，不是 {edition}")
            _check(rules, context.aggregate.division)
            if edition in adopted:
                if command.rules and law.edition(edition) != rules:
                    raise Refused(f"政策版本 {edition} 已采用，内容不同；须修订（AmendPolicy）")
                return []
            return [
                PolicyAdopted(
                    edition=edition,
                    effective_on=rules.effective_on,
                    source_document=rules.source_document,
                    rules=msgspec.to_builtins(rules),
                )
            ]
        case AmendPolicy(effective_on=day, changes=changes):
            amended = law.on(day)
            edition = f"{amended.edition.partition('@')[0]}@{day}"
            while edition in adopted:
                edition += "+"
            content = msgspec.to_builtins(amended)
            for path, value in changes.items():
                _change(content, path, value)
            content |= {
                "edition": edition,
                "effective_on": day.isoformat(),
                "source_document": command.source_document,
            }
            rules = _typed(content)
            if msgspec.structs.replace(rules, edition=amended.edition) == amended:
                return []
            _check(rules, context.aggregate.division)
            return [
                PolicyAmended(
                    edition=edition,
                    amends=amended.edition,
                    effective_on=day,
                    source_document=command.source_document,
                    clause=command.clause,
                    changes=changes,
                    rules=msgspec.to_builtins(rules),
                )
            ]


def _change(content: dict[str, object], path: str, value: object) -> None:
    """Set a dotted key that exists already; a typing error must not become a new rule."""
    *parents, last = path.split(".")
    table: object = content
    for key in parents:
        table = table.get(key) if isinstance(table, dict) else None
    if not isinstance(table, dict) or last not in table:
        raise Refused(f"政策中没有 {path} 这一项")
    table[last] = value


def _typed(content: Mapping[str, object]) -> Rules:
    try:
        return read(dict(content))
    except msgspec.ValidationError as error:
        raise Refused(f"政策内容不合规定：{chinese(error)}") from error


def _check(rules: Rules, division: str) -> None:
    if rules.division != division:
        raise Refused(f"政策版本 {rules.edition} 属于区划 {rules.division}，不是 {division}")
    if faults := [*_numbers(rules), *_days(rules), *_chain(rules)]:
        raise Refused(*faults)
    weights = rules.evaluation.weights.values()
    if sum(weights) != FULL_MARKS or any(weight < 0 for weight in weights):
        raise Refused(f"评价各部分合计 {sum(weights)} 分，须为 {FULL_MARKS} 分，且不为负")
    if faults := [*_remedies(rules)]:
        raise Refused(*faults)
    rubric = rules.assessment.rubric
    for item in rubric:
        if item.measure not in RUBRIC_MEASURES:
            raise Refused(f"考核评分细则没有 {item.measure} 这一指标")
    points = sum(item.points for item in rubric)
    if points != FULL_MARKS or any(item.points <= 0 for item in rubric):
        raise Refused(f"考核评分细则合计 {points} 分，须为 {FULL_MARKS} 分，且每项大于 0")
    if faults := [*_rubric(rules)]:
        raise Refused(*faults)


def _remedies(rules: Rules) -> Iterator[str]:
    """Say what of the parameters of rectification and evaluation cannot be meant."""
    rectification, evaluation = rules.rectification, rules.evaluation
    if len({*rectification.ladder}) < len(rectification.ladder):
        yield "整改升级各级不能重复"
    if rectification.first_step not in rectification.ladder:
        yield f"整改起始一级“{rectification.first_step.zh}”不在升级各级之中"
    floors = [evaluation.grades.get(grade) for grade in Grade if grade is not Grade.POOR]
    falling = [floor for floor in floors if floor is not None]
    if (
        len(falling) < len(floors)
        or Grade.POOR in evaluation.grades
        or falling != sorted({*falling}, reverse=True)
        or not 0 < falling[-1] <= falling[0] <= FULL_MARKS
    ):
        yield "evaluation.grades 须写明优、良、中的起点分数，依次降低，在 0 至 100 之间"
    for path, percent in (
        ("result_weight", evaluation.result_weight),
        ("coverage_floor", evaluation.coverage_floor),
        ("key_floor", evaluation.key_floor),
    ):
        if not 0 <= percent <= FULL_MARKS:
            yield f"evaluation.{path} 须在 0 至 {FULL_MARKS} 之间"


def _rubric(rules: Rules) -> Iterator[str]:
    """Say what of the parameters of a rubric item cannot be meant."""
    rubric = rules.assessment.rubric
    codes = [item.code for item in rubric]
    if len({*codes}) < len(codes):
        yield "考核评分细则的代码不能重复"
    if strange := [code for code in rules.assessment.tie_breaks if code not in codes]:
        yield f"同分排序的依据不在评分细则中：{'、'.join(strange)}"
    for item in rubric:
        cap = item.points if item.cap is None else item.cap
        if not 0 <= item.floor <= cap <= item.points:
            yield f"考核评分细则 {item.code} 的下限、上限和分值不成顺序"
        if item.not_applicable not in NOT_APPLICABLE:
            yield f"考核评分细则 {item.code} 没有 {item.not_applicable} 这一不适用规则"
        for one in item.deductions:
            if one.counts not in DEDUCTION_COUNTS or one.each < 0 or one.beyond < 0:
                yield f"考核评分细则 {item.code} 的扣分 {one.counts} 不合规定"


def _numbers(rules: Rules) -> Iterator[str]:
    figures = rules.figures
    values = {
        "figures.over_fulfilment": figures.over_fulfilment,
        "figures.unmet_cap": figures.unmet_cap,
        "figures.late_day_deduction": figures.late_day_deduction,
        **{f"warnings.{name}.threshold": one.threshold for name, one in rules.warnings.items()},
        **{f"assessment.rubric.{item.code}": item.points for item in rules.assessment.rubric},
        **{f"assessment.rubric.{item.code}.floor": item.floor for item in rules.assessment.rubric},
        **{f"assessment.rubric.{i.code}.cap": i.cap for i in rules.assessment.rubric if i.cap},
        **{
            f"assessment.rubric.{item.code}.deductions.{one.counts}": one.each
            for item in rules.assessment.rubric
            for one in item.deductions
        },
    }
    evaluation = rules.evaluation
    values |= {f"evaluation.weights.{part}": one for part, one in evaluation.weights.items()}
    values |= {
        **{f"evaluation.grades.{name}": floor for name, floor in evaluation.grades.items()},
        "evaluation.result_weight": evaluation.result_weight,
        "evaluation.coverage_floor": evaluation.coverage_floor,
        "evaluation.key_floor": evaluation.key_floor,
    }
    for path, value in values.items():
        if not sensible(value):
            yield f"{path} 须为有限小数"


def _days(rules: Rules) -> Iterator[str]:
    days = {"clawback.cutoff": rules.clawback.cutoff}
    for code, period in rules.periods.items():
        written = {name: getattr(period, name) for name in _PERIOD_DAYS}
        days |= {f"periods.{code}.{name}": day for name, day in written.items() if day}
    days |= {f"spending.check_days.{day}": day for day in rules.spending.check_days}
    days |= {f"obligations.{code}.due": one.due for code, one in rules.obligations.items()}
    for path, day in days.items():
        try:
            resolve(day, COMMON_YEAR)
        except ValueError:
            yield f"{path}：不是每年都有 {day} 这一天"
            return
    for code, period in rules.periods.items():
        if resolve(period.starts, COMMON_YEAR) > resolve(period.cutoff, COMMON_YEAR):
            yield f"periods.{code}：起始日 {period.starts} 晚于截止日 {period.cutoff}"


def _chain(rules: Rules) -> Iterator[str]:
    names = [step.level for step in rules.chain]
    if not names:
        yield "审核链至少一级"
    if len({*names}) < len(names):
        yield "审核链各级名称不能重复"
    if names and all(step.tags for step in rules.chain):
        yield "审核链至少一级须适用于全部资金"
