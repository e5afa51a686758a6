"""`overens agreement terms`: the terms on any day, and what differs between two days."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from service.agreements.store import get_agreement
from service.amendments import words
from service.amendments.changes import Change, difference, paths
from service.amendments.store import of_agreement
from service.cli.agreements.amendment import tongue
from service.cli.office import DAY, echo_json, office
from service.cli.words import say
from service.kernel.clock import local_day
from service.lifecycle.amending.versions import standing, versions_of
from service.obligations.versions import Version, in_force


@click.command("terms", help=say(
    "Visa villkoren en viss dag, eller vad som skiljer två dagar. Bara det som alla har undertecknat räknas.",
    "Show the terms on a day, or what differs between two days. Only what all have signed counts.",
))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--on", type=DAY, help=say("Vilken dag, om inte i dag.", "Which day, if not today."))
@click.option("--diff", type=DAY, help=say("Jämför med den här dagen.", "Compare with this day."))
@click.option("--json", "json_", is_flag=True, help=say("Svara med JSON.", "Answer in JSON."))
def terms(agreement_id: int, on: date | None, diff: date | None, json_: bool) -> None:
    """Print the terms as of a day."""
    with office() as open_office, open_office.database.read() as session:
        row = get_agreement(session, agreement_id)
        versions = versions_of(session, agreement_id)
        made = {each.version: each for each in of_agreement(session, agreement_id) if each.version is not None}
        day = on or local_day(open_office.now())
        number = {version: each.number for version, each in made.items()}
        stands = standing(row, day)
    here = in_force(versions, day)
    changes = None if diff is None else _between(here, in_force(versions, diff))
    if json_:
        found: dict[str, Any] = {"day": day.isoformat(), "version": here.number, "from": here.from_on.isoformat(),
                                 "amendment": number.get(here.number), "terms": here.terms.model_dump(mode="json")}
        echo_json(found if changes is None else {**found, "diff": [
            {"path": one.path, "before": one.before, "after": one.after} for one in changes]})
        return
    rests = say(f", tillägg {number[here.number]}", f", amendment {number[here.number]}") if here.number in number else ""
    click.echo(say(f"Version {here.number}, från och med {here.from_on}{rests}",
                   f"Version {here.number}, from {here.from_on}{rests}"))
    if any(stands):
        click.echo(say(*stands))
    for line in _differing(changes) if changes is not None else _whole(here):
        click.echo(line)


def _between(one: Version, other: Version) -> tuple[Change, ...]:
    earlier, later = (one, other) if one.number <= other.number else (other, one)
    return difference(earlier.terms, later.terms)


def _whole(version: Version) -> list[str]:
    body = version.terms.model_dump(mode="json")
    lines = []
    for path in paths():
        value: Any = body
        for name in path.split("."):
            value = value[name]
        if value not in (None, [], ""):
            lines.append(f"{words.NAMES[path][0 if tongue() == 'sv' else 1]}: {'; '.join(words.in_words(path, value, tongue()))}")
    return lines


def _differing(changes: tuple[Change, ...]) -> list[str]:
    if not changes:
        return [say("Villkoren är desamma båda dagarna.", "The terms are the same on both days.")]
    lines = []
    for change in changes:
        said = words.said(change, tongue())
        lines += [said.name, f"  – {'; '.join(said.before)}", f"  + {'; '.join(said.after)}"]
    return lines
