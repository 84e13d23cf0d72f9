"""The files of projects, for those who may see them: brought, listed, taken."""

import asyncio
from collections.abc import Sequence
from typing import Final

from events.subjects import AggregateId
from services.access.identity import Identity
from services.api.archive import Archive
from services.api.faulty import NotThere, Unavailable
from services.desk.orders import Order
from services.office import Office
from services.project.attachment import Attached
from services.project.state import Project

AT_ONCE: Final = 8  # files in memory


class Cabinet:
    """Stands before an office's store; by its digest alone nobody gets a file."""

    def __init__(self, office: Office, archive: Archive) -> None:
        """Take the office, and the archive that knows who may see what."""
        self._office = office
        self._archive = archive
        self.at_once = asyncio.Semaphore(AT_ONCE)

    async def find(self, identity: Identity, name: str) -> AggregateId:
        """Name a project that the identity may see. Raises Forbidden or NotThere."""
        found = await self._archive.find(identity, name)
        if found.kind != "project":
            raise NotThere("只有项目有附件")
        return found

    async def listed(self, project: AggregateId) -> Sequence[Attached]:
        """List a project's files in the order they were added, withdrawn ones too."""
        history = await asyncio.to_thread(self._office.desk.history, project)
        if not isinstance(history.state, Project):
            raise TypeError(history.state)
        return [*history.state.attachments.files.values()]

    async def one(self, project: AggregateId, attachment: str) -> Attached:
        """Find one file of a project; :class:`NotThere` when it has none of that name."""
        for held in await self.listed(project):
            if held.added.attachment == attachment:
                return held
        raise NotThere(f"没有附件 {attachment[:64]}")

    async def read(self, held: Attached) -> bytes:
        """Read the bytes of a file; :class:`Unavailable` when they are gone or changed."""
        added = held.added
        content = await self._office.attachments.read(added.sha256, added.size)
        if content is None:
            raise Unavailable(f"附件 {added.attachment} 的内容缺失或与摘要不符，请联系系统管理员")
        return content

    async def keep(self, order: Order, content: bytes, digest: str) -> None:
        """Keep the bytes that an order is about, unless it would be refused: then none stay.

        Raises Refused and Conflict. What is kept already may belong to an order given again.
        """
        if await self._office.attachments.read(digest, len(content)) is None:
            await self._office.rehearse(order)
            await self._office.attachments.keep(content)
