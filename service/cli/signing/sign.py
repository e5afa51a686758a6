"""`overens sign`: list, show, hand in, confirm, refuse, take in a file, name a signer."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.called import acted, called
from service.cli.office import DAY, Office, echo_json, office
from service.cli.words import language, say
from service.documents.files import gate_of, receive
from service.documents.model import Received
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.lifecycle.signing import elsewhere, ink
from service.lifecycle.signing.asking import person_called
from service.lifecycle.signing.papers import text_file
from service.parties.store import cast, get_party
from service.signatures.actions import Signer, name_signers
from service.signatures.pades.examine import examine
from service.signatures.pades.roots import roots_of
from service.signatures.pades.words import in_words
from service.signatures.store import get_original, get_signing, of_signing, originals_of, signers_of
from service.signatures.tables import SignatureRow, SigningRow

VERDICTS = {None: ("väntar", "waiting"), ink.SAME: ("räknas", "counts"), ink.REFUSED: ("duger inte", "not good")}
PARTY = click.option("--party", required=True, help=say("public, civil eller partens namn.", "public, civil or the party's name."))
BY = click.option("--by", "who", required=True, metavar="NAME", help=say("Vem som gör det.", "Who does it."))


@click.group("sign", help=say("Underskrifter på en text: med bläck, eller som fil från en annan tjänst.",
                              "Signatures on a text: in ink, or as a file from another service."))
def command() -> None:
    """Hold the commands on signing."""


def as_json(session: Session, row: SigningRow) -> dict[str, Any]:
    """Return a text with what is asked of each party, who may sign and what was handed in."""
    names = {party.id: party.name for party in cast(session, row.agreement_id).every}
    sides = of_signing(session, row.id)
    ids = [one.id for one in sides]
    signers, originals = signers_of(session, ids), originals_of(session, ids)
    return {
        "id": row.id, "agreement": row.agreement_id, "matter": row.matter, "round": row.round, "sha256": row.digest, "way": row.way,
        "document": row.document_id, "ordered": row.ordered, "deadline": row.deadline.isoformat() if row.deadline else None,
        "parties": [{
            "party": names[one.party_id], "state": one.state, "needed": one.needed, "turn": one.turn,
            "signed_on": one.signed_on.isoformat() if one.signed_on else None,
            "signers": [{"name": each.name, "capacity": each.capacity, "authority": each.authority,
                         "signed_on": each.signed_on.isoformat() if each.signed_on else None, "how": each.how}
                        for each in signers if each.signature_id == one.id],
            "originals": [{"id": each.id, "document": each.document_id, "sha256": each.digest, "handed_in_by": each.handed_by,
                           "verdict": each.verdict, "reason": each.reason, "looked_at_by": each.checked_by}
                          for each in originals if each.signature_id == one.id],
        } for one in sides],
    }


@command.command("list", help=say("Lista en överenskommelses texter som undertecknas.",
                                  "List the texts of an agreement that are signed."))
@click.argument("agreement_id", metavar=say("ÖVERENSKOMMELSE", "AGREEMENT"), type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def list_(agreement_id: int, json_: bool) -> None:
    """Print a line for each text."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        query = select(SigningRow).where(SigningRow.agreement_id == agreement_id).order_by(SigningRow.id)
        found = [as_json(session, row) for row in session.scalars(query).all()]
    if json_:
        echo_json(found)
        return
    for one in found:
        stand = ", ".join(f"{each['party']}: {called('signature', each['state']).lower()}" for each in one["parties"])
        click.echo(f"{one['id']:>5}  {one['matter']:<14} {called('way', one['way']) if one['way'] else '–':<10} {stand}")


@command.command("show", help=say("Visa vem som undertecknar en text och hur det står till.",
                                  "Show who signs a text, and how it stands."))
@click.argument("signing_id", metavar="ID", type=int)
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def show(signing_id: int, json_: bool) -> None:
    """Print one text."""
    with office() as open_office, open_office.database.read() as session:
        found = as_json(session, get_signing(session, signing_id))
    if json_:
        echo_json(found)
        return
    click.echo(f"{found['id']}  {found['matter']}  {called('way', found['way']) if found['way'] else '–'}  {found['sha256']}")
    for one in found["parties"]:
        click.echo(f"{one['party']}: {called('signature', one['state']).lower()} {one['signed_on'] or ''}".rstrip())
        for each in one["signers"]:
            click.echo(f"  {each['name']}, {each['capacity']}  {each['signed_on'] or '–'}")
        for each in one["originals"]:
            who, verdict = acted(each["handed_in_by"]), say(*VERDICTS[each["verdict"]])
            click.echo(say(f"  original {each['id']}, inlämnat av {who}: {verdict}",
                           f"  original {each['id']}, handed in by {who}: {verdict}"))


def _file(open_office: Office, path: Path) -> Received:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(why=f"{path}: {error.strerror}") from None
    return receive(content, path.name, gate_of(open_office.settings))


def _of_party(session: Session, signing_id: int, party: str) -> SignatureRow:
    signing = get_signing(session, signing_id)
    rows = {one.party_id: one for one in of_signing(session, signing_id)}
    asked = [one for one in cast(session, signing.agreement_id).every if one.id in rows]
    return rows[get_party(asked, party).id]


def _stands(every: bool) -> None:
    click.echo(say("Alla parter har undertecknat.", "All parties have signed.") if every else
               say("Registrerat. Alla parter har inte undertecknat än.", "Registered. Not all parties have signed yet."))


