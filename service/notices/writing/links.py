"""Signed links by which someone without an account answers a call."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

SALT = "overens.svar"
PATH = "/svar/"
ANSWERS = ("ja", "nej", "annan")


def reply_token(secret: str, seat_id: int, nonce: str) -> str:
    """Return the token that stands for a seat at a meeting; the same one every time."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps([seat_id, nonce]))


def reply_url(base_url: str, secret: str, seat_id: int, nonce: str) -> str:
    """Return the address of the page where the holder of a seat answers."""
    return f"{base_url.rstrip('/')}{PATH}{reply_token(secret, seat_id, nonce)}"


def read_reply_token(secret: str, token: str) -> tuple[int, str] | None:
    """Return (seat_id, nonce) if we signed `token`, else None."""
    try:
        found = URLSafeSerializer(secret, salt=SALT).loads(token)
    except (BadData, UnicodeError):
        return None
    match found:
        case [int() as seat_id, str() as nonce]:
            return seat_id, nonce
    return None
