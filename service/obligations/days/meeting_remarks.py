"""What a plan has to say about meetings."""

from __future__ import annotations

from datetime import date

from service.obligations.days.slots import Slot
from service.obligations.model import Remark

DECISION = "decision"
MONTHS = (
    ("januari", "January"), ("februari", "February"), ("mars", "March"), ("april", "April"), ("maj", "May"),
    ("juni", "June"), ("juli", "July"), ("augusti", "August"), ("september", "September"), ("oktober", "October"),
    ("november", "November"), ("december", "December"),
)


def no_day(part: Slot, *, july: bool) -> Remark:
    """Say that no day of the part can hold a meeting."""
    sv, en = ("", "") if july else (" utanför juli", " outside July")
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"{part.first} till {part.last} har ingen arbetsdag{sv}; inget möte planeras då.",
        en=f"{part.first} to {part.last} has no working day{en}; no meeting is planned then.")


def no_time(part: Slot, lead_days: int) -> Remark:
    """Say that no meeting in the part can be called in time."""
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"Till ett möte {part.first} till {part.last} hinner kallelsen inte gå ut {lead_days} dagar före; "
           "inget möte planeras då.",
        en=f"For a meeting from {part.first} to {part.last} the call cannot go out {lead_days} days ahead; "
           "no meeting is planned then.")


def not_reached(part: Slot, month: int | None) -> Remark:
    """Say that the agreement does not reach the day or the month the part's meeting is meant for."""
    if month is None:
        sv, en = "är kortare än tiden mellan två möten", "is shorter than the time between two meetings"
    else:
        sv, en = f"omfattar inte {MONTHS[month - 1][0]}", f"does not include {MONTHS[month - 1][1]}"
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"{part.first} till {part.last} {sv}; inget möte planeras då.",
        en=f"{part.first} to {part.last} {en}; no meeting is planned then.")


def moved(part: Slot, day: date, usual: date) -> Remark:
    """Say that a meeting counted from the start was moved for the decision's sake."""
    return Remark(
        about=f"meeting:{part.key}",
        sv=f"Mötet {usual} läggs {day} i stället, för att ligga före ställningstagandet.",
        en=f"The meeting on {usual} is planned on {day} instead, so that it lies before the decision.")


def none_planned(decision: date) -> Remark:
    """Say that meetings are held when needed, so that none lies before the decision."""
    return Remark(
        about=DECISION,
        sv=f"Möten hålls vid behov: inget är planerat före ställningstagandet senast {decision}. "
           "Kalla till ett för hand.",
        en=f"Meetings are held when needed: none is planned before the decision by {decision}. Call one by hand.")


def held_before_known(decision: date, day: date) -> Remark:
    """Say that the meeting before the decision lay before the agreement became known."""
    return Remark(
        about=DECISION,
        sv=f"Mötet före ställningstagandet senast {decision} låg {day}, innan överenskommelsen registrerades, "
           "och kan inte längre kallas. Kalla till ett för hand.",
        en=f"The meeting before the decision by {decision} lay on {day}, before the agreement was registered, "
           "and can no longer be called. Call one by hand.")


def none_near(decision: date, last: date | None) -> Remark:
    """Say that no meeting lies 14 to 45 days before the decision; `last` is the nearest before it."""
    if last is None:
        sv, en = "inget möte kan planeras före det.", "no meeting can be planned before it."
    else:
        days = (decision - last).days
        sv = f"det närmaste mötet före är {last}, {days} dagar innan."
        en = f"the nearest meeting before it is on {last}, {days} days ahead."
    return Remark(
        about=DECISION,
        sv=f"Inget möte kan läggas 14–45 dagar före ställningstagandet senast {decision}: {sv}",
        en=f"No meeting can be planned 14–45 days before the decision by {decision}: {en}")
