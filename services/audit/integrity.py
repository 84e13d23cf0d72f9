"""Whether the ledger is whole: every chain recomputed, every version there, every body readable."""

from collections.abc import Callable, Iterator

import msgspec
from msgspec import Struct

from events.envelope import UnknownFactError, decode_envelope, decode_fact
from services.desk.desk import Desk
from services.ledger.chain import continues

PAGE = 1000
Progress = Callable[[int], None]


class Finding(Struct, frozen=True, kw_only=True):
    """Something wrong at one place of the stream, in Chinese for people."""

    sequence: int
    aggregate: str
    version: int | None
    what: str


def findings(desk: Desk, end: int, progress: Progress | None = None) -> Iterator[Finding]:
    """Read the stream to its ``end``, as the server states it, and yield what is wrong, in order.

    A chain shows what was changed, dropped or moved inside a history; a missing sequence number
    shows a newest fact that was taken away.
    """
    newest: dict[str, tuple[int, bytes]] = {}
    expected = 1
    while page := desk.ledger.select_notifications(expected, PAGE, stop=end):
        for message in page:
            name = str(message.originator_id)
            version = message.originator_version
            if message.id != expected:
                yield _missing(expected, message.id - 1)
            expected = message.id + 1
            last, previous = newest.get(name, (0, None))
            wrong = _wrong(message.state, previous, version, last)
            if wrong:
                yield Finding(sequence=message.id, aggregate=name, version=version, what=wrong)
            newest[name] = (version, message.state)
        if progress:
            progress(expected - 1)
    if expected <= end:
        yield _missing(expected, end)


def _missing(first: int, last: int) -> Finding:
    what = f"台账第 {first} 至 {last} 条缺失或已损坏"
    return Finding(sequence=first, aggregate="", version=None, what=what)


def _wrong(body: bytes, previous: bytes | None, version: int, last: int) -> str:
    if version != last + 1:
        return f"版本 {version} 不接在版本 {last} 之后"
    if not continues(body, previous):
        return "与前一事实的哈希链不符"
    try:
        decode_fact(decode_envelope(body))
    except UnknownFactError as error:
        return f"不认识的事实类型 {error}"
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return f"内容无法读取：{error}"
    return ""
