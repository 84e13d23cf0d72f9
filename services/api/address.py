"""The address to serve at: taken before anything else, so that a taken one is told at once."""

import errno
import socket
from typing import Final

from msgspec import Struct

from services.runtime.trouble import CannotRun

BACKLOG: Final = 2048
_REASONS: Final = {
    errno.EADDRINUSE: "端口已被占用，请用 --port 另选（0 为任选空闲端口）",
    errno.EACCES: "没有使用此端口的权限",
    errno.EADDRNOTAVAIL: "本机没有此地址",
}


class PortTaken(CannotRun):
    """The address to serve at cannot be had."""


class Address(Struct, frozen=True, kw_only=True):
    """Where to serve; port 0 takes any that is free."""

    host: str = "127.0.0.1"
    port: int = 8080


def take(address: Address) -> socket.socket:
    """Bind the address. Raises PortTaken."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            address.host, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(place)
            bound.listen(BACKLOG)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, error.strerror or str(error))
        raise PortTaken(f"不能在 {address.host}:{address.port} 提供服务：{reason}") from error
    return bound


def url(bound: socket.socket, *, secure: bool) -> str:
    """Say where a bound socket is reached."""
    host, port, *_ = bound.getsockname()
    name = f"[{host}]" if ":" in host else host
    return f"{'https' if secure else 'http'}://{name}:{port}"
