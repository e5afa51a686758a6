"""The terms of an agreement through time: what has come into force, and what all have signed and comes into force later."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.store import parse_terms, terms_rows
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments.changes import applied, from_json
from service.amendments.states import State as Amendment
from service.amendments.store import making_versions
from service.amendments.tables import AmendmentRow
from service.kernel.calendar import add_months
from service.kernel.clock import local_day
from service.obligations.versions import Version, in_force


def versions_of(session: Session, agreement_id: int) -> list[Version]:
    """Return every version of the terms that is or certainly will be in force, in order; unsigned changes are in none."""
    signed = making_versions(session, agreement_id)
    numbers = {row.version: row.number for row in signed}
    found = [Version(row.number, row.from_on, parse_terms(row.body), row.recorded_at if row.number > 1 else None,
                     numbers.get(row.number))
             for row in terms_rows(session, agreement_id)]
    for row in signed:
        if row.state == Amendment.SIGNED:
            assert row.version is not None and row.from_on is not None
            found.append(Version(row.version, row.from_on, amended(found[-1].terms, row), row.signed_at, row.number))
    return found


def amended(terms: Terms, row: AmendmentRow) -> Terms:
    """Return the terms with an amendment's changes made, each resting on the amendment; raise Conflict or Impossible."""
    changes, said = from_json(row.changes), f"Tillägg {row.number}: {row.title}"
    return applied(terms, changes, said={one.path: said for one in changes})


def newest_terms(session: Session, agreement_id: int) -> Terms:
    """Return the newest terms that all have signed, in force already or not."""
    return versions_of(session, agreement_id)[-1].terms


def terms_on(session: Session, agreement_id: int, day: date) -> Version:
    """Return the terms in force on a day, past or to come, by what is signed now."""
    return in_force(versions_of(session, agreement_id), day)




def prolonged_end(terms: Terms, ends_on: date | None) -> date | None:
    """Return the last day if the period that ends on `ends_on` went on once more; one of nearly a year for a whole year."""
    if terms.end is None or ends_on is None:
        return None
    months = (terms.end.year - terms.start.year) * 12 + terms.end.month - terms.start.month + 1
    return add_months(ends_on, terms.ending.months or (12 if 10 <= months <= 12 else months))


def standing(row: AgreementRow, day: date) -> tuple[str, str]:
    """Return in Swedish and English why the terms are not in force on a day; empty where they are."""
    if row.state in (State.DRAFT, State.IN_SIGNATURE, State.DISCARDED):
        return ("Överenskommelsen är inte undertecknad. Inget av det här gäller än.",
                "The agreement is not signed. Nothing of this holds yet.")
    if day < row.starts_on:
        return "Den dagen har överenskommelsen inte börjat gälla.", "On that day the agreement has not begun."
    last = row.ends_on if row.ended_at is None or row.ends_on is None else min(row.ends_on, local_day(row.ended_at))
    if last is not None and day > last:
        return ("Den dagen har överenskommelsen upphört. Så här löd villkoren till sist.",
                "On that day the agreement has ended. This is how the terms stood at the end.")
    return "", ""
