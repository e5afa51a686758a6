"""The sample: a partnership about a bus that walks the night streets, in words of our own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from service.agreements.terms import (
    BudgetPost,
    DecisionRule,
    Economy,
    Ending,
    Habits,
    MeetingRule,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Rescission,
    Terms,
    Undertaking,
)
from service.parties.contacts import Contact
from service.parties.model import Function

TITLE = "Skyddsbussen"
CLAUSES = {
    "title": "Överenskommelse om idéburet offentligt partnerskap kring Skyddsbussen.",
    "period.start": "Överenskommelsen gäller från och med {start} till och med {end} och upphör sedan av sig själv.",
    "period.end": "Överenskommelsen gäller från och med {start} till och med {end} och upphör sedan av sig själv.",
    "expiry.mode": "Överenskommelsen gäller från och med {start} till och med {end} och upphör sedan av sig själv.",
    "decision.months_before": "Parterna tar ställning till förlängning eller omförhandling senast två månader före "
                              "avtalsperiodens slut.",
    "decision.on": "Parterna tar ställning till förlängning eller omförhandling senast två månader före "
                   "avtalsperiodens slut.",
    "meetings.per_year": "Parterna ses en gång i kvartalet för samverkan och uppföljning.",
    "meetings.convenor": "Förvaltningen kallar till mötena.",
    "economy.total_sek": "Förvaltningen bidrar med sammanlagt 1 275 750 kronor.",
    "economy.payment.every_months": "Föreningen fakturerar förvaltningen en gång i halvåret.",
    "reports.0.kind": "Varje år görs en skriftlig sammanställning av årets arbete: pass, medarbetare, platser, händelser "
                      "och målgrupper.",
    "reports.1.kind": "Förvaltningen tar varje år del av verksamhetsplan, årsuppföljning och bokslut.",
    "reports.2.kind": "Förvaltningen tar varje år del av verksamhetsplan, årsuppföljning och bokslut.",
    "reports.3.kind": "Förvaltningen tar varje år del av verksamhetsplan, årsuppföljning och bokslut.",
    "amendments.signed": "Ändringar och tillägg gäller bara om de är skriftliga och undertecknade av berörda parter.",
    "approval_before_deviation": "Betydande avvikelser från plan och budget godkänns av chef och styrelse i förväg.",
    "rescission.remedy": "Part får häva om motparten allvarligt brister och inte rättar sig utan dröjsmål.",
    "disputes": "Tvister löses i första hand i dialog.",
}

POSTS = (
    ("Personal", 1_060_000), ("Drift och underhåll", 78_750), ("Handledning och utbildning", 40_000),
    ("Förbrukning och fika", 77_000), ("Telefoni", 10_000), ("Larm", 10_000),
)

CONTACTS = (
    Contact(name="Karin Lind", email="karin.lind@goteborg.example", party="public",
            functions=(Function.COORDINATOR,)),
    Contact(name="Anders Berg", email="anders.berg@goteborg.example", party="public",
            functions=(Function.MANAGER, Function.SIGNATORY)),
    Contact(name="Sofia Ek", email="sofia.ek@goteborg.example", party="public",
            functions=(Function.ECONOMIST, Function.REGISTRAR)),
    Contact(name="Maria Holm", email="maria.holm@skyddsvarnet.example", party="civil",
            functions=(Function.OPERATIONS, Function.COORDINATOR)),
    Contact(name="Peter Sand", email="peter.sand@skyddsvarnet.example", party="civil",
            functions=(Function.MANAGER, Function.SIGNATORY)),
    Contact(name="Eva Dahl", email="eva.dahl@skyddsvarnet.example", party="civil",
            functions=(Function.ECONOMIST,), language="en"),
)

MINUTES = (
    "Passen går som planerat. Fler unga än väntat vid resecentrum; bussen står där även fredagar.\n"
    "Ekonomi: enligt budget. Utvärdering av trygghetsvandringen i Majorna tas upp nästa gång.",
    "Två vandrare har slutat, rekrytering pågår. Handledningen flyttas till september.\n"
    "Ekonomi: personalposten ligger under plan. Parterna är nöjda med samarbetet med fältgruppen.",
    "Sommarens pass genomgångna. Larmet byts ut inom ramen för posten.\n"
    "Ekonomi: förbrukningsposten nära taket, följs upp i oktober.",
    "Parterna gick igenom målen och förutsättningarna för nästa år.\nEkonomi: ramen hålls.",
)


# What each meeting came to: a decision, and a task.
OUTCOMES = (
    ("Fredagspassen vid resecentrum fortsätter till sommaren.", "Lämna förslag på schema för sommaren"),
    ("Handledningen flyttas till september.", "Annonsera efter två nya medarbetare"),
    ("Larmet byts ut inom ramen för budgetposten.", "Ta in två offerter på nytt larm"),
    ("Parterna tar upp nästa år på sina egna möten.", "Skicka underlag om målen till båda parter"),
)


def sample_terms(start: date, end: date, title: str | None = None) -> Terms:
    """Return the sample's terms for a period."""
    places = {"start": start.isoformat(), "end": end.isoformat()}
    return Terms(
        title=title or f"{TITLE} – idéburet offentligt partnerskap {start.year}",
        parties=(
            Party(name="Socialförvaltningen Centrum, Göteborgs Stad", role="public", org_number="212000-1355"),
            Party(name="Skyddsvärnet i Göteborg", role="civil", org_number="857201-5728"),
        ),
        start=start,
        end=end,
        ending=Ending(),
        decision=DecisionRule(months_before=2, silence="ends"),
        meetings=MeetingRule(per_year=4, convenor="public", habits=Habits(place="Rosenlundsgatan 4, rum Vinga")),
        economy=Economy(
            total=Decimal(1_275_750), posts=tuple(BudgetPost(name=name, amount=Decimal(sum_)) for name, sum_ in POSTS),
            payment=Payment(direction="invoice", every_months=6),
        ),
        reports=(
            ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="--02-15"),
            ReportRule(kind=ReportKind.ACTIVITY_PLAN, due="--01-31"),
            ReportRule(kind=ReportKind.YEARLY_FOLLOWUP, due="--02-28"),
            ReportRule(kind=ReportKind.ACCOUNTS, due="--04-30"),
        ),
        approval_before_deviation=True,
        rescission=Rescission(serious_breach=True, remedy="without_delay", repayment="part_or_all"),
        disputes="dialogue",
        secrecy=True,
        goals=(
            "Tryggare platser där lägesbilden visar att behoven är störst",
            "Kunskap delas mellan stadens och föreningens personal i fält",
            "Människor i utsatthet nås och slussas vidare till rätt stöd",
            "Iakttagelser från gatan blir en del av lägesbilden",
        ),
        undertakings=(
            Undertaking(text="Sju trygghetsvandrare på 35 % och en samordnare på 40 %", owes="civil"),
            Undertaking(text="Medverka när trygghetsvandring i Majorna byggs upp", owes="civil"),
        ),
        clauses={path: text.format(**places) for path, text in CLAUSES.items()},
    )
