"""The moment a project's page stands at: now, or as of a version of its history."""

from collections.abc import Awaitable, Callable, Sequence

from nicegui import ui

from services.answers.moment import moment
from services.audit.replay import Replayed
from services.console.gate import HOME
from services.console.seen import Seen
from services.console.sitting import Sitting
from services.console.telling import told_here
from services.desk.history import Stamped, empty
from services.policies.calendar import SHANGHAI
from services.project.state import Project
from services.refusal import Refused


class Moments:
    """A project's history, and the version of it that is shown."""

    def __init__(self, whole: Replayed, version: int) -> None:
        """Stand at a version; :class:`Refused` where there is none."""
        self._id = whole.id
        self.events: Sequence[Stamped] = whole.events
        if not 1 <= version <= len(self.events):
            raise Refused(f"没有版本 {version}，共 {len(self.events)} 个版本")
        self.version = version

    @property
    def past(self) -> bool:
        """Whether an older version is shown."""
        return self.version < len(self.events)

    def replayed(self, version: int) -> Replayed:
        """Fold the project up to a version."""
        events = tuple(self.events[:version])
        return Replayed(id=self._id, events=events, history=empty(self._id).then(events))

    def seen(self, replayed: Replayed) -> Seen:
        """Show the project as it stood then."""
        version, state = len(replayed.events), replayed.history.state
        if not isinstance(state, Project):
            raise TypeError(state)
        past = version < len(self.events)
        return Seen(
            id=self._id,
            project=state,
            version=version,
            at=replayed.events[-1].envelope.time if past else None,
        )

    def at(self, version: int) -> Seen:
        """Fold the project as it stood at a version."""
        return self.seen(self.replayed(version))


class Bar:
    """Where one says which moment the page shall show."""

    def __init__(
        self, sitting: Sitting, moments: Moments, changed: Callable[[], Awaitable[None]]
    ) -> None:
        """Move ``moments``, then tell that it ``changed``."""
        self._sitting = sitting
        self._moments = moments
        self._changed = changed

    def draw(self) -> None:
        """Draw the slider, the field for a time and where the page stands."""
        newest = len(self._moments.events)
        with ui.element("div").classes("jx-card"):
            with ui.row().classes("items-center full-width no-wrap jx-no-print"):
                ui.label("截至版本").classes("jx-quiet no-wrap")
                slider = ui.slider(min=1, max=newest, value=self._moments.version)
                slider.props('label snap aria-label="截至版本"').classes("col")
                slider.on("change", lambda e: self._to(int(e.args)))
                self._slider = slider
                field = ui.input("或时间，如 2021-06-30").props("dense outlined")
                field.on("keydown.enter", lambda: self._when(str(field.value or "")))
                ui.button("看当时", on_click=lambda: self._when(str(field.value or ""))).props(
                    "outline"
                )
                self._back = ui.button("回到现在", on_click=lambda: self._to(newest))
            self._told = ui.label().props('aria-live="polite"')
        self._tell()

    async def _when(self, text: str) -> None:
        with told_here():
            await self._to(recorded_until(self._moments.events, text.strip()))

    async def _to(self, version: int) -> None:
        moments = self._moments
        moments.version = version
        self._slider.value = version
        path = self._sitting.request.url.path.removeprefix(HOME)
        more = {"version": version} if moments.past else {}
        ui.navigate.history.replace(self._sitting.link(path, **more))
        self._tell()
        await self._changed()

    def _tell(self) -> None:
        moments = self._moments
        last, past = moments.events[moments.version - 1], moments.past
        words = f"截至 {at(last)}（版本 {moments.version}，共 {len(moments.events)}）"
        self._told.set_text(f"{words}：以下都是当时的状态，只供查阅，不能办理" if past else words)
        self._told.classes(
            add="jx-mark" if past else "jx-quiet", remove="jx-quiet" if past else "jx-mark"
        )
        self._back.set_visibility(past)


def recorded_until(events: Sequence[Stamped], text: str) -> int:
    """Find the version at a day's end in China or at an instant; :class:`Refused` before all."""
    until = moment(text)
    version = sum(one.envelope.time <= until for one in events)
    if not version:
        raise Refused(f"截至 {text} 尚无登记，最早的事实登记于 {at(events[0])}")
    return version


def at(one: Stamped) -> str:
    """Say when a fact was recorded."""
    return one.envelope.time.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
