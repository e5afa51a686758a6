"""`overens intake FILE`: show what an agreement says, each thing with the sentence it rests on."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from service.cli.reading.intake_summary import summary
from service.intake.files import read_bytes, read_file
from service.intake.formats.limits import USUAL
from service.intake.read import propose
from service.intake.words.normalise import normalise


@click.command("intake")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the proposed terms as JSON, and nothing else.")
@click.option("--text", "as_text", is_flag=True, help="Print the text as it was read, and nothing else.")
def command(file: Path, as_json: bool, as_text: bool) -> None:
    """Read an agreement (TXT, PDF or DOCX) and show the terms it proposes.

    Each term comes with the sentence it rests on, and last what the text leaves open. Nothing is
    stored. FILE may be - for standard input.
    """
    if as_json and as_text:
        raise click.UsageError("Choose either --json or --text, not both.")
    text = normalise(_text(file))
    if as_text:
        click.echo(text, nl=not text.endswith("\n"))
        return
    terms = propose(text).as_json()
    if as_json:
        click.echo(json.dumps(terms, ensure_ascii=False, indent=2))
    else:
        click.echo(summary(terms, "en" if os.environ.get("OVERENS_LANGUAGE") == "en" else "sv"))


def _text(file: Path) -> str:
    if str(file) == "-":
        return read_bytes(sys.stdin.buffer.read(USUAL.bytes + 1), "-")
    return read_file(file)
