"""The very file that is signed: made once when a text is put forward, kept, and known by its digest from then on."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.amendments.changes import from_json
from service.amendments.store import held, matter_of
from service.amendments.tables import AmendmentRow
from service.amendments.words import said
from service.documents.actions import add, show_to_other
from service.documents.checks.kinds import Media
from service.documents.files import Tampered, made, read
from service.documents.model import Direction, Kind, Registration, Status
from service.documents.papers import AmendmentPaper, Change, Language, PaperParty, Signers, make_pdf
from service.documents.tables import DocumentRow, VersionRow
from service.documents.wording.agreement import agreement_paper
from service.documents.wording.words import Wording
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import proposed
from service.lifecycle.amending.parties import ensure_manned
from service.lifecycle.signing.manner import Manner, concerned, ensure_askable, usual_signers
from service.lifecycle.signing.sign import send
from service.notices.writing.languages import SPEECH
from service.parties.model import Cast
from service.parties.store import cast as cast_of
from service.signatures.actions import Text
from service.signatures.store import AGREEMENT
from service.signatures.tables import SignatureRow, SigningRow

LANGUAGE: Language = "sv"
BLANK = ("", "")


class NoFile(Refusal):
    """What is signed here has no file: its paper was signed before it was taken in."""

    sv = "Det som undertecknas har ingen fil här: papperet undertecknades innan det lades in."
    status = 404


def own_file(session: Session, row: AgreementRow) -> tuple[DocumentRow, VersionRow] | None:
    """Return the PDF that a draft was read from, as long as the draft is as it was taken in."""
    if row.revision != 1:
        return None
    found = session.execute(
        select(DocumentRow, VersionRow).join(VersionRow, VersionRow.document_id == DocumentRow.id)
        .where(DocumentRow.agreement_id == row.id, DocumentRow.kind == Kind.AGREEMENT.value, DocumentRow.ours.is_(False),
               DocumentRow.party_id.is_(None), DocumentRow.status == Status.OFFICIAL.value, DocumentRow.secrecy == "",
               VersionRow.media == Media.PDF.value, VersionRow.number == 1, DocumentRow.culled_at.is_(None))
        .order_by(VersionRow.document_id).limit(1)).one_or_none()
    return found._tuple() if found is not None else None


def agreement_text(session: Session, agreement_id: int, manner: Manner, *, now: datetime, by: str) -> Text:
    """Return the file of an agreement to be signed: one made of its terms, or the PDF that it was read from.

    The latter only where the draft is as it was taken in, so that what is signed says what the service goes by.
    """
    row, people = get_agreement(session, agreement_id), cast_of(session, agreement_id)
    ensure_askable(manner, people, AGREEMENT, local_day(now))
    own = own_file(session, row)
    if own is not None:
        document, version = own
        show_to_other(session, document.id, now=now, by=by)
        return Text(digest=version.digest, document_id=document.id)
    paper = replace(
        agreement_paper(terms_of(session, agreement_id), people, language=LANGUAGE, on=local_day(now), place=row.signed_place or ""),
        signers=_lines(people, manner, now, AGREEMENT))
    return _kept(session, row, make_pdf(paper, at=now), Kind.AGREEMENT, row.title, f"overenskommelse-{row.id}.pdf", "agreement",
                 now=now, by=by)


def amendment_text(session: Session, amendment_id: int, manner: Manner, *, now: datetime, by: str) -> Text:
    """Return the file of an amendment to be signed, made of what it changes."""
    row = held(session, amendment_id)
    agreement = get_agreement(session, row.agreement_id)
    people = cast_of(session, row.agreement_id)
    ensure_manned(people, row.id)
    ensure_askable(manner, people, matter_of(row), local_day(now))
    paper = amendment_paper(session, row, manner, now=now)
    title = f"Tillägg {row.number}: {row.title}"
    return _kept(session, agreement, make_pdf(paper, at=now), Kind.AMENDMENT, title, f"tillagg-{row.number}.pdf",
                 matter_of(row), now=now, by=by)


def amendment_paper(
    session: Session, row: AmendmentRow, manner: Manner, *, now: datetime, language: Language = LANGUAGE,
) -> AmendmentPaper:
    """Return the paper of an amendment: before and after of each term, why, from when, and a line for everyone who signs."""
    agreement, cast = get_agreement(session, row.agreement_id), cast_of(session, row.agreement_id)
    wording, terms = Wording(language), proposed(session, row, today=local_day(now), now=now)
    changes = [said(one, language) for one in from_json(row.changes)]
    return AmendmentPaper(
        agreement=agreement.title, number=row.number, called=row.title, language=language, rationale=row.rationale,
        effective=_effective(row, wording),
        parties=tuple(
            PaperParty(name=one.name, role=wording.role(one.role), org_number=one.org_number or "") for one in terms.parties),
        changes=tuple(Change(clause=one.name, before="\n".join(one.before), after="\n".join(one.after)) for one in changes),
        signers=_lines(cast, manner, now, matter_of(row)), terms_json=_for_machines(row))


def _for_machines(row: AmendmentRow) -> str:
    """Return what an amendment changes, as data; not what comes of it, for another may come into force before it."""
    return json.dumps({
        "amendment": row.number, "base": row.base, "effective_on": row.effective_on.isoformat() if row.effective_on else None,
        "changes": [{"path": one.path, "before": one.before, "after": one.after} for one in from_json(row.changes)],
    }, ensure_ascii=False, indent=2)


def _effective(row: AmendmentRow, wording: Wording) -> str:
    if row.effective_on is None:
        return wording.say("Tillägget börjar gälla den dag då alla parter har undertecknat det.",
                           "The amendment takes effect on the day when all parties have signed it.")
    day = SPEECH[wording.language].day(row.effective_on)
    return wording.say(f"Tillägget börjar gälla {day}, dock tidigast när alla parter har undertecknat det.",
                       f"The amendment takes effect on {day}, but not before all parties have signed it.")


def _lines(cast: Cast, manner: Manner, now: datetime, matter: str) -> Signers:
    asked = {one.party_id: one.signers for one in manner.asked or usual_signers(cast, local_day(now), matter)}
    return tuple((party.name, tuple((one.name, one.capacity) for one in asked.get(party.id, ())) or (BLANK,))
                 for party in concerned(cast, matter))


def _kept(
    session: Session, row: AgreementRow, content: bytes, kind: Kind, title: str, name: str, matter: str, *, now: datetime, by: str,
) -> Text:
    file = made(content, name)
    given = Registration(kind=kind, title=title[:200], direction=Direction.DRAWN_UP, day=local_day(now), matter=matter)
    document_id = add(session, row.id, given, file, party=None, now=now, by=by, made_by_us=True)
    show_to_other(session, document_id, now=now, by=by)
    return Text(digest=file.digest, document_id=document_id)


@dataclass(frozen=True, slots=True)
class Signed:
    """The file that is signed, and the version of the document that it is."""

    content: bytes
    document: DocumentRow
    version: VersionRow


def text_file(session: Session, signing: SigningRow) -> bytes:
    """Return the file that is signed; raise NoFile where there is none, Tampered where it is no longer the same."""
    return signed_file(session, signing).content


def signed_file(session: Session, signing: SigningRow) -> Signed:
    """Return the file that is signed with its document; raise as text_file does."""
    if signing.document_id is None:
        raise NoFile
    document = session.get_one(DocumentRow, signing.document_id)
    version = session.scalars(select(VersionRow).where(
        VersionRow.document_id == document.id, VersionRow.digest == signing.digest)).first()
    if version is None:
        raise Tampered(title=document.title)
    return Signed(read(session, document, version), document, version)


def put_agreement(session: Session, agreement_id: int, manner: Manner, *, now: datetime, by: str) -> list[SignatureRow]:
    """Put an agreement forward for signature as a file."""
    text = agreement_text(session, agreement_id, manner, now=now, by=by)
    return send(session, agreement_id, now=now, by=by, manner=manner, text=text)


def put_amendment(session: Session, amendment_id: int, manner: Manner, *, now: datetime, by: str) -> list[SignatureRow]:
    """Put an amendment forward for signature as a file."""
    text = amendment_text(session, amendment_id, manner, now=now, by=by)
    return amend.send(session, amendment_id, now=now, by=by, manner=manner, text=text)
