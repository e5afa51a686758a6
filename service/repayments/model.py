"""What is claimed back and why: the grounds, how each is reckoned, and the days it is to be paid on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ground(StrEnum):
    """What a claim rests on: the days that were paid for and not had, what of the posts is unused, or all that was paid."""

    PERIOD = "period"
    POSTS = "posts"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PaidPeriod:
    """What was paid for a period, in öre."""

    first: date
    last: date
    ore: int


@dataclass(frozen=True, slots=True)
class Share:
    """A paid period, its days, how many of them lie after the end, and what falls on those."""

    paid: PaidPeriod
    days: int
    left: int
    ore: int


@dataclass(frozen=True, slots=True)
class PostUse:
    """A budget post: what there was, what is used, and what of that counts, which is never more than there was."""

    name: str
    budget_ore: int
    used_ore: int

    @property
    def counts_ore(self) -> int:
        """Return what counts as used."""
        return max(0, min(self.used_ore, self.budget_ore))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a ground comes to, with all that it was reckoned from; `day` is the last day in force, or that of the outcome."""

    ground: Ground
    ore: int
    paid_ore: int
    day: date | None = None
    shares: tuple[Share, ...] = ()
    posts: tuple[PostUse, ...] = ()


def written(found: Proposal) -> str:
    """Return a proposal as it is stored."""
    return json.dumps({
        "ground": found.ground.value, "ore": found.ore, "paid_ore": found.paid_ore,
        "day": found.day.isoformat() if found.day else None,
        "shares": [[one.paid.first.isoformat(), one.paid.last.isoformat(), one.paid.ore, one.days, one.left, one.ore]
                   for one in found.shares],
        "posts": [[one.name, one.budget_ore, one.used_ore] for one in found.posts]}, ensure_ascii=False)


def read(text: str) -> Proposal:
    """Return a proposal that was stored."""
    kept = json.loads(text)
    return Proposal(
        ground=Ground(kept["ground"]), ore=kept["ore"], paid_ore=kept["paid_ore"],
        day=date.fromisoformat(kept["day"]) if kept["day"] else None,
        shares=tuple(Share(PaidPeriod(date.fromisoformat(first), date.fromisoformat(last), paid), days, left, ore)
                     for first, last, paid, days, left, ore in kept["shares"]),
        posts=tuple(PostUse(*one) for one in kept["posts"]))


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of what is claimed, and by when it is to be paid."""

    due_on: date
    ore: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a party claims back: of whom, on which ground, how much, why, and in which parts."""

    against: int
    ground: Ground
    ore: int
    why: str
    instalments: tuple[Instalment, ...]
