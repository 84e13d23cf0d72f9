"""Start a house, let locust at it, count what was written, print the figures: ``make load``."""

import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.services.api.house import HAILIN, House, furnished

USERS = 200
SECONDS = 60
LIMIT_MS = 200.0


def main() -> int:
    """Return 1 when reads were slow or something was lost."""
    with tempfile.TemporaryDirectory() as folder:
        with furnished(Path(folder) / "data") as home:
            return judged(home, Path(folder))


def judged(home: House, folder: Path) -> int:
    """Run the load and compare what it wrote with what is there."""
    client = home.signed_in("clerk")
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    script = Path(__file__).with_name("locustfile.py")
    words = ["--headless", "-u", str(USERS), "-r", "50", "-t", f"{SECONDS}s", "--csv", "load"]
    subprocess.run(
        [sys.executable, "-m", "locust", "-f", str(script), "-H", home.http.url, *words],
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "JIXIAO_LOAD_COOKIE": cookie,
            "JIXIAO_LOAD_TOKEN": client.headers["X-CSRF-Token"],
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with (folder / "load_stats.csv").open(newline="") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    asked: dict[str, str | int] = {"division": HAILIN, "year": 2022, "limit": 1000}
    written, cursor = 0, ""
    while True:
        page = client.get("/api/v1/views/subjects", params={**asked, "cursor": cursor}).json()
        written += len(page["rows"])
        cursor = page["next"]
        if not cursor:
            break
    for name in ("read", "read own write", "write"):
        row = rows[name]
        sys.stdout.write(
            f"{name}: {row['Request Count']} requests, {row['Failure Count']} failed,"
            f" {float(row['Requests/s']):.0f}/s, p50 {row['50%']} ms, p99 {row['99%']} ms\n"
        )
    lost = int(rows["write"]["Request Count"]) - int(rows["write"]["Failure Count"]) - written
    failed = int(rows["Aggregated"]["Failure Count"])
    sys.stdout.write(f"written and there: {written}, lost: {max(0, lost)}\n")
    return int(float(rows["read"]["99%"]) >= LIMIT_MS or lost > 0 or failed > 0)


if __name__ == "__main__":
    sys.exit(main())
