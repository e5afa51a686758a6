"""Signing in the service through a real OpenID provider on this machine: proved, read, signed, sealed."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.accounts.tables import ProofRow
from service.app import create_app
from service.db import Database
from service.documents.files import read
from service.documents.store import get_version
from service.documents.tables import DocumentRow
from service.signatures.pades.examine import examine
from service.signatures.pades.roots import roots_of
from service.signatures.pades.sealing.key import make as make_key
from service.signatures.store import get_signing
from tests.accounts.provider import CLIENT, CLIENT_SECRET, Provider
from tests.web.test_agreements import words
from tests.web.test_oidc import provider, tried
from tests.web.test_ways import OTHER, body_of, parts, put, refused, sent, stands
from tests.web.world import NOW, Clock, alive, log_in, settings, users

__all__ = ["provider"]

PROVIDER = '[oidc.freja]\nlabel = {{ sv = "Freja", en = "Freja" }}\n{lines}\n'
Ready = Callable[[str], FlaskClient]


def with_seal(folder: Path, at: Provider, **changed: object) -> dict[str, object]:
    """Return settings with a provider of e-IDs and a seal of one's own."""
    told = {"issuer": at.url, "client_id": CLIENT, "trust_email": False, "signs": True, "sign_acr_values": ["loa3"], **changed}
    (folder / "oidc.toml").write_text(PROVIDER.format(lines="\n".join(f"{name} = {json.dumps(one)}" for name, one in told.items())), "utf-8")
    certificate, key = make_key("Ängstadens kommun", now=NOW, curve=True)
    (folder / "seal.pem").write_bytes(certificate)
    (folder / "seal.key").write_bytes(key)
    (folder / "seal.key").chmod(0o600)
    return {"OIDC_FILE": folder / "oidc.toml", "OIDC_FREJA_CLIENT_SECRET": CLIENT_SECRET, "SEAL_CERTIFICATE": folder / "seal.pem",
            "SEAL_KEY": folder / "seal.key"}


