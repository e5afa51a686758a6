"""What a form of terms is made of: fields, rows that repeat, and the groups people think of them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Words = tuple[str, str]
Options = tuple[tuple[str, Words], ...]


class Sort(StrEnum):
    """How a field is typed."""

    LINE = "line"
    AREA = "area"
    DAY = "day"
    YEARLY = "yearly"
    SUM = "sum"
    COUNT = "count"
    TIME = "time"
    CHOICE = "choice"
    YES_NO = "yes_no"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question: `path` is where the answer stands in the terms, and what the field is called.

    A choice with `none` words may be left open. `default` is what a new row begins with, `length` how
    much fits, `wide` says that it takes the whole width.
    """

    path: str
    label: Words
    sort: Sort = Sort.LINE
    hint: Words | None = None
    options: Options = ()
    none: Words | None = None
    default: str = ""
    length: int = 300
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Something there may be several of: `one` is what each is called, `more` the button for another."""

    path: str
    label: Words
    one: Words
    more: Words
    fields: tuple[Field, ...]
    most: int = 60
    least: int = 0
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that belong together under a heading."""

    key: str
    title: Words
    items: tuple[Field | Rows, ...]
    about: Words | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """All groups, with ways to find what is in them."""

    groups: tuple[Group, ...]

    @property
    def fields(self) -> Sequence[Field]:
        """Return every field that stands alone."""
        return [item for group in self.groups for item in group.items if isinstance(item, Field)]

    @property
    def rows(self) -> Sequence[Rows]:
        """Return everything that repeats."""
        return [item for group in self.groups for item in group.items if isinstance(item, Rows)]

    def rows_at(self, path: str) -> Rows | None:
        """Return what repeats at a path."""
        return next((one for one in self.rows if one.path == path), None)

    def split(self, name: str) -> tuple[Rows, int, str] | None:
        """Return the rows, the number and the rest of a name like `parties.0.name`; None if it is in no row."""
        for rows in self.rows:
            if name.startswith(rows.path + "."):
                number, _, rest = name[len(rows.path) + 1:].partition(".")
                return (rows, int(number), rest) if number.isdecimal() and len(number) < 5 else None
        return None

    def field(self, name: str) -> Field | None:
        """Return the field of a name, in a row or alone."""
        found = self.split(name)
        if found is None:
            return next((one for one in self.fields if one.path == name), None)
        return next((one for one in found[0].fields if one.path == found[2]), None)

    def group_of(self, name: str) -> Group | None:
        """Return the group that a name stands in."""
        found = self.split(name)
        path = found[0].path if found else name
        return next((group for group in self.groups if any(item.path == path for item in group.items)), None)
