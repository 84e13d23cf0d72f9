import json
from collections.abc import Iterator

import httpx

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


def test_whoever_signs_out_hears_nothing_more(home: House) -> None:
    leaving = home.anybody()
    signed = leaving.post("/api/v1/sessions", json={"id": "clerk", "password": SESAME})
    token = {"X-CSRF-Token": signed.json()["csrf_token"]}
    with leaving.stream("GET", LIVE) as answer:
        assert leaving.delete("/api/v1/sessions/current", headers=token).status_code == 204
        assert len([*events(answer)]) >= 1  # and then the stream ends
    assert leaving.get(LIVE).status_code == httpx.codes.UNAUTHORIZED
