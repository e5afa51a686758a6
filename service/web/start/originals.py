"""Signatures that are asked for, and the signed originals that wait for a second person's comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.signatures.tables import OriginalRow
from service.web.speech.language import say


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a signature waits for once its original is handed in, and whether the one who looks can do it."""

    what: str
    button: str
    link: str
    mine: bool


def waiting_originals(session: Session, signatures: Mapping[int, str]) -> dict[int, Waiting]:
    """Return, by signature, the originals that nobody has compared yet; given is what each is of, in words."""
    rows = session.execute(
        select(OriginalRow.signature_id, OriginalRow.id, OriginalRow.handed_user)
        .where(OriginalRow.signature_id.in_(signatures), OriginalRow.verdict.is_(None)).order_by(OriginalRow.id.desc())).all()
    return {row.signature_id: _waiting(row.signature_id, row.id, row.handed_user != current_user.id,
                                       signatures[row.signature_id]) for row in rows}


def _waiting(signature_id: int, original_id: int, mine: bool, of: str) -> Waiting:
    link = url_for("ways.original", signature_id=signature_id, original_id=original_id)
    if mine:
        return Waiting(say("Jämför det undertecknade originalet av {of}", "Compare the signed original of {of}", of=of),
                       say("Jämför", "Compare"), link, mine=True)
    return Waiting(say("Någon annan ska jämföra originalet av {of} som du lämnade in",
                       "Someone else is to compare the original of {of} that you handed in", of=of),
                   say("Visa", "Show"), link, mine=False)
