"""What waits to be looked at: a file that is not ours byte by byte, and an original that others are told of until they have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.db import Database
from service.lifecycle.signing.elsewhere import NotLookedThrough, accept, needs_look, take_in
from service.lifecycle.signing.ink import TextFell, confirm, refuse
from service.lifecycle.signing.papers import text_file
from service.notices.tables import OutboxRow, Post
from service.scheduler.sweep import sweep
from service.signatures.pades.examine import examine
from service.signatures.pades.model import Match
from service.signatures.store import get_signing
from service.signatures.tables import OriginalRow
from tests.amendments.cast import stands
from tests.builders import on
from tests.signatures.pades.files import sign
from tests.signatures.pades.pki import anna, bo
from tests.signatures.test_ways import LATER, NOW, ROOTS, SIGNED_AT, handed, put, received, rows_of, signing_of, ticked


def told(session: Session) -> list[tuple[str, date]]:
    rows = session.scalars(select(OutboxRow).where(OutboxRow.name == "original_waits").order_by(OutboxRow.id))
    return sorted({(row.state, row.created_at.date()) for row in rows}, key=lambda one: one[1])


def test_a_file_of_compared_text_counts_once_somebody_has_read_it_through(database: Database) -> None:
    amendment = put(database, both=True)
    with database.write() as session:
        signing = signing_of(session, amendment)
        body = sign(sign(text_file(session, signing), anna(), at=SIGNED_AT), bo(), at=SIGNED_AT, field="S2")
        found = examine(body, original=text_file(session, signing), roots=ROOTS, now=LATER, put_forward=signing.put_at)
        assert (found.text, needs_look(found), needs_look(replace(found, extra_pages=1))) == (Match.DIGEST, False, True)
        compared = replace(found, text=Match.COMPARED)
        assert take_in(session, signing.id, received(body), compared, now=LATER, by="Karin", user_id=1) is False
        original = session.scalars(select(OriginalRow)).one()
        assert (stands(session, amendment), original.verdict) == ("in_signature", None)
    with pytest.raises(NotLookedThrough), database.write() as session:
        accept(session, original.id, read=False, now=LATER, by="Karin")
    with database.write() as session:
        assert accept(session, original.id, read=True, now=LATER, by="Karin") is True
        assert stands(session, amendment) == "in_force"


def test_a_file_that_is_refused_frees_the_way(database: Database) -> None:
    amendment = put(database, both=True)
    with database.write() as session:
        signing = signing_of(session, amendment)
        body = sign(sign(text_file(session, signing), anna(), at=SIGNED_AT), bo(), at=SIGNED_AT, field="S2")
        found = examine(body, original=text_file(session, signing), roots=ROOTS, now=LATER, put_forward=signing.put_at)
        take_in(session, signing.id, received(body), replace(found, extra_pages=2), now=LATER, by="Karin", user_id=1)
        original = session.scalars(select(OriginalRow.id)).one()
        refuse(session, original, reason="Två sidor har lagts till.", now=LATER, by="Karin", user_id=1)
        assert (stands(session, amendment), get_signing(session, signing.id).way) == ("in_signature", None)


def test_an_original_that_waits_is_told_of_until_somebody_has_looked(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, _ = rows_of(session, amendment)
        scan = handed(session, first)
        assert told(session) == [(Post.WAITING, NOW.date())]
    for days in range(1, 5):
        sweep(database, now=lambda days=days: NOW + timedelta(days=days))
    with database.write() as session:
        assert [day for _, day in told(session)] == [NOW.date(), (NOW + timedelta(days=3)).date()]
        confirm(session, scan, signers=ticked(session, first), on=NOW.date(), same_text=True, now=NOW + timedelta(days=4), by="Omar",
                user_id=2)
    sweep(database, now=lambda: NOW + timedelta(days=20))
    with database.read() as session:
        assert len(told(session)) == 2


def test_what_nobody_looked_at_before_the_end_has_no_effect_and_says_so(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, _ = rows_of(session, amendment)
        scan = handed(session, first)
    sweep(database, now=lambda: on(2027, 1, 1, 9))
    with pytest.raises(TextFell), database.write() as session:
        confirm(session, scan, signers=ticked(session, first), on=NOW.date(), same_text=True, now=on(2027, 1, 2, 9), by="Omar",
                user_id=2)
    with database.read() as session:
        assert stands(session, amendment) == "lapsed"
