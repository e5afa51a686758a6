"""Proofs of who someone is, given anew at an identity provider: each for one purpose, counting once and for ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.accounts.tables import IdentityRow, ProofRow
from service.accounts.ways_in.identities import Vouched
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal
from service.settings import Provider, Settings

LASTS = timedelta(minutes=10)
TO_SIGN = "sign "


class NotConnected(Refusal):
    """Your account is not connected to {en} yet. Connect them first, and then identify yourself again."""

    sv = "Ditt konto är inte kopplat till {sv} än. Koppla ihop dem först, och legitimera dig sedan igen."
    status = 403


class SomeoneElse(Refusal):
    """{en} says that you are someone else than the one this account is connected to. Nobody can sign for another."""

    sv = "{sv} säger att du är någon annan än den som kontot är kopplat till. Ingen kan skriva under åt någon annan."
    status = 403


class NoProof(Refusal):
    """Identify yourself with your e-ID first; signing needs it for each text."""

    sv = "Legitimera dig med din e-legitimation först; det behövs för varje text som ska skrivas under."
    status = 422


class OldProof(NoProof):
    """It is more than ten minutes since you identified yourself for this text. Do so again, and sign at once."""

    sv = "Det är mer än tio minuter sedan du legitimerade dig för den här texten. Gör det igen och skriv under direkt."


class SpentProof(NoProof):
    """You have signed with that identification already; each counts once. Identify yourself again."""

    sv = "Du har redan skrivit under med den legitimeringen; var och en räknas en gång. Legitimera dig igen."


@dataclass(frozen=True, slots=True)
class Proof:
    """That a user proved who they are: where, how surely and when."""

    id: int
    user_id: int
    purpose: str
    provider: str
    level: str
    at: datetime


def signing_providers(settings: Settings) -> Mapping[str, Provider]:
    """Return the providers where one may prove who one is in order to sign, by name; empty where that way is off."""
    return {name: one for name, one in settings.oidc.items() if one.signs}


def to_sign(digest: str) -> str:
    """Return the purpose of signing the text with this SHA-256."""
    return TO_SIGN + digest


def prove(session: Session, user_id: int, purpose: str, name: str, provider: Provider, vouched: Vouched, *, now: datetime, by: str,
          ) -> Proof:
    """Keep the proof that a user is whom the provider called `name` vouches for.

    Only the very identity that the account is connected to counts: two people may share a name, and an address goes on to others.
    """
    known = session.scalars(select(IdentityRow.subject).where(
        IdentityRow.user_id == user_id, IdentityRow.issuer == vouched.issuer)).all()
    if vouched.subject not in known:
        raise (SomeoneElse if known else NotConnected)(sv=provider.label.sv, en=provider.label.en)
    row = ProofRow(user_id=user_id, purpose=purpose, provider=name, level=vouched.level or "", at=now)
    session.add(row)
    session.flush()
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user_id}", event="identity_proved",
                            body={"purpose": purpose, "provider": name, "level": row.level})])
    return _proof(row)


def waiting(session: Session, user_id: int, purpose: str, now: datetime) -> Proof | None:
    """Return the proof that a user could act on, None if there is none; it is not used up."""
    query = select(ProofRow).where(
        ProofRow.user_id == user_id, ProofRow.purpose == purpose, ProofRow.used_at.is_(None), ProofRow.at > now - LASTS,
    ).order_by(ProofRow.id.desc()).limit(1)
    row = session.scalars(query).one_or_none()
    return _proof(row) if row is not None else None


def spend(session: Session, user_id: int, purpose: str, now: datetime) -> Proof:
    """Use up a user's proof for a purpose and return it, once however many ask; raise NoProof or what it amounts to."""
    found = waiting(session, user_id, purpose, now)
    if found is None:
        raise _why_not(session, user_id, purpose)
    changed = session.execute(update(ProofRow).where(
        ProofRow.id == found.id, ProofRow.used_at.is_(None)).values(used_at=now).returning(ProofRow.id)).all()
    if not changed:
        raise SpentProof
    return found


def _why_not(session: Session, user_id: int, purpose: str) -> NoProof:
    query = select(ProofRow.used_at).where(
        ProofRow.user_id == user_id, ProofRow.purpose == purpose).order_by(ProofRow.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    if row is None:
        return NoProof()
    return OldProof() if row[0] is None else SpentProof()


def _proof(row: ProofRow) -> Proof:
    return Proof(row.id, row.user_id, row.purpose, row.provider, row.level, row.at)
