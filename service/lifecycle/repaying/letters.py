"""The letter that a repayment is claimed in: a file with a diary number."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.documents.papers import Language, LetterPaper, Points, Table
from service.documents.wording.words import Wording
from service.kernel.money import sek
from service.lifecycle.ending.papers import keep_letter, signed_by
from service.lifecycle.repaying.wording import ground_in_words, reckoned
from service.parties.model import PartyBrief
from service.repayments.model import Ground, Proposal
from service.repayments.rules import Item

LANGUAGE: Language = "sv"


def claim_letter(
    session: Session, agreement: AgreementRow, item: Item, proposal: Proposal, *, sender: PartyBrief, to: PartyBrief, now: datetime,
    by: str,
) -> int:
    """Make and register the claim; return the document's id."""
    words = Wording(LANGUAGE)
    ground = ground_in_words(Ground(item.ground), LANGUAGE)
    paper = LetterPaper(
        language=LANGUAGE, title="Krav på återbetalning", sender=sender.name,
        facts=(("Till", to.name), ("Gäller", agreement.title), ("Belopp", words.money(sek(item.ore))), ("Grund", ground),
               ("Dag", words.day(item.claimed_on))),
        paragraphs=(
            f"{sender.name} kräver att {to.name} betalar tillbaka {words.money(sek(item.ore))} av det som betalats enligt "
            f"överenskommelsen ”{agreement.title}”.",
            item.why, f"Grunden är {ground}. Så är den räknad:", Points(items=tuple(reckoned(proposal, LANGUAGE))),
            *((f"Så står det i överenskommelsen: ”{item.clause}”",) if item.clause else ()),
            "Så här ska det betalas:",
            Table(head=("Senast", "Belopp"), sums=True, rows=tuple(
                (words.day(one.due_on), words.money(sek(one.ore))) for one in item.instalments)),
            "Svara i Överens: godta kravet, eller bestrid det och skriv varför."),
        closing=signed_by(by, sender))
    return keep_letter(session, agreement.id, paper, title=f"Krav på återbetalning till {to.name}", name="krav-pa-aterbetalning.pdf",
                       matter=item.subject, sender=sender, to=to.name, now=now, by=by)
