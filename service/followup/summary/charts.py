"""Bar charts as SVG: figures stand at the bars, last year's bars are hatched, so that nothing rests on colour; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

# As wide as a phone shows it, so that its letters are not shrunk there.
WIDTH, RIGHT = 330, 44
# How wide the labels are: as their longest, within bounds; one that is longer yet is cut, for the table has it whole.
LETTER, NARROW, WIDE = 6.7, 70, 190
BAR, GAP, TOP = 13, 9, 4
# The colour on paper; a page gives the class its own, light or dark.
INK = "#0b5c51"
FONT = 'font-family="Figtree, sans-serif" font-size="12"'


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
    across = min(WIDE, max(NARROW, 8 + int(LETTER * max((len(one.label) for one in bars), default=0))))
    room = WIDTH - across - right
    drawn = []
    for number, one in enumerate(bars):
        top = TOP + number * step
        label = escape(_cut(one.label))
        drawn.append(f'<text x="{across - 6}" y="{top + 10}" text-anchor="end" {FONT} fill="currentColor">{label}</text>')
        drawn.append(_bar(across, top, room * one.value / highest, written(one.value), f'class="filled" fill="{INK}"'))
        if one.before is not None:
            drawn.append(_bar(across, top + BAR + 2, room * one.before / highest, written(one.before),
                              f'fill="url(#{name}-hatch)" stroke="currentColor" stroke-width="1"'))
        if one.third is not None:
            drawn.append(_bar(across, top + 2 * (BAR + 2), room * one.third / highest, written(one.third),
                              'fill="none" stroke="currentColor" stroke-width="1"'))
    height = TOP + len(bars) * step
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(told, {chr(34): "&quot;"})}">'
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<path d="M-1 1 1 -1M0 5 5 0M4 6 6 4" stroke="currentColor" stroke-width="1"/></pattern></defs>'
        f'<path d="M{across} 0V{height}" stroke="currentColor" stroke-width="0.8"/>{"".join(drawn)}</svg>')


def _cut(label: str) -> str:
    most = int((WIDE - 8) / LETTER)
    return label if len(label) <= most else f"{label[:most - 1].rstrip()}…"


def _bar(left: float, top: float, length: float, text: str, look: str) -> str:
    shape = f'<rect x="{left}" y="{top}" width="{length:.1f}" height="{BAR}" {look}/>' if length else ""
    if not text:
        return shape
    return f'{shape}<text x="{left + length + 5:.1f}" y="{top + 10}" {FONT} fill="currentColor">{text}</text>'
