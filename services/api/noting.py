"""What was looked at and taken away is noted before it is given."""

from fastapi import Request

from services.access.http.guard import Guard
from services.access.identity import Identity
from services.access.logbook import Act


async def note(guard: Guard, request: Request, identity: Identity, act: Act, what: str) -> None:
    """Write into the logbook who looked at what, with the question as it was asked."""
    visit = guard.visit(request)
    entry = visit.entry(act, identity.id, what, via=identity.via, query=request.url.query)
    await guard.access.logbook.write(entry)
