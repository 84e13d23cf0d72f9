"""A client that does not speak without TLS when told so, and leaves a server that is gone."""

from nats.aio.client import Client
from nats.errors import Error


class WaryClient(Client):
    """A client that does not speak without TLS when told so, and leaves a server that is gone.

    The library would go on in the clear, password and all, with a server that asks for no TLS, or
    with somebody in between who says so. Should it stop calling this, a test tells. While it is
    cut off it would not drain, and fail to close for what it could not send.
    """

    async def _process_info(
        self,
        info: dict[str, object],
        initial_connection: bool = False,  # noqa: FBT001, FBT002 - the library's signature
    ) -> None:
        if self.options.get("tls") is not None and not info.get("tls_required"):
            raise Error("the server offers no TLS")
        await super()._process_info(info, initial_connection)

    async def drain(self) -> None:
        """Take leave of the server; of one that is gone nothing is to be had."""
        if self.is_connected:
            await super().drain()
        else:
            await self.close()

    async def close(self) -> None:
        """Close; what could not be sent to a server that is gone is given up."""
        if not self.is_connected:
            self._pending.clear()
            self._pending_data_size = 0
        await super().close()
