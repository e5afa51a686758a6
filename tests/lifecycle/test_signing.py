"""From draft to signed: only when every party has signed the same text; late, declined, registered afterwards."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from sqlalchemy import select

from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.db import Database
from service.history.tables import HistoryRow
from service.kernel.errors import NotAStep
from service.lifecycle.acts.register import register
from service.lifecycle.signing.sign import FutureDay, decline, send, sign
from service.lifecycle.steps import take
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.parties.store import NoSuchParty, cast, get_party
from service.renewal.tables import DecisionRow
from service.scheduler.sweep import sweep
from service.signatures.rules import AlreadySigned
from tests.builders import BY, CONTACTS, on, signed_agreement, terms


def told(database: Database, *, taken_back: bool = False) -> Counter[str]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow)).all()
    return Counter(row.name for row in rows if taken_back or row.state != Post.WITHDRAWN)


def state(database: Database, agreement_id: int) -> str:
    with database.read() as session:
        return session.get_one(AgreementRow, agreement_id).state


def registered(database: Database, now: datetime, start: date = date(2025, 2, 1), end: date = date(2025, 12, 31)) -> int:
    with database.write() as session:
        return register(session, terms(start, end), CONTACTS, now=now, by=BY)


def signs(database: Database, agreement_id: int, role: str, now: datetime, day: date | None = None) -> bool:
    with database.write() as session:
        return sign(session, agreement_id, get_party(cast(session, agreement_id).parties, role), now=now, by=BY, on=day)


def test_signed_only_when_every_party_has_signed(database: Database) -> None:
    made = registered(database, on(2025, 1, 10, 9))
    assert signs(database, made, "public", on(2025, 1, 11, 9)) is False
    assert state(database, made) == "in_signature"
    assert signs(database, made, "civil", on(2025, 1, 12, 9)) is True
    assert state(database, made) == "signed"
    assert told(database) == {"signed_by_all": 4}


def test_the_other_party_is_asked_until_it_signs(database: Database) -> None:
    made = registered(database, on(2025, 1, 7, 9))
    signs(database, made, "public", on(2025, 1, 7, 9))
    assert told(database) == {"signature_wanted": 1}
    for day in (14, 21, 28):
        sweep(database, now=lambda day=day: on(2025, 1, day, 8))  # type: ignore[misc]
    assert told(database, taken_back=True)["signature_wanted"] == 2 + 3


def test_a_late_signature_makes_it_active_at_once(database: Database) -> None:
    made = registered(database, on(2025, 1, 20, 9))
    with database.write() as session:
        send(session, made, now=on(2025, 1, 20, 9), by=BY)
    sweep(database, now=lambda: on(2025, 2, 3, 8))
    assert told(database, taken_back=True)["start_unsigned"] == 4
    signs(database, made, "public", on(2025, 2, 5, 14))
    signs(database, made, "civil", on(2025, 2, 5, 15))
    assert state(database, made) == "active"
    with database.read() as session:
        assert session.get_one(AgreementRow, made).active_at == on(2025, 2, 5, 15)
    assert told(database) == {"signed_by_all": 4, "begun": 4}


def test_the_day_it_was_done_and_the_day_it_was_recorded_are_both_kept(database: Database) -> None:
    made = registered(database, on(2025, 1, 20, 9))
    signs(database, made, "public", on(2025, 1, 22, 9), date(2025, 1, 21))
    with database.read() as session:
        row = session.scalars(select(HistoryRow).where(HistoryRow.event == "sign")).one()
    assert (row.at, '"on":"2025-01-21"' in row.body) == (on(2025, 1, 22, 9), True)


def test_declined_it_is_a_draft_again_and_can_be_sent_anew(database: Database) -> None:
    made = registered(database, on(2025, 1, 7, 9))
    signs(database, made, "public", on(2025, 1, 7, 9))
    with database.write() as session:
        party = get_party(cast(session, made).parties, "civil")
        decline(session, made, party, now=on(2025, 1, 8, 9), by=BY, reason="Budgeten")
    assert (state(database, made), told(database)) == ("draft", {"declined": 4})
    assert signs(database, made, "civil", on(2025, 1, 9, 9)) is False
    assert signs(database, made, "public", on(2025, 1, 9, 9)) is True


def test_what_is_refused(database: Database) -> None:
    made = registered(database, on(2025, 1, 7, 9))
    with pytest.raises(FutureDay, match="The day 9 January 2025 has not come yet; give the day it was done."):
        signs(database, made, "public", on(2025, 1, 8, 9), date(2025, 1, 9))
    signs(database, made, "public", on(2025, 1, 8, 9))
    with pytest.raises(AlreadySigned, match="has already signed."):
        signs(database, made, "public", on(2025, 1, 8, 10))
    with pytest.raises(NoSuchParty, match="The agreement has no party 'Utomstående'"):
        signs(database, made, "Utomstående", on(2025, 1, 8, 10))
    with pytest.raises(NotAStep), database.write() as session:
        take(session, made, Step.BEGIN, now=on(2025, 3, 1, 9), by=BY)


@pytest.mark.parametrize(("day", "now_state", "notices"), [
    (on(2025, 5, 20, 10), "active", {}),
    (on(2025, 11, 15, 10), "active", {"renewal_overdue": 4}),
    (on(2026, 3, 1, 10), "expired", {}),
])
def test_registered_in_mid_life_or_after_its_end_nothing_floods(
    database: Database, day: datetime, now_state: str, notices: dict[str, int]
) -> None:
    made = registered(database, day)
    for role in ("public", "civil"):
        signs(database, made, role, day, date(2025, 1, 15))
    sweep(database, now=lambda: day)
    assert (state(database, made), told(database)) == (now_state, notices)
    with database.read() as session:
        rows = session.scalars(select(MeetingRow)).all()
        assert all(row.earlier == (row.starts_at < day) for row in rows)
        assert all(row.next_at is None for row in rows if row.earlier)
        assert session.scalars(select(DecisionRow.earlier)).one() == (now_state == "expired")


def test_ten_days_outage_gives_one_late_notice_a_matter(database: Database) -> None:
    made = signed_agreement(database)
    sweep(database, now=lambda: on(2025, 10, 15, 12))
    before = told(database, taken_back=True)
    sweep(database, now=lambda: on(2025, 10, 26, 12))
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name == "renewal_ahead", OutboxRow.created_at == on(2025, 10, 26, 12))).all()
    assert (len(rows), {'"late":true' in row.payload for row in rows}) == (4, {True})
    assert told(database, taken_back=True)["renewal_ahead"] == before["renewal_ahead"] + 4
    assert state(database, made) == "active"
