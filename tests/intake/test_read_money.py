"""Rates, indexes, how sums are spread and when they are paid, read from sentences."""

from __future__ import annotations

from typing import Any

import pytest

from service.intake.clauses.money.rates import read_index, read_manner, read_rate
from service.intake.findings import Findings
from service.intake.words.text import view


def read(text: str) -> tuple[dict[str, Any], list[str]]:
    findings = Findings(text)
    seen = view(text)
    made = {"rate": read_rate(seen, findings), "index": read_index(seen, findings), **read_manner(seen, findings)}
    return {key: value for key, value in made.items() if value is not None}, [one["about"] for one in findings.questions]


@pytest.mark.parametrize(("text", "found", "asks"), [
    ("Kommunen betalar 4 500 kronor per plats och månad.", {"rate": {"amount_sek": 4500, "unit": "plats och månad"}}, []),
    ("Ersättning utgår med 312,50 kr/timme.", {"rate": {"amount_sek": 312.5, "unit": "timme"}}, []),
    ("Föreningen fakturerar 1 850 kronor per genomfört pass.", {"rate": {"amount_sek": 1850, "unit": "genomfört pass"}}, []),
    ("Ersättning utgår med 400 kr per timme vardagar. Ersättning utgår med 600 kr per timme helger.", {}, ["economy.rate"]),
    ("Deltagarna betalar en avgift om 50 kronor per deltagare.", {}, []),
    ("Vid försening betalas 500 kronor per dag.", {}, []),
    ("Ersättningen räknas upp med KPI med bas oktober 2024, från och med 2026-01-01, med 70 % av beloppet.",
     {"index": {"name": "KPI", "base": "2024-10", "since": "2026-01-01", "share": 70}}, []),
    ("Beloppet indexregleras årligen enligt OPI, basår 2024.", {"index": {"name": "OPI", "base": "2024"}}, ["economy.index"]),
    ("Beloppet justeras inte efter index.", {}, []),
    ("Bidraget betalas ut i två lika stora delar.", {"split": "equal"}, []),
    ("Betalning sker 20 dagar efter mottagen faktura.", {"pay_days": 20}, []),
    ("Betalningsvillkor är 45 dagar.", {"pay_days": 45}, []),
])
def test_a_sentence(text: str, found: dict[str, Any], asks: list[str]) -> None:
    assert read(text) == (found, asks)
