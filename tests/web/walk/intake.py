"""Who gets what of the pages of `intake`: what somebody has begun is theirs alone, also before who runs the installation."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from service.accounts.tables import UserRow
from service.db import Database
from service.intake.cases import begin
from service.web.intake.form.typed import untouched
from tests.web.walk.words import DONE, GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import NOW, email_of

PAGES: Pages = {
    "GET /agreements/ny": (LOGIN, OPEN, OPEN, OPEN, NOT_YOU, OPEN),
    "POST /agreements/ny": (LOGIN, WRONG, WRONG, WRONG, NOT_YOU, WRONG),
    "POST /agreements/ny/for-hand": (LOGIN, DONE, DONE, DONE, NOT_YOU, DONE),
    "GET /intag/{intake}": (LOGIN, GONE, GONE, OPEN, GONE, GONE),
    "GET /intag/999": (LOGIN, *[GONE] * 5),
    "POST /intag/{intake}": (LOGIN, GONE, GONE, 409, GONE, GONE),
    "GET /intag/{intake}/forhandsgranska": (LOGIN, GONE, GONE, 302, GONE, GONE),
    "GET /intag/{intake}/kontakter": (LOGIN, GONE, GONE, DONE, GONE, GONE),
    "POST /intag/{intake}/kontakter": (LOGIN, GONE, GONE, DONE, GONE, GONE),
    "POST /intag/{intake}/kasta": (LOGIN, GONE, GONE, DONE, GONE, GONE),
    "GET /agreements/{agreement}/utkast": (LOGIN, GONE, 409, 409, NOT_YOU, 409),
    "POST /agreements/{agreement}/utkast": (LOGIN, GONE, 409, 409, NOT_YOU, 409),
}


def places(database: Database, _made: Mapping[str, object]) -> dict[str, object]:
    """Let the municipality's coordinator have begun one."""
    with database.write() as session:
        user_id = session.scalars(select(UserRow.id).where(UserRow.email == email_of("karin"))).one()
        return {"intake": begin(session, user_id, typed=untouched(), now=NOW)}
