"""The views as any SQL client sees them."""

import hashlib

import psycopg
from psycopg import sql

from tests.torture.scenario import Findings

SCHEMA = "jixiao"


def digests(url: str) -> dict[str, str]:
    """Hash the rows of every table but the views' own bookkeeping."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = %s AND table_name <> 'checkpoint' ORDER BY 1",
            [SCHEMA],
        ).fetchall()
        return {name: _digest(connection, name) for (name,) in tables}


def compare_sums(url: str, expected: dict[tuple[str, int, str], int]) -> Findings:
    """Hold the executed amounts of the view against the sums of the facts."""
    with psycopg.connect(url, connect_timeout=10) as connection:
        rows = connection.execute(
            "SELECT division, fiscal_year, project, executed_fen FROM jixiao.execution"
        ).fetchall()
    shown = {(division, year, project): fen for division, year, project, fen in rows if fen}
    wrong = {place for place, fen in expected.items() if fen != shown.get(place, 0)}
    wrong |= shown.keys() - expected.keys()
    notes = [
        f"{place}: {shown.get(place)} 分, facts say {expected.get(place)}"
        for place in sorted(wrong)
    ]
    return Findings(broken=len(wrong), notes=notes)


def _digest(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> str:
    whole = hashlib.sha256()
    name = sql.Identifier(SCHEMA, table)
    rows = connection.execute(
        sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(name)
    ).fetchall()
    for (row,) in rows:
        whole.update(f"{row}\n".encode())
    return whole.hexdigest()
