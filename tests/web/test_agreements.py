"""The list of agreements and the page of one."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.agreements.terms import Ending, Expiry
from service.db import Database
from service.kernel.clock import moment
from service.lifecycle.acts.renewal import decide
from service.lifecycle.signing.sign import send, sign
from service.notices.tables import OutboxRow, Post
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.parties.tables import PartyRow
from service.renewal.states import Answer
from service.scheduler.sweep import sweep
from service.scheduler.tables import TroubleRow
from tests.web.world import (
    BY,
    CONTACTS,
    NOW,
    Clock,
    called,
    counted,
    draft,
    log_in,
    posts,
    signed,
    terms,
    undeliverable,
)


def titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/agreements/\d+">(.*?)</a></h2>', page)


def words(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def rows(database: Database, count: int, *, state: State = State.ACTIVE, ends: date = date(2026, 12, 31)) -> None:
    """Write agreements as bare rows, one day apart in their end."""
    with database.write() as session:
        for number in range(count):
            row = AgreementRow(
                uid=f"{state}{number}", title=f"{state} {number:03}", state=state, starts_on=date(2026, 1, 1),
                ends_on=ends, ending="ends", renewals=0, renewals_most=0, registered_at=NOW, arose_at=NOW)
            session.add(row)
            session.flush()
            session.add_all([PartyRow(agreement_id=row.id, position=place, role=role, name=f"{role} {number}")
                             for place, role in enumerate(("public", "civil"))])
            session.add(ObligationRow(
                agreement_id=row.id, key="accounts:2026", kind="accounts", day=date(2026, 11, 1), first=row.starts_on,
                last=ends, owes="civil", clause="", closing=False, state="planned"))


def test_an_empty_list_says_what_to_do(operator: FlaskClient) -> None:
    page = operator.get("/agreements").text
    assert "Här är det tomt än så länge" in page
    assert 'href="/agreements/ny"' in page
    assert "<form class=\"sieve\"" not in page


def test_a_line_tells_where_an_agreement_stands_and_what_comes_next(operator: FlaskClient, database: Database) -> None:
    signed(database)
    sweep(database, now=lambda: moment(date(2026, 1, 2), 9))
    said = words(operator.get("/agreements").text)
    assert "Gäller Skyddsbussen i Linden Ängstadens kommun · Föreningen Linden Härnäst" in said
    assert "8 okt Kvartalsavstämning" in said or "8 okt Avstämning om 17 dagar" in said
    assert "1 jan – 31 dec 2026 72 % slutar om 101 dagar" in said


def test_a_line_tells_what_is_overdue(operator: FlaskClient, database: Database, clock: Clock) -> None:
    signed(database)
    for day in (date(2026, 1, 2), date(2026, 6, 30), date(2026, 11, 3)):
        sweep(database, now=lambda day=day: moment(day, 9))
    clock.at = moment(date(2026, 11, 3), 9)
    log_in(operator)
    assert "2 försenade åtaganden, sedan 30 juli" in words(operator.get("/agreements").text)


def test_drafts_and_the_unsigned_say_what_they_wait_for(operator: FlaskClient, database: Database) -> None:
    draft(database, terms("Utkastet"))
    half = draft(database, terms("Halvvägs"))
    with database.write() as session:
        send(session, half, now=NOW, by=BY)
        sign(session, half, cast(session, half).parties[0], now=NOW, by=BY)
    said = words(operator.get("/agreements").text)
    assert "Härnäst Skicka för underskrift" in said
    assert "Härnäst Underskrift från Föreningen Linden" in said


@pytest.mark.parametrize(("asked", "found"), [
    ("", ["Överenskommelse A", "Bussen"]), ("q=ängstad", ["Överenskommelse A", "Bussen"]),
    ("q=överens", ["Överenskommelse A"]), ("q=ÖVERENS", ["Överenskommelse A"]),
    ("q=linden+a+överens", ["Överenskommelse A"]), ("q=buss+överens", []), ("q=%25", []), ("q=_", []), ("q=\\", []), ("q=buss&lage=draft", ["Bussen"]), ("q=buss&lage=active", []),
    ("lage=nonsense", ["Överenskommelse A", "Bussen"]),
])
def test_words_and_state_sieve_it(operator: FlaskClient, database: Database, asked: str, found: list[str]) -> None:
    draft(database, terms("Överenskommelse A"))
    draft(database, terms("Bussen"))
    page = operator.get(f"/agreements?{asked}").text
    assert titles(page) == found
    assert ("Ingen överenskommelse passar" in page) == (not found)


def test_the_whole_list_is_walked_page_by_page_living_first(operator: FlaskClient, database: Database) -> None:
    rows(database, 30, ends=date(2026, 12, 1))
    rows(database, 30, state=State.EXPIRED, ends=date(2026, 1, 1))
    rows(database, 5, state=State.SIGNED, ends=date(2026, 11, 1))
    seen, path = [], "/agreements"
    while path:
        page = operator.get(path).text
        seen.append(titles(page))
        further = re.findall(r'<a href="([^"]+)" rel="next"', page)
        path = further[0].replace("&amp;", "&") if further else ""
    assert [len(page) for page in seen] == [25, 25, 15]
    flat = [title for page in seen for title in page]
    assert flat == [*(f"signed {n:03}" for n in range(5)), *(f"active {n:03}" for n in range(30)),
                    *(f"expired {n:03}" for n in reversed(range(30)))]


def test_fifty_lines_cost_as_many_queries_as_one(operator: FlaskClient, database: Database) -> None:
    rows(database, 1)
    operator.get("/agreements")
    with counted(database) as one:
        operator.get("/agreements")
    rows(database, 49, state=State.SIGNED)
    with counted(database) as fifty:
        page = operator.get("/agreements").text
    assert len(titles(page)) == 25
    assert len(fifty) <= len(one)


def test_an_agreement_page_costs_the_same_whatever_it_holds(operator: FlaskClient, database: Database) -> None:
    small = signed(database, terms(end=date(2026, 3, 31)))
    large = signed(database, terms(start=date(2026, 1, 1), end=date(2035, 12, 31)))
    called(database, large)
    operator.get("/agreements")
    with counted(database) as one:
        operator.get(f"/agreements/{small}")
    with counted(database) as many:
        operator.get(f"/agreements/{large}")
    assert len(one) == len(many)


def test_the_page_tells_the_whole_of_an_agreement(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    sweep(database, now=lambda: moment(date(2026, 1, 2), 9))
    called(database, agreement)
    said = words(operator.get(f"/agreements/{agreement}").text)
    for wanted in (
        "Skyddsbussen i Linden Gäller 1 jan – 31 dec 2026 Ängstadens kommun (212000-1355) · Föreningen Linden",
        "Torsdag 8 oktober 2026 kl. 10.00–11.30", "Möten Nästa: 8 okt", "Mejl som går ut av sig själva",
        "Senast lördag 31 oktober 2026 (om 40 dagar)",
        "Om ingen tar ställning upphör den efter 31 dec 2026.",
        "Föreningen Linden Har inte svarat",
        "Karin Lind Samordnare karin@staden.example",
        "Parterna ses en gång i kvartalet.",
        "Ram 1\u00a0275\u00a0750\u00a0kr, faktura från föreningen varje halvår",
        "Tertialrapport: dag ännu inte bestämd",
        "Sju vandrare på 35 % (idéburen part)",
        "Antaget där texten är tyst Dag saknas.",
        "Alla parter har undertecknat",
        "Överens, av sig själv",
    ):
        assert wanted in said, wanted


def test_every_mark_of_the_timeline_leads_to_its_row_with_its_clause(operator: FlaskClient, database: Database) -> None:
    page = operator.get(f"/agreements/{signed(database)}").text
    marks = re.findall(r'<a href="#(duty-\d+)" class="look-[a-z]+"><title>([^<]+)</title>', page)
    assert len(marks) == 2 * len({anchor for anchor, _ in marks}) >= 16
    for anchor, told in marks:
        row = page.split(f'<li id="{anchor}"')[1].split("</li>")[0]
        assert told.split("”")[1] in row


def test_what_needs_putting_right_is_shown(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database, contacts=CONTACTS[1:])
    undeliverable(database, posts(database)[0].id)
    with database.write() as session:
        session.add(TroubleRow(subject="meeting 7", agreement_id=agreement, failures=2, at=NOW, error="ValueError: x"))
    said = words(operator.get(f"/agreements/{agreement}").text)
    assert "Ängstadens kommun har ingen samordnare. Mejlen går till chefen så länge." in said
    assert "kom inte fram: Underskrift behövs. 550 no such user Visa mejlet" in said
    assert "Överens kunde inte hantera ett ärende (meeting 7) och försöker igen. ValueError: x" in said


def test_differing_answers_are_shown_side_by_side(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    sweep(database, now=lambda: moment(date(2026, 8, 3), 9))
    with database.write() as session:
        public, civil = cast(session, agreement).parties
        decide(session, agreement, public, Answer.EXTEND, now=NOW, by=BY, decided_by="Delegation")
        decide(session, agreement, civil, Answer.END, now=NOW, by=BY)
    said = words(operator.get(f"/agreements/{agreement}").text)
    assert "Ängstadens kommun 21 sep 2026 · Delegation Förlänga" in said
    assert "Föreningen Linden 21 sep 2026 Låta upphöra" in said
    assert "Parterna har svarat olika." in said


def test_an_agreement_without_end_has_a_page_and_a_line(operator: FlaskClient, database: Database) -> None:
    made = terms("Utan slut").model_copy(update={
        "end": None, "ending": Ending(mode=Expiry.UNTIL_FURTHER_NOTICE), "decision": None})
    agreement = signed(database, made)
    assert "från 1 jan 2026, tills vidare" in operator.get("/agreements").text
    assert "från 1 jan 2026, tills vidare" in operator.get(f"/agreements/{agreement}").text


def test_the_decision_has_its_place_and_a_link_to_its_page(operator: FlaskClient, database: Database) -> None:
    page = operator.get(f"/agreements/{signed(database)}").text
    assert 'id="decision"' in page
    assert 'href="/decisions/1"' in page


def test_looking_changes_nothing(app: Flask, operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    meeting = called(database, agreement)
    with counted(database) as seen:
        for path in ("/", f"/agreements/{agreement}", f"/meetings/{meeting}", "/post", "/post/1", "/post/1/html"):
            operator.get(path)
    assert {one.split()[0] for one in seen} <= {"SELECT", "BEGIN"}


def test_undeliverable_beyond_five_are_counted(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    with database.write() as session:
        for row in session.query(OutboxRow).all()[:1]:
            for number in range(7):
                session.add(OutboxRow(
                    key=f"k{number}", name="begun", agreement_id=agreement, subject="x", to_name="X",
                    to_email="x@y.example", language="sv", payload=row.payload, state=Post.UNDELIVERABLE.value,
                    created_at=NOW, message_id=f"m{number}"))
    said = words(operator.get(f"/agreements/{agreement}").text)
    assert "Ytterligare 2 mejl kom inte fram. Visa dem" in said