@command.command("hand-in", help=say("Lämna in en parts undertecknade original som skanning; en annan person bekräftar.",
                                     "Hand in a party's signed original as a scan; another person confirms."))
@click.argument("signing_id", metavar="ID", type=int)
@PARTY
@click.option("--file", "path", type=click.Path(path_type=Path), required=True, help=say("Skanningen.", "The scan."))
@BY
def hand_in(signing_id: int, party: str, path: Path, who: str) -> None:
    """Hand in an original."""
    with office() as open_office:
        scan = _file(open_office, path)
        with open_office.database.write() as session:
            row = _of_party(session, signing_id, party)
            number = ink.hand_in(session, row.id, scan, now=open_office.now(), by=who).id
    click.echo(say(f"Original {number} är inlämnat. Någon annan bekräftar det.",
                   f"Original {number} is handed in. Someone else confirms it."))


@command.command("confirm", help=say(
    "Bekräfta att ett original är samma text, sida för sida, och vem som har undertecknat det.",
    "Confirm that an original is the same text, page by page, and who has signed it."))
@click.argument("original_id", metavar="ORIGINAL", type=int)
@click.option("--signer", "names", multiple=True, required=True, metavar="NAME", help=say(
    "Vem som har undertecknat; kan ges flera gånger.", "Who has signed; may be given several times."))
@click.option("--on", type=DAY, help=say("Dagen det undertecknades, om inte i dag.", "The day it was signed, if not today."))
@BY
def confirm(original_id: int, names: tuple[str, ...], on: date | None, who: str) -> None:
    """Confirm an original."""
    with office() as open_office, open_office.database.write() as session:
        now = open_office.now()
        known = {one.name.casefold(): one.id for one in signers_of(session, [get_original(session, original_id).signature_id])}
        for name in names:
            if name.casefold() not in known:
                raise BadInput(why=say(f"{name} är inte angiven som undertecknare", f"{name} is not named as a signer"))
        every = ink.confirm(session, original_id, signers=[known[name.casefold()] for name in names], on=on or local_day(now),
                            same_text=True, now=now, by=who)
    _stands(every)


@command.command("refuse", help=say("Säg att ett original inte duger, och varför.", "Say that an original is not good, and why."))
@click.argument("original_id", metavar="ORIGINAL", type=int)
@click.option("--reason", required=True, help=say("Vad som är fel.", "What is wrong."))
@BY
def refuse(original_id: int, reason: str, who: str) -> None:
    """Refuse an original."""
    with office() as open_office, open_office.database.write() as session:
        ink.refuse(session, original_id, reason=reason, now=open_office.now(), by=who)
    click.echo(say("Originalet räknas inte.", "The original does not count."))


@command.command("file", help=say("Granska en fil som undertecknats i en annan tjänst och registrera underskrifterna.",
                                  "Examine a file signed in another service and register its signatures."))
@click.argument("signing_id", metavar="ID", type=int)
@click.argument("path", metavar=say("FIL", "FILE"), type=click.Path(path_type=Path))
@BY
def file(signing_id: int, path: Path, who: str) -> None:
    """Take in a signed file."""
    with office() as open_office:
        signed, now = _file(open_office, path), open_office.now()
        with open_office.database.read() as session:
            signing = get_signing(session, signing_id)
            original = text_file(session, signing)
        roots = roots_of(open_office.settings)
        examined = examine(signed.content, original=original, roots=roots, now=now, put_forward=signing.put_at)
        with open_office.database.write() as session:
            every = elsewhere.take_in(session, signing_id, signed, examined, now=now, by=who)
    if elsewhere.needs_look(examined):
        for line in in_words(examined):
            click.echo(line.sentence(language()))
        click.echo(say("Läs igenom filen; den räknas efter: overens sign accept ORIGINAL",
                       "Read the file through; it counts after: overens sign accept ORIGINAL"))
        return
    _stands(every)


@command.command("accept", help=say("Låt en fil räknas som undertecknats i en annan tjänst, när du har läst igenom den.",
                                    "Let a file count that was signed in another service, once you have read it through."))
@click.argument("original_id", metavar="ORIGINAL", type=int)
@click.option("--read", is_flag=True, help=say("Jag har läst igenom filen, och den säger det som lades fram.",
                                               "I have read the file through, and it says what was put forward."))
@BY
def accept(original_id: int, read: bool, who: str) -> None:
    """Let a file count that was put aside."""
    with office() as open_office, open_office.database.write() as session:
        get_original(session, original_id)
        every = elsewhere.accept(session, original_id, read=read, now=open_office.now(), by=who)
    _stands(every)


@command.command("name", help=say("Ange någon mer som får underteckna för en part.", "Name someone more who may sign for a party."))
@click.argument("signing_id", metavar="ID", type=int)
@PARTY
@click.option("--name", required=True, help=say("Namn.", "Name."))
@click.option("--capacity", required=True, help=say("Befattning.", "Capacity."))
@click.option("--authority", help=say("Vad rätten att underteckna grundar sig på.", "What the right to sign rests on."))
@BY
def name_(signing_id: int, party: str, name: str, capacity: str, authority: str | None, who: str) -> None:
    """Name a signer."""
    with office() as open_office, open_office.database.write() as session:
        row, now = ink.get_signature(session, _of_party(session, signing_id, party).id), open_office.now()
        person = person_called(session, row, name, local_day(now))
        name_signers(session, row, [Signer(name=name, capacity=capacity, authority=authority, person_id=person)], now=now, by=who)
    click.echo(say(f"{name} är angiven som undertecknare.", f"{name} is named as a signer."))
