"""`overens assurance ID`: the questions of an audit, answered."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from service.agreements.store import briefs
from service.cli.office import echo_json, office
from service.cli.words import language, say
from service.documents.papers import make_pdf
from service.kernel.clock import local_day
from service.lifecycle.assurance.papers import as_csv, paper
from service.lifecycle.assurance.rules import answers
from service.lifecycle.assurance.store import facts_of
from service.lifecycle.assurance.words import CHECKS, QUESTIONS, VERDICTS


def _language() -> Literal["sv", "en"]:
    return "en" if language() == "en" else "sv"


@click.command("assurance", help=say("Svara på revisionens frågor om en överenskommelse.",
                                     "Answer the questions of an audit about an agreement."))
@click.argument("agreement_id", metavar="ID", type=int)
@click.option("--json", "as_json", is_flag=True, help=say("Som JSON.", "As JSON."))
@click.option("--csv", "table", is_flag=True, help=say("Som CSV.", "As CSV."))
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help=say("Som PDF, i en fil.", "As a PDF, in a file."))
def command(agreement_id: int, as_json: bool, table: bool, pdf: Path | None) -> None:
    """Answer them."""
    with office() as open_office, open_office.database.read() as session:
        now = open_office.now()
        found = answers(facts_of(session, agreement_id, today=local_day(now)))
        title = briefs(session, [agreement_id])[agreement_id].title
    if pdf is not None:
        pdf.write_bytes(make_pdf(paper(found, title, local_day(now), language=_language()), at=now))
        return
    if table:
        click.echo(as_csv(found, language()), nl=False)
        return
    if as_json:
        echo_json([{"question": one.question, "verdict": one.verdict, "checks": [
            {"check": check.code, "verdict": check.verdict, "why": say(check.sv, check.en),
             "evidence": [{"room": each.room, "id": each.id} for each in check.evidence]} for check in one.checks]} for one in found])
        return
    for one in found:
        click.echo(f"{say(*VERDICTS[one.verdict])}  {say(*QUESTIONS[one.question])}")
        for check in one.checks:
            click.echo(f"  {say(*VERDICTS[check.verdict])}  {say(*CHECKS[check.code])}: {say(check.sv, check.en)}")
