"""Putting a text forward for signature, and recording who signs it and who does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.history.door import move
from service.history.record import Record, append
from service.kernel.errors import NotAStep
from service.kernel.life import Moved
from service.kernel.text.personal import refuse_personal_numbers
from service.notices.owe import withdraw
from service.signatures.rules import IN_WORDS, AlreadySigned, NamedAlready, TwoWays, Way, enough
from service.signatures.states import SIGNATURE, State, Step
from service.signatures.store import newest_round, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Someone who may sign for a party: in what capacity, and what gives the right to."""

    name: str
    capacity: str
    authority: str | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a party: `needed` of its signers sign."""

    party_id: int
    signers: tuple[Signer, ...] = ()
    needed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text that is signed: its digest and, where there is one, its file."""

    digest: str
    document_id: int | None = None


def put_forward(
    session: Session, agreement_id: int, matter: str, text: Text, asked: Sequence[Asked], *, now: datetime,
    ordered: bool = False, deadline: date | None = None,
) -> list[SignatureRow]:
    """Ask every party to sign the text, in a new round; one after the other if `ordered`."""
    signing = SigningRow(agreement_id=agreement_id, round=newest_round(session, agreement_id) + 1, matter=matter,
                         digest=text.digest, document_id=text.document_id, ordered=ordered, deadline=deadline, put_at=now)
    session.add(signing)
    session.flush()
    rows = [
        SignatureRow(agreement_id=agreement_id, signing_id=signing.id, party_id=one.party_id, round=signing.round,
                     digest=text.digest, needed=one.needed, turn=not ordered or place == 0, state=State.ASKED,
                     arose_at=now, next_at=now)
        for place, one in enumerate(asked)
    ]
    session.add_all(rows)
    session.flush()
    for row, one in zip(rows, asked, strict=True):
        _name(session, row, one.signers)
    return rows


def name_signers(session: Session, row: SignatureRow, signers: Sequence[Signer], *, now: datetime, by: str) -> None:
    """Name further people who may sign for a party that has not signed yet."""
    if row.state != State.ASKED:
        raise NotAStep(life="signature", state=row.state, step="name")
    known = {one.name.casefold() for one in signers_of(session, [row.id])}
    for one in signers:
        if one.name.casefold() in known:
            raise NamedAlready(name=one.name, field="name")
    _name(session, row, signers)
    append(session, [Record(
        chain=row.agreement_id, at=now, actor=by, subject=f"signature {row.id}", event="signers_named",
        body={"signers": [{"name": one.name, "capacity": one.capacity, "authority": one.authority} for one in signers]})])


def _name(session: Session, row: SignatureRow, signers: Sequence[Signer]) -> None:
    for one in signers:
        refuse_personal_numbers(name=one.name, capacity=one.capacity, authority=one.authority or "")
    session.add_all([SignerRow(signature_id=row.id, person_id=one.person_id, name=one.name, capacity=one.capacity,
                               authority=one.authority) for one in signers])
    session.flush()


def choose_way(session: Session, signing: SigningRow, way: Way) -> None:
    """Let a text be signed in one way; the first signature chooses it for all."""
    session.refresh(signing, with_for_update={"key_share": True})
    if signing.way is not None and signing.way != way:
        sv, en = IN_WORDS[Way(signing.way)]
        raise TwoWays(way=en, way_sv=sv)
    signing.way = way
    session.flush()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How it is known that someone signed: the way, the text's digest, what was checked, the file that shows it."""

    way: Way
    digest: str
    checked: str | None = None
    document_id: int | None = None


def sign_as(
    session: Session, row: SignatureRow, signer: SignerRow, proof: Proof, *, on: date, by: str, now: datetime,
) -> bool:
    """Record that one person has signed for a party; return whether that makes the party's signature complete."""
    if signer.signed_on is not None or row.state != State.ASKED:
        raise AlreadySigned(party=signer.name)
    signer.signed_on, signer.how, signer.digest, signer.checked = on, proof.way, proof.digest, proof.checked
    signer.document_id, signer.recorded_at, signer.recorded_by = proof.document_id, now, by
    append(session, [Record(
        chain=row.agreement_id, at=now, actor=by, subject=f"signature {row.id}", event="signed_as",
        body={"name": signer.name, "capacity": signer.capacity, "how": proof.way, "on": on.isoformat(), "text": proof.digest})])
    session.flush()
    days = [one.signed_on for one in signers_of(session, [row.id]) if one.signed_on is not None and one.digest == row.digest]
    if not enough(len(days), row.needed):
        return False
    record(session, row, Step.SIGN, on=max(days), by=by, now=now)
    return True


def record(session: Session, row: SignatureRow, step: Step, *, on: date, by: str, now: datetime,
           reason: str | None = None) -> None:
    """Record that a party signed or declined on the day `on`, or that the text was withdrawn."""
    state = SIGNATURE.after(State(row.state), step)
    move(session, SignatureRow, [Moved(
        id=row.id, chain=row.agreement_id, subject=f"signature {row.id}", origin=row.state, state=state, event=step,
        values={"signed_on": on if step is Step.SIGN else row.signed_on, "recorded_at": now, "reason": reason,
                "next_at": None},
        body={"party": row.party_id, "on": on.isoformat(), "text": row.digest} | ({"reason": reason} if reason else {}),
    )], now=now, by=by)
    withdraw(session, f"signature {row.id}")
    session.refresh(row)


def let_fall(session: Session, rows: Sequence[SignatureRow], *, on: date, by: str, now: datetime) -> None:
    """Let what was signed or asked for fall with its text."""
    for row in rows:
        if row.state in (State.ASKED, State.SIGNED):
            record(session, row, Step.VOID, on=on, by=by, now=now)


def next_turn(session: Session, rows: Sequence[SignatureRow], *, now: datetime) -> SignatureRow | None:
    """Let the next party sign where they sign one after the other; return what is asked of it."""
    waiting = next((row for row in rows if row.state == State.ASKED and not row.turn), None)
    if waiting is None or any(row.state == State.ASKED and row.turn for row in rows):
        return None
    waiting.turn, waiting.arose_at, waiting.told_at, waiting.next_at = True, now, None, now
    session.flush()
    return waiting
