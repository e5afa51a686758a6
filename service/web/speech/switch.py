"""Choosing a language."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from service.notices.writing.words import LANGUAGES
from service.web.frame.access import Who
from service.web.frame.security import safe_path
from service.web.speech.language import choose

pages = Blueprint("language", __name__)
WHO = {"switch": Who.ANYONE}


@pages.post("/sprak")
def switch() -> Response:
    """Keep the language chosen, and go back."""
    chosen = request.form.get("language")
    if chosen in LANGUAGES:
        choose(chosen)
    return redirect(safe_path(request.form.get("next")))
