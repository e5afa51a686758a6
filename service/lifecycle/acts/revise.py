"""Changing the terms of a draft: parties, plan and all that is derived follow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.agreements.rules import most_renewals
from service.agreements.states import State
from service.agreements.store import get_agreement, parse_terms
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.agreements.terms import Party, Terms
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.tables import ReportRow
from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.kernel.ids import text_digest
from service.kernel.text.sorting import search_text, sort_key
from service.lifecycle.plan import apply_plan
from service.meetings.tables import CommentRow, GuestRow, MeetingRow, OutcomeRow, PointRow, SeatRow
from service.obligations.tables import ObligationRow
from service.parties.organisations import tie_parties
from service.parties.tables import FunctionRow, PartyRow, VacancyRow
from service.parties.vacancies import recount
from service.renewal.tables import AnswerRow, DecisionRow


class TermsSettled(Refusal):
    """The terms are changed here only as long as this is a draft; what is signed is changed by an amendment that all sign."""

    sv = ("Villkoren ändras här bara så länge överenskommelsen är ett utkast. Det som är undertecknat ändras genom ett "
          "tillägg som alla parter undertecknar.")


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the terms meanwhile; compare below, and save again if what you have written is to hold."""

    sv = "Någon annan har ändrat villkoren under tiden. Jämför nedan, och spara igen om det du har skrivit ska gälla."


class PartyTookPart(Refusal):
    """{party} has already taken part and cannot be taken away; discard the draft and begin anew instead."""

    sv = "{party} har redan tagit del i arbetet och kan inte tas bort; kassera utkastet och börja om i stället."


def revise(
    session: Session, agreement_id: int, terms: Terms, *, revision: int, now: datetime, by: str,
    assumed: Sequence[Mapping[str, Any]] = (), evidence: Mapping[str, Any] | None = None, place: str | None = None,
) -> None:
    """Give a draft new terms, if its revision is still the one that the change was made from."""
    row = get_agreement(session, agreement_id)
    if row.state != State.DRAFT:
        raise TermsSettled
    if row.revision != revision:
        raise ChangedMeanwhile
    kept = session.scalars(
        select(TermsRow).where(TermsRow.agreement_id == agreement_id).order_by(TermsRow.number.desc()).limit(1)).one()
    changed, body = differing(parse_terms(kept.body), terms), terms.model_dump_json()
    kept.body, kept.digest, kept.from_on, kept.recorded_at = body, text_digest(body), terms.start, now
    row.revision += 1
    _derive(row, terms)
    row.assumed, row.signed_place = json.dumps(list(assumed), ensure_ascii=False), place
    text = session.get(TextRow, agreement_id)
    if text is not None and evidence is not None:
        text.evidence = json.dumps(evidence, ensure_ascii=False)
    _parties(session, agreement_id, terms)
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event="revised",
                            body={"changed": changed, "terms": kept.digest, "assumed": len(assumed)})])
    _lift(session, agreement_id)
    apply_plan(session, row, now=now, live=False)


def differing(before: Terms, after: Terms) -> list[str]:
    """Return the names of the matters that differ between two terms."""
    return [name for name in Terms.model_fields if getattr(before, name) != getattr(after, name)]


def _derive(row: AgreementRow, terms: Terms) -> None:
    row.title, row.starts_on, row.ends_on = terms.title, terms.start, terms.end
    row.ending, row.renewals_most = terms.ending.mode, most_renewals(terms)
    row.sort_key = sort_key(terms.title)
    row.search = search_text(terms.title, [party.name for party in terms.parties])


def _parties(session: Session, agreement_id: int, terms: Terms) -> None:
    """Bring the parties in line; one that keeps its name, else its side, stays the same party with its people."""
    left = list(session.scalars(select(PartyRow).where(PartyRow.agreement_id == agreement_id).order_by(PartyRow.position)))
    chosen: dict[int, PartyRow] = {}
    for same in (_same_name, _same_side):
        for place, party in enumerate(terms.parties):
            row = next((one for one in left if place not in chosen and same(one, party)), None)
            if row is not None:
                chosen[place] = row
                left.remove(row)
    for gone in left:
        _take_away(session, gone)
    for number, row in enumerate(chosen.values(), 1):
        # Out of the way first: no two parties of an agreement may stand in one place, not even in passing.
        row.position = -number
    session.flush()
    for place, party in enumerate(terms.parties):
        row = chosen.setdefault(place, PartyRow(agreement_id=agreement_id))
        row.position, row.role, row.name, row.org_number = place, party.role, party.name, party.org_number
        session.add(row)
    session.flush()
    tie_parties(session, [chosen[place] for place in sorted(chosen)])
    recount(session, agreement_id)


def _same_name(row: PartyRow, party: Party) -> bool:
    return row.name.casefold() == party.name.casefold()


def _same_side(row: PartyRow, party: Party) -> bool:
    return row.role == party.role


def _take_away(session: Session, row: PartyRow) -> None:
    try:
        with session.begin_nested():
            session.execute(delete(FunctionRow).where(FunctionRow.party_id == row.id))
            session.execute(delete(VacancyRow).where(VacancyRow.party_id == row.id))
            session.delete(row)
            session.flush()
    except IntegrityError:
        raise PartyTookPart(party=row.name, field="parties") from None


def _lift(session: Session, agreement_id: int) -> None:
    """Take up the plan of a draft, but what somebody has arranged or written about, so that it can be laid anew."""
    session.flush()
    mine = MeetingRow.agreement_id == agreement_id
    about = [select(table.meeting_id).join(MeetingRow, MeetingRow.id == table.meeting_id).where(mine)
             for table in (PointRow, CommentRow, GuestRow, SeatRow, OutcomeRow)]
    session.execute(delete(MeetingRow).where(
        mine, MeetingRow.arranged.is_(False), *(MeetingRow.id.not_in(one) for one in about)
    ).execution_options(synchronize_session="fetch"))
    session.execute(delete(DecisionRow).where(
        DecisionRow.agreement_id == agreement_id, DecisionRow.id.not_in(select(AnswerRow.decision_id)),
    ).execution_options(synchronize_session="fetch"))
    session.execute(delete(InvoiceRow).where(InvoiceRow.agreement_id == agreement_id).execution_options(synchronize_session="fetch"))
    # Nobody delivers a report, nor writes one, before the agreement is signed.
    session.execute(delete(ReportRow).where(ReportRow.agreement_id == agreement_id).execution_options(synchronize_session="fetch"))
    session.execute(delete(ObligationRow).where(
        ObligationRow.agreement_id == agreement_id,
        ObligationRow.id.not_in(select(MeetingRow.obligation_id).where(mine)),
        ObligationRow.id.not_in(select(DecisionRow.obligation_id).where(DecisionRow.agreement_id == agreement_id)),
    ).execution_options(synchronize_session="fetch"))
