"""A project of the year with targets, money and a task: what stands before the walk begins."""

import json
from decimal import Decimal

import httpx

from services.api.upload_file import LINES
from tests.services.api.house import HAILIN, YEAR, House, code, registration

WHERE = f"?division={HAILIN}&year={YEAR}"
INDICATORS = [
    {
        "name": "整治街巷",
        "level1": "OUTPUT",
        "level2": "QUANTITY",
        "direction": "AT_LEAST",
        "weight": "60",
        "unit": "条",
        "annual_value": "30",
        "period_plan": {"H1": "15"},
    },
    {
        "name": "居民满意度",
        "level1": "SATISFACTION",
        "level2": "BENEFICIARY_SATISFACTION",
        "direction": "AT_LEAST",
        "weight": "40",
        "unit": "%",
        "annual_value": "90",
    },
]


def command(home: House, who: str, name: str, /, **data: object) -> dict[str, object]:
    """Have somebody give a command; it must be taken."""
    actor = {"role": data.pop("role")} if "role" in data else {}
    asked: dict[str, object] = {"command": name, "division": HAILIN, "actor": actor}
    asked["data"] = {"fiscal_year": YEAR, **data}
    answer = home.signed_in(who).post("/api/v1/commands", json=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


def register(home: House, year: int = YEAR) -> str:
    """Register a project that nobody else uses; returns its code."""
    project = code()
    asked = registration(project, fiscal_year=year) | {"actor": {"role": "PERF_SECTION_OFFICER"}}
    answer = home.signed_in("officer").post("/api/v1/commands", json=asked)
    assert answer.status_code == httpx.codes.OK, answer.text
    return project


def targeted(home: House, year: int = YEAR) -> str:
    """Register a project and approve its targets; returns its code."""
    project = register(home, year)
    of: dict[str, object] = {"fiscal_year": year, "project_code": project}
    objective = "完成三十条背街小巷整治"
    command(home, "filer", "SetTarget", overall_objective=objective, indicators=INDICATORS, **of)
    command(home, "officer", "ReviewTarget", grade="GOOD", role="FIN_SECTION_REVIEWER", **of)
    command(home, "clerk", "ApproveTarget", **of)
    return project


def begin(home: House) -> str:
    """Give a project with targets its money and its task; returns its code."""
    project = targeted(home)
    _pay(home, project)
    command(home, "clerk", "IssueTask", project_code=project, period="H1")
    return project


def _pay(home: House, project: str) -> None:
    lines = [
        {
            "source_system": "treasury",
            "document_no": f"{project}-{number}",
            "line_no": 1,
            "kind": kind,
            "fiscal_year": YEAR,
            "project_code": project,
            "amount_fen": fen,
            "occurred_on": day,
            "published_at": f"{day}T18:00:00+08:00",
        }
        for number, (kind, fen, day) in enumerate(
            (
                ("budget-approved", 300_000_000, "2021-01-25"),
                ("paid", 90_000_000, "2021-04-12"),
                ("paid", 60_000_000, "2021-06-18"),
            )
        )
    ]
    answer = home.key("INTAKE").post(
        f"/api/v1/uploads/{HAILIN}",
        content="\n".join(json.dumps(line) for line in lines).encode(),
        headers={"Content-Type": LINES},
    )
    assert answer.status_code == httpx.codes.OK, answer.text


def points(home: House, assessment: str) -> Decimal:
    """Score all departments and publish; returns what 住房和城乡建设局 came to."""
    role = "PERF_SECTION_OFFICER"
    command(home, "officer", "OpenAssessment", assessment=assessment, role=role)
    command(home, "officer", "ScoreDepartments", assessment=assessment, role=role)
    published = command(
        home, "officer", "PublishRanking", assessment=assessment, role="FIN_APPROVER"
    )
    answer = home.signed_in("officer").get(
        "/api/v1/views/ranking",
        params={
            "year": YEAR,
            "assessment": assessment,
            "department": "住房和城乡建设局",
            "at_least": str(published["position"]),
        },
    )
    [row] = answer.json()["rows"]
    return Decimal(row["score"])
