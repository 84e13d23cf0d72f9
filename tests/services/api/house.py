"""The whole house as `up` runs it, at a free port, with people who sign in as people do."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

import httpx
import uvloop

from services.api.address import Address, take
from services.api.serving import Http, Pages, no_pages, serving
from services.feed.app import Feed
from services.importing import play
from services.intake.app import Intake
from services.office import Office, opened
from services.runtime.servers import Servers, servers
from services.runtime.settings import Settings

T = TypeVar("T")

HAILIN: Final = "231083"
LINGYUAN: Final = "211382"
YEAR: Final = 2021
HOUSING: Final = "住房和城乡建设局"
ROADS: Final = "交通运输局"
SECONDS: Final = 3.0
SESAME: Final = "Sieben-Zwerge-9"
STORY: Final = Path(__file__).parents[3] / "deploy" / "demo" / "hailin-2021.jsonl"
PEOPLE: Final[dict[str, dict[str, object]]] = {
    "officer": {
        "org": "财政局",
        "roles": ["PERF_SECTION_OFFICER", "FIN_APPROVER", "FIN_SECTION_REVIEWER"],
        "scope": {"divisions": [HAILIN]},
    },
    "clerk": {
        "org": "财政局",
        "roles": ["PERF_SECTION_OFFICER"],
        "scope": {"divisions": [HAILIN]},
    },
    "housing": {
        "org": HOUSING,
        "roles": ["DEPT_REVIEWER"],
        "scope": {"divisions": [HAILIN], "departments": [HOUSING]},
    },
    "filer": {
        "org": "市政工程管理处",
        "roles": ["UNIT_FILER"],
        "scope": {
            "divisions": [HAILIN],
            "departments": [HOUSING],
            "units": ["市政工程管理处"],
        },
    },
    "lingyuan": {
        "org": "财政局",
        "roles": ["PERF_SECTION_OFFICER"],
        "scope": {"divisions": [LINGYUAN]},
    },
    "system": {"org": "信息中心", "administrator": "SYSTEM"},
    "auditing": {"org": "审计科", "administrator": "AUDIT"},
}


def code() -> str:
    """Return a project code that no other test uses."""
    return f"N{uuid4().hex[:10]}"


def registration(project: str, **changes: object) -> dict[str, object]:
    """Write a command that registers a project of the housing department."""
    return {
        "command": "RegisterProject",
        "division": HAILIN,
        "data": {
            "fiscal_year": YEAR,
            "project_code": project,
            "name": "背街小巷整治",
            "department": HOUSING,
            "unit": "市政工程管理处",
            **changes,
        },
    }


@dataclass
class House:
    """A running house until it is ``told`` to end; ``clients`` signed in, by name."""

    office: Office
    http: Http
    loop: asyncio.AbstractEventLoop
    told: asyncio.Event
    data: Path
    clients: dict[str, httpx.Client] = field(default_factory=dict)
    browsers: ExitStack = field(default_factory=ExitStack)

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Have something done on the house's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def anybody(self) -> httpx.Client:
        """Give a browser that nobody signed in with."""
        return self.browsers.enter_context(httpx.Client(base_url=self.http.url, timeout=30))

    def signed_in(self, name: str) -> httpx.Client:
        """Give the browser of somebody who signed in; the same one every time."""
        if name not in self.clients:
            client = self.anybody()
            answer = client.post("/api/v1/sessions", json={"id": name, "password": SESAME})
            assert answer.status_code == httpx.codes.OK, answer.text
            client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
            self.clients[name] = client
        return self.clients[name]

    def key(self, *purposes: str, divisions: tuple[str, ...] = (HAILIN,)) -> httpx.Client:
        """Give a system that comes with a fresh API key."""
        terms = {
            "system": "treasury",
            "org": "国库科",
            "purposes": purposes,
            "scope": {"divisions": divisions},
            "expires_at": "2027-06-01T00:00:00+08:00",
        }
        issued = self.signed_in("security").post("/api/v1/keys", json=terms)
        assert issued.status_code == httpx.codes.CREATED, issued.text
        client = self.anybody()
        client.headers["Authorization"] = f"Bearer {issued.json()['key']}"
        return client

    def furnish(self) -> None:
        """Play a year, and let everybody in: the first by the link of the first start."""
        self.run(self._play())
        first = {
            "link": self.http.first_link.partition("#")[2],
            "id": "security",
            "org": "信息中心",
            "password": SESAME,
        }
        answer = self.anybody().post("/api/v1/first-administrator", json=first)
        assert answer.status_code == httpx.codes.NO_CONTENT, answer.text
        for name, duties in PEOPLE.items():
            made = self.signed_in("security").post("/api/v1/accounts", json={"id": name, **duties})
            assert made.status_code == httpx.codes.CREATED, made.text
            link = {"link": made.json()["link"], "password": SESAME}
            done = self.anybody().post("/api/v1/passwords", json=link)
            assert done.status_code == httpx.codes.NO_CONTENT, done.text

    async def _play(self) -> None:
        lines = STORY.read_bytes().splitlines()
        assert [one async for one in play(self.office, lines, "story") if one.is_finding] == []
        await self.office.settle()


@contextmanager
def house(running: Servers, settings: Settings, pages: Pages = no_pages) -> Iterator[House]:
    """Keep a house open on a thread of its own; its loop cancels what is left when it ends."""
    ready: Future[House] = Future()

    async def live() -> None:
        told = asyncio.Event()
        with closing(take(Address(port=0))) as bound:
            async with (
                opened(running) as office,
                Intake(running.nats_url, office.desk),
                Feed(running.nats_url),
                serving(office, settings, bound, seconds=SECONDS, pages=pages) as http,
            ):
                loop = asyncio.get_running_loop()
                ready.set_result(House(office, http, loop, told, settings.data))
                await told.wait()

    with ThreadPoolExecutor(max_workers=1) as thread:
        living = thread.submit(lambda: uvloop.run(live()))
        living.add_done_callback(lambda done: _pass_on(done, ready))
        home = ready.result(60)
        try:
            yield home
        finally:
            home.loop.call_soon_threadsafe(home.told.set)
            living.result(60)


@contextmanager
def furnished(folder: Path, pages: Pages = no_pages) -> Iterator[House]:
    """Keep a house open with a year in it and everybody let in."""
    settings = Settings(data=folder)
    with servers(settings) as running, house(running, settings, pages) as open_house:
        with open_house.browsers:
            open_house.furnish()
            yield open_house


def _pass_on(done: "Future[None]", ready: "Future[House]") -> None:
    """Tell who waits for the house why there is none."""
    if not ready.done() and (error := done.exception()) is not None:
        ready.set_exception(error)
