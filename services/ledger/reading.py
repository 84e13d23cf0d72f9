"""Messages of a stream by direct get: no consumer, nothing to clean up on the server."""

import asyncio
from base64 import b64decode
from collections.abc import Sequence

import msgspec

from services.ledger.errors import NOT_FOUND, NoAnswer, Refusal
from services.ledger.wire import Answer, Json, Wire, refuse

PAGE = 1_000
PAGE_BYTES = 1 << 20
AT_ONCE = 48  # pages under way: all in all less than the 64 MiB at which a server cuts us off
MOST_LAST = 1_000  # the server takes 1024 subjects in one multi_last
ATTEMPTS = 3


class Record(msgspec.Struct, frozen=True, gc=False):
    """A message as it lies in the stream."""

    subject: str
    sequence: int
    body: bytes


class _Stored(msgspec.Struct):
    subject: str
    seq: int
    data: str = ""


class _Found(msgspec.Struct):
    message: _Stored


_found = msgspec.json.Decoder(_Found)


class Reading:
    """Reads one stream; OperationalError when the server does not answer three times.

    Direct gets may be served by a replica that lags; with more than one replica the newest
    message of a subject is asked of the leader, and where a history ends as well.
    """

    def __init__(self, wire: Wire, stream: str, replicas: int) -> None:
        self._wire = wire
        self._stream = stream
        self._direct = f"$JS.API.DIRECT.GET.{stream}"
        self._replicas = replicas
        self._under_way = asyncio.Semaphore(AT_ONCE)

    async def after(self, subject: str, sequence: int, most: int | None = None) -> list[Record]:
        """Messages of a subject (wildcards allowed) after a stream sequence, oldest first."""
        records: list[Record] = []
        while most is None or len(records) < most:
            size = PAGE if most is None else min(PAGE, most - len(records))
            page, pending = await self._page(
                {
                    "seq": sequence + 1,
                    "next_by_subj": subject,
                    "batch": size,
                    "max_bytes": PAGE_BYTES,
                }
            )
            if self._replicas > 1 and not pending and (most is None or len(page) < size):
                after = page[-1].sequence if page else sequence
                newer = await self.from_leader({"seq": after + 1, "next_by_subj": subject})
                if newer is not None:  # the replica that answered lags
                    page.append(newer)
                    pending = 1
            records += page
            if not page or not pending:
                break
            sequence = page[-1].sequence
        return records

    async def last(self, subject: str) -> Record | None:
        """Newest message of a subject (wildcards allowed)."""
        if self._replicas > 1:
            return await self.from_leader({"last_by_subj": subject})
        page, _ = await self._page({"last_by_subj": subject})
        return page[0] if page else None

    async def last_of(self, subjects: Sequence[str]) -> list[Record]:
        """Newest message of each subject that has one."""
        if self._replicas > 1 or len(subjects) == 1:
            found = await asyncio.gather(*map(self.last, subjects))
            return [record for record in found if record]
        parts = [subjects[i : i + MOST_LAST] for i in range(0, len(subjects), MOST_LAST)]
        return [record for part in parts for record in await self._last_page(part)]

    async def from_leader(self, request: Json) -> Record | None:
        """One message by sequence or subject, as the stream's leader has it."""
        try:
            message = await self._wire.ask(
                f"$JS.API.STREAM.MSG.GET.{self._stream}", msgspec.json.encode(request), reads=True
            )
            refuse(message.data)
        except Refusal as refusal:
            if refusal.code == NOT_FOUND:
                return None
            raise
        stored = _found.decode(message.data).message
        return Record(stored.subject, stored.seq, b64decode(stored.data))

    async def _last_page(self, subjects: Sequence[str]) -> list[Record]:
        page, pending = await self._page(
            {"multi_last": subjects, "batch": MOST_LAST, "max_bytes": PAGE_BYTES}
        )
        if pending:  # large bodies fill a page early
            found = {record.subject for record in page}
            page += await self.last_of([s for s in subjects if s not in found])
        return page

    async def _page(self, request: Json) -> tuple[list[Record], int]:
        async with self._under_way:
            for _ in range(ATTEMPTS - 1):
                try:
                    return await self._page_once(request)
                except NoAnswer:
                    continue  # a read may be repeated at will
            return await self._page_once(request)

    async def _page_once(self, request: Json) -> tuple[list[Record], int]:
        records: list[Record] = []
        torn = False

        def last(message: Answer) -> bool:
            nonlocal torn
            headers = message.headers
            # In a page each message, and the end, name the one before: none may be missing.
            before = headers.get("Nats-Last-Sequence")
            torn |= before is not None and int(before) != (records[-1].sequence if records else 0)
            if message.status:
                return True
            sequence = int(headers["Nats-Sequence"])
            records.append(Record(headers["Nats-Subject"], sequence, message.data))
            return before is None

        with self._wire.question(last) as question:
            payload = msgspec.json.encode(request)
            await self._wire.send(self._direct, payload, reply=question.reply)
            end = await self._wire.answer(question, self._direct)
        if torn:
            raise NoAnswer(f"messages of {self._stream} were lost on the way")
        return records, int(end.headers.get("Nats-Num-Pending", 0))
