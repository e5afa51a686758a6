"""The paper of an agreement, from its terms."""

from __future__ import annotations

from datetime import date

import pytest

from service.documents.papers import PaperParty, Points, Section, Table
from service.documents.wording.agreement import agreement_paper
from service.parties.model import Cast, PartyBrief, Seat
from tests.web.world import terms

CAST = Cast(
    (PartyBrief(1, "public", "Ängstadens kommun"), PartyBrief(2, "civil", "Föreningen Linden")),
    (Seat(1, "public", 1, "Anders Berg", "a@staden.example", "sv", "signatory"),
     Seat(1, "public", 1, "Anders Berg", "a@staden.example", "sv", "manager"),
     Seat(2, "civil", 2, "Peter Sand", "p@linden.example", "sv", "signatory", to_on=date(2025, 12, 31))))


def test_the_terms_are_said_in_words_and_carried_as_data() -> None:
    made = agreement_paper(terms(), CAST, language="sv", on=date(2026, 1, 1), place="Ängstaden")
    assert made.parties == (
        PaperParty(name="Ängstadens kommun", role="Offentlig part", org_number="212000-1355"),
        PaperParty(name="Föreningen Linden", role="Idéburen part"))
    assert made.sections[0] == Section(
        heading="Tid", parts=("1 januari – 31 december 2026, upphör av sig själv.", "”Gäller till årets slut.”"))
    economy = next(one for one in made.sections if one.heading == "Ekonomi")
    total = "1\N{NO-BREAK SPACE}275\N{NO-BREAK SPACE}750\N{NO-BREAK SPACE}kr"
    assert economy.parts[1] == Table(head=("Post", "Belopp"), rows=(("Personal", total), ("Summa", total)), sums=True)
    assert Section(heading="Mål", parts=(Points(items=("Tryggare platser",)),)) in made.sections
    assert type(terms()).model_validate_json(made.terms_json) == terms()


def test_who_signs_are_the_signatories_of_the_day_and_a_party_without_one_has_an_empty_line() -> None:
    made = agreement_paper(terms(), CAST, language="sv", on=date(2026, 1, 1))
    assert made.signers == (("Ängstadens kommun", (("Anders Berg", "undertecknare"),)), ("Föreningen Linden", (("", ""),)))
    made = agreement_paper(terms(), CAST, language="sv", on=date(2025, 12, 31))
    assert made.signers[1] == ("Föreningen Linden", (("Peter Sand", "undertecknare"),))


@pytest.mark.parametrize(("language", "headings"), [("sv", {"Tid", "Ekonomi"}), ("en", {"Period", "Economy"})])
def test_the_paper_speaks_one_language(language: str, headings: set[str]) -> None:
    made = agreement_paper(terms(), CAST, language="en" if language == "en" else "sv", on=date(2026, 1, 1))
    assert headings <= {one.heading for one in made.sections}
