"""Letting the people of the sample log in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.ties import user_of
from service.accounts.users import OPERATOR, READER, create_user
from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.demo.lived.life import BY
from service.lifecycle.acts.people import Newcomer, give_functions
from service.parties.model import Function
from service.parties.organisations import organisation_for, own_organisations, set_own
from service.parties.tables import FunctionRow, PersonRow

ASSOCIATION = "maria.holm@skyddsvarnet.example"
TOWN = ("Göteborgs Stad", "public", "212000-1355")
COORDINATOR = "karin.lind@goteborg.example"
ECONOMIST, AUDITOR = "sofia.ek@goteborg.example", "rut.alm@goteborg.example"
WHO = (COORDINATOR, "anders.berg@goteborg.example", "johan.strom@goteborg.example", ECONOMIST, ASSOCIATION,
       "peter.sand@skyddsvarnet.example", "eva.dahl@skyddsvarnet.example", AUDITOR)


def let_in(session: Session, password: str, *, operator: str, now: datetime) -> int:
    """Give some of the sample's people a password, one of them the installation; return how many may log in now."""
    _name_auditor(session, now)
    people = session.scalars(select(PersonRow).where(PersonRow.email.in_(WHO)).order_by(PersonRow.id)).all()
    made = 0
    for person in people:
        if user_of(session, person.id) is None:
            create_user(session, email=person.email, name=person.name, language=person.language, password=password,
                        role=OPERATOR if person.email == operator else READER, now=now, by=BY)
            made += 1
    if made and not own_organisations(session):
        set_own(session, organisation_for(session, *TOWN).id)
    return made


def _name_auditor(session: Session, now: datetime) -> None:
    """Let someone read and verify what the coordinator's unit has, and change nothing; what is closed is changed by nobody."""
    held = session.execute(
        select(FunctionRow.agreement_id, FunctionRow.party_id).join(PersonRow, PersonRow.id == FunctionRow.person_id)
        .join(AgreementRow, AgreementRow.id == FunctionRow.agreement_id)
        .where(PersonRow.email == COORDINATOR, FunctionRow.function == Function.COORDINATOR,
               AgreementRow.state != State.CLOSED).order_by(FunctionRow.id)).all()
    auditor = Newcomer(name="Rut Alm", email=AUDITOR, language="sv")
    for agreement_id, party_id in held:
        give_functions(session, agreement_id, auditor, party_id, (Function.AUDITOR,), None, now=now, by=BY)
