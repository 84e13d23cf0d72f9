"""A TCP proxy that can swallow a message and cut the connection."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Proxy:
    """Forwards to a server until told to cut at certain bytes, which then do not get through."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = parts._replace(
            netloc=parts.netloc.replace(
                f"{parts.hostname}:{parts.port}", f"127.0.0.1:{self._listener.getsockname()[1]}"
            )
        ).geturl()
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._answer: bytes | None = None
        self._request: bytes | None = None
        self.cuts = 0
        self._begin(self._accept)

    def swallow_answer(self, holding: bytes) -> None:
        """Cut when the server says this."""
        self._answer = holding

    def swallow_request(self, holding: bytes) -> None:
        """Cut when the client says this, keeping it from the server."""
        self._request = holding

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        _cut(*self._sockets)
        for thread in self._threads:
            thread.join(10)

    def _begin(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args)  # type: ignore[arg-type]  # any callable
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._sockets += [client, server]
            self._begin(self._forward, client, server)
            self._begin(self._backward, server, client)

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(1 << 16):
                at = data.find(self._request) if self._request else -1
                if at >= 0:
                    self._request = None
                    self.cuts += 1
                    # What came before it does get through, as in a torn write.
                    server.sendall(data[:at])
                    break
                server.sendall(data)
        _cut(client, server)

    def _backward(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(1 << 16):
                if self._answer and self._answer in data:
                    self._answer = None
                    self.cuts += 1
                    break
                client.sendall(data)
        _cut(client, server)


def _cut(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
