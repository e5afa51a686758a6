"""Documents through their use cases: registered, added to, shown, culled, and seen by the right ones."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.db import Database
from service.documents import actions, rules
from service.documents.files import Culled, Tampered, read
from service.documents.model import Direction, Eyes, Kind, Registration, Status
from service.documents.store import NoSuchDocument, documents_of, get_document, get_version, versions_of
from service.documents.tables import ContentRow, DocumentRow, VersionRow
from service.history.record import INSTALLATION
from service.history.tables import HistoryRow
from service.history.verify import faults
from service.kernel.errors import Overtaken
from service.kernel.text.personal import PersonalNumber
from service.parties.store import cast
from tests.documents import made
from tests.web.world import BY, NOW, signed

GIVEN = Registration(kind=Kind.LETTER, title="Brev om lokalen", direction=Direction.DRAWN_UP, day=date(2026, 9, 20))
WORKING = replace(GIVEN, working=True)


def put(session: Session, agreement_id: int, given: Registration = GIVEN, *, role: str | None = "public", text: str = "A page") -> int:
    party = next((one for one in cast(session, agreement_id).parties if one.role == role), None)
    return actions.add(session, agreement_id, given, made.file(text), party=party, now=NOW, by=BY)


def eyes(session: Session, agreement_id: int, role: str, *, registrar: bool = False) -> Eyes:
    return Eyes(frozenset(one.id for one in cast(session, agreement_id).parties if one.role == role), registrar)


def seen(session: Session, agreement_id: int, who: Eyes) -> list[int]:
    return sorted(one.row.id for one in documents_of(session, agreement_id, who))


def events(database: Database, chain: int) -> list[tuple[str, dict[str, object]]]:
    with database.read() as session:
        rows = session.execute(select(HistoryRow.event, HistoryRow.body).where(
            HistoryRow.chain == chain, HistoryRow.subject.like("document %")).order_by(HistoryRow.seq))
        return [(event, json.loads(body)) for event, body in rows]


def test_a_document_is_kept_and_registered(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
    with database.read() as session:
        row, version = get_document(session, document), get_version(session, document)
        assert (row.status, row.diary_number, row.shown_at, row.recorded_by) == ("official", "ÖV 2026:1", None, BY)
        assert (version.number, version.file_name, version.media) == (1, "beslut.pdf", "application/pdf")
        assert read(session, row, version) == made.pdf()
        assert list(faults(session)) == []
    assert events(database, number) == [
        ("added", {"kind": "letter", "digest": version.digest, "diary": "ÖV 2026:1"})]


def test_a_file_is_kept_once_however_often_it_is_handed_in(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        for _ in range(3):
            put(session, number)
    with database.read() as session:
        assert len(session.scalars(select(ContentRow.digest)).all()) == 1
        assert len(session.scalars(select(VersionRow.id)).all()) == 3


def test_every_version_is_kept_and_the_same_file_again_is_none(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
        assert actions.new_version(session, document, made.file("Two"), now=NOW, by=BY) == 2
        assert actions.new_version(session, document, made.file("Two"), now=NOW, by=BY) == 2
        assert actions.new_version(session, document, made.file("A page"), now=NOW, by=BY) == 3
    with database.read() as session:
        assert [one.number for one in versions_of(session, document)] == [3, 2, 1]
        assert read(session, get_document(session, document), get_version(session, document, 2)) == made.pdf("Two")
        with pytest.raises(NoSuchDocument):
            get_version(session, document, 4)


@pytest.mark.parametrize("body", [b"%PDF-1.7 another", made.pdf("A pagf"), b""])
def test_a_changed_file_is_found_and_named(database: Database, body: bytes) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
        session.execute(update(ContentRow).values(body=body))
    with database.read() as session, pytest.raises(Tampered) as told:
        read(session, get_document(session, document), get_version(session, document))
    assert told.value.status == 500
    assert told.value.sentence("sv").startswith("Filen i ”Brev om lokalen” är inte längre den som togs emot")


def test_a_changed_file_is_found_even_if_the_row_it_lies_in_is_changed_with_it(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
        session.execute(update(ContentRow).values(body=b"%PDF-1.7 another", size=16))
    with database.read() as session, pytest.raises(Tampered):
        read(session, get_document(session, document), get_version(session, document))


@pytest.mark.parametrize(("role", "direction"), [
    ("civil", Direction.DRAWN_UP), ("civil", Direction.SENT), ("public", Direction.RECEIVED), ("public", Direction.SENT),
    (None, Direction.DRAWN_UP)])
def test_what_comes_from_another_or_goes_to_another_is_never_working_material(
    database: Database, role: str | None, direction: Direction,
) -> None:
    number = signed(database)
    with database.write() as session, pytest.raises(rules.NeverWorkingMaterial):
        put(session, number, replace(WORKING, direction=direction), role=role)


def test_working_material_is_seen_by_its_party_alone_until_it_is_shown(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number, WORKING)
        public, civil = eyes(session, number, "public"), eyes(session, number, "civil", registrar=False)
        assert seen(session, number, public) == [document]
        assert seen(session, number, civil) == seen(session, number, Eyes()) == []
        assert seen(session, number, Eyes(registrar=True)) == []
        assert get_document(session, document).diary_number == ""
    assert events(database, number) == []
    assert [event for event, _ in events(database, INSTALLATION)] == ["added"]
    with database.write() as session:
        actions.show_to_other(session, document, now=NOW, by=BY)
        actions.show_to_other(session, document, now=NOW + timedelta(days=1), by=BY)
    with database.read() as session:
        row = get_document(session, document, civil)
        assert (row.status, row.shown_at, row.diary_number) == (Status.OFFICIAL, NOW, "ÖV 2026:1")
        digest = get_version(session, document).digest
    assert events(database, number) == [("shown", {"kind": "letter", "digests": [digest], "diary": "ÖV 2026:1"})]


def test_working_material_cannot_be_said_to_have_come_in_or_gone_out(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number, WORKING)
        for direction in (Direction.RECEIVED, Direction.SENT):
            with pytest.raises(rules.NeverWorkingMaterial):
                actions.register(session, document, replace(GIVEN, direction=direction), seen=1, now=NOW, by=BY)
        actions.register(session, document, replace(GIVEN, title="Annat"), seen=1, now=NOW, by=BY)
        assert get_document(session, document).status == Status.WORKING


def test_working_material_becomes_official_without_being_shown_by_itself(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number, replace(WORKING, secrecy="OSL 26 kap. 1 §"))
        actions.make_official(session, document, now=NOW, by=BY)
        assert seen(session, number, eyes(session, number, "civil")) == []
        actions.show_to_other(session, document, now=NOW, by=BY)
        assert seen(session, number, eyes(session, number, "civil")) == [document]


def test_what_is_marked_secret_is_seen_by_its_party_and_the_register(database: Database) -> None:
    number = signed(database)
    secret = replace(GIVEN, secrecy="OSL 26 kap. 1 §")
    with database.write() as session:
        document = put(session, number, secret)
        assert seen(session, number, eyes(session, number, "public")) == [document]
        assert seen(session, number, eyes(session, number, "civil")) == seen(session, number, Eyes()) == []
        assert seen(session, number, Eyes(frozenset({0}), registrar=True)) == [document]
        sent = put(session, number, secret, role="civil")
        assert seen(session, number, eyes(session, number, "public")) == [document, sent]
        assert seen(session, number, Eyes()) == []


def test_the_registration_is_changed_by_one_at_a_time_and_the_change_is_recorded(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
        actions.register(session, document, replace(GIVEN, title="Brev om hyran", diary_number="KS 2026-42"), seen=1, now=NOW, by=BY)
        with pytest.raises(Overtaken):
            actions.register(session, document, GIVEN, seen=1, now=NOW, by=BY)
        actions.register(session, document, replace(GIVEN, title="Brev om hyran"), seen=2, now=NOW, by=BY)
        row = get_document(session, document)
        assert (row.title, row.diary_number, row.revision) == ("Brev om hyran", "KS 2026-42", 2)
    assert events(database, number)[1:] == [
        ("registered", {"changed": ["title", "diary_number"], "was": "ÖV 2026:1", "diary": "KS 2026-42"})]


@pytest.mark.parametrize(("change", "refusal"), [
    ({"title": " "}, rules.NoTitle),
    ({"day": date(2026, 9, 22)}, rules.NotYet),
    ({"cull_after": date(2030, 1, 1)}, rules.CullDayWithoutDecision),
    ({"title": "Brev om 811228-9874"}, PersonalNumber),
    ({"sender": "Anna, 198112289874"}, PersonalNumber),
    ({"diary_number": "ÖV 2026:7"}, rules.OurSeries),
    ({"diary_number": "öv 2026:7"}, rules.OurSeries),
])
def test_what_cannot_stand_in_the_register_is_refused(
    database: Database, change: dict[str, object], refusal: type[Exception],
) -> None:
    number = signed(database)
    with database.write() as session:
        document = put(session, number)
        with pytest.raises(refusal):
            put(session, number, replace(GIVEN, **change))  # type: ignore[arg-type]
        with pytest.raises(refusal):
            actions.register(session, document, replace(GIVEN, **change), seen=1, now=NOW, by=BY)  # type: ignore[arg-type]


def test_nothing_is_culled_without_a_day_and_a_decision(database: Database) -> None:
    number = signed(database)
    dated = replace(GIVEN, cull_after=date(2028, 12, 31), retention="Dokumenthanteringsplan 4.2")
    later = NOW.replace(year=2029)
    with database.write() as session:
        kept, document, same = put(session, number), put(session, number, dated), put(session, number, dated)
        with pytest.raises(rules.NoCullDecision):
            actions.cull(session, document, decision=" ", now=later, by=BY)
        with pytest.raises(rules.TooEarlyToCull):
            actions.cull(session, document, decision="KS 2028 § 4", now=NOW, by=BY)
        with pytest.raises(rules.KeptForEver):
            actions.cull(session, kept, decision="KS 2028 § 4", now=later, by=BY)
        for each in (document, same):
            actions.cull(session, each, decision="KS 2028 § 4", now=later, by=BY)
        # The file is the same as that of the document which is kept, but it is no longer given out for those that are culled.
        with pytest.raises(Culled):
            read(session, get_document(session, document), get_version(session, document))
        assert read(session, get_document(session, kept), get_version(session, kept)) == made.pdf()


def test_after_culling_the_registration_and_the_digest_stay_and_the_bytes_are_gone(database: Database) -> None:
    number = signed(database)
    dated = replace(GIVEN, cull_after=date(2028, 12, 31), retention="Dokumenthanteringsplan 4.2")
    later = NOW.replace(year=2029)
    with database.write() as session:
        document = put(session, number, dated)
        actions.cull(session, document, decision="KS 2028 § 4", now=later, by=BY)
        with pytest.raises(Culled):
            actions.cull(session, document, decision="KS 2028 § 4", now=later, by=BY)
        with pytest.raises(Culled):
            actions.new_version(session, document, made.file("Two"), now=later, by=BY)
    with database.read() as session:
        row, version = get_document(session, document), get_version(session, document)
        assert (row.culled_at, row.cull_decision, version.digest) == (later, "KS 2028 § 4", made.file().digest)
        assert session.scalars(select(ContentRow.body)).all() == [None]
        with pytest.raises(Culled):
            read(session, row, version)
    assert events(database, number)[-1] == ("culled", {"decision": "KS 2028 § 4", "diary": "ÖV 2026:1"})
    with database.write() as session:
        again = put(session, number)
        assert read(session, get_document(session, again), get_version(session, again)) == made.pdf()


def test_the_list_is_walked_day_by_day_and_sieved(database: Database) -> None:
    number = signed(database)
    with database.write() as session:
        for day in (1, 2, 2, 3):
            put(session, number, replace(GIVEN, day=date(2026, 9, day)))
        put(session, number, replace(GIVEN, kind=Kind.SCAN, day=date(2026, 8, 1)))
        first = documents_of(session, number, None, limit=2)
        last = first[-1].row
        rest = documents_of(session, number, None, after=(last.day, last.id), limit=9)
        assert [one.row.day.day for one in [*first, *rest]] == [3, 2, 2, 1, 1]
        assert [one.row.kind for one in documents_of(session, number, None, kind=Kind.SCAN)] == ["scan"]
        assert documents_of(session, number, None, status=Status.WORKING) == []
        assert session.scalars(select(DocumentRow.id)).all() != []
