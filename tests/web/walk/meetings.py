"""Who gets what of the pages of `meetings`; the meeting of the walk is called and still to come."""

from __future__ import annotations

from service.db import Database
from service.meetings.tables import OutcomeRow, PointRow
from tests.web.walk.words import DONE, GONE, LOGIN, NOT_YOU, OPEN, WRONG, Pages
from tests.web.world import NOW, seat

NO = 409


def convenors(karin: object) -> tuple[object, ...]:
    """Return what they get of a page that is for those who lead at the party that convenes."""
    return (LOGIN, GONE, NOT_YOU, karin, NOT_YOU, NOT_YOU)


PAGES: Pages = {
    "GET /meetings/{meeting}": (LOGIN, GONE, *[OPEN] * 4),
    "GET /meetings/999": (LOGIN, *[GONE] * 5),
    "POST /meetings/{meeting}/punkter": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    # The point of the walk is Maria's.
    "POST /meetings/{meeting}/punkter/{point}/bort": (LOGIN, GONE, DONE, GONE, NOT_YOU, NOT_YOU),
    "POST /meetings/{meeting}/synpunkt": (LOGIN, GONE, WRONG, WRONG, NOT_YOU, NOT_YOU),
    "POST /meetings/{meeting}/uppgifter/{task}/klar": (LOGIN, GONE, NO, NO, NOT_YOU, NOT_YOU),
    "POST /meetings/{meeting}/uppgifter/{task}/inte-klar": (LOGIN, GONE, NO, NO, NOT_YOU, NOT_YOU),
    "GET /meetings/{meeting}/flytta": convenors(OPEN),
    "POST /meetings/{meeting}/flytta": convenors(WRONG),
    "GET /meetings/{meeting}/stall-in": convenors(OPEN),
    "POST /meetings/{meeting}/stall-in": convenors(WRONG),
    "GET /meetings/{meeting}/kallade": convenors(OPEN),
    "POST /meetings/{meeting}/kallade/till": convenors(WRONG),
    "POST /meetings/{meeting}/kallade/bort": convenors(WRONG),
    "POST /meetings/{meeting}/kallade/svar": convenors(WRONG),
    "GET /meetings/{meeting}/hallet": convenors(OPEN),
    "POST /meetings/{meeting}/hallet": convenors(WRONG),
    # It has not begun, so it has neither failed to take place nor anything to write of.
    "POST /meetings/{meeting}/blev-inte-av": convenors(NO),
    "GET /meetings/{meeting}/anteckningar": convenors(NO),
    "POST /meetings/{meeting}/anteckningar": convenors(NO),
}


def places(database: Database, made: dict[str, object]) -> dict[str, object]:
    """Put a point of Maria's on the agenda, and a task that belongs to no minutes yet."""
    meeting = int(str(made["meeting"]))
    with database.write() as session:
        maria = next(one for one in (seat(database, meeting, number) for number in range(4)) if one.party_id != seat(database, meeting).party_id)
        point = PointRow(meeting_id=meeting, party_id=maria.party_id, body="Höstlovet", author="Maria Holm", written_at=NOW)
        task = OutcomeRow(agreement_id=made["agreement"], meeting_id=meeting, kind="task", body="Ring skolan")
        session.add_all([point, task])
        session.flush()
        return {"point": point.id, "task": task.id}
