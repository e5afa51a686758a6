"""Drawing up an amendment: what it changes, and whether that can stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.agreements.states import State as Agreement
from service.agreements.store import get_agreement, open_successor
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments.changes import Change, Conflict, Impossible, applied, difference, from_json, to_json
from service.amendments.parties import ensure_both_sides
from service.amendments.rules import Facts, NotRunning, SuccessorOpen, ensure_possible
from service.amendments.states import State
from service.amendments.store import held, next_number
from service.amendments.tables import AmendmentRow
from service.history.record import Record, append
from service.kernel.errors import Refusal
from service.kernel.ids import text_digest
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.amending.parties import name_joining
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.clock import ends_at
from service.obligations.versions import Version


class AmendmentSettled(Refusal):
    """The text of an amendment is changed only as long as it is a draft; withdraw it and draw up a new one."""

    sv = "Tilläggets text ändras bara så länge det är ett utkast; ta tillbaka det och skriv ett nytt."


class ChangedMeanwhile(Refusal):
    """Somebody else has changed the draft meanwhile; what it says now is shown, save again if yours is to hold instead."""

    sv = "Någon annan har ändrat utkastet under tiden. Så som det är nu visas; spara igen om ditt ska gälla i stället."


class TermsMoved(Refusal):
    """Another amendment has been signed meanwhile, so the terms are no longer those you began from; look again at what you change."""

    sv = ("Ett annat tillägg har undertecknats under tiden, så villkoren är inte längre de som du utgick från; se över det du "
          "ändrar.")


class CannotStand(Refusal):
    """With these changes the terms cannot stand: {why}"""

    sv = "Med de här ändringarna går villkoren inte ihop: {why}"
    status = 422

    def sentence(self, language: str = "sv", **in_words: str) -> str:
        """Return the sentence with the reason in the same language."""
        return super().sentence(language, why=self.facts["wrong"].sentence(language), **in_words)


def draft(
    session: Session, agreement_id: int, terms: Terms, *, title: str, rationale: str, now: datetime, by: str,
    effective_on: date | None = None, extends: bool = False, came_of: str | None = None, base: int | None = None,
) -> AmendmentRow:
    """Draw up an amendment that makes the newest signed terms, whose number is `base` where one is given, into `terms`."""
    agreement = get_agreement(session, agreement_id)
    if agreement.state not in (Agreement.SIGNED, Agreement.ACTIVE):
        raise NotRunning(state=agreement.state)
    if extends and (successor := open_successor(session, agreement_id, bound=True)) is not None:
        raise SuccessorOpen(id=successor.id)
    refuse_personal_numbers(title=title, rationale=rationale)
    versions = versions_of(session, agreement_id)
    _ensure_newest(base, versions)
    row = AmendmentRow(
        agreement_id=agreement_id, number=next_number(session, agreement_id), state=State.DRAFT, title=title, rationale=rationale,
        base=versions[-1].number, changes=to_json(changes_between(versions[-1].terms, terms)), effective_on=effective_on,
        extends=extends, came_of=came_of, drafted_by=by, drafted_at=now, arose_at=now, next_at=now if extends else None)
    session.add(row)
    session.flush()
    name_joining(session, row)
    _note(session, row, "drafted", now=now, by=by)
    return row


def redraft(
    session: Session, amendment_id: int, terms: Terms, *, title: str, rationale: str, revision: int, now: datetime, by: str,
    effective_on: date | None = None, base: int | None = None,
) -> None:
    """Give a draft another text, if its revision is still the one that the change was made from."""
    row = held(session, amendment_id)
    if row.state != State.DRAFT:
        raise AmendmentSettled
    if row.revision != revision:
        raise ChangedMeanwhile
    refuse_personal_numbers(title=title, rationale=rationale)
    versions = versions_of(session, row.agreement_id)
    _ensure_newest(base, versions)
    newest = versions[-1]
    row.title, row.rationale, row.effective_on = title, rationale, effective_on
    row.changes, row.base = to_json(changes_between(newest.terms, terms)), newest.number
    row.revision += 1
    session.flush()
    name_joining(session, row)
    _note(session, row, "redrafted", now=now, by=by)


def _ensure_newest(base: int | None, versions: Sequence[Version]) -> None:
    if base is not None and base != versions[-1].number:
        raise TermsMoved


def changes_between(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return what an amendment from one to the other changes; raise BothSidesStay where a side would be empty."""
    ensure_both_sides(before.parties, after.parties)
    return difference(before, after)


