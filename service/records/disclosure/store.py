"""Finding disclosures and what is chosen in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.documents.checks.kinds import Media
from service.documents.tables import DocumentRow, VersionRow
from service.kernel.errors import Unknown
from service.records.disclosure.model import Choice, Verdict, read_mask
from service.records.tables import ChoiceRow, DisclosureRow


@dataclass(frozen=True, slots=True)
class Looked:
    """One document of a disclosure: the decision, the registration, and the version that was looked at."""

    row: ChoiceRow
    document: DocumentRow
    version: VersionRow

    @property
    def media(self) -> Media:
        """Return what kind of file it is."""
        return Media(self.version.media)

    @property
    def choice(self) -> Choice:
        """Return it as rules look at it."""
        return Choice(title=self.document.title, verdict=Verdict(self.row.verdict), provision=self.row.provision,
                      mask=read_mask(self.row.mask), pages=self.row.pages)


def get_disclosure(session: Session, disclosure_id: int, *, lock: bool = False) -> DisclosureRow:
    """Return a disclosure; raise Unknown."""
    query = select(DisclosureRow).where(DisclosureRow.id == disclosure_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise Unknown(what="disclosure", id=disclosure_id)
    return found


def chosen_in(session: Session, disclosure_id: int, choice_id: int | None = None) -> Sequence[Looked]:
    """Return the documents of a disclosure in order, or one of them."""
    query = (
        select(ChoiceRow, DocumentRow, VersionRow).join(DocumentRow, DocumentRow.id == ChoiceRow.document_id)
        .join(VersionRow, (VersionRow.document_id == ChoiceRow.document_id) & (VersionRow.number == ChoiceRow.version))
        .where(ChoiceRow.disclosure_id == disclosure_id).order_by(ChoiceRow.id))
    if choice_id is not None:
        query = query.where(ChoiceRow.id == choice_id)
    return [Looked(*found) for found in session.execute(query)]


def get_chosen(session: Session, disclosure_id: int, choice_id: int) -> Looked:
    """Return one document of a disclosure; raise Unknown."""
    found = chosen_in(session, disclosure_id, choice_id)
    if not found:
        raise Unknown(what="choice", id=choice_id)
    return found[0]


def disclosures_of(session: Session, agreement_id: int, parties: Sequence[int]) -> Sequence[DisclosureRow]:
    """Return the disclosures that parties have begun, the latest first."""
    return session.scalars(select(DisclosureRow).where(
        DisclosureRow.agreement_id == agreement_id, DisclosureRow.party_id.in_(parties)).order_by(DisclosureRow.id.desc())).all()
