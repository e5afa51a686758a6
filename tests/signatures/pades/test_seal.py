"""The seal: the text stays ours byte by byte, the file stays what it was, and nothing can be changed afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO

import pikepdf
import pytest
from asn1crypto import tsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from service.signatures.pades.examine import examine
from service.signatures.pades.model import Examined, Known, Match, Roots
from service.signatures.pades.problems import ChangedAfter, OtherText
from service.signatures.pades.seal import EVIDENCE, CannotSeal, NoTimestamp, SealOutOfDate, seal
from service.signatures.pades.sealing.attach import CannotAttach
from service.signatures.pades.sealing.key import SealKey
from tests.signatures.pades.archive import archived, claims
from tests.signatures.pades.files import SIGNED, looked_at, pdf, redrawn, saved_anew, sign, signature_of, updated
from tests.signatures.pades.pki import NOW, YEAR, Holder, made, name, root, stamper, trusted, usage

REASON, NAME = "Undertecknad i Överens av båda parter", "Ängstadens kommun"


@cache
def holder() -> Holder:
    return made(name("Överens sigill", organisation=NAME), root(),
                uses=usage(digital_signature=True, content_commitment=True))


def key(**changed: str) -> SealKey:
    return replace(SealKey((holder().der,), holder().private.dump()), **changed)


def sealed(body: bytes, evidence: bytes | None = None, **changed: str) -> bytes:
    return seal(body, key=key(**changed), now=NOW, reason=REASON, name=NAME, evidence=evidence)


def looked(body: bytes, original: bytes) -> Examined:
    return looked_at(body, original, trusted(), NOW)


@pytest.mark.parametrize("evidence", [None, pdf("Bevis om underskrifterna")], ids=["alone", "with evidence"])
@pytest.mark.parametrize("body", [pdf(), archived()], ids=["plain", "archive"])
def test_the_text_stays_ours_and_the_seal_holds(body: bytes, evidence: bytes | None) -> None:
    made_ = sealed(body, evidence)
    found = looked(made_, body)
    assert made_.startswith(body)
    assert (found.good, found.text, found.extra_pages, found.remarks) == (True, Match.DIGEST, 0, ())
    one, = found.signatures
    assert (one.name, one.organisation, one.signed_at, one.known) == ("Överens sigill", NAME, NOW, Known.CLAIM)


def test_what_the_seal_says() -> None:
    found = signature_of(sealed(pdf())).sig_object
    assert (found["/Reason"], found["/Name"], found["/M"]) == (REASON, NAME, "D:20260921090000Z")
    assert found["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_same_seal_each_time() -> None:
    """All but the signature itself: an elliptic curve's is another each time."""
    one, two = sealed(archived(), pdf("Bevis")), sealed(archived(), pdf("Bevis"))
    ranges = [int(part) for part in signature_of(one).byte_range]
    assert (one[:ranges[1]], one[ranges[2]:]) == (two[:ranges[1]], two[ranges[2]:])


def test_the_evidence_is_attached_under_the_seal_beside_what_was_there() -> None:
    evidence = pdf("Bevis om underskrifterna")
    with pikepdf.open(BytesIO(sealed(archived(), evidence))) as opened:
        assert sorted(opened.attachments) == [EVIDENCE, "villkor.json"]
        spec = opened.attachments[EVIDENCE].obj
        assert opened.attachments[EVIDENCE].get_file().read_bytes() == evidence
        assert opened.attachments["villkor.json"].get_file().read_bytes() == b"{}"
        assert (spec.AFRelationship, spec.UF, spec.EF.F.Subtype, spec.EF.F.Params.ModDate) == (
            pikepdf.Name.Supplement, EVIDENCE, pikepdf.Name("/application/pdf"), "D:20260921090000Z")
        assert [one.UF for one in opened.Root.AF] == ["villkor.json", EVIDENCE]
        names = opened.Root.Names.EmbeddedFiles.Names
        assert [str(names[at]) for at in range(0, len(names), 2)] == [EVIDENCE, "villkor.json"]


