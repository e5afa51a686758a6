"""The yearly summary: counted from the shifts, written by those who were there, submitted as a paper whose figures stand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from service.agreements.store import briefs
from service.documents.checks.kinds import Media
from service.documents.model import Received
from service.documents.papers import Attached, Language, SummaryPaper, make_pdf
from service.documents.wording.words import Wording
from service.followup.reports.rules import Item
from service.followup.reports.states import AWAITED
from service.followup.reports.states import State as ReportState
from service.followup.reports.store import get_item
from service.followup.shifts.store import figures
from service.followup.summary.model import SECTIONS, Difference, Numbers, differences, numbers, read
from service.followup.summary.sheets import as_csv
from service.followup.summary.store import add_texts, freeze, frozen_of, texts_of
from service.followup.summary.words import Telling
from service.history.record import Record, append
from service.kernel.calendar import add_months
from service.kernel.clock import local_day
from service.kernel.errors import Refusal, Unknown
from service.kernel.text.personal import refuse_personal_numbers
from service.lifecycle.followup.figures import money_of
from service.lifecycle.followup.goals import lines
from service.lifecycle.followup.reports import Paper, deliver
from service.obligations.model import Kind
from service.parties.store import cast

SUBMITTED = (ReportState.DELIVERED, ReportState.ACCEPTED)
ONE_DAY = timedelta(days=1)
OPEN = (*AWAITED, ReportState.DELIVERED)


class ChangedMeanwhile(Refusal):
    """Someone else saved the texts while you were writing; they are now version {version}. Look at it and save again."""

    sv = "Någon annan sparade texterna medan du skrev; de är nu version {version}. Läs den och spara igen."


class FiguresMoved(Refusal):
    """A shift or a text was changed while you were looking; look the summary through once more and submit it."""

    sv = "Ett pass eller en text ändrades medan du tittade; se igenom sammanställningen en gång till och lämna in den."


class NotToBeWritten(Refusal):
    """The summary is accepted, no longer asked for, or its agreement is not in force; it cannot be changed."""

    sv = "Sammanställningen är godkänd, krävs inte längre, eller överenskommelsen gäller inte; den kan inte ändras."


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A yearly summary as it stands: its report, figures and words; `frozen` are the figures that were submitted last."""

    item: Item
    numbers: Numbers
    text_number: int
    texts: Mapping[str, str]
    frozen: Numbers | None
    digest: str | None
    corrected: tuple[Difference, ...]
    counted_on: date

    @property
    def stands(self) -> bool:
        """Say whether it is submitted and not returned."""
        return self.frozen is not None and self.item.state in SUBMITTED

    @property
    def standing(self) -> Numbers:
        """Return the figures that stand: those submitted, else what the shifts say now."""
        return self.frozen if self.frozen is not None and self.stands else self.numbers


def load(session: Session, report_id: int, *, today: date, own: bool = True) -> Summary:
    """Return a yearly summary; raise Unknown for a report of another kind.

    What is drafted is its writers' own (`own`): others read the words as they were last submitted.
    """
    item = get_item(session, report_id, locked=False)
    if item.kind != Kind.YEARLY_SUMMARY:
        raise Unknown(what="summary", id=report_id)
    row = frozen_of(session, report_id)
    number, texts = texts_of(session, report_id, None if own else 0 if row is None else row.text_number)
    counted = count(session, item, today=today)
    frozen = None if row is None else read(row.figures)
    return Summary(item=item, numbers=counted, text_number=number, texts=texts, frozen=frozen,
                   digest=None if row is None else row.digest, counted_on=today,
                   corrected=() if frozen is None else differences(frozen, counted))


def count(session: Session, item: Item, *, today: date) -> Numbers:
    """Count the figures of a summary anew, from the shifts of the time it covers."""
    found = figures(session, item.agreement_id, item.first, item.last)
    before = figures(session, item.agreement_id, *year_before(item.first, item.last))
    return numbers(found, before, lines(session, item.agreement_id, min(today, max(item.day, item.last))),
                   money_of(session, item.agreement_id, item.first, item.last))


