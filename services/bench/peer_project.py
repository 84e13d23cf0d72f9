"""The peer's project, an aggregate as the library's manual has it."""

from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate, event

from services.intake.contract import Message

Key = tuple[str, str, int, str, int]


class Project(Aggregate):
    """A project that remembers each payment by its key, as ours does."""

    def __init__(self, *, code: str) -> None:
        """Begin with no money."""
        self.code = code
        self.entries: dict[Key, tuple[int, str]] = {}

    @staticmethod
    def create_id(code: str) -> UUID:
        """Derive the id from the code."""
        return uuid5(NAMESPACE_URL, f"/projects/{code}")

    def pay(self, message: Message, origin: str) -> bool:
        """Take a payment once."""
        key = (
            message.source_system,
            message.document_no,
            message.line_no,
            message.kind,
            message.revision,
        )
        if key in self.entries:
            return False
        self._paid(
            source_system=message.source_system,
            document_no=message.document_no,
            line_no=message.line_no,
            kind=message.kind,
            revision=message.revision,
            amount_fen=message.amount_fen,
            occurred_on=message.occurred_on.isoformat(),
            published_at=message.published_at.isoformat(),
            origin=origin,
        )
        return True

    @event("PaymentExecuted")
    def _paid(  # noqa: PLR0913  # the library makes the event's fields of them
        self,
        *,
        source_system: str,
        document_no: str,
        line_no: int,
        kind: str,
        revision: int,
        amount_fen: int,
        occurred_on: str,
        published_at: str,  # noqa: ARG002  # kept with the event
        origin: str,  # noqa: ARG002  # kept with the event
    ) -> None:
        key = (source_system, document_no, line_no, kind, revision)
        self.entries[key] = (amount_fen, occurred_on)
