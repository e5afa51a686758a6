"""What is held about one person: changed by themselves, and given to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from service.accounts.tables import IdentityRow, ProofRow, SessionRow, UserRow, ViewRow
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal
from service.kernel.ids import seen_as
from service.notices.tables import OutboxRow
from service.parties.tables import FunctionRow, PartyRow, PersonRow


class ChangedMeanwhile(Refusal):
    """This was changed meanwhile, in another window or by someone else; the name is now {name}. Save again if yours is to hold."""

    sv = "Det här ändrades under tiden, i ett annat fönster eller av någon annan; nu är namnet {name}. Spara igen om ditt ska gälla."


def profile_seen(session: Session, user_id: int) -> tuple[int, str]:
    """Return how a user's details stand as a number, and what the name now is, as a contact if they are one."""
    row = session.get_one(UserRow, user_id)
    person = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    name = person.name if person is not None and person.name != row.name else row.name
    contact = () if person is None else (person.name, person.language, str(person.digest))
    return seen_as(row.name, row.language, *contact), name


def set_profile(
    session: Session, user_id: int, name: str, language: str, *, now: datetime, by: str, seen: int | None = None,
) -> None:
    """Change what a user is called and how they are written to, who stood as `seen`, as a contact person too."""
    stands, called = profile_seen(session, user_id)
    if seen is not None and seen != stands:
        raise ChangedMeanwhile(name=called)
    row = session.get_one(UserRow, user_id)
    # History names who acts: whom a name stood for before must be told where it changes.
    renamed = {"name": name, "was": row.name} if name != row.name else {}
    row.name, row.language = name, language
    person = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    if person is not None:
        person.name, person.language = name, language
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user_id}", event="profile_changed", body=renamed)])


def held_about(session: Session, user_id: int) -> dict[str, Any]:
    """Return everything that is held about a user as a person: account, contact, functions, log-ins, proofs of who they are, mail."""
    row = session.get_one(UserRow, user_id)
    functions = session.execute(
        select(PartyRow.name, FunctionRow.agreement_id, FunctionRow.function, FunctionRow.from_on, FunctionRow.to_on)
        .join(PartyRow, PartyRow.id == FunctionRow.party_id).where(FunctionRow.person_id == row.person_id)
        .order_by(FunctionRow.id)).all() if row.person_id is not None else []
    person = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    identities = session.scalars(select(IdentityRow).where(IdentityRow.user_id == user_id).order_by(IdentityRow.id)).all()
    views = session.scalars(select(ViewRow).where(ViewRow.user_id == user_id).order_by(ViewRow.id)).all()
    places = session.scalars(select(SessionRow).where(SessionRow.user_id == user_id).order_by(SessionRow.id)).all()
    proofs = session.scalars(select(ProofRow).where(ProofRow.user_id == user_id).order_by(ProofRow.id)).all()
    return {
        "account": {"name": row.name, "email": row.email, "language": row.language, "role": row.role, "since": row.created_at,
                    "password": row.password is not None, "second_step": row.secret is not None},
        "contact": None if person is None else {
            "name": person.name, "email": person.email, "language": person.language, "weekly_mail": person.digest,
            "calendar_link": person.nonce is not None},
        "identities": [{"issuer": one.issuer, "subject": one.subject} for one in identities],
        "views": [{"name": one.name, "query": one.query} for one in views],
        "functions": [{"party": party, "agreement": agreement, "function": function, "from": start, "to": end}
                      for party, agreement, function, start, end in functions],
        "log_ins": [{"at": one.created_at, "way": one.way, "browser": one.agent, "ended": one.ended_at} for one in places],
        "proofs": [{"at": one.at, "purpose": one.purpose, "provider": one.provider, "level": one.level, "used": one.used_at}
                   for one in proofs],
        "mail": _mail_to(session, row),
    }


def _mail_to(session: Session, row: UserRow) -> list[dict[str, Any]]:
    mine = OutboxRow.to_email == row.email if row.person_id is None else OutboxRow.person_id == row.person_id
    query = select(OutboxRow).where(or_(mine, OutboxRow.subject == f"user {row.id}")).order_by(OutboxRow.id)
    return [{"what": one.name, "to": f"{one.to_name} <{one.to_email}>", "agreement": one.agreement_id, "written": one.created_at,
             "sent": one.sent_at} for one in session.scalars(query)]
