"""Signing in the service: who has proved who they are signs, the last one is followed by the seal, and the file holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.tables import IdentityRow, ProofRow, UserRow
from service.accounts.ways_in.identities import Vouched
from service.accounts.ways_in.proofs import NoProof, OldProof, SpentProof, prove, to_sign
from service.db import Database
from service.documents.files import read
from service.documents.store import get_document, get_version
from service.documents.tables import DocumentRow
from service.history.verify import faults
from service.lifecycle.signing.here import NotAsked, NotReadYet, WayOff, is_on, sign_here
from service.lifecycle.signing.ink import hand_in
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_amendment, text_file
from service.parties.store import cast
from service.settings import Settings
from service.signatures.actions import Asked, Signer
from service.signatures.pades.examine import examine
from service.signatures.pades.roots import roots_of
from service.signatures.pades.sealing.key import make
from service.signatures.rules import NotYourTurn, TwoWays
from service.signatures.store import get_signing, of_matter, signers_of
from service.signatures.tables import SignerRow
from tests.amendments.cast import drawn_up, ends_on, stands
from tests.builders import BY, an_agreement, on
from tests.kept import kept
from tests.signatures.test_ways import scan
from tests.web.world import settings

NOW = on(2026, 9, 21, 10)
LATER = NOW + timedelta(minutes=5)
ISSUER = "https://op.example"
TEXT = '[oidc.freja]\nlabel = { sv = "Freja", en = "Freja" }\nissuer = "%s"\nclient_id = "x"\nsigns = true\nsign_acr_values = ["loa3"]\n'


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with a seal of its own and a provider of e-IDs."""
    folder = tmp_path_factory.mktemp("seal")
    certificate, key = make("Ängstadens kommun", now=NOW - timedelta(days=1), curve=True)
    (folder / "seal.pem").write_bytes(certificate)
    (folder / "seal.key").write_bytes(key)
    (folder / "seal.key").chmod(0o600)
    (folder / "oidc.toml").write_text(TEXT % ISSUER, "utf-8")
    return settings(SEAL_CERTIFICATE=folder / "seal.pem", SEAL_KEY=folder / "seal.key", OIDC_FILE=folder / "oidc.toml",
                    OIDC_FREJA_CLIENT_SECRET="x")


@dataclass(frozen=True)
class Text:
    """A text that is out, and its two signers: (person, user) for each party."""

    amendment: int
    signing: int
    digest: str
    signers: tuple[tuple[int, int], ...]


@kept
def put(database: Database, *, ordered: bool = False) -> Text:
    """Put an amendment forward to one signatory of each party, who have accounts connected to the provider."""
    with database.write() as session:
        return _put(session, ordered=ordered)


def _put(session: Session, *, ordered: bool) -> Text:
    made = an_agreement(session, start=date(2026, 1, 1), end=date(2026, 12, 31), signed=on(2025, 12, 20, 9))
    amendment = drawn_up(session, made, now=NOW, end="2027-12-31")
    asked, signers = [], []
    for party in cast(session, made).parties:
        seat = next(one for one in cast(session, made).seats if one.party_id == party.id and one.function == "signatory")
        asked.append(Asked(party_id=party.id, signers=(Signer(
            name=seat.name, capacity="ordförande", authority="Protokoll § 5", person_id=seat.person_id),)))
        user = session.scalars(select(UserRow).where(UserRow.person_id == seat.person_id)).one_or_none()
        if user is None:
            user = UserRow(email=seat.email, name=seat.name, role="reader", language="sv", created_at=NOW, person_id=seat.person_id)
            session.add(user)
            session.flush()
        session.add(IdentityRow(user_id=user.id, issuer=ISSUER, subject=f"person-{seat.person_id}"))
        signers.append((seat.person_id, user.id))
    rows = put_amendment(session, amendment, Manner(asked=tuple(asked), ordered=ordered), now=NOW, by=BY)
    return Text(amendment, rows[0].signing_id, rows[0].digest, tuple(signers))


def proved(session: Session, text: Text, who: int, here: Settings, digest: str | None = None) -> None:
    """Let a signer have proved who they are for a text."""
    person, user = text.signers[who]
    told = Vouched(issuer=ISSUER, subject=f"person-{person}", email="", verified=False, name="Någon", level="loa3")
    prove(session, user, to_sign(digest or text.digest), "freja", here.oidc["freja"], told, now=NOW, by=BY)


def signed(
    session: Session, text: Text, who: int, here: Settings, *, read: bool = True, late: float = 5, acts_for: frozenset[int] | None = None,
) -> bool:
    """Let a signer sign, who acts for every party unless told otherwise."""
    person, user = text.signers[who]
    every = frozenset(one.id for one in cast(session, get_signing(session, text.signing).agreement_id).parties)
    return sign_here(session, text.signing, person_id=person, user_id=user, acts_for=every if acts_for is None else acts_for,
                     read=read, settings=here, now=NOW + timedelta(minutes=late), by=BY)


