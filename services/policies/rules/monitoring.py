"""What is monitored when, and who reviews it."""

from typing import Literal

from events.terms import FundTag, Role, SubjectKind
from services.policies.calendar import Day
from services.policies.rules.sourced import Days, Sourced


class Period(Sourced, frozen=True, kw_only=True):
    """A monitored stretch of the year and the days by which its steps are done.

    A STANDING task is a duty that time itself brings (HJ-17); what is merged into another work
    (``merge_into``) gets no task of its own.
    """

    name: str
    starts: Day
    cutoff: Day
    adjust_by: Day | None = None
    issue_by: Day | None = None
    submit_by: Day
    review_by: Day
    subject_kinds: tuple[SubjectKind, ...] = tuple(SubjectKind)
    task_issue_mode: Literal["PUSH", "STANDING"] = "PUSH"
    merge_into: str = ""


class ChainLevel(Sourced, frozen=True, kw_only=True):
    """A step of the review chain; equal ``order`` means in parallel.

    ``tags``: only for subjects with one of these funds, as levels above the county are (QM-10).
    ``org``: only this organisation reviews there. ``review_days``: how many days after the
    period's review day, 0 for that day itself.
    """

    level: str
    role: Role
    order: int
    scored: bool = False
    files_only: bool = False
    tags: tuple[FundTag, ...] = ()
    org: str = ""
    review_days: Days = 0


class MonitoringRules(Sourced, frozen=True, kw_only=True):
    """How tasks are carried out: key projects, disputes, paper, extended checks.

    ``key_project_by`` is the last day to select (HJ-21), afterwards refused or marked late.
    An open dispute (LY-14) blocks a submission or only marks it. Subjects that cannot be filled
    in on the platform go through ``paper_chain`` (LY-22); without one there is no paper.
    """

    key_project_by: Day | None = None
    key_project_late: Literal["REFUSE", "MARK"] = "MARK"
    key_selection_required: bool = False
    dispute: Literal["BLOCK", "MARK"] = "MARK"
    paper_chain: tuple[ChainLevel, ...] = ()
    paper_subject_kinds: tuple[SubjectKind, ...] = ()
    focus_required: bool = False
    extended_check_required: bool = True
