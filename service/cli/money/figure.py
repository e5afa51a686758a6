"""`overens invoice figure`: numbers that amounts are reckoned with."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from service.cli.office import by, office
from service.cli.words import say
from service.economy.entered.store import INDEX, UNITS, entered_of
from service.economy.invoices.store import items_of
from service.kernel.errors import BadInput
from service.lifecycle.amending.versions import versions_of
from service.lifecycle.money.figures import asked_of, enter_figure


class Number(click.ParamType[Decimal]):
    """A number, with a point or a comma."""

    name = "NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, context: click.Context | None) -> Decimal:
        """Return the number, or say what is wrong with it."""
        try:
            found = Decimal(str(value).replace(",", "."))
        except InvalidOperation:
            self.fail(say(f"{value!r} är inget tal.", f"{value!r} is not a number."), param, context)
        return found


@click.command("figure", help=say("För in antal för en period eller ett index för ett år; utan val: visa dem.",
                                  "Enter the units of a period or the index of a year; without either: show them."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--period", help=say("Periodens nyckel.", "The key of the period."))
@click.option("--year", type=click.IntRange(1900, 2200), help=say("Året.", "The year."))
@click.option("--value", type=Number(), help=say("Talet.", "The number."))
def figure(agreement_id: int, period: str | None, year: int | None, value: Decimal | None) -> None:
    """Enter or show them."""
    if (period is None) == (year is None) and (period, year, value) != (None, None, None):
        raise BadInput(why=say("ange antingen --period eller --year, med --value", "give either --period or --year, with --value"))
    if (period or year) and value is None:
        raise BadInput(why=say("ange --value", "give --value"))
    if value is None:
        with office() as open_office, open_office.database.read() as session:
            asked = asked_of(versions_of(session, agreement_id), items_of(session, agreement_id), entered_of(session, agreement_id))
        for one in asked:
            click.echo(f"{one.kind}  {one.name}  {one.value if one.value is not None else '–'}")
        return
    kind, name = (UNITS, period) if period is not None else (INDEX, str(year))
    with office() as open_office, open_office.database.write() as session:
        enter_figure(session, agreement_id, kind, name or "", value, author=by(), now=open_office.now(), by=by())
    click.echo(say("Infört.", "Entered."))
