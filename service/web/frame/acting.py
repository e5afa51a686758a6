"""Acting on a form: one transaction, once however often it is sent, refusals told beside the form."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, flash, redirect, request
from flask_login import current_user
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from service.accounts.tables import SubmissionRow
from service.kernel.errors import NotAStep, Refusal
from service.parties.store import cast
from service.web.frame.access import standing_here
from service.web.frame.desk import desk, now
from service.web.frame.forms import Form
from service.web.frame.security import safe_path
from service.web.speech.language import say

FIELD = "once"
LONGEST = 64
NOT_OF_THE_FORM = frozenset({403, 404, 410})


class Repeated(Exception):
    """The same form was sent before; what it did is at `location`."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


@dataclass
class Acting:
    """One act on its way: the transaction, and where it leads."""

    session: Session
    goes_to: str = "/"


def once() -> str:
    """Return a value that makes a form count once."""
    return secrets.token_urlsafe(16)


def actor() -> str:
    """Name who acts, for history."""
    return str(current_user.name) if current_user.is_authenticated else "–"


def party_for(right: str) -> int | None:
    """Return the party for which someone acts by a right, the first if there are several; None for whoever runs the installation."""
    return next(iter(standing_here().parties_for(right)), None)


def actor_for(session: Session, agreement_id: int, right: str, party_id: int | None = None) -> str:
    """Name who acts and for which party: the one given, or the first for which the right is held."""
    chosen = party_id if party_id is not None else party_for(right)
    party = next((one for one in cast(session, agreement_id).every if one.id == chosen), None)
    return f"{actor()} for {party.name}" if party is not None else actor()


@contextmanager
def acting(form: Form[Any] | None = None, *, goes_to: str = "/") -> Iterator[Acting]:
    """Open the transaction of a submitted form.

    A refusal is noted on `form` when there is one and it is about what was typed, and everything undone. A form already acted on
    raises Repeated, which leads to where the first one led.
    """
    key = request.form.get(FIELD, "")[:LONGEST]
    try:
        with desk().database.write() as session:
            act = Acting(session, goes_to)
            if key:
                _note(session, key, goes_to)
            yield act
            if key and act.goes_to != goes_to:
                session.execute(update(SubmissionRow).where(SubmissionRow.key == key).values(location=act.goes_to))
    except Refusal as refusal:
        if form is None or refusal.status in NOT_OF_THE_FORM or isinstance(refusal, NotAStep):
            raise
        form.refuse(refusal)


def _note(session: Session, key: str, location: str) -> None:
    try:
        session.execute(insert(SubmissionRow).values(
            key=key, user_id=current_user.id if current_user.is_authenticated else None, at=now(), location=location))
    except IntegrityError:
        session.rollback()
        raise Repeated(_location(key, location)) from None


def _location(key: str, otherwise: str) -> str:
    with desk().database.read() as session:
        query = select(SubmissionRow.location).where(SubmissionRow.key == key)
        return session.scalars(query).one_or_none() or otherwise


def forget_old(session: Session, before: Any) -> None:
    """Drop the notes of forms sent before a moment."""
    session.execute(delete(SubmissionRow).where(SubmissionRow.at < before))


def done(location: str, sv: str = "", en: str = "", **facts: Any) -> Response:
    """Lead on after an act, and tell what was done."""
    if sv:
        flash(say(sv, en, **facts), "done")
    return redirect(location, 303)


def again(repeated: Repeated) -> Response:
    """Lead on after a form that was sent twice."""
    flash(say("Det var redan gjort.", "That was already done."), "info")
    return redirect(safe_path(repeated.location), 303)


def serve(app: Flask) -> None:
    """Let the application act on forms."""
    app.jinja_env.globals["once"] = once
    app.register_error_handler(Repeated, again)
