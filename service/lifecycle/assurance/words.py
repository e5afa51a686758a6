"""What questions, checks and answers are called, in both languages; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.documents.wording.words import Wording
from service.lifecycle.assurance.model import Question, Verdict

Pair = tuple[str, str]
QUESTIONS: Mapping[Question, Pair] = {
    Question.REGISTERED: ("Är allt registrerat?", "Is everything registered?"),
    Question.SIGNED: ("Har rätt personer undertecknat i tid?", "Did the right people sign in time?"),
    Question.FOLLOWED: ("Har uppföljningen hållits?", "Was the follow-up held?"),
    Question.PAID: ("Följer betalningarna plan och ändamål?", "Do payments follow plan and purpose?"),
    Question.REPORTED: ("Är rapporterna lämnade?", "Are the reports in?"),
    Question.DEVIATED: ("Godkändes avvikelser i förväg?", "Were deviations approved before the change?"),
    Question.AMENDED: ("Var ändringar undertecknade innan de gällde?", "Were amendments signed before they took effect?"),
}
CHECKS: Mapping[str, Pair] = {
    "diary": ("Diarienummer", "Diary numbers"), "all": ("Alla parter, samma text", "All parties, the same text"),
    "capacity": ("Egenskap och behörighet", "Capacity and authority"), "before_start": ("Före första dagen", "Before the first day"),
    "held": ("Möten enligt plan", "Meetings as planned"), "minuted": ("Anteckningar", "Minutes"),
    "goals": ("Målen", "The goals"), "plan": ("Enligt betalningsplanen", "By the payment plan"),
    "approved": ("Godkända av rätt personer", "Approved by the right people"), "frame": ("Inom ramen", "Within the frame"),
    "purpose": ("Till sitt ändamål", "For their purpose"), "delivered": ("Lämnade", "Delivered"), "in_time": ("I tid", "In time"),
    "accepted": ("Godkända", "Accepted"), "before_change": ("Före ändringen", "Before the change"),
    "before_effect": ("Före ikraftträdandet", "Before taking effect"),
}
VERDICTS: Mapping[Verdict, Pair] = {
    Verdict.YES: ("Ja", "Yes"), Verdict.NO: ("Nej", "No"), Verdict.NOT_YET: ("Inte än", "Not yet"),
    Verdict.CANNOT_SAY: ("Kan inte sägas", "Cannot be said"),
}


def sv(day: date) -> str:
    """Return a day as it is written in Swedish."""
    return Wording("sv").day(day)


def en(day: date) -> str:
    """Return a day as it is written in English."""
    return Wording("en").day(day)
