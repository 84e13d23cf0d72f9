"""Sealed messages into the stream, all or none, and the truth about lost acknowledgements."""

import asyncio
import random
from collections.abc import Sequence

import msgspec
from eventsourcing.persistence import IntegrityError, OperationalError

from services.ledger import errors
from services.ledger.connection import Outgoing
from services.ledger.errors import NoAnswer, Outrun, Refusal
from services.ledger.reading import Reading
from services.ledger.wire import Answer, Wire, refuse

MOST = 1_000  # messages in one atomic batch, the server's limit
ATTEMPTS = 4  # of which the last one only looks whether an earlier one did arrive
GUARD = "Nats-Expected-Last-Subject-Sequence"
PAUSE = 0.02  # seconds, doubled each time, with jitter

_TRANSIENT = {errors.SUBJECT_IN_PROCESS, errors.BATCH_INCOMPLETE, errors.BATCHES_TOO_MANY}


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A message ready to go; `guard` is the subject's last sequence, on its first message only."""

    subject: str
    body: bytes
    guard: int | None


class _Stored(msgspec.Struct):
    seq: int


_stored = msgspec.json.Decoder(_Stored)


class Publication:
    """Publishes to one stream.

    Outrun when a guard no longer holds, IntegrityError when a subject stays in process,
    OperationalError when after several attempts the outcome cannot be had.
    """

    def __init__(self, wire: Wire, reading: Reading) -> None:
        self._wire = wire
        self._reading = reading

    async def commit(self, messages: Sequence[Sealed]) -> list[int]:
        """Store the messages, whose first one carries a guard, and return their sequences."""
        unsure = False
        trouble: OperationalError | None = None
        for attempt in range(ATTEMPTS):
            if trouble is not None:
                await asyncio.sleep(PAUSE * 2**attempt * random.uniform(0.5, 1.0))  # noqa: S311  # jitter keeps no secret
            try:
                if unsure and (sequences := await self._committed(messages)):
                    return sequences
                if attempt < ATTEMPTS - 1:
                    return await self._publish(messages)
            except NoAnswer as error:
                unsure = True
                trouble = error
            except Refusal as error:
                if error.code == errors.WRONG_LAST_SEQUENCE:
                    # The guard may have been broken by an earlier attempt of our own.
                    if unsure and (sequences := await self._committed(messages)):
                        return sequences
                    raise Outrun(str(error)) from error
                if error.code not in _TRANSIENT:
                    raise
                trouble = error
        if isinstance(trouble, Refusal) and trouble.code == errors.SUBJECT_IN_PROCESS:
            raise IntegrityError(f"somebody else is writing: {trouble}") from trouble
        raise OperationalError(self._wire.explain("not known to be stored", trouble)) from trouble

    async def _committed(self, messages: Sequence[Sealed]) -> list[int]:
        """Sequences if an attempt whose answer was lost did store the messages, else nothing.

        Every body holds an id used once, so whoever finds this body after the guarded sequence
        has found this very attempt; a batch is stored as a whole and in one piece.
        """
        first = messages[0]
        record = await self._reading.from_leader(
            {"seq": (first.guard or 0) + 1, "next_by_subj": first.subject}
        )
        if record is None or record.body != first.body:
            return []
        return list(range(record.sequence, record.sequence + len(messages)))

    async def _publish(self, messages: Sequence[Sealed]) -> list[int]:
        if len(messages) == 1:
            message = messages[0]
            answer = await self._wire.ask(message.subject, message.body, _guard(message))
        else:
            answer = await self._publish_batch(messages)
        refuse(answer.data)
        last = _stored.decode(answer.data).seq
        return list(range(last - len(messages) + 1, last + 1))

    async def _publish_batch(self, messages: Sequence[Sealed]) -> Answer:
        # The server answers the first message with nothing when it accepts the batch, so the
        # first answer that says something is either the commit's or the reason there is none.
        with self._wire.question(lambda answer: bool(answer.data or answer.status)) as question:
            batch = question.reply.rsplit(".", 2)[1][-16:] + question.reply.rsplit(".", 1)[1]
            await self._wire.send_all(_batch(messages, batch, question.reply))
            return await self._wire.answer(question, f"a batch of {len(messages)}")


def _batch(messages: Sequence[Sealed], batch: str, reply: str) -> list[Outgoing]:
    outgoing: list[Outgoing] = []
    for number, message in enumerate(messages, start=1):
        guard = "" if message.guard is None else f"{GUARD}: {message.guard}\r\n"
        headers = f"{guard}Nats-Batch-Id: {batch}\r\nNats-Batch-Sequence: {number}\r\n"
        commit = number == len(messages)
        if commit:
            headers += "Nats-Batch-Commit: 1\r\n"
        answered = reply if commit or number == 1 else ""
        outgoing.append(Outgoing(message.subject, message.body, headers, answered))
    return outgoing


def _guard(message: Sealed) -> dict[str, str]:
    return {} if message.guard is None else {GUARD: str(message.guard)}
