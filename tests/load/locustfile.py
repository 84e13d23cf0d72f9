"""200 people who read and some who write, for a minute; run by ``make load``."""

import os
import uuid
from typing import ClassVar

from locust import FastHttpUser, between, task

READS = (
    "/api/v1/views/board?year=2021&limit=50",
    "/api/v1/views/ranking?year=2021",
    "/api/v1/views/clawback?year=2021",
    "/api/v1/views/execution?year=2021&limit=50&sort=-executed_fen",
    "/api/v1/views/summary?year=2021",
    "/api/v1/views/subjects?year=2021&limit=50",
)


class Official(FastHttpUser):
    """Somebody in the bureau: mostly reads, sometimes registers a project."""

    wait_time = between(0.5, 1.5)
    headers: ClassVar[dict[str, str]] = {
        "Cookie": os.environ["JIXIAO_LOAD_COOKIE"],
        "X-CSRF-Token": os.environ["JIXIAO_LOAD_TOKEN"],
    }

    @task(19)
    def read(self) -> None:
        """Look at one of the views."""
        path = self.environment.runner.stats.num_requests % len(READS)
        self.client.get(READS[path], headers=self.headers, name="read")

    @task(1)
    def write(self) -> None:
        """Register a project and see it at once."""
        code = f"L{uuid.uuid4().hex[:12]}"
        command = {
            "command": "RegisterProject",
            "division": "231083",
            "data": {
                "fiscal_year": 2022,
                "project_code": code,
                "name": "压力测试项目",
                "department": "住房和城乡建设局",
                "unit": "市政工程管理处",
            },
        }
        with self.client.post(
            "/api/v1/commands",
            json=command,
            headers=self.headers,
            name="write",
            catch_response=True,
        ) as done:
            position = done.json()["position"] if done.status_code == 200 else 0
        path = f"/api/v1/views/subjects?project={code}&at_least={position}"
        with self.client.get(
            path, headers=self.headers, name="read own write", catch_response=True
        ) as found:
            if found.status_code != 200 or len(found.json()["rows"]) != 1:
                found.failure("what was written is not seen")
