"""What every command on a project says: which project, which year."""

from typing import Annotated

from msgspec import Meta

from events.subjects import CODE
from services.decision import Command

FiscalYear = Annotated[int, Meta(ge=1990, le=2100, description="预算年度")]
# In Python `$` also holds before a line feed at the end, which no subject may contain.
Code = Annotated[
    str, Meta(pattern=rf"^{CODE.pattern}(?!\n)$", description="字母、数字、横线，最长 64")
]
Text = Annotated[str, Meta(min_length=1, pattern=r"\S", description="不能为空")]


class ProjectCommand(Command, frozen=True, kw_only=True):
    """A command on one project of one fiscal year."""

    fiscal_year: FiscalYear
    project_code: Code
