"""The pages of amendments: what each shows and refuses, and where."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.amendments.changes import from_json
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.lifecycle.acts.renewal import decide
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.talks.renegotiations import agree, answer, ask
from service.parties.store import cast
from service.renegotiations.model import Provision
from service.renewal.states import Answer
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from tests.amendments.cast import drawn_up, sent, sign
from tests.amendments.cast import signed as amended
from tests.web.fields import fields
from tests.web.world import BY, NOW, Clock, counted, draft, log_in, signed, terms

OWN = {"heading": "Fler möten", "rationale": "Vi behöver ses oftare."}


def form_of(client: FlaskClient, path: str, **typed: str) -> dict[str, str]:
    """Return what the form of an amendment would send, with some fields typed."""
    found = {name: values[-1] for name, values in fields(client.get(path).text).items() if name not in ("once", "csrf_token")}
    return {**found, **{name.replace("__", "."): value for name, value in typed.items()}}


def row_of(database: Database, amendment_id: int = 1) -> AmendmentRow:
    with database.read() as session:
        return session.get_one(AmendmentRow, amendment_id)


def wrong_at(html: str, name: str) -> str:
    """Return what stands as wrong at a field."""
    found = re.search(rf'<p class="wrong" id="{re.escape(name)}-wrong">(.*?)</p>', html)
    return found[1] if found else ""


def summary(html: str) -> str:
    found = re.search(r'id="wrongs".*?</div></div>', html, re.S)
    return re.sub(r"<[^>]+>", "", found[0]) if found else ""


@pytest.fixture
def number(database: Database) -> int:
    return signed(database)


@pytest.fixture
def maria(app: Flask) -> FlaskClient:
    """The association's coordinator."""
    return log_in(app.test_client(), "maria")


@pytest.fixture
def peter(app: Flask) -> FlaskClient:
    """The association's signatory, who reads English."""
    return log_in(app.test_client(), "peter")


def new(number: int) -> str:
    return f"/agreements/{number}/tillagg/nytt"


def test_without_any_the_list_says_when_one_is_needed_and_quotes_the_agreement(app: Flask, database: Database) -> None:
    clauses = {"amendments.signed": "Ändringar ska vara skriftliga och undertecknade."}
    number = signed(database, terms().model_copy(update={"clauses": clauses}))
    html = log_in(app.test_client(), "maria").get(f"/agreements/{number}/tillagg").text
    assert "Inget har ändrats" in html
    assert "Ändringar ska vara skriftliga och undertecknade." in html
    assert f'href="{new(number)}"' in html


def test_a_draft_agreement_is_edited_directly(app: Flask, database: Database) -> None:
    number = draft(database)
    maria = log_in(app.test_client(), "maria")
    assert "Så länge den är ett utkast ändras villkoren direkt" in maria.get(f"/agreements/{number}/tillagg").text
    assert maria.get(new(number)).status_code == 409


def test_what_nobody_has_touched_is_no_change(maria: FlaskClient, number: int) -> None:
    told = maria.post(new(number), data={**form_of(maria, new(number)), **OWN, "do": "save"})
    assert told.status_code == 422
    assert "Tillägget ändrar ingenting än; ändra minst ett villkor" in summary(told.text)


def test_only_what_is_written_anew_is_changed(maria: FlaskClient, database: Database, number: int) -> None:
    typed = form_of(maria, new(number), meetings__per_year="6", appendices__0__text="Budget 2026", **OWN, do="save")
    told = maria.post(new(number), data=typed)
    assert (told.status_code, told.location) == (303, "/amendments/1")
    row = row_of(database)
    assert [(one.path, one.after) for one in from_json(row.changes)] == [("meetings.per_year", 6), ("appendices", ["Budget 2026"])]
    assert (row.title, row.drafted_by, row.revision) == ("Fler möten", "Maria Holm for Föreningen Linden", 1)