def _note(session: Session, row: AmendmentRow, event: str, *, now: datetime, by: str) -> None:
    append(session, [Record(chain=row.agreement_id, at=now, actor=by, subject=f"amendment {row.id}", event=event, body={
        "number": row.number, "title": row.title, "text": changes_digest(row),
        "changes": [one.path for one in from_json(row.changes)]})])


def changes_digest(row: AmendmentRow) -> str:
    """Return the SHA-256 of all that an amendment says."""
    return text_digest("\n".join((str(row.number), row.title, row.rationale, row.changes, str(row.effective_on))))


def foreseen(
    session: Session, row: AmendmentRow, *, today: date, now: datetime, unsigned: tuple[str, ...] = (),
) -> tuple[Facts, Terms | None]:
    """Return what a guard looks at, and the terms that the amendment makes of the newest signed ones if it can."""
    agreement, versions = get_agreement(session, row.agreement_id), versions_of(session, row.agreement_id)
    successor = open_successor(session, row.agreement_id, bound=True)
    return foresee(row, agreement, versions, today=today, now=now, unsigned=unsigned,
                   successor=successor.id if successor is not None else None)


def foresee(
    row: AmendmentRow, agreement: AgreementRow, versions: Sequence[Version], *, today: date, now: datetime,
    unsigned: tuple[str, ...] = (), successor: int | None = None,
) -> tuple[Facts, Terms | None]:
    """Return the same of an amendment whose agreement is at hand."""
    moved: Sequence[str] = ()
    after: Terms | None = None
    try:
        after = applied(versions[-1].terms, from_json(row.changes))
    except Conflict as conflict:
        moved = conflict.paths
    except Impossible as impossible:
        raise CannotStand(wrong=impossible.why, field="changes") from None
    facts = _facts(row, agreement, versions, today=today, now=now, moved=moved, after=after)
    return replace(facts, unsigned=unsigned, successor=successor), after


def _facts(
    row: AmendmentRow, agreement: AgreementRow, versions: Sequence[Version], *, today: date, now: datetime, moved: Sequence[str],
    after: Terms | None,
) -> Facts:
    changed = tuple(one.path for one in _left(row, versions[-1].terms, after))
    over, newest = ends_at(agreement.ends_on), versions[-1]
    return Facts(
        state=State(row.state), agreement=Agreement(agreement.state), begun=agreement.state == Agreement.ACTIVE,
        ends_on=agreement.ends_on, terminates_on=agreement.terminates_on, over=over is not None and now >= over, today=today,
        effective_on=row.effective_on,
        changed=changed, moved=tuple(moved),
        parties_ahead=_parties_ahead(versions, today) if "parties" in changed else None,
        earlier=(newest.amendment, newest.from_on) if newest.amendment is not None else None,
        end_after=after.end if after is not None and "end" in changed else None,
        starts_on=agreement.starts_on, start_after=after.start if after is not None and "start" in changed else None)


def _left(row: AmendmentRow, newest: Terms, after: Terms | None) -> tuple[Change, ...]:
    """Return what an amendment changes of the newest terms: not what another has made so already."""
    return from_json(row.changes) if after is None else difference(newest, after)


def _parties_ahead(versions: Sequence[Version], today: date) -> tuple[int, date] | None:
    """Return the number and first day of the amendment, signed by all and yet to come, that changes the parties."""
    for before, after in zip(versions, versions[1:], strict=False):
        if after.from_on > today and before.terms.parties != after.terms.parties:
            return after.amendment or after.number - 1, after.from_on
    return None


def proposed(session: Session, row: AmendmentRow, *, today: date, now: datetime) -> Terms:
    """Return the terms that an amendment would make of the newest signed ones; raise a Refusal where it cannot."""
    facts, after = foreseen(session, row, today=today, now=now)
    ensure_possible(facts)
    assert after is not None
    return after
