"""Which passwords are good enough."""

from __future__ import annotations

import pytest

from service.accounts.ways_in.passwords import KnownPassword, NamedPassword, ensure_good

ABOUT = ("Karin Lind", "karin@staden.example")


@pytest.mark.parametrize("password", [
    "karinlind1234", "Lind.Karin-2026!", "sommaren2024!", "Välkommen2026!!", "lösenordkarin99", "staden 2026 staden",
    "aaaaaaaaaaaaaaaa", "qwertyuiop123"])
def test_a_name_a_season_and_a_year_are_no_password(password: str) -> None:
    with pytest.raises(KnownPassword):
        ensure_good(password, *ABOUT)


@pytest.mark.parametrize("password", ["sju vandrare i natten", "gröna lyktor under isen", "8471920385716253", "Karins tre blå sommarmuggar", "x9#Lq7!vTz2p"])
def test_four_odd_words_are(password: str) -> None:
    ensure_good(password, *ABOUT)


@pytest.mark.parametrize(("password", "why"), [
    ("Lind.Karin-2026!", NamedPassword), ("1234567890123456", KnownPassword), ("198501011234", KnownPassword), ("qwertyuiop123", KnownPassword)])
def test_the_reason_is_the_true_one(password: str, why: type[KnownPassword]) -> None:
    with pytest.raises(KnownPassword) as refused:
        ensure_good(password, *ABOUT)
    assert type(refused.value) is why
