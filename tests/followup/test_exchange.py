"""A file of shifts is read row by row, kept once, and can be written and read again."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import func, select

from service.db import Database
from service.followup.shifts.actions import strike
from service.followup.shifts.exchange import actions, sheet
from service.followup.shifts.lists.actions import add, rename
from service.followup.shifts.model import Kind
from service.followup.shifts.states import State
from service.followup.shifts.store import figures, full, listed
from service.followup.shifts.tables import ShiftRow
from service.kernel.errors import Refusal
from tests.followup.cast import NOW, Bus, bus, kept
from tests.followup.test_shifts import YEAR
from tests.web.world import BY

HEAD = "datum;start;slut;personal;platser;händelser;målgrupper;anteckning"
GOOD = f"{HEAD}\r\n2026-09-01;20:00;02.00;4;Järntorget | majorna;Samtal: 3 | Bråk: 1;Unga 13–17: 2;Lugnt\r\n2026-09-02;1800;23;3;Majorna;;;\r\n"


@pytest.mark.parametrize("raw", [
    GOOD.encode(), ("\ufeff" + GOOD).encode(), GOOD.encode("cp1252"), GOOD.encode("utf-16"),
    GOOD.replace(" | ", "/").replace(";", ",").replace("/", " | ").encode(), GOOD.replace(";", "\t").replace("\r", "").encode(),
], ids=["utf-8", "with its mark", "cp1252", "utf-16", "commas", "tabs"])
def test_whatever_wrote_it(raw: bytes) -> None:
    read = sheet.lines(sheet.as_text(raw))
    assert [(one.number, one.cells["personal"], one.cells["platser"]) for one in read] == [(2, "4", "Järntorget | majorna"), (3, "3", "Majorna")]
    assert read[0].cells["målgrupper"] == "Unga 13–17: 2"


@pytest.mark.parametrize(("text", "hour"), [
    ("20:00", time(20)), ("2.05", time(2, 5)), ("23", time(23)), ("7", time(7)), ("1830", time(18, 30)), ("24:00", time(0)),
    ("08:15:00", time(8, 15)), ("25", None), ("12:60", None), ("kl 8", None), ("", None),
])
def test_an_hour_however_it_is_written(text: str, hour: time | None) -> None:
    assert sheet.read_hour(text) == hour


@pytest.mark.parametrize(("raw", "why"), [
    (b"\x00\x01\x02", "Filen är ingen textfil med kolumner; spara den som CSV från kalkylprogrammet och försök igen."),
    (b"", "Första raden ska namnge kolumnerna; det saknas: datum, start, slut, personal, platser. Utgå från mallen."),
    (b"dag;start;personal\n", "Första raden ska namnge kolumnerna; det saknas: slut, platser. Utgå från mallen."),
])
def test_what_is_no_such_file(raw: bytes, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheet.lines(sheet.as_text(raw))
    assert refused.value.sentence("sv") == why


def keep(database: Database, one: Bus, text: str, **more: bool) -> tuple[int, int, int]:
    with database.write() as session:
        return actions.keep(session, one.id, text, author="Maria", now=NOW, by=BY, **more)


def test_the_same_file_again_adds_nothing(database: Database) -> None:
    one = bus(database)
    twice = GOOD + "2026-09-02;18:00;23:00;3;Majorna;;;\r\n"
    assert keep(database, one, GOOD) == (2, 0, 0)
    assert keep(database, one, GOOD) == (0, 2, 0)
    # Two rows alike are two shifts; with more rows than before the new ones are kept.
    assert keep(database, one, twice) == (1, 2, 0)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ShiftRow)) == 3
        found = figures(session, one.id, *YEAR)
    assert [(each.name, each.count) for each in found.events] == [("Samtal", 3), ("Bråk", 1)]


def test_every_bad_row_has_its_sentence(database: Database) -> None:
    one = bus(database)
    rows = ["2026-13-01;20:00;02:00;4;Majorna;;;", "2026-09-01;kväll;02:00;4;Majorna;;;", "2026-09-01;20:00;02:00;fyra;Majorna;;;",
            "2026-09-01;20:00;02:00;4;Haga;Samtal: 2;Gäster: 1;", "2026-09-01;20:00;02:00;4;Majorna;Samtal;;", "2026-09-01;20:00;02:00;4;;;;",
            "2026-12-24;20:00;02:00;4;Majorna;;;", "2026-09-01;20:00;02:00;4;Majorna;;;Mötte 811228-9874", ";;;;;;;"]
    text = "\n".join([HEAD, *rows])
    with database.read() as session:
        found = actions.preview(session, one.id, text, now=NOW)
    assert [(bad.number, bad.why.sentence("sv")) for bad in found.bad] == [
        (2, "'2026-13-01' är ingen dag; skriv den som 2026-03-06."), (3, "'kväll' är inget klockslag; skriv det som 20:00."),
        (4, "'fyra' är inget helt tal."), (5, "Haga, Gäster: finns inte på överenskommelsens listor."),
        (6, "'Samtal' saknar antal; skriv det som Samtal: 4."), (7, "Ange var passet var: välj minst en plats."),
        (8, "Passet har inte börjat än; logga det när det är gjort, eller planera det."),
        (9, "Det står ett personnummer i texten; ta bort det, för det får bara finnas inne i en undertecknad fil.")]
    assert found.missing == {Kind.PLACE: ["Haga"], Kind.EVENT: [], Kind.GROUP: ["Gäster"]}
    assert keep(database, one, text, add_words=True) == (1, 0, 7)


def test_what_is_written_can_be_read(database: Database) -> None:
    one = bus(database)
    keep(database, one, GOOD)
    with database.read() as session:
        text = sheet.written(full(session, listed(session, one.id)), {state.value: state.value for state in State}, ("läge", "personaltimmar"))
    assert text.splitlines()[-1] == "2026-09-01;20:00;02:00;4;Järntorget | Majorna;Samtal: 3 | Bråk: 1;Unga 13–17: 2;Lugnt;done;24,00"
    assert keep(database, one, sheet.as_text(text.encode())) == (0, 2, 0)
    assert len(sheet.lines(sheet.as_text(sheet.template(["Torget"], ["Samtal"], ["Unga"]).encode()))) == 1


def test_whichever_dash_a_name_has(database: Database) -> None:
    one = bus(database)
    assert keep(database, one, f"{HEAD}\n2026-09-01;20:00;02:00;4;Majorna;;Unga 13-17: 2;\n2026-09-02;20:00;02:00;4;Majorna;;Unga 13\u221217: 1;") == (2, 0, 0)
    with database.write() as session:
        assert add(session, one.id, Kind.GROUP, ["UNGA 13-17"], now=NOW, by=BY) == [one.words["Unga 13–17"]]
        with pytest.raises(Refusal, match="Unga 13-17"):
            rename(session, one.id, one.words["Vuxna"], "Unga 13-17", now=NOW, by=BY)


def test_what_was_told_by_hand_is_not_taken_in_again_from_its_own_file(database: Database) -> None:
    one = bus(database)
    first = kept(database, one.id, one.told(note="Lugnt"))
    second = kept(database, one.id, one.told(places=(one.words["Majorna"],)))
    with database.write() as session:
        strike(session, second, "Dubblett.", now=NOW, by=BY)
    with database.read() as session:
        text = sheet.written(full(session, listed(session, one.id)), {state.value: state.value for state in State}, ("läge", "personaltimmar"))
    with database.read() as session:
        found = actions.preview(session, one.id, text, now=NOW)
    assert (found.good, found.known, [bad.why.sentence("en") for bad in found.bad]) == (
        [], 1, ["By its state (struck) this shift was not done; it is not taken in."])
    assert keep(database, one, text) == (0, 1, 1)
    # With other hours it is another shift, and doubted.
    with database.read() as session:
        other = actions.preview(session, one.id, text.replace("20:00", "21:00"), now=NOW)
    assert [doubt.sentence("sv") for _, doubt in other.doubted] == ["Ett annat pass är loggat på samma tid: 18 september 2026 20:00–02:00."]
    assert first
