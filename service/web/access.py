"""Who may open which page: one table, asked before every request."""

from __future__ import annotations

from enum import StrEnum

from flask import Flask, abort, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.parties.users import OPERATOR


class Who(StrEnum):
    """Who a page is for."""

    ANYONE = "anyone"
    READER = "reader"
    OPERATOR = "operator"
    OPERATOR_OR_HERE = "operator or here"


WHO = {
    "static": Who.ANYONE,
    "health.healthz": Who.ANYONE,
    "health.metrics": Who.OPERATOR_OR_HERE,
    "language.switch": Who.ANYONE,
    "login.show": Who.ANYONE,
    "login.enter": Who.ANYONE,
    "login.leave": Who.READER,
    "replies.show": Who.ANYONE,
    "replies.answer": Who.ANYONE,
    "agreements.index": Who.READER,
    "agreements.show": Who.READER,
    "agreements.decision": Who.READER,
    "meetings.show": Who.READER,
    "post.index": Who.READER,
    "post.show": Who.READER,
    "post.html": Who.READER,
}
LOOPBACK = ("127.0.0.1", "::1")
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


def _from_here() -> bool:
    """Say whether the request comes from this machine itself, not through a proxy on it."""
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in FORWARDED)


def allowed(who: Who) -> bool:
    """Say whether the one who asks may."""
    if who is Who.ANYONE:
        return True
    if who is Who.OPERATOR_OR_HERE and _from_here():
        return True
    if not current_user.is_authenticated:
        return False
    return who is Who.READER or current_user.role == OPERATOR


def _guard() -> Response | None:
    if request.endpoint is None or allowed(WHO[request.endpoint]):
        return None
    if current_user.is_authenticated or WHO[request.endpoint] is not Who.READER:
        abort(403)
    target = request.full_path.rstrip("?") if request.method in ("GET", "HEAD") else None
    return redirect(url_for("login.show", next=target if target != "/" else None))


def guard(app: Flask) -> None:
    """Ask the table before every request; refuse to start with a page that is not in it."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    if endpoints != WHO.keys():
        raise LookupError(f"pages and the table of who may open them differ: {endpoints ^ WHO.keys()}")
    app.before_request(_guard)
