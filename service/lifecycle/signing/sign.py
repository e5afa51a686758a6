"""Signing, whatever the text is of: sent out, signed by a party, declined; the last signature makes it hold."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.states import State, Step
from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import TextRow
from service.amendments.store import amendment_id_of
from service.kernel.clock import local_day, moment
from service.kernel.errors import Refusal
from service.kernel.ids import text_digest
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.amending import amend
from service.lifecycle.notices import scene
from service.lifecycle.signing.asking import all_parties, ask, ask_all, letter_about
from service.lifecycle.signing.manner import Manner
from service.lifecycle.steps import catch_up, take
from service.notices.owe import owe
from service.obligations.reminders.ladders import Owed
from service.parties.model import PartyBrief
from service.signatures import actions as signatures
from service.signatures.actions import Text
from service.signatures.rules import SIGNING_AND_LEADING, AlreadySigned, NotConcerned, NotYourTurn, Way
from service.signatures.states import State as Signature
from service.signatures.states import Step as Sign
from service.signatures.store import AGREEMENT, get_signing, last_round, of_matter
from service.signatures.tables import SignatureRow, SignerRow


class FutureDay(Refusal):
    """The day {day} has not come yet; give the day it was done."""

    sv = "Dagen {day} har inte kommit än; ange dagen då det skedde."
    status = 422


class SignTheFile(Refusal):
    """The agreement has been put forward as a file; everyone signs that file, and each signature is shown by what was signed."""

    sv = "Överenskommelsen är framlagd som en fil; alla undertecknar den, och varje underskrift styrks av det som undertecknats."


class SignedBeforeSent(Refusal):
    """The text was put forward on {sent}; it cannot have been signed on {day}, before that."""

    sv = "Texten lades fram {sent}; den kan inte ha undertecknats {day}, före det."
    status = 422


def send(
    session: Session, agreement_id: int, *, now: datetime, by: str, tell: bool = True, manner: Manner | None = None,
    text: Text | None = None,
) -> list[SignatureRow]:
    """Send a draft for signature by every party; its text is fixed from now on."""
    take(session, agreement_id, Step.SEND, now=now, by=by, values={"sent_at": now})
    return ask_all(session, agreement_id, AGREEMENT, text or _text_of(session, agreement_id), manner or Manner(), now=now,
                   today=local_day(now), tell=tell)


def _text_of(session: Session, agreement_id: int) -> Text:
    kept = session.get(TextRow, agreement_id)
    return Text(digest=kept.digest if kept is not None else text_digest(terms_of(session, agreement_id).model_dump_json()))


def sign(session: Session, agreement_id: int, party: PartyBrief, *, now: datetime, by: str, on: date | None = None) -> bool:
    """Note that a party has signed the agreement on paper; return whether all have, which makes the agreement signed.

    A draft is sent for signature first: its paper was signed before it was taken in.
    """
    day = on or local_day(now)
    ensure_past(day, now)
    row = get_agreement(session, agreement_id)
    if row.state == State.DRAFT:
        send(session, agreement_id, now=now, by=by, tell=day >= local_day(row.registered_at))
    mine = _of_party(session, agreement_id, AGREEMENT, party.id)
    if mine is not None and mine.state == Signature.SIGNED:
        raise AlreadySigned(party=party.name)
    if mine is None or row.state != State.IN_SIGNATURE:
        take(session, agreement_id, Step.COMPLETE, now=now, by=by)
    assert mine is not None
    ensure_turn(session, mine)
    signing = get_signing(session, mine.signing_id)
    if signing.document_id is not None:
        raise SignTheFile
    signatures.choose_way(session, signing, Way.NOTED)
    signatures.record(session, mine, Sign.SIGN, on=day, by=by, now=now)
    return signed_by_party(session, mine, now=now, by=by)


def sign_as(
    session: Session, row: SignatureRow, signer: SignerRow, proof: signatures.Proof, *, on: date, now: datetime, by: str,
) -> bool:
    """Record that one person has signed for a party; return whether all have, which makes the text hold."""
    get_agreement(session, row.agreement_id)
    session.refresh(row, with_for_update={"key_share": True})
    session.refresh(signer)
    signing = get_signing(session, row.signing_id)
    ensure_past(on, now)
    if on < local_day(signing.put_at):
        raise SignedBeforeSent(sent=local_day(signing.put_at), day=on, field="day")
    ensure_turn(session, row)
    signatures.choose_way(session, signing, proof.way)
    return signatures.sign_as(session, row, signer, proof, on=on, by=by, now=now) and signed_by_party(
        session, row, now=now, by=by)


def ensure_past(day: date, now: datetime) -> None:
    """Raise FutureDay for a day that has not come."""
    if day > local_day(now):
        raise FutureDay(day=day, field="day")


def ensure_turn(session: Session, row: SignatureRow) -> None:
    """Raise NotYourTurn where another party signs first."""
    if row.turn or row.state != Signature.ASKED:
        return
    names = {party.id: party.name for party in scene(session, row.agreement_id).cast.every}
    matter = get_signing(session, row.signing_id).matter
    ahead = [names[one.party_id] for one in of_matter(session, row.agreement_id, matter)
             if one.turn and one.state == Signature.ASKED]
    raise NotYourTurn(party=names[row.party_id], others=", ".join(ahead))


def signed_by_party(session: Session, row: SignatureRow, *, now: datetime, by: str) -> bool:
    """Go on after a party's signature: ask who comes next, or let the text hold if it was the last."""
    matter = get_signing(session, row.signing_id).matter
    rows = of_matter(session, row.agreement_id, matter)
    following = signatures.next_turn(session, rows, now=now)
    if following is not None:
        ask(session, [following], scene(session, row.agreement_id), matter, now=now, today=local_day(now))
    if any(one.state == Signature.ASKED for one in rows):
        return False
    last = max(one.signed_on for one in rows if one.signed_on is not None)
    if matter == AGREEMENT:
        signed_at = now if last == local_day(now) else moment(last)
        take(session, row.agreement_id, Step.COMPLETE, now=now, by=by,
             values={"signed_on": last, "signed_at": signed_at, "known_at": now})
        catch_up(session, row.agreement_id, now=now)
    else:
        amend.complete(session, amendment_id_of(matter), last=last, now=now, by=by)
    return True