@pytest.fixture
def app(database: Database, clock: Clock, provider: Provider, tmp_path: Path) -> Flask:
    users(database)
    alive(database)
    made = create_app(settings(**with_seal(tmp_path, provider)), database, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    return made


@pytest.fixture
def ready(app: Flask, provider: Provider) -> Ready:
    """Log someone in whose account is connected to the provider; the provider goes on knowing them."""
    def made(name: str) -> FlaskClient:
        client = log_in(app.test_client(), name)
        be(provider, name)
        tried(client, "/logga-in/med/freja?koppla=1")
        assert client.post("/jag/inloggning").status_code == 303
        return client
    return made


def be(provider: Provider, name: str) -> None:
    """Let this one sit at the provider's."""
    provider.person.update(sub=f"person-{name}", name=name, email=f"{name}@x.example")


def prove(client: FlaskClient, signing: int, database: Database) -> str:
    """Identify oneself for a text; return where that leads."""
    with database.read() as session:
        digest = get_signing(session, signing).digest
    told = tried(client, f"/bevis/med/freja?text={digest}&next=/underskrifter/{signing}")
    return told.headers.get("Location", "") or told.text


def test_both_prove_who_they_are_and_sign_and_the_file_is_sealed(
    ready: Ready, provider: Provider, database: Database, tmp_path: Path,
) -> None:
    signing = put(database)
    page, act = f"/underskrifter/{signing}", f"/underskrifter/{signing}/har"
    anders = ready("anders")
    text = anders.get(page).text
    assert "Legitimera dig med Freja" in text
    assert "Jag har läst texten" not in text
    assert prove(anders, signing, database) == page
    assert "Du är legitimerad." in anders.get(page).text
    refused(anders.post(act), 422, "Kryssa i att du har läst texten och undertecknar den.")
    told = anders.post(act, data={"read": "yes"}, follow_redirects=True)
    assert "Du har undertecknat." in words(told.text)
    assert "Väntar på Föreningen Linden" in words(told.text)
    assert "Legitimerad med Freja (tillitsnivå loa3) 2026-09-21 09:00 för den här texten." in words(told.text)
    assert anders.post(act, data={"read": "yes"}).status_code == 403
    peter = ready("peter")
    prove(peter, signing, database)
    told = peter.post(act, data={"read": "yes"}, follow_redirects=True)
    assert "All parties have signed. It is done." in words(told.text)
    assert "The signed file" in told.text
    assert stands(database) == "in_force"
    with database.read() as session:
        kept = session.scalars(select(DocumentRow).where(DocumentRow.kind == "signed_file")).one()
        sealed = read(session, kept, get_version(session, kept.id))
    assert peter.get(f"/dokument/{kept.id}").status_code == 200
    made = settings(SEAL_CERTIFICATE=tmp_path / "seal.pem", SEAL_KEY=tmp_path / "seal.key")
    assert examine(sealed, original=body_of(database, signing), roots=roots_of(made), now=NOW, put_forward=NOW).good
    with pikepdf.open(BytesIO(sealed)) as opened:
        assert any(name.endswith(".pdf") for name in opened.attachments)


def test_without_proof_the_page_says_so_and_nothing_is_signed(ready: Ready, database: Database) -> None:
    signing = put(database)
    refused(ready("anders").post(f"/underskrifter/{signing}/har", data={"read": "yes"}), 422,
            "Legitimera dig med din e-legitimation först; det behövs för varje text som ska skrivas under.")
    assert parts(database, signing)[0].state == "asked"


def test_a_proof_for_another_text_or_an_old_one_does_not_count(ready: Ready, database: Database, clock: Clock) -> None:
    first, second = put(database), put(database, goals=["Färre olyckor"])
    anders = ready("anders")
    prove(anders, first, database)
    assert "Du är legitimerad." not in anders.get(f"/underskrifter/{second}").text
    refused(anders.post(f"/underskrifter/{second}/har", data={"read": "yes"}), 422, "Legitimera dig med din e-legitimation först")
    clock.move(minutes=10)
    refused(anders.post(f"/underskrifter/{first}/har", data={"read": "yes"}), 422, "Det är mer än tio minuter sedan")
    with database.read() as session:
        assert session.scalars(select(ProofRow.used_at)).all() == [None]


def test_someone_elses_e_id_signs_nothing(ready: Ready, provider: Provider, database: Database) -> None:
    signing = put(database)
    anders = ready("anders")
    be(provider, "peter")
    assert "Ingen kan skriva under åt någon annan" in prove(anders, signing, database)
    assert "Du är legitimerad." not in anders.get(f"/underskrifter/{signing}").text


def test_who_is_not_asked_is_not_let_to_sign(ready: Ready, database: Database) -> None:
    signing = put(database, signers=("Maria Holm",))
    peter = ready("peter")
    assert "Identify yourself with" not in peter.get(f"/underskrifter/{signing}").text
    told = peter.post(f"/underskrifter/{signing}/har", data={"read": "yes"})
    assert (told.status_code, "You are not asked to sign this text" in told.text) == (403, True)


def test_begun_here_it_is_not_signed_in_ink_nor_begun_in_ink_here(ready: Ready, provider: Provider, database: Database) -> None:
    here, ink = put(database), put(database, goals=["Färre olyckor"])
    anders = ready("anders")
    prove(anders, here, database)
    anders.post(f"/underskrifter/{here}/har", data={"read": "yes"})
    karin, maria = (log_in(anders.application.test_client(), name) for name in ("karin", "maria"))
    told = sent(maria, f"{OTHER}/{parts(database, here)[1].id}/original")
    refused(told, 409, "Texten undertecknas redan med e-legitimation här")
    sent(karin, f"{OTHER}/{parts(database, ink)[0].id}/original")
    assert "Legitimera dig med Freja" not in anders.get(f"/underskrifter/{ink}").text
    prove(anders, ink, database)
    refused(anders.post(f"/underskrifter/{ink}/har", data={"read": "yes"}), 409, "Texten undertecknas redan med bläck")


def test_whose_turn_it_is_not_is_told_so(ready: Ready, database: Database) -> None:
    signing = put(database, ordered=True)
    peter = ready("peter")
    assert "Your turn comes when Ängstadens kommun has signed." in words(peter.get(f"/underskrifter/{signing}").text)
    prove(peter, signing, database)
    refused(peter.post(f"/underskrifter/{signing}/har", data={"read": "yes"}), 409, "Föreningen Linden signs after Ängstadens kommun")
