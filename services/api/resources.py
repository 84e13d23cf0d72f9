"""Conventional resources: common commands under the project, campaign or round they are about.

The path says which it is; the body has the other fields of the command.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from events.terms import Role
from services.access.http.guard import Guard
from services.access.identity import Identity
from services.api import shapes
from services.api.commands import Key
from services.api.counter import Counter
from services.api.done import Done, answered
from services.api.from_path import Told, resource
from services.decision import Command
from services.desk.aggregates import COMMANDS

PROJECT: Final = "/divisions/{division}/years/{fiscal_year}/projects/{project_code}"
CAMPAIGN: Final = "/divisions/{division}/years/{fiscal_year}/campaigns/{period}"
ROUND: Final = "/divisions/{division}/years/{fiscal_year}/clawback-rounds/{round}"
# What follows the project in the path, and the command it stands for.
RESOURCES: Final[tuple[tuple[str, str], ...]] = (
    (f"{PROJECT}/registration", "RegisterProject"),
    (f"{PROJECT}/targets", "SetTarget"),
    (f"{PROJECT}/targets/reviews", "ReviewTarget"),
    (f"{PROJECT}/targets/returns", "ReturnTarget"),
    (f"{PROJECT}/targets/approvals", "ApproveTarget"),
    (f"{PROJECT}/adjustments", "ProposeAdjustment"),
    (f"{PROJECT}/adjustments/{{adjustment}}/reviews", "ReviewAdjustment"),
    (f"{PROJECT}/adjustments/{{adjustment}}/returns", "ReturnAdjustment"),
    (f"{PROJECT}/adjustments/{{adjustment}}/approvals", "ApproveAdjustment"),
    (f"{PROJECT}/adjustments/{{adjustment}}/rejections", "RejectAdjustment"),
    (f"{PROJECT}/tasks/{{task}}/deadlines", "ExtendTaskDeadline"),
    (f"{PROJECT}/tasks/{{task}}/waivers", "WaiveTask"),
    (f"{PROJECT}/tasks/{{task}}/aggregates", "SubmitAggregate"),
    (f"{PROJECT}/tasks/{{task}}/drafts", "SaveDraft"),
    (f"{PROJECT}/tasks/{{task}}/submissions", "Submit"),
    (f"{PROJECT}/tasks/{{task}}/resubmissions", "Resubmit"),
    (f"{PROJECT}/tasks/{{task}}/withdrawals", "Withdraw"),
    (f"{PROJECT}/tasks/{{task}}/reviews", "ReviewAtLevel"),
    (f"{PROJECT}/tasks/{{task}}/returns", "ReturnForCorrection"),
    (f"{PROJECT}/tasks/{{task}}/correction-forms", "SubmitCorrectionForm"),
    (f"{PROJECT}/tasks/{{task}}/reports", "SubmitMonitoringReport"),
    (f"{PROJECT}/attachments/{{attachment}}/withdrawals", "WithdrawAttachment"),
    (f"{PROJECT}/rectifications/{{case}}/plans", "SubmitPlan"),
    (f"{PROJECT}/rectifications/{{case}}/feedback", "SubmitFeedback"),
    (f"{PROJECT}/rectifications/{{case}}/acceptances", "AcceptRectification"),
    (f"{PROJECT}/rectifications/{{case}}/rejections", "RejectRectification"),
    (f"{PROJECT}/dispositions", "ProposeDisposition"),
    (f"{PROJECT}/dispositions/{{disposition}}/decisions", "DecideDisposition"),
    (f"{PROJECT}/dispositions/{{disposition}}/executions", "ExecuteDisposition"),
    (f"{PROJECT}/dispositions/{{disposition}}/revocations", "RevokeDisposition"),
    (f"{PROJECT}/evaluations/{{evaluation}}/start", "StartEvaluation"),
    (f"{PROJECT}/evaluations/{{evaluation}}/reports", "SubmitSelfEvaluation"),
    (f"{PROJECT}/evaluations/{{evaluation}}/scores", "ScoreEvaluation"),
    (f"{PROJECT}/evaluations/{{evaluation}}/returns", "ReturnSelfEvaluation"),
    (f"{PROJECT}/evaluations/{{evaluation}}/feedback", "RecordFeedback"),
    (f"{PROJECT}/evaluations/{{evaluation}}/conclusion", "ConcludeEvaluation"),
    (f"{PROJECT}/clawbacks/{{round}}/objections", "RecordObjection"),
    (f"{PROJECT}/clawbacks/{{round}}/resolutions", "ResolveObjection"),
    (f"{PROJECT}/clawbacks/{{round}}/confirmations", "ConfirmAmount"),
    (f"{PROJECT}/clawbacks/{{round}}/waivers", "WaiveItem"),
    (f"{PROJECT}/clawbacks/{{round}}/executions", "ExecuteClawback"),
    (f"{CAMPAIGN}/opening", "OpenCampaign"),
    (f"{CAMPAIGN}/tasks", "IssueTasks"),
    (f"{CAMPAIGN}/key-projects", "SelectKeyProject"),
    (f"{CAMPAIGN}/deadlines", "ExtendDeadline"),
    (f"{CAMPAIGN}/closing", "CloseCampaign"),
    (f"{ROUND}/opening", "OpenRound"),
    (f"{ROUND}/candidates", "FreezeCandidates"),
    (f"{ROUND}/closing", "CloseRound"),
)
_NAMES: Final = re.compile(r"\{(\w+)\}")
Acting = Annotated[Role | None, Query(description="以哪个角色办理；只有一个角色时可省略")]
Expected = Annotated[
    str,
    Header(
        alias="If-Match",
        pattern=r'^("[0-9]{1,9}")?$',
        description='所依据的版本，如 "12"；已有更新的版本时返回 409',
    ),
]


def routes(counter: Counter, guard: Guard) -> APIRouter:
    """Make a route for each line of the table."""
    router = APIRouter(tags=["资源"])
    for path, name in RESOURCES:
        command = COMMANDS[name]
        router.add_api_route(
            path,
            _endpoint(command, counter, guard),
            methods=["POST"],
            summary=command.title,
            operation_id=f"post-{name}",
            response_class=Response,
            responses={
                200: shapes.given("已受理", shapes.ref(Done)),
                **shapes.refused(401, 403, 408, 409, 413, 422, 503),
            },
            openapi_extra=_described(path, command),
        )
    return router


def _endpoint(
    command: type[Command], counter: Counter, guard: Guard
) -> Callable[..., Awaitable[Response]]:
    async def endpoint(
        request: Request,
        identity: Annotated[Identity, Depends(guard.identity)],
        key: Key = "",
        role: Acting = None,
        expected: Expected = "",
    ) -> Response:
        order = resource(
            command,
            request.path_params,
            await request.body(),
            Told(
                identity=identity,
                at=datetime.now(UTC),
                key=key,
                role=role,
                expected_version=int(expected.strip('"')) if expected else None,
            ),
        )
        await counter.check(identity, order)
        return answered(await counter.carry_out(order))

    return endpoint


def _described(path: str, command: type[Command]) -> dict[str, object]:
    """Describe the path's parts and the rest of the command."""
    schema = shapes.fields(command)
    named = _NAMES.findall(path)
    parts = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schema["properties"].get(name, shapes.DIVISION),
        }
        for name in named
    ]
    rest = {name: one for name, one in schema["properties"].items() if name not in named}
    body = {
        **schema,
        "properties": rest,
        "required": [name for name in schema["required"] if name not in named],
    }
    return {"parameters": parts, "requestBody": {"required": True, **shapes.content(body)}}
