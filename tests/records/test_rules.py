"""What a disclosure begins with and must say, and how long a document is kept; pure decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.documents.model import Kind
from service.documents.tables import DocumentRow
from service.kernel.errors import Refusal
from service.records.disclosure.model import PERSONAL, Choice, Chosen, Verdict, read_mask, written
from service.records.disclosure.rules import NoProvision, NotDecided, begun_with, check_ready, safe_title, withheld_of
from service.records.masking.memory import Memory
from service.records.masking.model import Box, Line, Looked, Mask, Sheet, Word
from service.records.masking.refusals import NeedsPdf
from service.records.masking.rules import NothingMasked, places
from service.records.retention import Rule, kept_until, load_plan
from service.settings import BadSetting


def file_of(*lines: str) -> Looked:
    return Looked((Sheet(595, 842, tuple(Line((Word(line, Box(0, 0, 1, 0.1), True),)) for line in lines)),))


@pytest.mark.parametrize(("secrecy", "looked", "wanted"), [
    ("", file_of("Hej"), (Verdict.WHOLE, "", Mask())),
    ("", file_of("Hej", "811228-9874"), (Verdict.MASKED, PERSONAL, Mask(lines=frozenset({(1, 1)})))),
    ("OSL 26 kap. 1 §", file_of("Hej"), (Verdict.UNDECIDED, "OSL 26 kap. 1 §", Mask())),
    ("", file_of(), (Verdict.UNDECIDED, "", Mask())),
    ("", None, (Verdict.UNDECIDED, "", Mask())),
], ids=["open", "with a personal number", "secret", "a scan", "a Word file"])
def test_what_stands_from_the_beginning(secrecy: str, looked: Looked | None, wanted: tuple[Verdict, str, Mask]) -> None:
    assert begun_with(Chosen(document_id=1, version=1, secrecy=secrecy, looked=looked)) == wanted


@pytest.mark.parametrize(("verdict", "provision", "mask", "pages", "refusal"), [
    (Verdict.UNDECIDED, "", Mask(), 1, NotDecided),
    (Verdict.WITHHELD, " ", Mask(), 1, NoProvision),
    (Verdict.MASKED, "OSL", Mask(), 1, NothingMasked),
    (Verdict.WHOLE, "", Mask(), 0, NeedsPdf),
])
def test_no_copy_is_made_of_what_is_not_ready(verdict: Verdict, provision: str, mask: Mask, pages: int, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_ready([Choice(title="Brev", verdict=verdict, provision=provision, mask=mask, pages=pages)])


def test_a_mask_is_kept_as_it_is_and_told_page_by_page() -> None:
    mask = Mask(frozenset({3}), frozenset({(1, 4)}), frozenset({(2, 0), (3, 1)}), ("Anna",))
    assert read_mask(written(mask)) == mask
    choice = Choice(title="Brev", verdict=Verdict.MASKED, provision="OSL", mask=mask, pages=3)
    assert withheld_of(choice) == "sida 3 (hela), delar av sida 1, delar av sida 2, vissa ord"


def row(**values: object) -> DocumentRow:
    return DocumentRow(**{"kind": "letter", "day": date(2024, 2, 29), "retention": "", "cull_after": None, **values})


@pytest.mark.parametrize(("document", "ends_on", "wanted"), [
    (row(), date(2025, 12, 31), (date(2027, 12, 31), "Plan 4.2", True)),
    (row(), None, None),
    (row(kind="minutes"), date(2025, 12, 31), (date(2026, 12, 31), "Plan 1", True)),
    (row(kind="agreement"), date(2025, 12, 31), None),
    (row(retention="Bevaras enligt KS § 1"), date(2025, 12, 31), None),
    (row(cull_after=date(2030, 1, 1), retention="KS § 2"), date(2025, 12, 31), (date(2030, 1, 1), "KS § 2", False)),
], ids=["from the end", "not ended", "from its day", "a kind without a rule", "decided to be kept", "registered of itself"])
def test_how_long_a_document_is_kept(document: DocumentRow, ends_on: date | None, wanted: tuple[date, str, bool] | None) -> None:
    plan = {Kind.LETTER: Rule(years=2, basis="Plan 4.2"), Kind.MINUTES: Rule(years=2, counted_from="day", basis="Plan 1")}
    assert kept_until(document, plan, ends_on) == wanted


@pytest.mark.parametrize("text", ["[letters]\nyears = 1\nbasis = 'x'", "[letter]\nyears = 0\nbasis = 'x'", "[letter", None])
def test_a_plan_that_cannot_be_read_is_told(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "plan.toml"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(BadSetting, match="OVERENS_RETENTION_FILE"):
        load_plan(str(path))


@pytest.mark.parametrize(("stands", "phrase"), [
    ("Åsa", "Åsa"), ("ﬁnansieras", "finansieras"), ("Karls-", "Karls"), ("Per\u00adsson", "Persson"), ("KARLSSON", "Karlsson"),
    ("Anna–Lena", "Anna-Lena"),
], ids=["a letter of two marks", "a ligature", "broken at the line's end", "a soft hyphen", "capitals", "a dash"])
def test_words_are_found_however_they_are_written(stands: str, phrase: str) -> None:
    [boxes] = places(file_of(stands), Mask(phrases=(phrase,)))
    assert len(boxes) == 1


def test_a_title_with_what_is_masked_in_any_document_is_left_out_of_the_list() -> None:
    masked = Choice(title="Anmälan", verdict=Verdict.MASKED, provision="OSL", pages=1, mask=Mask(phrases=("Åsa Karlsson",)))
    whole = replace(masked, verdict=Verdict.WHOLE)
    assert safe_title("Brev till ÅSA KARLSSON", [whole, masked]) == "(rubriken maskad)"
    assert safe_title("Brev till Åsa Karlsson", [whole]) == "Brev till Åsa Karlsson"
    assert safe_title("Intyg 811228-9874", []) == "(rubriken maskad)"


def test_pages_that_are_pictures_are_told_for_no_word_is_found_there() -> None:
    mixed = Looked((*file_of("Åsa").sheets, *file_of().sheets, *file_of("Hej").sheets))
    assert (mixed.pictures, mixed.searched, file_of("Hej").searched) == ((2,), False, True)


def test_a_file_is_looked_at_once_for_all_its_pages_and_the_oldest_is_forgotten() -> None:
    seen, memory = [], Memory(most=2)

    def look(digest: str) -> Looked:
        seen.append(digest)
        return file_of(digest)

    for digest in ("a", "a", "b", "a", "c", "a", "b"):
        assert memory.of(digest, lambda digest=digest: look(digest)) == file_of(digest)  # type: ignore[misc]
    assert seen == ["a", "b", "c", "b"]
