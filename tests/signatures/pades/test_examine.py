"""Signed files, good and tampered with: each is found out, and what is wrong with it is named."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from service.signatures.pades.examine import examine
from service.signatures.pades.model import USUAL, Examined, Known, Limits, Match, Standing
from service.signatures.pades.problems import (
    Broken,
    ChangedAfter,
    Covered,
    Damaged,
    HiddenBytes,
    Locked,
    LooksOther,
    NoSignature,
    NotAPdf,
    NotWhole,
    OtherText,
    Problem,
    TooLarge,
    TooMuch,
    TooSlow,
    Unreadable,
)
from tests.signatures.pades.files import (
    PAGES,
    SIGNED,
    flipped,
    looked_at,
    noted,
    pdf,
    redrawn,
    saved_anew,
    sign,
    signature_of,
    updated,
    with_pages,
)
from tests.signatures.pades.pki import NOW, anna, bo, trusted


@cache
def one() -> bytes:
    """Return the text signed by one."""
    return sign(pdf(), anna())


@cache
def two() -> bytes:
    """Return the text signed by two, one after the other."""
    return sign(one(), bo(), field="S2", at=SIGNED + timedelta(minutes=20))


def looked(body: bytes, original: bytes | None = None) -> Examined:
    return looked_at(body, original or pdf(), trusted(), NOW)


def apart(body: bytes, limits: Limits = USUAL) -> Examined:
    """Look as the service does, in a process of its own."""
    return examine(body, original=pdf(), roots=trusted(), now=NOW, limits=limits)


def kinds(problems: tuple[Problem, ...]) -> list[type[Problem]]:
    return [type(problem) for problem in problems]


def test_one_signer() -> None:
    found = looked(one())
    assert apart(one()) == found
    signed, = found.signatures
    assert (found.good, found.text, found.extra_pages, found.every_problem, found.remarks) == (True, Match.DIGEST, 0, (), ())
    assert (signed.name, signed.organisation, signed.signed_at, signed.known) == (
        "Anna Åström", "Ängstadens kommun", SIGNED, Known.CLAIM)
    assert (signed.whole, signed.intact, signed.trusted, signed.standing) == (True, True, True, Standing.UNKNOWN)
    assert signed.usage == ("non_repudiation",)


def test_two_signers_in_sequence() -> None:
    found = looked(two())
    assert (found.good, found.text) == (True, Match.DIGEST)
    assert [(signed.name, signed.whole, signed.intact, signed.trusted) for signed in found.signatures] == [
        ("Anna Åström", True, True, True), ("BO LIND", True, True, True)]
    assert found.signatures[0].certificate != found.signatures[1].certificate


@pytest.mark.parametrize("subfilter", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
def test_both_ways_a_signature_is_written(subfilter: SigSeedSubFilter) -> None:
    found = looked(sign(pdf(), subfilter=subfilter))
    assert (found.good, found.signatures[0].signed_at) == (True, SIGNED)


def test_a_signer_who_certifies_the_file() -> None:
    found = looked(sign(sign(pdf(), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS), bo(), field="S2"))
    assert (found.good, found.text, len(found.signatures)) == (True, Match.DIGEST, 2)


def test_a_signature_added_where_the_first_allowed_none() -> None:
    """The signing library itself refuses to; someone may write such a file all the same."""
    body = sign(sign(pdf(), certify=True, docmdp_permissions=MDPPerm.FILL_FORMS), bo(), field="S2")
    found = looked(body.replace(b"/P 2", b"/P 1"))
    assert kinds(found.signatures[0].problems) == [Broken, ChangedAfter]


def test_the_text_changed_after_a_signature() -> None:
    found = looked(updated(one(), redrawn("1 275 750", "9 275 750")))
    assert (found.good, found.text, kinds(found.every_problem)) == (False, Match.OTHER, [OtherText, ChangedAfter])
    assert (found.signatures[0].intact, found.signatures[0].whole) == (True, False)
    assert found.signatures[0].problems[0].sentence("sv") == (
        "Filen har ändrats efter underskriften av Anna Åström: Sida 1: vid underskriften ”… Finansieringen omfattar totalt "
        "1 275 750 kronor.”, nu ”… Finansieringen omfattar totalt 9 275 750 kronor.”.")


def test_the_text_changed_between_two_signatures() -> None:
    found = looked(sign(updated(one(), redrawn("1 275 750", "9 275 750")), bo(), field="S2"))
    assert kinds(found.problems) == [OtherText]
    assert [kinds(signed.problems) for signed in found.signatures] == [[ChangedAfter], []]


def test_the_text_changed_before_the_first_signature_though_the_file_begins_with_ours() -> None:
    body = sign(updated(pdf(), redrawn("1 275 750", "9 275 750")))
    found = looked(body)
    assert body.startswith(pdf())
    assert (found.text, kinds(found.every_problem)) == (Match.OTHER, [OtherText])


def test_the_text_changed_and_changed_back() -> None:
    body = updated(updated(one(), redrawn("1 275 750", "9 275 750")), redrawn("9 275 750", "1 275 750"))
    assert kinds(looked(body).signatures[0].problems) == [ChangedAfter]


def test_a_box_put_over_the_text_after_the_signature() -> None:
    found = looked(updated(one(), noted()))
    assert (kinds(found.every_problem), kinds(found.remarks)) == ([ChangedAfter], [Covered])
    assert found.every_problem[0].sentence("en").endswith("something was put on or taken off page 1.")


def test_a_box_prepared_before_the_signature_is_pointed_out() -> None:
    found = looked(sign(updated(pdf(), noted())))
    assert (found.text, [remark.sentence("sv") for remark in found.remarks]) == (
        Match.COMPARED, ["Något är lagt ovanpå texten på sida 1; titta på den."])


def test_a_shadow_content_hidden_before_and_shown_after_the_signature() -> None:
    """Two pages are prepared; the one signed is swapped for the one hidden by an update that touches the catalogue alone."""
    shadow = pdf(PAGES[0].replace("1 275 750", "9 275 750"), PAGES[1])

    def hide(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/Hidden"] = writer.import_object(PdfFileReader(BytesIO(shadow)).root.raw_get("/Pages"))
        writer.update_root()

    def show(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/Pages"] = writer.root.raw_get("/Hidden")
        writer.update_root()

    prepared = sign(updated(pdf(), hide))
    # Until it is shown the text on the pages is ours, though more lies in the file.
    assert looked(prepared).text is Match.COMPARED
    found = looked(updated(prepared, show))
    assert (found.good, found.text, kinds(found.signatures[0].problems)) == (False, Match.OTHER, [ChangedAfter])
    assert "9 275 750" in found.signatures[0].problems[0].sentence("en")


def test_a_field_filled_in_after_the_signature() -> None:
    with pikepdf.open(BytesIO(pdf())) as opened:
        field = opened.make_indirect(pikepdf.Dictionary(
            FT=pikepdf.Name.Tx, T="belopp", V="1 275 750", Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget,
            Rect=[300, 100, 400, 120], F=4))
        opened.pages[0].Annots = [field]
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = BytesIO()
        opened.save(out)

    def fill(writer: IncrementalPdfFileWriter) -> None:
        found = writer.root["/AcroForm"]["/Fields"][0]
        found["/V"] = type(found["/V"])("9 275 750")
        writer.update_container(found)

    found = looked(updated(sign(out.getvalue()), fill), out.getvalue())
    assert kinds(found.signatures[0].problems) == [ChangedAfter]


def test_a_page_added_after_the_signature() -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        page = PdfFileReader(BytesIO(pdf("Tillägg"))).root["/Pages"]["/Kids"][0]
        del page["/Parent"]
        writer.insert_page(writer.import_object(page))

    found = looked(updated(one(), add))
    assert (kinds(found.every_problem), found.extra_pages) == ([ChangedAfter], 1)


@pytest.mark.parametrize("where", ["kvartalsvis", "1 275 750"])
def test_a_byte_changed_in_the_text(where: str) -> None:
    found = looked(flipped(one(), one().index(where.encode())))
    assert kinds(found.every_problem) == [OtherText, Broken]
    assert (found.signatures[0].intact, found.signatures[0].trusted) == (False, False)


def test_every_byte_under_the_signature_counts() -> None:
    body, ranges = one(), [int(part) for part in signature_of(one()).byte_range]
    for at in (10, len(pdf()) - 30, len(pdf()) + 40, ranges[1] - 20, ranges[2] + 5, len(body) - 3):
        assert not looked(flipped(body, at)).signed, at


def container(part: bytes) -> int:
    """Return where in the file the last byte of a part of the signature stands, as two hex digits."""
    found = signature_of(one())
    return int(found.byte_range[1]) + 1 + 2 * (found.pkcs7_content.index(part) + len(part) - 1)


@pytest.mark.parametrize(("part", "kind"), [
    (lambda: signature_of(one()).signer_info["signature"].native, Broken),
    (lambda: signature_of(one()).signer_info["signed_attrs"].dump()[-20:], Broken),
    (lambda: anna().der[-20:], Broken), (lambda: anna().issuers[0].public_bytes(Encoding.DER), Broken),
    (lambda: anna().issuers[1].public_bytes(Encoding.DER), Broken),
], ids=["value", "attributes", "certificate", "issuer", "root"])
def test_a_byte_changed_in_the_signature_itself(part: Callable[[], bytes], kind: type[Problem]) -> None:
    at = container(part()) + 1
    # Another hex digit, so that the file can still be read.
    body = one()[:at] + (b"1" if one()[at:at + 1] != b"1" else b"2") + one()[at + 1:]
    found = looked(body)
    assert (found.signed, kinds(found.every_problem)[0]) == (False, kind)


def test_something_hidden_in_the_room_left_for_the_signature() -> None:
    ranges = [int(part) for part in signature_of(one()).byte_range]
    at = ranges[2] - 41
    body = one()[:at] + b"48656a21".ljust(40, b"0") + one()[at + 40:]
    assert kinds(looked(body).every_problem) == [HiddenBytes]


def test_a_file_saved_anew_keeps_its_signature_but_that_no_longer_holds() -> None:
    found = looked(saved_anew(one()))
    assert (found.text, kinds(found.signatures[0].problems)) == (Match.COMPARED, [Broken, NotWhole])


def test_a_file_printed_anew_has_lost_its_signature() -> None:
    found = looked(pdf())
    assert (found.good, found.signatures, kinds(found.problems)) == (False, (), [NoSignature])


def test_a_field_for_a_signature_is_no_signature() -> None:
    body = updated(pdf(), lambda writer: append_signature_field(writer, SigFieldSpec("Här")))
    assert kinds(looked(body).problems) == [NoSignature]
    assert looked(sign(body, field="Här")).good


def test_signed_elsewhere_after_the_file_was_saved_anew() -> None:
    found = looked(sign(saved_anew(pdf())))
    assert (found.good, found.text, found.extra_pages) == (True, Match.COMPARED, 0)


def test_an_evidence_page_after_our_text_is_counted() -> None:
    found = looked(sign(with_pages(pdf(), pdf("Signaturbevis"))))
    assert (found.good, found.text, found.extra_pages) == (True, Match.COMPARED, 1)


@pytest.mark.parametrize(("body", "words"), [
    (pdf(PAGES[0].replace("1 275 750", "2 275 750"), PAGES[1]), "in the file “… Finansieringen omfattar totalt 2 275 750 kronor.”"),
    (pdf(PAGES[0]), "Page 2 is missing."),
    (pdf("Bevis", *PAGES), "Page 1: in our text “Överenskommelse mellan Ängstadens …”, in the file “Bevis”."),
    (pdf("Något helt annat"), "in the file “Något helt annat”"),
], ids=["a sum", "a page less", "a page before", "all"])
def test_a_signature_over_another_text(body: bytes, words: str) -> None:
    found = looked(sign(body))
    assert (found.good, found.text, kinds(found.every_problem)) == (False, Match.OTHER, [OtherText])
    assert words in found.problems[0].sentence("en")
    assert found.signatures[0].intact


def test_what_is_only_written_otherwise_is_the_same_text() -> None:
    ours = pdf("officiell  fil efter affären")
    theirs = pdf("o\ufb03ciell \ufb01l   efter a\ufb00ären".replace("\ufb03", "ffi").replace("\ufb01", "fi").replace("\ufb00", "ff"))
    assert looked(sign(theirs), ours).text is Match.COMPARED


def drawn(how: str) -> bytes:
    """Draw our text so that the sum is not seen, though it is there."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in PAGES:
        for at, line in enumerate(page.splitlines()):
            hidden = "1 275 750" in line
            canvas.setFillGray(1 if hidden and how == "white" else 0)
            canvas.setFont("Helvetica", 1 if hidden and how == "tiny" else 12)
            canvas.drawString(72, 780 - 18 * at, line)
            if hidden and how == "box":
                canvas.setFillGray(1)
                canvas.rect(72, 776 - 18 * at, 300, 14, stroke=0, fill=1)
            if hidden and how == "picture":
                canvas.drawInlineImage(Image.new("L", (300, 14), 255), 72, 776 - 18 * at)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("how", ["white", "tiny", "box", "picture"])
