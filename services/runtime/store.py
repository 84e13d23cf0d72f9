"""Whether our own NATS server can still write to its disk.

A stream whose write has failed once is not written again until the server starts anew, even when
there is room: the server answers its other questions, and lets publishers wait.
"""

import asyncio
import http.client
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog

ROOM = 32 << 20  # bytes free at which a new start is worth while
_EVERY = 2.0  # seconds between two looks

log = structlog.get_logger("store")


class _Health(msgspec.Struct):
    error: str = ""


@dataclass(frozen=True)
class Store:
    """The disk under an embedded server; ``monitor`` is where it answers about its health."""

    monitor: str
    folder: Path

    def trouble(self) -> str:
        """Return why something cannot be written, in the server's words; "" when all is well."""
        connection = http.client.HTTPConnection(self.monitor, timeout=2)
        try:
            connection.request("GET", "/healthz")
            error = msgspec.json.decode(connection.getresponse().read(), type=_Health).error
        except (OSError, http.client.HTTPException, msgspec.DecodeError):
            return ""  # a server that has ended is noticed elsewhere
        finally:
            connection.close()
        return error if "write error" in error else ""

    def has_room(self) -> bool:
        """Whether the disk has room again."""
        return shutil.disk_usage(self.folder).free >= ROOM


async def until_a_new_start_helps(store: Store | None) -> str:
    """Wait until writing has failed and there is room again; returns what to say then."""
    told = ""
    while True:
        trouble = await asyncio.to_thread(store.trouble) if store else ""
        if trouble and trouble != told:
            log.error("the ledger cannot be written", error=trouble)
            told = trouble
        if store and trouble and store.has_room():
            return f"nats-server 写盘失败（{trouble}），现有空间：须重新启动才能继续写入"
        await asyncio.sleep(_EVERY)
