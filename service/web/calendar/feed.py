"""One's own calendar as a feed (RFC 5545), and the link to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta

from itsdangerous import BadData, URLSafeSerializer

from service.kernel.clock import local
from service.notices.writing.invitation import PRODUCT, STOCKHOLM, escaped, fold
from service.web.calendar.read import Event

SALT = "overens.kalender"


def feed_token(secret: str, person_id: int, nonce: str) -> str:
    """Return the token of a person's feed; the same one every time until the nonce changes."""
    return str(URLSafeSerializer(secret, salt=SALT).dumps([person_id, nonce]))


def read_feed_token(secret: str, token: str) -> tuple[int, str] | None:
    """Return (person_id, nonce) if we signed `token`, else None."""
    try:
        found = URLSafeSerializer(secret, salt=SALT).loads(token)
    except (BadData, UnicodeError):
        return None
    match found:
        case [int() as person_id, str() as nonce]:
            return person_id, nonce
    return None


def feed(events: Sequence[Event], *, name: str, base_url: str) -> str:
    """Return the feed, folded, with CRLF."""
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H", *STOCKHOLM.splitlines()]
    for one in events:
        lines += _event(one, base_url)
    return "\r\n".join(fold(line) for line in [*lines, "END:VCALENDAR", ""])


def _event(one: Event, base_url: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    # Not the invitation's own: a calendar that holds both must not take the one for the other.
    yield f"UID:{escaped(one.uid)}.feed"
    yield f"DTSTAMP:{one.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if one.starts is not None and one.ends is not None:
        yield f"DTSTART;TZID=Europe/Stockholm:{local(one.starts):%Y%m%dT%H%M%S}"
        yield f"DTEND;TZID=Europe/Stockholm:{local(one.ends):%Y%m%dT%H%M%S}"
    else:
        yield f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(f'{one.what} – {one.agreement}')}"
    if one.place:
        yield f"LOCATION:{escaped(one.place)}"
    yield f"URL:{base_url}{one.link}"
    yield "END:VEVENT"