def test_words_that_are_there_but_not_seen(how: str) -> None:
    found = looked(sign(drawn(how)), drawn("as ours"))
    assert (found.good, found.text, kinds(found.every_problem)) == (False, Match.COMPARED, [LooksOther])
    assert found.problems[0].sentence("sv") == "Sida 1 innehåller vår text men ser inte ut som vår; jämför dem med ögat."
    assert looked(sign(saved_anew(drawn("as ours"))), drawn("as ours")).good


def test_a_signature_over_part_of_the_file() -> None:
    ranges = [int(part) for part in signature_of(one()).byte_range]
    told = f"[0 {ranges[1]} {ranges[2]} {ranges[3]}]".encode()
    short = f"[0 {ranges[1]} {ranges[2]} {ranges[3] - 20}]".encode()
    for_part = one().replace(told, short.ljust(len(told)))
    assert for_part != one()
    assert kinds(looked(for_part).every_problem) == [Broken, NotWhole]


def test_bytes_after_the_end_of_what_is_signed() -> None:
    assert kinds(looked(one() + b"\n% and more\n").every_problem) == [NotWhole]
    xref = one()[one().rindex(b"startxref"):]
    assert kinds(looked(one() + b"\n% and more\n" + xref).every_problem) == [NotWhole]
    assert looked(one() + b"\r\n").good


