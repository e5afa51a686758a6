"""What an amendment changes: terms compared, and a change put into terms that may have moved on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from service.agreements.terms import Terms, Value
from service.kernel.errors import Wrong

# What the sentences of the agreement say of a term, which is no term itself.
APART = "clauses"
# Made once or not at all: people, functions and calls follow who joins and leaves, and cannot follow twice.
ONCE = ("parties",)


@dataclass(frozen=True, slots=True)
class Change:
    """One term before and after, as JSON values; `path` is its place (`meetings.per_year`)."""

    path: str
    before: Any
    after: Any


class Conflict(Exception):
    """Terms to be changed are no longer as the change found them."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = tuple(paths)


class Impossible(Exception):
    """The changes put into the terms give none that can stand; `why` says it in both languages."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(str(why))
        self.why = why


@lru_cache(maxsize=1)
def paths() -> tuple[str, ...]:
    """Return the place of every term, in the order of the terms."""
    return tuple(_paths(Terms, ""))


def _paths(model: type[Value], place: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if not place and name == APART:
            continue
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, Value):
            yield from _paths(kind, f"{place}{name}.")
        else:
            yield place + name


def difference(before: Terms, after: Terms) -> tuple[Change, ...]:
    """Return every term that differs, in the order of the terms."""
    was, becomes = before.model_dump(mode="json"), after.model_dump(mode="json")
    return tuple(
        Change(path, old, new) for path in paths()
        if (old := _at(was, path)) != (new := _at(becomes, path))
    )


def applied(terms: Terms, changes: Sequence[Change], *, said: Mapping[str, str] | None = None) -> Terms:
    """Return the terms with the changes made; raise Conflict where a term is neither as before nor as after.

    `said` is the sentence that each changed path rests on from now on. Raise Impossible where what comes out cannot stand.
    """
    body = terms.model_dump(mode="json")
    moved = [one.path for one in changes if _at(body, one.path) not in _stands_at(one)]
    if moved:
        raise Conflict(moved)
    for one in changes:
        *within, last = one.path.split(".")
        _at(body, ".".join(within))[last] = one.after
    body[APART] = _sentences(body[APART], said or {})
    try:
        return Terms.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raised = first.get("ctx", {}).get("error")
        raise Impossible(raised if isinstance(raised, Wrong) else Wrong(first["msg"], first["msg"])) from None


def _stands_at(change: Change) -> tuple[Any, ...]:
    """Return the values from which a change can be made: what it found, or what it makes, so that nothing is left to change."""
    return (change.before,) if change.path in ONCE else (change.before, change.after)


def _at(body: Any, path: str) -> Any:
    for name in path.split(".") if path else ():
        body = body[name]
    return body


def _sentences(clauses: Mapping[str, str], said: Mapping[str, str]) -> dict[str, str]:
    """Let what is said anew stand in place of what was said of the same matter."""
    kept = {place: text for place, text in clauses.items()
            if not any(place == path or place.startswith(f"{path}.") for path in said)}
    return {**kept, **said}


def to_json(changes: Sequence[Change]) -> str:
    """Return changes as they are stored."""
    return json.dumps([[one.path, one.before, one.after] for one in changes], ensure_ascii=False)


def from_json(text: str) -> tuple[Change, ...]:
    """Return changes as they were stored."""
    return tuple(Change(*one) for one in json.loads(text))
