"""Whose contacts someone may change, and correcting their details.

Each party sees to its own people, from the day one of those who may do so has come in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from service.accounts.tables import SessionRow, UserRow
from service.accounts.ties import tie, user_of
from service.accounts.users import change_address
from service.history.record import Record, append
from service.kernel.errors import Refusal, Unknown
from service.kernel.ids import seen_as
from service.lifecycle.acts.resend import resend
from service.lifecycle.rights import RIGHTS
from service.notices.tables import OutboxRow, Post
from service.parties.changes import person_of
from service.parties.tables import FunctionRow, PartyRow, PersonRow


class OtherSide(Refusal):
    """{party} sees to its own contacts; ask them, or whoever runs Överens, to change this."""

    sv = "{party} sköter sina egna kontaktpersoner; be dem, eller den som sköter Överens, att ändra det här."
    status = 403


class AddressOfAnother(Refusal):
    """{email} is the address of {name}; replace the person instead if someone else takes over."""

    sv = "{email} är adressen till {name}; ersätt personen i stället om någon annan tar över."
    status = 422


class ElsewhereToo(Refusal):
    """{name} is a contact of agreements that are not yours too; ask {name} or the operator to correct this."""

    sv = "{name} finns även i överenskommelser som inte är dina; be {name} eller den som sköter Överens att rätta det."
    status = 403


class CorrectedMeanwhile(Refusal):
    """Somebody else has corrected this meanwhile; it now says {name}, {email}. Save again if yours is to hold."""

    sv = "Någon annan har rättat det här under tiden; nu står det {name}, {email}. Spara igen om ditt ska gälla."


class MovedMeanwhile(Refusal):
    """Somebody has changed this address meanwhile; it is now {email}. Save again if yours is to hold."""

    sv = "Någon har ändrat adressen under tiden; nu är den {email}. Spara igen om din ska gälla."


# Of a user: has come in, or has chosen how.
BEEN_IN = or_(UserRow.password.is_not(None), exists().where(SessionRow.user_id == UserRow.id))


def handled(agreement: Any, party: Any, *, person_id: int | None, operator: bool, on: date) -> ColumnElement[bool]:
    """Return the condition that someone may change the contacts of the party whose id is in `party`.

    Whoever took the agreement in sees to the other side too, until somebody there who may do it themselves has logged in.
    """
    if operator:
        return true()
    mine, theirs = aliased(FunctionRow), aliased(FunctionRow)
    leading = (mine.person_id == person_id, *_leads(mine, on))
    inside = exists().where(theirs.party_id == party, *_leads(theirs, on), UserRow.person_id == theirs.person_id,
                            UserRow.closed_at.is_(None), BEEN_IN)
    return or_(exists().where(mine.party_id == party, *leading),
               exists().where(mine.agreement_id == agreement, *leading) & ~inside)


def _leads(held: Any, on: date) -> tuple[ColumnElement[bool], ...]:
    return (held.function.in_(RIGHTS["contacts.edit"].functions), held.waiting.is_(False),
            or_(held.from_on.is_(None), held.from_on <= on), or_(held.to_on.is_(None), held.to_on >= on))


def parties_handled(
    session: Session, agreement_ids: Sequence[int], *, person_id: int | None, operator: bool, on: date,
) -> frozenset[int]:
    """Return the parties of these agreements whose contacts someone may change."""
    query = select(PartyRow.id).where(
        PartyRow.agreement_id.in_(agreement_ids),
        handled(PartyRow.agreement_id, PartyRow.id, person_id=person_id, operator=operator, on=on))
    return frozenset(session.scalars(query))


def ensure_handled(session: Session, party_ids: Collection[int], may: frozenset[int] | None) -> None:
    """Refuse to change the contacts of any party not among those someone `may`; None is all."""
    others = set() if may is None else set(party_ids) - may
    if others:
        raise OtherSide(party=session.get_one(PartyRow, min(others)).name)


def note(session: Session, agreement_id: int, event: str, *, now: datetime, by: str, **body: Any) -> None:
    """Write in the history of an agreement what was done to its contacts."""
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event=event, body=body)])


def correct_person(
    session: Session, agreement_id: int, person_id: int, *, name: str, email: str, language: str, may: frozenset[int] | None,
    again: bool, now: datetime, by: str, seen: int | None = None,
) -> int:
    """Correct name, address and language of a person, who stood as `seen`; mail that waits follows to the new address.

    Where `may` is all, or the person has never been in, it is the new address that lets them in. With `again` what did not arrive
    goes out once more. Return how many mails that is.
    """
    person = person_of(session, person_id)
    acts_for = session.execute(select(FunctionRow.agreement_id, FunctionRow.party_id).where(FunctionRow.person_id == person_id)).all()
    theirs = {row.agreement_id for row in acts_for}
    if agreement_id not in theirs:
        raise Unknown(what="person", id=person_id)
    ensure_handled(session, {row.party_id for row in acts_for if row.agreement_id == agreement_id}, may)
    if may is not None and not {row.party_id for row in acts_for} <= may:
        raise ElsewhereToo(name=person.name, field="email")
    if seen is not None and seen != seen_as(person.name, person.email, person.language):
        raise CorrectedMeanwhile(name=person.name, email=person.email)
    was = person.email
    _give_address(session, person, email)
    person.name, person.language = name, language
    session.flush()
    sent = 0
    if email != was:
        user = user_of(session, person_id)
        if user is None:
            tie(session, person_id, email)
        elif may is None or not session.scalars(select(exists().where(UserRow.id == user.id, BEEN_IN))).one():
            # Whoever corrects the address of one who has been in must not be let in by it: who runs the installation changes that.
            change_address(session, user, email, now=now, by=by)
        _readdress(session, person_id, was, email)
        sent = _send_again(session, person_id, now=now, by=by) if again else 0
    _note_everywhere(session, theirs, name, now=now, by=by)
    return sent


def move_user(
    session: Session, user: UserRow, email: str, *, now: datetime, by: str, where: str = "", seen: int | None = None,
) -> None:
    """Let a user, whose address stood as `seen`, log in with another, and be reached by it as a contact if they were before."""
    was, person = user.email, person_of(session, user.person_id) if user.person_id is not None else None
    if seen is not None and seen != seen_as(was):
        raise MovedMeanwhile(email=was, field="email")
    change_address(session, user, email, now=now, by=by, where=where)
    if person is None or person.email != was:
        return
    _give_address(session, person, email)
    _readdress(session, person.id, was, email)
    theirs = set(session.scalars(select(FunctionRow.agreement_id).where(FunctionRow.person_id == person.id)))
    _note_everywhere(session, theirs, person.name, now=now, by=by)


def _give_address(session: Session, person: PersonRow, email: str) -> None:
    _ensure_free(session, person.id, email)
    try:
        with session.begin_nested():
            person.email = email
            session.flush()
    except IntegrityError:
        # Another contact was given it at once: whose it is can be read only now.
        _ensure_free(session, person.id, email)
        raise


def _ensure_free(session: Session, person_id: int, email: str) -> None:
    other = session.scalars(select(PersonRow).where(PersonRow.email == email, PersonRow.id != person_id)).one_or_none()
    if other is not None:
        raise AddressOfAnother(email=email, name=other.name, field="email")


def _note_everywhere(session: Session, agreement_ids: Collection[int], name: str, *, now: datetime, by: str) -> None:
    # In what is closed too: how to reach someone is kept right there as well.
    append(session, [Record(chain=number, at=now, actor=by, subject=f"agreement {number}", event="person_corrected",
                            body={"who": name}, upkeep=True) for number in sorted(agreement_ids)])


def _readdress(session: Session, person_id: int, was: str, email: str) -> None:
    query = select(OutboxRow).where(OutboxRow.person_id == person_id, OutboxRow.state.in_((Post.WAITING, Post.GATHERED)),
                                    OutboxRow.to_email == was).with_for_update(key_share=True)
    for row in session.scalars(query):
        row.to_email = email
    session.flush()


def _send_again(session: Session, person_id: int, *, now: datetime, by: str) -> int:
    query = select(OutboxRow.id).where(
        OutboxRow.person_id == person_id, OutboxRow.state == Post.UNDELIVERABLE).order_by(OutboxRow.id)
    failed = session.scalars(query).all()
    for number in failed:
        resend(session, number, now=now, by=by)
    return len(failed)
