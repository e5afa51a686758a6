"""Reading what a disclosure page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.documents.checks.kinds import Media
from service.documents.files import read
from service.documents.rules import PUBLIC
from service.documents.store import Listed, documents_of
from service.documents.tables import DocumentRow
from service.kernel.errors import Refusal, Unknown
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.records.disclosure.actions import given_out
from service.records.disclosure.copying import Source
from service.records.disclosure.model import Verdict
from service.records.disclosure.store import Looked, chosen_in, get_disclosure
from service.records.masking import model
from service.records.masking.apart import look
from service.records.masking.refusals import NeedsPdf, NotDrawn, TooManyPages
from service.records.tables import DisclosureRow
from service.web.documents.read import eyes_here
from service.web.frame.access import standing_here

RIGHT = "disclosure.make"
MOST_LISTED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A disclosure, its documents, and the agreement it is of."""

    row: DisclosureRow
    title: str
    chosen: Sequence[Looked]
    party: PartyBrief
    copy: DocumentRow | None
    refusal: DocumentRow | None

    @property
    def open(self) -> bool:
        """Say whether it can still be changed."""
        return self.row.done_at is None and self.row.refusal_id is None

    @property
    def given(self) -> bool:
        """Say whether anything is given out, so that a copy can be made though the rest is refused."""
        return bool(given_out(self.chosen))

    @property
    def undecided(self) -> int:
        """Return how many documents are not yet decided."""
        return sum(one.choice.verdict is Verdict.UNDECIDED for one in self.chosen)

    @property
    def withheld(self) -> bool:
        """Say whether anything is withheld."""
        return any(one.choice.verdict in (Verdict.MASKED, Verdict.WITHHELD) for one in self.chosen)


def load_one(session: Session, disclosure_id: int) -> One:
    """Return a disclosure of a party that the one who asks acts for; raise Unknown for another's."""
    row = get_disclosure(session, disclosure_id)
    if row.party_id not in standing_here().parties_for(RIGHT):
        raise Unknown(what="disclosure", id=disclosure_id)
    party = next(one for one in cast(session, row.agreement_id).parties if one.id == row.party_id)
    found = [session.get(DocumentRow, number) if number is not None else None for number in (row.document_id, row.refusal_id)]
    return One(row=row, title=get_agreement(session, row.agreement_id).title, chosen=chosen_in(session, disclosure_id), party=party,
               copy=found[0], refusal=found[1])


def to_choose(session: Session, agreement_id: int) -> list[Listed]:
    """Return the documents that can be given out."""
    return [one for one in documents_of(session, agreement_id, eyes_here(), limit=MOST_LISTED) if one.row.culled_at is None]


def our_party(session: Session, agreement_id: int) -> PartyBrief:
    """Return the public party that the one who asks gives out for."""
    held = standing_here().parties_for(RIGHT)
    return next(one for one in cast(session, agreement_id).parties if one.id in held and one.role == PUBLIC)


def file_of(session: Session, one: Looked) -> tuple[bytes, Media]:
    """Return the file of a document of a disclosure."""
    return read(session, one.document, one.version), Media(one.version.media)


def looked_at(content: bytes, media: Media) -> model.Looked | None:
    """Return what a file shows; None for what no copy can be made of."""
    try:
        return look(content, media)
    except (NeedsPdf, NotDrawn, TooManyPages):
        return None


def why_not(content: bytes, media: Media) -> Refusal | None:
    """Return why no copy can be made of a file."""
    try:
        look(content, media)
    except Refusal as refusal:
        return refusal
    return None


def sources_of(session: Session, chosen: Sequence[Looked]) -> list[Source]:
    """Return the documents of a disclosure as they are copied; the files of those that are withheld are not read."""
    made = []
    for one in chosen:
        content, media = (b"", Media.PDF) if one.choice.verdict is Verdict.WITHHELD else file_of(session, one)
        made.append(Source(choice=one.choice, diary_number=one.document.diary_number, content=content, media=media,
                           signed=one.row.signed))
    return made
