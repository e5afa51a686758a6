"""`overens seal`: a key to seal with, for an installation that has none."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service.cli.words import say
from service.kernel.clock import now
from service.kernel.errors import BadInput
from service.settings import PREFIX
from service.signatures.pades.sealing.key import make

KEY, CERTIFICATE = "seal.key", "seal.pem"


@click.group("seal", help=say("Nyckeln som Överens förseglar med.", "The key that Överens seals with."))
def command() -> None:
    """Hold what is about the seal."""


@command.command("make", help=say("Gör en nyckel och ett eget certifikat för den.",
                                  "Make a key and a self-signed certificate for it."))
@click.argument("organisation")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("var"),
              help=say("Var filerna läggs.", "Where the files are put."))
@click.option("--curve", is_flag=True, help=say("P-256 i stället för RSA 3072.", "P-256 instead of RSA 3072."))
def make_pair(organisation: str, folder: Path, curve: bool) -> None:
    """Write a new pair; never over one that is there."""
    if not organisation.strip():
        raise BadInput(why=say("organisationen behöver ett namn", "the organisation needs a name"))
    folder.mkdir(parents=True, exist_ok=True)
    key, certificate = folder / KEY, folder / CERTIFICATE
    for path in (key, certificate):
        if path.exists():
            raise BadInput(why=say(f"{path} finns redan; flytta den först, den som har den gamla nyckeln kan behöva den",
                                   f"{path} is there already; move it first, the old key may still be needed"))
    made = make(" ".join(organisation.split()), now=now(), curve=curve)
    _write(key, made[1], 0o600)
    _write(certificate, made[0], 0o644)
    click.echo(f"{PREFIX}SEAL_CERTIFICATE={certificate}\n{PREFIX}SEAL_KEY={key}")


def _write(path: Path, body: bytes, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(body)
