"""The page of a text that is signed: in ink, by a file signed elsewhere; every refusal at its place, with what was typed kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from service.agreements.tables import AgreementRow
from service.amendments.tables import AmendmentRow
from service.app import create_app
from service.db import Database
from service.documents.checks.kinds import Media
from service.documents.files import digest_of
from service.documents.model import Received
from service.lifecycle.amending import amend
from service.lifecycle.signing.elsewhere import take_in
from service.lifecycle.signing.manner import Manner, usual_signers
from service.lifecycle.signing.papers import put_agreement, put_amendment, text_file
from service.parties.store import cast
from service.scheduler.sweep import sweep
from service.signatures.actions import Asked, Signer, name_signers
from service.signatures.pades.model import Examined, Known, Match, Signature, Standing
from service.signatures.store import get_signing, of_round, originals_of, signers_of
from service.signatures.tables import OriginalRow, SignatureRow, SignerRow
from tests.amendments.cast import drawn_up
from tests.builders import on
from tests.signatures.pades.files import flipped, pdf, sign
from tests.signatures.pades.pki import anna, bo, person, root
from tests.web.test_agreements import words
from tests.web.test_start import to_do
from tests.web.world import BY, NOW, Clock, counted, draft, log_in, settings, signed

Client = Callable[[str], FlaskClient]
OTHER = "/underskrifter/parter"


@pytest.fixture
def app(database: Database, clock: Clock, tmp_path: Path, app: Flask) -> Flask:
    """An installation that trusts a root, and has neither provider nor seal."""
    folder = tmp_path / "roots"
    folder.mkdir()
    (folder / "root.pem").write_bytes(root().certificate.public_bytes(Encoding.PEM))
    made = create_app(settings(SIGNATURE_ROOTS=folder), database, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def user(app: Flask) -> Client:
    """Someone of the world's, logged in."""
    return lambda name: log_in(app.test_client(), name)


def put(database: Database, *, signers: tuple[str, ...] = (), needed: int = 1, ordered: bool = False, **changes: Any) -> int:
    """Put an amendment forward, to the usual signers or to `signers` of the second party; return the id of its signing."""
    number = signed(database)
    with database.write() as session:
        made = drawn_up(session, number, now=NOW, title="Längre tid", **(changes or {"end": "2027-12-31"}))
        first, second = usual_signers(cast(session, number), NOW.date())
        if signers:
            second = Asked(party_id=second.party_id, needed=needed, signers=tuple(
                Signer(name=name, capacity="ledamot") for name in signers))
        return put_amendment(session, made, Manner(asked=(first, second), ordered=ordered), now=NOW, by=BY)[0].signing_id


def parts(database: Database, signing: int) -> list[SignatureRow]:
    with database.read() as session:
        row = get_signing(session, signing)
        return list(of_round(session, row.agreement_id, row.round))


def signer(database: Database, part: SignatureRow, place: int = 0) -> int:
    with database.read() as session:
        return signers_of(session, [part.id])[place].id


def original(database: Database, part: SignatureRow) -> OriginalRow:
    with database.read() as session:
        return originals_of(session, [part.id])[-1]


def body_of(database: Database, signing: int) -> bytes:
    with database.read() as session:
        return text_file(session, get_signing(session, signing))


def stands(database: Database) -> str:
    with database.read() as session:
        return session.scalars(select(AmendmentRow.state)).one()


def sent(client: FlaskClient, path: str, body: bytes | None = None, name: str = "skanning.pdf") -> TestResponse:
    file = {"file": (BytesIO(body if body is not None else pdf("en skanning")), name)}
    return client.post(path, data=file, content_type="multipart/form-data", follow_redirects=True)


def refused(told: TestResponse, status: int, *said: str) -> None:
    """The page is there again with what is wrong, as an alert."""
    assert told.status_code == status, told.text
    text = words(told.text)
    assert [one for one in said if one not in text] == []
    assert 'role="alert"' in told.text


