"""The form of terms as a page shows it: its fields with what is wrong, what each rests on, and what is asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from service.kernel.errors import Wrong
from service.web.intake.evidence import Paper, Place
from service.web.intake.form.layout import LAYOUT
from service.web.intake.form.pieces import Field, Group, Layout, Rows, Sort
from service.web.intake.form.typed import ORIGIN, SETTLED, Typed, add_row, count, drop_row, not_personal, warned_of
from service.web.intake.form.values import value_of
from service.web.intake.questions import Question
from service.web.speech.language import say


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that has been changed elsewhere: what is kept of it now, and what stands here."""

    name: str
    kept: str
    here: str


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One form of terms; `version` is what it was made from, `hides` the fields it leaves out.

    `assumes` says that the questions are assumptions that hold already.
    """

    action: str
    typed: Typed
    version: str
    paper: Paper | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()
    differences: Sequence[Difference] = ()
    hides: frozenset[str] = frozenset()
    assumes: bool = False
    layout: Layout = LAYOUT

    @property
    def open(self) -> Sequence[Question]:
        """Return the questions that nobody has answered."""
        return [one for one in self.questions if not one.answered]

    @property
    def names(self) -> dict[str, str]:
        """Return what the fields with something wrong are called."""
        return {name: label_of(name) for name in self.errors}

    @property
    def posts_sum(self) -> Decimal | None:
        """Return what the budget posts come to, None if there are none or one cannot be read."""
        rows = LAYOUT.rows_at("economy.posts")
        assert rows is not None
        texts = [self.text(f"economy.posts.{number}.amount") for number in self.numbers(rows)]
        try:
            sums = [value for text in texts if (value := value_of(self.field("economy.posts.0.amount"), text)) is not None]
        except Wrong:
            return None
        return sum(sums, Decimal(0)) if sums else None

    @property
    def frames(self) -> Sequence[Decimal]:
        """Return the sums that the posts may come to: the whole period's and the year's, as far as they can be read."""
        made = []
        for name in ("economy.total", "economy.yearly"):
            try:
                made.append(value_of(self.field(name), self.text(name)))
            except Wrong:
                made.append(None)
        return [one for one in made if one is not None]

    def text(self, name: str) -> str:
        """Return what stands in a field."""
        return self.typed.get(name, "")

    def numbers(self, rows: Rows) -> range:
        """Return the numbers of the rows."""
        return range(count(self.typed, rows))

    def place(self, name: str) -> Place | None:
        """Return where a field's value stands in the text."""
        return self.paper.of(name, self.typed) if self.paper is not None else None

    def not_personal(self, name: str) -> str:
        """Return the name of the tick that says that a field holds no personal number, empty if none seems to stand there."""
        return not_personal(self.text(name)) if warned_of(self.typed, name) else ""

    def asked_above(self, name: str) -> bool:
        """Say whether a field stands among the questions instead of in its group."""
        return any(name in one.fields for one in self.questions)

    def shown(self, group: Group) -> Sequence[Field | Rows]:
        """Return what a group shows."""
        return [one for one in group.items if one.path not in self.hides]

    def field(self, name: str) -> Field:
        """Return the field of a name."""
        found = LAYOUT.field(name)
        assert found is not None
        return found


def label_of(name: str) -> str:
    """Return what a field is called where it stands alone: "Post 2: Kronor"."""
    found, one = LAYOUT.split(name), LAYOUT.field(name)
    if found is None or one is None:
        rows = LAYOUT.rows_at(name)
        label = one.label if one is not None else rows.label if rows is not None else (name, name)
        return say(*label)
    return f"{say(*found[0].one)} {found[1] + 1}: {say(*one.label)}"


def changed(typed: Typed, do: str) -> tuple[Typed, str]:
    """Return the form after a button that adds or takes away a row, and the place on the page that it leads to."""
    what, _, rest = do.partition(":")
    if what == "add":
        made = add_row(typed, rest)
        rows = LAYOUT.rows_at(rest)
        return made, f"{rest}.{count(made, rows) - 1}" if rows is not None else ""
    path, _, number = rest.partition(":")
    if what == "drop" and number.isdecimal():
        return drop_row(typed, path, int(number)), path
    return typed, ""


def differences(kept: Typed, here: Typed) -> list[Difference]:
    """Return the fields in which two forms differ, in the order of the form."""
    names = [name for name in {**here, **kept} if not name.startswith(SETTLED) and not name.endswith("." + ORIGIN)]
    return [Difference(label_of(name), _shown(name, kept), _shown(name, here))
            for name in names if kept.get(name, "") != here.get(name, "")]


def _shown(name: str, typed: Typed) -> str:
    one, text = LAYOUT.field(name), typed.get(name, "")
    options: dict[str, Any] = dict(one.options) if one is not None else {}
    if one is not None and one.sort in (Sort.YES_NO, Sort.TICK):
        options = {"yes": ("Ja", "Yes"), "no": ("Nej", "No")}
    return say(*options[text]) if text in options else text or say("(tomt)", "(empty)")
