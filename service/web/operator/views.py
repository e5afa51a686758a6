"""How the installation fares, copies of the database, and a mail to try the server with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, flash, render_template, url_for
from flask_login import current_user
from sqlalchemy import update
from werkzeug.wrappers import Response

from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Unknown
from service.operations.backup import Copy, back_up, copies
from service.operations.status import libraries, status
from service.operations.testmail import try_server
from service.parties.organisations import own_organisations
from service.scheduler.jobs import JOBS
from service.scheduler.tables import TroubleRow
from service.web.frame.access import Who
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now
from service.web.speech.language import at_time, say

pages = Blueprint("operator", __name__)
WHO = {"index": Who.OPERATOR, "again": Who.OPERATOR, "copy": Who.OPERATOR, "mail": Who.OPERATOR, "about": Who.OPERATOR}
Answer = str | Response | tuple[str, int]
OLD_COPY = timedelta(days=7)
UNITS = ("B", "kB", "MB", "GB", "TB")


def size(count: int | None) -> str:
    """Return a size in words: "12 MB"."""
    if count is None:
        return "–"
    value, unit = float(count), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.0f} {UNITS[unit]}" if value >= 10 or unit == 0 else f"{value:.1f} {UNITS[unit]}".replace(".", say(",", "."))


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: how it stands, in a word and a tone, and what to do about it."""

    name: str
    tone: str
    word: str
    more: str = ""


