"""Asking for signatures and recording them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.history.door import move
from service.kernel.life import Moved
from service.notices.owe import withdraw
from service.signatures.states import SIGNATURE, State, Step
from service.signatures.store import last_round
from service.signatures.tables import SignatureRow


def ask(session: Session, agreement_id: int, parties: Sequence[int], digest: str, *, now: datetime) -> list[SignatureRow]:
    """Ask every party to sign the text with this digest, in a new round."""
    number = last_round(session, agreement_id) + 1
    rows = [
        SignatureRow(agreement_id=agreement_id, party_id=party_id, round=number, digest=digest,
                     state=State.ASKED, arose_at=now, next_at=now)
        for party_id in parties
    ]
    session.add_all(rows)
    session.flush()
    return rows


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
