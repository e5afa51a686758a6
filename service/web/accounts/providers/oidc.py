"""Logging in through an identity provider, and connecting one to the account one has."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.accounts.ways_in import identities
from service.accounts.ways_in.identities import Vouched
from service.accounts.ways_in.oidc import Door
from service.accounts.ways_in.refusals import NotHere, NotVouched
from service.kernel.errors import Refusal
from service.web.accounts.login import admit, whence
from service.web.accounts.providers import proof
from service.web.accounts.providers.doors import SECONDS, Taken, door_of, label_of, remember, take, way_back
from service.web.frame.access import Who, ensure_fresh
from service.web.frame.acting import acting, actor, done
from service.web.frame.desk import desk, now
from service.web.frame.security import safe_path
from service.web.speech.language import language
from service.web.speech.refusals import told

pages = Blueprint("oidc", __name__)
WHO = {"start": Who.ANYONE, "back": Who.ANYONE, "ways": Who.USER, "connect": Who.FRESH, "disconnect": Who.FRESH}
OFFERED = "overens_identity"
ANEW = "anew"
Answer = str | Response | tuple[str, int]
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Way:
    """A provider, and whether the one who asks is connected to it."""

    name: str
    label: str
    connected: bool


@pages.app_template_global()
def other_ways() -> list[tuple[str, str]]:
    """Return the name and label of each provider that one may log in through."""
    return [(name, label_of(one)) for name, one in desk().settings.oidc.items()]


@pages.get("/logga-in/med/<name>")
def start(name: str) -> Answer:
    """Send someone to a provider: to log in, or, logged in already, to connect it to their account."""
    door, target = door_of(name), safe_path(request.args.get("next"))
    connecting = current_user.id if current_user.is_authenticated else 0
    anew = bool(connecting and request.args.get("nytt"))
    if connecting and not anew and not request.args.get("koppla"):
        return redirect(target)
    if connecting and not anew:
        ensure_fresh()
    try:
        begun = door.begin(way_back(name), now=now(), language=language(), anew=anew)
    except NotVouched as refusal:
        return _failed(name, refusal, target, anew=anew)
    remember(name, begun, target, user_id=connecting, purpose=ANEW if anew else "")
    return redirect(begun.url)


@pages.get("/logga-in/med/<name>/tillbaka")
def back(name: str) -> Answer:
    """Let in whoever a provider vouches for."""
    door, taken = door_of(name), take(name)
    if taken is None:
        return _failed(name, door.refused(NotHere, "state"), "/")
    if taken.purpose == ANEW:
        return _anew(name, door, taken)
    if taken.purpose:
        return proof.finish(name, door, taken)
    try:
        vouched = door.finish(taken.begun, request.args, way_back(name), now=now())
        if taken.user_id:
            return _offer(door, taken.user_id, vouched)
        with desk().database.write() as db:
            user = identities.who(db, door.provider, vouched, now=now(), language=language())
    except Refusal as refusal:
        return _failed(name, refusal, taken.target)
    return admit(user.id, user.email, taken.target, way="oidc", level=vouched.level)


def _anew(name: str, door: Door, taken: Taken) -> Answer:
    """Log in once more whoever is logged in, and nobody else, once they have identified themselves at the provider anew."""
    try:
        vouched = door.finish(taken.begun, request.args, way_back(name), now=now(), since=taken.since, to_sign=False)
        with desk().database.write() as db:
            user = identities.who(db, door.provider, vouched, now=now(), language=language())
            if not current_user.is_authenticated or {user.id, current_user.id} != {taken.user_id}:
                raise door.refused(NotHere, "another user")
    except Refusal as refusal:
        return _failed(name, refusal, taken.target, anew=True)
    return admit(user.id, user.email, taken.target, way="oidc", level=vouched.level)


def _offer(door: Door, user_id: int, vouched: Vouched) -> Response:
    """Let someone see whom the provider vouched for before it becomes a way in to their account."""
    if not current_user.is_authenticated or current_user.id != user_id:
        raise door.refused(NotHere, "another user")
    session[OFFERED] = [user_id, vouched.issuer, vouched.subject, vouched.name or vouched.email, int(now().timestamp())]
    return redirect(url_for("oidc.ways"), 303)


def _failed(name: str, refusal: Refusal, target: str, *, anew: bool = False) -> tuple[str, int]:
    log.warning("nobody was let in through a provider", provider=name, why=type(refusal).__name__,
                because=refusal.facts.get("because", ""))
    home = url_for("login.show", next=target)
    if anew:
        home = url_for("fresh.ask", next=target)
    elif current_user.is_authenticated:
        home = url_for("oidc.ways")
    connecting = current_user.is_authenticated and not anew
    again = url_for("oidc.start", name=name, next=target, koppla="1" if connecting else None, nytt="1" if anew else None)
    return render_template("accounts/oidc_failed.html", why=told(refusal), again=again, other=home), refusal.status


def _offered() -> tuple[Vouched, str] | None:
    """Return the identity offered to the one who asks, and the label of its provider."""
    match session.get(OFFERED):
        case [int() as user_id, str() as issuer, str() as subject, str() as name, int() as since]:
            labels = [label_of(one) for one in desk().settings.oidc.values() if one.issuer == issuer]
            if user_id == current_user.id and labels and since <= now().timestamp() < since + SECONDS:
                vouched = Vouched(issuer=issuer, subject=subject, name=name, email="", verified=False, level=None)
                return vouched, labels[0]
    return None


@pages.get("/jag/inloggning")
def ways() -> Answer:
    """Show which providers one is connected to."""
    with desk().database.read() as db:
        known = {one.issuer for one in identities.of_user(db, current_user.id)}
    listed = [Way(name, label_of(one), one.issuer in known) for name, one in desk().settings.oidc.items()]
    return render_template("accounts/oidc_ways.html", listed=listed, offered=_offered())


@pages.post("/jag/inloggning")
def connect() -> Answer:
    """Let the identity offered be a way in."""
    here, offered = url_for("oidc.ways"), _offered()
    session.pop(OFFERED, None)
    if offered is None:
        return redirect(here, 303)
    with acting(goes_to=here) as act:
        identities.connect(act.session, current_user.id, offered[0], now=now(), by=actor(), where=whence())
    return done(here, "Nu kan du logga in med {label}.", "You can now log in with {label}.", label=offered[1])


@pages.post("/jag/inloggning/<name>/bort")
def disconnect(name: str) -> Answer:
    """Let a provider be no way in any more."""
    provider = door_of(name).provider
    with acting(goes_to=url_for("oidc.ways")) as act:
        identities.disconnect(act.session, current_user.id, provider.issuer, now=now(), by=actor(), where=whence())
    return done(act.goes_to, "Du kan inte längre logga in med {label}.", "You can no longer log in with {label}.",
                label=label_of(provider))
