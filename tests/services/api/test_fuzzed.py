"""schemathesis against the running interface: whatever is sent, never an error of the server."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.services.api.house import House, furnished

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
# The stream has no end; a failed sign-in slows the next one from the same address down.
LEFT_OUT = "/live|/sessions|/passwords|/first-administrator|/sign-in"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Make a house that may be filled with nonsense."""
    with furnished(tmp_path_factory.mktemp("fuzzed")) as found:
        yield found


def headers(client: httpx.Client) -> dict[str, str]:
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return {"Cookie": cookies, "X-CSRF-Token": client.headers["X-CSRF-Token"]}


def run(client: httpx.Client, described: Path, seconds: int, *words: str) -> str:
    """Run it for at most so many seconds; returns what it said."""
    sent = [part for pair in headers(client).items() for part in ("-H", ": ".join(pair))]
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "run", str(described), "--url", str(client.base_url).rstrip("/")),
            *("--checks", "not_a_server_error", "--phases", "examples,coverage,fuzzing"),
            *("--max-examples", "3", "--max-time", str(seconds), "--seed", "20211130"),
            *("--exclude-path-regex", LEFT_OUT, "--suppress-health-check", "all"),
            *("--warnings", "off", "--no-color", *sent, *words),
        ],
        capture_output=True,
        text=True,
        check=False,
        cwd=described.parent,
    )
    return f"{done.returncode}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize(
    ("name", "seconds", "paths"),
    [
        ("clerk", 25, "/views|/histories|/divisions"),
        ("clerk", 10, "/commands|/health|/metrics|/me|/signing-key"),
        ("security", 8, "/accounts|/keys|/audit-log"),
    ],
)
def test_nothing_that_is_sent_brings_the_server_to_an_error(
    own: House, tmp_path: Path, name: str, seconds: int, paths: str
) -> None:
    client = own.signed_in(name)
    described = tmp_path / "openapi.json"
    described.write_bytes(own.signed_in("clerk").get("/openapi.json").content)
    said = run(client, described, seconds, "--include-path-regex", paths)
    assert said.startswith("0\n"), said
    assert "generated" in said
    assert "No test cases" not in said