def _lasting(minutes: int) -> str:
    """Return a time in the largest unit that fills it twice."""
    if minutes < 120:
        return say("{n} minuter", "{n} minutes", n=minutes) if minutes != 1 else say("en minut", "a minute")
    hours = minutes // 60
    return say("{n} timmar", "{n} hours", n=hours) if hours < 48 else say("{n} dygn", "{n} days", n=hours // 24)


def _signs(kept: Sequence[Copy]) -> tuple[object, list[Sign]]:
    one = desk()
    with one.database.read() as session:
        found = status(session, one.database, one.settings, now())
    health, good = found.health, say("Bra", "Good")
    waits = int((now() - found.oldest_due).total_seconds()) // 60 if found.oldest_due else 0
    made = [
        Sign(say("Klockan", "The clock"), "done" if health.ok else "late", good if health.ok else say("Står still", "Has stopped"),
             say("Sköter kallelser, påminnelser och lägen.", "Takes care of calls, reminders and states.") if health.ok else say(
                 "Starta om med: overens scheduler", "Start it again with: overens scheduler")),
        Sign(say("Post som väntar", "Mail waiting"), "late" if waits > 30 else "done", str(health.backlog),
             say("Det äldsta har väntat {time}.", "The oldest has waited {time}.", time=_lasting(waits)) if waits >= 1 else ""),
        Sign(say("Post som inte kom fram", "Mail that did not arrive"), "late" if health.undeliverable else "done",
             str(health.undeliverable)),
        Sign(say("Ärenden som inte kunnat hanteras", "Matters that could not be handled"), "late" if health.failures else "done",
             str(health.failures)),
        Sign(say("E-postservern", "The mail server"), "late" if health.paused else "done" if one.settings.mail_server else "wait",
             say("Svarar inte", "Does not answer") if health.paused else good if one.settings.mail_server else say(
                 "Ingen inställd", "None set"),
             health.paused or ("" if one.settings.mail_server else say(
                 "Posten sparas här och skickas inte. Ange OVERENS_MAIL_SERVER för att skicka.",
                 "Mail is kept here and not sent. Set OVERENS_MAIL_SERVER to send it."))),
        Sign(say("Databasen", "The database"), "done" if found.schema == found.newest_schema else "late",
             good if found.schema == found.newest_schema else say("Gammalt schema", "Old schema"),
             f"{found.database}, {size(found.database_size)}, {say('schema', 'schema')} {found.schema}"),
        Sign(say("Disken", "The disk"), "late" if found.disk_low else "done",
             say("Snart full", "Nearly full") if found.disk_low else good,
             say("{free} ledigt av {size}", "{free} free of {size}", free=size(found.disk_free), size=size(found.disk_size))),
        _copied(kept[0].made_at if kept else None),
    ]
    return found, made


def _copied(last: datetime | None) -> Sign:
    name, nightly = say("Säkerhetskopian", "The backup"), say(
        "Låt maskinen köra overens backup varje natt.", "Let the machine run overens backup every night.")
    if last is None:
        return Sign(name, "wait", say("Ingen än", "None yet"), nightly)
    when = say("Senast {at}.", "Last {at}.", at=at_time(last))
    if now() - last > OLD_COPY:
        return Sign(name, "wait", say("Gammal", "Old"), f"{when} {nightly}")
    return Sign(name, "done", say("Bra", "Good"), when)


def _page() -> str:
    kept = copies(desk().settings)
    found, signs = _signs(kept)
    with desk().database.read() as session:
        nameless = not own_organisations(session)
    return render_template("operator/index.html", found=found, signs=signs, nameless=nameless, copies=kept, size=size,
                           settings=desk().settings)


@pages.get("/drift")
def index() -> str:
    """Show how the installation fares."""
    return _page()


@pages.post("/drift/arenden/<path:subject>/igen")
def again(subject: str) -> Answer:
    """Let the clock try a matter again at its next pass."""
    with acting(goes_to=url_for("operator.index")) as act:
        trouble = act.session.get(TroubleRow, subject)
        if trouble is None:
            raise Unknown(what="ärende", id=subject)
        kind, _, number = subject.partition(" ")
        table = next((job.table for job in JOBS if job.table.__tablename__ in (f"{kind}s", f"{kind}es")), None)
        if table is not None and number.isdecimal():
            rows: object = table
            act.session.execute(update(table).where(rows.id == int(number)).values(next_at=now()))  # type: ignore[attr-defined]
        append(act.session, [Record(chain=INSTALLATION, at=now(), actor=actor(), subject=subject, event="tried_again", body={})])
    return done(act.goes_to, "Ärendet tas upp igen inom någon minut.", "The matter is taken up again within a minute.")


@pages.post("/drift/kopia")
def copy() -> Answer:
    """Copy the database now."""
    made = back_up(desk().database, desk().settings, now())
    with acting(goes_to=url_for("operator.index", _anchor="copies")) as act:
        append(act.session, [Record(chain=INSTALLATION, at=now(), actor=actor(), subject="database", event="copied",
                                    body={"name": made.name, "size": made.size})])
    return done(act.goes_to, "Kopian är gjord och kontrollerad: {name} ({size}).", "The copy is made and checked: {name} ({size}).",
                name=made.name, size=size(made.size))


@pages.post("/drift/provmejl")
def mail() -> Answer:
    """Send a mail to the one who asks, past the outbox, and tell what the server said."""
    settings = desk().settings
    place = url_for("operator.index", _anchor="mail")
    if not settings.mail_server:
        return done(place, "Ingen e-postserver är inställd; posten sparas här.", "No mail server is set; mail is kept here.")
    told = try_server(
        settings, current_user.name, current_user.email, say("Provmejl från Överens", "Test mail from Överens"),
        say("Det här mejlet visar att Överens når er e-postserver.", "This mail shows that Överens reaches your mail server."), now())
    if told.sent:
        return done(place, "Servern tog emot provmejlet till {to}: {words}", "The server took the test mail to {to}: {words}",
                    to=current_user.email, words=told.words)
    flash(say("Provmejlet gick inte att skicka: {why}", "The test mail could not be sent: {why}", why=told.words), "late")
    return done(place)


@pages.get("/drift/om")
def about() -> str:
    """Show versions and licences."""
    with desk().database.read() as session:
        own = own_organisations(session)
    return render_template("operator/about.html", libraries=libraries(), own=own)
