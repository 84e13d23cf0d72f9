"""The conditions of a scope, asked of real tables."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import msgspec
import psycopg
import pytest
from msgspec import Struct
from psycopg import sql

from projections import engagements, execution, ranking, subjects
from projections.view import View, Which, columns, listing, on_the_shelf
from services.access.identity import Identity, Purpose
from services.access.sight import may_read
from services.projector.tables import create_table
from tests.services.access.people import (
    ELSEWHERE,
    EXPERT,
    FILER,
    HERE,
    OFFICER,
    REVIEWER,
    SECTION,
    system,
)

HOUSING, FARMING = "住房和城乡建设局", "农业农村局"
PROJECTS = (
    ("P1", HERE, HOUSING, "市政设施养护中心", "经济建设科"),
    ("P2", HERE, HOUSING, "城市停车管理中心", ""),
    ("P3", HERE, FARMING, "农业技术推广中心", "农业科"),
    ("P4", ELSEWHERE, HOUSING, "市政设施养护中心", ""),
)
VIEWS = (
    on_the_shelf(subjects.VIEW),
    on_the_shelf(execution.VIEW),
    on_the_shelf(ranking.VIEW),
    on_the_shelf(engagements.VIEW),
)


@pytest.fixture(scope="module", name="views")
def _views(database_url: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        for view in VIEWS:
            connection.execute(create_table(view).encode())
        for code, division, department, unit, section in PROJECTS:
            subject = subjects.Subject(
                division=division,
                fiscal_year=2021,
                project=code,
                department=department,
                unit=unit,
                section=section,
            )
            money = execution.Execution(division=division, fiscal_year=2021, project=code)
            put(connection, subjects.VIEW.name, subject)
            put(connection, execution.VIEW.name, money)
        # Paid before it was registered: nobody knows whose it is.
        unknown = execution.Execution(division=HERE, fiscal_year=2021, project="P9")
        put(connection, execution.VIEW.name, unknown)
        for department in (HOUSING, FARMING):
            row = ranking.Ranking(
                division=HERE, fiscal_year=2021, assessment="Y", department=department
            )
            put(connection, ranking.VIEW.name, row)
        for institution in ("institute-1", "institute-2"):
            work = engagements.Engagement(
                division=HERE,
                fiscal_year=2021,
                institution=institution,
                engagement="E1",
                name="机构",
                purpose="评价",
                projects=(),
                engaged_on=date(2021, 3, 1),
            )
            put(connection, engagements.VIEW.name, work)
        yield connection


def put(connection: psycopg.Connection, table: str, row: Struct) -> None:
    rows = "SELECT * FROM json_populate_record(NULL::{0}, %s)"
    statement = sql.SQL(f"INSERT INTO {{0}} {rows}").format(sql.Identifier(table))
    connection.execute(statement, [msgspec.json.encode(row).decode()])


def seen(
    connection: psycopg.Connection, who: Identity, view: View[Struct], column: str
) -> set[str]:
    conditions = may_read(who, columns(view.row))
    lookup = listing(view, Which(), order=column, filters=conditions)
    place = columns(view.row).index(column)
    rows = connection.execute(lookup.sql.encode(), lookup.parameters)
    return {str(row[place]) for row in rows}


@pytest.mark.parametrize(
    ("who", "projects"),
    [
        (OFFICER, {"P1", "P2", "P3", "P9"}),
        (system(Purpose.READ), {"P1", "P2", "P3", "P9"}),
        (REVIEWER, {"P1", "P2"}),
        (FILER, {"P1"}),
        (SECTION, {"P2", "P3"}),
        (EXPERT, {"P3"}),
    ],
)
def test_projects_are_seen_as_far_as_the_scope_reaches(
    views: psycopg.Connection, who: Identity, projects: set[str]
) -> None:
    money, known = on_the_shelf(execution.VIEW), on_the_shelf(subjects.VIEW)
    assert seen(views, who, money, "project") == projects
    assert seen(views, who, known, "project") == projects - {"P9"}


@pytest.mark.parametrize(
    ("who", "departments"),
    [
        (OFFICER, {HOUSING, FARMING}),
        (REVIEWER, {HOUSING}),
        (FILER, {HOUSING}),
        (SECTION, {HOUSING, FARMING}),
    ],
)
def test_departments_are_seen_as_far_as_the_scope_reaches(
    views: psycopg.Connection, who: Identity, departments: set[str]
) -> None:
    assert seen(views, who, on_the_shelf(ranking.VIEW), "department") == departments


def test_an_expert_sees_the_work_of_the_own_institution(views: psycopg.Connection) -> None:
    own = on_the_shelf(engagements.VIEW)
    assert seen(views, EXPERT, own, "institution") == {"institute-1"}
    assert seen(views, OFFICER, own, "institution") == {"institute-1", "institute-2"}
