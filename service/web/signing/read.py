"""Reading how the signing of an agreement stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import NoSuchAgreement, terms_of
from service.agreements.tables import AgreementRow, TextRow
from service.agreements.terms import Terms
from service.kernel.ids import text_digest
from service.parties.tables import PartyRow
from service.signatures.store import AGREEMENT
from service.signatures.tables import SignatureRow, SigningRow
from service.web.signing.texts import newest_signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time that the parties were asked to sign."""

    number: int
    signatures: Sequence[SignatureRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """An agreement with its parties, the rounds of signing (the latest first) and what the text's digest is."""

    row: AgreementRow
    terms: Terms
    parties: Sequence[PartyRow]
    rounds: Sequence[Round]
    digest: str
    text: SigningRow | None = None

    def signature_of(self, party_id: int) -> SignatureRow | None:
        """Return a party's signature in the latest round."""
        latest = self.rounds[0].signatures if self.rounds else ()
        return next((one for one in latest if one.party_id == party_id), None)

    def name_of(self, party_id: int) -> str:
        """Return what a party is called."""
        return next((one.name for one in self.parties if one.id == party_id), "")


def load(session: Session, agreement_id: int) -> Signing:
    """Return how the signing stands; raise NoSuchAgreement."""
    row = session.get(AgreementRow, agreement_id)
    if row is None:
        raise NoSuchAgreement(id=agreement_id)
    terms = terms_of(session, agreement_id)
    texts = select(SigningRow.id).where(SigningRow.agreement_id == agreement_id, SigningRow.matter == AGREEMENT)
    signatures = session.scalars(select(SignatureRow).where(SignatureRow.signing_id.in_(texts)).order_by(
        SignatureRow.round.desc(), SignatureRow.id)).all()
    numbers = sorted({one.round for one in signatures}, reverse=True)
    digest = session.scalars(select(TextRow.digest).where(TextRow.agreement_id == agreement_id)).one_or_none()
    text = None if row.state in (State.DRAFT, State.DISCARDED) else newest_signing(session, agreement_id, AGREEMENT)
    return Signing(
        row=row, terms=terms, text=text,
        parties=session.scalars(select(PartyRow).where(
            PartyRow.agreement_id == agreement_id).order_by(PartyRow.position)).all(),
        rounds=[Round(number=number, signatures=[one for one in signatures if one.round == number]) for number in numbers],
        digest=(text.digest if text is not None else digest) or text_digest(terms.model_dump_json()))
