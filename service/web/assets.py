"""Styles, scripts and fonts: each under its digest, packed where that saves and holds no secret."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, make_response, request, url_for

STATIC = Path(__file__).parent / "static"
# Texts that everyone may read: the length of what is packed with a secret in it could tell the secret, so pages go as they are.
PACKED = frozenset({"text/css", "text/javascript", "image/svg+xml"})


def asset(name: str) -> str:
    """Return the address of a static file, with its digest so that it may be kept for a year."""
    return _address(request.script_root, name)


@lru_cache(maxsize=64)
def _address(_root: str, name: str) -> str:
    return url_for("static", filename=name, v=_digest(STATIC / name))


def pack(app: Flask) -> None:
    """Send static texts packed to those who take them so."""
    send = app.view_functions["static"]

    def packed(**values: Any) -> Response:
        response = make_response(send(**values))
        if response.status_code != 200 or response.mimetype not in PACKED:
            return response
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip"):
            response.direct_passthrough = False
            response.set_data(_gzipped(response.get_data()))
            response.content_encoding = "gzip"
            response.set_etag(response.get_etag()[0] or "", weak=True)
        return response

    app.view_functions["static"] = packed


@lru_cache(maxsize=64)
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=32)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
