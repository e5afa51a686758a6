"""`overens agreement export`: the archive package of an agreement."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service.cli.office import Office, by, note, office
from service.cli.words import say
from service.documents.files import Tampered
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.records.archive.contents import Contents, Original, gather
from service.records.archive.package import package, reader
from service.records.reads import note_read

# So many files go by without a word of it.
SILENT = 20


@click.command("export", help=say("Skriv ett arkivpaket (zip) av en överenskommelse; det kan kontrolleras utan Överens.",
                                  "Write an archive package (zip) of an agreement; it can be checked without Överens."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--to", "target", type=click.Path(path_type=Path), help=say("Mapp eller fil.", "A folder or a file."))
def export(agreement_id: int, target: Path | None) -> None:
    """Write the package; never over another file, and nothing is left of one that could not be finished."""
    place = target or Path()
    if place.is_dir():
        place /= f"arkivpaket-{agreement_id}.zip"
    with office() as open_office:
        now = open_office.now()
        with open_office.database.write() as session:
            contents = gather(session, agreement_id, None, now=now, on=local_day(now))
            for one in contents.originals:
                note_read(session, one.document, one.version.number, how="archive", now=now, by=by())
        wrong = _write(open_office, contents, place)
    click.echo(str(place))
    if wrong:
        raise SystemExit(1)


def _write(open_office: Office, contents: Contents, place: Path) -> int:
    """Write the package; return how many of its originals are no longer what was kept."""
    wrong: list[Original] = []

    def damaged(original: Original) -> None:
        wrong.append(original)
        note(*(Tampered(title=original.document.title).sentence(each) for each in ("sv", "en")))

    def told(number: int) -> None:
        if contents.number > SILENT and number % SILENT == 0:
            note(f"{number} av {contents.number} filer", f"{number} of {contents.number} files")

    part = place.with_name(f"{place.name}.part")
    try:
        with part.open("xb") as file:
            for piece in package(contents, reader(open_office.database), told, damaged):
                file.write(piece)
        os.link(part, place)
    except OSError as error:
        raise BadInput(why=f"{place}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    return len(wrong)
