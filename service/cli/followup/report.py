"""`overens report`: list, deliver, accept, return, summary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import called
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import language, say
from service.documents.files import gate_of, receive
from service.followup.reports.states import AWAITED
from service.followup.reports.store import agreement_of, get_item
from service.followup.reports.tables import ReportRow
from service.followup.summary.sheets import as_csv, as_xlsx
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.lifecycle.followup import reports, summary
from service.lifecycle.followup.reports import Paper
from service.notices.writing.languages import SPEECH
from service.notices.writing.words import first_upper
from service.obligations.tables import ObligationRow
from service.parties.model import PartyBrief
from service.parties.store import cast, get_party

PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
REPORT = click.argument("report_id", metavar="ID", type=int)


@click.group("report", help=say("Rapporter: lista, lämna, godkänn, lämna tillbaka.", "Reports: list, deliver, accept, return."))
def command() -> None:
    """Hold the commands on reports."""


def _party(session: Session, report_id: int, name: str) -> PartyBrief:
    return get_party(cast(session, agreement_of(session, report_id)).parties, name)


@command.command("list", help=say("Visa en överenskommelses rapporter.", "List an agreement's reports."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """List them by day."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        today = local_day(open_office.now())
        rows = session.query(ReportRow, ObligationRow.key).join(ObligationRow, ObligationRow.id == ReportRow.obligation_id).filter(
            ReportRow.agreement_id == agreement_id).order_by(ReportRow.day, ReportRow.id).all()
    if as_json:
        echo_json([{
            "id": row.id, "key": key, "kind": row.kind, "day": row.day.isoformat(), "state": row.state, "late": row.late,
            "overdue": row.state in AWAITED and row.day < today, "document": row.document_id,
            "delivered_on": row.delivered_on.isoformat() if row.delivered_on else None, "comment": row.comment,
        } for row, key in rows])
        return
    for row, key in rows:
        late = row.late or (row.state in AWAITED and row.day < today)
        click.echo(f"{row.id:>4}  {row.day}  {called('report', row.state):<20} {key}{'  ' + say('sen', 'late') if late else ''}")


@command.command("deliver", help=say("Lämna en rapport som fil, eller anteckna var den finns.",
                                     "Deliver a report as a file, or note where it is."))
@REPORT
@PARTY
@click.option("--file", "file", type=click.Path(path_type=Path), help=say("Filen.", "The file."))
@click.option("--note", default="", help=say("Anteckning.", "A note."))
@click.option("--diary-number", default="", help=say("Ert eget diarienummer.", "Your own diary number."))
@click.option("--on", type=DAY, help=say("Dagen den lämnades, om inte i dag.", "The day it was delivered, if not today."))
def deliver(report_id: int, party: str, file: Path | None, note: str, diary_number: str, on: date | None) -> None:
    """Deliver a report."""
    with office() as open_office:
        received = None
        if file is not None:
            try:
                received = receive(file.read_bytes(), file.name, gate_of(open_office.settings))
            except OSError as error:
                raise BadInput(why=f"{file}: {error.strerror}") from None
        with open_office.database.write() as session:
            now, chosen = open_office.now(), _party(session, report_id, party)
            item = get_item(session, report_id)
            title = f"{first_upper(SPEECH[language()].duties[item.kind])} {item.first.year}"
            paper = None if received is None else Paper(file=received, title=title, diary_number=diary_number)
            number = reports.deliver(session, report_id, party_id=chosen.id, on=on or local_day(now), note=note, paper=paper,
                                     author=chosen.name, now=now, by=by(chosen.name))
            late = get_item(session, report_id).late
    click.echo(say(f"Rapport {report_id} är lämnad (gång {number}).", f"Report {report_id} is delivered (time {number}).")
               + (say(" Märkt som sen.", " Marked as late.") if late else ""))


@command.command("accept", help=say("Godkänn en rapport, eller anteckna att ni har tagit del av den.",
                                    "Accept a report, or record that you have taken note of it."))
@REPORT
@PARTY
@click.option("--comment", default="", help=say("Kommentar.", "A comment."))
def accept(report_id: int, party: str, comment: str) -> None:
    """Accept a report."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, report_id, party)
        reports.accept(session, report_id, comment, party_id=chosen.id, author=chosen.name, now=open_office.now(), by=by(chosen.name))
    click.echo(say(f"Rapport {report_id} är godkänd.", f"Report {report_id} is accepted."))


@command.command("return", help=say("Lämna tillbaka en rapport.", "Return a report."))
@REPORT
@PARTY
@click.option("--comment", required=True, help=say("Vad som saknas.", "What is missing."))
def give_back(report_id: int, party: str, comment: str) -> None:
    """Return a report."""
    with office() as open_office, open_office.database.write() as session:
        chosen = _party(session, report_id, party)
        reports.give_back(session, report_id, comment, party_id=chosen.id, author=chosen.name, now=open_office.now(),
                          by=by(chosen.name))
    click.echo(say(f"Rapport {report_id} är tillbakalämnad.", f"Report {report_id} is returned."))


@command.command("figures", help=say("Siffrorna i en sammanställning: JSON, eller en fil (.csv, .xlsx, .pdf).",
                                     "The figures of a summary: JSON, or a file (.csv, .xlsx, .pdf)."))
@REPORT
@click.option("--to", "target", type=click.Path(path_type=Path), help=say("Filen.", "The file."))
def figures(report_id: int, target: Path | None) -> None:
    """Print the figures of a yearly summary, or write them to a file that is not there yet."""
    with office() as open_office, open_office.database.read() as session:
        now = open_office.now()
        one = summary.load(session, report_id, today=local_day(now))
        if target is None:
            click.echo(one.numbers.written())
            return
        made = {".csv": lambda: as_csv(one.numbers, language()).encode(), ".xlsx": lambda: as_xlsx(one.numbers, language()),
                ".pdf": lambda: summary.prepare(session, report_id, language=language(), at=now, mark=say("Utkast", "Draft")).pdf}
        if target.suffix not in made:
            raise BadInput(why=say("filen ska sluta på .csv, .xlsx eller .pdf", "the file must end in .csv, .xlsx or .pdf"))
        content = made[target.suffix]()
    try:
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise BadInput(why=f"{target}: {error.strerror}") from None
    click.echo(str(target))


@command.command("submit", help=say("Lämna in en sammanställning som den står.", "Submit a summary as it stands."))
@REPORT
@PARTY
def submit(report_id: int, party: str) -> None:
    """Submit a yearly summary."""
    with office() as open_office:
        now = open_office.now()
        with open_office.database.read() as session:
            ready = summary.prepare(session, report_id, language=language(), at=now)
        with open_office.database.write() as session:
            chosen = _party(session, report_id, party)
            summary.submit(session, report_id, ready, party_id=chosen.id, author=chosen.name, now=now, by=by(chosen.name))
    click.echo(say(f"Sammanställningen är lämnad. Siffrornas kontrollsumma: {ready.numbers.digest}",
                   f"The summary is submitted. Checksum of the figures: {ready.numbers.digest}"))
