"""What every bench shares: a row of the table, interleaved rounds, memory of a child."""

from __future__ import annotations

import resource
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.kernel.clock import monotonic

ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line: our figure against a peer's or a limit's, as a ratio with a goal.

    `more` says that a higher ratio is better; `note` tells memory, losses and the like.
    """

    what: str
    ours: str
    peer: str
    ratio: float
    goal: float
    more: bool = True
    note: str = ""

    @property
    def reached(self) -> bool:
        """Say whether the goal is reached."""
        return self.ratio >= self.goal if self.more else self.ratio <= self.goal


def seconds(do: Callable[[], object]) -> float:
    """Return how long `do` takes."""
    began = monotonic()
    do()
    return monotonic() - began


def processor_seconds(do: Callable[[], object]) -> float:
    """Return how much of the processor `do` takes within this process."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    do()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def interleaved(ours: Callable[[], float], peer: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the medians of both, measured in turn so that the machine's moods hit both alike."""
    pairs = [(ours(), peer()) for _ in range(rounds)]
    return statistics.median(one for one, _ in pairs), statistics.median(other for _, other in pairs)


def peak_mb() -> float:
    """Return the most memory this process has used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def printed(figures: Sequence[Figure]) -> str:
    """Return the table."""
    lines = [f"{'what':<58} {'ours':>14} {'peer or limit':>34} {'ratio':>8} {'goal':>8}  reached"]
    for one in figures:
        sign = "≥" if one.more else "≤"
        lines.append(f"{one.what:<58} {one.ours:>14} {one.peer:>34} {one.ratio:>8.2f} {sign}{one.goal:>7.2f}  "
                     f"{'yes' if one.reached else 'NO'}{'  ' + one.note if one.note else ''}")
    return "\n".join(lines)
