"""From an outbox row to the bytes of its message: composed once per matter and language, then merged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import Any, NamedTuple, Self

from service.kernel.errors import Refusal
from service.notices.tables import OutboxRow
from service.notices.writing import invitation, mime
from service.notices.writing.addresses import wire_address
from service.notices.writing.facts import NOTICES, BadPayload, read
from service.notices.writing.languages import SPEECH
from service.notices.writing.links import PATH, TICKET_PATH, reply_token, ticket_token
from service.notices.writing.render import RECIPIENT, TOKEN, calendar_words, render
from service.settings import Settings

MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+")
MARKS = re.compile(f"([{TOKEN}{RECIPIENT}])")
MASK = "•••"

# Places in a prepared message where a personal part goes.
HEAD, BOUNDARY, REPLY, PLAIN_NAME, HTML_NAME = range(5)


@dataclass(frozen=True)
class Letterhead:
    """What is the same in everything that this installation sends."""

    name: str
    email: str
    base_url: str
    secret: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the letterhead of an installation; without a secret there are no reply links."""
        secret = settings.secret_key.get_secret_value() if settings.secret_key else ""
        return cls(settings.mail_sender_name, settings.mail_sender, settings.base_url, secret)


class Mailing(NamedTuple):
    """The parts of an outbox row that a message is made of."""

    id: int
    key: str
    name: str
    to_name: str
    to_email: str
    language: str
    payload: str
    seat_id: int | None
    nonce: str | None
    message_id: str
    created_at: datetime

    @classmethod
    def of(cls, row: OutboxRow) -> Self:
        """Return the mailing of a row."""
        return cls(*(getattr(row, field) for field in cls._fields))


class Composed(NamedTuple):
    """A message ready for the wire and its envelope; `utf8` says that the server must know SMTPUTF8."""

    content: bytes
    sender: str
    to: str
    utf8: bool


class Preview(NamedTuple):
    """A message as a person sees it."""

    subject: str
    text: str
    html: str
    calendar: str | None


@dataclass(frozen=True)
class Prepared:
    """One matter in one language, with places for the personal parts."""

    preview: Preview
    plan: tuple[bytes | int, ...]
    sender: str
    called: frozenset[str]


def compose(mailing: Mailing, head: Letterhead) -> Composed:
    """Return the message of a mailing; the same mailing gives the same bytes every time."""
    to, utf8 = wire_address(mailing.to_email)
    prepared = _prepared_for(mailing, head)
    if prepared.called and mailing.to_email.casefold() not in prepared.called:
        raise BadPayload(why=f"{mailing.to_email} is not among those called")
    message_id = mailing.message_id.strip().removeprefix("<").removesuffix(">")
    if not MESSAGE_ID.fullmatch(message_id):
        raise BadPayload(why="its Message-ID is not well formed")
    headers = b"".join((
        mime.address_header("To", mailing.to_name, mailing.to_email),
        f"Message-ID: <{message_id}>\r\nDate: {format_datetime(mailing.created_at)}\r\n".encode(),
    ))
    personal = (headers, _boundary(mailing.key), mime.joint(mime.quoted(_reply(mailing, head))), *_recipient(mailing))
    content = b"".join([part if type(part) is bytes else personal[part] for part in prepared.plan])  # type: ignore[index]
    return Composed(content, prepared.sender, to, utf8)


def preview(row: OutboxRow, head: Letterhead, *, masked: bool = True) -> Preview:
    """Return a row as its recipient sees it; masked links let nobody answer in another's place."""
    mailing = Mailing.of(row)
    shown = _prepared_for(mailing, head).preview
    token = MASK if masked else _reply(mailing, head)
    plain = _plain_recipient(mailing)
    return shown._replace(
        text=shown.text.replace(TOKEN, token).replace(RECIPIENT, plain),
        html=shown.html.replace(TOKEN, token).replace(RECIPIENT, escape(plain)),
    )


def _answers(mailing: Mailing, head: Letterhead) -> bool:
    return bool(head.secret and mailing.seat_id is not None and mailing.nonce)


def _reply(mailing: Mailing, head: Letterhead) -> str:
    if not _answers(mailing, head):
        return ""
    assert mailing.seat_id is not None and mailing.nonce is not None
    if mailing.name in NOTICES and NOTICES[mailing.name].ticket:
        return ticket_token(head.secret, mailing.seat_id, mailing.nonce)
    return reply_token(head.secret, mailing.seat_id, mailing.nonce)


def _plain_recipient(mailing: Mailing) -> str:
    name = mime.one_line(mailing.to_name)
    return f"{name} ({mailing.to_email})" if name else mailing.to_email


