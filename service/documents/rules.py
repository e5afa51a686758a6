"""What may be registered, what a file may be called, and what is official; pure decisions."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import PurePath

from service.documents.checks.kinds import SUFFIXES, Media
from service.documents.model import Direction, Registration, Status
from service.kernel.errors import Refusal
from service.kernel.text.personal import refuse_personal_numbers

SERIES = "ÖV"
LONGEST_NAME = 120
PUBLIC = "public"
_OURS = re.compile(r"\s*ö\s*v\b", re.IGNORECASE)
_UNSAFE = re.compile(r'[\\/:*?"<>|;%\s]+')


class NoTitle(Refusal):
    """Give the document a title that says what it is."""

    sv = "Ge dokumentet en rubrik som säger vad det är."
    status = 422


class NotYet(Refusal):
    """That day has not come; give the day the document was received, drawn up or sent."""

    sv = "Den dagen har inte kommit än; ange dagen då dokumentet kom in, upprättades eller skickades."
    status = 422


class CullDayWithoutDecision(Refusal):
    """A day to cull after needs the decision or plan that it rests on."""

    sv = "En gallringsdag kräver beslutet eller planen som den vilar på."
    status = 422


class NeverWorkingMaterial(Refusal):
    """Only what stays inside the public body can be working material; what another has sent or been sent is official."""

    sv = ("Bara det som stannar inom den offentliga parten kan vara arbetsmaterial; "
          "det som kommit utifrån eller skickats är allmän handling.")
    status = 422


class KeptForEver(Refusal):
    """This document is to be kept; register a day to cull after, with its decision, before it can be culled."""

    sv = "Dokumentet ska bevaras; registrera en gallringsdag med beslut innan det kan gallras."


class TooEarlyToCull(Refusal):
    """This document is to be kept until {day}; it cannot be culled before."""

    sv = "Dokumentet ska finnas kvar till {day}; det kan inte gallras före dess."


class NoCullDecision(Refusal):
    """Nothing is culled without a decision; give its reference."""

    sv = "Inget gallras utan beslut; ange beslutets beteckning."
    status = 422


class OurSeries(Refusal):
    """Numbers that begin with ÖV are given by Överens; leave the field empty, or give the body's own number."""

    sv = "Nummer som börjar med ÖV delas ut av Överens; lämna fältet tomt eller ange ert eget nummer."
    status = 422


def check_registration(given: Registration, today: date) -> None:
    """Refuse what cannot stand in the register."""
    if not given.title.strip():
        raise NoTitle(field="title")
    if given.day > today:
        raise NotYet(field="day")
    if given.cull_after is not None and not given.retention.strip():
        raise CullDayWithoutDecision(field="retention")
    refuse_personal_numbers(title=given.title, sender=given.sender, recipient=given.recipient, diary_number=given.diary_number,
                            secrecy=given.secrecy, retention=given.retention, matter=given.matter)


def status_for(given: Registration, role: str | None) -> Status:
    """Return what a document is, put here by a party of this role: the choice is there only inside the public body."""
    inside = role == PUBLIC and given.direction is Direction.DRAWN_UP
    if given.working and not inside:
        raise NeverWorkingMaterial(field="working")
    return Status.WORKING if given.working else Status.OFFICIAL


def check_cull(cull_after: date | None, decision: str, today: date) -> None:
    """Refuse to cull before its day, without a day, or without a decision."""
    if not decision.strip():
        raise NoCullDecision(field="decision")
    refuse_personal_numbers(decision=decision)
    if cull_after is None:
        raise KeptForEver
    if today <= cull_after:
        raise TooEarlyToCull(day=cull_after)


def is_of_our_series(number: str) -> bool:
    """Tell whether a diary number looks as those that Överens gives."""
    return _OURS.match(unicodedata.normalize("NFC", number)) is not None


def diary_number(year: int, number: int) -> str:
    """Return a number of our own series as it is written."""
    return f"{SERIES} {year}:{number}"


def safe_name(name: str, media: Media) -> str:
    """Return a file name without path, controls and marks that some system reads as more than a name; its ending is its kind's."""
    plain = "".join(mark if unicodedata.category(mark)[0] != "C" else " " for mark in unicodedata.normalize("NFC", name))
    stem = PurePath(_UNSAFE.sub(" ", plain.replace("\\", "/").rpartition("/")[2]).strip(" .")).stem.strip(" .")
    return (stem[:LONGEST_NAME].strip(" .") or "dokument") + SUFFIXES[media]
