"""The first page: what needs the one who is logged in."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from service.web.frame.access import Who

pages = Blueprint("start", __name__)
WHO = {"index": Who.USER}


@pages.get("/")
def index() -> Response:
    """Lead to the list of agreements."""
    return redirect(url_for("portfolio.index"))
