"""Whether a NATS server answers, to a client and to its monitor."""

import http.client
import socket
from contextlib import suppress
from urllib.parse import urlsplit


def nats_answers(url: str) -> bool:
    """Tell whether one of the servers of the URL greets a connection within two seconds."""
    for one in url.split(","):
        address = urlsplit(one.strip())
        with suppress(OSError):
            place = (address.hostname or "127.0.0.1", address.port or 4222)
            with socket.create_connection(place, timeout=2) as connection:
                if address.scheme in ("ws", "wss") or connection.recv(4) == b"INFO":
                    return True
    return False


def healthy(address: str) -> bool:
    """Tell whether JetStream of the server with this monitor is ready. Raises OSError."""
    connection = http.client.HTTPConnection(address, timeout=2)
    try:
        connection.request("GET", "/healthz?js-enabled-only=true")
        return connection.getresponse().status == http.HTTPStatus.OK
    finally:
        connection.close()
