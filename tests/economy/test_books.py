"""SIE files in code page 437, tables of outcome, amounts as people write them, and the text of PDF invoices."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from service.economy.reading.amounts import written_ore
from service.economy.reading.model import Guess, LineFault
from service.economy.reading.pdf import read_pdf
from service.economy.reading.refusals import NoPdfText, NotATable, NotSie, OtherSie
from service.economy.reading.sie import fields_of, read_sie
from service.economy.reading.table import read_table
from service.kernel.money import kronor, sek

BUSSEN = (Path(__file__).parent / "files" / "bussen.se").read_bytes()


def test_a_file_in_code_page_437() -> None:
    assert b"Skyddsv\x84rnet i G\x94teborg" in BUSSEN
    books = read_sie(BUSSEN)
    assert (books.encoding, books.company, books.org_number) == ("cp437", "Skyddsvärnet i Göteborg", "857201-5728")
    assert (books.first, books.last, books.vouchers, books.faults) == (date(2025, 1, 1), date(2025, 12, 31), 4, ())
    assert books.accounts["5460"] == "Förbrukningsmaterial, fika"
    assert books.dimensions == {"1": "Kostnadsställe", "6": "Projekt"}
    assert books.objects["6", "SB"] == 'Skyddsbussen "Bussen"'
    assert (books.opening, books.closing) == ({"1930": 25_000_000}, {"1930": -5_245_050})
    # What the file itself says of the year, against what its vouchers come to.
    for account, ore in books.results.items():
        assert sum(one.ore for one in books.booked if one.account == account) == ore, account
    assert [(one.day, one.ore) for one in books.booked if one.account == "5460"] == [(date(2025, 4, 2), 745_050)]


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "utf-8", "utf-8-sig"])
def test_the_letters_are_read_whatever_the_program_wrote(encoding: str) -> None:
    assert read_sie(BUSSEN.decode("cp437").encode(encoding)).company == "Skyddsvärnet i Göteborg"


HEAD = "#FLAGGA 0\n#SIETYP 4\n#KONTO 7010 \"Löner\"\n#VER A 1 20250101 x\n{\n"


@pytest.mark.parametrize(("rows", "line", "said"), [
    ("#TRANS 7010 {} 10,5\n}", 7, "verifikationen från rad 4 balanserar inte: 10,50"),
    ("#TRANS 7010 {} mycket\n}", 6, "”mycket” är inget belopp"), ("#TRANS 7010 {1} 0\n}", 6, "objektlistan saknas eller är ojämn"),
    ("#TRANS 7010 0\n}", 6, "objektlistan saknas eller är ojämn"), ("#TRANS 9999 {} 0\n}", 6, "konto 9999 finns inte i kontoplanen"),
    ('#TRANS 7010 {} 0 "" "öppen\n}', 6, "ett citattecken stängs aldrig"), ("#TRANS 7010 {1 2 0\n}", 6, "en klammer stängs aldrig"),
    ('#TRANS "" {} 0\n}', 6, "konto saknas"), ("#TRANS 7010 {} 0 20251301\n}", 6, "20251301 är ingen dag"), ("}\n#TRANS 7010 {} 0", 7, "#TRANS utanför en verifikation"),
    ("}\nhej", 7, "raden börjar inte med #"), ("#TRANS 7010 {} 0", 6, "filen slutar mitt i en verifikation"),
    (f"}}\n#KONTO 1 {'x' * 5000}", 7, "raden är längre än 4000 tecken"), ("}\n#RAR 0 20251231 20250101", 7, "räkenskapsåret slutar före sin början"),
])
def test_a_fault_is_told_with_its_line(rows: str, line: int, said: str) -> None:
    [fault] = read_sie((HEAD + rows).encode("cp437")).faults
    assert (fault.line, fault.sv) == (line, said)
    assert fault.en != fault.sv and fault.sentence("en").startswith(f"Line {line}: ")


def test_other_files_are_refused() -> None:
    with pytest.raises(NotSie):
        read_sie(b"post;utfall\n")
    with pytest.raises(OtherSie):
        read_sie(b"#FLAGGA 0\n#SIETYP 2\n")


def test_fields_and_quotes() -> None:
    assert fields_of(r'#TRANS 7010 {1 "A B" 6 C} -5.00 "" "säger \"hej\""') == [
        "#TRANS", "7010", ("1", "A B", "6", "C"), "-5.00", "", 'säger "hej"']


@pytest.mark.parametrize(("content", "forecast"), [
    ("\ufeffPost;Budget;Utfall;Prognos\r\nPersonal;1 275 750;612 000,50;1 250 000\r\n".encode(), 125_000_000),
    ("Benämning\tFörbrukat (kr)\nPersonal\t612 000,50 kr\n".encode("cp1252"), None),
    (b'post,used\n"Personal","612000.50"\n', None),
])
def test_a_table_as_spreadsheets_save_it(content: bytes, forecast: int | None) -> None:
    [row], faults = read_table(content)
    assert (row.line, row.post, row.used_ore, row.forecast_ore, faults) == (2, "Personal", 61_200_050, forecast, [])


def test_a_table_with_faults() -> None:
    rows, faults = read_table(b"post;utfall\nPersonal;mycket\n;5\nLarm;1.234\nDrift;5\n")
    assert [one.post for one in rows] == ["Drift"]
    assert faults == [LineFault(2, "”mycket” är inget belopp", "“mycket” is no amount"),
                      LineFault(3, "posten saknas", "the post is missing"),
                      LineFault(4, "”1.234” är inget belopp", "“1.234” is no amount")]
    with pytest.raises(NotATable):
        read_table(b"a;b\n1;2\n")


@given(st.integers(-10**11, 10**11))
def test_what_is_written_is_read_back(ore: int) -> None:
    assert written_ore(kronor(sek(ore), "sv")) == written_ore(f"{sek(ore):.2f}") == ore


@given(st.text(max_size=300), st.sampled_from(["#TRANS ", "#VER A 1 20250101\n{\n", "#KONTO ", ""]))
def test_no_text_breaks_the_reader(text: str, label: str) -> None:
    with suppress(OtherSie):
        books = read_sie(f"#FLAGGA 0\n#SIETYP 4\n{label}{text}".encode("utf-8", "replace"))
        assert all(one.line >= 3 and one.sv and one.en for one in books.faults)


def test_a_pdf_invoice_is_sketched_never_trusted() -> None:
    made = BytesIO()
    page = Canvas(made)
    for at, line in enumerate(("Skyddsvärnet i Göteborg    Org.nr 857201-5728", "FAKTURA", "Fakturanummer: 2025-004",
                               "Fakturadatum 2025-07-01", "Förfallodatum: 31 juli 2025", "Er referens: SF-4711", "OCR: 2025 0701 004",
                               "Trygghetsvandrare 500 000,00", "Moms 25 % 125 000,00", "Totalt 500 000,00", "Att betala: 625 000,00 kr")):
        page.drawString(60, 780 - 20 * at, line)
    page.save()
    found = read_pdf(made.getvalue())
    assert found.number == Guess("2025-004", "Fakturanummer: 2025-004")
    assert found.issued_on == Guess("2025-07-01", "Fakturadatum 2025-07-01")
    assert found.due_on == Guess("2025-07-31", "Förfallodatum: 31 juli 2025")
    assert found.total_ore == Guess("62500000", "Att betala: 625 000,00 kr")
    assert found.org_number is not None and found.org_number.value == "8572015728"
    assert found.reference == Guess("20250701004", "OCR: 2025 0701 004")
    with pytest.raises(NoPdfText):
        read_pdf(b"%PDF-1.7\nbroken")
