"""The summary of an agreement's proposed terms, as a person reads it in the terminal."""

from __future__ import annotations

from service.cli.reading.intake_summary import summary

TERMS = {
    "title": "Överenskommelse om Skyddsbussen",
    "parties": [
        {"name": "Göteborgs Stad", "role": "public", "org_number": "212000-1355", "org_number_valid": True},
        {"name": "Skyddsvärnet", "role": "civil", "org_number": "857201-5720", "org_number_valid": False},
    ],
    "period": {"start": "2025-02-01", "end": "2025-12-31"},
    "expiry": {"mode": "renews", "months": 12, "max_times": 1},
    "decision": {"months_before": 1, "on": "2025-11-30", "silence": "renews"},
    "notice": [{"party": "civil", "months": 3}],
    "meetings": {"per_year": 4, "convenor": None},
    "economy": {
        "total_sek": 1275750,
        "posts": [{"name": "Drift", "amount_sek": 78750.5}],
        "payment": {"direction": "payout", "every_months": 6},
    },
    "reports": [{"kind": "accounts", "due": "--02-15"}, {"kind": "activity_plan", "due": "2025-03-01"}],
    "amendments": {"written": True, "signed": None},
    "approval_before_deviation": None,
    "rescission": {"serious_breach": True, "remedy": "days", "remedy_days": 30, "repayment": None},
    "disputes": "dialogue",
    "secrecy": False,
    "signed": {"place": "Göteborg", "on": None},
    "evidence": {
        "period.start": {"from": 0, "to": 9, "text": "Gäller från\n2025-02-01 till 2025-12-31."},
        "period.end": {"from": 0, "to": 9, "text": "Gäller från\n2025-02-01 till 2025-12-31."},
        "disputes": {"from": 0, "to": 9, "text": "Tvist löses i dialog."},
    },
    "open_questions": [{"about": "meetings.convenor", "question": "Vem kallar till mötena?"}],
}

SWEDISH = """\
Överenskommelse om Skyddsbussen

Offentlig part          Göteborgs Stad · 212000-1355
Idéburen part           Skyddsvärnet · 857201-5720 (numret stämmer inte)

Börjar                  1 februari 2025
Slutar                  31 december 2025
                        ”Gäller från 2025-02-01 till 2025-12-31.”
Vid periodens slut      förlängs av sig själv, 12 månader i taget, högst en gång
Ställningstagande       30 november 2025, 1 månad före slutet
Om ingen säger något    förlängs överenskommelsen
Uppsägning              den idéburna parten, 3 månader

Möten                   4 om året

Ekonomi, totalt         1\u00a0275\u00a0750 kr
Poster                  78\u00a0750,50 kr – Drift
Betalning               betalas ut, varje halvår

Rapporter               ekonomisk redovisning, senast 15 februari varje år
                        verksamhetsplan, senast 1 mars 2025

Ändringar               skriftliga
Hävning                 vid väsentligt avtalsbrott
Rättelse                inom 30 dagar
Tvister                 dialog först
                        ”Tvist löses i dialog.”
Sekretess               nej
Undertecknad            Göteborg

Att svara på innan överenskommelsen kan bevakas:
  1. Vem kallar till mötena?"""


def test_the_whole_summary_in_swedish() -> None:
    assert summary(TERMS, "sv") == SWEDISH


def test_the_money_and_days_in_english() -> None:
    lines = summary(TERMS, "en").splitlines()
    assert [line for line in lines if line.startswith(("Begins", "Money", "Items", "Decision"))] == [
        "Begins                  1 February 2025",
        "Decision due            30 November 2025, 1 month before the end",
        "Money, in all           SEK 1,275,750",
        "Items                   SEK 78,750.50 – Drift",
    ]


def test_a_text_that_says_nothing_gives_a_short_summary() -> None:
    assert summary({"open_questions": [{"about": "period", "question": "När börjar den?"}]}, "sv") == (
        "Överenskommelse utan rubrik\n\nAtt svara på innan överenskommelsen kan bevakas:\n  1. När börjar den?"
    )
