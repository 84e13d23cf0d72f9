"""The register of dispositions: what was proposed and decided, and what carries it out."""

from datetime import date

from msgspec import Struct

from events.disposition import DispositionDecided, DispositionExecuted, DispositionProposed
from events.terms import Cause, DispositionKind
from services.policies.rules import DispositionRules
from services.refusal import Refused


class Entry(Struct, frozen=True):
    """One line of the register; ``decided`` is None until somebody decided.

    ``reduced_fen`` is by how much the budget was lowered to carry it out, in 分.
    """

    proposed: DispositionProposed
    decided: DispositionDecided | None = None
    executed: frozenset[DispositionKind] = frozenset()
    revoked: bool = False
    reduced_fen: int = 0

    @property
    def pending(self) -> tuple[DispositionKind, ...]:
        """The measures that were decided and not carried out yet."""
        if self.decided is None or not self.decided.approved or self.revoked:
            return ()
        return tuple(kind for kind in self.proposed.kinds if kind not in self.executed)


Register = dict[str, Entry]


def allowed(rules: DispositionRules, cause: Cause, kind: DispositionKind) -> None:
    """Refuse a measure that the catalogue does not have for a cause; without one all go."""
    remedy = rules.catalogue.get(cause)
    if rules.catalogue and (remedy is None or kind not in remedy.kinds):
        clause = remedy.clause if remedy else rules.clause
        raise Refused(f"“{cause.zh}”不适用“{kind.zh}”", clause=clause)


def executing(register: Register, kind: DispositionKind, name: str, cause: Cause) -> str:
    """Name the decided disposition that a measure carries out, "" if it stands alone."""
    if name:
        entry = register.get(name)
        if entry is None or kind not in (*entry.pending, *entry.executed):
            raise Refused(f"分类处置 {name} 未决定“{kind.zh}”")
        return name
    return next(
        (
            name
            for name, entry in register.items()
            if kind in entry.pending and entry.proposed.cause is cause
        ),
        "",
    )


def carried_out(
    register: Register, name: str, kind: DispositionKind, on: date
) -> list[DispositionExecuted]:
    """Say in the register that a measure was carried out; once."""
    entry = register.get(name)
    if entry is None or kind not in entry.pending:
        return []
    return [DispositionExecuted(disposition=name, kind=kind, on=on)]
