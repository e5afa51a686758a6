"""In the service: someone who has proved who they are by an e-ID signs, and the last signature is followed by our seal."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.ways_in.proofs import signing_providers, spend, to_sign
from service.agreements.store import get_agreement
from service.documents.actions import add
from service.documents.files import made
from service.documents.model import Direction, Kind, Registration
from service.documents.papers import EvidencePaper, make_pdf
from service.kernel.clock import local, local_day
from service.kernel.errors import Refusal
from service.lifecycle.signing.asking import of_what
from service.lifecycle.signing.papers import text_file
from service.lifecycle.signing.sign import ensure_turn, sign_as
from service.parties.store import cast
from service.settings import Settings
from service.signatures.actions import Proof
from service.signatures.pades.seal import seal
from service.signatures.pades.sealing.key import SealKey, seal_of
from service.signatures.rules import Way
from service.signatures.states import State
from service.signatures.store import get_signing, of_round, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow


class WayOff(Refusal):
    """Signing here needs an identity provider for e-IDs and a seal, and this installation has not been given both."""

    sv = "För att underteckna här behövs en leverantör av e-legitimation och ett sigill, och den här installationen har inte båda."


class NotAsked(Refusal):
    """You are not asked to sign this text, or have already done so."""

    sv = "Du är inte tillfrågad att underteckna den här texten, eller har redan gjort det."
    status = 403


class NotReadYet(Refusal):
    """Tick that you have read the text and sign it."""

    sv = "Kryssa i att du har läst texten och undertecknar den."
    status = 422


def is_on(settings: Settings) -> bool:
    """Say whether texts can be signed here."""
    return bool(signing_providers(settings)) and seal_of(settings) is not None


def asked_of(session: Session, signing: SigningRow, person_id: int | None) -> tuple[SignatureRow, SignerRow] | None:
    """Return what is asked of a person for this text and not yet signed."""
    if person_id is None:
        return None
    query = select(SignatureRow, SignerRow).join(SignerRow, SignerRow.signature_id == SignatureRow.id).where(
        SignatureRow.signing_id == signing.id, SignatureRow.state == State.ASKED, SignerRow.person_id == person_id,
        SignerRow.signed_on.is_(None)).order_by(SignerRow.id).limit(1)
    found = session.execute(query.execution_options(populate_existing=True)).one_or_none()
    return (found[0], found[1]) if found is not None else None


def sign_here(
    session: Session, signing_id: int, *, person_id: int | None, user_id: int, acts_for: frozenset[int], read: bool,
    settings: Settings, now: datetime, by: str,
) -> bool:
    """Sign the text as who one has proved to be, for this very text; return whether all parties have signed now.

    Whoever was named to sign can, in whatever function, as long as they act for that party (`acts_for`).
    """
    key = seal_of(settings)
    if key is None or not is_on(settings):
        raise WayOff
    signing = get_signing(session, signing_id)
    get_agreement(session, signing.agreement_id)
    asked = asked_of(session, signing, person_id)
    if asked is None or asked[0].party_id not in acts_for:
        raise NotAsked
    if not read:
        raise NotReadYet(field="read")
    row, signer = asked
    ensure_turn(session, row)
    body = text_file(session, signing)
    proved = spend(session, user_id, to_sign(signing.digest), now)
    label = settings.oidc[proved.provider].label
    at = local(proved.at).strftime("%Y-%m-%d %H:%M")
    checked = json.dumps([{
        "sv": f"Legitimerad med {label.sv} (tillitsnivå {proved.level}) {at} för den här texten.",
        "en": f"Identified with {label.en} (assurance level {proved.level}) {at} for this text."}], ensure_ascii=False)
    proof = Proof(way=Way.SERVICE, digest=signing.digest, checked=checked)
    every = sign_as(session, row, signer, proof, on=local_day(now), now=now, by=by)
    if every:
        _seal(session, signing, body, key, now=now, by=by)
    return every


def _seal(session: Session, signing: SigningRow, body: bytes, key: SealKey, *, now: datetime, by: str) -> None:
    evidence = make_pdf(evidence_paper(session, signing), at=now)
    sealed = seal(body, key=key, now=now, reason="Undertecknad av alla parter i Överens", name="Överens", evidence=evidence)
    given = Registration(kind=Kind.SIGNED_FILE, title=f"Undertecknad och förseglad fil, {of_what(session, signing.matter)}",
                         direction=Direction.DRAWN_UP, day=local_day(now), matter=signing.matter)
    document_id = add(session, signing.agreement_id, given, made(sealed, "undertecknad.pdf"), party=None, now=now, by=by,
                      made_by_us=True)
    for one in signers_of(session, [row.id for row in of_round(session, signing.agreement_id, signing.round)]):
        if one.signed_on is not None:
            one.document_id = document_id
    session.flush()


def evidence_paper(session: Session, signing: SigningRow) -> EvidencePaper:
    """Return the page that tells who signed the text, in what capacity, when and how they proved who they are."""
    parties = {party.id: party.name for party in cast(session, signing.agreement_id).every}
    lines: list[str | tuple[str, str]] = []
    for row in of_round(session, signing.agreement_id, signing.round):
        lines.append(parties[row.party_id])
        for one in signers_of(session, [row.id]):
            if one.signed_on is None:
                continue
            told = " ".join(line["sv"] for line in json.loads(one.checked or "[]"))
            authority = f", {one.authority}" if one.authority else ""
            lines.append((f"{one.name}, {one.capacity}{authority}", f"{one.signed_on.isoformat()}. {told}".strip()))
    return EvidencePaper(title="Bevis om underskrifter", digest=signing.digest, lines=tuple(lines))
