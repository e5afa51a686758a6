"""`overens`: loads one command by name, and turns refusals into sentences and exit codes."""

from __future__ import annotations

import importlib
import logging
import sys
from typing import Any

import click
import structlog
from structlog.tracebacks import ExceptionDictTransformer

from service.cli.called import told
from service.cli.words import say
from service.kernel.errors import Refusal

DONE, FAULT, REFUSED = 0, 1, 2

WHERE = {
    "reading.intake": say("Läs en överenskommelse och visa vad den säger.", "Read an agreement and show what it says."),
    "reading.simulate": say("Spela upp hela livet i förväg.", "Play a whole life in advance."),
    "agreements.agreement": say("Registrera, visa och flytta överenskommelser.", "Register, show and move agreements."),
    "agreements.amendment": say("Skriv, skicka och visa tillägg.", "Draw up, send and show amendments."),
    "signing.sign": say("Underskrifter: original, filer, undertecknare.", "Signatures: originals, files, signers."),
    "agreements.meeting": say("Flytta, håll eller ställ in ett möte.", "Move, hold or cancel a meeting."),
    "agreements.decide": say("Registrera en parts ställningstagande till förlängning.", "Record a party's stand on renewal."),
    "talks.renegotiation": say("Omförhandling: påkalla, svara, anteckna, avsluta.", "Renegotiation: ask, answer, note, close."),
    "ending.breach": say("Avtalsbrott och hävning: meddela, svara, häv.", "Breach and rescission: notice, answer, rescind."),
    "ending.terminate": say("Uppsägning: säg upp, anteckna mottagandet, ta tillbaka.",
                                "Notice of termination: give it, note its receipt, withdraw it."),
    "talks.deviation": say("Avvikelse: anmäl, anteckna, godkänn, avslå.", "Deviation: report, note, approve, reject."),
    "money.invoice": say("Fakturor och utbetalningar: lämna in, godkänn, betala.",
                         "Invoices and payouts: hand in, approve, pay."),
    "money.repayment": say("Återbetalning: kräv, svara, betala, efterge.", "Repayment: claim, answer, pay, waive."),
    "talks.dispute": say("Tvist: öppna, anteckna, lös, för vidare.", "Dispute: open, note, resolve, take further."),
    "money.outcome": say("Utfall per budgetpost: ange, läs in, visa.", "Outcome by budget post: enter, read in, show."),
    "followup.shift": say("Pass: logga, lista, läs in, skriv ut.", "Shifts: log, list, import, export."),
    "agreements.obligation": say("Registrera att ett åtagande är uppfyllt.", "Record that an obligation is met."),
    "followup.report": say("Rapporter: lista, lämna, godkänn, lämna tillbaka, lämna in sammanställningen.",
                           "Reports: list, deliver, accept, return, submit the summary."),
    "followup.task": say("Uppgifter från möten: lista och bocka av.", "Tasks from meetings: list and tick off."),
    "running.sweep": say("Gör ett varv: allt som förfallit, sedan posten.", "Make one pass: all that is due, then the mail."),
    "running.scheduler": say("Håll klockan: gör varv på varv tills den stoppas.", "Keep the clock: pass after pass."),
    "running.serve": say("Starta webben.", "Start the web."),
    "running.outbox": say("Visa posten och försök igen.", "List the mail and try again."),
    "records.document": say("Lista, lägg in, visa och hämta ut dokument.", "List, add, show and export documents."),
    "followup.assurance": say("Svara på revisionens frågor.", "Answer the questions of an audit."),
    "records.history": say("Kontrollera att historiken är orörd.", "Check that the history is untouched."),
    "running.migrate": say("Skapa eller uppdatera databasens tabeller.", "Create or update the database's tables."),
    "running.backup": say("Säkerhetskopiera.", "Make a backup."),
    "reading.signature": say("Granska en elektroniskt undertecknad fil.", "Examine an electronically signed file."),
    "running.seal": say("Gör en nyckel att försegla med.", "Make a key to seal with."),
    "running.demo": say("Fyll på med exempel.", "Fill in examples."),
}
COMMANDS = {where.rpartition(".")[2]: told for where, told in WHERE.items()}


class ByName(click.Group):
    """A group whose commands are modules, loaded only when asked for."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        where = next((one for one in WHERE if one.endswith(f".{name}")), None)
        if where is None:
            return None
        found: click.Command = importlib.import_module(f"service.cli.{where}").command
        return found

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("Kommandon", "Commands")):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=ByName, help=say(
    "Överens sköter en överenskommelse från underskrift till sista åtagande.",
    "Överens runs an agreement from signature to its last duty.",
))
@click.version_option(package_name="overens", prog_name="overens")
def overens() -> None:
    """Say what the whole is for."""


def to_standard_error() -> None:
    """Send logs to standard error, so that standard output holds the answer alone."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without local variables: they hold people's names and addresses.
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)


def main(arguments: list[str] | None = None) -> Any:
    """Run one command and exit: 0 done, 1 fault, 2 refused or bad input."""
    to_standard_error()
    try:
        result = overens.main(args=arguments, standalone_mode=False)
    except Refusal as refusal:
        click.echo(told(refusal), err=True)
        sys.exit(REFUSED)
    except click.exceptions.Exit as asked:
        sys.exit(asked.exit_code)
    except click.ClickException as error:
        error.show(file=sys.stderr)
        sys.exit(REFUSED)
    except click.Abort:
        sys.exit(FAULT)
    except BrokenPipeError:
        sys.exit(DONE)
    except Exception as error:
        structlog.get_logger("overens").error("fault", kind=type(error).__name__, error=str(error))
        click.echo(say(f"Något gick fel: {error}", f"Something went wrong: {error}"), err=True)
        sys.exit(FAULT)
    sys.exit(result if isinstance(result, int) else DONE)


if __name__ == "__main__":
    main()
