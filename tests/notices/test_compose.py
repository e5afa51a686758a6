"""Messages on the wire: what email.message would make of them, whatever is put in."""

from __future__ import annotations

import email
import email.policy
import re
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.kernel.errors import Refusal
from service.notices.tables import OutboxRow
from service.notices.writing.addresses import BadAddress, wire_address
from service.notices.writing.compose import compose, preview
from service.notices.writing.facts import NOTICES
from tests.notices.examples import AMIRA, CALENDAR, CREATED, HEAD, KARIN, mailing

NASTY = [
    "Karin\r\nBcc: all@example.org", "x\nSubject: other", 'Åsa "Kalle" Öst, \\', "=?utf-8?q?spoof?=", "🚌 Bussen",
    "a" * 1000, "å" * 1000, "Lind, Karin (chef)", "\x00\x07", "", "Ann <evil@example.org>",
]


def parsed(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def by_library(name: str, language: str) -> EmailMessage:
    """Return the same message as email.message makes it."""
    seen = preview(OutboxRow(**mailing(name, language)._asdict()), HEAD, masked=False)
    made = EmailMessage(policy=email.policy.SMTP)
    made["To"] = Address(AMIRA["name"], addr_spec=AMIRA["email"])
    made["Message-ID"] = "<abc@overens.notice>"
    made["Date"] = CREATED
    made["From"] = Address("Karin Lind via Överens", addr_spec="post@overens.example")
    made["Reply-To"] = Address(KARIN["name"], addr_spec=KARIN["email"])
    made["Subject"] = seen.subject
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    made.set_content(seen.text)
    made.add_alternative(seen.html, subtype="html")
    if seen.calendar:
        method = NOTICES[name].calendar
        made.add_alternative(seen.calendar, subtype="calendar", params={"method": method})
    made["Content-Language"] = language
    return made


@pytest.mark.parametrize("name", sorted(NOTICES))
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_message_equals_what_the_library_makes(name: str, language: str) -> None:
    # Headers are compared as given to the library: its own folding doubles a space before an encoded word.
    ours, theirs = parsed(compose(mailing(name, language), HEAD).content), by_library(name, language)
    skipped = {"content-type", "mime-version"}
    assert {key.lower(): str(value) for key, value in ours.items() if key.lower() not in skipped} == {
        key.lower(): str(value) for key, value in theirs.items() if key.lower() not in skipped
    }
    our_parts, their_parts = list(ours.iter_parts()), list(theirs.iter_parts())
    assert ours.get_content_type() == theirs.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in our_parts] == [part.get_content_type() for part in their_parts]
    for our_part, their_part in zip(our_parts, their_parts, strict=True):
        assert our_part.get_content_charset() == "utf-8"
        assert our_part["content-type"].params.get("method") == their_part["content-type"].params.get("method")
        assert our_part.get_content().replace("\r\n", "\n") == their_part.get_content().replace("\r\n", "\n")


def test_the_calendar_comes_last_with_its_method() -> None:
    parts = list(parsed(compose(mailing("meeting_cancelled"), HEAD).content).iter_parts())
    assert [str(part["content-type"]) for part in parts] == [
        'text/plain; charset="utf-8"', 'text/html; charset="utf-8"', 'text/calendar; method="CANCEL"; charset="utf-8"',
    ]
    assert "\nMETHOD:CANCEL\n" in parts[2].get_content().replace("\r\n", "\n")


def test_the_same_row_gives_the_same_bytes() -> None:
    assert compose(mailing("meeting_call"), HEAD) == compose(mailing("meeting_call"), HEAD)


def test_what_differs_between_two_recipients_is_personal() -> None:
    one = compose(mailing("meeting_call"), HEAD).content
    other = compose(mailing("meeting_call", to_name="Karin Lind", to_email=KARIN["email"], seat_id=13), HEAD).content
    boundary = re.compile(rb"=_[0-9a-f]{32}")
    ours, theirs = (boundary.sub(b"B", raw).splitlines() for raw in (one, other))
    differing = [line for line in ours if line not in theirs]
    assert len(differing) == 9
    assert len([line for line in differing if line.startswith(b"WzEy")]) == 6


