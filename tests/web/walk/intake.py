"""Who gets what of the pages of `intake`: what somebody has begun is theirs alone, also before who runs the installation."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from service.accounts.tables import UserRow
from service.db import Database
from service.intake.cases import begin
from service.web.intake.form.typed import untouched
from tests.web.walk.words import AWAY, DONE, GONE, NO, NOT_YOU, OPEN, WRONG, Pages, only, those, users
from tests.web.world import NOW

# Who coordinates or leads somewhere takes agreements in.
LEADING = "x CM cm *"
PAGES: Pages = {
    "GET /agreements/ny": {**users(NOT_YOU), **those(LEADING, OPEN)},
    "POST /agreements/ny": {**users(NOT_YOU), **those(LEADING, WRONG)},
    "POST /agreements/ny/for-hand": {**users(NOT_YOU), **those(LEADING, DONE)},
    "GET /intag/{intake}": {**users(GONE), "C": OPEN},
    "GET /intag/999": users(GONE),
    "POST /intag/{intake}": {**users(GONE), "C": NO},
    "GET /intag/{intake}/forhandsgranska": {**users(GONE), "C": AWAY},
    "GET /intag/{intake}/kontakter": {**users(GONE), "C": DONE},
    "POST /intag/{intake}/kontakter": {**users(GONE), "C": DONE},
    "POST /intag/{intake}/kasta": {**users(GONE), "C": DONE},
    "GET /agreements/{agreement}/utkast": only("CM cm *", NO),
    "POST /agreements/{agreement}/utkast": only("CM cm *", NO),
}



def places(database: Database, made: Mapping[str, object]) -> dict[str, object]:
    """Let the municipality's coordinator have begun one."""
    with database.write() as session:
        user_id = session.scalars(select(UserRow.id).where(UserRow.email == made["C"])).one()
        return {"intake": begin(session, user_id, typed=untouched(), now=NOW)}
