"""Whose a signature is, when it was made, and whether the certificate held then."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import crl as asn1_crl
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from service.signatures.pades.model import Examined, Known, Roots, Standing
from service.signatures.pades.problems import (
    ExpiredSince,
    InTheFuture,
    NotTrusted,
    OutsideValidity,
    Problem,
    Revoked,
    SelfMade,
    TooEarly,
    UnknownIssuer,
    Weak,
    WrongUse,
)
from tests.signatures.pades.files import SIGNED, looked_at, pdf, sign, updated
from tests.signatures.pades.pki import (
    DIGITS,
    NOW,
    YEAR,
    Holder,
    anna,
    issuer,
    made,
    name,
    person,
    revocation_list,
    root,
    stamper,
    trusted,
    usage,
    weak_rsa,
)

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def looked(body: bytes, *, roots: Roots | None = None, now: datetime = NOW, put_forward: datetime | None = None) -> Examined:
    return looked_at(body, pdf(), roots or trusted(), now, put_forward)


def wrong(found: Examined) -> list[type[Problem]]:
    return [type(problem) for problem in found.every_problem]


def with_lists(body: bytes, *lists: bytes) -> bytes:
    """Put revocation lists into a file, as services do for the archive."""
    def put(writer: IncrementalPdfFileWriter) -> None:
        store = DocumentSecurityStore(writer)
        store.register_vri(None, certs=[], crls=[asn1_crl.CertificateList.load(one) for one in lists])
        writer.root["/DSS"] = writer.add_object(store.as_pdf_object())
        writer.update_root()

    return updated(body, put)


def test_a_self_made_certificate() -> None:
    found = looked(sign(pdf(), made(name("Kalle Karlsson", number=DIGITS), None)))
    assert (wrong(found), found.signatures[0].trusted, found.signatures[0].intact) == ([SelfMade], False, True)
    assert found.every_problem[0].sentence("sv") == (
        "Certifikatet för Kalle Karlsson är hemgjort: ingen annan än innehavaren själv går i god för namnet i det.")


def test_a_self_made_certificate_that_is_configured_is_trusted() -> None:
    kalle = made(name("Kalle Karlsson"), None)
    assert looked(sign(pdf(), kalle), roots=Roots((kalle.der,))).good


def test_the_issuer_has_to_be_trusted() -> None:
    assert wrong(looked(sign(pdf()), roots=Roots())) == [UnknownIssuer]
    # An issuing authority may be trusted by itself: the EU's trusted lists name such.
    assert looked(sign(pdf()), roots=Roots((issuer().der,))).good


def test_an_unknown_issuer_is_named() -> None:
    other = made(name("Annan Rot CA"), None, ca=True)
    found = looked(sign(pdf(), person(issuer=other)))
    assert [problem.sentence("en") for problem in found.every_problem] == [
        "The certificate of Anna Åström comes from an issuer that is not trusted here: Annan Rot CA"]


def test_an_issuer_that_only_calls_itself_so() -> None:
    false = made(issuer().certificate.subject, None, ca=True)
    assert wrong(looked(sign(pdf(), person(issuer=false)))) in ([UnknownIssuer], [NotTrusted])


def test_someone_who_is_no_issuer() -> None:
    assert not looked(sign(pdf(), person("Falsk", issuer=anna()))).good


@pytest.mark.parametrize(("since", "until"), [(NOW - 3 * YEAR, NOW - YEAR), (NOW + DAY, NOW + YEAR), (NOW - YEAR, SIGNED - HOUR),
                                              (SIGNED + HOUR, NOW + YEAR)])
def test_a_certificate_that_was_not_valid_when_signed(since: datetime, until: datetime) -> None:
    found = looked(sign(pdf(), person(since=since, until=until)))
    assert OutsideValidity in wrong(found)
    assert not found.signatures[0].trusted


def test_a_certificate_that_expired_after_the_signature() -> None:
    """Only a clock other than the signer's own proves that the signature came first."""
    short = person(until=SIGNED + HOUR)
    assert wrong(looked(sign(pdf(), short))) == [ExpiredSince]
    found = looked(sign(pdf(), short, stamps=stamper()))
    assert (found.good, found.signatures[0].known) == (True, Known.TOKEN)


