"""When someone who is asked to sign is replaced: what is not signed yet passes to who comes after."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.history.record import Record, append
from service.kernel.clock import local_day
from service.signatures.states import State
from service.signatures.store import signers_of
from service.signatures.tables import SignatureRow, SignerRow


def pass_signers_on(
    session: Session, agreement_id: int, leaver: tuple[int, str], heir: tuple[int, str], day: date, *, now: datetime, by: str,
) -> int:
    """Let an heir sign what a leaver is asked for and has not signed; return how many texts that is.

    From a later day on both may, each in their time: the heir is named beside the leaver.
    """
    query = (
        select(SignerRow, SignatureRow).join(SignatureRow, SignatureRow.id == SignerRow.signature_id)
        .where(SignatureRow.agreement_id == agreement_id, SignatureRow.state == State.ASKED, SignerRow.person_id == leaver[0],
               SignerRow.signed_on.is_(None)).order_by(SignerRow.id).execution_options(populate_existing=True)
    )
    found = session.execute(query).all()
    for signer, row in found:
        there = any(one.person_id == heir[0] for one in signers_of(session, [row.id]))
        if day > local_day(now):
            if not there:
                session.add(SignerRow(signature_id=row.id, person_id=heir[0], name=heir[1], capacity=signer.capacity,
                                      authority=signer.authority))
        elif there:
            session.delete(signer)
        else:
            signer.person_id, signer.name = heir
        append(session, [Record(
            chain=agreement_id, at=now, actor=by, subject=f"signature {row.id}", event="signer_replaced",
            body={"name": heir[1], "instead_of": leaver[1], "day": day.isoformat()})])
    session.flush()
    return len(found)
