"""What a disclosure must say before a copy is made of it; pure decisions."""

from __future__ import annotations

from collections.abc import Sequence

from service.kernel.errors import Refusal
from service.kernel.text.personal import holds_personal_number
from service.records.disclosure.model import PERSONAL, Choice, Chosen, Verdict
from service.records.masking.model import Mask
from service.records.masking.refusals import NeedsPdf
from service.records.masking.rules import NothingMasked, personal_lines, read_as

MOST = 30


class NothingChosen(Refusal):
    """Choose at least one document."""

    sv = "Välj minst ett dokument."
    status = 422


class TooMany(Refusal):
    """Choose at most {most} documents at a time."""

    sv = "Välj högst {most} dokument åt gången."
    status = 422


class NotDecided(Refusal):
    """It is not yet decided whether “{title}” is given out."""

    sv = "Det är inte bestämt än om ”{title}” lämnas ut."


class NoProvision(Refusal):
    """Give the provision that what is withheld rests on, such as “OSL 26 kap. 1 §”."""

    sv = "Ange den bestämmelse som det som hålls inne vilar på, till exempel ”OSL 26 kap. 1 §”."
    status = 422


class AlreadyDone(Refusal):
    """The copy is already made; begin anew to give out something else."""

    sv = "Kopian är redan gjord; börja om för att lämna ut något annat."


class NotRefused(Refusal):
    """Nothing is withheld, so there is nothing to refuse."""

    sv = "Inget hålls inne, så det finns inget att avslå."


class NotWritten(Refusal):
    """Give whom the decision is for, who has decided, and why."""

    sv = "Ange vem beslutet gäller, vem som har beslutat och varför."
    status = 422


def check_chosen(number: int) -> None:
    """Refuse none, and too many."""
    if not number:
        raise NothingChosen(field="documents")
    if number > MOST:
        raise TooMany(most=MOST, field="documents")


def begun_with(one: Chosen) -> tuple[Verdict, str, Mask]:
    """Return what stands of a document from the beginning: lines with personal numbers are masked; what is marked secret, or has a
    page that cannot be searched, is for a person to decide."""
    found = personal_lines(one.looked) if one.looked is not None else frozenset()
    verdict = Verdict.MASKED if found else Verdict.WHOLE
    if one.secrecy or one.looked is None or not one.looked.searched:
        verdict = Verdict.UNDECIDED
    return verdict, one.secrecy or (PERSONAL if found else ""), Mask(lines=found)


def check_decided(choice: Choice) -> None:
    """Refuse a decision that lacks its provision, masks nothing, or gives out what cannot be drawn."""
    if choice.verdict in (Verdict.MASKED, Verdict.WITHHELD) and not choice.provision.strip():
        raise NoProvision(field="provision")
    if choice.verdict in (Verdict.MASKED, Verdict.WHOLE) and not choice.pages:
        raise NeedsPdf(field="verdict")


def check_ready(choices: Sequence[Choice]) -> None:
    """Refuse to make a copy before every document is decided."""
    for choice in choices:
        if choice.verdict is Verdict.UNDECIDED:
            raise NotDecided(title=choice.title)
        check_decided(choice)
        if choice.verdict is Verdict.MASKED and choice.mask.empty:
            raise NothingMasked(field=choice.title)


def check_refusal(choices: Sequence[Choice], *texts: str) -> None:
    """Refuse a decision that refuses nothing, comes before all is decided, or lacks what it must say."""
    for choice in choices:
        if choice.verdict is Verdict.UNDECIDED:
            raise NotDecided(title=choice.title)
        check_decided(choice)
    if all(choice.verdict is Verdict.WHOLE for choice in choices):
        raise NotRefused
    if not all(text.strip() for text in texts):
        raise NotWritten


def withheld_of(choice: Choice) -> str:
    """Return what is withheld of a document, in Swedish."""
    if choice.verdict is Verdict.WITHHELD:
        return "hela handlingen"
    if choice.verdict is Verdict.WHOLE:
        return "–"
    mask = choice.mask
    parts = [f"sida {page} (hela)" for page in sorted(mask.pages)]
    for page in sorted({page for page, _ in mask.lines | mask.bands} - mask.pages):
        parts.append(f"delar av sida {page}")
    if mask.phrases:
        parts.append("vissa ord")
    return ", ".join(parts)


def safe_title(title: str, choices: Sequence[Choice]) -> str:
    """Return a title as it may stand on a list; one with a personal number, or with words masked anywhere here, is left out."""
    plain = read_as(title)
    masked = any(read_as(phrase) in plain for one in choices if one.verdict is Verdict.MASKED for phrase in one.mask.phrases)
    return "(rubriken maskad)" if masked or holds_personal_number(title) else title
