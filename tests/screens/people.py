"""Further people and places, let in by the security administrator."""

import json

import httpx

from services.importing import play
from tests.services.api.house import HAILIN, SESAME, House


def let_in(home: House, name: str, org: str, *roles: str, **scope: list[str]) -> None:
    """Make an account that can sign in; its scope is 海林市 unless another is said."""
    duties = {"id": name, "org": org, "roles": roles, "scope": {"divisions": [HAILIN], **scope}}
    made = home.signed_in("security").post("/api/v1/accounts", json=duties)
    assert made.status_code == httpx.codes.CREATED, made.text
    word = {"link": made.json()["link"], "password": SESAME}
    done = home.anybody().post("/api/v1/passwords", json=word)
    assert done.status_code == httpx.codes.NO_CONTENT, done.text


def happened(
    home: House, division: str, at: str, *orders: tuple[str, str, dict[str, object]]
) -> None:
    """Play commands of a division, each by a role of its bureau, at a moment that is past."""
    lines = [
        json.dumps(
            {
                "command": command,
                "at": at,
                "actor": {"id": f"{role.lower()}-1", "role": role, "org": "财政局"},
                "division": division,
                "data": data,
            },
            ensure_ascii=False,
        ).encode()
        for role, command, data in orders
    ]

    async def carried_out() -> None:
        findings = [one async for one in play(home.office, lines, "walk") if one.is_finding]
        assert findings == []
        await home.office.settle()

    home.run(carried_out())
