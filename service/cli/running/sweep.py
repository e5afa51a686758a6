"""`overens sweep`: one pass, for those who keep the clock with cron."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from service.cli.office import note, office
from service.cli.words import say
from service.kernel import crash
from service.kernel.clock import STOCKHOLM
from service.kernel.errors import BadInput
from service.scheduler.passes import one_pass
from service.settings import Settings


@click.command("sweep", help=say("Gör ett varv: allt som förfallit, sedan posten.", "Make one pass: all that is due, then the mail."))
@click.option("--now", metavar="ISO", help=say(
    "Låtsas att klockan är så mycket; bara vid övning (OVERENS_REHEARSAL=true).",
    "Pretend that it is this time; only in rehearsal (OVERENS_REHEARSAL=true)."))
def command(now: str | None) -> int:
    """Sweep and deliver once; return 1 if anything failed."""
    with office() as open_office:
        settings, clock = open_office.settings, open_office.now
        arm_crash(settings)
        if now is not None:
            moment = rehearsed(now, settings)
            clock = lambda: moment  # noqa: E731
        if settings.secret_key is None and settings.mail_server:
            note("OVERENS_SECRET_KEY är inte satt: kallelser skickas utan svarslänkar.",
                 "OVERENS_SECRET_KEY is not set: calls are sent without reply links.")
        passed = one_pass(open_office.database, settings, now=clock)
    swept, delivered = passed.swept, passed.delivered
    click.echo(say(
        f"{swept.acted} ärenden, {swept.owed} meddelanden skrivna, {delivered.sent} skickade, "
        f"{delivered.retried} försöks igen, {delivered.undeliverable} kunde inte levereras.",
        f"{swept.acted} matters, {swept.owed} notices written, {delivered.sent} sent, "
        f"{delivered.retried} to be tried again, {delivered.undeliverable} undeliverable."))
    if delivered.paused:
        note(f"Posten pausar: {delivered.paused}", f"The mail pauses: {delivered.paused}")
    for error in swept.errors:
        note(f"Gick inte: {error}", f"Failed: {error}")
    return 1 if swept.failed else 0


def rehearsed(now: str, settings: Settings) -> datetime:
    """Return the moment to pretend; refuse outside rehearsals."""
    if not settings.rehearsal:
        raise BadInput(why=say("--now gäller bara vid övning; sätt OVERENS_REHEARSAL=true",
                               "--now is for rehearsals only; set OVERENS_REHEARSAL=true"))
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise BadInput(why=say(f"{now!r} är ingen tidpunkt; skriv den som 2025-10-31T08:00",
                               f"{now!r} is not a moment; write it like 2025-10-31T08:00")) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def arm_crash(settings: Settings) -> None:
    """Arm the crash point that a rehearsal asks for."""
    if not settings.crash_at:
        return
    if not settings.rehearsal:
        raise BadInput(why=say("OVERENS_CRASH_AT gäller bara vid övning; sätt OVERENS_REHEARSAL=true",
                               "OVERENS_CRASH_AT is for rehearsals only; set OVERENS_REHEARSAL=true"))
    try:
        crash.arm(settings.crash_at)
    except ValueError as error:
        raise BadInput(why=str(error)) from None
