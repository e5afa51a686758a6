"""The paper of an agreement: its terms in words, whoever signs for each party, and the terms as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from service.agreements.terms import Terms
from service.documents.papers import AgreementPaper, Language, PaperParty, Points, Section, Signers, Table
from service.documents.wording.clauses import Clause, clauses
from service.documents.wording.words import Wording
from service.parties.model import Cast, Function

NOBODY = ("", "")


def agreement_paper(
    terms: Terms, cast: Cast, *, language: Language, on: date, place: str = "", diary_number: str = "", mark: str = "",
) -> AgreementPaper:
    """Return the paper of an agreement with these terms, to be signed by those who are signatories on a day."""
    words = Wording(language)
    return AgreementPaper(
        title=terms.title, language=language, place=place, diary_number=diary_number, mark=mark,
        parties=tuple(PaperParty(name=one.name, role=words.role(one.role), org_number=one.org_number or "") for one in terms.parties),
        sections=tuple(_section(one, words) for one in clauses(terms, words)), signers=signers_of(cast, words, on=on),
        terms_json=terms.model_dump_json(indent=2))


def signers_of(cast: Cast, words: Wording, *, on: date) -> Signers:
    """Return the signatories of each party; a party without one has a line without a name."""
    capacity = words.say("undertecknare", "signatory")
    found = {party.id: tuple(dict.fromkeys(
        (seat.name, capacity) for seat in cast.seats
        if seat.party_id == party.id and seat.function == Function.SIGNATORY and seat.holds(on))) for party in cast.parties}
    return tuple((party.name, found[party.id] or (NOBODY,)) for party in cast.parties)


def _section(clause: Clause, words: Wording) -> Section:
    return Section(heading=clause.name, parts=tuple(_parts(clause, words)))


def _parts(clause: Clause, words: Wording) -> Iterator[str | Table | Points]:
    if clause.value:
        yield f"{clause.value}."
    if clause.lines:
        yield Points(items=clause.lines)
    if clause.sums:
        yield Table(head=(words.say("Post", "Post"), words.say("Belopp", "Amount")), rows=clause.sums, sums=True)
    yield from (words.speech.quote(quote) for quote in clause.quotes)
