"""Files for a spreadsheet: nothing in them computes, and what cannot compute is left alone."""

import pytest

from services.answers.spreadsheet import harmless


@pytest.mark.parametrize("text", ["=1+1", " =A1", "＝A1", "@x", "-2+3", "\tx", "|calc"])
def test_what_a_spreadsheet_would_compute_is_marked_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["%", "-", "", "万元", "项目=一"])
def test_a_unit_and_plain_words_are_left_as_they_are(text: str) -> None:
    assert harmless(text) == text
