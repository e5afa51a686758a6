"""`overens outcome`: enter what is used of each post, read it in from books or a table, show how it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement
from service.cli.office import DAY, by, echo_json, note, office
from service.cli.words import language, say
from service.economy.outcome.actions import SIE, Entered, drop, place
from service.economy.outcome.placing import ACCOUNT, NOT_OURS, Placing, books_of, codes
from service.economy.outcome.rules import Standing, Told, Used, in_order, stands
from service.economy.outcome.store import get_import, latest, placing_of, standing_of
from service.economy.reading.amounts import written_ore
from service.economy.reading.sie import LARGEST
from service.kernel.clock import local_day
from service.kernel.errors import BadInput
from service.kernel.money import kronor, sek
from service.lifecycle.money import outcome as use
from service.parties.store import cast, get_party

PARTY = click.option("--party", default="civil", show_default=True,
                     help=say("public, civil eller partens namn.", "public, civil or the party's name."))
AS_OF = click.option("--as-of", "as_of", type=DAY, help=say("Till och med, om inte i dag.", "Until, if not today."))
NOTE = click.option("--note", "noted", default="", help=say("Anteckning.", "A note."))


@click.group("outcome", help=say("Utfall: ange, läs in, visa.", "Outcome: enter, read in, show."))
def command() -> None:
    """Hold the commands on outcome."""


def _pairs(given: tuple[str, ...], what: str) -> dict[str, str]:
    """Return NAME=VALUE as pairs; raise BadInput."""
    if bad := [one for one in given if "=" not in one]:
        raise BadInput(why=say(f"skriv {what} som NAMN=VÄRDE: {bad[0]}", f"write {what} as NAME=VALUE: {bad[0]}"))
    return {name: value for name, _, value in (one.rpartition("=") for one in given)}


def _amounts(given: tuple[str, ...], what: str) -> dict[str, int]:
    found = {name: written_ore(value) for name, value in _pairs(given, what).items()}
    if bad := [name for name, amount in found.items() if amount is None]:
        raise BadInput(why=say(f"inget belopp för {bad[0]}", f"no amount for {bad[0]}"))
    return {name: amount for name, amount in found.items() if amount is not None}


def _who(session: Session, agreement_id: int, party: str) -> str:
    get_agreement(session, agreement_id)
    return get_party(cast(session, agreement_id).parties, party).name


@command.command("enter", help=say("Ange vad som är använt av varje post.", "Enter what is used of each post."))
@click.argument("agreement_id", metavar="ID", type=int)
@PARTY
@AS_OF
@NOTE
@click.option("--used", multiple=True, required=True, metavar="POST=SEK",
              help=say("Använt; en gång per post.", "Used; once per post."))
@click.option("--forecast", multiple=True, metavar="POST=SEK",
              help=say("Prognos för hela tiden.", "The forecast for the whole time."))
def enter(agreement_id: int, party: str, as_of: date | None, noted: str, used: tuple[str, ...], forecast: tuple[str, ...]) -> None:
    """Enter outcome."""
    spent, foreseen = _amounts(used, "--used"), _amounts(forecast, "--forecast")
    if unknown := sorted(foreseen.keys() - spent.keys()):
        raise BadInput(why=say(f"prognos utan utfall: {unknown[0]}", f"a forecast without a use: {unknown[0]}"))
    with office() as open_office, open_office.database.write() as session:
        name, now = _who(session, agreement_id, party), open_office.now()
        posts = tuple(Used(post, amount, foreseen.get(post)) for post, amount in spent.items())
        made = use.enter(session, agreement_id, Entered(as_of=as_of or local_day(now), posts=posts, note=noted), author=name, now=now,
                         by=by(name))
    _told(made)


@command.command("import", help=say("Läs in SIE 4 eller CSV: visa vad det skulle räknas som; med --count räknas det.",
                                    "Read in SIE 4 or CSV: show what it would count as; with --count it counts."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@PARTY
@AS_OF
@NOTE
@click.option("--only", metavar="DIM:OBJECT",
              help=say("Bara detta objekt, till exempel 6:SB.", "Only this object, for instance 6:SB."))
@click.option("--by", "placed_by", help=say("account, eller en dimension.", "account, or a dimension."))
@click.option("--map", "mapped", multiple=True, metavar="CODE=POST",
              help=say("Konto eller objekt till post; - räknas inte. Minns till nästa fil.",
                       "Account or object to post; - does not count. Remembered for the next file."))
@click.option("--count", is_flag=True, help=say("Låt det räknas.", "Let it count."))
def read_in(agreement_id: int, file: Path, party: str, as_of: date | None, noted: str, only: str | None, placed_by: str | None,
            mapped: tuple[str, ...], count: bool) -> None:
    """Read a file in."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    given, posts = use.parsed(content), _pairs(mapped, "--map")
    with office() as open_office, open_office.database.write() as session:
        name, now = _who(session, agreement_id, party), open_office.now()
        number = use.read_in(session, agreement_id, given, file.name, as_of=as_of or local_day(now), now=now, by=by(name))
        _doubted(session, number)
        if only or placed_by or posts:
            place(session, agreement_id, _placing(placing_of(session, agreement_id), only, placed_by, posts), now=now, by=by(name))
        if count:
            _told(use.count_in(session, number, note=noted, author=name, now=now, by=by(name)))
        else:
            _preview(session, number)
            drop(session, get_import(session, number))


