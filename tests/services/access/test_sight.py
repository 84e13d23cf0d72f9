"""What is seen ends where the scope ends."""

import pytest

from projections import engagements, execution, obligations, ranking, subjects, trail
from projections.view import columns
from services.access.identity import Administrator, Identity, Purpose
from services.access.refusals import Forbidden
from services.access.sight import may_export, may_look, may_read, may_read_logbook, may_see
from services.access.subject import Subject
from tests.services.access.people import (
    ELSEWHERE,
    FILER,
    HERE,
    OFFICER,
    REVIEWER,
    SECTION,
    administrator,
    system,
)

EXECUTION = columns(execution.VIEW.row)


def test_the_bureau_sees_its_division_whole() -> None:
    assert may_read(OFFICER, EXECUTION) == {"division = ANY(%s)": [HERE]}


def test_lists_are_kept_to_department_unit_and_section() -> None:
    assert list(may_read(FILER, EXECUTION).values()) == [
        [HERE],
        ["住房和城乡建设局"],
        ["市政设施养护中心"],
    ]
    assert ["", "农业科"] in may_read(SECTION, EXECUTION).values()


def test_another_division_or_department_is_refused_when_asked_for() -> None:
    with pytest.raises(Forbidden, match=ELSEWHERE):
        may_read(OFFICER, EXECUTION, division=ELSEWHERE)
    with pytest.raises(Forbidden, match="农业农村局"):
        may_read(REVIEWER, EXECUTION, department="农业农村局")


def test_a_project_by_name_is_refused_to_another_department() -> None:
    roads = Subject(division=HERE, department="住房和城乡建设局", unit="市政设施养护中心")
    may_see(REVIEWER, roads)
    with pytest.raises(Forbidden):
        may_see(REVIEWER, Subject(division=HERE, department="农业农村局", unit="某站"))
    with pytest.raises(Forbidden):
        may_see(FILER, Subject(division=HERE, department="住房和城乡建设局", unit="别的单位"))


@pytest.mark.parametrize("view", [ranking.VIEW.row, obligations.VIEW.row])
def test_a_view_of_departments_shows_ones_own(view: type[ranking.Ranking]) -> None:
    assert ["住房和城乡建设局"] in may_read(REVIEWER, columns(view)).values()


def test_a_view_without_departments_is_for_the_whole_division_only() -> None:
    names = columns(engagements.VIEW.row)
    may_read(OFFICER, names)
    with pytest.raises(Forbidden, match="部门栏"):
        may_read(REVIEWER, names)
    with pytest.raises(Forbidden):
        may_read(REVIEWER, ("item", "amount_fen"), division=HERE)
    with pytest.raises(Forbidden, match="须说明"):
        may_read(OFFICER, ("item", "amount_fen"))


@pytest.mark.parametrize("duty", list(Administrator))
def test_no_administrator_sees_business(duty: Administrator) -> None:
    with pytest.raises(Forbidden, match=duty.zh):
        may_read(administrator(duty), columns(trail.VIEW.row))


def test_keys_read_and_export_by_their_purpose() -> None:
    may_look(system(Purpose.READ))
    may_export(system(Purpose.REPORT))
    for who in (system(Purpose.READ), system(Purpose.INTAKE)):
        with pytest.raises(Forbidden, match="接口密钥"):
            may_export(who)
    with pytest.raises(Forbidden, match="接口密钥"):
        may_look(system(Purpose.INTAKE))


@pytest.mark.parametrize(
    "who",
    [
        OFFICER,
        system(Purpose.AUDIT),
        administrator(Administrator.SYSTEM),
        administrator(Administrator.SECURITY),
    ],
)
def test_nobody_but_the_audit_administrator_reads_the_logbook(who: Identity) -> None:
    may_read_logbook(administrator(Administrator.AUDIT))
    with pytest.raises(Forbidden):
        may_read_logbook(who)


def test_the_view_of_subjects_knows_what_scopes_ask_for() -> None:
    assert {"division", "fiscal_year", "project", "department", "unit", "section"} <= set(
        columns(subjects.VIEW.row)
    )
