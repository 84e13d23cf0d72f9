"""Connections on which no request comes are closed: nobody holds one by sending slowly."""

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol


class Patient(H11Protocol):
    """Waits ``seconds`` for the whole of a request's headers."""

    seconds: ClassVar[float]
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library's own
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Go on waiting while there is no request yet."""
        super().data_received(data)
        talks = self.transport.get_protocol() is not self  # over a websocket from now on
        if talks or not getattr(self.cycle, "response_complete", True):  # there is none at first
            self._stop()
        elif self._late is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._late = self.loop.call_later(self.seconds, self.transport.close)

    def _stop(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def patient(seconds: float) -> type[Patient]:
    """Make the protocol with this much patience."""
    return type("Patient", (Patient,), {"seconds": seconds})
