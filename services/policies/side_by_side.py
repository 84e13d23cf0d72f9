"""Two editions laid side by side, value by value, each with its clause and whether it was seen."""

from collections.abc import Iterator
from typing import Final

import msgspec
from msgspec import Struct

from services.policies.rules import Rules

SECTIONS: Final = {
    "figures": "测算口径",
    "periods": "监控期间",
    "chain": "审核链",
    "warnings": "预警",
    "monitoring": "重点监控与渠道",
    "targets": "绩效目标",
    "pre_evaluation": "事前评估",
    "rectification": "整改",
    "disposition": "分类处置",
    "clawback": "盘活收回",
    "spending": "支出合规",
    "evaluation": "绩效评价",
    "assessment": "考核",
    "obligations": "报送公开义务",
    "third_parties": "第三方机构",
}
_ABOUT: Final = ("clause", "note", "verified")
_WORDS: Final = {
    "measure": "指标",
    "operator": "比较",
    "threshold": "界限",
    "absolute": "取绝对值",
    "light": "灯号",
    "opens_case": "下发整改",
    "documents": "须报材料",
    "periods": "适用期间",
    "rate_base": "执行率基数",
    "schedule_basis": "序时进度口径",
    "compare_on": "比较取值",
    "deviation_basis": "偏差率口径",
    "over_fulfilment": "超额完成界限",
    "unmet_cap": "未达上限",
    "late_day_deduction": "逐日扣减",
    "name": "名称",
    "starts": "起始",
    "cutoff": "截止日",
    "adjust_by": "调整期限",
    "issue_by": "下达期限",
    "submit_by": "报送期限",
    "review_by": "审核期限",
    "subject_kinds": "监控对象",
    "task_issue_mode": "下达方式",
    "merge_into": "并入",
    "role": "角色",
    "order": "顺序",
    "scored": "评分",
    "files_only": "只备案",
    "grounds": "理由",
    "idle_years": "闲置年数",
    "notice_days": "告知日数",
    "decider_roles": "决定角色",
    "waiver_roles": "免收角色",
    "protected_tags": "不收回资金",
    "superior_tags": "上缴资金",
    "superior_sources": "上缴资金来源",
    "superior_returns": "上缴范围",
    "late_facts": "迟到事实",
    "period_plans": "计划值口径",
    "behind_takes": "慢于序时收回",
    "closes_when": "结束条件",
    "due_days": "整改日数",
    "kinds": "措施",
    "paired": "须同时",
    "approval": "须先决定",
    "points": "分值",
    "due": "期限",
    "what": "内容",
    "recipients": "报送对象",
    "copies": "抄送",
    "owed_by": "义务人",
    "weights": "权重",
    "grades": "等级起点分数",
    "minimum_indicators": "最少指标数",
    "combination": "触发组合",
    "front": "靠前名次",
    "rear": "靠后名次",
    "floor_fen": "金额下限（分）",
    "triggers": "情形",
}


class Value(Struct, frozen=True, kw_only=True):
    """One value of an edition with the paragraph it comes from; ``verified`` False: proposed."""

    text: str
    clause: str
    note: str
    verified: bool


class Pair(Struct, frozen=True, kw_only=True):
    """A value in two editions, None where one has no such rule."""

    section: str
    path: str
    left: Value | None
    right: Value | None

    @property
    def words(self) -> str:
        """The path as an amendment writes it, with its last name in Chinese where there is one."""
        own = self.path.partition(".")[2]
        word = _WORDS.get(own.rpartition(".")[2])
        return f"{own}（{word}）" if word else own

    @property
    def differs(self) -> bool:
        """Whether the two editions say something else, whatever their paragraphs are called."""
        return (self.left and self.left.text) != (self.right and self.right.text)


def side_by_side(left: Rules, right: Rules) -> list[Pair]:
    """Pair every value of two editions, section by section."""
    pairs: list[Pair] = []
    for section in SECTIONS:
        one, other = (dict(_values(rules, section)) for rules in (left, right))
        paths = [*one, *(path for path in other if path not in one)]
        pairs += [
            Pair(section=section, path=path, left=one.get(path), right=other.get(path))
            for path in paths
        ]
    return pairs


def _values(rules: Rules, section: str) -> Iterator[tuple[str, Value]]:
    content = msgspec.to_builtins(getattr(rules, section), str_keys=True)
    yield from _walk(section, content, Value(text="", clause="", note="", verified=True))


def _walk(path: str, content: object, about: Value) -> Iterator[tuple[str, Value]]:
    """Go down to the values; a table says for all below it where it comes from."""
    if isinstance(content, dict):
        if "clause" in content:
            about = Value(
                text="",
                clause=str(content["clause"]),
                note=str(content.get("note", "")),
                verified=bool(content.get("verified", True)),
            )
        for name, inner in content.items():
            if name not in _ABOUT:
                yield from _walk(f"{path}.{name}", inner, about)
    elif isinstance(content, list | tuple) and any(isinstance(one, dict) for one in content):
        for number, inner in enumerate(content, 1):
            named = inner.get("code") or inner.get("level") if isinstance(inner, dict) else None
            yield from _walk(f"{path}.{named or number}", inner, about)
    else:
        yield path, msgspec.structs.replace(about, text=_text(content))


def _text(value: object) -> str:
    match value:
        case None:
            return "未设"
        case bool():
            return "是" if value else "否"
        case list() | tuple():
            return "、".join(map(str, value)) or "无"
        case _:
            return str(value)