def test_the_page_says_what_it_is_what_to_do_and_who_is_left(user: Client, database: Database) -> None:
    signing = put(database)
    text = words(user("anders").get(f"/underskrifter/{signing}").text)
    for said in ("Längre tid", "Väntar på Ängstadens kommun och Föreningen Linden", "0 av 2 parter har undertecknat",
                 "Öppna texten (PDF)", "Du undertecknar för Ängstadens kommun som firmatecknare.", "Med bläck, på papper",
                 "Med e-underskrift i en annan tjänst", "Att underteckna med e-legitimation är inte påslaget här."):
        assert said in text
    seen = words(user("reader").get(f"/underskrifter/{signing}").text)
    assert "Det är inte du som undertecknar." in seen
    assert "Lämna in" not in seen
    assert "Waiting for Ängstadens kommun and Föreningen Linden" in words(user("peter").get(f"/underskrifter/{signing}").text)


def test_the_file_is_the_very_one_that_is_signed(user: Client, database: Database) -> None:
    signing = put(database)
    told = user("reader").get(f"/underskrifter/{signing}/text.pdf")
    assert (told.status_code, told.content_type) == (200, "application/pdf")
    with database.read() as session:
        assert digest_of(told.data) == get_signing(session, signing).digest
        noted = text("SELECT count(*) FROM document_reads WHERE how = 'file'")
        assert session.scalars(noted).one() == 0
    with database.write() as session:
        session.execute(text("UPDATE documents SET secrecy = 'OSL 26 kap. 1 §' WHERE id = (SELECT document_id FROM signings WHERE id = :n)"),
                        {"n": signing})
    # What is marked secret is noted for whoever opens it, here too.
    assert user("karin").get(f"/underskrifter/{signing}/text.pdf").status_code == 200
    with database.read() as session:
        assert session.scalars(noted).one() == 1
    [amendment] = {one.signing_id for one in parts(database, signing)}
    assert user("karin").get("/amendments/1/underskrifter").headers["Location"] == f"/underskrifter/{amendment}"
    assert user("karin").get("/amendments/99/underskrifter").status_code == 404


def test_in_ink_two_people_for_each_original(user: Client, database: Database) -> None:
    signing = put(database)
    karin, maria = user("karin"), user("maria")
    for hands, looks, part in ((karin, maria, parts(database, signing)[0]), (maria, karin, parts(database, signing)[1])):
        told = sent(hands, f"{OTHER}/{part.id}/original")
        assert "Originalet är inlämnat. Någon annan jämför det nu med texten och bekräftar." in words(told.text)
        assert "Ett original väntar på dig" not in told.text
        assert "Ett original väntar på dig" in looks.get(f"/underskrifter/{signing}").text
        place = f"{OTHER}/{part.id}/original/{original(database, part).id}"
        assert "Du lämnade själv in det här originalet." in hands.get(place).text
        if hands is karin:
            # What is asked of someone else of the same party is to compare, not to sign.
            assert "Underteckna tillägg 1" not in to_do(hands.get("/").text)
            assert to_do(user("anders").get("/").text).count("Ett undertecknat original väntar på granskning") == 1
        given = {"signers": signer(database, part), "day": "2026-09-21", "same_text": "yes"}
        alone = hands.post(place, data=given)
        assert (alone.status_code, "Du lämnade själv in det här originalet" in alone.text) == (403, True)
        told = looks.post(place, data=given, follow_redirects=True)
    assert "Alla parter har undertecknat. Nu är det klart." in words(told.text)
    assert "Väntar på" not in words(told.text)
    assert stands(database) == "in_force"
    assert "Hör till Tillägg 1" in words(karin.get(f"/dokument/{original(database, part).document_id}").text)
    refused(karin.post(place, data=given), 409, "Det här originalet är redan granskat.")


