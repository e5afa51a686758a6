"""The way to an identity provider and back: one address to come back to, whatever one went for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import abort, current_app, request, session, url_for

from service.accounts.ways_in.oidc import Begun, Door
from service.settings import Provider
from service.web.frame.desk import desk, now
from service.web.speech.language import language

DOORS, BEGUN = "overens_doors", "overens_oidc"
SECONDS = 10 * 60
AT_ONCE = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """What this browser went to a provider for: where it leads, whose account it is about, and what is to be proved, if anything."""

    begun: Begun
    target: str
    user_id: int
    purpose: str
    since: datetime


def door_of(name: str) -> Door:
    """Return the way in through a provider; no such page if there is none of that name."""
    doors: Mapping[str, Door] | None = current_app.extensions.get(DOORS)
    if doors is None:
        doors = current_app.extensions[DOORS] = {name: Door(one) for name, one in desk().settings.oidc.items()}
    return doors.get(name) or abort(404)


def label_of(provider: Provider) -> str:
    """Return what a provider is called."""
    return provider.label.sv if language() == "sv" else provider.label.en


def way_back(name: str) -> str:
    """Return the address registered with the provider, never the one that the request came to."""
    return desk().settings.base_url + url_for("oidc.back", name=name)


def remember(name: str, begun: Begun, target: str, *, user_id: int = 0, purpose: str = "") -> None:
    """Let the browser keep what its answer must fit."""
    kept = session.get(BEGUN, [])[1 - AT_ONCE:]
    session[BEGUN] = [*kept, [begun.state, begun.nonce, begun.verifier, name, target, user_id, int(now().timestamp()), purpose]]


def take(name: str) -> Taken | None:
    """Return what this browser began and that is now answered, once."""
    state, kept = request.args.get("state"), session.get(BEGUN, [])
    session[BEGUN] = [one for one in kept if one[0] != state]
    for its_state, nonce, verifier, its_name, target, user_id, since, *purpose in kept:
        if its_state == state and its_name == name and since <= now().timestamp() < since + SECONDS:
            return Taken(Begun("", its_state, nonce, verifier), target, user_id, "".join(purpose),
                         EPOCH + timedelta(seconds=since))
    return None