def test_the_preview_compares_and_foresees_and_saves_nothing(maria: FlaskClient, database: Database, number: int) -> None:
    typed = form_of(maria, new(number), end="2027-12-31", **OWN, do="preview")
    html = maria.post(new(number), data=typed).text
    assert "<del>31 december 2026</del>" in html
    assert "<ins>31 december 2027</ins>" in html
    assert re.search(r"Kommer till <span class=\"small\">\(\d+\)", html)
    with database.read() as session:
        assert session.query(AmendmentRow).count() == 0
    kept = {name: values[-1] for name, values in fields(html).items()}
    again = maria.post(new(number), data={**kept, "do": "edit"}).text
    assert 'name="end" type="text" value="2027-12-31"' in again
    assert maria.post(new(number), data={**kept, "do": "save"}).status_code == 303
    assert [one.path for one in from_json(row_of(database).changes)] == ["end"]


@pytest.mark.parametrize(("typed", "name", "says"), [
    ({"heading": ""}, "heading", "Fyll i det här."),
    ({"rationale": ""}, "rationale", "Fyll i det här."),
    ({"end": "i höst"}, "end", "”i höst” är ingen hel dag"),
    ({"end": "2025-01-01"}, "end", "Sista dagen ligger före den första."),
    ({"economy.total": "mycket"}, "economy.total", "”mycket” är inget belopp"),
    ({"effective_on": "2026-02-30"}, "effective_on", ""),
])
def test_what_is_wrong_stands_at_its_field_and_above_and_nothing_is_lost(
    maria: FlaskClient, number: int, typed: dict[str, str], name: str, says: str,
) -> None:
    sent_in = {**form_of(maria, new(number)), **OWN, "meetings.per_year": "6", **typed, "do": "save"}
    told = maria.post(new(number), data=sent_in)
    assert told.status_code == 422
    assert wrong_at(told.text, name)
    assert wrong_at(told.text, name).startswith(says)
    assert f'<a href="#{name}">' in told.text
    assert 'name="meetings.per_year" type="text" value="6"' in told.text
    assert "<details class=\"card section\" open>" in told.text



def test_rows_are_added_and_taken_away_with_their_section_open(maria: FlaskClient, number: int) -> None:
    html = maria.post(new(number), data={**form_of(maria, new(number)), "do": "add:appendices"}).text
    assert 'name="appendices.0.text"' in html
    assert html.count('<details class="card section" open>') == 1
    html = maria.post(new(number), data={**form_of(maria, new(number)), "do": "drop:goals:0"}).text
    assert 'name="goals.0.text"' not in html


def test_a_section_asked_for_stands_open(maria: FlaskClient, number: int) -> None:
    html = maria.get(f"{new(number)}?del=economy").text
    assert html.count('<details class="card section" open>') == 1


def test_what_somebody_else_has_changed_meanwhile_is_shown_and_not_overwritten(
    maria: FlaskClient, database: Database, number: int,
) -> None:
    with database.write() as session:
        made = drawn_up(session, number, now=NOW, goals=["Färre olyckor"])
    path = f"/amendments/{made}/andra"
    first, second = (form_of(maria, path, heading=heading, do="save") for heading in ("Mitt", "Ditt"))
    assert maria.post(path, data=first).status_code == 303
    told = maria.post(path, data=second)
    assert told.status_code == 409
    assert "Någon annan har ändrat utkastet under tiden" in summary(told.text)
    assert re.search(r"<th scope=\"row\">Rubrik</th><td>Mitt</td><td>Ditt</td>", told.text)
    assert row_of(database).title == "Mitt"
    assert maria.post(path, data={**second, "version": "2"}).status_code == 303


def test_terms_signed_meanwhile_are_not_changed_back_unseen(maria: FlaskClient, database: Database, number: int) -> None:
    typed = form_of(maria, new(number), meetings__per_year="6", **OWN, do="save")
    with database.write() as session:
        amended(session, number, now=NOW, economy__total="1300000")
    told = maria.post(new(number), data=typed)
    assert told.status_code == 409
    assert "Ett annat tillägg har undertecknats under tiden" in summary(told.text)
    again = {name: values[-1] for name, values in fields(told.text).items()}
    assert (again["meetings.per_year"], again["economy.total"], again["base"]) == ("6", "1 300 000", "2")
    assert maria.post(new(number), data={**again, "once": "", "do": "save"}).status_code == 303
    assert [one.path for one in from_json(row_of(database, 2).changes)] == ["meetings.per_year"]


