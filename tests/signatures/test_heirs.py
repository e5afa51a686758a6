"""Who is asked to sign and is replaced: what is not signed yet passes on, what is signed stays."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from service.db import Database
from service.history.tables import HistoryRow
from service.lifecycle.acts.people import Newcomer, replace_person
from service.lifecycle.signing.here import asked_of
from service.lifecycle.signing.ink import confirm
from service.signatures.store import get_signing, signers_of
from service.signatures.tables import SignerRow
from tests.builders import BY
from tests.signatures.test_here import NOW, Text, put
from tests.signatures.test_ways import LATER, handed, rows_of, ticked

HEIR = Newcomer(name="Nina Ny", email="nina@staden.example", language="sv")


def replaced(database: Database, text: Text, day: date) -> int:
    with database.write() as session:
        agreement = get_signing(session, text.signing).agreement_id
        return replace_person(session, [agreement], text.signers[0][0], HEIR, day, now=LATER, by=BY)


def names(database: Database, text: Text) -> list[tuple[str, int | None]]:
    with database.read() as session:
        first = rows_of(session, text.amendment)[0]
        return [(one.name, one.person_id) for one in signers_of(session, [first.id])]


def test_the_heir_is_asked_instead(database: Database) -> None:
    text = put(database)
    heir = replaced(database, text, NOW.date())
    assert names(database, text) == [("Nina Ny", heir)]
    with database.read() as session:
        signing = get_signing(session, text.signing)
        found = asked_of(session, signing, heir)
        assert found is not None
        assert (found[1].capacity, found[1].authority) == ("ordförande", "Protokoll § 5")
        assert asked_of(session, signing, text.signers[0][0]) is None
        assert len(session.scalars(select(HistoryRow.id).where(HistoryRow.event == "signer_replaced")).all()) == 1


def test_before_the_day_both_may(database: Database) -> None:
    text = put(database)
    was = names(database, text)
    heir = replaced(database, text, NOW.date() + timedelta(days=3))
    assert names(database, text) == [*was, ("Nina Ny", heir)]


def test_what_is_signed_stays_with_who_signed_it(database: Database) -> None:
    text = put(database)
    with database.write() as session:
        row = rows_of(session, text.amendment)[0]
        confirm(session, handed(session, row), signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=LATER, by="Omar",
                user_id=2)
    was = names(database, text)
    replaced(database, text, NOW.date())
    assert names(database, text) == was
    with database.read() as session:
        assert session.scalars(select(SignerRow.signed_on).where(SignerRow.person_id == was[0][1])).all()[-1] == date(2026, 9, 21)


def test_an_heir_who_is_asked_already_is_asked_once(database: Database) -> None:
    text = put(database)
    later = replaced(database, text, NOW.date() + timedelta(days=3))
    assert replaced(database, text, NOW.date()) == later
    assert names(database, text) == [("Nina Ny", later)]
