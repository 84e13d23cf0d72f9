"""Files as evidence: who may add and withdraw them, when, and what is kept of it."""

from datetime import date

import pytest
from msgspec.structs import replace

from events.attachment import AttachmentAdded, AttachmentWithdrawn
from services.decision import Actor
from services.project.attachment import MOST, AttachEvidence, WithdrawAttachment
from services.project.evidence_file import LARGEST
from services.project.submission import Withdraw
from tests.services.project.given import (
    EXPERT,
    FILER,
    OFFICER,
    REVIEWER,
    SECTION,
    Given,
    P,
)
from tests.services.project.stories import form, issued, submitted
from tests.services.project.test_disputes import DISPUTE, RIGHT
from tests.services.project.test_paper import paper_task
from tests.services.project.test_rectification import accepted, answered, planned

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
PHOTO = AttachEvidence(**P, task="H1", name="现场照片.jpg", size=1024, sha256=DIGEST)
BACK = WithdrawAttachment(**P, attachment="F1", reason="拍错了地方")
OF_CASE = replace(PHOTO, task=None, case="H1-R1")
OF_DISPUTE = replace(PHOTO, task=None, dispute="H1-D1")
COLLEAGUE = Actor(id="colleague", role=FILER.role, org=FILER.org)


def added(**changes: object) -> AttachmentAdded:
    fact = AttachmentAdded(
        attachment="F1",
        name="现场照片.jpg",
        media_type="image/jpeg",
        size=1024,
        sha256=DIGEST,
        on=date(2021, 7, 5),
        adder="filer",
        org="U01",
        task="H1",
    )
    return replace(fact, **changes)


def disputed() -> Given:
    return issued().when(DISPUTE).so_far


def test_a_unit_adds_a_file_to_its_form() -> None:
    story = issued().when(PHOTO).then(added())
    story.when(PHOTO).nothing()
    again = replace(PHOTO, sha256="0" * 64)
    story.when(again).refused("已有同名附件 F1")
    other = story.when(replace(again, name="合同.PDF"))
    assert other.one(AttachmentAdded).attachment == "F2"
    assert other.one(AttachmentAdded).media_type == "application/pdf"


def test_a_file_belongs_to_exactly_one_thing_that_is_there() -> None:
    for nowhere in (replace(PHOTO, task=None), replace(OF_CASE, task="H1")):
        planned().when(nowhere).refused("只属于一项")
    issued().when(replace(PHOTO, task="Q9")).refused("没有监控任务 Q9")
    issued().when(OF_CASE).refused("没有整改事项 H1-R1")
    issued().when(OF_DISPUTE).refused("没有执行率异议 H1-D1", clause="LY-14")


def test_a_file_is_of_a_kind_and_a_size_that_are_taken() -> None:
    issued().when(replace(PHOTO, name="照片.exe")).refused("不收这种文件")
    issued().when(replace(PHOTO, name="../照片.jpg")).refused("不能含路径")
    issued().when(replace(PHOTO, size=LARGEST + 1)).refused("超过 10 MB")
    issued().when(replace(PHOTO, size=0)).refused("文件是空的")
    issued().when(replace(PHOTO, size=LARGEST)).then(added(size=LARGEST))


def test_what_was_handed_in_keeps_its_files() -> None:
    story = issued().when(PHOTO).so_far.when(form()).so_far
    story.when(BACK).refused("附件不能再变")
    story.when(replace(PHOTO, name="又一张.jpg")).refused("附件不能再变")
    taken_back = story.when(Withdraw(**P, task="H1")).so_far
    taken_back.when(BACK).then(
        AttachmentWithdrawn(
            attachment="F1",
            name="现场照片.jpg",
            reason="拍错了地方",
            on=date(2021, 7, 5),
            task="H1",
        )
    )


def test_a_withdrawn_file_stays_in_the_record_and_its_name_is_free() -> None:
    story = issued().when(PHOTO).so_far.by(COLLEAGUE).when(BACK).so_far
    story.when(BACK).nothing()
    assert story.state.attachments.files["F1"].withdrawn == "拍错了地方"
    again = story.when(PHOTO).one(AttachmentAdded)
    assert again.attachment == "F2"


def test_only_who_fills_in_adds_to_a_form() -> None:
    for actor in (OFFICER, SECTION, EXPERT, REVIEWER):
        issued().by(actor).when(PHOTO).refused("须由", clause="LY-15")
    stranger = replace(FILER, org="U99")
    issued().by(stranger).when(PHOTO).refused("不能由 U99 办理", clause="HJ-03")


def test_a_section_adds_the_scan_of_a_paper_form() -> None:
    paper_task().when(PHOTO).so_far.when(BACK).one(AttachmentWithdrawn)
    paper_task().by(FILER).when(PHOTO).refused("须由", clause="LY-22")


def test_evidence_of_a_case_is_added_by_whose_turn_it_is() -> None:
    story = planned().when(OF_CASE).so_far
    assert story.facts[-1] == added(case="H1-R1", on=date(2021, 7, 22))
    planned().by(SECTION).when(OF_CASE).refused("须由", clause="HJ-07")
    answered().when(OF_CASE).refused("须由财政业务科室审核人", clause="QM-09")
    visited = answered().by(SECTION).when(OF_CASE).so_far
    visited.by(OFFICER).when(BACK).refused("附件由 F01 附上，不能由 F02 撤回")
    visited.when(BACK).one(AttachmentWithdrawn)
    accepted().when(OF_CASE).refused("已验收")


def test_evidence_of_a_dispute_is_added_until_it_is_resolved() -> None:
    disputed().when(OF_DISPUTE).then(added(dispute="H1-D1"))
    disputed().by(SECTION).when(OF_DISPUTE).one(AttachmentAdded)
    disputed().by(EXPERT).when(OF_DISPUTE).refused("须由", clause="LY-14")
    resolved = disputed().by(SECTION).when(RIGHT).so_far
    resolved.when(OF_DISPUTE).refused("已办结", clause="LY-14")


def test_a_file_of_the_form_is_none_of_the_case() -> None:
    story = planned().when(OF_CASE).so_far
    [held] = story.state.attachments.of_task("H1")
    assert held.place.name == "H1-R1"
    assert issued().when(PHOTO).so_far.state.attachments.files["F1"].place.name == "H1"


def test_there_is_an_end_to_files() -> None:
    story = issued()
    for number in range(MOST):
        story = story.when(replace(PHOTO, name=f"{number}.jpg")).so_far
    story = story.when(BACK).so_far
    story.when(replace(PHOTO, name="再一张.jpg")).refused(f"已有 {MOST} 份")


def test_what_is_not_there_cannot_be_withdrawn() -> None:
    issued().when(BACK).refused("没有附件 F1")


@pytest.mark.parametrize("story", [submitted(), issued()], ids=["submitted", "issued"])
def test_a_dispute_has_evidence_also_after_the_form(story: Given) -> None:
    story.when(DISPUTE).so_far.when(OF_DISPUTE).one(AttachmentAdded)