@pytest.mark.parametrize(("changed", "said"), [
    ({"signers": None}, "Kryssa i vilka som har undertecknat"), ({"same_text": ""}, "Kryssa i att du har jämfört skanningen med texten"),
    ({"day": "2026-09-20"}, "Texten lades fram 21 september 2026; den kan inte ha undertecknats 20 september 2026"),
    ({"day": "2026-09-22"}, "Dagen 22 september 2026 har inte kommit än"), ({"day": "i går"}, "Skriv en dag som 2026-10-31."),
    ({"signers": 999}, "Kryssa i vilka som har undertecknat"),
])
def test_what_is_wrong_with_a_confirmation_is_said(user: Client, database: Database, changed: dict[str, Any], said: str) -> None:
    signing = put(database)
    part = parts(database, signing)[0]
    sent(user("karin"), f"{OTHER}/{part.id}/original")
    mine = signer(database, part)
    given = {name: value for name, value in {"signers": mine, "day": "2026-09-21", "same_text": "yes", **changed}.items() if value is not None}
    told = user("maria").post(f"{OTHER}/{part.id}/original/{original(database, part).id}", data=given)
    refused(told, 422, said)
    assert f'value="{given["day"]}"' in told.text
    assert (f'value="{mine}" checked' in told.text) == (given.get("signers") == mine)
    assert original(database, part).verdict is None


def test_an_original_that_is_not_good_says_why_and_another_can_be_handed_in(user: Client, database: Database) -> None:
    signing = put(database)
    part = parts(database, signing)[0]
    karin, maria = user("karin"), user("maria")
    sent(karin, f"{OTHER}/{part.id}/original")
    place = f"{OTHER}/{part.id}/original/{original(database, part).id}"
    refused(maria.post(f"{place}/duger-inte", data={"reason": " "}), 422, "Fyll i det här.")
    told = maria.post(f"{place}/duger-inte", data={"reason": "Sida två saknas"}, follow_redirects=True)
    assert "Duger inte, enligt Maria Holm för Föreningen Linden: Sida två saknas" in words(told.text)
    assert "redan granskat" in maria.get(place).text
    # Nothing is left of it, so any way is open again.
    assert "Välj ett sätt." in told.text
    assert "Originalet är inlämnat." in words(sent(karin, f"{OTHER}/{part.id}/original").text)


@pytest.mark.parametrize(("body", "name", "said"), [
    (None, "", "Välj den fil som ska läggas in."), (b"hej", "skanning.pdf", "PDF"), (b"", "tom.pdf", "tom"),
])
def test_a_file_that_cannot_be_taken_in(user: Client, database: Database, body: bytes | None, name: str, said: str) -> None:
    signing = put(database)
    part, karin = parts(database, signing)[0], user("karin")
    for path, place in ((f"{OTHER}/{part.id}/original", part.id), (f"/underskrifter/{signing}/fil", 0)):
        told = karin.post(path) if body is None else sent(karin, path, body, name)
        refused(told, 415 if body == b"hej" else 422, said)
        assert f'href="#file-{place}"' in told.text
        assert f'id="file-{place}-wrong"' in told.text
        assert told.text.count('<details class="way" open>') == 1


def test_nobody_acts_for_the_other_party(user: Client, database: Database) -> None:
    theirs = parts(database, put(database))[1]
    assert sent(user("karin"), f"{OTHER}/{theirs.id}/original").status_code == 403
    for name, path, given in (("karin", "undertecknare", {"name": "A", "capacity": "B"}), ("anders", "avboj", {"reason": "Nej"})):
        assert user(name).post(f"{OTHER}/{theirs.id}/{path}", data=given).status_code == 403


def test_an_original_of_another_part_is_not_there(user: Client, database: Database) -> None:
    mine, theirs = parts(database, put(database))
    sent(user("karin"), f"{OTHER}/{mine.id}/original")
    found = original(database, mine).id
    maria = user("maria")
    for path in ("", "/duger-inte"):
        assert maria.post(f"{OTHER}/{theirs.id}/original/{found}{path}", data={
            "reason": "x", "signers": 1, "day": "2026-09-21", "same_text": "yes"}).status_code == 404


