"""Facts: suspected violations and what became of them (问责线索); only ever added to."""

from datetime import date

from events.fact import Fact
from events.terms import Violation


class ViolationSuspected(Fact, frozen=True, kw_only=True):
    """A case is open (LY-24, HJ-28); ``evidence`` names the document or the finding."""

    tag = "project.violation-suspected.v1"
    title = "发现问责线索"

    case: str
    violation: Violation
    evidence: str
    amount_fen: int = 0
    department: str
    unit: str


class FindingRecorded(Fact, frozen=True, kw_only=True):
    """The suspicion was examined; ``confirmed`` says with which result."""

    tag = "project.finding-recorded.v1"
    title = "核查认定"

    case: str
    confirmed: bool
    finding: str


class ReportedToGovernment(Fact, frozen=True, kw_only=True):
    """The case was reported as a reference for administrative accountability (LY-24)."""

    tag = "project.reported-to-government.v1"
    title = "报送同级政府"

    case: str
    document: str
    on: date


class ReferredToDiscipline(Fact, frozen=True, kw_only=True):
    """Major clues went to the discipline inspection (LY-24, QM-14)."""

    tag = "project.referred-to-discipline.v1"
    title = "移送纪检监察机关"

    case: str
    document: str
    on: date


class SanctionRecorded(Fact, frozen=True, kw_only=True):
    """The decision of the competent body, in its words."""

    tag = "project.sanction-recorded.v1"
    title = "处理处分决定"

    case: str
    body: str
    sanction: str
    document: str


class AccountabilityCaseClosed(Fact, frozen=True, kw_only=True):
    """Nothing more is to be done about the case."""

    tag = "project.accountability-case-closed.v1"
    title = "问责线索办结"

    case: str
    conclusion: str


AccountabilityFact = (
    ViolationSuspected
    | FindingRecorded
    | ReportedToGovernment
    | ReferredToDiscipline
    | SanctionRecorded
    | AccountabilityCaseClosed
)
