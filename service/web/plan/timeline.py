"""The timeline of an agreement as a value, and where each part of the picture lies; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from service.kernel.calendar import add_months, quarter_of


class Lane(StrEnum):
    """The kinds of marks, each with a shape and a lane of its own."""

    MEETING = "meeting"
    DECISION = "decision"
    MONEY = "money"
    REPORT = "report"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something that falls on a day; `look` is its state as it is drawn, `told` all of it in words."""

    anchor: str
    lane: Lane
    day: date
    look: str
    name: str
    short: str
    told: str


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What the picture shows; `ends` is None until further notice. Its axis is worked out once."""

    starts: date
    ends: date | None
    today: date
    marks: tuple[Mark, ...]

    @cached_property
    def first(self) -> date:
        """Return the first day of the axis: a month's first."""
        return min([self.starts, *(mark.day for mark in self.marks)]).replace(day=1)

    @cached_property
    def last(self) -> date:
        """Return the last day of the axis: a month's last, not before the day of today by less than a month."""
        latest = max([self.ends or self.starts, *(mark.day for mark in self.marks)])
        return add_months(latest.replace(day=1), 1) - timedelta(days=1)

    @cached_property
    def months(self) -> Sequence[date]:
        """Return the first day of every month of the axis, and of the one after it."""
        found = [self.first]
        while found[-1] <= self.last:
            found.append(add_months(found[-1], 1))
        return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the axis: where it begins, how long it is, what it is called."""

    at: float
    length: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark in its place; the words about it stand at `text_at`."""

    mark: Mark
    x: float
    y: float
    text_at: float


@dataclass(frozen=True, slots=True)
class Row:
    """A lane in its place."""

    lane: Lane
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole picture, in the picture's own units."""

    width: float
    height: float
    months: tuple[Stretch, ...]
    quarters: tuple[Stretch, ...]
    period: Stretch
    gone: float
    tail: Stretch | None
    today: float | None
    rows: tuple[Row, ...]
    spots: tuple[Spot, ...]


LEFT, RIGHT, LEAST_MONTH, LEAST_WIDTH = 118, 30, 38, 1104
TOP, LANES, STEP = 24, 132, 48
BOX = 50

SIDE, MONTH_HEIGHT, LINE, NARROW, TAG = 74, 46, 32, 360, 22


def _scale(line: Timeline, origin: float, per_day: float) -> Sequence[Stretch]:
    return [
        Stretch(origin + (month - line.first).days * per_day, (after - month).days * per_day,
                month.isoformat(), month.month == 1 or month == line.first)
        for month, after in pairwise(line.months)
    ]


def _quarters(months: Sequence[Stretch]) -> tuple[Stretch, ...]:
    found: dict[tuple[int, int], Stretch] = {}
    for month in months:
        year, number = quarter_of(date.fromisoformat(month.text))
        known = found.get((year, number))
        at = known.at if known else month.at
        found[year, number] = Stretch(at, month.at + month.length - at, f"{year}-Q{number}", number % 2 == 0)
    return tuple(found.values())


def _along(line: Timeline, origin: float, per_day: float) -> tuple[Stretch, float, Stretch | None, float | None]:
    def at(day: date) -> float:
        return round(origin + (day - line.first).days * per_day, 1)

    over = at((line.ends or line.last) + timedelta(days=1))
    period = Stretch(at(line.starts), over - at(line.starts), "")
    gone = min(max(at(line.today) - period.at, 0), period.length)
    latest = max((at(mark.day) for mark in line.marks), default=over)
    tail = Stretch(over, latest - over, "") if latest > over + per_day else None
    now = at(line.today) if line.first <= line.today <= line.last else None
    return period, gone, tail, now


def lying(line: Timeline) -> Picture:
    """Return the picture with time from left to right, for wide screens and paper."""
    days = (line.last - line.first).days + 1
    width = max(LEAST_WIDTH, LEFT + RIGHT + LEAST_MONTH * (len(line.months) - 1))
    per_day = (width - LEFT - RIGHT) / days
    months = _scale(line, LEFT, per_day)
    rows, spots, y = [], [], float(LANES)
    for lane in Lane:
        mine = sorted((mark for mark in line.marks if mark.lane is lane), key=lambda mark: (mark.day, mark.anchor))
        if not mine:
            continue
        reach: list[float] = []
        for mark in mine:
            x = round(LEFT + ((mark.day - line.first).days + 0.5) * per_day, 1)
            level = next((number for number, end in enumerate(reach) if x - BOX / 2 >= end), len(reach))
            reach[level:level + 1] = [x + BOX / 2]
            spots.append(Spot(mark, x, y + STEP * level + 17, y + STEP * level + 43))
        rows.append(Row(lane, y, STEP * len(reach) + 10))
        y += STEP * len(reach) + 10
    period, gone, tail, today = _along(line, LEFT, per_day)
    return Picture(width=width, height=y + 8, months=tuple(months), quarters=_quarters(months), period=period,
                   gone=gone, tail=tail, today=today, rows=tuple(rows), spots=tuple(spots))


def _beside(text: float, today: float | None, free: float) -> float:
    """Return where words stand that would else stand under the sign of today: just above it where that is free, or just below."""
    if today is None or abs(text - today) >= TAG:
        return text
    above = round(today - TAG, 1)
    return above if text < today and above >= free else round(today + TAG, 1)


def standing(line: Timeline) -> Picture:
    """Return the picture with time from top to bottom, for narrow screens."""
    days = (line.last - line.first).days + 1
    per_day = MONTH_HEIGHT * (len(line.months) - 1) / days
    months = _scale(line, TOP, per_day)
    period, gone, tail, today = _along(line, TOP, per_day)
    spots, free = [], 0.0
    for mark in sorted(line.marks, key=lambda mark: (mark.day, mark.lane, mark.anchor)):
        y = round(TOP + ((mark.day - line.first).days + 0.5) * per_day, 1)
        text = _beside(max(y, free), today, free)
        free = text + LINE
        spots.append(Spot(mark, SIDE + 34, y, text))
    lowest = max([months[-1].at + months[-1].length, *(spot.text_at + LINE / 2 for spot in spots)])
    return Picture(width=NARROW, height=lowest + 12, months=tuple(months), quarters=_quarters(months), period=period,
                   gone=gone, tail=tail, today=today, rows=(), spots=tuple(spots))