def named(client: FlaskClient, part: SignatureRow, name: str, **more: str) -> TestResponse:
    given = {"name": name, "capacity": "ordförande", "authority": "Protokoll § 5", **more}
    return client.post(f"{OTHER}/{part.id}/undertecknare", data=given, follow_redirects=True)


def test_a_further_signer_is_named_and_nobody_twice(user: Client, database: Database) -> None:
    signing = put(database)
    part, karin = parts(database, signing)[0], user("karin")
    assert "Anna Åström är angiven som undertecknare." in words(named(karin, part, "Anna Åström").text)
    told = named(karin, part, "anna åström", capacity="kassör")
    refused(told, 422, "anna åström är redan angiven som undertecknare för den parten.")
    assert f'id="name-{part.id}" name="name" maxlength="200" value="anna åström"' in told.text
    assert 'value="kassör"' in told.text
    assert f'id="name-{part.id}-wrong"' in told.text
    refused(named(karin, part, ""), 422, "Fyll i det här.")
    # A contact of the party who is named is known as such, and can sign here.
    named(karin, part, "Karin Lind")
    with database.read() as session:
        found = {one.name: one.person_id is not None for one in signers_of(session, [part.id])}
    assert found == {"Anders Berg": True, "Anna Åström": False, "Karin Lind": True}
    assert "En av dem räcker." in karin.get(f"/underskrifter/{signing}").text


