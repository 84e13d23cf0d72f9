"""Histories for those who may see them; what is out of reach and what is not there are alike."""

import asyncio

from events.subjects import AggregateId
from services.access.identity import Identity
from services.access.refusals import Forbidden
from services.access.sight import may_look, may_see
from services.access.subject import of
from services.answers.moment import moment
from services.api.counter import Counter
from services.api.faulty import NotThere
from services.audit.naming import aggregate
from services.audit.replay import Replayed, replay
from services.office import Office
from services.refusal import Refused


class Archive:
    """Replays histories of one office."""

    def __init__(self, office: Office, counter: Counter) -> None:
        """Read an office's ledger."""
        self._office = office
        self._counter = counter

    async def find(self, identity: Identity, name: str) -> AggregateId:
        """Name a history that the identity may see. Raises Forbidden or NotThere."""
        try:
            found = aggregate(name)
        except Refused as refused:
            raise NotThere(*refused.reasons) from None
        may_look(identity)
        if found.kind != "project" or identity.scope.whole:
            if not identity.scope.whole or found.division not in identity.scope.divisions:
                raise Forbidden("所查对象不在您的权限范围内")
            return found
        registered = (await self._counter.registered(found))[found]
        if registered is None:
            raise Forbidden("所查对象不在您的权限范围内")
        may_see(identity, of(found.division, registered))
        return found

    async def replay(
        self, found: AggregateId, as_of: str | None = None, version: int | None = None
    ) -> Replayed:
        """Replay up to a moment or a version; :class:`NotThere` where nothing was yet."""
        until = moment(as_of) if as_of else None
        desk = self._office.desk
        try:
            past = await asyncio.to_thread(replay, desk, found, as_of=until, version=version)
        except Refused as refused:
            raise NotThere(*refused.reasons) from None
        if not past.events:
            raise NotThere(f"{found.name} 当时还没有任何事实")
        return past
