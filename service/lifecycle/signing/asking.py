"""Asking for signatures: who usually signs for each party, and the letters about it, whatever is signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.tables import UserRow
from service.amendments.notices import day_of, link_to
from service.amendments.store import amendment_id_of
from service.amendments.tables import AmendmentRow
from service.kernel.clock import local_day
from service.lifecycle.notices import Scene, scene, signature_facts, signing_letter
from service.lifecycle.signing.manner import Manner, concerned, person_named, usual_signers
from service.notices.owe import Addressee, Letter, owe
from service.obligations.reminders.ladders import Owed
from service.obligations.reminders.letters import addressees
from service.parties.model import Cast, recipients
from service.parties.store import cast as cast_of
from service.signatures.actions import Text, put_forward
from service.signatures.rules import CONFIRMING, SIGNING, SIGNING_AND_LEADING
from service.signatures.store import AGREEMENT, signers_of
from service.signatures.tables import OriginalRow, SignatureRow, SigningRow

WANTED = "signature_wanted"
WAITS = "original_waits"
NOT_GOOD = "original_refused"
ON_THE_SIGNING_PAGE = (WANTED, WAITS, NOT_GOOD)


def tell_waiting(session: Session, row: SignatureRow, original: OriginalRow, *, now: datetime) -> None:
    """Tell those who may confirm it that an original waits, but not who handed it in, and remind them until somebody has looked."""
    row.next_at = now
    session.flush()
    told = Owed(name=WAITS, to=CONFIRMING, rung=f"original {original.id}", given_on=local_day(now))
    matter = session.get_one(SigningRow, row.signing_id).matter
    owe(session, [letter_about(session, told, scene(session, row.agreement_id), matter, subject=f"signature {row.id}",
                               today=local_day(now))], now=now)


def tell_refused(session: Session, row: SignatureRow, original: OriginalRow, *, now: datetime, by: str) -> None:
    """Tell the party whose original it is, all parties where it is a file that they signed elsewhere, why it does not count."""
    around, matter = scene(session, row.agreement_id), session.get_one(SigningRow, row.signing_id).matter
    examined = original.examined is not None
    told = Owed(name=NOT_GOOD, to=SIGNING_AND_LEADING, rung=f"original {original.id}", given_on=local_day(now),
                named=all_parties(around.cast, matter) if examined else (row.party_id,))
    party = next((one.name for one in around.cast.every if one.id == row.party_id), "")
    owe(session, [letter_about(session, told, around, matter, subject=f"signature {row.id}", today=local_day(now), more={
        "party": party, "by": by, "reason": original.reason, "examined": examined})], now=now)


def _waiting_facts(session: Session, around: Scene, subject: str) -> dict[str, Any]:
    original = _waiting(session, subject)
    row = session.get_one(SignatureRow, original.signature_id)
    ends_on = around.brief.ends_on
    return {"party": next((one.name for one in around.cast.every if one.id == row.party_id), ""), "by": original.handed_by,
            "end": ends_on.isoformat() if ends_on is not None else None, "examined": original.examined is not None}


def _waiting(session: Session, subject: str) -> OriginalRow:
    return session.scalars(select(OriginalRow).where(
        OriginalRow.signature_id == int(subject.split()[1]), OriginalRow.verdict.is_(None),
    ).order_by(OriginalRow.id.desc()).limit(1)).one()


def _second_people(session: Session, told: Owed, around: Scene, subject: str, today: date) -> list[Addressee]:
    """Return whoever may look at an original that waits: all but the one who handed in a scan."""
    original = _waiting(session, subject)
    handed = session.scalars(select(UserRow.person_id).where(UserRow.id == original.handed_user)).one_or_none()
    every = addressees(recipients(around.cast, told.to, today))
    return [one for one in every if original.examined is not None or one.person_id is None or one.person_id != handed]


def of_what(session: Session, matter: str) -> str:
    """Return in Swedish what a text is of, as the register names its documents."""
    if matter == AGREEMENT:
        return "överenskommelsen"
    return f"tillägg {session.get_one(AmendmentRow, amendment_id_of(matter)).number}"


def person_called(session: Session, row: SignatureRow, name: str, day: date) -> int | None:
    """Return the contact of the party who has this name, None where nobody has, or more than one."""
    return person_named(cast_of(session, row.agreement_id), row.party_id, name, day)


def ask_all(
    session: Session, agreement_id: int, matter: str, text: Text, manner: Manner, *, now: datetime, today: date,
    tell: bool = True,
) -> list[SignatureRow]:
    """Put a text forward to every party, and ask those whose turn it is."""
    around = scene(session, agreement_id)
    asked = manner.asked or usual_signers(around.cast, today, matter)
    rows = put_forward(session, agreement_id, matter, text, asked, now=now, ordered=manner.ordered, deadline=manner.deadline)
    if tell:
        ask(session, [row for row in rows if row.turn], around, matter, now=now, today=today)
    return rows


def ask(session: Session, rows: Sequence[SignatureRow], around: Scene, matter: str, *, now: datetime, today: date) -> None:
    """Ask the parties of these signatures to sign."""
    owe(session, [wanted(session, row, around, matter, today=today) for row in rows], now=now)


def wanted(session: Session, row: SignatureRow, around: Scene, matter: str, *, today: date) -> Letter:
    """Return the letter that asks a party to sign."""
    told = Owed(name=WANTED, to=SIGNING, rung="now", given_on=today, named=(row.party_id,))
    return letter_about(session, told, around, matter, subject=f"signature {row.id}", today=today)


def letter_about(
    session: Session, told: Owed, around: Scene, matter: str, *, subject: str, today: date, more: dict[str, Any] | None = None,
) -> Letter:
    """Return a letter about the signing of an agreement or of an amendment."""
    facts: dict[str, Any] = {
        "start": around.brief.starts_on.isoformat(), **signature_facts(session, around.brief.id, around.cast, matter), **(more or {})}
    link, day = None, around.brief.starts_on
    if matter != AGREEMENT:
        row = session.get_one(AmendmentRow, amendment_id_of(matter))
        link, day = link_to(row.id) + ("/underskrifter" if told.name in ON_THE_SIGNING_PAGE else ""), day_of(row)
        facts |= {"number": row.number, "amendment": row.title,
                  "effective": row.effective_on.isoformat() if row.effective_on else None,
                  "from_on": row.from_on.isoformat() if row.from_on else None}
    to = _asked_people(session, told, around, subject, today) if told.name == WANTED else None
    if told.name == NOT_GOOD:
        link = link or f"/agreements/{around.brief.id}/underskrifter"
    if told.name == WAITS:
        to, facts = _second_people(session, told, around, subject, today), facts | _waiting_facts(session, around, subject)
        link = link or f"/agreements/{around.brief.id}/underskrifter"
    return signing_letter(subject, around, told, today=today, facts=facts, link=link, day=day, to=to)


def _asked_people(session: Session, told: Owed, around: Scene, subject: str, today: date) -> list[Addressee]:
    """Return whoever is told that a signature is wanted: the usual ones, and everyone who is named to sign, each once."""
    named = {one.person_id for one in signers_of(session, [int(subject.split()[1])]) if one.person_id is not None}
    usual = addressees(recipients(around.cast, told.to, today, named=told.named))
    known = {one.email for one in usual}
    more = {seat.email: seat for seat in around.cast.seats
            if seat.person_id in named and seat.holds(today) and seat.email not in known}
    return [*usual, *(Addressee(seat.party_id, seat.person_id, seat.name, seat.email, seat.language, digest=seat.digest)
                      for seat in more.values())]


def all_parties(cast: Cast, matter: str = AGREEMENT) -> tuple[int, ...]:
    """Return the id of every party that a text concerns, for letters to all."""
    return tuple(party.id for party in concerned(cast, matter))
