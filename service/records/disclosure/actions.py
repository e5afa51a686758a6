"""What people do with a disclosure: begin it, decide of each document, make the copy, refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from service.documents.actions import add
from service.documents.model import Direction, Kind, Received, Registration
from service.kernel.clock import local_day
from service.kernel.errors import Overtaken
from service.kernel.text.personal import refuse_personal_numbers
from service.parties.model import PartyBrief
from service.records.disclosure.model import Chosen, Verdict, written
from service.records.disclosure.rules import (
    AlreadyDone,
    begun_with,
    check_chosen,
    check_decided,
    check_ready,
    check_refusal,
)
from service.records.disclosure.store import Looked, chosen_in, get_chosen, get_disclosure
from service.records.masking.model import Mask
from service.records.tables import ChoiceRow, DisclosureRow


def begin(session: Session, agreement_id: int, party: PartyBrief, chosen: Sequence[Chosen], *, now: datetime, by: str) -> int:
    """Begin a disclosure of documents that have been looked at; return its id."""
    check_chosen(len(chosen))
    row = DisclosureRow(agreement_id=agreement_id, party_id=party.id, begun_at=now, begun_by=by)
    session.add(row)
    session.flush()
    for one in chosen:
        verdict, provision, mask = begun_with(one)
        looked = one.looked
        session.add(ChoiceRow(
            disclosure_id=row.id, document_id=one.document_id, version=one.version, verdict=verdict.value, provision=provision,
            mask=written(mask), pages=len(looked.sheets) if looked else 0, hits=len(mask.lines),
            signed=bool(looked and looked.signed)))
    session.flush()
    return row.id


def decide(session: Session, disclosure_id: int, choice_id: int, verdict: Verdict, provision: str, mask: Mask) -> None:
    """Decide of one document; refuse what lacks its provision."""
    row = _open(session, disclosure_id)
    refuse_personal_numbers(provision=provision)
    found = get_chosen(session, disclosure_id, choice_id)
    found.row.verdict, found.row.provision, found.row.mask = verdict.value, provision.strip(), written(mask)
    check_decided(found.choice)
    row.revision += 1
    session.flush()


def drop(session: Session, disclosure_id: int) -> None:
    """Drop a disclosure that came to nothing; it was working material."""
    row = _open(session, disclosure_id)
    session.execute(delete(ChoiceRow).where(ChoiceRow.disclosure_id == row.id))
    session.delete(row)
    session.flush()


def finish(session: Session, disclosure_id: int, file: Received, *, seen: int, party: PartyBrief, now: datetime, by: str) -> int:
    """Register the copy that was made of what stood at the revision `seen`; return the document's id."""
    row = get_disclosure(session, disclosure_id, lock=True)
    if row.done_at is not None:
        raise AlreadyDone
    if row.revision != seen:
        raise Overtaken
    check_ready([one.choice for one in chosen_in(session, disclosure_id)])
    row.document_id = _registered(session, row, file, Kind.DISCLOSURE, "Utlämnad kopia av handlingar", party=party, now=now, by=by)
    row.done_at, row.done_by = now, by
    session.flush()
    return row.document_id


def refuse(
    session: Session, disclosure_id: int, file: Received, *, party: PartyBrief, now: datetime, by: str, diary_number: str = "",
) -> int:
    """Register the decision not to give out what is withheld; whom it is for stands in the file alone."""
    row = get_disclosure(session, disclosure_id, lock=True)
    if row.refusal_id is not None:
        raise AlreadyDone
    check_refusal([one.choice for one in chosen_in(session, disclosure_id)])
    row.refusal_id = _registered(session, row, file, Kind.REFUSAL, "Beslut om att inte lämna ut handlingar", party=party, now=now,
                                 by=by, diary_number=diary_number)
    session.flush()
    return row.refusal_id


def given_out(chosen: Sequence[Looked]) -> list[Looked]:
    """Return the documents of which something is given out."""
    return [one for one in chosen if one.choice.verdict in (Verdict.WHOLE, Verdict.MASKED)]


def _open(session: Session, disclosure_id: int) -> DisclosureRow:
    row = get_disclosure(session, disclosure_id, lock=True)
    if row.done_at is not None or row.refusal_id is not None:
        raise AlreadyDone
    return row


def _registered(session: Session, row: DisclosureRow, file: Received, kind: Kind, title: str, *, party: PartyBrief, now: datetime,
                by: str, diary_number: str = "") -> int:
    given = Registration(kind=kind, title=title, direction=Direction.SENT, day=local_day(now), sender=party.name,
                         diary_number=diary_number, matter=f"disclosure {row.id}")
    return add(session, row.agreement_id, given, file, party=party, now=now, by=by, made_by_us=True)
