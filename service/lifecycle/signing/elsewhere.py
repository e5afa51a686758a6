"""Elsewhere: a file that was e-signed in another service is examined, and each signature in it tied to who was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.documents.actions import add
from service.documents.model import Direction, Kind, Received, Registration
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal, Unknown
from service.kernel.text.sorting import sort_key
from service.lifecycle.signing.asking import of_what, tell_waiting
from service.lifecycle.signing.ink import SAME, TextFell, judge, open_original
from service.lifecycle.signing.sign import ensure_turn, sign_as
from service.parties.store import cast
from service.signatures.actions import Proof, choose_way
from service.signatures.pades.model import Examined, Match, Signature, as_json, from_json
from service.signatures.pades.words import in_words
from service.signatures.rules import Way
from service.signatures.states import State
from service.signatures.store import get_signing, of_round, signers_of
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow


class DoesNotHold(Refusal):
    """The signed file does not hold: {why}"""

    sv = "Den undertecknade filen håller inte: {why_sv}"
    status = 422


class NobodyAsked(Refusal):
    """The file is signed by {names}, but nobody of that name is asked to sign for any party; name the signers first."""

    sv = "Filen är undertecknad av {names}, men ingen med det namnet är tillfrågad för någon part; ange undertecknarna först."
    status = 422


class NotLookedThrough(Refusal):
    """Tick that you have read the file through and that it says what was put forward; only then does it count."""

    sv = "Kryssa i att du har läst igenom filen och att den säger det som lades fram; först då räknas den."
    status = 422


class NothingNew(Refusal):
    """Everyone whose signature is in the file has already signed."""

    sv = "Alla vars underskrifter finns i filen har redan undertecknat."


@dataclass(frozen=True, slots=True)
class Tied:
    """A signature in the file and the one who was asked for it."""

    found: Signature
    row: SignatureRow
    signer: SignerRow


def take_in(
    session: Session, signing_id: int, file: Received, examined: Examined, *, now: datetime, by: str, user_id: int | None = None,
) -> bool:
    """Record the signatures of an examined file; return whether all parties have signed now.

    A file in which anything is wrong counts for nothing: DoesNotHold says what, in words. One that is to be looked at first is
    put aside as an original, and counts once somebody has.
    """
    if not examined.good:
        first = next(iter(examined.every_problem), None)
        raise DoesNotHold(why=first.sentence("en") if first else "", why_sv=first.sentence("sv") if first else "", field="file")
    signing = get_signing(session, signing_id)
    get_agreement(session, signing.agreement_id)
    rows = list(of_round(session, signing.agreement_id, signing.round))
    fresh = _fresh(session, rows, examined)
    ensure_turn(session, fresh[0].row)
    choose_way(session, signing, Way.ELSEWHERE)
    party = next(one for one in cast(session, signing.agreement_id).every if one.id == fresh[0].row.party_id)
    given = Registration(kind=Kind.SIGNED_FILE, title=f"Undertecknad fil, {of_what(session, signing.matter)}",
                         direction=Direction.RECEIVED, day=local_day(now), sender=party.name, matter=signing.matter)
    document_id = add(session, signing.agreement_id, given, file, party=party, now=now, by=by)
    if needs_look(examined):
        _put_aside(session, fresh[0].row, document_id, file, examined, now=now, by=by, user_id=user_id)
        return False
    return _record(session, fresh, examined, document_id, now=now, by=by)


def needs_look(examined: Examined) -> bool:
    """Say whether somebody must look at a file that holds: its text is not ours byte by byte, or there is more in it."""
    return examined.text is not Match.DIGEST or bool(examined.remarks) or examined.extra_pages > 0


def accept(session: Session, original_id: int, *, read: bool, now: datetime, by: str) -> bool:
    """Let a file count that was put aside to be looked at; return whether all parties have signed now."""
    original, row = open_original(session, original_id)
    if original.examined is None:
        raise Unknown(what="original", id=original_id)
    if not read:
        raise NotLookedThrough(field="same_text")
    examined = from_json(json.loads(original.examined))
    fresh = _fresh(session, list(of_round(session, row.agreement_id, row.round)), examined)
    judge(session, original, row, SAME, None, now=now, by=by)
    return _record(session, fresh, examined, original.document_id, now=now, by=by)


def _fresh(session: Session, rows: Sequence[SignatureRow], examined: Examined) -> list[Tied]:
    """Return the signatures of those who were asked and have not signed yet; refuse a file without any."""
    if not any(row.state in (State.ASKED, State.SIGNED) for row in rows):
        raise TextFell
    tied = tie(session, rows, examined)
    if not tied:
        raise NobodyAsked(names=", ".join(one.name for one in examined.signatures), field="file")
    fresh = [one for one in tied if one.signer.signed_on is None and one.row.state == State.ASKED]
    if not fresh:
        raise NothingNew(field="file")
    return fresh


def _put_aside(
    session: Session, row: SignatureRow, document_id: int, file: Received, examined: Examined, *, now: datetime, by: str,
    user_id: int | None,
) -> None:
    original = OriginalRow(signature_id=row.id, document_id=document_id, digest=file.digest, handed_by=by, handed_user=user_id,
                           handed_at=now, examined=json.dumps(as_json(examined), ensure_ascii=False))
    session.add(original)
    session.flush()
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"signature {row.id}", event="file_to_look_at",
                            body={"document": document_id, "file": file.digest, "text": row.digest})])
    tell_waiting(session, row, original, now=now)


def _record(
    session: Session, fresh: Sequence[Tied], examined: Examined, document_id: int, *, now: datetime, by: str,
) -> bool:
    checked = json.dumps([{"sv": one.sv, "en": one.en} for one in in_words(examined)], ensure_ascii=False)
    every = False
    for one in fresh:
        if one.row.state != State.ASKED:
            continue
        proof = Proof(way=Way.ELSEWHERE, digest=one.row.digest, checked=checked, document_id=document_id)
        every = sign_as(session, one.row, one.signer, proof, on=_day(session, one, now), now=now, by=by) or every
    return every


def _day(session: Session, one: Tied, now: datetime) -> date:
    """Return the day of a signature: clocks that differ by minutes put it neither before the text nor into tomorrow."""
    assert one.found.signed_at is not None
    put = get_signing(session, one.row.signing_id).put_at
    return local_day(min(max(one.found.signed_at, put), now))


def tie(session: Session, rows: Sequence[SignatureRow], examined: Examined) -> list[Tied]:
    """Return which signature is whose, by name; a name that two are asked under is nobody's until they are told apart."""
    asked = signers_of(session, [row.id for row in rows])
    by_id = {row.id: row for row in rows}
    made = []
    for found in examined.signatures:
        same = [one for one in asked if _name(one.name) == _name(found.name)]
        if len(same) == 1:
            made.append(Tied(found, by_id[same[0].signature_id], same[0]))
    return made


def _name(name: str) -> str:
    """Return a name as it is compared: certificates turn it about, write it in capitals or with a comma."""
    return " ".join(sorted(sort_key(name.replace(",", " ")).split()))
