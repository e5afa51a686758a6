"""The sample agreements, one for each stage of life, whatever today's date is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from service.agreements.states import Step
from service.agreements.tables import AgreementRow
from service.agreements.terms import Ending, Expiry
from service.db import Database
from service.demo import changes, failing
from service.demo.lived.life import BY, live_through
from service.demo.sample import CONTACTS, sample_terms
from service.demo.town import PARTNERS, Partner
from service.kernel.calendar import add_months
from service.kernel.clock import local_day, moment
from service.lifecycle.acts.register import register
from service.lifecycle.acts.renewal import decide
from service.lifecycle.signing.manner import Manner
from service.lifecycle.signing.papers import put_agreement
from service.lifecycle.signing.sign import send, sign
from service.lifecycle.steps import take
from service.parties.model import Function
from service.parties.store import cast
from service.renewal.states import Answer
from service.signatures.store import AGREEMENT

FIRST_YEAR = 2025


def is_empty(database: Database) -> bool:
    """Say whether no agreement is there yet."""
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(AgreementRow)).one() == 0


def sample(database: Database, *, now: datetime) -> list[int]:
    """Fill in the agreement of 2025, which has ended, and its successor for the current year."""
    year = local_day(now).year
    first = _signed(database, None, date(FIRST_YEAR, 2, 1), date(FIRST_YEAR, 12, 31), registered=date(FIRST_YEAR, 1, 20),
                    signed=date(FIRST_YEAR, 2, 1))
    made = [first]
    live_through(database, made, moment(date(FIRST_YEAR, 2, 1), 9), min(now, moment(date(year - 1, 12, 10), 9)))
    if year > FIRST_YEAR:
        made.append(_signed(database, None, date(year, 1, 1), date(year, 12, 31), registered=date(year - 1, 12, 10),
                            signed=date(year - 1, 12, 15)))
        live_through(database, made, moment(date(year - 1, 12, 15), 9), now)
        _public_says_extend(database, made[-1], now)
    return made


def draft(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that begins in two months and nobody has sent for signature."""
    start = add_months(local_day(now), 2).replace(day=1)
    return [_registered(database, PARTNERS["sprakcafe"], start, _year_on(start), now)]


