"""What will happen if the agreement is taken in as it stands: its timeline, and every mail by month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.agreements.terms import Terms
from service.economy.plan import Expected, expected
from service.economy.reckoning.asked import asked
from service.economy.reckoning.words import reckoned
from service.kernel.calendar import add_months
from service.kernel.clock import local_day, moment
from service.kernel.money import sek, with_vat
from service.notices.writing.words import first_upper
from service.obligations.schedule import schedule
from service.obligations.versions import Version
from service.parties.contacts import Contact
from service.scheduler.simulate import Play, Seen, placeholder_contacts, simulate
from service.settings import Settings
from service.web.intake.form.numbers import doubtful
from service.web.plan.duties import Duty, about, mark, name_of
from service.web.plan.timeline import Mark, Picture, Timeline, lying, standing
from service.web.speech.language import called, language, say, speech, with_days

MONTHS_BACK, MONTHS_AHEAD = 24, 60
_INVENTED = re.compile(r"\b(faktura|invoice) \d+\b")


@dataclass(slots=True, kw_only=True)
class Mail:
    """One mail to everyone who gets it that day, by party as long as they are called by function."""

    day: date
    text: str
    to: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The mails of a month."""

    name: str
    mails: Sequence[Mail]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What an invoice or payout is expected to come to, and how that was reckoned; `sum` is None where nothing says yet."""

    name: str
    first: date
    last: date
    day: date
    sum: Decimal | None
    how: str
    preliminary: bool
    vat: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Timeline, duties and mail; `passed` is what one that is over would have sent.

    `until` is how far it is shown when it goes on for very long.
    """

    line: Timeline
    wide: Picture
    tall: Picture
    duties: Sequence[Duty]
    coming: Sequence[Month]
    passed: Sequence[Month]
    remarks: Sequence[str]
    by_name: bool
    until: date | None
    amounts: Sequence[Amount] = ()

    def watched(self, *, past: bool) -> list[tuple[Duty, Mark]]:
        """Return what is watched with its mark on the timeline: what lies before today, or what is still to come."""
        return [(duty, one) for duty, one in zip(self.duties, self.line.marks, strict=True) if (duty.day < self.line.today) == past]

    @property
    def comes_to(self) -> Decimal | None:
        """Return what all amounts come to, None where one is not known."""
        sums = [one.sum for one in self.amounts if one.sum is not None]
        return sum(sums, Decimal(0)) if sums and len(sums) == len(self.amounts) else None


def preview(terms: Terms, contacts: Sequence[Contact], signed_on: date | None, settings: Settings, today: date) -> Preview:
    """Rehearse the whole life of an agreement; people not yet named are called by their function."""
    signed = signed_on or terms.start
    # It is planned from the day on which it becomes known here, as it will be; a long life is not rehearsed to its end.
    on = max(signed, today)
    horizon = add_months(on, MONTHS_AHEAD)
    until = horizon if terms.end is not None and terms.end > horizon else None
    plan = schedule(terms, known=moment(on))
    # What is shown of the plan is what the whole plan says of it: a frame is spread over all periods.
    money = expected([Version(1, terms.start, terms)], plan.obligations)
    duties = [
        Duty(anchor=f"duty-{number}", kind=one.kind, name=name_of(one.kind, one.key), about=about(one.key, one.first, one.last),
             day=one.day, owes=_owing(terms, one.owes), clause=one.clause, life="obligation", state="planned", look="planned",
             group="later", earlier=False, met_on=None, note=None, link=None)
        for number, one in enumerate((one for one in plan.obligations if one.day <= horizon), 1)
    ]
    line = Timeline(starts=terms.start, ends=None if until else terms.end, today=today, marks=tuple(mark(one) for one in duties))
    people = tuple(contacts) or tuple(one.model_copy(update={"language": language()}) for one in placeholder_contacts(terms))
    names = {one.email: ("", one.name) if contacts else (one.party, called("function", one.functions[0]).lower()) for one in people}
    coming = _rehearsed(Play(terms=terms, contacts=people, signed_on=on, until=until), names, settings)
    # One that is over sends nothing more; what it would have sent shows how Överens works.
    back = not coming and add_months(today, -MONTHS_BACK) < signed < today
    passed = _rehearsed(Play(terms=terms, contacts=people, signed_on=signed, until=until), names, settings) if back else []
    return Preview(
        line=line, wide=lying(line), tall=standing(line), duties=duties, by_name=bool(contacts), until=until,
        coming=_months(coming), passed=_months([one for one in passed if one.day < today]),
        amounts=[_amount(one, terms) for one in money if one.day <= horizon],
        remarks=[*_numbers(terms), *(with_days(str(getattr(one, language()))) for one in (*plan.remarks, *asked(terms, money)))])


def _numbers(terms: Terms) -> list[str]:
    return [say("Organisationsnumret {number} för {party} stämmer inte.", "The organisation number {number} of {party} is not right.",
                number=one.org_number or "", party=one.name) for one in terms.parties if doubtful(one.org_number)]


def _amount(one: Expected, terms: Terms) -> Amount:
    vat = terms.economy.vat
    both = None if vat is None or one.ore is None else with_vat(one.ore, vat.rate, included=vat.included)
    return Amount(name=name_of(one.kind, one.key), first=one.first, last=one.last, day=one.day,
                  sum=None if one.ore is None else sek(one.ore), how=first_upper(reckoned(one.ground, language())) + ".",
                  preliminary=one.ground.preliminary, vat=None if both is None else (sek(both[0]), sek(both[1])))


def _owing(terms: Terms, side: str) -> str:
    names = [party.name for party in terms.parties if party.role == side]
    return speech().names(names) if names else called("role", side)


def _rehearsed(play: Play, names: dict[str, tuple[str, str]], settings: Settings) -> list[Mail]:
    return _mails([one for one in simulate(play, settings) if one.kind == "notice"], play.terms.title, names)


def _mails(seen: Sequence[Seen], title: str, names: dict[str, tuple[str, str]]) -> list[Mail]:
    found: dict[tuple[date, str], Mail] = {}
    for one in seen:
        day, text = local_day(one.at), _told(one.subject or "", title)
        mail = found.setdefault((day, f"{one.name} {one.subject_of}"), Mail(day=day, text=text))
        for email in one.to:
            party, name = names.get(email, ("", email))
            mine = mail.to.setdefault(party, [])
            mine += [name] if name not in mine else []
    return list(found.values())


def _told(subject: str, title: str) -> str:
    """Return a subject without what is made up for the rehearsal, and without the agreement's name, which each has at its end."""
    subject = _INVENTED.sub(lambda found: "fakturan" if found[1] == "faktura" else "the invoice", subject)
    text, parted, rest = subject.rpartition(" – ")
    while parted and not title.startswith(rest.rstrip("…").rstrip()):
        text, parted, more = text.rpartition(" – ")
        rest = f"{more} – {rest}"
    return text if parted else subject


def _months(mails: Sequence[Mail]) -> list[Month]:
    found: dict[tuple[int, int], list[Mail]] = {}
    for mail in mails:
        found.setdefault((mail.day.year, mail.day.month), []).append(mail)
    return [Month(name=f"{first_upper(speech().months[month - 1])} {year}", mails=mine) for (year, month), mine in found.items()]

