"""Evidence files at a page: listed, taken away, added, withdrawn; bytes stay once it is agreed."""

from hashlib import sha256
from typing import Final

from nicegui import ui
from nicegui.events import UploadEventArguments

from services.api.cabinet import Cabinet
from services.api.errors import told
from services.console.acting import act
from services.console.asking import offer
from services.console.dialogs import answer, window
from services.console.fields import words
from services.console.seen import Seen, again
from services.console.sitting import Sitting
from services.console.taking import fetch
from services.console.telling import told_here, warn
from services.desk.orders import Order
from services.project.attachment import Attached, AttachEvidence, Place, WithdrawAttachment
from services.project.evidence_file import LARGEST, LIMITS, check
from services.refusal import Refused

_TOO_LARGE: Final = Refused(f"文件未上传，可附 {LIMITS}")


def draw(sitting: Sitting, found: Seen, place: Place, *, changing: bool) -> None:
    """Draw the files of a task's form or case; with ``changing`` they can be added to."""
    Files(sitting, found, place, changing=changing).draw()


class Files:
    """The files that belong to one place, and to what lies within it when they are only read."""

    def __init__(self, sitting: Sitting, found: Seen, place: Place, *, changing: bool) -> None:
        """Begin with the project as the page has read it."""
        self._sitting = sitting
        self._seen = found
        self._place = place
        self._changing = changing

    def draw(self) -> None:
        """Draw the list, and the way to add to it."""
        if not self._changing and not self._own():
            return
        with ui.element("section").classes("jx-card"):
            with ui.row().classes("items-center full-width"):
                ui.label("附件").classes("text-subtitle1")
                if self._changing:
                    add = ui.button("附上附件", on_click=self._add).props("outline")
                    add.classes("jx-no-print")
                    ui.label(LIMITS).classes("jx-quiet jx-no-print")
            self._rows = ui.column().classes("full-width").style("gap: .25rem")
            self._list()

    def _own(self) -> list[Attached]:
        files = self._seen.project.attachments.of_task(self._place.task)
        whole = not self._changing and self._place == Place(self._place.task)
        return files if whole else [one for one in files if one.place == self._place]

    def _list(self) -> None:
        self._rows.clear()
        with self._rows:
            for one in self._own():
                with ui.row().classes("items-center"):
                    self._one(one)

    def _one(self, one: Attached) -> None:
        added = one.added
        where = f"/api/v1/histories/{self._seen.id.name}/attachments/{added.attachment}"
        name = ui.button(added.name, on_click=lambda: fetch(where, added.media_type, added.name))
        name.props("flat dense icon=attach_file")
        of = "" if one.place == self._place else f"{one.place.name} "
        ui.label(
            f"{of}{added.attachment}，{-(-added.size // 1024)} KB，"
            f"{added.on} {added.adder}（{added.org}）"
        ).classes("jx-quiet")
        if one.withdrawn:
            ui.label(f"已撤回：{one.withdrawn}").classes("jx-fault")
        elif self._changing:
            known = {**self._seen.known, "attachment": added.attachment}
            asked = (words("reason", "撤回理由"),)
            offer(self._sitting, WithdrawAttachment, known, asked, after=self._changed)

    async def _add(self) -> None:
        chosen = await _asked()
        if chosen is None:
            return
        name, content = chosen
        digest = sha256(content).hexdigest()
        rooms = self._sitting.rooms
        form = self._place.case is None
        command = AttachEvidence(
            fiscal_year=self._seen.id.year,
            project_code=self._seen.id.code,
            task=self._place.task if form else None,
            case=self._place.case,
            name=name,
            size=len(content),
            sha256=digest,
        )

        async def keep(order: Order) -> None:
            await Cabinet(rooms.office, rooms.archive).keep(order, content, digest)

        with told_here():
            check(name, content)
            await act(self._sitting, command, self._changed, first=keep)

    async def _changed(self) -> None:
        self._seen = await again(self._sitting, self._seen.id)
        self._list()


async def _asked() -> tuple[str, bytes] | None:
    """Ask for a file; returns its name and bytes, None when none was chosen."""
    chosen: list[tuple[str, bytes]] = []

    async def received(event: UploadEventArguments) -> None:
        chosen.append((event.file.name, await event.file.read()))
        dialog.close()

    with window(AttachEvidence.title) as (dialog, _):
        ui.label(LIMITS).classes("jx-quiet")
        ui.upload(
            label="选择文件",
            auto_upload=True,
            max_file_size=LARGEST,
            on_upload=received,
            on_rejected=lambda: warn(told(_TOO_LARGE)),
        ).classes("full-width")
        with ui.row().classes("full-width justify-end"):
            ui.button("取消", on_click=dialog.close).props("flat")
    await answer(dialog)
    return chosen[0] if chosen else None
