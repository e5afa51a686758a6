"""When the sample associations are out or keep open, and what happens then: the same every time, busier in its season."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

HEAD = "datum;start;slut;personal;platser;händelser;målgrupper;anteckning"
NOTES = ("Lugn kväll.", "Många ute efter matchen.", "Kallt och få ute.", "Fältgruppen var med en stund.", "Regn hela kvällen.")
LEAST, WHOLE = 40, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How an association works: on which weekdays (0 is Monday), its hours, staff and places, and what is counted.

    `events` and `groups` are those of a usual day, in tenths. `seasons` gives per cent of the usual by month.
    """

    weekdays: tuple[int, ...]
    hours: tuple[str, str]
    staff: tuple[int, int]
    places: tuple[str, ...]
    events: Mapping[str, int]
    groups: Mapping[str, int]
    seasons: Mapping[int, int]


RHYTHMS: Mapping[str, Rhythm] = {
    "Skyddsvärnet i Göteborg": Rhythm(
        weekdays=(2, 4, 5), hours=("20:00", "02:00"), staff=(3, 6),
        places=("Resecentrum", "Järntorget", "Brunnsparken", "Majorna", "Avenyn"),
        events={"Samtal": 140, "Hänvisning till stödtjänst": 12, "Följt någon hem": 5, "Konflikt lugnad": 11, "Första hjälpen": 2,
                "Polis tillkallad": 2, "Orosanmälan": 1},
        groups={"Unga 13–17": 90, "Unga vuxna 18–25": 120, "Vuxna 26–64": 60},
        seasons={1: 70, 2: 75, 5: 115, 6: 135, 7: 140, 8: 145, 9: 115, 12: 90}),
    "Ungdomsgården Fyren": Rhythm(
        weekdays=(0, 1, 2, 3, 4), hours=("16:00", "21:00"), staff=(2, 4), places=("Stora salen", "Verkstan", "Musikrummet"),
        events={"Samtal": 60, "Konflikt lugnad": 6, "Orosanmälan": 1}, groups={"Unga 13–17": 240, "Unga vuxna 18–25": 50},
        seasons={2: 120, 6: 80, 7: 60, 10: 120}),
    "Mötesplats Mareld": Rhythm(
        weekdays=(0, 1, 2, 3), hours=("10:30", "14:00"), staff=(2, 3), places=("Mareld",),
        events={"Samtal": 50, "Hänvisning till stödtjänst": 4}, groups={"Vuxna 26–64": 30, "Äldre 65+": 210},
        seasons={7: 70, 12: 120}),
}


def rows(name: str, rhythm: Rhythm, first: date, last: date) -> Iterator[str]:
    """Yield the shifts from one day to another, both included, as rows of a file."""
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        dice = _Dice(f"{name} {day}")
        # Now and then a day falls away.
        if day.weekday() in rhythm.weekdays and dice.throw(12):
            yield _row(rhythm, day, dice)


def _row(rhythm: Rhythm, day: date, dice: _Dice) -> str:
    season = rhythm.seasons.get(day.month, 100)
    least, most = rhythm.staff
    start = dice.throw(len(rhythm.places))
    places = sorted({rhythm.places[start], rhythm.places[(start + dice.throw(2)) % len(rhythm.places)]}, key=rhythm.places.index)
    staff = least + dice.throw(most - least + 1)
    note = NOTES[dice.throw(len(NOTES))] if not dice.throw(6) else ""
    return ";".join((day.isoformat(), *rhythm.hours, str(staff), " | ".join(places), _counted(rhythm.events, season, dice),
                     _counted(rhythm.groups, season, dice), note))


def _counted(usual: Mapping[str, int], season: int, dice: _Dice) -> str:
    """Return how many of each, between two fifths and eight fifths of what is usual for the season; what is rare is often none."""
    found = {name: (tenths * season * (LEAST + dice.throw(121)) + dice.throw(WHOLE)) // WHOLE for name, tenths in usual.items()}
    return " | ".join(f"{name}: {count}" for name, count in found.items() if count)


class _Dice:
    """Numbers that look thrown and are the same for the same words."""

    def __init__(self, words: str) -> None:
        self.left = int.from_bytes(hashlib.sha256(words.encode()).digest())

    def throw(self, sides: int) -> int:
        """Return a number from 0 to below `sides`."""
        self.left, found = divmod(self.left, sides)
        return found
