"""What a server says of its health, in the bytes of nats-server 2.15.1, and what follows."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from services.runtime.store import Store, until_a_new_start_helps

WELL = b'{"status":"ok"}'
FULL = (
    b'{"status":"unavailable","error":"JetStream stream \'$G \\u003e JX_EVENTS\' write error: '
    b'write /data/msgs/1.blk: no space left on device"}'
)
REASON = (
    "JetStream stream '$G > JX_EVENTS' write error: write /data/msgs/1.blk: no space left on device"
)
LAGS = b'{"status":"unavailable","error":"JetStream is not current with the meta leader"}'


@contextmanager
def saying(answer: bytes) -> Iterator[str]:
    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if answer == WELL else 503)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def trouble(answer: bytes, folder: Path) -> str:
    with saying(answer) as address:
        return Store(address, folder).trouble()


def test_a_failed_write_is_trouble_and_nothing_else_is(tmp_path: Path) -> None:
    assert trouble(FULL, tmp_path) == REASON
    assert trouble(WELL, tmp_path) == trouble(LAGS, tmp_path) == trouble(b"", tmp_path) == ""


def test_a_server_that_is_gone_is_noticed_elsewhere(tmp_path: Path) -> None:
    with saying(WELL) as address:
        store = Store(address, tmp_path)
    assert store.trouble() == ""


def test_a_new_start_is_asked_for_when_there_is_room(tmp_path: Path) -> None:
    with saying(FULL) as address:
        said = asyncio.run(until_a_new_start_helps(Store(address, tmp_path)))
    assert said == f"nats-server 写盘失败（{REASON}），现有空间：须重新启动才能继续写入"