def test_pdf_a_and_pdf_ua_are_kept() -> None:
    """What ISO 19005-3 and ISO 14289-1 ask of what was added; all else is as it was."""
    before, after = archived(), sealed(archived(), archived())
    assert claims(after) == claims(before) == {"part": "3", "conformance": "A", "ua": "1"}
    with pikepdf.open(BytesIO(before)) as was, pikepdf.open(BytesIO(after)) as now:
        assert now.pdf_version == was.pdf_version == "1.7"
        assert "/Version" not in now.Root and "/Encrypt" not in now.trailer
        assert set(now.Root.Extensions.keys()) == {"/ESIC"} and now.Root.Extensions.ESIC.BaseVersion == pikepdf.Name("/1.7")
        assert now.docinfo == was.docinfo
        for kept in ("/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/ViewerPreferences"):
            assert kept in now.Root
        assert now.Root.Metadata.read_bytes() == was.Root.Metadata.read_bytes()
        assert "/NeedAppearances" not in now.Root.AcroForm and "/XFA" not in now.Root.AcroForm
        widget, = now.Root.AcroForm.Fields
        # PDF/A 6.3: printed, not hidden; no appearance is needed by what has no area. PDF/UA 7.18: outside the page it needs no tag.
        assert int(widget.F) & 0b100 and not int(widget.F) & 0b100011
        x, y, right, top = (float(one) for one in widget.Rect)
        assert (right - x, top - y) == (0, 0) and x < 0 and y < 0
        assert (REASON, pikepdf.Name.Sig) == (widget.TU, widget.FT)
        assert now.pages[0].Tabs == pikepdf.Name.S and widget.objgen in [one.objgen for one in now.pages[0].Annots]
        # PDF/A 6.1.12: the catalogue's permissions hold DocMDP alone, its reference no digest.
        assert set(now.Root.Perms.keys()) == {"/DocMDP"}
        reference, = now.Root.Perms.DocMDP.Reference
        assert not {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(reference.keys())
        assert int(reference.TransformParams.P) == 1


def test_nothing_may_be_changed_afterwards() -> None:
    found = looked(updated(sealed(pdf()), redrawn("1 275 750", "9 275 750")), pdf())
    assert [type(one) for one in found.problems] == [OtherText]
    assert [type(one) for one in found.signatures[0].problems] == [ChangedAfter]
    with pytest.raises(CannotSeal):
        sealed(sealed(pdf()))


def test_a_file_that_others_have_signed_is_locked_by_the_seal() -> None:
    body = sealed(sign(pdf()))
    found = looked(body, pdf())
    assert (found.good, found.text, [one.name for one in found.signatures]) == (
        True, Match.DIGEST, ["Anna Åström", "Överens sigill"])
    field = PdfFileReader(BytesIO(body)).root["/AcroForm"]["/Fields"][1]
    assert (field["/T"], field["/Lock"]["/Action"], int(field["/Lock"]["/P"])) == ("Overens2", "/All", 1)


@pytest.mark.parametrize("body", [
    b"", b"%PDF-1.7 and nothing", saved_anew(pdf(), encryption=pikepdf.Encryption(owner="a", user="")), pdf()[:-200]])
def test_what_cannot_be_sealed_is_refused(body: bytes) -> None:
    with pytest.raises(CannotSeal):
        sealed(body)


def test_evidence_is_not_attached_twice() -> None:
    with pikepdf.open(BytesIO(pdf())) as opened:
        opened.attachments[EVIDENCE] = pikepdf.AttachedFileSpec(opened, b"other", filename=EVIDENCE)
        out = BytesIO()
        opened.save(out)
    with pytest.raises((CannotAttach, CannotSeal)):
        sealed(out.getvalue(), pdf("Bevis"))


@pytest.mark.parametrize("later", [timedelta(days=-366), timedelta(days=366)])
def test_a_certificate_out_of_date_seals_nothing(later: timedelta) -> None:
    with pytest.raises(SealOutOfDate, match="is valid from 21 September 2025 to 21 September 2027 only"):
        seal(pdf(), key=key(), now=NOW + later, reason=REASON, name=NAME)
    assert timedelta(days=365) == YEAR


@pytest.fixture
def authority() -> Iterator[str]:
    """A timestamp authority on this machine."""
    stamps = DummyTimeStamper(stamper().asn1, stamper().private, fixed_dt=SIGNED)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = stamps.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_rest: object) -> None:
            """Stay silent."""

    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_timestamp_where_an_authority_is_configured(authority: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    found = looked(sealed(pdf(), timestamps=authority), pdf())
    assert (found.good, found.signatures[0].signed_at, found.signatures[0].known) == (True, SIGNED, Known.TOKEN)


def test_an_authority_that_does_not_answer_seals_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(NoTimestamp):
        sealed(pdf(), timestamps="http://127.0.0.1:9/")


def test_our_seal_needs_no_root_but_itself() -> None:
    own = made(name("Överens – Ängstadens kommun"), None, uses=usage(digital_signature=True, content_commitment=True))
    body = seal(pdf(), key=SealKey((own.der,), own.private.dump()), now=NOW, reason=REASON, name=NAME)
    assert examine(body, original=pdf(), roots=Roots((own.der,)), now=NOW).good
