"""Which user it is that an identity provider vouches for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.accounts.notices import What, tell
from service.accounts.tables import IdentityRow, UserRow
from service.accounts.users import READER, create_user
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal
from service.settings import Provider

LONGEST_ADDRESS, LONGEST_NAME = 254, 120


class Stranger(Refusal):
    """{en} says who you are, but Överens does not know you by it yet. Log in another way first, and connect the two."""

    sv = "{sv} talar om vem du är, men Överens känner dig inte än den vägen. Logga in på ett annat sätt först, och koppla ihop dem."
    status = 403


class OtherIdentity(Refusal):
    """Your account is connected to another identity at {en}. Log in another way, and connect this one instead."""

    sv = "Ditt konto är kopplat till en annan identitet hos {sv}. Logga in på ett annat sätt, och koppla den här i stället."
    status = 403


class ClosedAccount(Refusal):
    """Your account in Överens is closed. Ask whoever runs Överens if that is wrong."""

    sv = "Ditt konto i Överens är stängt. Fråga den som sköter Överens om det är fel."
    status = 403


class TakenIdentity(Refusal):
    """Someone else's account in Överens is already connected to that identity."""

    sv = "Någon annans konto i Överens är redan kopplat till den identiteten."


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """Whom a provider vouches for; the address only counts when `verified`."""

    issuer: str
    subject: str
    email: str
    verified: bool
    name: str
    level: str | None


def who(session: Session, provider: Provider, vouched: Vouched, *, now: datetime, language: str) -> UserRow:
    """Return the user vouched for: known by the identity, or the first time by a verified address if that is trusted."""
    names = {"sv": provider.label.sv, "en": provider.label.en}
    row = _known(session, vouched)
    if row is None:
        if not provider.trust_email or not vouched.verified or not _domain_allowed(provider, vouched.email):
            raise Stranger(**names)
        row = session.scalars(select(UserRow).where(UserRow.email == vouched.email)).one_or_none()
        if row is None and not provider.create:
            raise Stranger(**names)
        if row is None:
            number = create_user(session, email=vouched.email, name=vouched.name or vouched.email, role=READER,
                                 language=language, now=now, by=vouched.issuer)
            row = session.get_one(UserRow, number)
        # An address that goes on to a new person must not bring them the account of the one before.
        elif any(one.issuer == vouched.issuer for one in of_user(session, row.id)):
            raise OtherIdentity(**names)
        if row.closed_at is None:
            _add(session, row.id, vouched, now=now, by=vouched.issuer)
    if row.closed_at is not None:
        raise ClosedAccount
    return row


def connect(session: Session, user_id: int, vouched: Vouched, *, now: datetime, by: str, where: str = "") -> None:
    """Let an identity be a way in for a user, in the place of any other they have at the same provider."""
    found = _known(session, vouched)
    if found is not None and found.id != user_id:
        raise TakenIdentity
    if found is None:
        session.execute(delete(IdentityRow).where(IdentityRow.user_id == user_id, IdentityRow.issuer == vouched.issuer))
        _add(session, user_id, vouched, now=now, by=by, where=where)


def disconnect(session: Session, user_id: int, issuer: str, *, now: datetime, by: str, where: str = "") -> None:
    """Let what a user is at a provider be no way in any more."""
    gone = session.execute(delete(IdentityRow).where(IdentityRow.user_id == user_id, IdentityRow.issuer == issuer))
    if gone.rowcount:  # type: ignore[attr-defined]
        _note(session, user_id, "identity_disconnected", issuer, now, by)
        _tell(session, user_id, "disconnected", now, by, where)


def of_user(session: Session, user_id: int) -> Sequence[IdentityRow]:
    """Return what a user is at identity providers."""
    return session.scalars(select(IdentityRow).where(IdentityRow.user_id == user_id).order_by(IdentityRow.id)).all()


def address_of(found: Any) -> str:
    """Return an e-mail address as users have it; letters beyond ASCII could pass for others when made small."""
    text = found.strip() if isinstance(found, str) else ""
    name, _, domain = text.partition("@")
    good = text.isascii() and text.isprintable() and " " not in text and len(text) <= LONGEST_ADDRESS
    return text.lower() if good and name and domain and "@" not in domain else ""


def line_of(found: Any) -> str:
    """Return a name on one line, without marks that do not show."""
    text = found if isinstance(found, str) else ""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())[:LONGEST_NAME]


def _known(session: Session, vouched: Vouched) -> UserRow | None:
    query = select(UserRow).join(IdentityRow, IdentityRow.user_id == UserRow.id).where(
        IdentityRow.issuer == vouched.issuer, IdentityRow.subject == vouched.subject)
    return session.scalars(query).one_or_none()


def _domain_allowed(provider: Provider, email: str) -> bool:
    return not provider.domains or email.rpartition("@")[2] in {one.lower() for one in provider.domains}


def _add(session: Session, user_id: int, vouched: Vouched, *, now: datetime, by: str, where: str = "") -> None:
    session.add(IdentityRow(user_id=user_id, issuer=vouched.issuer, subject=vouched.subject))
    session.flush()
    _note(session, user_id, "identity_connected", vouched.issuer, now, by)
    _tell(session, user_id, "connected", now, by, where)


def _tell(session: Session, user_id: int, what: What, now: datetime, by: str, where: str) -> None:
    tell(session, session.get_one(UserRow, user_id), what, now=now, by=by, where=where)


def _note(session: Session, user_id: int, event: str, issuer: str, now: datetime, by: str) -> None:
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user_id}", event=event,
                            body={"issuer": issuer})])
