"""Personal numbers in free text."""

from __future__ import annotations

import pytest

from service.kernel.text.personal import PersonalNumber, holds_personal_number, refuse_personal_numbers

# Numbers that the tax authority sets aside for tests, and one from its own description.
HOLDING = ("811228-9874", "Beslut om 811228-9874.", "19811228-9874", "198112289874", "811228+9874", "811228–9874",
           "19811228 - 9874", "670919-9530", "701063-2391", "Anna198112289874")
FREE = ("", "Beslut 2026-09-21", "811228-9875", "212000-1355", "802400-1234", "8112289874", "811328-9874", "811232-9874",
        "tel. 031-365 00 00", "1981122898741", "ÖV 2026:14", "KS-2026-0042")


@pytest.mark.parametrize("text", HOLDING)
def test_one_is_found(text: str) -> None:
    assert holds_personal_number(text)
    with pytest.raises(PersonalNumber) as told:
        refuse_personal_numbers(title="", matter=text)
    assert told.value.facts == {"field": "matter"}


@pytest.mark.parametrize("text", FREE)
def test_what_only_looks_like_one_is_let_be(text: str) -> None:
    assert not holds_personal_number(text)
