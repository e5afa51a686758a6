"""Used, left and forecast of each post: facts in, figures out, in whole öre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from service.agreements.terms import Terms
from service.economy.reckoning.shares import pots
from service.kernel.calendar import add_months
from service.kernel.money import ORE, nearest, ore, split

# The one row of a budget that has a frame and no posts.
FRAME = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A budget post; the name is empty for the whole frame of a budget without posts."""

    name: str
    budget_ore: int


@dataclass(frozen=True, slots=True)
class Used:
    """What someone entered for a post: used so far, and perhaps what it will come to at the end."""

    post: str
    used_ore: int
    forecast_ore: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A post and how it stands; `guessed` says that the forecast is the straight line and nobody's word."""

    name: str
    budget_ore: int
    used_ore: int
    forecast_ore: int
    guessed: bool

    @property
    def left_ore(self) -> int:
        """Return what is left; less than 0 is overspent."""
        return self.budget_ore - self.used_ore

    @property
    def deviation_ore(self) -> int:
        """Return how far the forecast is above the budget; less than 0 is below it."""
        return self.forecast_ore - self.budget_ore

    @property
    def over(self) -> bool:
        """Say whether more is used than there is."""
        return self.used_ore > self.budget_ore

    @property
    def will_be_over(self) -> bool:
        """Say whether the forecast is above the budget."""
        return self.deviation_ore > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All posts as they stand on a day of the time that the budget is for, and the whole."""

    first: date
    last: date
    as_of: date
    posts: tuple[Told, ...]

    @property
    def whole(self) -> Told:
        """Return the sum of the posts: the frame."""
        return Told(
            name=FRAME, budget_ore=sum(one.budget_ore for one in self.posts), used_ore=sum(one.used_ore for one in self.posts),
            forecast_ore=sum(one.forecast_ore for one in self.posts), guessed=any(one.guessed for one in self.posts))


def posts_of(terms: Terms) -> tuple[Post, ...]:
    """Return the budget posts that terms have; the whole frame as one where there are none; nothing without a frame."""
    economy = terms.economy
    if economy.posts:
        return tuple(Post(one.name, ore(one.amount)) for one in economy.posts)
    frame = economy.total if economy.total is not None else economy.yearly
    return () if frame is None else (Post(FRAME, ore(frame)),)


def budget_of(terms: Terms, first: date, last: date) -> tuple[Post, ...]:
    """Return the posts for a time; where a sum by the year is for a shorter last year, they come to what the plan gives that year."""
    posts, economy = posts_of(terms), terms.economy
    if economy.total is not None or economy.yearly is None or not posts:
        return posts
    by_agreement = terms.model_copy(update={"economy": economy.model_copy(update={"year": "agreement"})})
    pot = next((one for one in pots(by_agreement, last) if (one.first, one.last) == (first, last)), None)
    yearly = sum(one.budget_ore for one in posts)
    if pot is None or pot.ore >= ore(economy.yearly) or not yearly:
        return posts
    shares = split(nearest(Fraction(yearly * pot.ore, ore(economy.yearly))), [one.budget_ore for one in posts])
    return tuple(Post(one.name, part) for one, part in zip(posts, shares, strict=True))


def window(terms: Terms, day: date) -> tuple[date, date]:
    """Return the first and last day of the time that the budget is for, around `day`.

    A frame is for the whole period, and anew for each renewal; a sum by the year for each year from the first day.
    """
    start, end = terms.start, terms.end
    if end is not None and (terms.economy.total is not None or terms.economy.yearly is None):
        times = 0
        last = end
        while terms.ending.months and last < day:
            times += 1
            last = add_months(end, terms.ending.months * times)
        before = add_months(end, (terms.ending.months or 0) * (times - 1))
        return (before + timedelta(days=1) if times else start), last
    years = max(0, day.year - start.year - (add_months(start, 12 * (day.year - start.year)) > day))
    last = add_months(start, 12 * (years + 1)) - timedelta(days=1)
    return add_months(start, 12 * years), min(last, end) if end is not None and end >= day else last


def straight(used_ore: int, *, first: date, last: date, as_of: date) -> int:
    """Return what the use comes to on the last day if it goes on day by day as until `as_of`, that day included; whole SEK."""
    gone, whole = (as_of - first).days + 1, (last - first).days + 1
    if gone >= whole or gone <= 0:
        return used_ore
    return max(used_ore, nearest(Fraction(used_ore * whole, gone * ORE)) * ORE)


def stands(rows: Sequence[tuple[Post, Used]], *, first: date, last: date, as_of: date) -> Standing:
    """Return how each post stands."""
    return Standing(first=first, last=last, as_of=as_of, posts=tuple(
        Told(name=post.name, budget_ore=post.budget_ore, used_ore=used.used_ore, guessed=used.forecast_ore is None,
             forecast_ore=straight(used.used_ore, first=first, last=last, as_of=as_of)
             if used.forecast_ore is None else used.forecast_ore)
        for post, used in rows))


def foreseen(told: Told) -> int:
    """Return what counts against the limit: what is used, or what someone has said that it will come to; never a guess."""
    return told.used_ore if told.guessed else max(told.used_ore, told.forecast_ore)


def passes_frame(standing: Standing) -> bool:
    """Say whether the posts together are above their frame, by what counts against the limit."""
    return sum(foreseen(one) for one in standing.posts) > standing.whole.budget_ore


def passes_on(told: Told, standing: Standing) -> date:
    """Return the day on which a post goes over its budget: the day of the figures if it has, else by the forecast."""
    if told.over or not told.will_be_over:
        return standing.as_of
    left = (standing.last - standing.as_of).days
    share = Fraction(told.left_ore, told.forecast_ore - told.used_ore)
    return standing.as_of + timedelta(days=min(left, int(share * left) + 1))


def in_order(posts: Sequence[Post], given: Mapping[str, Used]) -> list[tuple[Post, Used]]:
    """Return each post with what is entered for it."""
    return [(post, given[post.name]) for post in posts]
