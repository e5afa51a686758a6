"""A proof of who someone is counts for one purpose, once, and for ten minutes."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from service.accounts.person import held_about
from service.accounts.tables import IdentityRow, UserRow
from service.accounts.ways_in.identities import Vouched
from service.accounts.ways_in.proofs import (
    NoProof,
    NotConnected,
    OldProof,
    Proof,
    SomeoneElse,
    SpentProof,
    prove,
    signing_providers,
    spend,
    to_sign,
    waiting,
)
from service.db import Database
from service.history.tables import HistoryRow
from service.settings import Provider
from tests.web.world import BY, NOW, settings, users

ISSUER = "https://op.example"
FREJA = Provider.model_validate({"label": {"sv": "Freja", "en": "Freja"}, "issuer": ISSUER, "client_id": "x"})
TEXT, OTHER = to_sign("a" * 64), to_sign("b" * 64)


def vouched(subject: str = "person-1") -> Vouched:
    return Vouched(issuer=ISSUER, subject=subject, email="", verified=False, name="Karin Lind", level="loa3")


@pytest.fixture
def karin(database: Database) -> int:
    users(database)
    with database.write() as session:
        number = session.scalars(select(UserRow.id).where(UserRow.email == "karin@staden.example")).one()
        session.add(IdentityRow(user_id=number, issuer=ISSUER, subject="person-1"))
    return int(number)


def proved(database: Database, user_id: int, purpose: str = TEXT) -> Proof:
    with database.write() as session:
        return prove(session, user_id, purpose, "freja", FREJA, vouched(), now=NOW, by=BY)


def refusal(database: Database, user_id: int, purpose: str = TEXT, **later: float) -> type[Exception]:
    with pytest.raises(NoProof) as told, database.write() as session:
        spend(session, user_id, purpose, NOW + timedelta(**later))
    return type(told.value)


def test_it_is_kept_and_counts_once(database: Database, karin: int) -> None:
    made = proved(database, karin)
    assert made == Proof(made.id, karin, TEXT, "freja", "loa3", NOW)
    with database.read() as session:
        assert waiting(session, karin, TEXT, NOW) == made
        assert session.scalars(select(HistoryRow.event)).all() == ["identity_proved"]
    with database.write() as session:
        assert spend(session, karin, TEXT, NOW + timedelta(minutes=9, seconds=59)) == made
    assert refusal(database, karin) is SpentProof
    with database.read() as session:
        assert waiting(session, karin, TEXT, NOW) is None
        told = held_about(session, karin)["proofs"]
    assert [(one["purpose"], one["level"]) for one in told] == [(TEXT, "loa3")]


def test_ten_minutes_are_too_long(database: Database, karin: int) -> None:
    proved(database, karin)
    assert refusal(database, karin, minutes=10) is OldProof


def test_it_is_for_one_text_and_one_user(database: Database, karin: int) -> None:
    proved(database, karin)
    assert refusal(database, karin, OTHER) is NoProof
    assert refusal(database, karin + 1) is NoProof


def test_a_refused_act_does_not_use_it_up(database: Database, karin: int) -> None:
    proved(database, karin)
    def refused_later() -> None:
        with database.write() as session:
            spend(session, karin, TEXT, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        refused_later()
    with database.write() as session:
        spend(session, karin, TEXT, NOW)


def test_of_two_at_once_one_counts(database: Database, karin: int) -> None:
    proved(database, karin)
    start, found = threading.Barrier(2), []

    def one() -> None:
        start.wait()
        try:
            with database.write() as session:
                spend(session, karin, TEXT, NOW)
            found.append("signed")
        except NoProof as told:
            found.append(type(told).__name__)

    both = [threading.Thread(target=one) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(found) == ["SpentProof", "signed"]


def test_only_the_identity_the_account_is_connected_to(database: Database, karin: int) -> None:
    with pytest.raises(SomeoneElse), database.write() as session:
        prove(session, karin, TEXT, "freja", FREJA, vouched("person-2"), now=NOW, by=BY)
    with pytest.raises(NotConnected), database.write() as session:
        prove(session, karin + 1, TEXT, "freja", FREJA, vouched(), now=NOW, by=BY)


def test_without_such_a_provider_the_way_is_off() -> None:
    assert signing_providers(settings()) == {}
