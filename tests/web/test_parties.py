"""A party that joins and leaves, as its people meet it on the pages."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import select

from service.accounts.tables import UserRow
from service.accounts.users import READER
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.documents.actions import add, make_official
from service.documents.files import made
from service.documents.model import Direction, Kind, Registration
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_amendment
from service.parties.store import cast
from service.scheduler.sweep import sweep
from service.signatures.tables import SigningRow
from tests.amendments.cast import drawn_up, sign
from tests.amendments.test_parties import NEW, parties_of
from tests.builders import on
from tests.web.world import HASH, NOW, Clock, enter, log_in, signed

NORA = "nora@nya.example"


def users_of(database: Database, email: str) -> None:
    with database.write() as session:
        session.add(UserRow(email=email, name="Nora Ny", role=READER, password=HASH, language="sv", created_at=NOW))


def test_who_joins_sees_the_amendment_alone_and_who_left_what_was(client: FlaskClient, database: Database, clock: Clock) -> None:
    agreement = signed(database)
    users_of(database, NORA)
    with database.write() as session:
        amendment = drawn_up(session, agreement, now=NOW, parties=[*parties_of(session, agreement), NEW])
        party = next(one.id for one in cast(session, agreement).others)
    log_in(client, "karin")
    assert "Nya föreningen" in client.get(f"/amendments/{amendment}").text
    refused = client.post(f"/amendments/{amendment}/ny-part", data={"party": party, "name": "Nora Ny", "email": "nora"})
    assert (refused.status_code, "Det här är ingen e-postadress" in refused.text) == (422, True)
    named = client.post(f"/amendments/{amendment}/ny-part", data={
        "party": party, "name": "Nora Ny", "email": NORA, "functions": ["signatory", "coordinator"]})
    assert named.status_code == 303
    with database.write() as session:
        people, public = cast(session, agreement), cast(session, agreement).parties[0]
        kept = add(session, agreement, Registration(kind=Kind.OTHER, title="Vårt utkast", direction=Direction.DRAWN_UP,
                                                    day=date(2026, 1, 2), working=True),
                   made(b"%PDF-1.7 utkast", "utkast.pdf"), party=public, now=NOW, by="Karin")
    replacing = client.get(f"/agreements/{agreement}/personer/{people.seats[0].person_id}/ersatt")
    assert (replacing.status_code, "Nora Ny" in replacing.text) == (200, False)
    with database.write() as session:
        early = add(session, agreement, Registration(kind=Kind.OTHER, title="Tidigare sak", direction=Direction.DRAWN_UP,
                                                     day=date(2026, 1, 2)),
                    made(b"%PDF-1.7 tidig", "tidig.pdf"), party=None, now=NOW, by="Karin", made_by_us=True)
        put_amendment(session, amendment, Manner(), now=NOW, by="Karin")
        signing = session.scalars(select(SigningRow.id).where(SigningRow.matter == f"amendment {amendment}")).one()
    client.post("/logga-ut")
    enter(client, NORA)
    home = client.get("/").text
    assert ("Underteckna tillägg 1" in home, f"/amendments/{amendment}/underskrifter" in home, "Du är inte med" in home) == (True, True, False)
    seen = {path: client.get(path).status_code for path in (
        f"/amendments/{amendment}", f"/underskrifter/{signing}", f"/underskrifter/{signing}/text.pdf", f"/agreements/{agreement}",
        f"/agreements/{agreement}/dokument", f"/agreements/{agreement}/tillagg", f"/agreements/{agreement}/villkor", f"/dokument/{early}")}
    assert list(seen.values()) == [200, 200, 200, 404, 404, 404, 404, 404]
    assert "Skyddsbussen" not in client.get("/agreements").text
    with database.write() as session:
        assert [sign(session, amendment, who, now=NOW) for who in ("public", "civil", NEW["name"])] == [False, False, True]
    assert client.get(f"/agreements/{agreement}").status_code == 200
    with database.write() as session:
        out = drawn_up(session, agreement, now=NOW, parties=parties_of(session, agreement)[:2], title="Nya föreningen lämnar",
                       effective_on=date(2026, 11, 1))
        put_amendment(session, out, Manner(), now=NOW, by="Karin")
        assert [sign(session, out, who, now=NOW) for who in ("public", "civil", NEW["name"])] == [False, False, True]
        assert session.get_one(AmendmentRow, out).state == "signed"
    clock.at = on(2026, 11, 2, 9)
    sweep(database, now=clock)
    enter(client, NORA)
    with database.write() as session:
        make_official(session, kept, now=clock(), by="Karin")
        later = add(session, agreement, Registration(kind=Kind.OTHER, title="Senare sak", direction=Direction.DRAWN_UP,
                                                     day=date(2026, 11, 2)),
                    made(b"%PDF-1.7 sen", "sen.pdf"), party=None, now=clock(), by="Karin", made_by_us=True)
    assert f"/agreements/{agreement}/till-dess" in client.get("/").text
    assert client.get(f"/agreements/{agreement}").headers["Location"] == f"/agreements/{agreement}/till-dess"
    page = client.get(f"/agreements/{agreement}/till-dess").text
    assert [title in page for title in ("Tidigare sak", "Senare sak", "Vårt utkast", "Nya föreningen")] == [True, False, False, True]
    assert client.get(f"/agreements/{agreement}/till-dess/{early}").data == b"%PDF-1.7 tidig"
    assert [client.get(path).status_code for path in (
        f"/agreements/{agreement}/till-dess/{later}", f"/agreements/{agreement}/till-dess/{kept}", f"/dokument/{early}", f"/amendments/{out}", f"/agreements/{agreement}/dokument",
    )] == [404, 404, 404, 404, 404]