def test_a_file_signed_elsewhere_is_examined_and_said_in_words(user: Client, database: Database, clock: Clock) -> None:
    signing = put(database)
    body, karin, maria = body_of(database, signing), user("karin"), user("maria")
    ours, theirs = parts(database, signing)
    clock.move(hours=1)
    at, place = NOW + timedelta(minutes=20), f"/underskrifter/{signing}/fil"
    good = sign(body, anna(), at=at)
    for bad, said in ((flipped(good, len(body) // 2), "håller inte"), (body, "Den undertecknade filen håller inte"),
                      (sign(pdf("en helt annan text"), anna(), at=at), "Filen håller inte")):
        told = sent(karin, place, bad, "x.pdf")
        refused(told, 422, said, "Så granskades filen")
        assert 'id="file-0-wrong"' in told.text
    refused(sent(karin, place, good), 422, "Filen är undertecknad av Anna Åström", "ange undertecknarna först",
            "Filen håller: den är vår text, undertecknad, och inget är fel.")
    named(karin, ours, "Anna Åström")
    named(maria, theirs, "Bo Lind")
    refused(sent(karin, place, sign(body, person("Eva Utomstående"), at=at)), 422, "Filen är undertecknad av Eva Utomstående")
    assert "Filen är granskad och underskrifterna i den registrerade." in words(sent(karin, place, good).text)
    refused(sent(karin, place, good), 409, "Alla vars underskrifter finns i filen har redan undertecknat.")
    told = sent(maria, f"{OTHER}/{theirs.id}/original")
    refused(told, 409, "Texten undertecknas redan med e-underskrift i en annan tjänst; alla undertecknar samma text på samma sätt.")
    assert "Med bläck, på papper" not in told.text
    told = sent(maria, place, sign(good, bo(), at=at, field="S2"))
    assert "Alla parter har undertecknat. Nu är det klart." in words(told.text)
    assert "19811218" not in told.text
    assert stands(database) == "in_force"
    assert "Den undertecknade filen" in told.text


def put_aside(database: Database, signing_id: int, body: bytes) -> str:
    """Hand in a file, said to be of our text by comparing, that one of those asked has signed; return where it is looked at."""
    found = Examined(text=Match.COMPARED, extra_pages=1, signatures=(Signature(
        name="Anna Åström", organisation="", certificate="0", signed_at=NOW, known=Known.CLAIM, whole=True, intact=True, trusted=True,
        standing=Standing.GOOD, usage=()),))
    with database.write() as session:
        signing = get_signing(session, signing_id)
        row = of_round(session, signing.agreement_id, signing.round)[0]
        name_signers(session, row, [Signer(name="Anna Åström", capacity="ordförande")], now=NOW, by=BY)
        file = Received(content=body, name="x.pdf", media=Media.PDF, digest=digest_of(body))
        assert take_in(session, signing_id, file, found, now=NOW, by="Karin Lind", user_id=1) is False
        return f"{OTHER}/{row.id}/original/{originals_of(session, [row.id])[0].id}"


def test_what_differs_between_the_texts_is_marked_at_the_second_look(user: Client, database: Database) -> None:
    signing = put(database)
    place = put_aside(database, signing, pdf("Xylofonkonsert"))
    told = user("maria").get(place)
    assert told.status_code == 200
    assert "<ins>" in told.text
    assert "Bara i filen: Xylofonkonsert" in words(told.text)
    assert "<del>" in told.text
    # What cannot be read is said, and the file can still be fetched, refused or let count.
    other = put_aside(database, put(database), b"%PDF-1.7 trasig")
    assert "Texten i filen gick inte att läsa av." in words(user("maria").get(other).text)


def test_a_lapsed_amendment_says_whose_original_was_not_confirmed_in_time(user: Client, database: Database, clock: Clock) -> None:
    signing = put(database)
    sent(user("karin"), f"{OTHER}/{parts(database, signing)[0].id}/original")
    clock.at = on(2027, 3, 1, 9)
    sweep(database, now=clock)
    assert stands(database) == "lapsed"
    told = words(user("maria").get("/amendments/1").text)
    assert "Ett original hann inte bekräftas Ängstadens kommun hade lämnat in sitt undertecknade original" in told
    assert "Ingen bekräftade det medan texten undertecknades." in words(user("maria").get(f"/underskrifter/{signing}").text)


def test_once_begun_in_ink_nothing_is_signed_elsewhere(user: Client, database: Database, clock: Clock) -> None:
    signing = put(database)
    ours, theirs = parts(database, signing)
    karin, maria = user("karin"), user("maria")
    named(maria, theirs, "Bo Lind")
    sent(karin, f"{OTHER}/{ours.id}/original")
    clock.move(hours=1)
    told = sent(maria, f"/underskrifter/{signing}/fil", sign(body_of(database, signing), bo(), at=NOW + timedelta(minutes=20)))
    refused(told, 409, "Texten undertecknas redan med bläck")


def test_in_order_the_second_waits_its_turn(user: Client, database: Database) -> None:
    signing = put(database, ordered=True)
    ours, theirs = parts(database, signing)
    maria, page = user("maria"), f"/underskrifter/{signing}"
    text = words(maria.get(page).text)
    assert "Väntar på Ängstadens kommun" in text
    assert "Väntar på sin tur" in text
    assert "Er tur kommer när Ängstadens kommun har undertecknat." in text
    refused(sent(maria, f"{OTHER}/{theirs.id}/original"), 409,
            "Föreningen Linden undertecknar efter Ängstadens kommun, som ännu inte har undertecknat.")
    sent(user("karin"), f"{OTHER}/{ours.id}/original")
    maria.post(f"{OTHER}/{ours.id}/original/{original(database, ours).id}",
               data={"signers": signer(database, ours), "day": "2026-09-21", "same_text": "yes"})
    assert "Originalet är inlämnat." in words(sent(maria, f"{OTHER}/{theirs.id}/original").text)


def test_two_jointly_means_that_one_is_not_enough(user: Client, database: Database) -> None:
    signing = put(database, signers=("Maria Holm", "Peter Sand", "Li Ek"), needed=2)
    theirs = parts(database, signing)[1]
    karin, maria = user("karin"), user("maria")
    assert "Två undertecknar tillsammans." in words(karin.get(f"/underskrifter/{signing}").text)
    for place, state in ((0, "asked"), (1, "signed")):
        sent(maria, f"{OTHER}/{theirs.id}/original")
        told = karin.post(f"{OTHER}/{theirs.id}/original/{original(database, theirs).id}", follow_redirects=True, data={
            "signers": signer(database, theirs, place), "day": "2026-09-21", "same_text": "yes"})
        assert "Originalet är bekräftat och underskrifterna registrerade." in words(told.text)
        assert parts(database, signing)[1].state == state
    assert "Li Ek" not in told.text


def test_without_a_provider_and_a_seal_nobody_signs_here(user: Client, database: Database) -> None:
    told = user("anders").post(f"/underskrifter/{put(database)}/har", data={"read": "yes"})
    refused(told, 409, "den här installationen har inte båda")


def test_an_amendment_is_declined_with_a_reason(user: Client, database: Database) -> None:
    signing = put(database)
    theirs, peter = parts(database, signing)[1], user("peter")
    told = peter.post(f"{OTHER}/{theirs.id}/avboj", data={"reason": " "})
    refused(told, 422, "Fill this in.")
    assert f'id="reason-{theirs.id}-wrong"' in told.text
    told = peter.post(f"{OTHER}/{theirs.id}/avboj", data={"reason": "Tiden räcker."}, follow_redirects=True)
    assert "Föreningen Linden has declined" in words(told.text)
    assert "Tiden räcker." in told.text
    assert stands(database) == "declined"
    assert "Lämna in" not in user("karin").get(f"/underskrifter/{signing}").text


def test_an_agreement_is_declined_and_is_a_draft_again(user: Client, database: Database) -> None:
    number = draft(database)
    with database.write() as session:
        signing = put_agreement(session, number, Manner(), now=NOW, by=BY)[0].signing_id
    peter = user("peter")
    assert f'href="/underskrifter/{signing}"' in peter.get(f"/agreements/{number}/underskrifter").text
    told = peter.post(f"{OTHER}/{parts(database, signing)[1].id}/avboj", data={"reason": "Summan saknas."})
    assert told.headers["Location"] == f"/agreements/{number}/underskrifter"
    with database.read() as session:
        assert session.get_one(AgreementRow, number).state == "draft"


def test_what_was_taken_back_is_not_signed_any_more(user: Client, database: Database) -> None:
    signing = put(database)
    part, karin = parts(database, signing)[0], user("karin")
    sent(karin, f"{OTHER}/{part.id}/original")
    with database.write() as session:
        amend.withdraw(session, 1, now=NOW, by=BY, reason="Vi skriver om")
    assert "Den här texten undertecknas inte längre" in karin.get(f"/underskrifter/{signing}").text
    refused(sent(karin, f"{OTHER}/{part.id}/original"), 409)
    place, given = f"{OTHER}/{part.id}/original/{original(database, part).id}", {
        "signers": signer(database, part), "day": "2026-09-21", "same_text": "yes"}
    refused(user("maria").post(place, data=given), 409, "Texten undertecknas inte längre: den är tillbakatagen, avböjd eller föll när överenskommelsen upphörde.")


def test_the_page_costs_the_same_however_much_is_in_it(user: Client, database: Database) -> None:
    few, many = put(database), put(database, signers=("Maria Holm", "Peter Sand", "Li Ek"), needed=2)
    karin = user("karin")
    for _ in range(4):
        sent(karin, f"{OTHER}/{parts(database, many)[0].id}/original")
    sent(karin, f"{OTHER}/{parts(database, few)[0].id}/original")
    seen = []
    for signing in (few, many):
        karin.get(f"/underskrifter/{signing}")
        with counted(database) as asked:
            karin.get(f"/underskrifter/{signing}")
        seen.append(len(asked))
    assert seen[0] == seen[1]
    with database.read() as session:
        assert len(session.scalars(select(SignerRow)).all()) > 4
