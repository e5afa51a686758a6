"""What one party changes of the settings is told to those who coordinate for the others, each change once."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from sqlalchemy import select, update

from service.agreements.terms import Habits
from service.db import Database
from service.deviations.model import Limit
from service.lifecycle.settings.habits import change_habits
from service.lifecycle.settings.ladders import change_ladders
from service.lifecycle.talks.deviations import set_limit
from service.notices.tables import OutboxRow, Post
from service.notices.writing.compose import preview
from service.obligations.reminders.choices import Choice
from service.parties.model import Function
from service.parties.store import cast
from service.parties.tables import PersonRow
from tests.notices.examples import HEAD
from tests.web.world import BY, NOW, signed

KARIN, MARIA = "karin@staden.example", "maria@linden.example"


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.name == "settings_changed").order_by(OutboxRow.id)).all()
        return [(row.to_email, preview(row, HEAD).text) for row in rows]


def test_each_change_of_the_reminders_is_told_to_the_other_party(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        ours, theirs = (one.id for one in cast(session, number).parties)
        session.execute(update(PersonRow).where(PersonRow.email == MARIA).values(digest=True))
        first = {"renewal_ahead": Choice(days=(30, 1)), "payment_due": Choice(days=(0, 7), to=(Function.MANAGER,))}
        change_ladders(session, number, first, revision=1, party_id=theirs, now=NOW, by="Maria Holm for Föreningen Linden")
        again = {**first, "meeting_reminder": Choice(days=()), "renewal_overdue": Choice(every=14)}
        change_ladders(session, number, again, revision=2, party_id=ours, now=NOW, by=BY)
        change_ladders(session, number, again, revision=3, party_id=ours, now=NOW, by=BY)
    (one, before), (other, after) = told(database)
    assert (one, other) == (KARIN, MARIA)
    assert "Maria Holm för Föreningen Linden har ändrat vilka påminnelser" in before
    said = " ".join(before.split())
    assert ("- Dags att ta ställning till förlängning: 30 och 1 dagar före, till samordnare och undertecknare "
            "(förut 90, 60, 30, 14, 7 och 1 dagar före, till samordnare och undertecknare)") in said
    assert "- Dags att betala: 7 dagar före och samma dag, till chef (förut" in said
    said = " ".join(after.split())
    assert "- Påminnelse om möte: skickas inte (förut 7 och 1 dagar före" in said
    assert "- Ställningstagande försenat: var 14:e dag, till" in said
    assert "Dags att betala" not in said
    with database.read() as session:
        assert session.scalars(select(OutboxRow.state).where(
            OutboxRow.name == "settings_changed", OutboxRow.to_email == MARIA)).all() == [Post.GATHERED]


def test_other_habits_and_limits_are_told_and_the_same_ones_are_not(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        ours = cast(session, number).parties[0].id
        habits = Habits(place="Rum Koster", starts=time(13))
        for revision in (1, 2):
            change_habits(session, number, habits, revision=revision, party_id=ours, now=NOW, by=BY)
        set_limit(session, number, Limit(percent=Decimal(10), sek=Decimal(5000)), revision=3, party_id=None, now=NOW, by=BY)
    found = told(database)
    assert [email for email, _ in found] == [MARIA, KARIN, MARIA]
    assert "Plats: Rum Koster (förut Rum Vinga)" in found[0][1]
    assert "13.00" in found[0][1].split("Planerade möten som får ny tid")[1]
    assert "Gräns: 10 % eller 5 000 kr (förut ingen)" in found[1][1]
