"""附件1 项目支出绩效监控情况表: sixteen columns an indicator, money in 万元 (HJ-F1, LY-15)."""

from services.forms.situation.drawing import write
from services.forms.situation.form import NUMBER, TITLE, Blank, Filled
from services.forms.situation.reading import read

__all__ = ["NUMBER", "TITLE", "Blank", "Filled", "read", "write"]
