"""The three ways of signing a text: in ink, by a file signed elsewhere, in the service; never two of them on one text."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.documents.checks.kinds import Media
from service.documents.files import Tampered, digest_of
from service.documents.model import Received
from service.documents.tables import ContentRow, DocumentRow
from service.lifecycle.amending import amend
from service.lifecycle.signing.elsewhere import DoesNotHold, NobodyAsked, NothingNew, take_in
from service.lifecycle.signing.ink import LookedAtAlready, NothingOfTheText, TextFell, confirm, hand_in, refuse
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_amendment, text_file
from service.lifecycle.signing.sign import SignedBeforeSent
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.signatures.actions import Asked, Signer, name_signers
from service.signatures.pades.examine import examine
from service.signatures.rules import NamedAlready, NobodyTicked, NotYourTurn, SamePerson, TwoWays, Way
from service.signatures.store import get_signing, of_matter, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from tests.amendments.cast import drawn_up, ends_on, stands
from tests.builders import BY, an_agreement, on
from tests.kept import kept
from tests.signatures.pades.files import flipped, pdf, sign
from tests.signatures.pades.pki import anna, bo, person, trusted

NOW = on(2026, 9, 21, 10)
SIGNED_AT = NOW + timedelta(minutes=20)
LATER = NOW + timedelta(hours=1)
START, END = date(2026, 1, 1), date(2026, 12, 31)
ROOTS = trusted()


@kept
def put(database: Database, *, ordered: bool = False, jointly: int = 1, both: bool = False) -> int:
    """Put an amendment forward to Anna for the one party and Bo for the other; return its id."""
    with database.write() as session:
        return _put(session, ordered=ordered, jointly=jointly, both=both)


def _put(session: Session, *, ordered: bool, jointly: int, both: bool) -> int:
    made = an_agreement(session, start=START, end=END, signed=on(2025, 12, 20, 9))
    amendment = drawn_up(session, made, now=NOW, end="2027-12-31")
    parties = cast(session, made).parties
    names = [("Anna Åström",), ("Bo Lind", "Cilla Ek") if both else ("Bo Lind",)]
    asked = tuple(
        Asked(party_id=party.id, needed=jointly if both and place else 1,
              signers=tuple(Signer(name=one, capacity="ordförande", authority="Protokoll 2026-03-12 § 5") for one in who))
        for place, (party, who) in enumerate(zip(parties, names, strict=True)))
    put_amendment(session, amendment, Manner(asked=asked, ordered=ordered), now=NOW, by=BY)
    return amendment


def rows_of(session: Session, amendment: int) -> list[SignatureRow]:
    row = session.get_one(AmendmentRow, amendment)
    return list(of_matter(session, row.agreement_id, matter_of(row)))


def signing_of(session: Session, amendment: int) -> SigningRow:
    return get_signing(session, rows_of(session, amendment)[0].signing_id)


def scan(text: str = "en skanning") -> Received:
    body = pdf(text)
    return Received(content=body, name="skanning.pdf", media=Media.PDF, digest=digest_of(body))


def handed(session: Session, row: SignatureRow, user: int = 1) -> int:
    return hand_in(session, row.id, scan(f"del {row.id}"), now=LATER, by="Karin", user_id=user).id


def ticked(session: Session, row: SignatureRow, count: int = 1) -> list[int]:
    return [one.id for one in signers_of(session, [row.id])][:count]


def received(body: bytes) -> Received:
    return Received(content=body, name="undertecknad.pdf", media=Media.PDF, digest=digest_of(body))


def uploaded(session: Session, amendment: int, body: bytes) -> bool:
    signing = signing_of(session, amendment)
    found = examine(body, original=text_file(session, signing), roots=ROOTS, now=LATER, put_forward=signing.put_at)
    return take_in(session, signing.id, received(body), found, now=LATER, by="Karin")


def test_in_ink_both_originals_are_confirmed_by_a_second_person(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, second = rows_of(session, amendment)
        scans = [handed(session, first), handed(session, second)]
        assert stands(session, amendment) == "in_signature"
        assert confirm(session, scans[0], signers=ticked(session, first), on=date(2026, 9, 21), same_text=True, now=LATER, by="Omar",
                       user_id=2) is False
        assert stands(session, amendment) == "in_signature"
        assert confirm(session, scans[1], signers=ticked(session, second), on=date(2026, 9, 21), same_text=True, now=LATER, by="Omar",
                       user_id=2) is True
        assert stands(session, amendment) == "in_force"
        assert ends_on(session, first.agreement_id) == date(2027, 12, 31)
        kept = session.scalars(select(DocumentRow.kind).where(DocumentRow.matter == f"amendment {amendment}")).all()
        assert sorted(kept) == ["amendment", "scan", "scan"]


def test_who_handed_it_in_does_not_confirm_it(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        original = handed(session, row)
        with pytest.raises(SamePerson):
            confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=LATER, by="K", user_id=1)
        with pytest.raises(SamePerson):
            refuse(session, original, reason="Suddig", now=LATER, by="K", user_id=1)


def test_what_is_not_compared_or_not_ticked_does_not_count(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        original = handed(session, row)
        with pytest.raises(NothingOfTheText):
            confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 21), same_text=False, now=LATER, by="O", user_id=2)
        with pytest.raises(NobodyTicked):
            confirm(session, original, signers=(), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2)
        with pytest.raises(SignedBeforeSent):
            confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 20), same_text=True, now=LATER, by="O", user_id=2)


def test_a_refused_original_counts_for_nothing_and_another_can_be_handed_in(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        original = handed(session, row)
        refuse(session, original, reason="Sida två saknas", now=LATER, by="Omar", user_id=2)
        told = session.scalars(select(OutboxRow).where(OutboxRow.name == "original_refused")).all()
        assert {one.party_id for one in told} == {row.party_id}
        assert all("Sida två saknas" in one.payload for one in told) and told
        with pytest.raises(LookedAtAlready):
            confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2)
        again = handed(session, row)
        assert confirm(session, again, signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2) is False
        session.refresh(row)
        assert row.state == "signed"


def test_a_refused_original_frees_the_way_if_nothing_else_was_handed_in(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, second = rows_of(session, amendment)
        one, other = handed(session, first), handed(session, second)
        refuse(session, one, reason="Suddig", now=LATER, by="Omar", user_id=2)
        assert signing_of(session, amendment).way == Way.INK
        refuse(session, other, reason="Suddig", now=LATER, by="Omar", user_id=2)
        assert signing_of(session, amendment).way is None
        body = text_file(session, signing_of(session, amendment))
        assert uploaded(session, amendment, sign(body, anna(), at=SIGNED_AT)) is False
        assert signing_of(session, amendment).way == Way.ELSEWHERE


def test_nobody_is_named_twice_for_a_party(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        name_signers(session, row, [Signer(name="Eva Ek", capacity="kassör")], now=LATER, by=BY)
        with pytest.raises(NamedAlready):
            name_signers(session, row, [Signer(name="eva ek", capacity="kassör")], now=LATER, by=BY)
        assert [one.name for one in signers_of(session, [row.id])] == ["Anna Åström", "Eva Ek"]


def test_two_jointly_means_two(database: Database) -> None:
    amendment = put(database, both=True, jointly=2)
    with database.write() as session:
        row = rows_of(session, amendment)[1]
        original = handed(session, row)
        confirm(session, original, signers=ticked(session, row, 1), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2)
        session.refresh(row)
        assert row.state == "asked"
        again = handed(session, row)
        confirm(session, again, signers=ticked(session, row, 2), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2)
        session.refresh(row)
        assert row.state == "signed"


def test_in_order_the_second_waits_for_the_first(database: Database) -> None:
    amendment = put(database, ordered=True)
    with database.write() as session:
        first, second = rows_of(session, amendment)
        with pytest.raises(NotYourTurn):
            handed(session, second)
        confirm(session, handed(session, first), signers=ticked(session, first), on=date(2026, 9, 21), same_text=True, now=LATER, by="O",
                user_id=2)
        session.refresh(second)
        assert (second.turn, second.arose_at) == (True, LATER)
        handed(session, second)


def test_elsewhere_one_file_signed_by_both_completes_it(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        body = text_file(session, signing_of(session, amendment))
        both = sign(sign(body, anna(), at=SIGNED_AT), bo(), at=SIGNED_AT, field="S2")
        assert uploaded(session, amendment, both) is True
        assert stands(session, amendment) == "in_force"
        signers = session.scalars(select(SignerRow).where(SignerRow.signed_on.is_not(None)).order_by(SignerRow.id)).all()
        assert [(one.name, one.how, one.signed_on) for one in signers] == [
            ("Anna Åström", "elsewhere", date(2026, 9, 21)), ("Bo Lind", "elsewhere", date(2026, 9, 21))]
        assert json.loads(signers[0].checked or "")[0]["sv"] == "Filen håller: den är vår text, undertecknad, och inget är fel."
        assert "19811218" not in (signers[0].checked or "")


def test_elsewhere_each_party_may_hand_in_its_own(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        body = text_file(session, signing_of(session, amendment))
        assert uploaded(session, amendment, sign(body, anna(), at=SIGNED_AT)) is False
        with pytest.raises(NothingNew):
            uploaded(session, amendment, sign(body, anna(), at=SIGNED_AT))
        assert uploaded(session, amendment, sign(body, bo(), at=SIGNED_AT)) is True


def test_elsewhere_what_does_not_hold_counts_for_nothing_and_says_why(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        body = text_file(session, signing_of(session, amendment))
        signed = sign(body, anna(), at=SIGNED_AT)
        for bad in (flipped(signed, len(body) // 2), sign(pdf("en helt annan text"), anna(), at=SIGNED_AT), body):
            with pytest.raises(DoesNotHold):
                uploaded(session, amendment, bad)
        assert signing_of(session, amendment).way is None
        assert session.scalars(select(SignerRow.id).where(SignerRow.signed_on.is_not(None), SignerRow.digest.is_not(None))).all() == []


def test_elsewhere_a_stranger_signs_for_nobody(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        body = text_file(session, signing_of(session, amendment))
        with pytest.raises(NobodyAsked, match="Eva Utomstående"):
            uploaded(session, amendment, sign(body, person("Eva Utomstående"), at=SIGNED_AT))


def test_never_two_ways_on_one_text(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, second = rows_of(session, amendment)
        handed(session, first)
        body = text_file(session, signing_of(session, amendment))
        with pytest.raises(TwoWays):
            uploaded(session, amendment, sign(body, bo(), at=SIGNED_AT))
        assert signing_of(session, amendment).way == Way.INK


def test_a_changed_byte_in_the_kept_text_is_found(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        signing = signing_of(session, amendment)
        body = text_file(session, signing)
        session.execute(update(ContentRow).where(ContentRow.digest == signing.digest).values(body=flipped(body, 900)))
        session.expire_all()
        with pytest.raises(Tampered):
            text_file(session, signing)


def test_an_original_of_a_text_that_fell_is_not_confirmed(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        original = handed(session, row)
        amend.withdraw(session, amendment, now=LATER, by=BY)
        with pytest.raises(TextFell):
            confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=LATER, by="O", user_id=2)
        with pytest.raises(TextFell):
            handed(session, row)
