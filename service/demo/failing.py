"""What fails in the sample agreements: a breach told, received and answered through the real use cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from service.agreements.store import terms_of
from service.breaches.actions import Receipt, Reply
from service.breaches.model import Answer, How, Notice
from service.db import Database
from service.demo.life import BY
from service.kernel.clock import local_day
from service.lifecycle.breaking import breaches
from service.parties.store import cast


def failed(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the public party give notice twelve days ago; the other receives it the day after, and reports rectification."""
    given, received, answered = now - timedelta(days=12), now - timedelta(days=11), now - timedelta(days=5)
    with database.write() as session:
        public, civil = (one for one in cast(session, agreement_id).parties)
        promised = terms_of(session, agreement_id).undertakings[0].text
        made = breaches.notify(session, agreement_id, Notice(
            against=civil.id, undertaking=promised, clause=promised, since=local_day(given) - timedelta(days=20),
            what="Telefonen har inte varit bemannad på fredags- och lördagsnätter de senaste tre veckorna."),
            party_id=public.id, now=given, by=BY)
        breaches.receive(session, made, Receipt(on=local_day(received), how=How.HERE), party_id=civil.id, now=received, by=BY)
        breaches.reply(session, made, Reply(
            answer=Answer.RECTIFIED, done_on=local_day(answered),
            body="Två nya jourare är på plats sedan i helgen, och alla nätter är bemannade igen."),
            party_id=civil.id, author=civil.name, now=answered, by=BY)
