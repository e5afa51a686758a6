"""The page of a decision on renewal: each party answers for itself, and the last answer is asked about once more."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.agreements.terms import DecisionRule, Ending, Expiry
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.acts.renewal import decide
from service.parties.store import cast
from service.renewal.states import Answer
from service.renewal.tables import AnswerRow, DecisionRow
from service.scheduler.sweep import sweep
from tests.web.test_agreements import words
from tests.web.world import BY, NOW, counted, log_in, signed, terms

GIVEN = {"answer": "extend", "day": "2026-09-20", "decided_by": "Styrelsen § 45"}


@pytest.fixture
def anders(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "anders")


@pytest.fixture
def peter(app: Flask) -> FlaskClient:
    return log_in(app.test_client(), "peter")


def decision_on(database: Database, agreement: int) -> int:
    with database.read() as session:
        return session.scalars(select(DecisionRow.id).where(DecisionRow.agreement_id == agreement)).one()


def party(database: Database, agreement: int, place: int) -> int:
    with database.read() as session:
        return cast(session, agreement).parties[place].id


def answered(database: Database, agreement: int, place: int, given: Answer) -> None:
    with database.write() as session:
        decide(session, agreement, cast(session, agreement).parties[place], given, now=NOW, by=BY)


def outcome(database: Database, decision: int) -> str | None:
    with database.read() as session:
        return session.get_one(DecisionRow, decision).outcome


def test_it_says_what_is_decided_by_when_and_what_silence_means(anders: FlaskClient, database: Database) -> None:
    said = words(anders.get(f"/decisions/{decision_on(database, signed(database))}").text)
    assert "Senast Lördag 31 oktober 2026" in said
    assert said.index("Vad det gäller") < said.index("Om ni inte tar ställning") < said.index("Svara för Ängstadens kommun")
    assert "Föreningen Linden Svarar: Peter Sand Har inte svarat" in said
    assert "Tar ni inte ställning tillsammans upphör överenskommelsen torsdag 31 december 2026." in said
    assert "Ställning tas senast två månader före slutet." in said
    assert "Möte före dess Torsdag 8 oktober 2026" in said
    assert "Svara för Ängstadens kommun" in said


@pytest.mark.parametrize(("silence", "renews", "said"), [
    ("renews", True, "Blir ni inte eniga om att låta den upphöra förlängs den av sig själv efter torsdag 31 december 2026, med 12 månader."),
    ("renews", False, "Säger ingen ifrån fortsätter samarbetet efter torsdag 31 december 2026."),
    ("ends", True, "Tystnad betyder att den upphör torsdag 31 december 2026."),
    (None, False, "Texten säger inget om vad tystnad betyder."),
])
def test_silence_in_plain_words(anders: FlaskClient, database: Database, silence: str | None, renews: bool, said: str) -> None:
    made = terms().model_copy(update={
        "decision": DecisionRule(months_before=2, silence=silence),  # type: ignore[arg-type]
        "ending": Ending(mode=Expiry.RENEWS, months=12, max_times=2) if renews else Ending()})
    assert said in words(anders.get(f"/decisions/{decision_on(database, signed(database, made))}").text)


def test_each_party_answers_and_the_last_is_asked_once_more(anders: FlaskClient, peter: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    one = decision_on(database, agreement)
    place, ours, theirs = f"/decisions/{one}/svar", party(database, agreement, 0), party(database, agreement, 1)
    told = peter.post(place, data={**GIVEN, "party": theirs}, follow_redirects=True)
    assert "The answer is recorded." in told.text
    said = words(anders.get(f"/decisions/{one}").text)
    assert "Föreningen Linden 20 sep 2026 · Styrelsen § 45 Förlänga" in said
    assert "Nu väntar det på Ängstadens kommun." in said
    asked = anders.post(place, data={**GIVEN, "party": ours})
    assert (asked.status_code, outcome(database, one)) == (422, None)
    assert "Är ni säkra? Alla andra har redan svarat: förlänga." in words(asked.text)
    assert f'name="sure" value="{ours} extend"' in asked.text
    assert "Något behöver rättas" not in asked.text
    done = anders.post(place, data={**GIVEN, "party": ours, "sure": f"{ours} extend"}, follow_redirects=True)
    said = words(done.text)
    assert "Parterna är eniga: förlänga" in said
    assert "Förlängningen är skriven som tillägg 1. Det är bara det, undertecknat av alla, som förlänger." in said
    assert "Svara för" not in said
    late = anders.post(place, data={**GIVEN, "party": ours})
    assert (late.status_code, "Parterna är redan överens: förlänga." in late.text) == (409, True)


def test_being_sure_of_one_answer_is_not_being_sure_of_another(anders: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    one, ours = decision_on(database, agreement), party(database, agreement, 0)
    answered(database, agreement, 1, Answer.END)
    told = anders.post(f"/decisions/{one}/svar", data={**GIVEN, "party": ours, "answer": "end", "sure": f"{ours} extend"})
    assert (told.status_code, outcome(database, one)) == (422, None)


def test_disagreement_is_shown_with_what_then_happens(anders: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    one = decision_on(database, agreement)
    answered(database, agreement, 1, Answer.EXTEND)
    told = anders.post(f"/decisions/{one}/svar", data={**GIVEN, "party": party(database, agreement, 0), "answer": "end"},
                       follow_redirects=True)
    said = words(told.text)
    assert "Parterna har svarat olika Inget är beslutat." in said
    assert "Tar ni inte ställning tillsammans upphör överenskommelsen torsdag 31 december 2026." in said
    assert 'value="end" required checked' in told.text


@pytest.mark.parametrize(("changed", "said"), [
    ({"answer": ""}, "Fyll i det här."), ({"answer": "kanske"}, "Välj ett av alternativen."), ({"day": "snart"}, "Skriv en dag som"),
    ({"day": "2026-09-22"}, "har inte kommit än"), ({"decided_by": "x" * 301}, "högst 300 tecken"), ({"party": "x"}, "Skriv ett heltal"),
])
def test_what_is_wrong_is_told_and_nothing_is_lost(
    anders: FlaskClient, database: Database, changed: dict[str, str], said: str
) -> None:
    agreement = signed(database)
    one = decision_on(database, agreement)
    given = {**GIVEN, "party": str(party(database, agreement, 0)), **changed}
    told = anders.post(f"/decisions/{one}/svar", data=given)
    assert (told.status_code, said in words(told.text), f'value="{given["decided_by"]}"' in told.text) == (422, True, True)


def test_nobody_answers_for_the_other_party(anders: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    told = anders.post(f"/decisions/{decision_on(database, agreement)}/svar", data={**GIVEN, "party": party(database, agreement, 1)})
    assert told.status_code == 403
    with database.read() as session:
        assert session.scalars(select(AnswerRow)).all() == []


def test_others_are_told_who_answers(app: Flask, database: Database) -> None:
    page = log_in(app.test_client(), "karin").get(f"/decisions/{decision_on(database, signed(database))}").text
    assert "Chef eller undertecknare hos varje part svarar för sin egen part." in page
    assert "/svar" not in page


def test_one_never_taken_is_told_as_such(anders: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    for day in ((2026, 8, 3), (2026, 11, 2), (2027, 1, 2)):
        sweep(database, now=lambda day=day: moment(date(*day), 9))  # type: ignore[misc]
    one = decision_on(database, agreement)
    said = words(anders.get(f"/decisions/{one}").text)
    assert "Det avgjordes aldrig Parterna tog inte ställning tillsammans innan överenskommelsen upphörde." in said
    told = anders.post(f"/decisions/{one}/svar", data={**GIVEN, "party": party(database, agreement, 0)})
    assert told.status_code == 409


def test_the_page_costs_the_same_whatever_has_been_answered(anders: FlaskClient, database: Database) -> None:
    few, many = signed(database), signed(database, terms("Många svar"))
    for number in range(6):
        answered(database, many, 0, (Answer.END, Answer.EXTEND)[number % 2])
    anders.get("/agreements")
    with counted(database) as one:
        anders.get(f"/decisions/{decision_on(database, few)}")
    with counted(database) as six:
        anders.get(f"/decisions/{decision_on(database, many)}")
    assert len(one) == len(six)


def test_whose_option_it_is_learns_that_its_answer_settles_the_matter(anders: FlaskClient, database: Database) -> None:
    option = terms().model_copy(update={"ending": Ending(mode=Expiry.OPTION, months=12, party="public")})
    number = signed(database, option)
    sweep(database, now=lambda: NOW)
    with database.read() as session:
        row = session.scalars(select(DecisionRow.id).where(DecisionRow.agreement_id == number)).one()
        party = cast(session, number).parties[0].id
    page = f"/decisions/{row}"
    assert "Ängstadens kommun har option på förlängning" in words(anders.get(page).text)
    asked = anders.post(f"{page}/svar", data={**GIVEN, "party": party})
    assert "det avgjort, vad de andra än svarar, och det går inte att ändra sedan" in words(asked.text)
    told = words(anders.post(f"{page}/svar", data={**GIVEN, "party": party, "sure": f"{party} extend"}, follow_redirects=True).text)
    assert "Ni har tagit er option: förlänga." in told
    assert "Ängstadens kommun har tagit sin option: förlänga" in told
    assert "Parterna är eniga" not in told
