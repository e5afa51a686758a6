"""A personal number in a certificate stays there: it is neither shown nor kept nor logged."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.signatures.pades.examine import examine
from service.signatures.pades.model import Examined, as_json
from service.signatures.pades.names import organisation_of, person_of, shown, veiled
from service.signatures.pades.words import in_words
from tests.signatures.pades.files import PAGES, pdf, redrawn, sign, updated
from tests.signatures.pades.pki import DIGITS, NOW, NUMBER, YEAR, issuer, made, name, person, revocation_list, trusted

SPELT = (NUMBER, DIGITS, DIGITS[2:], f"{DIGITS[2:8]}-{DIGITS[8:]}", f"{DIGITS[2:8]}+{DIGITS[8:]}", "1981 12 18 9876", "19 811218 98 76",
         f"PNOSE-{DIGITS}", f"SE{DIGITS}", f"personnummer:{DIGITS}", "1981-12-18-9876", "19811218\u200b9876",
         "\uff11\uff19\uff18\uff11\uff11\uff12\uff11\uff18\uff19\uff18\uff17\uff16", "811278-9876")


@pytest.mark.parametrize("number", SPELT)
@pytest.mark.parametrize("around", ["Anna Åström {}", "{} Anna Åström", "Anna Åström ({})", "Anna Åström, {}", "Anna {} Åström"])
def test_a_name_is_shown_without_its_number(number: str, around: str) -> None:
    assert shown(around.format(number)) == "Anna Åström"


@given(st.text(max_size=40), st.sampled_from(SPELT), st.text(max_size=40))
def test_no_six_digits_are_left_of_any_name(before: str, number: str, after: str) -> None:
    assert not re.search(r"\d(?:[\W_]{0,3}\d){5}", shown(before + number + after))


def test_what_is_left_when_there_is_no_more() -> None:
    assert (shown(DIGITS), shown(""), shown(None), shown(7)) == ("", "", "", "")
    assert shown("Anna\u202e\nÅström\x00 2") == "Anna Åström 2"
    assert person_of({"common_name": DIGITS, "given_name": "Anna", "surname": "Åström", "serial_number": DIGITS}) == "Anna Åström"
    assert person_of({"serial_number": DIGITS}) == ""
    assert person_of({"common_name": ["Kommunen", "Anna Åström"]}) == "Anna Åström"
    assert organisation_of({"organization_name": f"Firma {NUMBER}"}) == "Firma"


@pytest.mark.parametrize("number", ["19811218-9876", "198112189876", "8112189876", "811218-9876", "811218+9876", "1981-12-18 9876",
                                    "811278-9876"])
def test_a_text_is_shown_with_dots_for_its_numbers(number: str) -> None:
    assert veiled(f"Anna, {number}.") == f"Anna, {'•' * len(number)}."


@pytest.mark.parametrize("text", ["1 275 750 kronor", "212000-1355", "2026-09-21 kl 10", "031-360 00 00", "40 000 1 060 000"])
def test_other_numbers_are_left_in_a_text(text: str) -> None:
    assert veiled(text) == text


def everything(found: Examined) -> str:
    """Return all that can be kept or shown of what was found."""
    words = " ".join(line.sv + line.en for line in in_words(found))
    return repr(found) + json.dumps(as_json(found), ensure_ascii=False) + words


def bodies() -> dict[str, bytes]:
    """Return files whose certificates and texts hold the number wherever they can."""
    gone = person(f"ANNA ÅSTRÖM {NUMBER}", number=f"PNOSE-{DIGITS}")
    by_herself = made(name(f"{NUMBER} Rot", organisation=DIGITS, number=DIGITS), None, ca=True)
    with_number = pdf(f"Bevis: undertecknad av {NUMBER}, {DIGITS}", PAGES[1])
    return {
        "good": sign(pdf(), gone), "other text": sign(with_number, gone),
        "changed": updated(sign(pdf(), gone), redrawn("kvartalsvis", f"kvartalsvis {NUMBER}")),
        "self-made": sign(pdf(), by_herself), "unknown issuer": sign(pdf(), person(NUMBER, issuer=by_herself)),
        "expired": sign(pdf(), person(NUMBER, until=NOW - YEAR / 2)), "revoked": sign(pdf(), gone, reason=NUMBER, name=NUMBER,
                                                                                       location=DIGITS, field=f"S{DIGITS}"),
        "broken": sign(pdf(), gone).replace(b"kvartalsvis", b"kvartalsvos")}


@pytest.mark.parametrize("case", ["good", "other text", "changed", "self-made", "unknown issuer", "expired", "revoked", "broken"])
def test_the_number_is_nowhere(case: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    gone = person()
    found = examine(bodies()[case], original=pdf(), roots=trusted(revocation_list(issuer(), gone)), now=NOW)
    told = everything(found) + caplog.text + "".join(capfd.readouterr())
    assert found.signatures or found.problems
    assert not [part for part in (NUMBER, DIGITS, DIGITS[2:], NUMBER[2:], DIGITS[:8], DIGITS[-4:]) if part in told]
