"""Letting the people of the sample log in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.ties import user_of
from service.accounts.users import OPERATOR, READER, create_user
from service.demo.life import BY
from service.parties.organisations import organisation_for, own_organisations, set_own
from service.parties.tables import PersonRow

ASSOCIATION = "maria.holm@skyddsvarnet.example"
TOWN = ("Göteborgs Stad", "public", "212000-1355")
WHO = ("karin.lind@goteborg.example", "anders.berg@goteborg.example", "johan.strom@goteborg.example", ASSOCIATION,
       "peter.sand@skyddsvarnet.example")


def let_in(session: Session, password: str, *, operator: str, now: datetime) -> int:
    """Give some of the sample's people a password, one of them the installation; return how many may log in now."""
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
