"""What the forms of outcome ask for; a row per post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from service.economy.outcome.actions import Budget, Entered
from service.economy.outcome.placing import ACCOUNT, Placing
from service.economy.outcome.rules import Used
from service.economy.reading.amounts import written_ore
from service.kernel.money import sek
from service.web.frame.forms import Asked, Form
from service.web.speech.language import language, money, say

MOST = 400
Typed = Annotated[str, Field(max_length=40)]
Note = Annotated[str, Field(max_length=4000)]


class Given(Asked):
    """Used until a day, and the forecast, by post in the order of the budget."""

    numbers = "refused"

    as_of: date
    post: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=MOST)] = ()
    used: Annotated[tuple[Typed, ...], Field(max_length=MOST)] = ()
    forecast: Annotated[tuple[Typed, ...], Field(max_length=MOST)] = ()
    note: Note = ""


class Uploaded(Asked):
    """The day until which a file's figures count."""

    as_of: date


class Placed(Asked):
    """What of the books is this partnership, by what they are placed, and the post of each account or object."""

    only: Annotated[str, Field(max_length=200)] = ""
    by: Annotated[str, Field(max_length=100)] = ACCOUNT
    code: Annotated[tuple[Annotated[str, Field(max_length=100)], ...], Field(max_length=2000)] = ()
    post: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=2000)] = ()

    def placing(self, before: Placing) -> Placing:
        """Return the placing asked for; what was placed by the same before and is not asked about stays."""
        kept = dict(before.posts) if before.by == self.by else {}
        dim, _, number = self.only.partition("|")
        return Placing(only=(dim, number) if number else None, by=self.by,
                       posts={**kept, **dict(zip(self.code, self.post, strict=False))})


class Counted(Asked):
    """A note on figures that are read in."""

    note: Note = ""


def kr(amount: int) -> str:
    """Return öre as money."""
    return money(sek(amount))


def typed_amount(amount: int | None) -> str:
    """Return öre as it would be typed."""
    plain = "" if amount is None else f"{sek(amount):.2f}".removesuffix(".00")
    return plain.replace(".", ",") if language() == "sv" else plain


def typed_by_post(form: Form[Given]) -> dict[str, tuple[str, str]]:
    """Return what stands in the fields of each post, whatever posts there are by now."""
    posts, used, forecast = (list(form.typed.get(name) or ()) for name in ("post", "used", "forecast"))
    return {post: (_at(used, place), _at(forecast, place)) for place, post in enumerate(posts)}


def _at(values: Sequence[str], place: int) -> str:
    return str(values[place]) if place < len(values) else ""


def entered(form: Form[Given], budget: Budget) -> Entered | None:
    """Return what is entered; note on the form what is no amount, and that the posts were others."""
    typed = typed_by_post(form)
    if set(typed) != {one.name for one in budget.posts}:
        form.wrong("as_of", say("Budgeten hade andra poster den dagen. Raderna nedan är de som gällde då; fyll i dem.",
                                "The budget had other posts on that day. The rows below are those in force then; fill them in."))
        return None
    posts = [_row(form, place, one.name, typed[one.name]) for place, one in enumerate(budget.posts)]
    known = tuple(one for one in posts if one is not None)
    return Entered(as_of=form.given.as_of, posts=known, note=form.given.note) if len(known) == len(posts) else None


def _row(form: Form[Given], place: int, post: str, typed: tuple[str, str]) -> Used | None:
    used, forecast = (written_ore(one) for one in typed)
    if used is None:
        form.wrong(f"used-{place}", _why(typed[0]))
    if forecast is None and typed[1]:
        form.wrong(f"forecast-{place}", _why(typed[1]))
    return None if used is None or (forecast is None and typed[1]) else Used(post, used, forecast)


def _why(typed: str) -> str:
    if not typed:
        return say("Ange ett belopp; 0 om inget är använt.", "Give an amount; 0 if nothing is used.")
    return say("Skriv ett belopp med siffror, till exempel 12 500,50.", "Write an amount in figures, for instance 12500.50.")


def sums(typed: Mapping[str, tuple[str, str]]) -> tuple[int, int | None]:
    """Return the sum of what can be read, used and forecast; the forecast only where every post has one."""
    used = sum(written_ore(one) or 0 for one, _ in typed.values())
    forecasts = [written_ore(one) for _, one in typed.values()]
    return used, sum(one or 0 for one in forecasts) if forecasts and None not in forecasts else None
