"""What is asked in a year's clawback rounds: of the rounds, of their items, of the funds."""

from datetime import date

from events.terms import FundTag, Resolution
from services.clawback_round import CloseRound, FreezeCandidates, OpenRound, ReallocateFunds
from services.project import clawback as item
from services.project.standing import TagFunds
from tests.services.asking import Pair, made
from tests.services.project.given import CHIEF, OFFICER, REVIEWER, SECTION

CODES = ("P1", "P2", "P3")
NAMES = ("R1", "R2")
ROUND: list[Pair] = [
    pair
    for name in NAMES
    for of in [{"fiscal_year": 2021, "round": name}]
    for pair in (
        *((CHIEF, made(OpenRound, **of, cutoff_on=on)) for on in (None, date(2021, 6, 30))),
        *((OFFICER, made(FreezeCandidates, **of, projects=codes)) for codes in (None, ("P1",))),
        (CHIEF, made(CloseRound, **of)),
        *(
            (
                CHIEF,
                made(
                    ReallocateFunds, **of, project="P9", purpose="急", document=no, amount_fen=fen
                ),
            )
            for no in ("统1", "统2", "统3")
            for fen in (1, 95_000_000, 125_000_000)
        ),
    )
]
ITEMS: list[Pair] = [
    pair
    for code in CODES
    for name in NAMES
    for of in [{"fiscal_year": 2021, "project_code": code, "round": name}]
    for pair in (
        (CHIEF, made(item.NotifyDepartment, **of)),
        (REVIEWER, made(item.RecordObjection, **of, reason="在建")),
        *(
            (CHIEF, made(item.ResolveObjection, **of, resolution=one, reason="复", amount_fen=fen))
            for one, fen in (
                *((Resolution.UPHELD, None), (Resolution.REDUCED, 1000), (Resolution.WAIVED, None)),
            )
        ),
        (CHIEF, made(item.WaiveItem, **of, reason="急")),
        *(
            (CHIEF, made(item.ConfirmAmount, **of, amount_fen=fen, reason="核"))
            for fen in (None, 900)
        ),
        *(
            (CHIEF, made(item.ExecuteClawback, **of, must_continue=go, document_no=no))
            for go, no in ((False, ""), (True, "收1"))
        ),
        *(
            (CHIEF, made(item.CorrectClawback, **of, amount_fen=fen, document_no="X"))
            for fen in (100, 200_000_000)
        ),
    )
]
TAGS: list[Pair] = [
    (SECTION, TagFunds(fiscal_year=2021, project_code="P1", tags=(tag,), basis="文"))
    for tag in (FundTag.DIRECT, FundTag.THREE_GUARANTEES)
]
