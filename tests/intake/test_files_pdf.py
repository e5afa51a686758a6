"""PDF files: what is read from honest ones, and the sentence each dishonest one gets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reportlab.pdfgen.canvas import Canvas

from service.intake.files import Limits, read_bytes
from service.intake.formats import refusals
from tests.intake import made

TIGHT = Limits(seconds=3, memory_bytes=400_000_000)


def refused(content: bytes, limits: Limits = TIGHT) -> tuple[str, str]:
    with pytest.raises(refusals.FileRefused) as found:
        read_bytes(content, "avtal.pdf", limits=limits)
    return found.value.sentence("en"), found.value.sentence("sv")


def test_lines_and_pages_come_in_order_parted_by_form_feeds() -> None:
    content = made.pdf(["Överenskommelse", "mellan Göteborgs Stad"], ["Gäller från 2025-01-01 – åäö §"])
    assert read_bytes(content, "a.pdf") == (
        "Överenskommelse\nmellan Göteborgs Stad\n\fGäller från 2025-01-01 – åäö §\n"
    )


def test_a_short_text_is_a_text() -> None:
    assert read_bytes(made.pdf(["Hej"]), "a.pdf") == "Hej\n"


def test_a_ruled_table_gives_a_line_for_each_row_with_wrapped_cells_joined() -> None:
    content = made.table_pdf(
        [
            ["Post", "Belopp", "Anmärkning"],
            ["Löner för samordnare, chaufför och förenings-<br/>konsulent samt resor", "750 000 kr", "två tjänster"],
            ["Summa", "1 275 750 kr", ""],
        ],
        [110, 80, 80],
    )
    assert read_bytes(content, "a.pdf") == (
        "Post\tBelopp\tAnmärkning\n"
        "Löner för samordnare, chaufför och föreningskonsulent samt resor\t750 000 kr\ttvå tjänster\n"
        "Summa\t1 275 750 kr\n"
    )


def test_text_around_a_table_keeps_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "Före tabellen")
        canvas.grid([72, 172, 272], [700, 720, 740])
        for text, x, y in (("Hyra", 75, 725), ("100", 180, 725), ("Lön", 75, 705), ("200", 180, 705)):
            canvas.drawString(x, y, text)
        canvas.drawString(72, 600, "Efter tabellen")

    assert read_bytes(made.drawn(draw), "a.pdf") == "Före tabellen\n\nHyra\t100\nLön\t200\n\nEfter tabellen\n"


def test_signatures_side_by_side_stay_on_their_lines_with_a_tab_between() -> None:
    def draw(canvas: Canvas) -> None:
        for y, left, right in ((700, "För kommunen", "För föreningen"), (686, "Anna Ek", "Bo Al")):
            canvas.drawString(72, y, left)
            canvas.drawString(320, y, right)

    assert read_bytes(made.drawn(draw), "a.pdf") == "För kommunen\tFör föreningen\nAnna Ek\tBo Al\n"


def test_running_text_in_two_columns_is_read_one_column_at_a_time() -> None:
    left = [
        "Parterna är överens om att samverka",
        "kring unga i staden under hela den",
        "tid som överenskommelsen gäller och",
        "att göra det i dialog med varandra.",
    ]
    right = [
        "Överenskommelsen upphör av sig själv",
        "vid periodens slut utan uppsägning",
        "om inte parterna senast två månader",
        "dessförinnan har enats om annat och",
        "skrivit under det.",
    ]

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 760, "En överskrift som går tvärs över båda spalterna och ännu lite till, som sådana gör")
        for at, line in enumerate(left):
            canvas.drawString(72, 700 - 14 * at, line)
        for at, line in enumerate(right):
            canvas.drawString(320, 700 - 14 * at, line)
        canvas.drawString(72, 600, "Efter spalterna")

    assert read_bytes(made.drawn(draw), "a.pdf").splitlines() == [
        "En överskrift som går tvärs över båda spalterna och ännu lite till, som sådana gör",
        "", *left, *right, "", "Efter spalterna",
    ]  # fmt: skip


def test_bold_type_drawn_twice_is_read_once_and_double_letters_stay_double() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(72 + shift, 700, "Allt till alla 2000")
        canvas.setFontSize(4)
        canvas.drawString(72, 650, "Allt till alla 2000")

    assert read_bytes(made.drawn(draw), "a.pdf") == "Allt till alla 2000\n\nAllt till alla 2000\n"


def test_the_figure_of_a_note_never_becomes_part_of_a_year() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "till och med den 31 december 2025")
        canvas.setFontSize(7)
        canvas.drawString(72 + canvas.stringWidth("till och med den 31 december 2025", "Helvetica", 12), 705, "1")

    assert read_bytes(made.drawn(draw), "a.pdf") == "till och med den 31 december 2025¹\n"


def test_what_is_filled_in_in_a_form_is_read_in_its_place() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Startdatum:")
        canvas.acroForm.textfield(name="start", value="2025-03-01", x=150, y=697, width=120, height=16)
        canvas.drawString(72, 660, "Förlängning:")
        canvas.acroForm.checkbox(name="ja", checked=True, x=150, y=658, size=14)

    assert read_bytes(made.drawn(draw), "a.pdf") == "Startdatum: 2025-03-01\n\nFörlängning: ☒\n"


def test_text_on_its_side_is_not_lost() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Avtal om samverkan")
        canvas.rotate(90)
        canvas.drawString(200, -500, "Diarienummer 12/2025")

    assert read_bytes(made.drawn(draw), "a.pdf") == "Avtal om samverkan\nDiarienummer 12/2025\n"


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read_bytes(made.pdf(["Öppen att läsa"], password="x", owner_only=True), "a") == "Öppen att läsa\n"


def test_an_encrypted_pdf_is_refused() -> None:
    assert refused(made.pdf(["Hemligt"], password="lösen")) == (
        "The PDF file is locked with a password; save a copy without the password and try again.",
        "PDF-filen är låst med lösenord; spara en kopia utan lösenord och försök igen.",
    )


def test_a_scanned_pdf_is_refused_with_a_word_on_text_recognition() -> None:
    assert refused(made.picture_pdf(3)) == (
        "The PDF file holds scanned pictures without text; run text recognition (OCR) on it first and try again.",
        "PDF-filen består av inskannade bilder utan text; kör textigenkänning (OCR) på den först och försök igen.",
    )


def test_one_scanned_page_among_others_is_told_of_in_its_place() -> None:
    content = made.picture_pdf(1, [["En överenskommelse med många ord på första sidan", "och mer därtill"]])
    assert read_bytes(content, "a.pdf") == (
        "En överenskommelse med många ord på första sidan\noch mer därtill\n\f[Sida 2 är en bild utan läsbar text.]\n"
    )


TEXTLESS = (
    "The PDF file holds no text that can be read; print it to PDF anew, or run text recognition (OCR) first.",
    "PDF-filen har ingen läsbar text; skriv ut den till PDF på nytt eller kör textigenkänning (OCR) först.",
)


def test_a_pdf_with_neither_text_nor_pictures_is_refused() -> None:
    assert refused(made.drawn(lambda canvas: canvas.line(0, 0, 90, 90))) == TEXTLESS


def test_a_pdf_whose_letters_have_no_names_is_refused_rather_than_read_as_something_else() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[7 0 R]>>"
    descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>"
    content = made.page_pdf(
        made.flate(b"BT /F1 12 Tf 72 700 Td <" + b"00410042" * 20 + b"> Tj ET"), more={5: font, 7: descendant}
    )
    assert refused(content) == TEXTLESS


MANY_PAGES = (
    "The file has more than 200 pages; give the agreement alone, without its appendices.",
    "Filen har fler än 200 sidor; ange enbart överenskommelsen, utan bilagor.",
)


def test_too_many_pages_are_refused() -> None:
    assert refused(made.pdf(*[["En sida"]] * 500)) == MANY_PAGES
    assert read_bytes(made.pdf(*[["En sida"]] * 3), "a", limits=Limits(pages=3)).count("\f") == 2


def test_a_million_pages_that_are_one_are_counted_no_further_than_needed() -> None:
    kids = {10 + at: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>" for at in range(5000)}
    tree = b"<</Type/Pages/Count 5000/Kids[%s]>>" % b" ".join(b"%d 0 R" % number for number in kids)
    assert refused(made.raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: tree, **kids})) == MANY_PAGES


BROKEN = (
    "The PDF file is damaged or not complete; fetch or save it anew and try again.",
    "PDF-filen är skadad eller inte hel; hämta eller spara den på nytt och försök igen.",
)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_pdf_cut_short_is_refused_wherever_it_was_cut(share: float) -> None:
    whole = made.pdf(*[[f"Sida {at} med text"] for at in range(9)])
    assert refused(whole[: int(len(whole) * share)]) == BROKEN


def test_a_page_that_is_missing_is_not_passed_over() -> None:
    content = made.raw_pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        }
    )
    assert refused(content) == BROKEN


def test_a_page_whose_drawing_cannot_be_unpacked_is_not_taken_as_blank() -> None:
    assert refused(made.page_pdf(b"<</Length 9/Filter/FlateDecode>>stream\nnotzlib!!\nendstream")) == BROKEN


TOO_LONG = (
    "Reading the file took more than 3 seconds; print it to a new PDF file and try again.",
    "Det tog mer än 3 sekunder att läsa filen; skriv ut den till en ny PDF-fil och försök igen.",
)


def test_a_tree_of_pages_that_bites_its_tail_is_refused() -> None:
    loop = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>"}
    assert refused(made.raw_pdf({**loop, 3: b"<</Type/Pages/Kids[2 0 R]/Count 9>>"})) == BROKEN


def test_an_object_that_is_itself_ends_in_a_refusal() -> None:
    assert refused(made.raw_pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"2 0 R"})) == TOO_LONG


def test_a_hundred_thousand_arrays_in_one_another_end_in_a_refusal() -> None:
    assert refused(made.page_pdf(made.flate(b"[" * 100_000 + b"]" * 100_000))) == TEXTLESS


def test_a_form_that_draws_itself_is_drawn_once() -> None:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 12>>stream\n"
    content = made.page_pdf(
        made.flate(b"/X Do /X Do"), resources=b"/XObject<</X 6 0 R>>", more={6: form + b"/X Do /X Do \nendstream"}
    )
    assert refused(content) == TEXTLESS


def test_forms_that_draw_ever_more_forms_run_out_of_time() -> None:
    def form(draws: int) -> bytes:
        data = b"/X Do " * 10
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n"
        return head % (draws, len(data)) + data + b"\nendstream"

    end = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 3>>stream\nq Q\nendstream"
    forms = {at: form(following) for at, following in pairwise(range(6, 19))}
    content = made.page_pdf(made.flate(b"/X Do"), resources=b"/XObject<</X 6 0 R>>", more={**forms, 18: end})
    assert refused(content) == TOO_LONG


def test_a_stream_that_unpacks_without_end_runs_out_of_memory() -> None:
    assert refused(made.page_pdf(made.flate(bytes(200_000_000), 2)), Limits(memory_bytes=300_000_000)) == (
        "Reading the file took more than 300 MB of memory; print it to a new PDF file and try again.",
        "Det krävdes mer än 300 MB minne att läsa filen; skriv ut den till en ny PDF-fil och försök igen.",
    )


def test_a_table_that_claims_a_hundred_million_objects_is_not_believed() -> None:
    content = made.pdf(["Text"]).replace(b"xref\n0 ", b"xref\n0 99999999")
    assert read_bytes(content, "a", limits=TIGHT) == "Text\n"


def test_a_form_drawn_on_opening_is_refused() -> None:
    assert refused(
        made.raw_pdf(
            {
                1: b"<</Type/Catalog/Pages 2 0 R/NeedsRendering true>>",
                2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
            }
        )
    ) == (
        "The PDF file is a fillable form whose pages are drawn on opening; print it to a new PDF file and try again.",
        "PDF-filen är ett formulär som ritas först när det öppnas; skriv ut det till en ny PDF-fil och försök igen.",
    )


def test_a_pdf_with_more_text_than_any_agreement_is_refused() -> None:
    assert refused(made.pdf(["En rad text"] * 9), Limits(text_chars=50)) == (
        "The file holds more than 50 characters of text; give the agreement alone, without its appendices.",
        "Filen innehåller mer än 50 tecken text; ange enbart överenskommelsen, utan bilagor.",
    )
