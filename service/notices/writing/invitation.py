"""The calendar part of a call: iCalendar (RFC 5545) as a request or a cancellation (RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from service.kernel.clock import local
from service.notices.writing.addresses import BadAddress, wire_address

PRODUCT = "-//Overens//Overens 1//SV"
STATUS = {"needs-action": "NEEDS-ACTION", "accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE"}
FOLD_AT = 75
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")

# Fixed and with rules instead of listed dates, so that it never runs out.
STOCKHOLM = """
BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
""".strip()


def write(calendar: Mapping[str, Any], *, language: str, summary: str, description: str, url: str, service: str) -> str:
    """Return the whole calendar object, folded, with CRLF; `service` is the address that sends it."""
    lines = ["BEGIN:VCALENDAR", f"PRODID:{PRODUCT}", "VERSION:2.0", "CALSCALE:GREGORIAN",
             f"METHOD:{calendar['method']}", *STOCKHOLM.splitlines(), "BEGIN:VEVENT"]
    lines += _event(calendar, language, summary, description, url, service)
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(fold(line) for line in lines)


def uninvite(calendar: Mapping[str, Any], emails: Collection[str], *, sequence: int) -> dict[str, Any]:
    """Return the same calendar facts as a cancellation to these attendees only; the meeting stands for the others."""
    gone = {email.casefold() for email in emails}
    left = [one for one in calendar["attendees"] if one["email"].casefold() in gone]
    return {**calendar, "method": "CANCEL", "sequence": sequence, "attendees": left, "only_some": True}


def _event(
    calendar: Mapping[str, Any], language: str, summary: str, description: str, url: str, service: str
) -> Iterator[str]:
    cancels = calendar["method"] == "CANCEL"
    yield f"UID:{escaped(calendar['uid'])}"
    yield f"SEQUENCE:{int(calendar['sequence'])}"
    yield f"DTSTAMP:{datetime.fromisoformat(calendar['stamp']).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID=Europe/Stockholm:{local(datetime.fromisoformat(calendar['starts'])):%Y%m%dT%H%M%S}"
    yield f"DTEND;TZID=Europe/Stockholm:{local(datetime.fromisoformat(calendar['ends'])):%Y%m%dT%H%M%S}"
    yield f"SUMMARY;LANGUAGE={language}:{escaped(summary)}"
    if calendar["place"] or calendar["video"]:
        yield f"LOCATION:{escaped(calendar['place'] or calendar['video'])}"
    yield f"DESCRIPTION;LANGUAGE={language}:{escaped(description)}"
    yield f"URL:{url}"
    organizer = calendar["organizer"] or {"name": "Överens", "email": service}
    sent_by = f'SENT-BY="mailto:{service}"'
    yield f"ORGANIZER;CN={_quoted(organizer['name'])};{sent_by}:mailto:{_address(organizer['email'])}"
    for attendee in calendar["attendees"]:
        yield from _attendee(attendee, cancels)
    # RFC 5546 3.2.5: the status is left out when only some are struck from a meeting that stands.
    if not calendar.get("only_some"):
        yield f"STATUS:{'CANCELLED' if cancels else 'CONFIRMED'}"
    yield f"TRANSP:{'TRANSPARENT' if cancels else 'OPAQUE'}"


def _attendee(attendee: Mapping[str, Any], cancels: bool) -> Iterator[str]:
    try:
        address = _address(attendee["email"])
    except BadAddress:
        # One that cannot be reached must not keep the others from being called.
        return
    yield (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={STATUS[attendee['status']]};"
        f"RSVP={'FALSE' if cancels else 'TRUE'};CN={_quoted(attendee['name'])}:mailto:{address}"
    )


def _address(email: str) -> str:
    return wire_address(email)[0]


def _quoted(name: str) -> str:
    """Return a parameter value in quotes; there is no way to write a quote inside that all readers know."""
    return '"' + " ".join(CONTROLS.sub(" ", name).replace('"', "'").split()) + '"'


def escaped(value: str) -> str:
    """Return a text as it is written in a calendar."""
    value = CONTROLS.sub(" ", value)
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def fold(line: str) -> str:
    """Fold one line at 75 octets, never inside a character."""
    raw = line.encode()
    if len(raw) <= FOLD_AT:
        return line
    pieces = []
    limit = FOLD_AT
    while len(raw) > limit:
        cut = limit
        while raw[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(raw[:cut].decode())
        raw = raw[cut:]
        limit = FOLD_AT - 1
    pieces.append(raw.decode())
    return "\r\n ".join(pieces)