def check(raw: bytes) -> EmailMessage:
    raw.decode("ascii")
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    body = raw.partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 78
    message = parsed(raw)
    assert [key.lower() for key in message] == [
        "to", "message-id", "date", "from", "reply-to", "subject", "content-language", "auto-submitted",
        "x-auto-response-suppress", "mime-version", "content-type",
    ]
    assert message["to"].addresses[0].addr_spec == AMIRA["email"]
    return message


@pytest.mark.parametrize("text", NASTY)
def test_nothing_put_in_becomes_a_header_or_a_long_line(text: str) -> None:
    facts = {
        "agreement": text or "x", "clause": text, "parties": [text, "B"], "sender_name": text, "place": text,
        "reply_to": {"name": text, "email": KARIN["email"]}, "convenor": text,
        "calendar": {**CALENDAR, "place": text, "organizer": {"name": text, "email": KARIN["email"]}},
    }
    message = check(compose(mailing("meeting_call", facts=facts, to_name=text), HEAD).content)
    assert len(message["to"].addresses) == len(message["from"].addresses) == len(message["reply-to"].addresses) == 1


@given(text=st.text(max_size=300))
def test_a_subject_comes_out_as_it_went_in(text: str) -> None:
    one = mailing("declined", facts={"by": text, "reason": text})
    message = check(compose(one, HEAD).content)
    assert str(message["subject"]) == preview(OutboxRow(**one._asdict()), HEAD).subject


@given(name=st.text(max_size=120), token=st.text("abcdefghijklmnop", min_size=1, max_size=90))
def test_personal_parts_come_out_as_they_went_in(name: str, token: str) -> None:
    one = mailing("meeting_call", to_name=name, nonce=token)
    message = check(compose(one, HEAD).content)
    seen = preview(OutboxRow(**one._asdict()), HEAD, masked=False)
    plain, html, _ = message.iter_parts()
    assert plain.get_content().replace("\r\n", "\n") == seen.text
    assert html.get_content().replace("\r\n", "\n") == seen.html


def test_markup_in_facts_stays_text() -> None:
    facts = {"agreement": "<script>alert(1)</script>", "clause": "<img src=x>"}
    html = preview(OutboxRow(**mailing("begun", facts=facts, to_name="<b>")._asdict()), HEAD).html
    assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_an_idn_domain_goes_in_its_ascii_form() -> None:
    composed = compose(mailing("begun", to_email="Anna@räksmörgås.example"), HEAD)
    assert composed.to == "Anna@xn--rksmrgs-5wao1o.example"
    assert b"<Anna@xn--rksmrgs-5wao1o.example>" in composed.content


@pytest.mark.parametrize("address", [
    "", "nobody", "@x.example", "a@", "a b@x.example", "a@x..example", "a@-x.example", "a\r\nb@x.example",
    "a@b@c.example", "a>@x.example", ".a@x.example", "a..b@x.example", "a@straße.example", "a@" + "x" * 64 + ".example",
])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        wire_address(address)


@pytest.mark.parametrize(("changed", "words"), [
    ({"payload": "{}"}, "meeting_call lacks agenda, agreement,"),
    ({"payload": "["}, "its facts are not JSON"),
    ({"payload": "[]"}, "its facts are not an object"),
    ({"name": "party_time"}, "there is no notice 'party_time'"),
    ({"language": "fi"}, "there is no language 'fi'"),
    ({"to_email": "stranger@linden.example"}, "stranger@linden.example is not among those called"),
    ({"message_id": "x\r\nBcc: y"}, "its Message-ID is not well formed"),
])
def test_what_cannot_be_written_is_refused_with_a_sentence(changed: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        compose(mailing("meeting_call")._replace(**changed), HEAD)
    assert words in refused.value.sentence("en")


def test_a_call_without_its_calendar_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        compose(mailing("meeting_call", facts={"calendar": None}), HEAD)
    assert str(refused.value) == (
        "This notice cannot be written: meeting_call goes with the calendar method REQUEST, not None."
    )
