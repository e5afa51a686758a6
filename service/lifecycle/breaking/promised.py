"""What can be named as failed: obligations, standing undertakings, and sentences of the agreement."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.agreements.terms import Terms
from service.kernel.errors import Refusal
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import first_upper
from service.obligations.model import Kind
from service.obligations.states import State
from service.obligations.tables import ObligationRow

LATE = (State.MISSED, State.OPEN, State.MET_LATE)
MOST = 60


class NotPromised(Refusal):
    """Choose what was promised: a duty, an undertaking, or a sentence of the agreement."""

    sv = "Välj vad som har lovats: ett åtagande med en dag, ett löpande åtagande eller en mening i överenskommelsen."
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """Something promised: how the form names it, in words, the sentence it rests on, and the obligation if it is one."""

    code: str
    text: str
    clause: str
    obligation_id: int | None = None


def promised(session: Session, agreement_id: int, own: str) -> list[Promised]:
    """Return what others than a party of the role `own` may have failed in."""
    rows = session.scalars(select(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.state.in_(LATE), ObligationRow.owes != own,
        ObligationRow.earlier.is_(False), ObligationRow.kind.not_in((Kind.MEETING, Kind.RENEWAL_DECISION)),
    ).order_by(ObligationRow.day.desc()).limit(MOST))
    made = [Promised(code=f"duty:{row.id}", text=_called(row), clause=row.clause, obligation_id=row.id) for row in rows]
    return [*made, *_of_terms(terms_of(session, agreement_id), own)]


def _called(row: ObligationRow) -> str:
    speech = SPEECH["sv"]
    return f"{first_upper(speech.duties.get(row.kind, row.kind))}, senast {speech.day(row.day)}"


def _of_terms(terms: Terms, own: str) -> list[Promised]:
    made = [Promised(code=f"undertaking:{number}", text=one.text, clause=one.text)
            for number, one in enumerate(terms.undertakings) if one.owes != own]
    seen: dict[str, str] = {}
    for path, sentence in terms.clauses.items():
        seen.setdefault(sentence, path)
    return [*made, *(Promised(code=f"clause:{path}", text=sentence, clause=sentence) for sentence, path in seen.items())]


def chosen(every: list[Promised], code: str) -> Promised:
    """Return what the form named; raise NotPromised."""
    found = next((one for one in every if one.code == code), None)
    if found is None:
        raise NotPromised(field="undertaking")
    return found