def decline(
    session: Session, agreement_id: int, party: PartyBrief, *, now: datetime, by: str, reason: str, matter: str = AGREEMENT,
) -> None:
    """Record that a party will not sign: an agreement is a draft again, an amendment falls; all parties are told."""
    refuse_personal_numbers(reason=reason)
    get_agreement(session, agreement_id)
    rows = of_matter(session, agreement_id, matter)
    mine = next((one for one in rows if one.party_id == party.id), None)
    if mine is None and rows:
        raise NotConcerned(party=party.name)
    if mine is not None and mine.state == Signature.SIGNED:
        raise AlreadySigned(party=party.name)
    if mine is not None and mine.state == Signature.ASKED:
        signatures.record(session, mine, Sign.DECLINE, on=local_day(now), by=by, now=now, reason=reason)
    around = scene(session, agreement_id)
    if matter == AGREEMENT:
        take(session, agreement_id, Step.DECLINE, now=now, by=by)
    else:
        amend.decline(session, amendment_id_of(matter), reason=reason, now=now, by=by)
    told = Owed(name="declined", to=SIGNING_AND_LEADING, rung=str(last_round(session, agreement_id, matter)),
                given_on=local_day(now), named=all_parties(around.cast, matter))
    owe(session, [letter_about(session, told, around, matter, subject=f"agreement {agreement_id}", today=local_day(now),
                               more={"by": party.name, "reason": reason})], now=now)


def _of_party(session: Session, agreement_id: int, matter: str, party_id: int) -> SignatureRow | None:
    return next((one for one in of_matter(session, agreement_id, matter) if one.party_id == party_id), None)