def test_a_timestamp_counts_before_what_the_signer_says() -> None:
    found = looked(sign(pdf(), at=SIGNED - 9 * DAY, stamps=stamper(), stamped_at=SIGNED))
    assert (found.signatures[0].signed_at, found.signatures[0].known) == (SIGNED, Known.TOKEN)
    assert looked(sign(pdf())).signatures[0].known is Known.CLAIM


@pytest.mark.parametrize("stamps", [
    made(name("Hemgjord tidsstämplare"), None, key=rsa.generate_private_key(65537, 2048)),
    made(name("Ingen tidsstämplare"), root(), key=rsa.generate_private_key(65537, 2048)),
], ids=["self-made", "not meant for it"])
def test_a_timestamp_by_nobody_in_particular_is_no_better_than_the_signers_word(stamps: Holder) -> None:
    found = looked(sign(pdf(), stamps=stamps, stamped_at=SIGNED - DAY))
    assert (found.signatures[0].signed_at, found.signatures[0].known) == (SIGNED, Known.CLAIM)


def test_a_timestamp_over_the_whole_document() -> None:
    out = BytesIO()
    PdfTimeStamper(DummyTimeStamper(stamper().asn1, stamper().private, fixed_dt=SIGNED + HOUR)).timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(sign(pdf()))), "sha256", None, output=out)
    found = looked(out.getvalue())
    assert (found.good, len(found.signatures), found.signatures[0].signed_at, found.signatures[0].known) == (
        True, 1, SIGNED + HOUR, Known.TOKEN)


def test_a_time_that_has_not_come() -> None:
    assert wrong(looked(sign(pdf(), at=NOW + HOUR))) == [InTheFuture]
    assert looked(sign(pdf(), at=NOW + timedelta(minutes=5))).good


def test_a_time_before_the_text_was_there() -> None:
    found = looked(sign(pdf()), put_forward=SIGNED + HOUR)
    assert [problem.sentence("en") for problem in found.every_problem] == [
        "The signature by Anna Åström is dated 2026-09-21 09:00, before the text was put forward 2026-09-21 10:00."]
    assert wrong(found) == [TooEarly]
    assert looked(sign(pdf()), put_forward=SIGNED + timedelta(minutes=5)).good


def test_revoked_by_a_list_that_is_configured() -> None:
    gone = person()
    found = looked(sign(pdf(), gone), roots=trusted(revocation_list(issuer(), gone)))
    assert (wrong(found), found.signatures[0].standing, found.signatures[0].trusted) == ([Revoked], Standing.REVOKED, False)
    assert looked(sign(pdf()), roots=trusted(revocation_list(issuer(), gone))).signatures[0].standing is Standing.GOOD


def test_revoked_by_a_list_in_the_file() -> None:
    gone = person()
    found = looked(with_lists(sign(pdf(), gone), revocation_list(issuer(), gone)))
    assert (wrong(found), found.signatures[0].whole) == ([Revoked], True)
    assert looked(with_lists(sign(pdf(), gone), revocation_list(issuer()))).signatures[0].standing is Standing.GOOD


def test_a_revoked_issuer() -> None:
    assert wrong(looked(sign(pdf()), roots=trusted(revocation_list(root(), issuer())))) == [Revoked]


def test_an_old_list_in_the_file_hides_no_newer_one() -> None:
    gone = person()
    body = with_lists(sign(pdf(), gone), revocation_list(issuer(), made_at=NOW - 20 * DAY, until=NOW + DAY))
    assert looked(body).signatures[0].standing is Standing.GOOD
    assert wrong(looked(body, roots=trusted(revocation_list(issuer(), gone)))) == [Revoked]


