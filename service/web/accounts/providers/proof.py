"""Proving anew who one is, at an identity provider, for one text that one is about to sign."""

from __future__ import annotations

import re

import structlog
from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.accounts.ways_in import proofs
from service.accounts.ways_in.oidc import Door
from service.accounts.ways_in.refusals import NotHere, NotVouched
from service.kernel.errors import Refusal
from service.web.accounts.providers.doors import Taken, door_of, label_of, remember, way_back
from service.web.frame.access import Who
from service.web.frame.acting import actor, done
from service.web.frame.desk import desk, now
from service.web.frame.security import safe_path
from service.web.speech.language import language
from service.web.speech.refusals import told

pages = Blueprint("proof", __name__)
WHO = {"start": Who.USER}
DIGEST = re.compile(r"[0-9a-f]{64}")
Answer = str | Response | tuple[str, int]
log = structlog.get_logger(__name__)


@pages.get("/bevis/med/<name>")
def start(name: str) -> Answer:
    """Send someone to a provider to prove who they are, for the text whose digest is `text`; they come back to `next`."""
    door, text, target = door_of(name), request.args.get("text", ""), safe_path(request.args.get("next"))
    if name not in proofs.signing_providers(desk().settings) or not DIGEST.fullmatch(text):
        abort(404)
    try:
        begun = door.begin(way_back(name), now=now(), language=language(), proving=True)
    except NotVouched as refusal:
        return failed(name, refusal, target, text)
    remember(name, begun, target, user_id=current_user.id, purpose=proofs.to_sign(text))
    return redirect(begun.url)


def finish(name: str, door: Door, taken: Taken) -> Answer:
    """Keep the proof that someone has come back with."""
    text = taken.purpose.removeprefix(proofs.TO_SIGN)
    try:
        if not current_user.is_authenticated or current_user.id != taken.user_id:
            raise door.refused(NotHere, "another user")
        vouched = door.finish(taken.begun, request.args, way_back(name), now=now(), since=taken.since)
        with desk().database.write() as db:
            proofs.prove(db, current_user.id, taken.purpose, name, door.provider, vouched, now=now(), by=actor())
    except Refusal as refusal:
        return failed(name, refusal, taken.target, text)
    return done(taken.target, "Du har legitimerat dig med {label}. Läs texten och skriv under inom tio minuter.",
                "You have identified yourself with {label}. Read the text and sign within ten minutes.",
                label=label_of(door.provider))


def failed(name: str, refusal: Refusal, target: str, text: str) -> tuple[str, int]:
    """Say why nothing was proved, and where to go from there."""
    log.warning("nobody proved who they are", provider=name, why=type(refusal).__name__,
                because=refusal.facts.get("because", ""))
    again = url_for("proof.start", name=name, text=text, next=target)
    return render_template("accounts/proof_failed.html", why=told(refusal), again=again, target=target,
                           connect=isinstance(refusal, proofs.NotConnected)), refusal.status
