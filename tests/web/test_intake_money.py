"""The money of an agreement as it is taken in: what is asked, what is wrong, and the payment plan of the preview."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.intake.test_read import HERE as TEXTS
from tests.web.test_intake import begun, send

MONEY = {
    "title": "Bussen", "start": "2025-02-01", "end": "2025-12-31", "parties__0__name": "Centrum", "parties__1__name": "Linden",
    "economy__total": "1 275 750", "economy__payment__every_months": "6",
}


def plain(html: str) -> str:
    return html.replace("\u00a0", " ")


def test_the_preview_shows_each_amount_and_how_it_was_reckoned(operator: FlaskClient) -> None:
    path = begun(operator)
    told = send(operator, path, "preview", **{**MONEY, "parties__0__name": "Centrum"})
    page = plain(operator.get(told.headers["Location"]).text)
    assert "5 av 11 månader av 1 275 750 kr; villkoren säger inte hur det ska fördelas." in page
    assert '<strong class="nowrap">579 886,36 kr</strong>' in page
    assert "Tillsammans <strong>1 275 750 kr</strong>." in page
    assert "Perioderna är inte lika långa. Ska beloppet fördelas efter månader, efter dagar" in page
    told = send(operator, path, "preview", economy__payment__split="equal", economy__vat__rate="25")
    page = plain(operator.get(told.headers["Location"]).text)
    assert "1 av 2 lika delar av 1 275 750 kr." in page
    assert "637 875 kr utan moms, 797 343,75 kr med moms." in page
    assert "Perioderna är inte lika långa." not in page


def test_written_amounts_and_an_index_that_do_not_hold_are_told_at_their_fields(operator: FlaskClient) -> None:
    path = begun(operator)
    send(operator, path, "add:economy.payment.written")
    wrong = plain(send(operator, path, "preview", **MONEY, economy__payment__split="written", economy__payment__written__0__first="2025-02-01",
                       economy__payment__written__0__amount="1 000", economy__posts__0__amount="1").text)
    assert 'id="economy.payment.written-wrong">Beloppen per period blir tillsammans 1 000 kr, men ramen är 1 275 750 kr.<' in wrong
    assert "Ramen är 1 275 750 kr. Posterna ska bli lika mycket" in wrong
    wrong = send(operator, path, "preview", economy__payment__split="equal", economy__index__name="KPI", economy__index__since="2026-01-01").text
    assert 'id="economy.index.base-wrong">Ange basår eller basmånad för index, till exempel 2024 eller 2024-10.<' in wrong


def test_an_index_that_the_text_names_alone_is_asked_about_and_left_out_until_answered(operator: FlaskClient) -> None:
    path = begun(operator, (TEXTS / "texts" / "kvinnohuset.txt").read_bytes())
    page = operator.get(path).text
    assert "Från vilken bas och från och med vilken dag räknas beloppen om efter PKV?" in page
    assert "Beloppen räknas inte om efter PKV förrän bas och första dag är angivna." in page
    assert send(operator, path, "preview").status_code == 303
    assert send(operator, path, "preview", economy__index__base="2024").status_code == 422
    told = send(operator, path, "preview", economy__index__base="2024", economy__index__since="2027-01-01")
    assert "preliminärt: PKV för 2027 är inte infört" in plain(operator.get(told.headers["Location"]).text)
