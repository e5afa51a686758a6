"""From books to posts: which account, or object of a dimension, belongs to which post."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from service.economy.invoices.checks import digits
from service.economy.reading.model import Booked, Books

ACCOUNT = "account"
NOT_OURS = "-"
COSTS = "45678"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """How an agreement's books are read.

    `only` is the (dimension, object) that is this partnership, if not all of the books are. `by` is `account`, or a dimension.
    `posts` names the post of each account or object; `-` is none of this.
    """

    only: tuple[str, str] | None = None
    by: str = ACCOUNT
    posts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Code:
    """An account or object with costs: what it is called, what it comes to, and where it is placed ("" is nowhere yet)."""

    code: str
    name: str
    ore: int
    post: str


def costs(books: Books) -> tuple[Booked, ...]:
    """Return what is booked on accounts of costs (classes 4 to 8)."""
    return tuple(one for one in books.booked if one.account[:1] in COSTS)


def _counted(books: Books, placing: Placing, first: date, as_of: date) -> Iterator[tuple[str, Booked]]:
    for one in costs(books):
        if not first <= one.day <= as_of or (placing.only is not None and placing.only not in one.objects):
            continue
        code = one.account if placing.by == ACCOUNT else next((number for dim, number in one.objects if dim == placing.by), "")
        if code:
            yield code, one


def codes(books: Books, placing: Placing, names: Sequence[str], *, first: date, as_of: date) -> list[Code]:
    """Return what has costs between two days, the smallest number first; a post that is no more is no place."""
    sums: dict[str, int] = defaultdict(int)
    for code, one in _counted(books, placing, first, as_of):
        sums[code] += one.ore
    known = {*names, NOT_OURS}
    return [Code(code, _called(books, placing, code), sums[code], post if (post := placing.posts.get(code, "")) in known else "")
            for code in sorted(sums)]


def _called(books: Books, placing: Placing, code: str) -> str:
    return books.accounts.get(code, "") if placing.by == ACCOUNT else books.objects.get((placing.by, code), "")


def used(found: Sequence[Code], names: Sequence[str]) -> dict[str, int]:
    """Return what each post comes to."""
    return {name: sum(one.ore for one in found if one.post == name and one.post != NOT_OURS) for name in names}


def books_amiss(books: Books, *, first: date, as_of: date, numbers: Sequence[str]) -> frozenset[str]:
    """Return what may be wrong with books for a time from `first` until `as_of`, of organisations with those numbers."""
    mine = {digits(one) for one in numbers}
    return frozenset(code for code, wrong in (
        ("late", books.first is not None and books.first > first), ("short", books.last is not None and books.last < as_of),
        ("other", bool(mine and digits(books.org_number)) and digits(books.org_number) not in mine)) if wrong)


def written(placing: Placing) -> str:
    """Return a placing as it is stored."""
    return json.dumps({"only": placing.only, "by": placing.by, "posts": dict(placing.posts)}, ensure_ascii=False, sort_keys=True)


def read(stored: str | None) -> Placing:
    """Return the placing that is stored."""
    found = json.loads(stored) if stored else {}
    only = found.get("only")
    return Placing(only=(only[0], only[1]) if only else None, by=found.get("by", ACCOUNT), posts=found.get("posts", {}))


def kept(books: Books) -> str:
    """Return what is kept of books until they count: costs alone, without the words of any voucher."""
    booked = costs(books)
    used_objects = {pair for one in booked for pair in one.objects}
    return json.dumps({
        "company": books.company, "org_number": books.org_number,
        "first": books.first and books.first.isoformat(), "last": books.last and books.last.isoformat(),
        "accounts": {number: books.accounts.get(number, "") for number in sorted({one.account for one in booked})},
        "dimensions": books.dimensions,
        "objects": [[dim, number, books.objects.get((dim, number), "")] for dim, number in sorted(used_objects)],
        "booked": [[one.day.isoformat(), one.account, one.objects, one.ore] for one in booked],
    }, ensure_ascii=False)


def books_of(stored: str) -> Books:
    """Return the books that were kept."""
    found = json.loads(stored)
    first, last = (date.fromisoformat(found[name]) if found[name] else None for name in ("first", "last"))
    return Books(
        company=found["company"], org_number=found.get("org_number", ""), first=first, last=last, accounts=found["accounts"],
        dimensions=found["dimensions"],
        objects={(dim, number): name for dim, number, name in found["objects"]},
        booked=tuple(
            Booked(day=date.fromisoformat(day), account=account, objects=tuple((dim, number) for dim, number in objects), ore=ore)
            for day, account, objects, ore in found["booked"]))
