"""The form of an amendment: the terms to be, beside those that hold, section by section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import Field as Asks

from service.agreements.terms import Terms
from service.amendments import words
from service.amendments.changes import APART, Change, Conflict, Impossible, applied, paths
from service.web.amendments.compare import tongue
from service.web.frame.forms import Asked
from service.web.intake.form.build import Built, build
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Group
from service.web.intake.form.typed import ORIGIN, SETTLED, Typed, from_terms, renumbered
from service.web.intake.sheet import Sheet
from service.web.speech.language import say

HIDDEN = frozenset({"signed.on", "signed.place"})
# What a closed section shows of itself.
BRIEFLY: Mapping[str, tuple[str, ...]] = {
    "parties": ("parties",), "period": ("start", "end", "ending.mode"), "decision": ("decision",),
    "meetings": ("meetings.per_year", "meetings.convenor"), "economy": ("economy.total", "economy.yearly"),
    "reports": ("reports",), "goals": ("goals",), "appendices": ("appendices",), "breach": ("notice",),
}
NAMED = ("meetings.per_year", "meetings.convenor", "economy.total", "economy.yearly")
MOST_SHOWN = 90


class Own(Asked):
    """What an amendment says of itself."""

    numbers = "refused"

    heading: Annotated[str, Asks(min_length=1, max_length=200)]
    rationale: Annotated[str, Asks(min_length=1, max_length=5000)]
    effective_on: date | None = None


@dataclass(slots=True, kw_only=True)
class AmendmentSheet(Sheet):
    """The form with the terms that it was begun from, whose number is `base`; `before` is those as they would be typed.

    Only sections that are opened or changed are in play. `moved` names what others have changed since.
    """

    before: Typed
    terms: Terms
    base: int
    opened: frozenset[str] = frozenset()
    moved: Sequence[str] = field(default_factory=tuple)

    def is_changed(self, group: Group) -> bool:
        """Say whether anything in a section differs from what holds."""
        return any(touches(one.path, self.before, self.typed) for one in group.items)

    def is_open(self, group: Group) -> bool:
        """Say whether a section stands open: it is changed, it has something wrong, or it was asked for."""
        wrong = any(LAYOUT.group_of(name) is group for name in self.errors)
        return wrong or group.key in self.opened or self.is_changed(group)

    def briefly(self, group: Group) -> str:
        """Return what holds now in a section, in a few words."""
        body = self.terms.model_dump(mode="json")
        said: list[str] = []
        for path in BRIEFLY.get(group.key, ()):
            value: Any = body
            for name in path.split("."):
                value = value[name]
            if value:
                lines = words.in_words(path, value, tongue())
                said += [f"{called(path)}: {lines[0]}"] if path in NAMED else lines
        text = " · ".join(said)
        return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN].rpartition(" ")[0] + " …"


def called(path: str) -> str:
    """Return what a term is called."""
    return say(*words.NAMES[path])


def touches(path: str, before: Typed, typed: Typed) -> bool:
    """Say whether what is typed at a place, or under it, differs from before."""
    names = {name for name in {**before, **typed} if name == path or name.startswith(path + ".")}
    return any(before.get(name, "") != typed.get(name, "") for name in names
               if not name.endswith("." + ORIGIN) and not name.startswith(SETTLED))


def terms_from(typed: Typed, base: Terms) -> Built:
    """Return the terms that a form comes to; what nobody has touched stays to the letter."""
    built = build(typed, clauses=renumbered(base.clauses, typed))
    if built.terms is None:
        return built
    before, kept, given = from_terms(base), base.model_dump(mode="json"), built.terms.model_dump(mode="json")
    for path in paths():
        if touches(path, before, typed):
            *within, last = path.split(".")
            into, out = kept, given
            for name in within:
                into, out = into[name], out[name]
            into[last] = out[last]
    kept[APART] = dict(base.clauses)
    built.terms = Terms.model_validate(kept)
    return built


def put_into(base: Terms, changes: Sequence[Change]) -> tuple[Terms, tuple[str, ...]]:
    """Return the terms with as much of some changes as still fits, and the terms that others have changed meanwhile."""
    moved: tuple[str, ...] = ()
    try:
        return applied(base, changes), moved
    except Impossible:
        return base, tuple(one.path for one in changes)
    except Conflict as conflict:
        moved = conflict.paths
    try:
        return applied(base, [one for one in changes if one.path not in moved]), moved
    except Impossible:
        return base, tuple(one.path for one in changes)


def sections_of(asked: Sequence[str]) -> frozenset[str]:
    """Return the sections that an address or a button asks to have open."""
    known = {group.key for group in LAYOUT.groups}
    of_rows = {rows.path: group.key for group in LAYOUT.groups for rows in LAYOUT.rows if rows in group.items}
    return frozenset(found for one in asked if (found := of_rows.get(one, one)) in known)


def label(name: str, found: str) -> str:
    """Return what a field is called in the summary of what is wrong."""
    own = {"heading": say("Rubrik", "Title"), "rationale": say("Varför", "Why"), "changes": say("Ändringar", "Changes"),
           "effective_on": say("Börjar gälla", "Takes effect")}
    return own.get(name, found)
