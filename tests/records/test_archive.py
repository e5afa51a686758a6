"""The archive package is checked from itself alone: every checksum, the index, the chain of the history."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Tree

import pikepdf
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from service.cli.main import overens
from service.db import Database
from service.documents.actions import add, cull, new_version
from service.documents.model import Direction, Kind, Registration
from service.kernel.clock import moment
from service.lifecycle.repaying import repayments
from service.meetings.actions import hold, minute
from service.meetings.store import Outcome, Present
from service.parties.store import cast
from service.records.archive.endings import ended_how
from service.records.register import register_of
from tests.documents import made
from tests.repaying.world import rescinded
from tests.web.world import BY, NOW, called, signed

LETTER = Registration(kind=Kind.LETTER, title="Brev", direction=Direction.RECEIVED, day=date(2026, 9, 1))
METS, LINK = "{http://www.loc.gov/METS/}", "{http://www.w3.org/1999/xlink}"


def lived(database: Database) -> int:
    """Make an agreement with a document in two versions, one that is secret, one that is culled, and minutes."""
    number = signed(database)
    meeting = called(database, number)
    with database.write() as session:
        party = next(one for one in cast(session, number).parties if one.role == "public")
        first, _, gone = (add(session, number, given, made.file(str(at)), party=party, now=NOW, by=BY) for at, given in enumerate((
            LETTER, replace(LETTER, secrecy="OSL 26 kap. 1 §"), replace(LETTER, cull_after=date(2026, 1, 1), retention="Plan 4.2"))))
        new_version(session, first, made.file("Två"), now=NOW, by=BY)
        cull(session, gone, decision="KS 2026 § 4", now=NOW, by=BY)
        hold(session, meeting, on=date(2026, 11, 20), present=[Present("Maria Holm", "Föreningen Linden")], now=moment(date(2026, 12, 1)), by=BY)
        minute(session, meeting, "Allt väl.", outcomes=[Outcome(kind="decision", body="Vi fortsätter", who=None, due_on=None)],
               now=moment(date(2026, 12, 1)), by=BY)
    return number


def recomputed(record: dict[str, object]) -> str:
    """Return the digest of a record, by what the package itself says of how it is made."""
    parts = [str(record[name]) for name in ("previous", "chain", "seq", "at", "actor", "subject", "event", "body")]
    return hashlib.sha256("".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()


def unpacked(database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> Path:
    monkeypatch.setenv("OVERENS_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    told = CliRunner().invoke(overens, ["agreement", "export", str(number), "--to", str(folder)])
    assert told.exit_code == 0, told.output
    again = CliRunner().invoke(overens, ["agreement", "export", str(number), "--to", str(folder)])
    assert again.exit_code != 0
    assert [one.name for one in folder.iterdir()] == [f"arkivpaket-{number}.zip"]
    with zipfile.ZipFile(folder / f"arkivpaket-{number}.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder / "bag")
    return folder / "bag"


def test_a_package_holds_everything_and_can_be_checked_without_us(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    bag = unpacked(database, tmp_path, monkeypatch, lived(database))
    listed = [line.split("  ", 1) for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt") for line in (bag / name).read_text("utf-8").splitlines()]
    there = {path.relative_to(bag).as_posix() for path in bag.rglob("*") if path.is_file()}
    assert {path for _, path in listed} == there - {"tagmanifest-sha256.txt"}
    assert all(hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest for digest, path in listed)
    index = Tree.parse(bag / "data/index.xml").getroot()
    told = {one.find(f"{METS}FLocat").get(f"{LINK}href"): (one.get("CHECKSUM"), one.get("SIZE")) for one in index.iter(f"{METS}file")}  # type: ignore[union-attr]
    assert told == {path: (digest, str((bag / path).stat().st_size)) for digest, path in listed
                    if path.startswith("data/") and path != "data/index.xml"}
    assert {one.get("FILEID") for one in index.iter(f"{METS}fptr")} == {one.get("ID") for one in index.iter(f"{METS}file")}


def test_its_originals_are_those_kept_and_what_is_culled_is_a_row_with_its_digest(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    bag = unpacked(database, tmp_path, monkeypatch, lived(database))
    rows = json.loads((bag / "data/metadata.json").read_text("utf-8"))["documents"]
    gone = [one for one in rows if one["path"] is None]
    assert [(one["cull_decision"], one["sha256"]) for one in gone] == [("KS 2026 § 4", made.file("2").digest)]
    assert len(rows) == 4
    assert all(hashlib.sha256((bag / one["path"]).read_bytes()).hexdigest() == one["sha256"] for one in rows if one["path"])
    for paper in ("terms-1.pdf", "minutes-2026-11-20-"):
        with pikepdf.open(next(bag.glob(f"data/papers/{paper}*"))) as pdf, pdf.open_metadata() as xmp:
            assert xmp["pdfaid:part"] == "3"


def test_its_history_is_an_unbroken_chain_and_a_change_in_it_shows(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    bag = unpacked(database, tmp_path, monkeypatch, lived(database))
    history = json.loads((bag / "data/history.json").read_text("utf-8"))
    previous = ""
    for seq, record in enumerate(history["records"], 1):
        assert (record["seq"], record["previous"], record["digest"]) == (seq, previous, recomputed(record))
        previous = record["digest"]
    assert (history["head"], history["verified"]) == ({"seq": seq, "digest": previous}, {"faults": []})
    assert recomputed({**history["records"][0], "actor": "someone else"}) != history["records"][0]["digest"]
    with database.read() as session:
        noted = session.execute(text("SELECT how, who FROM document_reads")).all()
    assert [tuple(one) for one in noted] == [("archive", "operator"), ("archive", "operator")]


def test_an_original_that_is_no_longer_what_was_kept_takes_none_of_the_others_with_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, spoilt = lived(database), made.file("0").digest
    with database.write() as session:
        session.execute(text("UPDATE contents SET body = :body WHERE digest = :digest"), {"body": b"something else", "digest": spoilt})
    monkeypatch.setenv("OVERENS_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    told = CliRunner().invoke(overens, ["agreement", "export", str(number), "--to", str(tmp_path)])
    assert (told.exit_code, "kontrollsumman stämmer inte" in told.output) == (1, True)
    with zipfile.ZipFile(tmp_path / f"arkivpaket-{number}.zip") as archive:
        assert archive.testzip() is None
        note = next(one for one in archive.namelist() if one.endswith(".damaged.txt"))
        assert "kontrollsumman stämmer inte" in archive.read(note).decode()
        manifest = dict(line.split("  ", 1)[::-1] for line in archive.read("manifest-sha256.txt").decode().splitlines())
        assert manifest[note] == hashlib.sha256(archive.read(note)).hexdigest()
        assert made.file("1").digest in manifest.values() and spoilt not in manifest.values()


def test_how_it_ended_is_told_whole(database: Database) -> None:
    world = rescinded(database)
    claimed = world.claim(100_00)
    world.agree(claimed)
    world.do(repayments.waive, claimed, ore=40_00, decision="Nämnden § 4", reason="Enades.")
    world.pay(claimed, 60_00)
    world.talk(world.open_dispute(f"repayment {claimed}"))
    with database.read() as session:
        found = ended_how(session, world.agreement)
        register = register_of(session, world.agreement, None)
    [claim] = found["repayments"]
    assert [claim["state"], [one["ore"] for one in claim["payments"]], [one["decision"] for one in claim["waivers"]]] == [
        "paid", [60_00], ["Nämnden § 4"]]
    assert [one["body"] for one in found["disputes"][0]["notes"]] == ["Vi talades vid."]
    assert [(one.kind, one.what) for one in register if one.kind == "waiver"] == [("waiver", "Nämnden § 4: Enades.")]
