"""The yearly summary: its figures counted again from the raw log, frozen when submitted, and its paper read back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Any

import openpyxl
import pdfplumber
import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import terms_of
from service.db import Database
from service.documents.files import read as read_file
from service.documents.store import get_document, get_version
from service.followup.goals.model import Given, Status, matters
from service.followup.reports.tables import ReportRow
from service.followup.shifts import actions as shifts
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind, Told
from service.followup.shifts.tables import ShiftCountRow, ShiftPlaceRow, ShiftRow, WordRow
from service.followup.summary.model import differences, read
from service.followup.summary.sheets import as_csv, as_xlsx
from service.followup.summary.store import frozen_of
from service.followup.summary.words import difference
from service.kernel.text.personal import PersonalNumber
from service.lifecycle.followup import goals, summary
from service.meetings import actions as meetings
from service.meetings.tables import MeetingRow
from service.notices.writing.languages import SPEECH
from service.parties.store import cast
from tests.builders import BY, an_agreement, on

START, END = date(2025, 2, 1), date(2026, 12, 31)
NOW = on(2027, 1, 20, 10)


def a_log(session: Session, agreement_id: int) -> None:
    """Log two years of shifts at random, call one off, strike another."""
    chance = Random(7)
    places = add(session, agreement_id, Kind.PLACE, ["Resecentrum", "Parken & <torget>", "=Torget"], now=on(2025, 2, 1, 9), by=BY)
    events = add(session, agreement_id, Kind.EVENT, ["Samtal", "Ordning"], now=on(2025, 2, 1, 9), by=BY)
    groups = add(session, agreement_id, Kind.GROUP, ["Unga 13–17", "Vuxna"], now=on(2025, 2, 1, 9), by=BY)
    made = []
    for month in range(23):
        for day in chance.sample(range(1, 28), 3):
            on_day = date(2025 + (month + 1) // 12, (month + 1) % 12 + 1, day)
            told = Told(day=on_day, start=time(18), end=chance.choice((time(23, 30), time(2, 15))), staff=chance.randint(2, 7),
                        places=tuple(chance.sample(places, chance.randint(1, 2))), events={events[0]: chance.randint(0, 9), events[1]: 1},
                        groups={groups[0]: chance.randint(0, 30), groups[1]: chance.randint(0, 5)})
            made.append(shifts.log(session, agreement_id, told, sure=True, author="Maria", now=on(2027, 1, 2, 9), by=BY))
    shifts.strike(session, made[-1], "Fel dag.", now=on(2027, 1, 2, 9), by=BY)


def raw(session: Session, year: int) -> dict[str, Any]:
    """Count a year from the rows alone, one by one, as nobody would in earnest."""
    rows = [one for one in session.scalars(select(ShiftRow)) if one.state == "done" and one.day.year == year]
    ids = {one.id for one in rows}
    words = {one.id: one for one in session.scalars(select(WordRow))}
    counts = [one for one in session.scalars(select(ShiftCountRow)) if one.shift_id in ids]
    at = [one for one in session.scalars(select(ShiftPlaceRow)) if one.shift_id in ids]

    def of(kind: str) -> dict[str, int]:
        found: Counter[str] = Counter()
        for one in counts:
            if words[one.word_id].kind == kind:
                found[words[one.word_id].name] += one.count
        return dict(found)

    def time_of(one: ShiftRow) -> int:
        return int((one.ends_at - one.starts_at).total_seconds()) // 60 * one.staff

    months = Counter(one.day.month for one in rows)
    return {
        "shifts": len(rows), "staff": sum(one.staff for one in rows), "staff_minutes": sum(time_of(one) for one in rows),
        "events": of("event"), "groups": of("group"), "months": dict(months),
        "places": dict(Counter(words[one.word_id].name for one in at)),
        "cells": dict(Counter((next(row.day.month for row in rows if row.id == one.shift_id), words[one.word_id].name) for one in at)),
    }


def counted(one: summary.Summary) -> dict[str, Any]:
    """Return the same of the summary."""
    found = one.numbers
    return {
        "shifts": found.total.shifts, "staff": found.total.staff, "staff_minutes": found.total.staff_minutes,
        "events": {each.name: each.count for each in found.events}, "groups": {each.name: each.count for each in found.groups},
        "months": {each.first.month: each.shifts for each in found.total.months if each.shifts},
        "places": {each.name: each.shifts for each in found.places},
        "cells": {(each.month.month, each.place): each.shifts for each in found.month_places},
    }


def made(session: Session) -> tuple[int, int]:
    """Take in an agreement over two years with its log and its goals followed up; return the second summary and who owes it."""
    agreement_id = an_agreement(session, start=START, end=END)
    a_log(session, agreement_id)
    present = matters(terms_of(session, agreement_id))
    meeting = session.scalars(select(MeetingRow).where(MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.day)).first()
    assert meeting is not None
    session.expire_all()
    meetings.hold(session, meeting.id, now=on(2026, 3, 2, 12), by=BY, on=date(2026, 3, 2))
    goals.follow_up(session, meeting.id, [Given(present[0].digest, Status.ON_TRACK, "Fler känner sig trygga.")], author="Karin",
                    now=on(2026, 3, 2, 13), by=BY)
    report = session.scalars(select(ReportRow).where(ReportRow.kind == "yearly_summary").order_by(ReportRow.day.desc())).first()
    assert report is not None
    return report.id, next(one.id for one in cast(session, agreement_id).parties if one.role == "civil")


def test_figures_are_those_of_the_raw_log_and_stand_when_submitted(database: Database) -> None:
    with database.write() as session:
        report_id, party_id = made(session)
    with database.read() as session:
        one = summary.load(session, report_id, today=NOW.date())
        assert one.item.first.year == 2026
        assert counted(one) == raw(session, 2026)
        assert one.numbers.before is not None
        assert one.numbers.before.shifts == raw(session, 2025)["shifts"]
        assert read(one.numbers.written()) == one.numbers
    with database.write() as session:
        with pytest.raises(PersonalNumber):
            summary.write(session, report_id, {"brief": "Vi mötte 19121212-1212."}, seen=0, author="Maria", now=NOW, by=BY)
        assert summary.write(session, report_id, {"brief": "Ett bra år."}, seen=0, author="Maria", now=NOW, by=BY) == 1
        assert summary.write(session, report_id, {"brief": "Ett bra år."}, seen=1, author="Maria", now=NOW, by=BY) == 1
        with pytest.raises(summary.ChangedMeanwhile):
            summary.write(session, report_id, {"brief": "Annat."}, seen=0, author="Peter", now=NOW, by=BY)
        ready = summary.prepare(session, report_id, language="sv", at=NOW)
        victim = session.scalars(select(ShiftRow).where(ShiftRow.state == "done", ShiftRow.day >= date(2026, 5, 1))
                                 .order_by(ShiftRow.day)).first()
        assert victim is not None
    with database.write() as session:
        assert summary.submit(session, report_id, ready, party_id=party_id, author="Maria", now=NOW, by=BY) == 1
    with database.write() as session:
        shifts.strike(session, victim.id, "Dubbelt.", now=NOW, by=BY)
    with database.read() as session:
        one = summary.load(session, report_id, today=NOW.date())
        assert one.frozen == ready.numbers
        assert one.digest == ready.numbers.digest
        told = [difference(each, "sv") for each in one.corrected]
        assert f"Pass: {ready.numbers.total.shifts} när den lämnades, nu {ready.numbers.total.shifts - 1}" in told
        assert any(text.startswith("Pass i maj: 3 ") for text in told)
        row = session.get_one(ReportRow, report_id)
        assert (row.state, row.document_id is not None) == ("delivered", True)
    with database.write() as session, pytest.raises(summary.FiguresMoved):
        summary.submit(session, report_id, ready, party_id=party_id, author="Maria", now=NOW, by=BY)


def _cell(cell: Any) -> tuple[str, str, Any]:
    return cell.data_type, cell.number_format, cell.value


def test_the_year_before_ends_where_its_february_does() -> None:
    assert summary.year_before(date(2028, 3, 1), date(2029, 2, 28)) == (date(2027, 3, 1), date(2028, 2, 29))
    assert summary.year_before(date(2027, 3, 1), date(2028, 2, 29)) == (date(2026, 3, 1), date(2027, 2, 28))
    assert summary.year_before(date(2025, 2, 1), date(2025, 12, 31)) == (date(2024, 2, 1), date(2024, 12, 31))


def test_the_paper_and_the_sheets_read_back(database: Database) -> None:
    with database.write() as session:
        report_id, party_id = made(session)
        texts = {"brief": "Ett bra år.", "results": "Första.\n\nAndra."}
        summary.write(session, report_id, texts, seen=0, author="Maria", now=NOW, by=BY)
        ready = summary.prepare(session, report_id, language="sv", at=NOW)
        summary.submit(session, report_id, ready, party_id=party_id, author="Maria", now=NOW, by=BY)
    with database.read() as session:
        numbers = read(frozen_of(session, report_id).figures)  # type: ignore[union-attr]
        document = get_document(session, session.get_one(ReportRow, report_id).document_id or 0)
        content = read_file(session, document, get_version(session, document.id))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert sorted(pdf.attachments) == ["siffror.csv", "siffror.json"]
        assert pdf.attachments["siffror.json"].get_file().read_bytes().decode() == numbers.written()
        assert pdf.attachments["siffror.csv"].get_file().read_bytes().decode() == as_csv(numbers, "sv")
        with pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        alternatives = [str(one.get("/Alt", "")) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
        assert any("Pass per månad" in text for text in alternatives)
    with pdfplumber.open(io.BytesIO(content)) as pages:
        text = "\n".join(page.extract_text() for page in pages.pages)
    assert "Ett bra år." in text
    assert "Fler känner sig trygga." in " ".join(text.split())
    assert "Parken & <torget>" in text
    assert numbers.digest[:20] in text
    assert f"Pass {numbers.total.shifts} {numbers.before.shifts}" in text  # type: ignore[union-attr]
    for month, earlier in zip(numbers.total.months, numbers.before.months, strict=False):  # type: ignore[union-attr]
        if earlier.first.month == month.first.month:
            assert f"{SPEECH['sv'].months[month.first.month - 1]} {month.shifts} {earlier.shifts}" in text
    workbook = openpyxl.load_workbook(io.BytesIO(as_xlsx(numbers, "sv")))
    assert workbook["Året"]["B2"].value == numbers.total.shifts
    assert _cell(workbook["Året"]["B4"]) == ("n", "#,##0.00", float(round(Decimal(numbers.total.staff_minutes) / 60, 2)))
    assert _cell(workbook["Månader"]["A2"]) == ("d", "yyyy-mm", datetime(2026, 1, 1))
    assert _cell(workbook["Ekonomi"]["B2"]) == ("n", "#,##0.00", float(numbers.money.posts[0].amount))
    assert workbook["Platser"]["A4"].data_type == "s"
    assert workbook["Månader"].freeze_panes == "A2"
    assert workbook["Månader"]["A1"].font.bold
    assert workbook["Platser"].column_dimensions["A"].width > 13
    assert all(8 < sheet.column_dimensions["A"].width < 61 for sheet in workbook)
    assert [row[0].value for row in workbook["Platser"].iter_rows(min_row=2)] == [one.name for one in numbers.places]
    rows = list(csv.reader(io.StringIO(as_csv(numbers, "sv").removeprefix("\ufeff")), delimiter=";"))
    assert ["Pass", str(numbers.total.shifts), str(numbers.before.shifts)] in rows  # type: ignore[union-attr]
    assert any(row and row[0] == "'=Torget" for row in rows)


def test_a_correction_that_moves_a_count_from_one_kind_to_another_is_told(database: Database) -> None:
    with database.write() as session:
        report_id, _ = made(session)
        then = summary.load(session, report_id, today=NOW.date()).numbers
    first, second = then.events[0], then.events[1]
    now = then.model_copy(update={"events": (
        first.model_copy(update={"count": first.count - 2}), second.model_copy(update={"count": second.count + 2}))})
    assert [difference(one, "sv") for one in differences(then, now)] == [
        f"{one.name}: {one.count} när den lämnades, nu {one.count + moved}" for one, moved in ((first, -2), (second, 2))]
