"""The document's text with every stretch marked that a proposed value rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.typed import ORIGIN, Typed, in_proposal

LONGEST = 300_000
# Where to look when a value has no sentence of its own.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "expiry.months": ("expiry.mode", "period.end"), "expiry.max_times": ("expiry.mode",), "expiry.mode": ("period.end",),
    "decision.on": ("decision.months_before",), "decision.silence": ("decision.months_before", "decision.on"),
    "economy.payment.due_days": ("economy.payment.every_months", "economy.payment.direction"),
    "rescission.remedy_days": ("rescission.remedy",), "rescission.remedy": ("rescission.serious_breach",),
}
IN_A_ROW = ("text", "name", "kind", "months", "amount_sek", "role")


@dataclass(frozen=True, slots=True)
class Place:
    """A marked stretch: its name on the page, and what stands there on one line."""

    anchor: str
    sentence: str


class Paper:
    """A document's text and where each value stands in it."""

    def __init__(self, text: str, evidence: Mapping[str, Any]) -> None:
        self.text = text
        self.spans = {path: (int(one["from"]), int(one["to"])) for path, one in evidence.items()
                      if 0 <= int(one["from"]) < int(one["to"]) <= len(text)}
        self.anchors = {span: f"text-{number}" for number, span in enumerate(sorted(set(self.spans.values())), 1)}

    @property
    def cut(self) -> bool:
        """Say whether the text is too long to be shown whole."""
        return len(self.text) > LONGEST

    def place(self, path: str) -> Place | None:
        """Return where the value at a path of the proposal stands."""
        span = self.spans.get(path)
        return None if span is None else Place(self.anchors[span], " ".join(self.text[slice(*span)].split()))

    def of(self, name: str, typed: Typed) -> Place | None:
        """Return where the value of a field of the form stands, or what is nearest to it."""
        found = LAYOUT.split(name)
        if found is None:
            path = in_proposal(name)
            paths: Sequence[str] = (path, *INSTEAD.get(path, ()))
        else:
            rows, number, rest = found
            origin = typed.get(f"{rows.path}.{number}.{ORIGIN}", "")
            paths = [in_proposal(f"{rows.path}.{origin}.{one}") for one in (rest, *IN_A_ROW)] if origin else ()
        return next((place for path in paths if (place := self.place(path)) is not None), None)

    def marked(self) -> Markup:
        """Return the text with its marks, one within another where they overlap."""
        made: list[Markup | str] = []
        at, open_ends = 0, list[int]()

        def run(until: int) -> None:
            nonlocal at
            while open_ends and open_ends[-1] <= until:
                made.extend((escape(self.text[at:open_ends[-1]]), Markup("</mark>")))
                at = open_ends.pop()
            made.append(escape(self.text[at:until]))
            at = until

        end = min(len(self.text), LONGEST)
        for (first, last), anchor in sorted(self.anchors.items(), key=lambda one: (one[0][0], -one[0][1])):
            if first >= end:
                break
            run(first)
            # A mark that would reach out of the one around it ends with that.
            open_ends.append(min(last, open_ends[-1] if open_ends else end, end))
            made.append(Markup('<mark id="{}">').format(anchor))
        run(end)
        return Markup("").join(made)
