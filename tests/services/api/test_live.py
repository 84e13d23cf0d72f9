import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.services.api.house import SESAME, House, code, registration

LIVE = "/api/v1/live"


def events(answer: httpx.Response) -> Iterator[dict[str, object]]:
    for line in answer.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_a_listener_is_told_which_views_moved(home: House) -> None:
    clerk = home.signed_in("clerk")
    with clerk.stream("GET", LIVE) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = events(answer)
        beginning = next(told)
        done = clerk.post("/api/v1/commands", json=registration(code())).json()
        moved = next(told)
    assert beginning["views"] == []
    assert int(str(moved["position"])) >= done["position"]
    assert {"subjects", "trail", "congress"} <= {*moved["views"]}  # type: ignore[misc]
    assert "ranking" not in moved["views"]  # type: ignore[operator]


def test_who_comes_back_is_told_what_was_missed(home: House) -> None:
    clerk = home.signed_in("clerk")
    before = clerk.get("/api/v1/views/subjects").json()["position"]
    done = clerk.post("/api/v1/commands", json=registration(code())).json()
    params = {"at_least": done["position"]}
    clerk.get("/api/v1/views/subjects", params=params)
    with clerk.stream("GET", LIVE, headers={"Last-Event-ID": str(before)}) as answer:
        told = events(answer)
        assert next(told)["position"] == before
        assert "subjects" in next(told)["views"]  # type: ignore[operator]
    with clerk.stream("GET", LIVE, headers={"Last-Event-ID": "0"}) as answer:
        told = events(answer)
        next(told)
        assert "ranking" in next(told)["views"]  # type: ignore[operator]  # too long ago: all


def test_another_division_hears_nothing_of_it(home: House) -> None:
    lingyuan = home.signed_in("lingyuan")
    with lingyuan.stream("GET", LIVE) as answer:
        told = events(answer)
        next(told)
        home.signed_in("clerk").post("/api/v1/commands", json=registration(code()))
        own = {**registration(code()), "division": "211382"}
        done = lingyuan.post("/api/v1/commands", json=own).json()
        assert int(str(next(told)["position"])) >= done["position"]


def let_in(home: House, name: str) -> httpx.Client:
    """Employ somebody and sign them in; the browser is nobody else's."""
    duties = {"org": "财政局", "roles": ["AUDITOR"], "scope": {"divisions": ["231083"]}}
    made = home.signed_in("security").post("/api/v1/accounts", json={"id": name, **duties})
    word = {"link": made.json()["link"], "password": SESAME}
    assert home.anybody().post("/api/v1/passwords", json=word).is_success
    client = home.anybody()
    answer = client.post("/api/v1/sessions", json={"id": name, "password": SESAME})
    client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return client


def sign_out(_home: House, client: httpx.Client, _name: str) -> httpx.Response:
    return client.delete("/api/v1/sessions/current")


def lock(home: House, _client: httpx.Client, name: str) -> httpx.Response:
    return home.signed_in("security").post(f"/api/v1/accounts/{name}/lock")


def change_password(_home: House, client: httpx.Client, _name: str) -> httpx.Response:
    body = {"old": SESAME, "password": "a quite different sentence"}
    return client.put("/api/v1/me/password", json=body)


def other_duties(home: House, _client: httpx.Client, name: str) -> httpx.Response:
    duties = {"org": "财政局", "roles": ["AUDITOR"], "scope": {"divisions": ["211382"]}}
    return home.signed_in("security").put(f"/api/v1/accounts/{name}/duties", json=duties)


@pytest.mark.parametrize("end", [sign_out, lock, change_password, other_duties])
def test_whose_session_ended_hears_nothing_more(
    home: House, end: Callable[[House, httpx.Client, str], httpx.Response]
) -> None:
    name = f"l-{code()}"
    leaving = let_in(home, name)
    with leaving.stream("GET", LIVE) as answer:
        told = events(answer)
        next(told)
        assert end(home, leaving, name).is_success
        assert [*told] == []  # and then the stream ends
