"""`python -m bench [name …]`: every bench, or those named, as one table of ratios."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable
from typing import Any

from bench.table import Figure, printed

NAMES = ("schedule", "step", "sweep", "mail", "burst", "pages", "followup")


def figures(rows: Iterable[Any]) -> list[Figure]:
    """Return rows of any bench as figures."""
    return [
        row if isinstance(row, Figure) else Figure(
            what=row.what, ours=f"{row.ours:,.0f}/s", peer=f"{row.peer} {row.theirs:,.0f}/s", ratio=row.ratio, goal=row.goal)
        for row in rows
    ]


def main() -> int:
    """Print each table as it is done, then all of them."""
    found: list[Figure] = []
    for name in sys.argv[1:] or NAMES:
        done = figures(importlib.import_module(f"bench.{name}").bench())
        print(printed(done), flush=True)
        found += done
    print(f"\n{sum(one.reached for one in found)} of {len(found)} goals reached")
    return 0


if __name__ == "__main__":
    sys.exit(main())
