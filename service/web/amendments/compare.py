"""What an amendment changes and what follows from it, in the words of its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.amendments import words
from service.amendments.changes import Change, from_json
from service.amendments.rules import Facts, hindrances, takes_effect
from service.amendments.states import UNSETTLED, State
from service.amendments.tables import AmendmentRow
from service.economy.reckoning.asked import disagreeing
from service.kernel.errors import Refusal
from service.lifecycle.amending.draft import CannotStand, foresee
from service.lifecycle.plan import consequences
from service.notices.writing.words import Language, first_upper
from service.obligations.model import Kind, Obligation
from service.obligations.versions import Version
from service.web.amendments.read import Desk
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Group
from service.web.plan.duties import LANES, about, name_of
from service.web.plan.timeline import Lane
from service.web.speech.language import language, long_day, money, say, speech
from service.web.speech.refusals import told

SOON_OVER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a term: as it stands, taken out, or put in."""

    text: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One term before and after; `section` is the matter it belongs to."""

    name: str
    section: str
    before: Sequence[Line]
    after: Sequence[Line]


def tongue() -> Language:
    """Return the language of this request."""
    return "en" if language() == "en" else "sv"


def group_at(path: str) -> Group | None:
    """Return the part of the form that a term belongs to."""
    return next((group for group in LAYOUT.groups for item in group.items
                 if item.path == path or item.path.startswith(path + ".")), None)


def compared(changes: Sequence[Change]) -> list[Compared]:
    """Return changes as two columns of lines; what is the same in both is left unmarked where there are several."""
    made = []
    for change in changes:
        said, group = words.said(change, tongue()), group_at(change.path)
        several = len(said.before) > 1 or len(said.after) > 1
        made.append(Compared(
            name=said.name, section=say(*group.title) if group is not None else "",
            before=[Line(text, "" if several and text in said.after else "out") for text in said.before],
            after=[Line(text, "" if several and text in said.before else "in") for text in said.after]))
    return made


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one duty in the plan: `look` is new, moved or gone."""

    look: str
    lane: Lane
    name: str
    about: str
    day: date
    was: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What would come of an amendment if all signed it today."""

    effective: date | None
    warnings: Sequence[str]
    remarks: Sequence[str]
    plan: Sequence[Step]


def outlook(desk: Desk, row: AmendmentRow, changes: Sequence[Change], *, today: date, now: datetime) -> Outlook:
    """Foresee an amendment that is not signed yet; nothing is written."""
    try:
        facts, after = foresee(row, desk.agreement, desk.versions, today=today, now=now, successor=desk.successor)
    except CannotStand as refusal:
        return Outlook(effective=None, warnings=[told(refusal)], remarks=[], plan=[])
    day = _day(facts)
    plan = [] if after is None or day is None else _plan(desk, after, day, changes, now)
    return Outlook(effective=day, warnings=[told(one) for one in hindrances(facts)], plan=plan,
                   remarks=[*_consequent(after, changes), *_remarks(desk, row, changes, today)])


def _day(facts: Facts) -> date | None:
    """Return the first day of what it makes, None where there can be none."""
    try:
        return takes_effect(facts)
    except Refusal as refusal:
        day = refusal.facts.get("day")
        return day if isinstance(day, date) and (facts.last is None or day <= facts.last) else None


def _plan(desk: Desk, after: Terms, day: date, changes: Sequence[Change], now: datetime) -> list[Step]:
    agreement: AgreementRow = desk.agreement
    prolongs = any(one.path.split(".")[0] in ("end", "ending") for one in changes)
    proposed = Version(desk.newest.number + 1, day, after, now)
    found = consequences(agreement, desk.versions, proposed, ends=after.end if prolongs else agreement.ends_on, now=now)
    made = []
    for one in found:
        if one.owed.key in desk.settled:
            # What is done stays done, whatever the terms become.
            continue
        look = "new" if one.before is None else "gone" if one.after is None else "moved"
        made.append(_step(look, one.owed, one.before.day if one.before is not None and look == "moved" else None))
    return made


def _step(look: str, owed: Obligation, was: date | None) -> Step:
    return Step(look, LANES.get(Kind(owed.kind), Lane.REPORT), name_of(owed.kind, owed.key),
                about(owed.key, owed.first, owed.last), owed.day, was)


def _prolongs(changes: Sequence[Change]) -> bool:
    """Say whether the last day becomes a later one."""
    return any(one.path == "end" and one.before and one.after and str(one.after) > str(one.before) for one in changes)


def _consequent(after: Terms | None, changes: Sequence[Change]) -> list[str]:
    """Return what the terms say once changed: where their sums do not agree, and that an hour or a place moves no day."""
    mine = {one.path for one in changes}
    made = []
    if after is not None and any(one.startswith("economy.") for one in mine):
        made += [str(getattr(one, language())) for one in disagreeing(after)]
    if mine & {"meetings.habits.starts", "meetings.habits.minutes", "meetings.habits.place", "meetings.habits.video"}:
        made.append(say("De som redan är kallade till ett möte kallas om med det nya klockslaget eller den nya platsen.",
                        "Those who are called to a meeting already are called anew with the new hour or place."))
    return made


def _remarks(desk: Desk, row: AmendmentRow, changes: Sequence[Change], today: date) -> list[str]:
    """Return what is good to know though it hinders nothing."""
    made = []
    mine = {one.path for one in changes}
    total = desk.newest.terms.economy.total
    if total is not None and _prolongs(changes) and not mine & {"economy.total", "economy.yearly", "economy.posts"}:
        made.append(say("Sista dagen flyttas fram men den ekonomiska ramen är densamma: {sum} ska räcka hela tiden. Ändra pengarna "
                        "också, om ni har kommit överens om mer.",
                        "The last day moves on but the financial frame stays: {sum} is to last the whole time. Change the money too, "
                        "if you have agreed on more.", sum=money(total)))
    if row.base < desk.newest.number:
        made.append(say("Tillägg {n} har undertecknats sedan det här skrevs, men rör andra villkor.",
                        "Amendment {n} has been signed since this was drawn up, but is about other terms.",
                        n=desk.newest.amendment))
    for other in desk.amendments:
        if other.id != row.id and other.state in UNSETTLED and other.state != State.SIGNED:
            both = mine & {one.path for one in from_json(other.changes)}
            if both:
                made.append(say("Tillägg {n} rör samma villkor ({terms}). Undertecknas det först måste det här skrivas om.",
                                "Amendment {n} is about the same terms ({terms}). If it is signed first, this one must be "
                                "drawn up anew.",
                                n=other.number, terms=words.names(sorted(both), tongue())))
    if row.extends and not mine & {"end", "ending.mode"}:
        made.append(say("Tillägget kom av beslutet att förlänga, men flyttar inte sista dagen.",
                        "The amendment came of the decision to extend, but does not move the last day."))
    end = desk.agreement.ends_on
    if end is not None and today + SOON_OVER >= end and mine & {"end", "ending.mode"}:
        made.append(say("Överenskommelsen upphör {end}. Alla måste ha undertecknat till dess, annars förfaller tillägget.",
                        "The agreement ends on {end}. All must have signed by then, or the amendment lapses.",
                        end=long_day(end)))
    return made


def effect_in_words(row: AmendmentRow) -> str:
    """Return when an amendment takes effect."""
    if row.state in (State.DECLINED, State.WITHDRAWN, State.LAPSED):
        return say("Får ingen verkan. Villkoren är desamma som före.", "Has no effect. The terms are as they were.")
    if row.from_on is not None:
        if row.state == State.IN_FORCE:
            return say("Gäller sedan {day}.", "In force since {day}.", day=long_day(row.from_on))
        return say("Gäller från och med {day}.", "In force from {day}.", day=long_day(row.from_on))
    if row.effective_on is not None:
        return say("Ska gälla från och med {day}, om alla har undertecknat då. Annars från den sista underskriften.",
                   "Is to apply from {day}, if all have signed by then. Otherwise from the last signature.",
                   day=long_day(row.effective_on))
    return say("Ska gälla från dagen då den sista undertecknar.", "Is to apply from the day when the last one signs.")


def names_of_changes(changes: Sequence[Change]) -> str:
    """Return what an amendment changes in a few words."""
    found = [words.NAMES[one.path][0 if language() == "sv" else 1].lower() for one in changes if one.path in words.NAMES]
    shown = found[:3] + ([say("{n} till", "{n} more", n=len(found) - 3)] if len(found) > 3 else [])
    return first_upper(speech().names(shown)) if shown else say("Inget än", "Nothing yet")
