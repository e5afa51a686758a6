"""A report from its ladder to its verdict, and the duty that follows it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from service.db import Database
from service.documents.checks.kinds import Media
from service.documents.model import Received
from service.documents.tables import DocumentRow, VersionRow
from service.followup.reports import refusals
from service.followup.reports.rules import Item, act
from service.followup.reports.states import State
from service.followup.reports.store import agreement_of
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.kernel.calendar import sent_after, sent_ahead
from service.kernel.errors import NotAStep
from service.lifecycle.followup import reports
from service.lifecycle.followup.reports import Paper
from service.notices.tables import OutboxRow, Post
from service.obligations.states import Step
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.scheduler.sweep import sweep
from tests.builders import BY, an_agreement, on

DUE = date(2026, 2, 15)
FILE = Received(content=b"one", name="plan.pdf", media=Media.PDF, digest="a" * 64)
AGAIN = Received(content=b"two", name="plan.pdf", media=Media.PDF, digest="b" * 64)


def item(state: State = State.DUE, **changed: object) -> Item:
    given: dict[str, object] = {
        "id": 1, "agreement_id": 1, "obligation_id": 1, "kind": "accounts", "key": "accounts:2025", "day": DUE, "first": date(2025, 2, 1),
        "last": date(2025, 12, 31), "state": state, "late": False, "since": None, "comment": None, "owes": "civil", "clause": "",
        "arose_at": on(2025, 1, 20, 9), "told_at": None, "owing": (2,), "receiving": (1,), **changed}
    return Item(**given)  # type: ignore[arg-type]


def told(one: Item, until: datetime) -> list[tuple[str, str, date, tuple[int, ...]]]:
    """Return what a report brings if nobody does anything: notice, rung, day, to which parties."""
    found, now = [], one.arose_at
    while now <= until:
        made = act(one, now)
        found += [(each.name, each.rung, each.given_on, each.named) for each in made.owed]
        if made.next_at is None:
            break
        one = Item(**{**{name: getattr(one, name) for name in Item.__slots__}, "told_at": made.told_at})
        now = made.next_at
    return found


def test_the_ladder_before_on_and_after_its_day() -> None:
    ours = (2,)
    assert told(item(), on(2026, 3, 5)) == [
        ("report_ahead", "-30", sent_ahead(DUE - timedelta(days=30)).date(), ours),
        ("report_ahead", "-7", sent_ahead(DUE - timedelta(days=7)).date(), ours),
        ("report_due", "+0", sent_ahead(DUE).date(), ours),
        ("report_overdue", "+1#1", sent_after(DUE + timedelta(days=1)).date(), ours),
        ("report_overdue", "+1#2", sent_after(DUE + timedelta(days=8)).date(), ours),
        ("report_overdue", "+1#3", sent_after(DUE + timedelta(days=15)).date(), ours)]


def test_what_is_delivered_waits_for_the_other_and_what_is_returned_for_the_own() -> None:
    since = date(2026, 2, 10)
    unread = item(State.DELIVERED, since=since, arose_at=on(2026, 2, 10, 12))
    assert [(name, named) for name, _, _, named in told(unread, on(2026, 6, 1))] == [("report_delivered", (1,))] * 2
    back = item(State.RETURNED, since=since, arose_at=on(2026, 2, 10, 12))
    assert {(name, named) for name, _, _, named in told(back, on(2026, 3, 10))} == {("report_returned", (2,))}
    for state in (State.ACCEPTED, State.WAIVED, State.CANCELLED, State.DROPPED):
        assert told(item(state), on(2027, 1, 1)) == []
    assert told(item(over=True), on(2027, 1, 1)) == []


def report(session: Session, key: str = "accounts:2025") -> ReportRow:
    return session.scalars(select(ReportRow).join(
        ObligationRow, ObligationRow.id == ReportRow.obligation_id).where(ObligationRow.key == key)).one()


def duty(session: Session, key: str = "accounts:2025") -> ObligationRow:
    return session.scalars(select(ObligationRow).where(ObligationRow.key == key)).one()


def parties(session: Session, report_id: int) -> tuple[int, int]:
    ours, theirs = (one.id for one in cast(session, agreement_of(session, report_id)).parties)
    return ours, theirs


def deliver(session: Session, now: datetime, file: Received | None = FILE, *, note: str = "", day: date | None = None) -> int:
    one = report(session)
    paper = None if file is None else Paper(file=file, title="Bokslut 2025")
    return reports.deliver(session, one.id, party_id=parties(session, one.id)[1], on=day or now.date(), note=note, paper=paper,
                           author="Maria Holm", now=now, by=BY)


def waiting(session: Session, report_id: int) -> set[str]:
    return set(session.scalars(select(OutboxRow.name).where(
        OutboxRow.subject == f"report {report_id}", OutboxRow.state == Post.WAITING)))


def test_delivered_returned_delivered_again_and_accepted(database: Database) -> None:
    first, second, third = on(2026, 2, 10, 10), on(2026, 2, 20, 10), on(2026, 3, 2, 10)
    with database.write() as session:
        an_agreement(session)
    with database.write() as session:
        one = report(session)
        assert (one.state, duty(session).state, one.day) == ("due", "planned", duty(session).day)
        one.day = DUE
        duty(session).day = DUE
        assert deliver(session, first) == 1
        row = report(session)
        assert (row.state, row.late, duty(session).state, duty(session).met_on) == ("delivered", False, "met", first.date())
        assert waiting(session, row.id) == {"report_delivered"}
        with pytest.raises(refusals.SayWhy):
            reports.give_back(session, row.id, " ", party_id=parties(session, row.id)[0], author="Karin", now=second, by=BY)
        with pytest.raises(refusals.YourOwn):
            reports.accept(session, row.id, "", party_id=parties(session, row.id)[1], author="Maria", now=second, by=BY)
        reports.give_back(session, row.id, "Not 3 saknas.", party_id=parties(session, row.id)[0], author="Karin", now=second, by=BY)
        row = report(session)
        assert (row.state, duty(session).state, duty(session).met_on) == ("returned", "open", None)
        assert waiting(session, row.id) == {"report_returned"}
        assert deliver(session, third, AGAIN) == 2
        # Delivered in time the first time: what is asked for after that does not make it late.
        row = report(session)
        assert (row.state, row.late, row.delivered_on, duty(session).state) == ("delivered", False, first.date(), "met")
        reports.accept(session, row.id, "Tack.", party_id=parties(session, row.id)[0], author="Karin", now=third, by=BY)
        assert (report(session).state, duty(session).state, report(session).next_at) == ("accepted", "met", None)
        with pytest.raises(NotAStep):
            deliver(session, third)
    with database.read() as session:
        document = session.scalars(select(DocumentRow)).one()
        assert (document.kind, document.direction, document.matter) == ("report", "received", f"report {report(session).id}")
        assert document.diary_number.startswith("ÖV ")
        versions = session.scalars(select(VersionRow.digest).where(VersionRow.document_id == document.id).order_by(VersionRow.number))
        assert versions.all() == [FILE.digest, AGAIN.digest]
        rows = session.scalars(select(DeliveryRow).order_by(DeliveryRow.number)).all()
        assert [(one.document_version, one.verdict, one.comment) for one in rows] == [
            (1, "returned", "Not 3 saknas."), (2, "accepted", "Tack.")]


def test_late_is_for_ever_and_only_the_other_party_waives(database: Database) -> None:
    late = on(2026, 12, 1, 10)
    with database.write() as session:
        an_agreement(session)
        sweep_day = duty(session).day
    assert sweep_day < late.date()
    sweep(database, now=lambda: late)
    with database.read() as session:
        assert duty(session).state == "missed"
        assert "report_overdue" in set(session.scalars(select(OutboxRow.name)))
    with database.write() as session:
        with pytest.raises(refusals.NotYours):
            reports.deliver(session, report(session).id, party_id=parties(session, report(session).id)[0], on=late.date(), note="x",
                            author="Karin", now=late, by=BY)
        with pytest.raises(refusals.NothingHandedIn):
            deliver(session, late, None)
        with pytest.raises(refusals.DayToCome):
            deliver(session, late, None, note="Hos registrator", day=date(2026, 12, 2))
        deliver(session, late, None, note="Hos registrator, dnr 7")
        assert (report(session).late, duty(session).state, duty(session).note) == (True, "met_late", "Hos registrator, dnr 7")
        assert "report_overdue" not in waiting(session, report(session).id)
        assert json.loads(session.scalars(select(OutboxRow.payload).where(OutboxRow.name == "report_delivered")).first() or "")["too_late"]
        assert reports.settle(session, duty(session).agreement_id, "activity_plan:2025", Step.WAIVE, now=late, by=BY, note="Ingår") == "waived"
        assert report(session, "activity_plan:2025").state == "waived"
    with pytest.raises(DBAPIError, match="late is for ever"), database.write() as session:
        session.execute(update(ReportRow).where(ReportRow.late).values(late=False))