def test_what_others_have_changed_of_the_same_is_named(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        mine = drawn_up(session, number, now=NOW, meetings__per_year=6)
        amended(session, number, now=NOW, meetings__per_year=2)
    assert "Det som tillägget ändrar (avstämningar om året) har ändrats av ett annat" in maria.get(f"/amendments/{mine}").text
    html = maria.get(f"/amendments/{mine}/andra").text
    assert "Det här visas som det är nu: avstämningar om året." in html
    assert 'name="meetings.per_year" type="text" value="2"' in html


@pytest.mark.parametrize(("given", "says"), [
    ({"effective_on": date(2026, 9, 1)}, "Tillägget kan inte börja gälla 1 september 2026"),
    ({"effective_on": date(2027, 2, 1)}, "Tillägget skulle börja gälla 1 februari 2027"),
    ({"end": "2026-10-15", "decision": {"on": "2026-10-01"}, "effective_on": date(2026, 11, 1)}, "Den nya sista dagen 15 oktober 2026"),
])
def test_what_would_hinder_sending_is_said_on_the_page_and_at_the_sending(
    maria: FlaskClient, database: Database, number: int, given: dict[str, object], says: str,
) -> None:
    with database.write() as session:
        made = drawn_up(session, number, now=NOW, **{"goals": ["Färre olyckor"], **given})  # type: ignore[arg-type]
    assert says in maria.get(f"/amendments/{made}").text
    path = f"/amendments/{made}/skicka"
    told = maria.post(path, data=form_of(maria, path))
    assert told.status_code == 422
    assert says in summary(told.text)
    assert row_of(database).state == "draft"


def test_it_is_sent_as_asked_for(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        made = drawn_up(session, number, now=NOW, goals=["Färre olyckor"])
        public, civil = (party.id for party in cast(session, number).parties)
    path = f"/amendments/{made}/skicka"
    typed = form_of(maria, path)
    assert (typed[f"party.{public}.0.name"], typed[f"party.{public}.0.capacity"]) == ("Anders Berg", "firmatecknare")
    told = maria.post(path, data={
        **typed, f"party.{civil}.0.authority": "Styrelsen 2026-09-01 § 4", f"party.{civil}.1.name": "Siv Ö",
        f"party.{civil}.1.capacity": "kassör", f"party.{civil}.needed": "2", "ordered": "yes", f"party.{civil}.place": "1",
        f"party.{public}.place": "2", "deadline": "2026-10-15"})
    assert (told.status_code, row_of(database).state) == (303, "in_signature")
    with database.read() as session:
        signing = session.query(SigningRow).filter(SigningRow.matter == f"amendment {made}").one()
        rows = session.query(SignatureRow).filter(SignatureRow.signing_id == signing.id).order_by(SignatureRow.id).all()
        assert (signing.ordered, signing.deadline) == (True, date(2026, 10, 15))
        assert [(one.party_id, one.needed, one.turn) for one in rows] == [(civil, 2, True), (public, 1, False)]
        named = session.query(SignerRow).filter(SignerRow.signature_id == rows[0].id).order_by(SignerRow.id).all()
        assert [(one.name, one.capacity, one.authority, one.person_id is None) for one in named] == [
            ("Peter Sand", "firmatecknare", "Styrelsen 2026-09-01 § 4", False), ("Siv Ö", "kassör", None, True)]
    html = maria.get(f"/amendments/{made}").text
    assert "Styrelsen 2026-09-01 § 4" in html
    assert "Undertecknar när de före har gjort det" in html
    assert maria.get(path).status_code == 409


@pytest.mark.parametrize(("typed", "at", "says"), [
    ({"party.{civil}.0.name": ""}, "party.{civil}.0.name", "Ange vem som undertecknar för Föreningen Linden."),
    ({"party.{civil}.needed": "2"}, "party.{civil}.needed", "2 ska underteckna tillsammans för Föreningen Linden; ange minst 2."),
    ({"party.{civil}.1.name": "Peter Sand"}, "party.{civil}.1.name", "Peter Sand står två gånger."),
    ({"ordered": "yes", "party.{civil}.place": "1"}, "party.{public}.place", "Ge varje part sin egen plats i ordningen."),
    ({"deadline": "2026-09-01"}, "deadline", "Den dagen har passerat."),
    ({"deadline": "snart"}, "deadline", "Skriv dagen som 2026-12-31."),
])
def test_what_is_wrong_with_the_sending_stands_at_its_field(
    maria: FlaskClient, database: Database, number: int, typed: dict[str, str], at: str, says: str,
) -> None:
    with database.write() as session:
        made = drawn_up(session, number, now=NOW, goals=["Färre olyckor"])
        public, civil = (party.id for party in cast(session, number).parties)
    path = f"/amendments/{made}/skicka"
    told = maria.post(path, data={
        **form_of(maria, path), **{name.format(public=public, civil=civil): text for name, text in typed.items()}})
    assert told.status_code == 422
    assert wrong_at(told.text, at.format(public=public, civil=civil)) == says
    assert row_of(database).state == "draft"


def test_withdrawn_with_a_reason_and_drawn_up_anew(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        made = sent(session, number, now=NOW, title="Färre olyckor", goals=["Färre olyckor"])
    path = f"/amendments/{made}/ta-tillbaka"
    told = maria.post(path, data={"why_withdrawn": ""})
    assert (told.status_code, wrong_at(told.text, "why_withdrawn")) == (422, "Fyll i det här.")
    assert maria.post(path, data={"why_withdrawn": "Fel mål"}).status_code == 303
    html = maria.get(f"/amendments/{made}").text
    assert "Fel mål" in html
    assert maria.post(path, data={"why_withdrawn": "Igen"}).status_code == 409
    again = f"{new(number)}?fran={made}"
    assert again in html
    assert maria.get(f"{new(number)}?fran=77").status_code == 404
    assert maria.post(new(number), data=form_of(maria, again, do="save")).status_code == 303
    assert (row_of(database, 2).title, [one.path for one in from_json(row_of(database, 2).changes)]) == ("Färre olyckor", ["goals"])


def test_declined_for_ones_own_party_only(peter: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        made = sent(session, number, now=NOW, goals=["Färre olyckor"])
        public, civil = (party.id for party in cast(session, number).parties)
    path = f"/amendments/{made}/avboj"
    told = peter.post(path, data={"party": str(civil), "why_declined": ""})
    assert (told.status_code, wrong_at(told.text, "why_declined")) == (422, "Fill this in.")
    assert peter.post(path, data={"party": str(public), "why_declined": "No"}).status_code == 403
    assert peter.post(path, data={"party": str(civil), "why_declined": "We want another goal"}).status_code == 303
    assert (row_of(database).state, row_of(database).reason) == ("declined", "We want another goal")
    assert peter.post(path, data={"party": str(civil), "why_declined": "Again"}).status_code == 409


def test_what_is_sent_is_not_edited(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        made = sent(session, number, now=NOW, goals=["Färre olyckor"])
    assert maria.get(f"/amendments/{made}/andra").status_code == 409
    assert maria.post(f"/amendments/{made}/andra", data=OWN).status_code == 409


def test_an_extension_says_that_only_its_signature_extends(app: Flask, database: Database, number: int, maria: FlaskClient) -> None:
    with database.write() as session:
        for party in cast(session, number).parties:
            decide(session, number, party, Answer.EXTEND, now=NOW, by=BY)
    html = maria.get("/amendments/1").text
    assert "Det är först det här tillägget, undertecknat av alla, som förlänger. Annars upphör överenskommelsen" in html
    assert 'href="/decisions/1"' in html
    assert "Utgår" not in html
    assert "1 275 750 kr ska räcka hela tiden" in html.replace("\u00a0", " ")
    decision = maria.get("/decisions/1").text
    assert "Det är bara det, undertecknat av alla, som förlänger" in decision
    assert 'href="/amendments/1"' in decision
    assert "Bara tillägg 1, undertecknat av alla, förlänger." in maria.get(f"/agreements/{number}").text
    assert "Skicka förlängningen för underskrift" in maria.get("/").text
    with database.write() as session:
        assert newest_terms(session, number).end == date(2026, 12, 31)


def test_an_extension_that_no_longer_extends_says_so(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        for party in cast(session, number).parties:
            decide(session, number, party, Answer.EXTEND, now=NOW, by=BY)
    path = "/amendments/1/andra"
    typed = form_of(maria, path, end="2026-12-31", meetings__per_year="6", do="preview")
    said = "Tillägget kom av beslutet att förlänga, men flyttar inte sista dagen."
    assert said in maria.post(path, data=typed).text
    assert said not in maria.get("/amendments/1").text


def test_who_signs_sees_it_among_what_needs_them_and_the_agreements_own_signatures_are_not_mixed_in(
    app: Flask, database: Database, number: int, peter: FlaskClient,
) -> None:
    with database.write() as session:
        made = sent(session, number, now=NOW, title="Färre olyckor", goals=["Färre olyckor"])
        sign(session, made, "public", now=NOW)
    html = peter.get("/").text
    assert "Sign amendment 1" in html
    assert "Sign the agreement" not in html
    page = peter.get(f"/agreements/{number}").text
    own = page[page.index('id="signatures"'):]
    assert "Awaiting signature" not in own[:own.index("</section>")]
    assert 'id="amendment-1"' in page
    assert "Signature wanted – amendment 1" in page
    assert "Färre olyckor" not in peter.get(f"/agreements/{number}/underskrifter").text
    assert "Signature by" not in peter.get("/agreements").text


def test_a_signed_one_is_on_the_timeline_and_in_what_comes(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        amended(session, number, now=NOW, title="Nya mål", effective_on=date(2026, 11, 2), goals=["Färre olyckor"])
    html = maria.get(f"/agreements/{number}").text
    assert '<a href="#amendment-1" class="look-open"><title>Tillägg 1: Nya mål.' in html
    assert "Tillägg 1 börjar gälla" in html
    assert "Tillägg börjar gälla – tillägg 1" in maria.get("/post/kommer").text


class TestTermsThroughTime:
    """The terms on any day."""

    @pytest.fixture
    def changed(self, database: Database, number: int) -> int:
        with database.write() as session:
            amended(session, number, now=NOW, title="Fler möten", meetings__per_year=6)
            amended(session, number, now=NOW, title="Mer pengar", effective_on=date(2026, 11, 2), economy__total="1300000")
        return number

    @pytest.mark.parametrize(("day", "version", "meetings", "frame"), [
        ("2025-06-01", 1, "4", "1\u00a0275\u00a0750"), ("2026-09-20", 1, "4", "1\u00a0275\u00a0750"),
        ("2026-09-21", 2, "6", "1\u00a0275\u00a0750"), ("2026-11-01", 2, "6", "1\u00a0275\u00a0750"),
        ("2026-11-02", 3, "6", "1\u00a0300\u00a0000"), ("2030-01-01", 3, "6", "1\u00a0300\u00a0000"),
    ])
    def test_which_hold(self, maria: FlaskClient, changed: int, day: str, version: int, meetings: str, frame: str) -> None:
        html = maria.get(f"/agreements/{changed}/villkor?dag={day}").text
        assert f"Version {version}</span>" in html
        assert re.search(rf"<dt>Avstämningar om året</dt>\s*<dd[^>]*><p>{meetings}</p>", html)
        assert re.search(rf"<dt>Total ekonomisk ram</dt>\s*<dd[^>]*><p>{frame}", html)
        assert html.count("Ändrat genom tillägg") == version - 1

    def test_the_difference_between_two_days(self, maria: FlaskClient, changed: int) -> None:
        html = maria.get(f"/agreements/{changed}/villkor?dag=2026-11-02&mot=2026-01-01").text
        assert "<del>4</del>" in html
        assert "<ins>6</ins>" in html
        assert "Villkoren är desamma båda dagarna." in maria.get(f"/agreements/{changed}/villkor?dag=2026-09-21&mot=2026-10-01").text

    def test_what_is_no_day_is_said_at_its_field(self, maria: FlaskClient, changed: int) -> None:
        told = maria.get(f"/agreements/{changed}/villkor?dag=2026-13-01&mot=x")
        assert told.status_code == 422
        assert wrong_at(told.text, "dag") == "”2026-13-01” är ingen dag; skriv den som 2026-12-31."
        assert wrong_at(told.text, "mot") == "”x” är ingen dag; skriv den som 2026-12-31."

    def test_what_is_not_signed_is_named_and_not_counted(self, maria: FlaskClient, database: Database, changed: int) -> None:
        with database.write() as session:
            sent(session, changed, now=NOW, goals=["Färre olyckor"])
        html = maria.get(f"/agreements/{changed}/villkor?dag=2026-12-01").text
        assert "Räknas inte, för alla har inte undertecknat:" in html
        assert "Färre olyckor" not in html

    def test_before_and_after_its_time_and_unsigned(self, maria: FlaskClient, database: Database, changed: int) -> None:
        path = "/agreements/{}/villkor?dag={}"
        assert "har överenskommelsen inte börjat gälla" in maria.get(path.format(changed, "2025-12-31")).text
        assert "har överenskommelsen upphört" in maria.get(path.format(changed, "2027-01-01")).text
        unsigned = draft(database, terms("Utkastet"))
        assert "Inget av det här gäller än" in maria.get(path.format(unsigned, "2026-05-01")).text


@pytest.mark.parametrize("path", ["/agreements/{n}/tillagg", "/agreements/{n}/villkor", "/amendments/1", "/amendments/1/andra",
                                  "/amendments/1/skicka", "/agreements/{n}", "/"])
def test_however_many_there_are_the_number_of_queries_is_the_same(
    maria: FlaskClient, database: Database, number: int, path: str,
) -> None:
    def asked() -> int:
        with counted(database) as seen:
            assert maria.get(path.format(n=number)).status_code == 200
        return len(seen)

    with database.write() as session:
        drawn_up(session, number, now=NOW, goals=["A"])
        sent(session, number, now=NOW, disputes="court")
        amended(session, number, now=NOW, economy__total="1300000")
    asked()  # The first page after the log-in notes that one is there.
    before = asked()
    with database.write() as session:
        for place in range(3):
            drawn_up(session, number, now=NOW, goals=[f"B {place}"])
            sent(session, number, now=NOW, secrecy=True)
            amended(session, number, now=NOW, effective_on=date(2026, 10, 1 + place), meetings__habits__place=f"Rum {place}")
    assert asked() == before


def test_a_day_that_passes_while_it_is_a_draft_is_told(
    app: Flask, maria: FlaskClient, clock: Clock, database: Database, number: int,
) -> None:
    with database.write() as session:
        drawn_up(session, number, now=NOW, goals=["A"], effective_on=date(2026, 9, 25))
    assert "Så här kan det inte skickas" not in maria.get("/amendments/1").text
    clock.move(days=10)
    assert "Tillägget kan inte börja gälla 25 september 2026" in log_in(app.test_client(), "maria").get("/amendments/1").text


def test_what_a_renegotiation_led_to_is_written_into_an_amendment(maria: FlaskClient, database: Database, number: int) -> None:
    with database.write() as session:
        first, second = cast(session, number).parties
        asked = ask(session, number, party_id=first.id, provision=Provision.MEETINGS, about="Tätare möten", why="Mycket händer.",
                    author="Karin Lind", now=NOW, by=BY)
        answer(session, asked, second.id, message=None, when_on=None, author="Maria Holm", now=NOW, by=BY)
        agree(session, asked, second.id, "Varannan månad.", now=NOW, by=BY)
    page = maria.get(f"/renegotiations/{asked}").text
    where = f"{new(number)}?omforhandling={asked}"
    assert f'href="{where}"' in page
    form = form_of(maria, where, meetings__per_year="6")
    assert (form["heading"], form["rationale"]) == ("Tätare möten", "Varannan månad.")
    assert maria.post(new(number), data={**form, "do": "save"}).status_code == 303
    row = row_of(database)
    assert row.came_of == f"renegotiation {asked}"
    assert f"/amendments/{row.id}" in maria.get(f"/renegotiations/{asked}").text
    assert f"/renegotiations/{asked}" in maria.get(f"/amendments/{row.id}").text