def signing(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that one of two parties has signed."""
    start = local_day(now) + timedelta(days=21)
    sent = now - timedelta(days=10)
    made = _registered(database, PARTNERS["nattvandrarna"], start, _year_on(start), sent)
    with database.write() as session:
        put_agreement(session, made, Manner(), now=sent, by=BY)
        changes.sign_in_ink(session, made, AGREEMENT, now=sent + timedelta(days=2), most=1)
    live_through(database, [made], sent + timedelta(days=2), now)
    return [made]


def signed(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that all have signed and that begins in a fortnight."""
    return [_lived(database, PARTNERS["simskolan"], local_day(now) + timedelta(days=14), months=12, now=now)]


def active(database: Database, *, now: datetime) -> list[int]:
    """Fill in agreements in the middle of their time."""
    return [
        _lived(database, PARTNERS["lyktan"], add_months(local_day(now), -5), months=18, now=now),
        _lived(database, PARTNERS["fritidsbanken"], add_months(local_day(now), -8).replace(day=1), months=24, now=now,
               ending=Ending(mode=Expiry.RENEWS, months=12, max_times=2)),
    ]


def until_further_notice(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement without a last day."""
    return [_lived(database, PARTNERS["fyren"], add_months(local_day(now), -14).replace(day=1), now=now,
                   ending=Ending(mode=Expiry.UNTIL_FURTHER_NOTICE))]


def renewal_due(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement whose decision on renewal is three weeks away; one party has answered."""
    end = add_months(local_day(now) + timedelta(days=21), 2)
    made = _lived(database, PARTNERS["mareld"], add_months(end, -11), end=end, now=now)
    _public_says_extend(database, made, now)
    return [made]


def renewal_overdue(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement whose decision on renewal should have been taken three weeks ago."""
    end = add_months(local_day(now) - timedelta(days=21), 2)
    return [_lived(database, PARTNERS["laxhjalpen"], add_months(end, -11), end=end, now=now)]


def ended(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that ended three weeks ago, with its last duties left."""
    end = local_day(now) - timedelta(days=21)
    return [_lived(database, PARTNERS["odlingen"], add_months(end, -11), end=end, now=now)]


def closed(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that ended a year ago, its last duties done and itself closed."""
    end = add_months(local_day(now), -13).replace(day=1) - timedelta(days=1)
    made = _lived(database, PARTNERS["alven"], add_months(end + timedelta(days=1), -12), end=end, now=now)
    with database.write() as session:
        take(session, made, Step.CLOSE, now=now, by=BY)
    return [made]


def amended(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that all have changed by an amendment, in force for three weeks."""
    made = _lived(database, PARTNERS["verkstan"], add_months(local_day(now), -6).replace(day=1), months=18, now=now)
    changes.more_meetings(database, made, now=now - timedelta(days=21))
    live_through(database, [made], now - timedelta(days=21), now)
    return [made]


def amending(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement with an amendment that one of two parties has signed."""
    made = _lived(database, PARTNERS["kolonin"], add_months(local_day(now), -3).replace(day=1), months=12, now=now)
    changes.more_money(database, made, now=now - timedelta(days=4))
    live_through(database, [made], now - timedelta(days=4), now)
    return [made]


def extending(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that both parties have decided to extend; the extension is a draft that nobody has sent."""
    end = add_months(local_day(now) + timedelta(days=30), 2)
    made = _lived(database, PARTNERS["hamnen"], add_months(end, -11), end=end, now=now)
    changes.decided_to_extend(database, made, now=now - timedelta(days=2))
    live_through(database, [made], now - timedelta(days=2), now)
    return [made]


def in_breach(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that one party has failed: notice is given and received, rectification is reported, the time runs."""
    made = _lived(database, PARTNERS["nattjouren"], add_months(local_day(now), -7).replace(day=1), months=12, now=now)
    failing.failed(database, made, now=now)
    live_through(database, [made], now - timedelta(days=5), now)
    return [made]


def notice_given(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement until further notice that the association has ended: the notice is received, and runs."""
    made = _lived(database, PARTNERS["lasrummet"], add_months(local_day(now), -9).replace(day=1), now=now,
                  ending=Ending(mode=Expiry.UNTIL_FURTHER_NOTICE))
    failing.given_notice(database, made, now=now)
    live_through(database, [made], now - timedelta(days=8), now)
    return [made]


def repayment(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement that ended four months ago and of whose money a part is claimed back, and agreed to."""
    end = add_months(local_day(now), -4).replace(day=1) - timedelta(days=1)
    made = _lived(database, PARTNERS["bryggan"], add_months(end + timedelta(days=1), -12), end=end, now=now)
    failing.claimed_back(database, made, now=now)
    live_through(database, [made], now - timedelta(days=6), now)
    return [made]


def dispute(database: Database, *, now: datetime) -> list[int]:
    """Fill in an agreement in force with a dispute about an invoice, of which a first talk is noted."""
    made = _lived(database, PARTNERS["spelplan"], add_months(local_day(now), -7).replace(day=1), months=12, now=now)
    failing.disputed(database, made, now=now)
    live_through(database, [made], now - timedelta(days=4), now)
    return [made]


STAGES: dict[str, Callable[..., list[int]]] = {
    "sample": sample, "draft": draft, "signing": signing, "signed": signed, "active": active,
    "until-further-notice": until_further_notice, "renewal-due": renewal_due, "renewal-overdue": renewal_overdue,
    "ended": ended, "closed": closed, "amended": amended, "amending": amending, "extending": extending,
    "in-breach": in_breach, "notice-given": notice_given, "repayment": repayment, "dispute": dispute,
}


def _year_on(start: date) -> date:
    return add_months(start, 12) - timedelta(days=1)


def _registered(database: Database, partner: Partner | None, start: date, end: date | None, now: datetime,
                ending: Ending | None = None) -> int:
    terms = partner.terms(start, end, ending) if partner else sample_terms(start, end or _year_on(start))
    contacts = partner.contacts() if partner else CONTACTS
    with database.write() as session:
        return register(session, terms, contacts, now=now, by=BY, sample=True, place="Göteborg")


def _signed(database: Database, partner: Partner | None, start: date, end: date | None, *, registered: date, signed: date,
            ending: Ending | None = None) -> int:
    made = _registered(database, partner, start, end, moment(registered, 9), ending)
    with database.write() as session:
        send(session, made, now=moment(registered, 10), by=BY)
        for party in cast(session, made).parties:
            sign(session, made, party, now=moment(signed, 9), by=BY)
    return made


def _lived(database: Database, partner: Partner, start: date, *, now: datetime, months: int = 12, end: date | None = None,
           ending: Ending | None = None) -> int:
    last = None if ending and ending.mode is Expiry.UNTIL_FURTHER_NOTICE else end or add_months(start, months) - timedelta(days=1)
    signed = min(start - timedelta(days=14), local_day(now) - timedelta(days=1))
    made = _signed(database, partner, start, last, registered=signed - timedelta(days=7), signed=signed, ending=ending)
    live_through(database, [made], moment(signed, 9), now)
    return made


def _public_says_extend(database: Database, agreement_id: int, now: datetime) -> None:
    with database.write() as session:
        row = session.get_one(AgreementRow, agreement_id)
        if row.state == "active":
            people = cast(session, agreement_id)
            by = next((one.name for one in people.seats if one.role == "public" and one.function == Function.MANAGER), BY)
            decide(session, agreement_id, people.parties[0], Answer.EXTEND, now=now, by=by,
                   decided_by="Delegationsbeslut, avdelningschef")
