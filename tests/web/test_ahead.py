"""What the page foretells is what the sweep then does."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.agreements.terms import Ending, Expiry
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.deviations.actions import Planned
from service.deviations.model import Kind
from service.kernel.clock import local_day, moment
from service.lifecycle.talks import deviations, renegotiations
from service.notices.tables import OutboxRow
from service.parties.store import cast
from service.renegotiations.model import Provision
from service.scheduler.sweep import sweep
from service.web.plan.coming import Next, coming
from service.web.plan.duties import duties
from service.web.plan.read import load
from service.web.speech.language import called
from tests.amendments.test_extension import OCTOBER
from tests.amendments.test_succession import decided, successor
from tests.signatures.test_ways import LATER, handed, put, rows_of
from tests.web.world import BY, draft, signed, terms


def foretold(app: Flask, database: Database, agreement: int, now: datetime) -> list[Next]:
    with app.test_request_context("/"), database.read() as session:
        app.preprocess_request()
        found = load(session, agreement)
        return coming(found, duties(found), now)


def happened(app: Flask, database: Database, since: datetime) -> list[tuple[datetime, str, str]]:
    """Return each notice once with when it was made and to whom."""
    with app.test_request_context("/"), database.read() as session:
        app.preprocess_request()
        rows = session.scalars(select(OutboxRow).where(OutboxRow.created_at > since).order_by(OutboxRow.id)).all()
        found: dict[tuple[datetime, str, str], list[str]] = {}
        for row in rows:
            found.setdefault((row.created_at, called("notice", row.name), row.subject), []).append(row.to_name)
        return [(at, name, ", ".join(who)) for (at, name, _), who in found.items()]


def play(database: Database, moments: list[datetime]) -> None:
    for at in moments:
        sweep(database, now=lambda at=at: at)


RENEWS = Ending(mode=Expiry.RENEWS, months=12, max_times=2)


@pytest.mark.parametrize(("start", "ending"), [
    (date(2026, 1, 2), Ending()), (date(2026, 6, 1), Ending()), (date(2026, 8, 31), Ending()), (date(2026, 11, 2), Ending()),
    (date(2026, 11, 2), RENEWS)])
def test_every_notice_foretold_comes_at_its_moment_to_its_people(
    app: Flask, database: Database, start: date, ending: Ending,
) -> None:
    made = terms()
    silence = "renews" if ending == RENEWS else "ends"
    agreement = signed(database, made.model_copy(update={
        "ending": ending, "decision": made.decision and made.decision.model_copy(update={"silence": silence})}))
    now = moment(start, 9)
    play(database, [now])
    told = [one for one in foretold(app, database, agreement, now) if one.kind == "notice"]
    wanted = {(one.at, one.title): sorted(one.who.replace(" och ", ", ").split(", ")) for one in told}
    assert len(wanted) >= 4
    assert ("Förlängd av sig själv" in {name for _, name in wanted}) == (ending == RENEWS)
    play(database, sorted({at for at, _ in wanted if isinstance(at, datetime)}))
    came = {(at, name): sorted(who.split(", ")) for at, name, who in happened(app, database, now)}
    missing = {key: who for key, who in wanted.items() if came.get(key) != who}
    assert missing == {}


def test_days_come_before_the_notices_of_the_same_day_and_all_in_order(app: Flask, database: Database) -> None:
    agreement = signed(database)
    now = moment(date(2026, 1, 2), 9)
    play(database, [now])
    told = foretold(app, database, agreement, now)
    days = [one.day for one in told]
    assert days == sorted(days)
    assert [one.title for one in told if one.day == date(2026, 12, 31)] == ["Sista dagen"]
    assert {"Faktura", "Kvartalsavstämning", "Ställningstagande till förlängning"} <= {one.title for one in told}
    assert all(one.clause for one in told if one.title in ("Faktura", "Kvartalsavstämning", "Sista dagen"))


def test_a_draft_foretells_no_notice(app: Flask, database: Database) -> None:
    agreement = draft(database, terms(start=date(2027, 1, 1)))
    told = foretold(app, database, agreement, moment(date(2026, 9, 21), 9))
    assert {one.kind for one in told} == {"day"}
    assert told[0].title == "Första dagen"


def test_what_is_overdue_comes_first(app: Flask, database: Database) -> None:
    agreement = signed(database)
    play(database, [moment(date(2026, 1, 2), 9), moment(date(2026, 6, 30), 9), moment(date(2026, 8, 3), 9)])
    now = moment(date(2026, 8, 3), 9)
    first = foretold(app, database, agreement, now)[0]
    assert (first.kind, first.title, first.day) == ("late", "Faktura", date(2026, 7, 30))
    assert first.day < local_day(now)


def test_reminders_of_what_is_talked_over_are_foretold_and_come(app: Flask, database: Database) -> None:
    agreement = signed(database)
    now = moment(date(2026, 8, 31), 9)
    play(database, [now])
    planned = Planned(kind=Kind.PLAN, what="Färre pass", why="Sjukdom.", changes_on=date(2026, 10, 12))
    with database.write() as session:
        first, second = (one.id for one in cast(session, agreement).parties)
        renegotiations.ask(session, agreement, party_id=first, provision=Provision.MEETINGS, about="Möten", why="Därför.",
                           author="Karin", now=now, by=BY)
        one = deviations.report(session, agreement, planned, party_id=second, author="Maria", now=now, by=BY)
        deviations.note(session, one, party_id=second, day=now.date(), who="Alla", body="Ja.", author="Maria", now=now, by=BY)
    play(database, [now])
    ours = ("Svar om omförhandling saknas", "Ställning till avvikelse behövs")
    told = [one for one in foretold(app, database, agreement, now) if one.title in ours]
    assert [(one.title, one.day, one.who) for one in told] == [
        (ours[0], date(2026, 9, 7), "Maria Holm och Peter Sand"), (ours[1], date(2026, 9, 7), "Anders Berg och Peter Sand"),
        (ours[1], date(2026, 10, 9), "Anders Berg och Peter Sand"), (ours[1], date(2026, 10, 16), "Anders Berg och Peter Sand")]
    assert all("om inget gjorts då" in one.more for one in told)
    moments = [one.at for one in told if isinstance(one.at, datetime)]
    play(database, sorted(set(moments)))
    came = {(at, name) for at, name, _ in happened(app, database, now)}
    assert {(one.at, one.title) for one in told} <= came


def told_at(told: list[Next], name: str) -> list[datetime | date]:
    return [one.at for one in told if one.title.startswith(name)]


def test_an_original_that_waits_is_foretold_in_place_of_what_it_answers(app: Flask, database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        handed(session, rows_of(session, amendment)[0])
        agreement = session.get_one(AmendmentRow, amendment).agreement_id
    with app.test_request_context("/"):
        app.preprocess_request()
        waits, wanted = called("notice", "original_waits"), called("notice", "signature_wanted")
    play(database, [LATER])
    told = [one for one in foretold(app, database, agreement, LATER) if one.kind == "notice"]
    assert [len(told_at(told, name)) for name in (waits, wanted)] == [1, 1]
    play(database, [one for one in told_at(told, waits) if isinstance(one, datetime)])
    assert told_at(told, waits) == [at for at, name, _ in happened(app, database, LATER) if name == waits]


def test_a_successor_that_is_not_signed_is_foretold_by_its_name_and_told_of_at_the_end(app: Flask, database: Database) -> None:
    made = decided(database)
    with database.write() as session:
        new = successor(session, made)
        session.get_one(AgreementRow, new).title = "Den nya bussen"
    play(database, [OCTOBER])
    told = [one for one in foretold(app, database, made, OCTOBER) if one.kind == "notice" and one.title.endswith(" – Den nya bussen")]
    assert len(told) == 2
    play(database, sorted(one.at for one in told if isinstance(one.at, datetime)))
    came = [(at, name) for at, name, _ in happened(app, database, OCTOBER)]
    assert [(one.at, one.title.removesuffix(" – Den nya bussen")) for one in told if (
        one.at, one.title.removesuffix(" – Den nya bussen")) not in came] == []
