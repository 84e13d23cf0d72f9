"""What is about to be written to one history: facts with their envelopes."""

from collections.abc import Iterable
from datetime import UTC

from msgspec import Struct

from events.envelope import Envelope, encode_fact
from events.fact import Fact
from services.decision import Context
from services.desk.history import History, Stamped
from services.ledger.envelope import uuid7


class Plan(Struct, frozen=True):
    """A history, the events that continue it, and the history after them."""

    history: History
    events: tuple[Stamped, ...]
    after: History

    @classmethod
    def nothing(cls, history: History) -> "Plan":
        """Write nothing to a history so far."""
        return cls(history, (), history)

    def then(self, further: "Plan") -> "Plan":
        """Go on with a plan made for the history after this one."""
        return Plan(self.history, (*self.events, *further.events), further.after)


def plan(history: History, facts: Iterable[Fact], context: Context, edition: str) -> Plan:
    """Stamp facts as the next versions of a history; ``edition`` is the context's own."""
    aggregate, name, actor = history.id, str(history.id), context.actor
    recorded_at = max(context.at.astimezone(UTC), history.recorded_at)
    events = tuple(
        Stamped(
            name,
            version,
            Envelope(
                specversion="1.0",
                id=uuid7(),
                source=f"/jixiao/{aggregate.division}",
                type=fact.tag,
                subject=name,
                time=recorded_at,
                datacontenttype="application/json",
                version=version,
                actor=actor.id,
                actorrole=actor.role,
                actororg=actor.org,
                commandid=context.command_id,
                correlationid=context.correlation,
                causationid=context.causation,
                policy=edition,
                data=encode_fact(fact),
            ),
            fact,
        )
        for version, fact in enumerate(facts, history.version + 1)
    )
    return Plan(history, events, history.then(events))
