"""Two languages, both whole."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.agreements.states import AGREEMENT
from service.agreements.states import State as Agreement
from service.breaches.model import Answer as BreachAnswer
from service.breaches.model import How
from service.breaches.states import BREACH
from service.breaches.states import State as Breach
from service.db import Database
from service.deviations.model import Kind
from service.deviations.states import DEVIATION
from service.deviations.states import State as Deviation
from service.disputes.model import Forum
from service.disputes.states import DISPUTE
from service.disputes.states import State as Dispute
from service.documents.model import Direction
from service.documents.model import Kind as Document
from service.economy.invoices.states import INVOICE
from service.economy.invoices.states import PayoutState as Payout
from service.economy.invoices.states import State as Invoice
from service.history.tables import HistoryRow
from service.kernel.life import Life
from service.meetings.states import MEETING
from service.meetings.states import State as Meeting
from service.notices.tables import Post
from service.notices.writing.facts import NOTICES
from service.notices.writing.languages import SPEECH
from service.obligations.states import OBLIGATION
from service.obligations.states import State as Obligation
from service.parties.model import Function
from service.renegotiations.model import Provision
from service.renegotiations.states import RENEGOTIATION
from service.renegotiations.states import State as Renegotiation
from service.renewal.states import DECISION, Answer
from service.renewal.states import State as Decision
from service.repayments.states import REPAYMENT
from service.repayments.states import State as Repayment
from service.rescissions.states import RESCISSION
from service.rescissions.states import State as Rescission
from service.scheduler.sweep import sweep
from service.signatures.rules import Way
from service.signatures.states import SIGNATURE
from service.signatures.states import State as Signature
from service.terminations.model import How as TerminationHow
from service.terminations.states import TERMINATION
from service.terminations.states import State as Termination
from service.web.speech.history import EVENTS, SUBJECTS
from service.web.speech.language import days_away, money, period, prefer, short_day, with_days
from service.web.speech.words import WORDS
from tests.web.test_agreements import words
from tests.web.world import NOW, called, posts, reply_path, signed, terms

CODES: dict[str, type[StrEnum]] = {
    "agreement": Agreement, "meeting": Meeting, "obligation": Obligation, "decision": Decision,
    "signature": Signature, "post": Post, "stand": Answer, "function": Function, "document": Document, "direction": Direction,
    "renegotiation": Renegotiation, "deviation": Deviation, "deviates": Kind,
    "repayment": Repayment, "dispute": Dispute, "forum": Forum,
    "termination": Termination, "receipt": TerminationHow,
    "way": Way, "invoice": Invoice, "payout": Payout,
    "breach": Breach, "rescission": Rescission, "received": How, "breach_answer": BreachAnswer,
}
LIVES: dict[str, Life[Any, Any]] = {
    "agreement": AGREEMENT, "meeting": MEETING, "obligation": OBLIGATION, "decision": DECISION,
    "signature": SIGNATURE, "renegotiation": RENEGOTIATION, "deviation": DEVIATION, "invoice": INVOICE,
    "breach": BREACH, "rescission": RESCISSION,
    "repayment": REPAYMENT, "dispute": DISPUTE,
    "termination": TERMINATION,
}
# Words that a page in English may not hold; names and sentences of agreements are in Swedish and marked so.
SWEDISH = re.compile(r"\b(och|inte|för|till|från|möte|överenskommelsen?|parterna|senast|klart|villkor|är)\b", re.I)


def test_every_code_has_its_words() -> None:
    for kind, codes in CODES.items():
        assert set(WORDS[kind]) == {one.value for one in codes}, kind
    assert set(WORDS["notice"]) == set(NOTICES)
    assert all(set(said.provisions) == {one.value for one in Provision} for said in SPEECH.values())
    for kind, found in WORDS.items():
        for code, word in found.items():
            assert word.sv, (kind, code)
            assert word.en, (kind, code)


def test_every_step_has_its_sentence() -> None:
    for name, life in LIVES.items():
        steps = {str(step) for _, step in life.table}
        assert steps <= {event for subject, event in EVENTS if subject == name}, name
    assert {subject for subject, _ in EVENTS} <= set(SUBJECTS)


def test_every_event_that_happened_is_told_in_words(operator: FlaskClient, database: Database) -> None:
    agreement = signed(database)
    for month in range(1, 13):
        sweep(database, now=lambda month=month: NOW.replace(month=month))
    with database.read() as session:
        rows = session.query(HistoryRow).filter_by(chain=agreement).all()
    told = {(row.subject.partition(" ")[0], row.event) for row in rows}
    assert {one for one in told if one[1] != "told"} <= set(EVENTS)
    assert operator.get(f"/agreements/{agreement}").status_code == 200


def test_the_language_chosen_is_kept(client: FlaskClient) -> None:
    assert '<html lang="sv">' in client.get("/logga-in").text
    told = client.post("/sprak", data={"language": "en", "next": "/logga-in?next=/post"})
    assert told.headers["Location"] == "/logga-in?next=/post"
    assert '<html lang="en">' in client.get("/logga-in").text
    client.post("/sprak", data={"language": "xx"})
    assert '<html lang="en">' in client.get("/logga-in").text


def test_english_pages_hold_no_swedish_of_ours(operator: FlaskClient, database: Database) -> None:
    made = terms("The Night Bus").model_copy(update={"goals": (), "undertakings": (), "reports": terms().reports[:1]})
    agreement = signed(database, made)
    meeting = called(database, agreement)
    operator.post("/sprak", data={"language": "en"})
    mails = [f"/post/{one.id}" for one in posts(database) if one.language == "en"][:2]
    own = ["/", f"/agreements/{agreement}", f"/meetings/{meeting}", "/post", "/nope", reply_path(database, meeting)]
    for path in [*own, *mails]:
        page = operator.get(path).text
        page = re.sub(r'<(blockquote|button)[^>]*lang="sv".*?</\1>', "", page, flags=re.S)
        page = re.sub(r"“[^”]*”", "", page)
        said = words(page).replace("Ängstadens kommun", "").replace("Föreningen Linden", "").replace("Rum Vinga", "")
        said = said.replace("Dag saknas.", "")
        assert SWEDISH.findall(said) == [], path


@pytest.mark.parametrize(("language", "wanted"), [
    ("sv", ["10 okt", "10 okt 2025", "1 feb – 31 dec 2025", "1 dec 2025 – 2 jan 2026", "från 1 feb 2025, tills vidare",
            "1\u00a0275\u00a0750\u00a0kr", "10,50\u00a0kr", "i dag", "i morgon", "om 9 dagar", "för 9 dagar sedan"]),
    ("en", ["10 Oct", "10 Oct 2025", "1 Feb – 31 Dec 2025", "1 Dec 2025 – 2 Jan 2026",
            "from 1 Feb 2025, until further notice", "SEK\u00a01,275,750", "SEK\u00a010.50", "today", "tomorrow",
            "in 9 days", "9 days ago"]),
])
def test_days_and_money(app: Flask, language: str, wanted: list[str]) -> None:
    with app.test_request_context("/"):
        prefer(language)
        found = [
            short_day(date(2026, 10, 10)), short_day(date(2025, 10, 10)), period(date(2025, 2, 1), date(2025, 12, 31)),
            period(date(2025, 12, 1), date(2026, 1, 2)), period(date(2025, 2, 1), None), money(Decimal(1_275_750)),
            money(Decimal("10.50")), days_away(date(2026, 9, 21)), days_away(date(2026, 9, 22)),
            days_away(date(2026, 9, 30)), days_away(date(2026, 9, 12)),
        ]
    assert found == wanted


def test_days_within_sentences_are_written_as_people_do(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        assert with_days("Fakturan för 2026-04-01 till 2026-06-30, inte 2026-13-01.") == (
            "Fakturan för 1 apr 2026 till 30 juni 2026, inte 2026-13-01.")
