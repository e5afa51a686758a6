"""What fails or ends in the sample agreements: a breach, a notice, a claim of repayment, a dispute, by the real use cases."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from service.agreements.store import get_agreement, terms_of
from service.breaches.actions import Receipt, Reply
from service.breaches.model import Answer, How, Notice
from service.db import Database
from service.demo.lived.followup import enter_used, lead
from service.demo.lived.life import BY
from service.economy.invoices.tables import InvoiceRow
from service.kernel.clock import local_day
from service.lifecycle.breaking import breaches
from service.lifecycle.ending import notice
from service.lifecycle.repaying import repayments
from service.lifecycle.repaying.ground import standings
from service.lifecycle.talks import disputes
from service.parties.model import Function
from service.parties.store import cast
from service.repayments.model import Claim, Ground
from service.repayments.rules import monthly
from service.terminations.model import Given
from service.terminations.model import How as Handed
from service.terminations.model import Receipt as Received


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


def given_notice(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the association give notice ten days ago; the public party confirms it two days later."""
    given, received = now - timedelta(days=10), now - timedelta(days=8)
    with database.write() as session:
        around = cast(session, agreement_id)
        public, civil = around.parties
        signer = next(one for one in around.seats if one.party_id == civil.id and one.function == Function.SIGNATORY)
        made = notice.give(session, agreement_id, Given(
            party_id=civil.id, person_id=signer.person_id, authority="Firmatecknare enligt stadgarna § 9",
            given_on=local_day(given), reason="Vi hinner inte hitta en ny samordnare."), now=given, by=BY)
        notice.receive(session, made, Received(on=local_day(received), how=Handed.HERE), party_id=public.id, author=public.name,
                       now=received, by=BY)


def claimed_back(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the public party claim back twelve days ago what was not used; the association agrees to pay it in two parts."""
    claimed, agreed = now - timedelta(days=12), now - timedelta(days=6)
    with database.write() as session:
        row, around = get_agreement(session, agreement_id), cast(session, agreement_id)
        public, civil = around.parties
        assert row.ends_on is not None
        enter_used(session, agreement_id, row.ends_on, around, now=claimed)
        unused = standings(session, row)[0].on(Ground.POSTS).ore
        made = repayments.claim(session, agreement_id, Claim(
            against=civil.id, ground=Ground.POSTS, ore=unused,
            why="Det som inte har använts betalas tillbaka enligt överenskommelsen.",
            instalments=monthly(unused, local_day(now) + timedelta(days=10), 2)), party_id=public.id, now=claimed, by=BY)
        repayments.agree(session, made, civil.id, message="Vi betalar i två delar.", now=agreed, by=BY)


def disputed(database: Database, agreement_id: int, *, now: datetime) -> None:
    """Let the association open a dispute about its last invoice nine days ago, and a first talk be noted."""
    opened, talked = now - timedelta(days=9), now - timedelta(days=4)
    with database.write() as session:
        around = cast(session, agreement_id)
        _, civil = around.parties
        invoice = session.scalars(select(InvoiceRow.id).where(
            InvoiceRow.agreement_id == agreement_id, InvoiceRow.state == "paid").order_by(InvoiceRow.day.desc()).limit(1)).one()
        made = disputes.open_one(
            session, agreement_id, party_id=civil.id, matter=f"invoice {invoice}", about="Planhyran i december",
            why="Vi räknar hyran per månad, ni per spelad vecka.", now=opened, by=BY)
        disputes.note(session, made, party_id=civil.id, day=local_day(talked), who=lead(around), author=civil.name, now=talked, by=BY,
                      body="Vi gick igenom hyresavtalet på telefon och ses igen om två veckor.")