def test_a_list_that_is_out_of_date_still_tells_of_those_on_it() -> None:
    gone = person()
    old = revocation_list(issuer(), gone, on=NOW - 40 * DAY, made_at=NOW - 39 * DAY, until=NOW - 30 * DAY)
    assert wrong(looked(sign(pdf(), gone), roots=trusted(old))) == [Revoked]
    assert looked(sign(pdf()), roots=trusted(old)).signatures[0].standing is Standing.UNKNOWN


def test_a_list_that_the_issuer_has_not_signed_tells_nothing() -> None:
    gone = person()
    false = revocation_list(made(issuer().certificate.subject, None, ca=True), gone)
    found = looked(with_lists(sign(pdf(), gone), false))
    assert (found.good, found.signatures[0].standing) == (True, Standing.UNKNOWN)


def test_revoked_after_a_time_that_is_proven() -> None:
    gone = person()
    lists = trusted(revocation_list(issuer(), gone, on=NOW - 9 * DAY))
    at = NOW - 20 * DAY
    assert looked(sign(pdf(), gone, at=at, stamps=stamper()), roots=lists).good
    assert wrong(looked(sign(pdf(), gone, at=at), roots=lists)) == [Revoked]
    assert wrong(looked(sign(pdf(), gone, at=NOW - DAY, stamps=stamper()), roots=lists)) == [Revoked]


@pytest.mark.parametrize(("body", "what"), [
    (sign(pdf(), digest="sha1"), "SHA-1"), (sign(pdf(), digest="md5", who=person(key=rsa.generate_private_key(65537, 2048))), "MD5"),
    (sign(pdf(), weak_rsa()), "RSA 1024"),
], ids=["sha1", "md5", "rsa"])
def test_too_weak(body: bytes, what: str) -> None:
    found = looked(body)
    assert wrong(found) == [Weak]
    assert found.every_problem[0].sentence("en").endswith(f"too weak to be relied on: {what}")
    assert not found.signatures[0].trusted


@pytest.mark.parametrize(("uses", "good"), [
    (usage(key_encipherment=True), False), (usage(digital_signature=True), True),
    (usage(digital_signature=True, content_commitment=True, key_encipherment=True), True), (usage(key_agreement=True), False),
])
def test_what_the_certificate_is_meant_for(uses: x509.KeyUsage, good: bool) -> None:
    assert wrong(looked(sign(pdf(), person(uses=uses)))) == ([] if good else [WrongUse])


@pytest.fixture
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server that notes whoever comes."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    server.accept()[0].close()
                    came.append("someone")
                except TimeoutError:
                    continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1], came
        done.set()
        thread.join()


def test_nothing_is_fetched(listening: tuple[int, list[str]]) -> None:
    port, came = listening
    url = x509.UniformResourceIdentifier(f"http://127.0.0.1:{port}/list")
    points = x509.CRLDistributionPoints([x509.DistributionPoint([url], None, None, None)])
    asks = x509.AuthorityInformationAccess([
        x509.AccessDescription(x509.oid.AuthorityInformationAccessOID.OCSP, url),
        x509.AccessDescription(x509.oid.AuthorityInformationAccessOID.CA_ISSUERS, url)])
    found = looked(sign(pdf(), person(extras=(points, asks))))
    assert (found.good, found.signatures[0].standing, came) == (True, Standing.UNKNOWN, [])


def test_a_weak_issuer() -> None:
    weak = made(name("Svag CA"), root(), ca=True, key=rsa.generate_private_key(65537, 1024))
    found = looked(sign(pdf(), person(issuer=weak)))
    assert (wrong(found), found.signatures[0].trusted) == ([Weak], False)
    assert found.every_problem[0].sentence("sv").endswith("för svagt att lita på: CA: SHA-1 / RSA < 2048")
