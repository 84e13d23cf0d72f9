"""Names on the bus: one literal subject an aggregate, one intake subject a division."""

import re
from typing import NamedTuple

STREAM = "JX_EVENTS"
INTAKE_STREAM = "JX_INTAKE"
PARKED_STREAM = "JX_PARKED"

EVENTS = "jx.ev"
CODE = re.compile(r"[0-9A-Za-z_-]{1,64}")
DIVISION = re.compile(r"[0-9]{6}")


class AggregateId(NamedTuple):
    """Which history a fact belongs to, e.g. ``211382.project.211382-2021-P001``.

    ``kind`` is the aggregate's noun, ``name`` is ``<division>-<fiscal year>-<code>``.
    """

    division: str
    kind: str
    name: str

    def __str__(self) -> str:
        """Return the dotted form that the ledger stores under ``jx.ev.``."""
        return f"{self.division}.{self.kind}.{self.name}"

    @property
    def year(self) -> int:
        """The fiscal year in the name; 0 for what has none (a policy)."""
        parts = self.name.split("-", 2)
        return int(parts[1]) if len(parts) == 3 else 0  # noqa: PLR2004 - division, year, code

    @property
    def code(self) -> str:
        """The code in the name: the project code, the campaign's period ..."""
        return self.name.split("-", 2)[-1]

    @classmethod
    def parse(cls, dotted: str) -> "AggregateId":
        """Read the dotted form back; ``ValueError`` when it has not three parts."""
        division, kind, name = dotted.split(".")
        return cls(division, kind, name)


def project_id(division: str, fiscal_year: int, code: str) -> AggregateId:
    """One project (or department as a whole, or transfer payment) in one fiscal year."""
    return AggregateId(division, "project", f"{division}-{fiscal_year}-{code}")


def campaign_id(division: str, fiscal_year: int, period: str) -> AggregateId:
    """One monitoring campaign of a division."""
    return AggregateId(division, "campaign", f"{division}-{fiscal_year}-{period}")


def clawback_round_id(division: str, fiscal_year: int, code: str) -> AggregateId:
    """One clawback round of a division."""
    return AggregateId(division, "clawback_round", f"{division}-{fiscal_year}-{code}")


def assessment_id(division: str, fiscal_year: int, code: str) -> AggregateId:
    """One assessment of the departments of a division."""
    return AggregateId(division, "assessment", f"{division}-{fiscal_year}-{code}")


def obligation_id(division: str, fiscal_year: int, code: str) -> AggregateId:
    """One thing to be reported or published in a year, for all who owe it."""
    return AggregateId(division, "obligation", f"{division}-{fiscal_year}-{code}")


def engagement_id(division: str, fiscal_year: int, institution: str) -> AggregateId:
    """One third-party institution in a year, with all the work it was given."""
    return AggregateId(division, "engagement", f"{division}-{fiscal_year}-{institution}")


def policy_id(division: str) -> AggregateId:
    """Name the history of the editions of the rules a division has adopted."""
    return AggregateId(division, "policy", division)


def intake_subject(division: str) -> str:
    """Where upstream systems of a division publish."""
    return f"jx.in.{division}.execution"


def receipt_subject(division: str, source_system: str) -> str:
    """Where an upstream system reads what became of its messages."""
    return f"jx.out.{division}.receipt.{source_system}"


def changes_subject(division: str) -> str:
    """Where it is told that facts of a division were recorded."""
    return f"jx.out.{division}.changes"


def parked_subject(division: str) -> str:
    """Where refused or poisonous upstream messages are kept with their reason."""
    return f"jx.parked.{division}"