@lru_cache(maxsize=4096)
def _recipient_parts(plain: str) -> tuple[bytes, bytes]:
    return mime.joint(mime.quoted(plain)), mime.joint(mime.quoted(escape(plain)))


def _recipient(mailing: Mailing) -> tuple[bytes, bytes]:
    return _recipient_parts(_plain_recipient(mailing))


def _boundary(key: str) -> bytes:
    # "=_" cannot stand in quoted-printable, nor "_" in base64: no body can hold a boundary.
    return b"=_" + sha256(key.encode()).hexdigest()[:32].encode()


def _prepared_for(mailing: Mailing, head: Letterhead) -> Prepared:
    try:
        return prepare(mailing.name, mailing.language, mailing.payload, _answers(mailing, head), head)
    except Refusal:
        raise
    except Exception as error:
        # Whatever one notice is made of must not stop the others.
        raise BadPayload(why=f"{type(error).__name__}: {error}") from error


@lru_cache(maxsize=256)
def prepare(name: str, language: str, payload: str, answers: bool, head: Letterhead) -> Prepared:
    """Compose one matter in one language, all but the personal parts."""
    if language not in SPEECH:
        raise BadPayload(why=f"there is no language {language!r}")
    facts = read(name, payload)
    url = "".join(f"{head.base_url}{facts['link']}".split())
    if NOTICES[name].ticket:
        if not answers:
            raise BadPayload(why=f"{name} needs what its link is bound to")
        url = f"{head.base_url}{TICKET_PATH}{TOKEN}"
    reply_url = f"{head.base_url}{PATH}{TOKEN}" if answers and NOTICES[name].replies else None
    said = render(name, language, facts, url=url, reply_url=reply_url)
    calendar = _calendar(facts, language, url, head) if facts["calendar"] else None
    plan: list[bytes | int] = [HEAD, _headers(said.subject, facts, head, language), BOUNDARY, b'"\r\n']
    plan += _part("text/plain; charset=utf-8", "quoted-printable", _pieces(said.text, PLAIN_NAME))
    plan += _part("text/html; charset=utf-8", "quoted-printable", _pieces(said.html, HTML_NAME))
    if calendar:
        kind = f"text/calendar; method={facts['calendar']['method']}; charset=utf-8"
        plan += _part(kind, "base64", [mime.base64_lines(calendar)])
    plan += [b"\r\n--", BOUNDARY, b"--\r\n"]
    called = [one["email"].casefold() for one in facts["calendar"]["attendees"]] if calendar else []
    shown = Preview(mime.one_line(said.subject), said.text, said.html, calendar)
    return Prepared(shown, tuple(_joined(plan)), wire_address(head.email)[0], frozenset(called))


def _calendar(facts: Mapping[str, Any], language: str, url: str, head: Letterhead) -> str:
    summary, description = calendar_words(language, facts)
    sent_by = wire_address(head.email)[0]
    calendar = {**facts["calendar"], "only_some": bool(facts.get("only_you"))}
    return invitation.write(
        calendar, language=language, summary=summary, description=description, url=url, service=sent_by
    )


def _headers(subject: str, facts: Mapping[str, Any], head: Letterhead, language: str) -> bytes:
    sender = facts["sender_name"]
    shown = f"{mime.one_line(sender)} via {head.name}" if sender else head.name
    reply_to = facts["reply_to"]
    return b"".join((
        mime.address_header("From", shown, head.email),
        mime.address_header("Reply-To", reply_to["name"], reply_to["email"]) if reply_to else b"",
        mime.header("Subject", subject),
        f"Content-Language: {language}\r\n".encode(),
        b"Auto-Submitted: auto-generated\r\n",
        b"X-Auto-Response-Suppress: OOF, AutoReply\r\n",
        b"MIME-Version: 1.0\r\n",
        b'Content-Type: multipart/alternative;\r\n boundary="',
    ))


def _part(kind: str, coding: str, body: list[bytes | int]) -> list[bytes | int]:
    opening = f"\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n\r\n".encode()
    return [b"\r\n--", BOUNDARY, opening, *body]


def _pieces(body: str, name: int) -> list[bytes | int]:
    places = {TOKEN: REPLY, RECIPIENT: name}
    split = MARKS.split(body)
    pieces: list[bytes | int] = []
    for number, piece in enumerate(split):
        if piece in places:
            pieces.append(places[piece])
        else:
            coded = mime.quoted(piece)
            pieces.append(coded if number == len(split) - 1 else mime.joint(coded))
    return pieces


def _joined(plan: list[bytes | int]) -> list[bytes | int]:
    found: list[bytes | int] = []
    for part in plan:
        if isinstance(part, bytes) and found and isinstance(last := found[-1], bytes):
            found[-1] = last + part
        else:
            found.append(part)
    return found
