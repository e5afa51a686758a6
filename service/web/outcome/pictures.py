"""A post as a bar that can be read without colour: what is used is filled, the rest open, what is above hatched."""

from __future__ import annotations

from dataclasses import dataclass

from service.economy.outcome.rules import Told

WIDE, MARK = 1000, 9


@dataclass(frozen=True, slots=True)
class Bar:
    """Where things lie between 0 and 1000: the budget, what is used within it and above it, and the forecast."""

    budget: int
    used: int
    over: int
    forecast: int


def bar(one: Told) -> Bar:
    """Return the bar of a post; its whole width is the greatest of budget, use and forecast."""
    most = max(one.budget_ore, one.used_ore, one.forecast_ore, 1)
    budget, used, forecast = (max(0, amount) * WIDE // most for amount in (one.budget_ore, one.used_ore, one.forecast_ore))
    return Bar(budget=budget, used=min(used, budget), over=max(0, used - budget), forecast=min(max(forecast, MARK), WIDE - MARK))
