"""`overens signature check FILE`: examine a signed PDF file and say what was found."""

from __future__ import annotations

from pathlib import Path

import click

from service.cli.words import language, say
from service.kernel.clock import now
from service.kernel.errors import BadInput
from service.settings import load
from service.signatures.pades.examine import examine
from service.signatures.pades.model import USUAL
from service.signatures.pades.roots import roots_of
from service.signatures.pades.words import in_words

GOOD, NOT_GOOD = 0, 2


@click.group("signature", help=say("Elektroniska underskrifter i filer.", "Electronic signatures in files."))
def command() -> None:
    """Hold what is about signatures in files."""


@command.command("check", help=say("Granska en undertecknad PDF-fil; 0 om den håller, 2 om inte.",
                                   "Examine a signed PDF file; 0 if it holds, 2 if not."))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--original", type=click.Path(path_type=Path),
              help=say("Filen med texten som skulle undertecknas.", "The file with the text that was to be signed."))
def check(file: Path, original: Path | None) -> int:
    """Print the examination line by line; without an original only the signatures are judged."""
    body = _read(file)
    found = examine(body, original=_read(original) if original else None, roots=roots_of(load()), now=now())
    for line in in_words(found):
        click.echo(line.sentence(language()))
    return GOOD if (found.good if original else found.signed) else NOT_GOOD


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(USUAL.bytes + 1)
    except OSError as error:
        raise BadInput(why=f"{path}: {error.strerror}") from None
