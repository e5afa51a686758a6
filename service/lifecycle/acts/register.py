"""Taking an agreement in as a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.accounts.ties import tie
from service.agreements.rules import most_renewals
from service.agreements.states import State
from service.agreements.tables import AgreementRow, TermsRow, TextRow
from service.agreements.terms import Terms
from service.documents import actions as documents
from service.documents.model import Direction, Kind, Received, Registration
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.ids import new_uid, text_digest
from service.kernel.text.sorting import search_text, sort_key
from service.lifecycle.plan import apply_plan
from service.parties.contacts import Contact, seat_contacts
from service.parties.model import PartyBrief
from service.parties.organisations import tie_parties
from service.parties.tables import PartyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text an agreement was read from, where each value stands in it, and the file it came in."""

    text: str
    evidence: Mapping[str, Any]
    file: Received | None = None


def register(
    session: Session, terms: Terms, contacts: Sequence[Contact], *, now: datetime, by: str,
    document: Document | None = None, assumed: Sequence[Mapping[str, Any]] = (), sample: bool = False,
    place: str | None = None, follows: int | None = None,
) -> int:
    """Take in an agreement as a draft, with its parties, people and plan; return its id.

    `follows` is the agreement that it takes over from.
    """
    body = terms.model_dump_json()
    row = AgreementRow(
        uid=new_uid(), title=terms.title, state=State.DRAFT, version=1, starts_on=terms.start, ends_on=terms.end,
        ending=terms.ending.mode, renewals=0, renewals_most=most_renewals(terms), registered_at=now, arose_at=now,
        assumed=json.dumps(list(assumed), ensure_ascii=False), sample=sample, signed_place=place, follows_id=follows,
        sort_key=sort_key(terms.title), search=search_text(terms.title, [party.name for party in terms.parties]),
    )
    session.add(row)
    session.flush()
    session.add(TermsRow(agreement_id=row.id, number=1, from_on=terms.start, body=body, digest=text_digest(body),
                         recorded_at=now))
    if document is not None:
        session.add(TextRow(agreement_id=row.id, body=document.text, digest=text_digest(document.text),
                            evidence=json.dumps(document.evidence, ensure_ascii=False)))
    parties = [
        PartyRow(agreement_id=row.id, position=place, role=party.role, name=party.name, org_number=party.org_number)
        for place, party in enumerate(terms.parties)
    ]
    session.add_all(parties)
    session.flush()
    tie_parties(session, parties)
    for person_id, email in seat_contacts(
            session, row.id, [PartyBrief(one.id, one.role, one.name) for one in parties], contacts):
        tie(session, person_id, email)
    append(session, [Record(chain=row.id, at=now, actor=by, subject=f"agreement {row.id}", event="registered",
                            body={"title": terms.title, "terms": text_digest(body), "assumed": len(assumed)})])
    if document is not None and document.file is not None:
        _keep_original(session, row, document.file, now=now, by=by)
    apply_plan(session, row, now=now, live=False)
    return row.id


def _keep_original(session: Session, row: AgreementRow, file: Received, *, now: datetime, by: str) -> None:
    original = Registration(kind=Kind.AGREEMENT, title=row.title, direction=Direction.DRAWN_UP, day=local_day(now))
    documents.add(session, row.id, original, file, party=None, now=now, by=by)
