"""Every official form by its name: made from a project's facts, and taken back as a command."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from events.fact import Fact
from events.subjects import AggregateId, project_id
from services.forms import adjustment, correction, letters, report, situation
from services.forms.grid import Grid, opened
from services.forms.situation import Blank
from services.project.command import ProjectCommand
from services.project.filling import SaveDraft
from services.project.state import Project
from services.project.warnings import SubmitCorrectionForm
from services.refusal import Refused

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Asked(Struct, frozen=True, kw_only=True):
    """Which form of which project; ``key`` is its task, adjustment, case or clawback round."""

    id: AggregateId
    key: str
    on: date


class Form(Struct, frozen=True, kw_only=True):
    """One form: its title, what its key names, and how it is made."""

    title: str
    key: str
    make: Callable[[Project, Sequence[Fact], Asked], bytes]
    media: str = XLSX

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        return ".xlsx" if self.media == XLSX else ".docx"


def _situation(project: Project, _facts: Sequence[Fact], asked: Asked) -> bytes:
    blank = Blank.of(project, asked.id, asked.key)
    return situation.write(blank, blank.standing)


def _correction(project: Project, facts: Sequence[Fact], asked: Asked) -> bytes:
    blank = Blank.of(project, asked.id, asked.key)
    return correction.write(blank, correction.standing(blank, facts))


def _adjustment(project: Project, _facts: Sequence[Fact], asked: Asked) -> bytes:
    return adjustment.write(adjustment.Blank.of(project, asked.id, asked.key))


def _report(project: Project, facts: Sequence[Fact], asked: Asked) -> bytes:
    return report.write(project, Blank.of(project, asked.id, asked.key), facts)


def _rectification(project: Project, _facts: Sequence[Fact], asked: Asked) -> bytes:
    return letters.rectification(project, asked.key, asked.on)


def _clawback(project: Project, _facts: Sequence[Fact], asked: Asked) -> bytes:
    return letters.clawback(project, asked.key, asked.on)


FORMS: Final[dict[str, Form]] = {
    "situation": Form(title="附件1 情况表", key="监控任务", make=_situation),
    "correction": Form(title="附件2 纠偏表", key="监控任务", make=_correction),
    "adjustment": Form(title="附件3 调整表", key="调整申请", make=_adjustment),
    "report": Form(title="附件4 监控报告", key="监控任务", make=_report, media=DOCX),
    "rectification": Form(title="整改文书", key="整改事项", make=_rectification, media=DOCX),
    "clawback": Form(title="收回通知", key="收回批次", make=_clawback, media=DOCX),
}


class Received(Struct, frozen=True, kw_only=True):
    """An uploaded form that says which project it is about; what it says is not read yet."""

    id: AggregateId
    key: str
    title: str
    grids: tuple[Grid, ...]

    def command(self, project: Project) -> ProjectCommand:
        """Read the command it stands for: 附件1 becomes a draft.

        ``FaultyForm`` lists every fault by its cell.
        """
        return _READERS[self.title][1](self.grids, project, self.id, self.key)


def received(content: bytes) -> Received:
    """Open an uploaded form; :class:`Refused` says that it is no form of ours."""
    grids = tuple(opened(content))
    title = grids[0].text(0, 0)
    if title not in _READERS:
        raise Refused(f"不认识的表“{title[:40]}”：可上传 {'、'.join(_READERS)}")
    name, key = _number(grids[0].text(*_READERS[title][0]))
    return Received(id=name, key=key, title=title, grids=grids)


def _number(text: str) -> tuple[AggregateId, str]:
    """Read a form's number: division, year, code and what the form is about."""
    name, slash, key = text.partition("/")
    division, _, rest = name.partition("-")
    year, _, code = rest.partition("-")
    if not (slash and key and code and year.isdecimal()):
        raise Refused(f"编号“{text[:80]}”看不懂：请用系统生成的表填写")
    return project_id(division, int(year), code), key


def _read_situation(
    grids: Sequence[Grid], project: Project, name: AggregateId, key: str
) -> ProjectCommand:
    filled = situation.read(grids, Blank.of(project, name, key))
    return SaveDraft(
        fiscal_year=name.year,
        project_code=name.code,
        task=key,
        lines=filled.lines,
        funding=filled.funding,
        implementation=filled.implementation,
    )


def _read_correction(
    grids: Sequence[Grid], project: Project, name: AggregateId, key: str
) -> ProjectCommand:
    filled = correction.read(grids[0], Blank.of(project, name, key))
    return SubmitCorrectionForm(
        fiscal_year=name.year,
        project_code=name.code,
        task=key,
        lines=filled.lines,
        problems=filled.problems,
        measures=filled.measures,
        other=filled.other,
    )


def _read_adjustment(
    grids: Sequence[Grid], project: Project, name: AggregateId, key: str
) -> ProjectCommand:
    return adjustment.read(grids[0], adjustment.Blank.of(project, name, key))


_Reader = Callable[[Sequence[Grid], Project, AggregateId, str], ProjectCommand]
_READERS: Final[dict[str, tuple[tuple[int, int], _Reader]]] = {
    situation.TITLE: (situation.NUMBER, _read_situation),
    correction.TITLE: (correction.NUMBER, _read_correction),
    adjustment.TITLE: (adjustment.NUMBER, _read_adjustment),
}