def _placing(before: Placing, only: str | None, placed_by: str | None, posts: dict[str, str]) -> Placing:
    dim, _, number = (only or "").partition(":")
    chosen = placed_by or before.by
    return Placing(only=(dim, number) if number else before.only, by=chosen,
                   posts={**(before.posts if before.by == chosen else {}), **posts})


def _doubted(session: Session, number: int) -> None:
    """Note what may be wrong with books, on standard error."""
    row = get_import(session, number)
    if row.source != SIE:
        return
    found = use.amiss(session, row, books_of(row.body), use.budget_on(session, row.agreement_id, row.as_of))
    for code, sv, en in (("other", "Böckerna är inte föreningens: organisationsnumret är ett annat.",
                          "The books are not the association's: the organisation number is another."),
                         ("late", "Filen börjar efter att budgeten började gälla.", "The file begins after the budget began."),
                         ("short", "Filens räkenskapsår slutar före dagen.", "The file's accounting year ends before the day.")):
        if code in found:
            note(sv, en)


def _preview(session: Session, number: int) -> None:
    row = get_import(session, number)
    budget, placing = use.budget_on(session, row.agreement_id, row.as_of), placing_of(session, row.agreement_id)
    given, unplaced = use.given_by(row, budget, placing)
    if row.source == SIE:
        names = [one.name for one in budget.posts]
        click.echo(say("Konto", "Account") if placing.by == ACCOUNT else f"DIM {placing.by}")
        for one in codes(books_of(row.body), placing, names, first=budget.first, as_of=row.as_of):
            where = say("räknas inte", "does not count") if one.post == NOT_OURS else one.post or say("saknar post", "no post")
            click.echo(f"  {one.code} {one.name}: {_kr(one.ore)} → {where}")
    _table(stands(in_order(budget.posts, {one.post: one for one in given}), first=budget.first, last=budget.last, as_of=row.as_of))
    if unplaced:
        note(f"Ange post för: {', '.join(unplaced)}", f"Give a post for: {', '.join(unplaced)}")
    note("Inget har räknats; lägg till --count.", "Nothing has counted; add --count.")


@command.command("show", help=say("Visa hur posterna står.", "Show how the posts stand."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
def show(agreement_id: int, as_json: bool) -> None:
    """Show how the posts stand."""
    with office() as open_office, open_office.database.read() as session:
        get_agreement(session, agreement_id)
        row = latest(session, agreement_id)
        standing = None if row is None else standing_of(session, row)
    if as_json:
        echo_json(None if standing is None else _plain(standing))
    elif standing is None:
        click.echo(say("Inget utfall är angivet.", "No outcome is entered."))
    else:
        _table(standing)


def _plain(standing: Standing) -> dict[str, Any]:
    return {"as_of": standing.as_of.isoformat(), "first": standing.first.isoformat(), "last": standing.last.isoformat(),
            "posts": [_figures(one) for one in standing.posts], "whole": _figures(standing.whole)}


def _figures(one: Told) -> dict[str, Any]:
    return {"post": one.name, "straight_line": one.guessed, **{name: f"{sek(amount):.2f}" for name, amount in (
        ("budget", one.budget_ore), ("used", one.used_ore), ("left", one.left_ore), ("forecast", one.forecast_ore),
        ("deviation", one.deviation_ore))}}


def _kr(amount: int) -> str:
    return kronor(sek(amount), language())


def _table(standing: Standing) -> None:
    click.echo(say(f"Till och med {standing.as_of}", f"Until {standing.as_of}"))
    for one in (*standing.posts, standing.whole):
        name = one.name or say("Hela ramen", "The whole frame")
        used, budget, left, forecast = map(_kr, (one.used_ore, one.budget_ore, one.left_ore, one.forecast_ore))
        line = say(f"{name}: använt {used} av {budget}, kvar {left}, prognos {forecast}",
                   f"{name}: used {used} of {budget}, left {left}, forecast {forecast}")
        click.echo(line + (say(" (rak framskrivning)", " (straight line)") if one.guessed else "")
                   + (say("  ÖVERSKRIDEN", "  OVERSPENT") if one.over else ""))


def _told(made: use.Done) -> None:
    click.echo(say(f"Utfall {made.figure_id} är angivet.", f"Outcome {made.figure_id} is entered."))
    for case in made.cases:
        click.echo(say(f"Avvikelse {case} har öppnats av sig själv.", f"Deviation {case} has opened by itself."))
    if made.standing.whole.over:
        click.echo(say("Ramen är överskriden.", "The frame is overspent."))
