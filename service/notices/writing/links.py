"""Signed links by which someone without an account answers a call."""

from __future__ import annotations

from itsdangerous import BadData, URLSafeSerializer

SALT = "overens.svar"
PATH = "/svar/"
TICKET_SALT = "overens.lank"
TICKET_PATH = "/lank/"
ANSWERS = ("ja", "nej", "annan")


def reply_token(secret: str, seat_id: int, nonce: str) -> str:
    """Return the token that stands for a seat at a meeting; the same one every time."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps([seat_id, nonce]))


def reply_url(base_url: str, secret: str, seat_id: int, nonce: str) -> str:
    """Return the address of the page where the holder of a seat answers."""
    return f"{base_url.rstrip('/')}{PATH}{reply_token(secret, seat_id, nonce)}"


def read_reply_token(secret: str, token: str) -> tuple[int, str] | None:
    """Return (seat_id, nonce) if we signed `token`, else None."""
    return _read(secret, SALT, token)


def ticket_token(secret: str, ticket_id: int, nonce: str) -> str:
    """Return the token of a link that lets someone in once; the same one every time."""
    return str(URLSafeSerializer(secret, salt=TICKET_SALT).dumps([ticket_id, nonce]))


def read_ticket_token(secret: str, token: str) -> tuple[int, str] | None:
    """Return (ticket_id, nonce) if we signed `token`, else None."""
    return _read(secret, TICKET_SALT, token)


def _read(secret: str, salt: str, token: str) -> tuple[int, str] | None:
    try:
        found = URLSafeSerializer(secret, salt=salt).loads(token)
    except (BadData, UnicodeError):
        return None
    match found:
        case [int() as number, str() as nonce]:
            return number, nonce
    return None
