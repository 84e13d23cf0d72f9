"""The project a page is about, for those who may see it; each look is noted."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from events.subjects import CODE, AggregateId, project_id
from services.access.logbook import Act
from services.access.refusals import Forbidden
from services.api.faulty import NotThere
from services.api.noting import note
from services.console.sitting import Sitting
from services.project.state import Project


class Seen(Struct, frozen=True, kw_only=True):
    """A project and the version of its history; ``at`` is when it stood so, None for now."""

    id: AggregateId
    project: Project
    version: int
    at: datetime | None = None

    @property
    def known(self) -> dict[str, str | int]:
        """What every command on it says."""
        return {"fiscal_year": self.id.year, "project_code": self.id.code}

    @property
    def title(self) -> str:
        """Its code and name."""
        registered = self.project.registration
        return f"{self.id.code} {registered.name if registered else '（未登记）'}"


async def seen(sitting: Sitting) -> Seen:
    """Read the project that the page's path names. Raises Forbidden or NotThere."""
    code = str(sitting.request.path_params.get("code", ""))
    if not CODE.fullmatch(code):
        raise NotThere(f"没有项目 {code[:64]}")
    identity = await sitting.still()
    name = project_id(sitting.division, sitting.year, code)
    if sitting.division not in identity.scope.divisions:
        raise Forbidden("所查对象不在您的权限范围内")
    found = await sitting.rooms.archive.find(identity, name.name)
    await note(sitting.rooms.guard, sitting.request, identity, Act.READ, f"history {found}")
    return await again(sitting, found)


async def again(sitting: Sitting, name: AggregateId) -> Seen:
    """Read a project once more, with everything recorded until now."""
    return (await several(sitting, [name], current=True))[0]


async def several(
    sitting: Sitting, names: Sequence[AggregateId], *, current: bool = True
) -> list[Seen]:
    """Read projects whose rows the sitting was shown."""
    desk = sitting.rooms.office.desk
    found = await asyncio.to_thread(desk.histories, names, current=current)
    return [
        Seen(id=name, project=history.state, version=history.version)
        for name, history in found.items()
        if isinstance(history.state, Project)
    ]
