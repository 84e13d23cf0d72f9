"""Every document we hand out opens in an office suite, and its pages say what they should."""

import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from events.subjects import project_id
from projections.ranking import Ranking
from services.answers.spreadsheet import write_xlsx
from services.forms import circular
from services.forms.catalogue import FORMS, Asked
from tests.services.project.given import Given
from tests.services.project.stories import finalized, noticed, notified

NAME = project_id("231083", 2021, "P1")
ON = date(2021, 12, 1)
SHOTS = Path(__file__).parents[2] / "build" / "screens"
PLACE = Ranking(
    division="231083",
    fiscal_year=2021,
    assessment="2021",
    department="教育局",
    score=Decimal("95.05"),
    rank=1,
    published_at=datetime(2021, 12, 28, tzinfo=UTC),
)


def form(name: str, key: str, story: Given) -> bytes:
    return FORMS[name].make(story.state, story.facts, Asked(id=NAME, key=key, on=ON))


def listed(folder: Path) -> bytes:
    path = folder / "list.xlsx"
    write_xlsx(str(path), "绩效考核排名", Ranking, [PLACE])
    return path.read_bytes()


def case() -> bytes:
    story = noticed()
    [name] = story.state.rectification.cases
    return form("rectification", name, story)


DOCUMENTS: dict[str, tuple[Callable[[Path], bytes], tuple[str, ...]]] = {
    "situation.xlsx": (
        lambda _: form("situation", "H1", finalized()),
        ("项目支出绩效监控情况表", "完全不可能", "1-6月执行率"),
    ),
    "correction.xlsx": (
        lambda _: form("correction", "H1", finalized()),
        ("绩效运行监控目标纠偏表", "存在的主要问题"),
    ),
    "adjustment.xlsx": (
        lambda _: form("adjustment", "T1", finalized()),
        ("绩效运行监控目标调整表", "指标标准解释"),
    ),
    "report.docx": (
        lambda _: form("report", "H1", finalized()),
        ("支出绩效监控报告", "五、意见和建议", "完成年度目标值的"),
    ),
    "rectification.docx": (lambda _: case(), ("整改通知书", "财政局")),
    "clawback.docx": (
        lambda _: form("clawback", "R1", notified()),
        ("盘活收回通知", "拟收回95.00万元"),
    ),
    "circular.docx": (
        lambda _: circular.circular("考核结果通报", [PLACE], ON),
        ("考核结果通报", "教育局", "95.05"),
    ),
    "ranking.xlsx": (listed, ("教育局", "95.05")),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_office_suite_opens_it_and_shows_what_it_says(name: str, tmp_path: Path) -> None:
    make, words = DOCUMENTS[name]
    path = tmp_path / name
    path.write_bytes(make(tmp_path))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = path.with_suffix(".pdf")
    told = subprocess.run(
        ["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    squeezed = "".join(told.split())
    assert [word for word in words if word not in squeezed] == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture = SHOTS / path.stem
    subprocess.run(["pdftoppm", "-r", "70", "-png", pdf, picture], check=True, timeout=60)