def test_both_sign_and_the_sealed_file_holds_and_tells_who(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        original = text_file(session, get_signing(session, text.signing))
        proved(session, text, 0, here)
        assert signed(session, text, 0, here) is False
        assert stands(session, text.amendment) == "in_signature"
        proved(session, text, 1, here)
        assert signed(session, text, 1, here) is True
        row = get_signing(session, text.signing)
        assert (stands(session, text.amendment), ends_on(session, row.agreement_id), row.way) == (
            "in_force", date(2027, 12, 31), "service")
        kept = {one.document_id for one in session.scalars(select(SignerRow).where(SignerRow.how == "service"))}
        document = get_document(session, kept.pop() or 0)
        assert (kept, document.kind, document.matter) == (set(), "signed_file", f"amendment {text.amendment}")
        sealed = read(session, document, get_version(session, document.id))
        assert list(faults(session, row.agreement_id)) == []
    found = examine(sealed, original=original, roots=roots_of(here), now=LATER, put_forward=NOW)
    assert (found.good, [one.name for one in found.signatures]) == (True, ["Överens – Ängstadens kommun"])
    assert sealed.startswith(original)
    with pikepdf.open(BytesIO(sealed)) as opened:
        evidence = [one.get_file().read_bytes() for name, one in opened.attachments.items() if name.endswith(".pdf")]
    assert len(evidence) == 1
    assert evidence[0].startswith(b"%PDF-")


def test_a_changed_byte_in_the_sealed_file_is_found(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        original = text_file(session, get_signing(session, text.signing))
        for who in (0, 1):
            proved(session, text, who, here)
            signed(session, text, who, here)
        document = session.scalars(select(DocumentRow).where(DocumentRow.kind == "signed_file")).one()
        sealed = read(session, document, get_version(session, document.id))
    for at in (len(original) // 2, len(original) + 100):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1:]
        found = examine(changed, original=original, roots=roots_of(here), now=LATER, put_forward=NOW)
        assert not found.good
        assert list(found.every_problem) != []


def test_without_proof_nobody_signs(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session, pytest.raises(NoProof):
        signed(session, text, 0, here)


def test_a_proof_for_another_text_does_not_count(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        proved(session, text, 0, here, digest="f" * 64)
        with pytest.raises(NoProof):
            signed(session, text, 0, here)
        assert session.scalars(select(ProofRow.used_at)).all() == [None]


def test_a_proof_of_ten_minutes_ago_does_not_count(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        proved(session, text, 0, here)
        with pytest.raises(OldProof):
            signed(session, text, 0, here, late=10)


def test_a_proof_counts_once(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        proved(session, text, 0, here)
        signed(session, text, 0, here)
        with pytest.raises(NotAsked):
            signed(session, text, 0, here)
        rows = of_matter(session, get_signing(session, text.signing).agreement_id, f"amendment {text.amendment}")
        [second] = signers_of(session, [rows[1].id])
        second.person_id = text.signers[0][0]
        session.flush()
        with pytest.raises(SpentProof):
            signed(session, text, 0, here)


def test_who_is_not_asked_does_not_sign(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        for person in (None, 9999):
            with pytest.raises(NotAsked):
                sign_here(session, text.signing, person_id=person, user_id=1, acts_for=frozenset(), read=True, settings=here, now=LATER,
                          by=BY)


def test_who_no_longer_acts_for_the_party_does_not_sign_for_it(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        proved(session, text, 0, here)
        with pytest.raises(NotAsked):
            signed(session, text, 0, here, acts_for=frozenset({9999}))


def test_the_text_has_to_be_read(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        proved(session, text, 0, here)
        with pytest.raises(NotReadYet):
            signed(session, text, 0, here, read=False)


def test_in_order_the_second_waits(database: Database, here: Settings) -> None:
    text = put(database, ordered=True)
    with database.write() as session:
        proved(session, text, 1, here)
        with pytest.raises(NotYourTurn):
            signed(session, text, 1, here)
        assert session.scalars(select(ProofRow.used_at)).all() == [None]


def test_a_text_signed_in_ink_is_not_signed_here(database: Database, here: Settings) -> None:
    text = put(database)
    with database.write() as session:
        row = of_matter(session, get_signing(session, text.signing).agreement_id, f"amendment {text.amendment}")[1]
        hand_in(session, row.id, scan(), now=LATER, by="Karin", user_id=99)
        proved(session, text, 0, here)
        with pytest.raises(TwoWays):
            signed(session, text, 0, here)


def test_without_a_seal_or_a_provider_the_way_is_off(database: Database, here: Settings) -> None:
    lacking = (here.model_copy(update={"oidc": {}}), here.model_copy(update={"seal_certificate": "", "seal_key": ""}))
    text = put(database)
    with database.write() as session:
        for one in lacking:
            assert not is_on(one)
            with pytest.raises(WayOff):
                signed(session, text, 0, one)
