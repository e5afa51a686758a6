"""Who gets what of the pages of `meetings`; the meeting of the walk is called and still to come."""

from __future__ import annotations

from sqlalchemy import select

from service.db import Database
from service.meetings.tables import OutcomeRow, PointRow
from service.parties.tables import PartyRow
from tests.web.walk.words import DONE, GONE, NO, NOT_YOU, OPEN, WRONG, Pages, only, seeing, those, users
from tests.web.world import NOW

WORKING = "CMSEOR cmseor"
# Those who lead at the party that convenes.
LEADING = "CM"
PAGES: Pages = {
    "GET /meetings/{meeting}": seeing(OPEN),
    "GET /meetings/999": users(GONE),
    "POST /meetings/{meeting}/punkter": only(WORKING, WRONG),
    # The point of the walk is the other party's coordinator's.
    "POST /meetings/{meeting}/punkter/{point}/bort": {**only(WORKING, GONE), **those("CMSEOR", NOT_YOU), "c": DONE},
    "POST /meetings/{meeting}/synpunkt": only(WORKING, WRONG),
    "POST /meetings/{meeting}/uppgifter/{task}/klar": only(WORKING, NO),
    "POST /meetings/{meeting}/uppgifter/{task}/inte-klar": only(WORKING, NO),
    "GET /agreements/{agreement}/moten/nytt": only(LEADING, OPEN),
    "POST /agreements/{agreement}/moten/nytt": only(LEADING, WRONG),
    "GET /meetings/{meeting}/flytta": only(LEADING, OPEN),
    "POST /meetings/{meeting}/flytta": only(LEADING, WRONG),
    "GET /meetings/{meeting}/stall-in": only(LEADING, OPEN),
    "POST /meetings/{meeting}/stall-in": only(LEADING, WRONG),
    "GET /meetings/{meeting}/kallade": only(LEADING, OPEN),
    "POST /meetings/{meeting}/kallade/till": only(LEADING, WRONG),
    "POST /meetings/{meeting}/kallade/bort": only(LEADING, WRONG),
    "POST /meetings/{meeting}/kallade/svar": only(LEADING, WRONG),
    "GET /meetings/{meeting}/hallet": only(LEADING, OPEN),
    "POST /meetings/{meeting}/hallet": only(LEADING, WRONG),
    # It has not begun, so it has neither failed to take place nor anything to write of.
    "POST /meetings/{meeting}/blev-inte-av": only(LEADING, NO),
    "GET /meetings/{meeting}/anteckningar": only(LEADING, NO),
    "POST /meetings/{meeting}/anteckningar": only(LEADING, NO),
}



def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Put a point of the other party's on the agenda, and a task that belongs to no minutes yet."""
    with database.write() as session:
        theirs = session.scalars(select(PartyRow.id).where(PartyRow.agreement_id == made["agreement"], PartyRow.role == "civil")).one()
        point = PointRow(meeting_id=made["meeting"], party_id=theirs, body="Höstlovet", author=made["name of c"], written_at=NOW)
        task = OutcomeRow(agreement_id=made["agreement"], meeting_id=made["meeting"], kind="task", body="Ring skolan")
        session.add_all([point, task])
        session.flush()
        return {"point": point.id, "task": task.id}
