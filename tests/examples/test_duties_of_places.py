"""What each document asks to report, publish or draw up: owed, overdue, done."""

import pytest

from tests.examples.bureau import Bureau, Place, Row

OWED = [
    ("lingyuan", "LY-17", "RESPONSIBLE", ["FINANCE"]),
    ("lingyuan", "LY-23", "CONGRESS-EXTRACT", ["CONGRESS", "AUDIT"]),
    ("hanggin", "HJ-17", "H1-REPORT", ["FINANCE_SECTION", "PERFORMANCE_SECTION"]),
    ("hanggin", "HJ-06", "INTERNAL-RULES", ["FINANCE"]),
    ("hailin", "HL-02", "RESPONSIBLE", ["FINANCE"]),
    ("hailin", "HL-13", "TARGETS-PUBLIC", ["PUBLIC"]),
    ("hailin", "HL-13", "RESULTS-PUBLIC", ["PUBLIC"]),
    ("hailin", "HL-14", "TARGETS-CONGRESS", ["CONGRESS", "PUBLIC"]),
    ("hailin", "HL-14", "EVALUATION-RESULTS", ["CONGRESS", "GOVERNMENT", "PUBLIC"]),
    ("qiemo", "QM-04", "LEADING-GROUP", ["GOVERNMENT"]),
    ("qiemo", "QM-04", "TRAINING", ["FINANCE"]),
    ("qiemo", "QM-15", "BUDGET-DRAFT", ["CONGRESS", "PUBLIC"]),
]


@pytest.mark.parametrize(
    ("name", "obligation", "recipients"),
    [
        pytest.param(name, code, told, marks=pytest.mark.clause(clause), id=f"{clause}-{code}")
        for name, clause, code, told in OWED
    ],
)
def test_a_duty_of_the_document_is_owed_overdue_and_done(
    bureau: Bureau, name: str, obligation: str, recipients: list[str]
) -> None:
    place = Place(name, 2035)
    code = obligation.replace("-", "")
    bureau.done(
        place.registered(code, "林业局"),
        place.order("RegisterObligation", "01-10", obligation=obligation),
    )

    def owed() -> Row:
        rows = bureau.show("obligations", division=place.division, year=place.year)
        [row] = [row for row in rows if row["obligation"] == obligation]
        return row

    first = owed()
    assert (first["state"], first["overdue"], first["recipients"]) == ("OPEN", False, recipients)
    bureau.done({"tick": f"{first['due_on']}T23:59:59+08:00"})
    assert owed() == first
    bureau.done({"tick": "2036-12-31T00:00:00+08:00"})
    assert owed()["overdue"] is True
    done: Row = {"obligation": obligation, "department": first["department"], "document": "文1号"}
    *some, last = recipients
    if some:
        bureau.done(place.order("FulfilObligation", "next 12-30", recipients=some, **done))
        assert owed()["state"] == "PARTLY"
    bureau.done(place.order("FulfilObligation", "next 12-31", recipients=[last], **done))
    row = owed()
    assert (row["state"], row["overdue"]) == ("FULFILLED", True)
    assert row["days_late"] > 0
