"""The terms through time: as they are on any day, which amendment each rests on, and what differs between two days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint, render_template, request

from service.agreements.terms import Expiry, Terms
from service.amendments import words
from service.amendments.changes import difference, paths
from service.amendments.states import State
from service.amendments.tables import AmendmentRow
from service.kernel.errors import Refusal
from service.lifecycle.amending.versions import standing
from service.obligations.versions import Version, in_force
from service.web.amendments.compare import compared, group_at, tongue
from service.web.amendments.read import Desk, read_desk
from service.web.frame.access import Of
from service.web.frame.desk import desk, today
from service.web.intake.form.layout import LAYOUT
from service.web.speech.language import language, say

pages = Blueprint("terms", __name__)
WHO = {"show": Of("agreement", "agreement.see")}
# What says nothing as long as something else is not chosen: where it stands, what it depends on, and when it is told.
DEPENDS = {
    "ending.party": ("ending.mode", (Expiry.OPTION,)), "ending.max_times": ("ending.mode", (Expiry.RENEWS, Expiry.OPTION)),
}


class NoDay(Refusal):
    """“{text}” is no day; write it like 2026-12-31."""

    sv = "”{text}” är ingen dag; skriv den som 2026-12-31."
    status = 422


@dataclass(frozen=True, slots=True)
class Told:
    """One term in words, the sentence it rests on, and the amendment that made it what it is."""

    name: str
    lines: Sequence[str]
    clause: str
    amendment: AmendmentRow | None


@dataclass(slots=True)
class Section:
    """Terms that belong together."""

    title: str
    terms: list[Told] = field(default_factory=list)


def consolidated(one: Desk, version: Version) -> list[Section]:
    """Return all that a version says, section by section; what amendments have changed is marked with the latest of them."""
    rests = _rests_on(one, version)
    body = version.terms.model_dump(mode="json")
    made = {group.key: Section(say(*group.title)) for group in LAYOUT.groups}
    for path in paths():
        value, group = _at(body, path), group_at(path)
        if group is None or (value in (None, [], "") and path not in rests) or not _told(path, body):
            continue
        made[group.key].terms.append(Told(
            words.NAMES[path][0 if language() == "sv" else 1], words.in_words(path, value, tongue()),
            _clause(version.terms, path), rests.get(path)))
    return [section for section in made.values() if section.terms]


def _told(path: str, body: Mapping[str, object]) -> bool:
    if path not in DEPENDS:
        return True
    other, values = DEPENDS[path]
    return _at(body, other) in values


def _at(body: object, path: str) -> object:
    for name in path.split("."):
        assert isinstance(body, dict)
        body = body[name]
    return body


def _clause(terms: Terms, path: str) -> str:
    """Return the sentence of the agreement that a term rests on; that of an amendment is told by its mark."""
    names = {"start": "period.start", "end": "period.end", "ending.mode": "expiry.mode", "amendments_signed": "amendments.signed",
             "amendments_written": "amendments.written"}
    found = next((text for place, text in terms.clauses.items()
                  if place in (path, names.get(path)) or place.startswith(f"{path}.")), "")
    return "" if terms.clauses.get(path) == found and found.startswith("Tillägg ") else found


def _rests_on(one: Desk, version: Version) -> dict[str, AmendmentRow]:
    found: dict[str, AmendmentRow] = {}
    for before, after in zip(one.versions, one.versions[1:], strict=False):
        made = one.made(after.number)
        if after.number <= version.number and made is not None:
            found |= {change.path: made for change in difference(before.terms, after.terms)}
    return found


def _asked(name: str, otherwise: date | None) -> date | None:
    text = request.args.get(name, "").strip()
    if not text:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDay(text=text[:20]) from None


@pages.get("/agreements/<id:agreement_id>/villkor")
def show(agreement_id: int) -> str | tuple[str, int]:
    """Show the terms on a day, today if none is asked for, and what differs from another day."""
    with desk().database.read() as session:
        one = read_desk(session, agreement_id)
    wrong: dict[str, NoDay] = {}
    days: dict[str, date | None] = {"dag": today(), "mot": None}
    for name, otherwise in tuple(days.items()):
        try:
            days[name] = _asked(name, otherwise)
        except NoDay as refusal:
            wrong[name] = refusal
    day = days["dag"] or today()
    version, other = in_force(one.versions, day), days["mot"]
    against = in_force(one.versions, other) if other is not None else None
    earlier, later = (version, against) if against is None or version.number <= against.number else (against, version)
    html = render_template(
        "amendments/terms.html", one=one, row=one.agreement, day=day, other=other, here=version, against=against,
        made=one.made(version.number), sections=consolidated(one, version), wrong=wrong, today=today(),
        asked=dict(request.args.items()), standing=say(*standing(one.agreement, day)),
        compared=compared(difference(earlier.terms, later.terms)) if later is not None else [],
        unsigned=[each for each in one.amendments if each.state in (State.DRAFT, State.IN_SIGNATURE)])
    return (html, NoDay.status) if wrong else html
