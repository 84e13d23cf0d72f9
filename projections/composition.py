"""Report ``composition``: of what the monitored subjects consist; a lookup only."""

from typing import Final

from msgspec import Struct

from events.terms import SubjectKind
from projections.view import Lookup


class Composition(Struct, frozen=True):
    """How many subjects money of one kind pays for; ``tag`` is empty for those without a tag."""

    subject_kind: SubjectKind
    tag: str
    subjects: int


_COMPOSITION: Final = """
SELECT subject_kind, coalesce(tag, '') AS tag, count(*) AS subjects
FROM subjects LEFT JOIN LATERAL
  (SELECT value AS tag FROM jsonb_array_elements_text(fund_tags)) AS tags ON true
WHERE division = %(division)s AND fiscal_year = %(year)s AND name <> ''
GROUP BY 1, 2 ORDER BY 1, 2
"""


def show(division: str, year: int) -> Lookup[Composition]:
    """Count registered subjects by kind and by what pays for them (QM-02, QM-06)."""
    return Lookup(_COMPOSITION, {"division": division, "year": year}, Composition)
