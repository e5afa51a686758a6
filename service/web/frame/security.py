"""What surrounds every page: cookies, headers, forged forms, too many attempts, ways back."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from service.intake.formats.limits import USUAL
from service.settings import Settings
from service.web.frame.desk import desk

LARGEST_FORM = 64 * 1024
LARGEST_LONG_FORM = 1024 * 1024
LARGEST_UPLOAD = USUAL.bytes + LARGEST_FORM
LONGEST_SESSION = timedelta(hours=12)

PAGE_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "connect-src 'self'", "style-src 'self'",
    "img-src 'self' data:", "font-src 'self'", "frame-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
))
# A mail carries its style within it; it is shown without scripts, pictures or ways out, inside our own page only.
MAIL_POLICY = "; ".join((
    "default-src 'none'", "style-src 'unsafe-inline'", "form-action 'none'", "base-uri 'none'",
    "frame-ancestors 'self'", "sandbox",
))

# A coarse brake, counted in each web worker for itself.
LIMITS = {"login.enter": "20 per minute", "links.asked": "10 per minute", "links.enter": "20 per minute",
          "first.begin": "10 per minute", "operator.mail": "5 per minute", "second.enter": "20 per minute",
          "fresh.prove": "20 per minute", "address.ask": "10 per minute",
          "oidc.start": "30 per minute", "oidc.back": "30 per minute", "proof.start": "30 per minute",
          "replies.answer": "30 per minute",
          "intake.upload": "30 per minute", "document_add.add": "30 per minute", "document.version": "30 per minute",
          "shift_files.look": "30 per minute", "shift_log.send": "120 per minute",
          "ways.hand_in": "30 per minute", "ways.upload": "30 per minute"}

# The pages that take more than LARGEST_FORM, and how much.
ROOMY = {"intake.upload": LARGEST_UPLOAD, "intake_review.save": LARGEST_LONG_FORM,
         "intake_contacts.save": LARGEST_LONG_FORM, "intake_draft.save": LARGEST_LONG_FORM,
         "outcome_import.upload": LARGEST_UPLOAD, "outcome_import.placed": LARGEST_LONG_FORM,
         "shift_files.look": LARGEST_LONG_FORM, "shift_files.keep": LARGEST_LONG_FORM}
# The pages that take as much as the settings let through.
UPLOADS = frozenset({"document_add.add", "document.version", "ways.hand_in", "ways.upload"})


def safe_path(target: str | None) -> str:
    """Return `target` if it is a path of this site, else the first page."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return "/"
    if not target.isascii() or any(ord(mark) <= 32 or mark in "\\\x7f" for mark in target):
        return "/"
    return target


def _widen() -> None:
    """Let who has logged in send more where a document or a long form is sent."""
    largest = ROOMY.get(request.endpoint or "")
    if request.endpoint in UPLOADS:
        largest = desk().settings.document_megabytes * 1_000_000 + LARGEST_FORM
    if largest is not None and current_user.is_authenticated:
        request.max_content_length = largest
        request.max_form_memory_size = LARGEST_LONG_FORM


def _number() -> None:
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    headers.setdefault("X-Frame-Options", "DENY")
    headers["X-Content-Type-Options"] = "nosniff"
    # Not `no-referrer`: forms sent over https are checked against where they come from.
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint != "static":
        headers["Cache-Control"] = "no-store"
    return response


def _only_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def secure(app: Flask, settings: Settings) -> None:
    """Harden the application."""
    https = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.need_secret(),
        SESSION_COOKIE_NAME="__Host-overens" if https else "overens",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=LONGEST_SESSION,
        # A log-in lasts so long from its beginning, however often pages are opened: no page sends the cookie again.
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.before_request(_number)
    app.before_request(_widen)
    app.after_request(_harden)
    if https:
        app.after_request(_only_https)
    CSRFProtect(app)


def look_past_proxies(app: Flask, settings: Settings) -> None:
    """Take who asks, and over what, from what the proxies told of in the settings say; from nobody else's headers."""
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies, x_host=0)


def brake(app: Flask) -> None:
    """Slow down who tries too often."""
    limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
    for endpoint, limit in LIMITS.items():
        view: Any = app.view_functions[endpoint]
        app.view_functions[endpoint] = limiter.limit(limit)(view)