def year_before(first: date, last: date) -> tuple[date, date]:
    """Return the same time a year earlier; by the day after its last, so that February ends as it did then."""
    return add_months(first, -12), add_months(last + ONE_DAY, -12) - ONE_DAY


def write(session: Session, report_id: int, texts: Mapping[str, str], *, seen: int, author: str, now: datetime, by: str) -> int:
    """Keep the words as a further version and return its number; the same words again add nothing."""
    item = get_item(session, report_id)
    if item.kind != Kind.YEARLY_SUMMARY or item.state not in OPEN or item.over:
        raise NotToBeWritten
    known, present = texts_of(session, report_id)
    if seen != known:
        raise ChangedMeanwhile(version=known)
    given = {name: texts.get(name, "").strip() for name in SECTIONS}
    refuse_personal_numbers(**given)
    if given == present:
        return known
    add_texts(session, report_id, given, known + 1, author=author, now=now)
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event="summary_written",
                            body={"version": known + 1})])
    return known + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A summary printed and ready to be submitted, as it was when it was looked through."""

    numbers: Numbers
    text_number: int
    pdf: bytes
    title: str


def prepare(session: Session, report_id: int, *, language: Language, at: datetime, mark: str = "") -> Ready:
    """Print a summary; nothing is written, so that nobody waits for the press."""
    one = load(session, report_id, today=local_day(at))
    told = paper(session, one, language=language, mark=mark)
    title = Wording(language).say("Skriftlig sammanställning {period}", "Yearly summary {period}", period=told.title)
    return Ready(numbers=one.numbers, text_number=one.text_number, pdf=make_pdf(told, at=at), title=title)


def paper(session: Session, one: Summary, *, language: Language, mark: str = "") -> SummaryPaper:
    """Return a summary as a paper, with its figures as files inside it."""
    words, item = Wording(language), one.item
    say = words.say
    names = {party.id: party.name for party in cast(session, item.agreement_id).parties}
    period = words.period(item.first, item.last)
    title = briefs(session, [item.agreement_id])[item.agreement_id].title
    facts = (
        (say("Överenskommelse", "Agreement"), title), (say("Tid", "Time"), period),
        (say("Lämnas av", "Delivered by"), words.speech.names([names[party] for party in item.owing])),
        *(((say("Siffrorna räknade till och med", "Figures counted until"), words.day(one.counted_on)),)
          if one.counted_on <= item.last else ()),
        (say("Siffrornas kontrollsumma", "Checksum of the figures"), one.numbers.digest))
    described = say("Siffrorna som data, för maskiner", "The figures as data, for machines")
    return SummaryPaper(
        title=period, agreement=title, language=language, mark=mark, facts=facts,
        sections=Telling(one.numbers, one.texts, language).sections(), attached=(
            Attached(name=say("siffror.json", "figures.json"), media="application/json", described=described,
                     body=one.numbers.written()),
            Attached(name=say("siffror.csv", "figures.csv"), media="text/csv", described=described,
                     body=as_csv(one.numbers, language))))


def submit(session: Session, report_id: int, ready: Ready, *, party_id: int, author: str, now: datetime, by: str) -> int:
    """Submit a summary as it was looked through: its paper is registered and its figures stand; return the delivery's number."""
    item = get_item(session, report_id)
    number, _ = texts_of(session, report_id)
    today = local_day(now)
    if number != ready.text_number or count(session, item, today=today).digest != ready.numbers.digest:
        raise FiguresMoved
    name = f"sammanstallning-{item.first.year}-{report_id}.pdf"
    file = Received(content=ready.pdf, name=name, media=Media.PDF, digest=hashlib.sha256(ready.pdf).hexdigest())
    made = deliver(session, report_id, party_id=party_id, on=today, author=author, now=now, by=by,
                   paper=Paper(file=file, title=ready.title, made_by_us=True))
    freeze(session, report_id, made, ready.numbers, ready.text_number, now=now)
    append(session, [Record(chain=item.agreement_id, at=now, actor=by, subject=item.subject, event="figures_frozen",
                            body={"number": made, "digest": ready.numbers.digest})])
    return made
