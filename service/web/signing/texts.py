"""Reading how the signing of one text stands: who signs for each party, how, and what someone can do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.amendments.store import amendment_id_of
from service.amendments.tables import AmendmentRow
from service.documents.files import read
from service.documents.store import get_version
from service.documents.tables import DocumentRow
from service.kernel.errors import Unknown
from service.lifecycle.signing.papers import text_file
from service.parties.store import cast
from service.signatures.pades.model import from_json
from service.signatures.pades.words import in_words
from service.signatures.rules import Way
from service.signatures.states import State
from service.signatures.store import AGREEMENT, get_signing, of_signing, originals_of, signers_of
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow, SigningRow
from service.web.speech.language import language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySide:
    """One party's part in a text: what is asked of it, who may sign for it, the originals handed in for it."""

    name: str
    row: SignatureRow
    signers: Sequence[SignerRow]
    originals: Sequence[OriginalRow]

    @property
    def open(self) -> bool:
        """Say whether its signature is still asked for, and it is its turn."""
        return self.row.state == State.ASKED and self.row.turn


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A text put forward for signature, what it is of, and how it stands with each party."""

    signing: SigningRow
    agreement: AgreementRow
    amendment: AmendmentRow | None
    file: DocumentRow | None
    sides: Sequence[PartySide]
    current: bool

    @property
    def title(self) -> str:
        """Return what the text is called."""
        if self.amendment is None:
            return self.agreement.title
        return say("Tillägg {n}: {title}", "Amendment {n}: {title}", n=self.amendment.number, title=self.amendment.title)

    @property
    def signed(self) -> Sequence[PartySide]:
        """Return the parties that have signed."""
        return [one for one in self.sides if one.row.state == State.SIGNED]

    @property
    def complete(self) -> bool:
        """Say whether every party has signed."""
        return bool(self.sides) and len(self.signed) == len(self.sides)

    @property
    def waiting(self) -> Sequence[PartySide]:
        """Return the parties whose signature is asked for now."""
        return [one for one in self.sides if one.open]

    @property
    def declined(self) -> PartySide | None:
        """Return the party that would not sign, if one did not."""
        return next((one for one in self.sides if one.row.state == State.DECLINED), None)

    @property
    def signed_file(self) -> int | None:
        """Return the document that holds all signatures: the sealed one, or the last that was signed elsewhere."""
        made = [one.document_id for side in self.sides for one in side.signers
                if one.document_id is not None and one.how in (Way.ELSEWHERE, Way.SERVICE)]
        return max(made, default=None)

    def to_compare(self, user_id: int) -> Sequence[tuple[PartySide, OriginalRow]]:
        """Return the originals that someone may look at: scans that others handed in, and files signed elsewhere by whomever."""
        return [(side, one) for side in self.sides for one in side.originals
                if self.running and side.row.state == State.ASKED and one.verdict is None
                and (one.examined is not None or one.handed_user != user_id)]

    @property
    def running(self) -> bool:
        """Say whether anybody's signature is still asked for."""
        return self.current and any(one.row.state == State.ASKED for one in self.sides)

    def side_of(self, signature_id: int) -> PartySide:
        """Return the party's part that a signature is."""
        return next(one for one in self.sides if one.row.id == signature_id)


def load_text(session: Session, signing_id: int) -> TextView:
    """Return how the signing of a text stands; a constant number of queries."""
    signing = get_signing(session, signing_id)
    agreement = session.get_one(AgreementRow, signing.agreement_id)
    amendment = None if signing.matter == AGREEMENT else session.get_one(AmendmentRow, amendment_id_of(signing.matter))
    rows = of_signing(session, signing.id)
    ids = [row.id for row in rows]
    signers, originals = signers_of(session, ids), originals_of(session, ids)
    names = {party.id: party.name for party in cast(session, signing.agreement_id).every}
    newest = session.scalars(select(SigningRow.id).where(
        SigningRow.agreement_id == signing.agreement_id, SigningRow.matter == signing.matter).order_by(SigningRow.id.desc())).first()
    state = agreement.state if amendment is None else amendment.state
    return TextView(
        signing=signing, agreement=agreement, amendment=amendment,
        file=session.get(DocumentRow, signing.document_id) if signing.document_id is not None else None,
        sides=[PartySide(name=names.get(row.party_id, ""), row=row, signers=[one for one in signers if one.signature_id == row.id],
                         originals=[one for one in originals if one.signature_id == row.id]) for row in rows],
        current=newest == signing.id and state == "in_signature")


def found_in(original: OriginalRow) -> list[str]:
    """Return what was found in a file signed elsewhere, in the language of this request; nothing of a scan."""
    if original.examined is None:
        return []
    return [line.sentence(language()) for line in in_words(from_json(json.loads(original.examined)))]


def files_of(session: Session, signing: SigningRow, original: OriginalRow) -> tuple[bytes, bytes]:
    """Return our file and the one that was handed in."""
    return text_file(session, signing), read(
        session, session.get_one(DocumentRow, original.document_id), get_version(session, original.document_id, 1))


def original_of(session: Session, signature_id: int, original_id: int) -> OriginalRow:
    """Return an original of a party's signature; raise Unknown for one of another's."""
    found = session.get(OriginalRow, original_id)
    if found is None or found.signature_id != signature_id:
        raise Unknown(what="original", id=original_id)
    return found


def newest_signing(session: Session, agreement_id: int, matter: str) -> SigningRow | None:
    """Return the latest text of a matter that was put forward, if any was."""
    query = select(SigningRow).where(SigningRow.agreement_id == agreement_id, SigningRow.matter == matter)
    return session.scalars(query.order_by(SigningRow.id.desc()).limit(1)).first()


def checked_lines(signer: SignerRow) -> list[str]:
    """Return what was checked when someone's signature was taken in, in the language of this request."""
    lines: list[Mapping[str, Any]] = json.loads(signer.checked) if signer.checked else []
    return [str(one[language()]) for one in lines]
