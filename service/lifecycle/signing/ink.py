"""In ink: each party's signed original is handed in as a scan, and a second person holds it against the text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.documents.actions import add
from service.documents.model import Direction, Kind, Received, Registration
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal, Unknown
from service.lifecycle.signing.asking import of_what, tell_refused, tell_waiting
from service.lifecycle.signing.sign import ensure_turn, sign_as
from service.notices.owe import withdraw
from service.parties.store import cast
from service.signatures.actions import Proof, choose_way
from service.signatures.rules import AlreadySigned, NobodyTicked, SamePerson, Way
from service.signatures.states import State
from service.signatures.store import get_original, get_signing, of_round, originals_of, signers_of
from service.signatures.tables import OriginalRow, SignatureRow

SAME = "same"
REFUSED = "refused"


class LookedAtAlready(Refusal):
    """This original has been looked at already."""

    sv = "Det här originalet är redan granskat."


class TextFell(Refusal):
    """The text is not signed any more: it was taken back, declined, or fell when the agreement ended."""

    sv = "Texten undertecknas inte längre: den är tillbakatagen, avböjd eller föll när överenskommelsen upphörde."


class NothingOfTheText(Refusal):
    """Tick that you have held the scan against the text page by page; only then does it count."""

    sv = "Kryssa i att du har jämfört skanningen med texten sida för sida; först då räknas den."
    status = 422


def hand_in(
    session: Session, signature_id: int, file: Received, *, now: datetime, by: str, user_id: int | None = None,
) -> OriginalRow:
    """Hand in a party's signed original as a scan; it counts for nothing until a second person has looked at it."""
    row = get_signature(session, signature_id)
    signing = get_signing(session, row.signing_id)
    party = next(one for one in cast(session, row.agreement_id).every if one.id == row.party_id)
    if row.state in (State.VOID, State.DECLINED):
        raise TextFell
    if row.state != State.ASKED:
        raise AlreadySigned(party=party.name)
    ensure_turn(session, row)
    choose_way(session, signing, Way.INK)
    given = Registration(kind=Kind.SCAN, title=f"Undertecknat original av {of_what(session, signing.matter)}, {party.name}"[:200],
                         direction=Direction.RECEIVED, day=local_day(now), sender=party.name, matter=signing.matter)
    document_id = add(session, row.agreement_id, given, file, party=party, now=now, by=by)
    original = OriginalRow(signature_id=row.id, document_id=document_id, digest=file.digest, handed_by=by, handed_user=user_id,
                           handed_at=now)
    session.add(original)
    session.flush()
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"signature {row.id}", event="original_handed_in",
                            body={"document": document_id, "file": file.digest, "text": row.digest})])
    tell_waiting(session, row, original, now=now)
    return original


def confirm(
    session: Session, original_id: int, *, signers: Collection[int], on: date, same_text: bool, now: datetime, by: str,
    user_id: int | None = None,
) -> bool:
    """Confirm that an original is of the text and who has signed it; return whether all parties have signed now.

    Only someone else than who handed it in can.
    """
    original, row = open_original(session, original_id)
    if original.examined is not None:
        raise Unknown(what="original", id=original_id)
    ensure_second(original, user_id, by)
    if not same_text:
        raise NothingOfTheText(field="same_text")
    chosen = [one for one in signers_of(session, [row.id]) if one.id in signers and one.signed_on is None]
    if not chosen:
        party = next(one for one in cast(session, row.agreement_id).every if one.id == row.party_id)
        raise NobodyTicked(party=party.name, needed=row.needed, field="signers")
    judge(session, original, row, SAME, None, now=now, by=by)
    proof = Proof(way=Way.INK, digest=row.digest, document_id=original.document_id)
    every = False
    for one in chosen:
        # Once enough have signed for the party the signature is complete; who else has signed is on the paper.
        if row.state == State.ASKED:
            every = sign_as(session, row, one, proof, on=on, now=now, by=by)
    return every


def refuse(session: Session, original_id: int, *, reason: str, now: datetime, by: str, user_id: int | None = None) -> None:
    """Say that an original is not of the text, or not signed as it should be: it counts for nothing."""
    original, row = open_original(session, original_id)
    if original.examined is None:
        ensure_second(original, user_id, by)
    judge(session, original, row, REFUSED, reason, now=now, by=by)
    _free_the_way(session, row)
    tell_refused(session, row, original, now=now, by=by)


def _free_the_way(session: Session, row: SignatureRow) -> None:
    """Let the text be signed in any way again where nothing that was handed in is left."""
    signing = get_signing(session, row.signing_id)
    rows = of_round(session, signing.agreement_id, signing.round)
    ids = [one.id for one in rows]
    signed = any(one.signed_on is not None for one in signers_of(session, ids)) or any(one.state == State.SIGNED for one in rows)
    if not signed and all(one.verdict == REFUSED for one in originals_of(session, ids)):
        signing.way = None
        session.flush()


def ensure_second(original: OriginalRow, user_id: int | None, by: str) -> None:
    """Raise SamePerson for who handed an original in: the same user, or by name where one of the two was a command."""
    users = (user_id, original.handed_user)
    same = user_id == original.handed_user if None not in users else _who(by) == _who(original.handed_by)
    if same:
        raise SamePerson


def _who(actor: str) -> str:
    """Return the name of who acted, without the party it was for."""
    return actor.partition(" for ")[0].strip().casefold()


def open_original(session: Session, original_id: int) -> tuple[OriginalRow, SignatureRow]:
    """Return an original that nobody has looked at yet and what it is of, locked; refuse any other."""
    original = get_original(session, original_id)
    row = get_signature(session, original.signature_id)
    session.refresh(original, with_for_update={"key_share": True})
    if original.verdict is not None:
        raise LookedAtAlready
    if row.state in (State.VOID, State.DECLINED):
        raise TextFell
    if row.state != State.ASKED:
        raise LookedAtAlready
    return original, row


def judge(
    session: Session, original: OriginalRow, row: SignatureRow, verdict: str, reason: str | None, *, now: datetime, by: str,
) -> None:
    """Note what came of looking at an original; whoever was asked to look is asked no more."""
    original.verdict, original.reason, original.checked_by, original.checked_at = verdict, reason, by, now
    row.next_at = now
    session.flush()
    withdraw(session, f"signature {row.id}", names=("original_waits",))
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"signature {row.id}", event=f"original_{verdict}",
                            body={"original": original.id, "file": original.digest, **({"reason": reason} if reason else {})})])


def get_signature(session: Session, signature_id: int) -> SignatureRow:
    """Return what is asked of a party, locked until the transaction ends where the database locks rows.

    The agreement is locked first, as by everyone who writes in it: two who sign at once wait for each other in that order.
    """
    agreement_id = session.scalars(select(SignatureRow.agreement_id).where(SignatureRow.id == signature_id)).one_or_none()
    if agreement_id is None:
        raise Unknown(what="signature", id=signature_id)
    get_agreement(session, agreement_id)
    return session.get_one(SignatureRow, signature_id, with_for_update={"key_share": True}, populate_existing=True)
