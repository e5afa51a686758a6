"""Bar charts as SVG: figures stand at the bars, last year's bars are hatched, so that nothing rests on colour; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, LABEL, RIGHT = 400, 96, 44
BAR, GAP, TOP = 13, 9, 4
FONT = 'font-family="Figtree, sans-serif" font-size="11"'


@dataclass(frozen=True, slots=True)
class Bar:
    """One label with its figure, and that of last year if there is one."""

    label: str
    value: float
    before: float | None = None
    third: float | None = None


def plain(value: float) -> str:
    """Return a figure as it stands at its bar."""
    return f"{value:g}".replace(".", ",")


def chart(bars: Sequence[Bar], name: str, *, told: str, right: int = RIGHT, written: Callable[[float], str] = plain) -> str:
    """Return lying bars as an SVG picture: filled, hatched, and open ones for a third figure.

    `name` is unique on its page, `told` says in words what is seen; a figure is `written` at its bar, in `right` units of room.
    """
    highest = max((max(one.value, one.before or 0, one.third or 0) for one in bars), default=0) or 1
    several = 1 + any(one.before is not None for one in bars) + any(one.third is not None for one in bars)
    step = several * (BAR + 2) - 2 + GAP
    room = WIDTH - LABEL - right
    drawn = []
    for number, one in enumerate(bars):
        top = TOP + number * step
        drawn.append(f'<text x="{LABEL - 6}" y="{top + 10}" text-anchor="end" {FONT} fill="currentColor">{escape(one.label)}</text>')
        drawn.append(_bar(top, room * one.value / highest, written(one.value), 'fill="currentColor"'))
        if one.before is not None:
            drawn.append(_bar(top + BAR + 2, room * one.before / highest, written(one.before),
                              f'fill="url(#{name}-hatch)" stroke="currentColor" stroke-width="1"'))
        if one.third is not None:
            drawn.append(_bar(top + 2 * (BAR + 2), room * one.third / highest, written(one.third),
                              'fill="none" stroke="currentColor" stroke-width="1"'))
    height = TOP + len(bars) * step
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(told, {chr(34): "&quot;"})}">'
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<path d="M-1 1 1 -1M0 5 5 0M4 6 6 4" stroke="currentColor" stroke-width="1"/></pattern></defs>'
        f'<path d="M{LABEL} 0V{height}" stroke="currentColor" stroke-width="0.8"/>{"".join(drawn)}</svg>')


def _bar(top: float, length: float, text: str, look: str) -> str:
    shape = f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}" {look}/>' if length else ""
    return f'{shape}<text x="{LABEL + length + 5:.1f}" y="{top + 10}" {FONT} fill="currentColor">{text}</text>'
