"""One mail a week: what can wait is gathered, what cannot comes alone, nothing is lost between the two."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from service.db import Database
from service.digest.actions import choose_digest
from service.digest.rules import MOST, next_weekly
from service.kernel.clock import local_day, moment
from service.lifecycle.acts.renewal import decide
from service.lifecycle.acts.resend import resend
from service.notices.owe import Addressee, Letter, owe, withdraw
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import Letterhead, preview
from service.parties.store import cast
from service.parties.tables import PersonRow
from service.renewal.states import Answer
from service.scheduler.reconcile import reconcile
from service.scheduler.sweep import sweep
from tests.web.world import BY, NOW, log_in, settings, signed, terms

KARIN = "karin@staden.example"
HEAD = Letterhead("Överens", "post@overens.example", "https://overens.example", "a secret for tests only")
MONDAY = date(2026, 9, 21)


def person(database: Database, email: str = KARIN) -> int:
    with database.read() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()


def choose(database: Database, wanted: bool, on: datetime, email: str = KARIN) -> None:
    number = person(database, email)
    with database.write() as session:
        choose_digest(session, number, wanted, now=on, by=BY)


def lived(database: Database, since: date, until: date) -> None:
    for ahead in range((until - since).days + 1):
        sweep(database, now=lambda ahead=ahead: moment(since + timedelta(days=ahead), 9))


def post(database: Database, name: str | None = None, email: str = KARIN) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.to_email == email).order_by(OutboxRow.id)
    with database.read() as session:
        return list(session.scalars(query if name is None else query.where(OutboxRow.name == name)))


def gathering(database: Database) -> int:
    """Make an agreement that Karin follows by the week, on a Tuesday when nothing is due."""
    number = signed(database)
    lived(database, date(2026, 1, 2), date(2026, 8, 25))
    choose(database, True, moment(date(2026, 8, 25), 10))
    return number


@pytest.mark.parametrize(("at", "next_day"), [
    (moment(date(2026, 9, 21), 7), date(2026, 9, 21)), (moment(date(2026, 9, 21), 8), date(2026, 9, 28)),
    (moment(date(2026, 9, 27), 23), date(2026, 9, 28)),
    (moment(date(2026, 4, 1), 9), date(2026, 4, 7)),  # the Monday after Easter is a holiday
    (moment(date(2026, 4, 6), 9), date(2026, 4, 7)), (moment(date(2026, 4, 7), 8), date(2026, 4, 13)),
])
def test_monday_at_eight(at: datetime, next_day: date) -> None:
    assert next_weekly(at) == moment(next_day, 8)


def test_what_can_wait_comes_in_one_mail_on_monday(database: Database) -> None:
    gathering(database)
    signed(database, terms("Läxhjälpen"))
    lived(database, date(2026, 8, 26), date(2026, 9, 6))
    before = [row for row in post(database) if local_day(row.created_at) > date(2026, 8, 25)]
    assert [row.name for row in before if row.state == Post.GATHERED] == [
        "renewal_ahead", "renewal_ahead", "meeting_proposed", "meeting_proposed"]
    assert [row for row in before if row.state == Post.GATHERED and row.next_at is not None] == []
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    weekly = post(database, "weekly")[-1]
    assert (local_day(weekly.created_at), weekly.state, weekly.agreement_id) == (date(2026, 9, 7), Post.WAITING, None)
    text = " ".join(preview(weekly, HEAD).text.split())
    assert text.index("Läxhjälpen") != text.index("Skyddsbussen i Linden")
    assert text.count("31 oktober 2026") >= 2
    gathered = {row.id for row in before if row.state == Post.GATHERED}
    assert {row.state for row in post(database) if row.id in gathered} == {Post.DIGESTED}


def test_an_urgent_notice_and_a_call_come_alone_and_at_once(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 10, 30))
    sent = {row.name for row in post(database) if row.state not in (Post.GATHERED, Post.DIGESTED)}
    assert {"meeting_call", "meeting_reminder", "renewal_ahead"} <= sent
    assert {row.name for row in post(database) if row.state in (Post.GATHERED, Post.DIGESTED)} == {
        "renewal_ahead", "meeting_proposed", "agenda_points", "minutes_wanted"}
    alone = [local_day(row.created_at) for row in post(database, "renewal_ahead")
             if row.state == Post.WAITING and local_day(row.created_at) > date(2026, 8, 25)]
    assert alone
    assert all(date(2026, 10, 30) - day <= timedelta(days=7) for day in alone)


def test_no_mail_when_nothing_is_gathered_and_the_next_monday_comes_anyway(database: Database) -> None:
    signed(database)
    lived(database, date(2026, 1, 2), date(2026, 2, 20))
    choose(database, True, moment(date(2026, 2, 20), 10))
    count = len(post(database))
    sweep(database, now=lambda: moment(date(2026, 2, 23), 9))
    with database.read() as session:
        assert session.get_one(PersonRow, person(database)).next_at == moment(date(2026, 3, 2), 8)
    assert post(database, "weekly") == []
    assert len(post(database)) == count


def test_what_has_lost_its_point_is_not_told(database: Database) -> None:
    number = gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 4))
    assert Post.GATHERED in {row.state for row in post(database, "renewal_ahead")}
    with database.write() as session:
        for party in cast(session, number).parties:
            decide(session, number, party, Answer.EXTEND, now=moment(date(2026, 9, 4), 10), by=BY)
    assert Post.GATHERED not in {row.state for row in post(database, "renewal_ahead")}
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    assert all("ta ställning" not in preview(row, HEAD).text for row in post(database, "weekly"))


def test_single_mails_again_at_once(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 4))
    gathered = [row.id for row in post(database) if row.state == Post.GATHERED]
    now = moment(date(2026, 9, 4), 10)
    choose(database, False, now)
    assert {(row.state, row.next_at) for row in post(database) if row.id in gathered} == {(Post.WAITING, now)}
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    assert post(database, "weekly") == []
    with database.read() as session:
        assert session.get_one(PersonRow, person(database)).next_at is None


def test_what_was_gathered_while_the_weekly_mail_was_turned_off_still_comes(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 4))
    with database.write() as session:  # as another process left it, having read the choice before it was changed
        session.execute(update(PersonRow).where(PersonRow.email == KARIN).values(digest=False))
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    assert len(post(database, "weekly")) == 1
    assert Post.GATHERED not in {row.state for row in post(database)}


def test_a_later_weekly_mail_takes_back_none_that_has_not_gone_out(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 10, 12))
    weekly = post(database, "weekly")
    assert len(weekly) > 1
    assert {row.state for row in weekly} == {Post.WAITING}


def test_one_that_cannot_be_read_goes_alone(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 4))
    with database.write() as session:
        bad = session.scalars(select(OutboxRow).where(OutboxRow.state == Post.GATHERED)).first()
        assert bad is not None
        bad.payload, number = '{"day": 7}', bad.id
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    assert [row.state for row in post(database) if row.id == number] == [Post.WAITING]


def test_a_very_long_week_is_counted_and_not_listed(database: Database) -> None:
    number = gathering(database)
    facts = {"agreement": "Skyddsbussen i Linden", "agreement_id": number, "parties": ["A", "B"], "clause": "", "late": False,
             "day": "2026-09-01", "given_on": "2026-09-01", "link": "/", "simulated": False, "reply_to": None,
             "sender_name": None, "calendar": None, "minutes": "Vi sågs."}
    facts |= {name: value for name, value in _meeting_facts().items() if name not in facts}
    me = Addressee(None, person(database), "Karin Lind", KARIN, "sv", digest=True)
    with database.write() as session:
        owe(session, [Letter(key=f"k{n}", name="minutes_ready", agreement_id=number, uid="u", subject=f"meeting {n}", payload=facts,
                             to=[me]) for n in range(MOST + 3)], now=moment(date(2026, 9, 1), 9))
    lived(database, date(2026, 9, 7), date(2026, 9, 7))
    text = preview(post(database, "weekly")[-1], HEAD).text
    assert text.count("\n- ") == MOST
    assert "besked till" in text


def _meeting_facts() -> dict[str, object]:
    from tests.notices.examples import MEETING

    return dict(MEETING)


def test_gathered_mail_is_taken_back_with_its_matter_and_sent_on_request(database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 4))
    row = next(one for one in post(database) if one.state == Post.GATHERED)
    now = moment(date(2026, 9, 4), 12)
    with database.write() as session:
        assert resend(session, row.id, now=now, by=BY) == row.id
    assert [(one.state, one.next_at) for one in post(database) if one.id == row.id] == [(Post.WAITING, now)]
    with database.write() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(state=Post.GATHERED.value, next_at=None))
        assert KARIN in withdraw(session, row.subject)
    assert [one.state for one in post(database) if one.id == row.id] == [Post.WITHDRAWN]


def test_one_whose_next_monday_is_lost_is_found_again(database: Database) -> None:
    gathering(database)
    with database.write() as session:
        session.execute(update(PersonRow).where(PersonRow.email == KARIN).values(next_at=None))
    now = moment(date(2026, 8, 28), 9)
    reconcile(database, settings(), now=now)
    with database.read() as session:
        assert session.get_one(PersonRow, person(database)).next_at == now


def test_chosen_and_unchosen_on_ones_own_page(app: Flask, database: Database) -> None:
    gathering(database)
    client = log_in(app.test_client(), "anders")
    mine = {"name": "Anders Berg", "language": "sv"}
    page = client.get("/jag").text
    assert 'id="digest"' in page
    assert "checked" not in page.partition('id="digest"')[2].partition(">")[0]
    assert client.post("/jag", data={**mine, "digest": "yes"}).status_code == 303
    assert "checked" in client.get("/jag").text.partition('id="digest"')[2].partition(">")[0]
    with database.read() as session:
        row = session.get_one(PersonRow, person(database, "anders@staden.example"))
        assert (row.digest, row.next_at) == (True, next_weekly(NOW))
    client.post("/jag", data=mine)
    with database.read() as session:
        assert not session.get_one(PersonRow, row.id).digest
    assert 'id="digest"' not in log_in(app.test_client(), "operator").get("/jag").text


def test_one_sees_ones_own_weekly_mail_and_nobody_elses(app: Flask, database: Database) -> None:
    gathering(database)
    lived(database, date(2026, 8, 26), date(2026, 9, 7))
    number = post(database, "weekly")[-1].id
    karin = log_in(app.test_client(), "karin")
    assert "Veckomejl" in karin.get("/post").text
    assert "I ett veckomejl" in karin.get("/post").text
    assert karin.get(f"/post/{number}").status_code == 200
    for other in ("anders", "maria", "reader"):
        assert log_in(app.test_client(), other).get(f"/post/{number}").status_code == 404
