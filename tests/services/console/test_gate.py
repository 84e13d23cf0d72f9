"""The gate: without a session no page, file or websocket; pages load nothing from outside."""

import contextlib
import socket
from urllib.parse import urlsplit

import httpx
import pytest

from services.project.evidence_file import LARGEST
from tests.services.api.house import SESAME, House

PAGE = {"Accept": "text/html"}
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}
SOCKET = "/console/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


def fresh(home: House, name: str) -> httpx.Client:
    """Give a browser of its own, signed in."""
    client = home.anybody()
    answer = client.post("/api/v1/sessions", json={"id": name, "password": SESAME})
    assert answer.status_code == httpx.codes.OK
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


def shaken(client: httpx.Client, **headers: str) -> int:
    """Ask for the websocket; says with which status it was answered."""
    with client.stream("GET", SOCKET, headers=UPGRADE | headers) as answer:
        return answer.status_code


@pytest.mark.parametrize("path", ["/console/", "/console/projects", "/console/projects/HL01"])
def test_nobody_is_sent_to_sign_in_and_back(home: House, path: str) -> None:
    answer = home.anybody().get(path, headers=PAGE)
    assert answer.status_code == httpx.codes.SEE_OTHER
    assert answer.headers["Location"] == f"/sign-in?next={path.replace('/', '%2F')}"


def test_files_of_the_pages_want_a_session_too(home: House) -> None:
    page = home.signed_in("officer").get("/console/projects", headers=PAGE)
    name = page.text.split('"/console/_nicegui/')[1].split('"')[0]
    path = f"/console/_nicegui/{name}"
    assert home.anybody().get(path).status_code == httpx.codes.UNAUTHORIZED
    answer = home.signed_in("officer").get(path)
    assert answer.status_code == httpx.codes.OK
    assert "immutable" in answer.headers["Cache-Control"]


def test_the_websocket_wants_a_session(home: House) -> None:
    assert shaken(home.anybody()) == httpx.codes.FORBIDDEN
    assert shaken(fresh(home, "officer")) == httpx.codes.SWITCHING_PROTOCOLS


def test_a_page_of_another_origin_gets_no_websocket(home: House) -> None:
    officer = fresh(home, "officer")
    assert shaken(officer, Origin="https://elsewhere.example") == httpx.codes.FORBIDDEN
    assert shaken(officer, Origin=home.http.url) == httpx.codes.SWITCHING_PROTOCOLS


def test_nothing_is_posted_from_another_origin(home: House) -> None:
    officer = fresh(home, "officer")
    path = "/console/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    answer = officer.post(path, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == httpx.codes.FORBIDDEN


def test_a_session_that_ended_opens_nothing(home: House) -> None:
    officer = fresh(home, "officer")
    assert officer.get("/console/projects", headers=PAGE).status_code == httpx.codes.OK
    kept = dict(officer.cookies)
    gone = officer.delete("/api/v1/sessions/current")
    assert gone.status_code == httpx.codes.NO_CONTENT
    late = home.anybody()
    late.cookies.update(kept)
    answer = late.get("/console/projects", headers=PAGE)
    assert answer.status_code == httpx.codes.SEE_OTHER


def talking(home: House, client: httpx.Client) -> socket.socket:
    """Open the websocket and keep it."""
    place = urlsplit(home.http.url)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    asked = {"Host": place.netloc, "Cookie": cookies, **UPGRADE}
    head = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
    line = socket.create_connection((place.hostname, place.port), timeout=60)
    line.sendall(f"GET {SOCKET} HTTP/1.1\r\n{head}\r\n".encode())
    assert line.recv(65536).startswith(b"HTTP/1.1 101")
    return line


def test_the_websocket_is_cut_when_its_session_ends_and_no_other_one(home: House) -> None:
    staying, leaving = fresh(home, "officer"), fresh(home, "officer")
    # The one that stays began first: whatever ends silent sockets in time would end it first.
    with talking(home, staying) as other, talking(home, leaving) as line:
        assert leaving.delete("/api/v1/sessions/current").is_success
        while line.recv(65536):
            continue
        other.settimeout(0)
        with contextlib.suppress(BlockingIOError):  # nothing more to read, and not at its end
            while True:
                assert other.recv(65536) != b""
    assert shaken(leaving) == httpx.codes.FORBIDDEN


def test_pages_may_load_only_our_own(home: House) -> None:
    answer = home.signed_in("officer").get("/console/projects", headers=PAGE)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_answers_of_the_interface_still_may_do_nothing_in_a_browser(home: House) -> None:
    answer = home.anybody().get("/health/live")
    policy = "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Content-Security-Policy"] == policy


@pytest.mark.parametrize(
    "path", ["/sign-in", "/first-administrator", "/set-password", "/change-password"]
)
def test_doors_are_open_and_run_no_script_of_the_page(home: House, path: str) -> None:
    answer = home.anybody().get(path)
    assert answer.status_code == httpx.codes.OK
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_there_are_no_other_files_at_the_doors(home: House) -> None:
    assert home.anybody().get("/doors/doors.js").status_code == httpx.codes.OK
    assert home.anybody().get("/doors/console.css").status_code == httpx.codes.NOT_FOUND
    assert home.anybody().get("/doors/..%2Fgate.py").status_code == httpx.codes.NOT_FOUND


def test_a_path_of_the_interface_that_is_not_there_is_still_a_problem(home: House) -> None:
    answer = home.signed_in("officer").get("/api/v1/nothing")
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert answer.json()["title"] == "没有所请求的内容"


def test_an_address_that_is_no_page_is_told_in_chinese(home: House) -> None:
    officer = home.signed_in("officer")
    page = officer.get("/console/rankings", headers=PAGE)
    assert page.status_code == httpx.codes.NOT_FOUND
    assert page.headers["Content-Type"].startswith("text/html")
    assert "没有这一页" in page.text
    answer = officer.get("/console/rankings", headers={"Accept": "application/json"})
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert answer.json()["title"] == "没有所请求的内容"


def test_a_page_takes_files_as_large_as_they_may_be_and_nobody_elses(home: House) -> None:
    """No page is open here: what passes the fence finds no upload."""
    path = "/console/_nicegui/client/0/upload/1"
    officer = fresh(home, "officer")
    assert officer.post(path, content=b"x" * LARGEST).status_code == httpx.codes.NOT_FOUND
    over = b"x" * (LARGEST + (1 << 20))
    assert officer.post(path, content=over).status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    elsewhere = officer.post("/console/projects", content=b"x" * (2 << 20))
    assert elsewhere.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE
    assert home.anybody().post(path, content=b"x").status_code == httpx.codes.UNAUTHORIZED
    origin = {"Origin": "https://elsewhere.example"}
    assert officer.post(path, content=b"x", headers=origin).status_code == httpx.codes.FORBIDDEN
