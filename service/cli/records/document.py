"""`overens document`: list, add, show, export."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.office import DAY, by, echo_json, office
from service.cli.words import say
from service.documents import actions
from service.documents.files import gate_of, read, receive
from service.documents.model import Direction, Kind, Registration
from service.documents.store import documents_of, get_document, get_version, versions_of
from service.documents.tables import DocumentRow
from service.kernel.clock import local_day, stamp
from service.kernel.errors import BadInput
from service.parties.store import cast, get_party
from service.records.reads import note_read

ALL = 100_000


@click.group("document", help=say("Lista, lägg in, visa och hämta ut dokument.", "List, add, show and export documents."))
def command() -> None:
    """Hold the commands on documents."""


@command.command("list", help=say("Lista en överenskommelses dokument.", "List the documents of an agreement."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def list_(agreement_id: int, json_: bool) -> None:
    """Print a line for each document."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        rows = [_line(one.row) for one in documents_of(session, agreement_id, None, limit=ALL)]
    if json_:
        echo_json(rows)
        return
    for row in rows:
        number = row["diary_number"] or "–"
        click.echo(f"{row['id']:>5}  {row['day']}  {number:<16} {row['kind']:<11} {row['status']:<8}  {row['title']}")


@command.command("add", help=say("Lägg in en fil som dokument.", "Add a file as a document."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", required=True, help=say("Vad det är, kort.", "What it is, briefly."))
@click.option("--kind", type=click.Choice([one.value for one in Kind]), default=Kind.OTHER.value, show_default=True)
@click.option("--direction", type=click.Choice([one.value for one in Direction]), default=Direction.RECEIVED.value, show_default=True)
@click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
@click.option("--on", type=DAY, help=say("Dagen det skedde, om inte i dag.", "The day it happened, if not today."))
@click.option("--from", "sender", default="", help=say("Från vem.", "From whom."))
@click.option("--to", "recipient", default="", help=say("Till vem.", "To whom."))
@click.option("--diary-number", default="", help=say("Ert eget diarienummer; annars ger Överens ett.",
                                                     "Your own diary number; otherwise Överens gives one."))
@click.option("--secrecy", default="", help=say("Sekretessbestämmelse, t.ex. ”OSL 26 kap. 1 §”.", "Secrecy provision."))
@click.option("--matter", default="", help=say("Vad det hör till.", "What it belongs to."))
@click.option("--working", is_flag=True, help=say("Arbetsmaterial inom den offentliga parten.",
                                               "Working material inside the public body."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def add(agreement_id: int, file: Path, party: str, on: date | None, json_: bool, **given: Any) -> None:
    """Look a file through, keep it and register it."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(why=f"{file}: {error.strerror}") from None
    with office() as open_office:
        received = receive(content, file.name, gate_of(open_office.settings))
        with open_office.database.write() as session:
            now = open_office.now()
            get_agreement(session, agreement_id)
            chosen = get_party(cast(session, agreement_id).parties, party)
            registration = Registration(**{**given, "kind": Kind(given["kind"]), "direction": Direction(given["direction"])},
                                        day=on or local_day(now))
            number = actions.add(session, agreement_id, registration, received, party=chosen, now=now, by=by(chosen.name))
            made = _whole(session, number)
    if json_:
        echo_json(made)
        return
    diary = made["diary_number"] or say("inget diarienummer än", "no diary number yet")
    click.echo(say(f"Dokument {number} är inlagt ({diary}).", f"Document {number} is added ({diary})."))


@command.command("show", help=say("Visa vad som är registrerat om ett dokument.", "Show what is registered about a document."))
@click.argument("document_id", metavar="ID", type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def show(document_id: int, json_: bool) -> None:
    """Print everything about one document but its content."""
    with office() as open_office, open_office.database.read() as session:
        found = _whole(session, document_id)
    if json_:
        echo_json(found)
        return
    for name, value in found.items():
        if name != "versions" and value not in ("", None):
            click.echo(f"{name:<14} {value}")
    for one in found["versions"]:
        at = one["recorded_at"][:16].replace("T", " ")
        click.echo(f"version {one['number']}  {at}  {one['size']:>9}  {one['sha256']}  {one['file']}")


@command.command("export", help=say("Skriv ett dokuments fil till disk; kontrollsumman räknas om först.",
                                    "Write a document's file to disk; its checksum is computed anew first."))
@click.argument("document_id", metavar="ID", type=int)
@click.option("--version", "number", type=int, help=say("Vilken version, om inte den senaste.", "Which version, if not the latest."))
@click.option("--to", "target", type=click.Path(path_type=Path), help=say("Mapp eller fil.", "A folder or a file."))
def export(document_id: int, number: int | None, target: Path | None) -> None:
    """Write the file of one version; never over another file."""
    with office() as open_office, open_office.database.write() as session:
        row = get_document(session, document_id)
        version = get_version(session, document_id, number)
        content = read(session, row, version)
        note_read(session, row, version.number, how="file", now=open_office.now(), by=by())
    place = target or Path()
    if place.is_dir():
        place /= version.file_name
    try:
        with place.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise BadInput(why=f"{place}: {error.strerror}") from None
    click.echo(str(place))


def _line(row: DocumentRow) -> dict[str, Any]:
    return {"id": row.id, "day": row.day.isoformat(), "diary_number": row.diary_number, "kind": row.kind, "title": row.title,
            "status": "culled" if row.culled_at else row.status, "secrecy": row.secrecy}


def _whole(session: Session, document_id: int) -> dict[str, Any]:
    row = get_document(session, document_id)
    parties = {party.id: party.name for party in cast(session, row.agreement_id).every}
    return {
        **_line(row), "agreement": row.agreement_id, "direction": row.direction, "from": row.sender, "to": row.recipient,
        "party": parties.get(row.party_id or 0, ""), "matter": row.matter, "retention": row.retention,
        "cull_after": row.cull_after.isoformat() if row.cull_after else None,
        "shown_at": stamp(row.shown_at) if row.shown_at else None, "recorded_at": stamp(row.recorded_at), "by": row.recorded_by,
        "cull_decision": row.cull_decision,
        "versions": [
            {"number": one.number, "file": one.file_name, "media": one.media, "size": one.size, "sha256": one.digest,
             "recorded_at": stamp(one.recorded_at), "by": one.by} for one in versions_of(session, document_id)
        ],
    }