def test_a_visible_signature_over_the_text_is_pointed_out() -> None:
    found = looked(sign(pdf(), box=(60, 770, 400, 800)))
    assert (found.good, kinds(found.remarks)) == (True, [Covered])
    assert looked(sign(pdf(), box=(60, 70, 400, 100))).remarks == ()


def test_a_lock_that_the_next_signer_keeps() -> None:
    spec = SigFieldSpec("S1", field_mdp_spec=FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["S1"]))
    body = updated(pdf(), lambda writer: append_signature_field(writer, spec))
    assert looked(sign(sign(body), bo(), field="S2"), body).good


@pytest.mark.parametrize("user", ["", "hemligt"])
def test_an_encrypted_file(user: str) -> None:
    body = saved_anew(one(), encryption=pikepdf.Encryption(owner="ägare", user=user))
    assert kinds(apart(body).problems) == [Locked]


@pytest.mark.parametrize(("body", "kind"), [
    (b"", NotAPdf), (b"PK\x03\x04 a Word file", NotAPdf), (b"%PDF-1.7\n" + b"\0" * 500, Damaged), (one()[:len(one()) // 2], Damaged),
    (one()[200:], NotAPdf), (b"%PDF-1.7\nxref\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF", Damaged),
], ids=["empty", "other", "zeros", "half", "headless", "hollow"])
def test_what_is_no_file_to_examine(body: bytes, kind: type[Problem]) -> None:
    assert kinds(apart(body).problems) == [kind]


def test_a_signature_of_a_kind_that_is_not_known() -> None:
    found = looked(one().replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachet"))
    assert kinds(found.problems) == [Unreadable]
    assert found.problems[0].sentence("sv").startswith("Underskriften av en undertecknare utan namn är av ett slag")


def test_limits() -> None:
    assert kinds(apart(one(), Limits(bytes=1000)).problems) == [TooLarge]
    assert kinds(apart(one(), Limits(pages=1)).problems) == [TooMuch]
    assert kinds(apart(two(), Limits(signatures=1)).problems) == [TooMuch]
    assert kinds(apart(one(), Limits(seconds=0.05)).problems) == [TooSlow]
    assert kinds(apart(one(), Limits(memory_bytes=60_000_000)).problems) == [TooSlow]


def test_a_bomb() -> None:
    """A page that unpacks to half a gigabyte is given up on, whatever is said of it."""
    packed = zlib.compress(b" " * 500_000_000, 9)
    with pikepdf.open(BytesIO(pdf())) as opened:
        opened.pages[0].Contents = pikepdf.Stream(opened, b"")
        opened.pages[0].Contents.write(packed, filter=pikepdf.Name.FlateDecode)
        out = BytesIO()
        opened.save(out, recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    found = apart(sign(out.getvalue()), Limits(memory_bytes=400_000_000, seconds=20))
    assert kinds(found.problems)[-1:] in ([TooSlow], [Damaged], [OtherText])
    assert not found.good
