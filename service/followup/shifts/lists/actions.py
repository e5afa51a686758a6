"""Adding to an agreement's lists, renaming, retiring, merging; and for how long shifts may be edited."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.followup.shifts.model import Kind
from service.followup.shifts.refusals import AlreadySo, NoSuchWord, NotTheSameKind
from service.followup.shifts.sums.store import recount_all
from service.followup.shifts.tables import ShiftCountRow, ShiftHabitsRow, ShiftPlaceRow, WordRow
from service.history.record import Record, append
from service.kernel.errors import Overtaken
from service.kernel.text.personal import refuse_personal_numbers

LONGEST = 80


# Hyphens, dashes and the minus sign: few people type the one that a name was written with.
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


def folded(name: str) -> str:
    """Return a name as it is compared: its case, spaces and composition do not matter, nor which dash it has."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().translate(DASHES).split())


def add(session: Session, agreement_id: int, kind: Kind, names: Iterable[str], *, now: datetime, by: str) -> list[int]:
    """Put names on a list, after what is there; what is there already is left, what is retired is offered again. Return all ids."""
    known = {folded(one.name): one for one in session.scalars(
        select(WordRow).where(WordRow.agreement_id == agreement_id, WordRow.kind == kind.value))}
    place = max((one.position for one in known.values()), default=0)
    made, fresh = [], []
    for name in (" ".join(one.split())[:LONGEST] for one in names):
        if not name:
            continue
        refuse_personal_numbers(name=name)
        row = known.get(folded(name))
        if row is None:
            place += 1
            row = WordRow(agreement_id=agreement_id, kind=kind.value, name=name, search=folded(name), position=place)
            session.add(row)
            known[folded(name)] = row
            fresh.append(name)
        elif row.retired_at is not None:
            row.retired_at = None
            fresh.append(name)
        made.append(row)
    session.flush()
    if fresh:
        _record(session, agreement_id, "shift_words_added", {"list": kind.value, "names": fresh}, now=now, by=by)
    return [one.id for one in made]


def rename(session: Session, agreement_id: int, word_id: int, name: str, *, now: datetime, by: str) -> None:
    """Call a word of a list something else, in all shifts there are."""
    row, name = _get(session, agreement_id, word_id), " ".join(name.split())[:LONGEST]
    refuse_personal_numbers(name=name)
    others = session.scalars(select(WordRow.name).where(
        WordRow.agreement_id == agreement_id, WordRow.kind == row.kind, WordRow.id != word_id))
    if folded(name) in map(folded, others):
        raise AlreadySo(name=name, field="name")
    before, row.name, row.search = row.name, name, folded(name)
    _record(session, agreement_id, "shift_word_renamed", {"was": before, "name": name}, now=now, by=by)


def retire(session: Session, agreement_id: int, word_id: int, *, retired: bool, now: datetime, by: str) -> None:
    """Offer a word no more, or again; shifts that have it keep it."""
    row = _get(session, agreement_id, word_id)
    if (row.retired_at is not None) == retired:
        return
    row.retired_at = now if retired else None
    _record(session, agreement_id, "shift_word_retired" if retired else "shift_word_offered", {"name": row.name}, now=now, by=by)


def merge(session: Session, agreement_id: int, word_id: int, into_id: int, *, now: datetime, by: str) -> None:
    """Let everything that has one word have another of the same list, with counts added up; the one is gone."""
    row, into = _get(session, agreement_id, word_id), _get(session, agreement_id, into_id)
    if row.kind != into.kind or row.id == into.id:
        raise NotTheSameKind(field="into")
    if row.kind == Kind.PLACE:
        both = select(ShiftPlaceRow.shift_id).where(ShiftPlaceRow.word_id == into_id)
        session.execute(delete(ShiftPlaceRow).where(ShiftPlaceRow.word_id == word_id, ShiftPlaceRow.shift_id.in_(both)),
                        execution_options={"synchronize_session": False})
        session.execute(update(ShiftPlaceRow).where(ShiftPlaceRow.word_id == word_id).values(word_id=into_id),
                        execution_options={"synchronize_session": False})
    else:
        _merge_counts(session, word_id, into_id)
    _record(session, agreement_id, "shift_words_merged", {"was": row.name, "name": into.name}, now=now, by=by)
    recount_all(session, agreement_id)
    session.delete(row)
    session.flush()


def _merge_counts(session: Session, word_id: int, into_id: int) -> None:
    query = select(ShiftCountRow.word_id, ShiftCountRow.shift_id, ShiftCountRow.count)
    counts: dict[int, dict[int, int]] = {word_id: {}, into_id: {}}
    for word, shift, count in session.execute(query.where(ShiftCountRow.word_id.in_(counts))):
        counts[word][shift] = count
    for shift, count in counts[word_id].items():
        both = ShiftCountRow.shift_id == shift
        if shift in counts[into_id]:
            session.execute(delete(ShiftCountRow).where(both, ShiftCountRow.word_id == word_id))
            session.execute(update(ShiftCountRow).where(both, ShiftCountRow.word_id == into_id)
                            .values(count=counts[into_id][shift] + count))
        else:
            session.execute(update(ShiftCountRow).where(both, ShiftCountRow.word_id == word_id).values(word_id=into_id))


def set_edit_days(session: Session, agreement_id: int, days: int, *, revision: int, now: datetime, by: str) -> None:
    """Set for how many days a shift may be edited without a reason; `revision` is that which was looked at, 0 for none."""
    row = session.get(ShiftHabitsRow, agreement_id)
    if (row.revision if row else 0) != revision:
        raise Overtaken
    if row is None:
        session.add(ShiftHabitsRow(agreement_id=agreement_id, edit_days=days, revision=1))
    else:
        row.edit_days, row.revision = days, revision + 1
    session.flush()
    _record(session, agreement_id, "shift_edit_days_set", {"days": days}, now=now, by=by)


def _get(session: Session, agreement_id: int, word_id: int) -> WordRow:
    row = session.scalars(select(WordRow).where(
        WordRow.id == word_id, WordRow.agreement_id == agreement_id).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise NoSuchWord
    return row


def _record(session: Session, agreement_id: int, event: str, body: Mapping[str, Any], *, now: datetime, by: str) -> None:
    append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"agreement {agreement_id}", event=event, body=body)])
