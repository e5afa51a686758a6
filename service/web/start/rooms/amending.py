"""Amendments that need somebody: drafts to send, texts to sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.amendments.states import State
from service.amendments.store import amendment_id_of
from service.amendments.tables import AmendmentRow
from service.db import among
from service.signatures.states import State as Signature
from service.signatures.store import WAITING_SINCE
from service.signatures.tables import SignatureRow, SigningRow
from service.web.speech.language import say, short_day
from service.web.start.mine import Mine

EACH = 40
_DRAFTS = (
    select(AmendmentRow.id, AmendmentRow.agreement_id, AmendmentRow.number, AmendmentRow.extends, AgreementRow.ends_on)
    .join(AgreementRow, AgreementRow.id == AmendmentRow.agreement_id)
    .where(among(AmendmentRow.agreement_id), AmendmentRow.state == State.DRAFT)
    .order_by(AmendmentRow.extends.desc(), AmendmentRow.id).limit(EACH)
)
_ASKED = (
    select(SignatureRow.id, SignatureRow.agreement_id, SignatureRow.party_id, SignatureRow.turn, SigningRow.matter,
           SigningRow.deadline)
    .join(SigningRow, SigningRow.id == SignatureRow.signing_id)
    # One whose original is handed in waits to be looked at, which is told on its own.
    .where(among(SignatureRow.agreement_id), SignatureRow.state == Signature.ASKED, SigningRow.matter.startswith("amendment "),
           WAITING_SINCE.is_(None))
    .order_by(SignatureRow.id).limit(EACH)
)
_NAMED = select(AmendmentRow.id, AmendmentRow.number, AmendmentRow.title).where(among(AmendmentRow.id))


def amendments(need: Callable[..., Any], session: Session, mine: Mine) -> Iterator[Any]:
    """Return what amendments need of somebody, each told by `need`."""
    yield from _drafts(need, session, mine)
    yield from _signatures(need, session, mine)


def _drafts(need: Callable[..., Any], session: Session, mine: Mine) -> Iterator[Any]:
    for number, agreement_id, count, extends, ends in session.connection().execute(_DRAFTS, {"ids": mine.ids}):
        if not mine.parties_for(agreement_id, "amendment.send"):
            continue
        day = ends if extends else None
        yield need(
            agreement_id,
            say("Skicka förlängningen för underskrift", "Send the extension for signature") if extends else say(
                "Skicka tillägg {n} för underskrift", "Send amendment {n} for signature", n=count),
            say("Beslutet att förlänga får verkan först när alla har undertecknat. Annars upphör överenskommelsen {day}.",
                "The decision to extend has effect only when all have signed. Otherwise the agreement ends on {day}.",
                day=short_day(ends, year=True)) if extends and ends is not None else
            say("Det är ett utkast och ändrar inget än.", "It is a draft and changes nothing yet."),
            say("Öppna", "Open"), url_for("amendments.show", amendment_id=number), day=day, mine=True)


def _signatures(need: Callable[..., Any], session: Session, mine: Mine) -> Iterator[Any]:
    rows = session.connection().execute(_ASKED, {"ids": mine.ids}).all()
    ids = [amendment_id_of(row.matter) for row in rows]
    named = {row.id: row for row in session.connection().execute(_NAMED, {"ids": ids})} if ids else {}
    for number, row in zip(ids, rows, strict=True):
        ours = row.turn and row.party_id in mine.parties_for(row.agreement_id, "agreement.record")
        what = say("Underteckna tillägg {n}", "Sign amendment {n}", n=named[number].number) if ours else say(
            "Motpartens underskrift saknas på tillägg {n}", "The other party's signature is missing on amendment {n}",
            n=named[number].number)
        yield need(row.agreement_id, what, say("{title}. Det gäller först när alla har undertecknat.",
                                               "{title}. It holds only when all have signed.", title=named[number].title),
                   say("Öppna", "Open"), url_for("amendments.show", amendment_id=number), day=row.deadline, mine=ours)
