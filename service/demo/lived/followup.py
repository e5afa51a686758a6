"""What the sample's people do for the follow-up: log shifts, say what is used, how goals stand, and deliver reports."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement, terms_of
from service.demo.lived.nights import HEAD, RHYTHMS, Rhythm, rows
from service.economy.outcome.actions import Budget, Entered
from service.economy.outcome.refusals import NoBudget
from service.economy.outcome.rules import Used
from service.followup.goals.model import Code, Given, Status, matters
from service.followup.reports.store import get_item, report_of
from service.followup.reports.tables import DeliveryRow, ReportRow
from service.followup.shifts.exchange.actions import keep
from service.followup.shifts.keep import LOGGED
from service.followup.shifts.lists.actions import add
from service.followup.shifts.model import Kind as List
from service.followup.shifts.tables import ShiftRow
from service.followup.summary.store import texts_of
from service.kernel.clock import local_day
from service.lifecycle.followup import reports, summary
from service.lifecycle.followup.goals import follow_up
from service.lifecycle.money import outcome
from service.obligations.model import REPORTS, Kind
from service.obligations.states import State as Owed
from service.obligations.states import Step
from service.obligations.tables import ObligationRow
from service.parties.model import Cast, Function

BY = "demo"
# How often shifts are logged here, in days; by how many days the accounts come late, where they do; what is used of a post, in
# per cent of what the time would make.
A_MONTH, LATE, PACE, HUNDRED = 28, 8, (98, 91, 104, 95, 88, 100), 100_00
UNCLEAR = "Budgeten för hösten saknas. Lägg till den och lämna igen."
THANKS = "Tack för en tydlig sammanställning. Vi tar med oss det ni skriver om ungas kvällar."
TEXTS = {
    "brief": "Det som avtalats har hållits, med några få undantag som togs upp på mötena.",
    "done": "Verksamheten har varit igång som planerat. Under sommaren låg tyngdpunkten där behovet var störst.",
    "results": "Fler känner till oss och söker själva kontakt. Flera har slussats vidare till rätt stöd.",
    "learned": "Samtal tidigt gör mer nytta än insatser sent. Nya medarbetare behöver gå bredvid längre.",
    "money": "Pengarna har gått till det som budgeten säger. Inget har flyttats mellan posterna.",
    "ahead": "Vi vill pröva nya tider och utveckla samarbetet med kommunens personal.",
}
GOALS = ((Status.NOT_YET, ""), (Status.PARTLY, "Arbetet är igång."), (Status.ON_TRACK, "Syns i uppföljningen."),
         (Status.ON_TRACK, "Fortsätter som planerat."))


def rhythm_of(cast: Cast) -> Rhythm | None:
    """Return how the association of an agreement works, where it logs shifts."""
    return next((RHYTHMS[one.name] for one in cast.parties if one.name in RHYTHMS), None)


def lead(cast: Cast) -> str:
    """Return who leads the association's work."""
    return next((seat.name for seat in cast.seats if seat.role == "civil" and seat.function == Function.OPERATIONS), BY)


def reader(cast: Cast) -> str:
    """Return who reads the reports of the association."""
    return next((seat.name for seat in cast.seats if seat.role == "public" and seat.function == Function.COORDINATOR), BY)


def log_shifts(session: Session, agreement_id: int, cast: Cast, *, now: datetime, every: int = A_MONTH) -> None:
    """Log what has been done since the last time, in one file, once `every` so many days."""
    rhythm = rhythm_of(cast)
    if rhythm is None:
        return
    row = get_agreement(session, agreement_id)
    if row.state not in LOGGED or local_day(now) <= row.starts_on:
        return
    known: date | None = session.scalars(select(func.max(ShiftRow.day)).where(ShiftRow.agreement_id == agreement_id)).one()
    first = row.starts_on if known is None else known + timedelta(days=1)
    if (local_day(now) - first).days < every and (row.ends_on is None or row.ends_on >= local_day(now)):
        return
    last = min(local_day(now) - timedelta(days=1), row.ends_on or date.max)
    name = next(one for one in cast.parties if one.name in RHYTHMS)
    text = list(rows(name.name, rhythm, first, last))
    if not text:
        return
    if known is None:
        for kind, names in ((List.PLACE, rhythm.places), (List.EVENT, rhythm.events), (List.GROUP, rhythm.groups)):
            add(session, agreement_id, kind, names, now=now, by=BY)
    keep(session, agreement_id, "\n".join((HEAD, *text)), party_id=name.id, author=lead(cast), now=now, by=lead(cast))


def tell_at_meeting(session: Session, agreement_id: int, meeting_id: int, number: int, cast: Cast, *, now: datetime) -> None:
    """Note how goals and undertakings stand at a meeting, and what is used by then."""
    status, note = GOALS[min(number, len(GOALS) - 1)]
    found = []
    for place, one in enumerate(matters(terms_of(session, agreement_id))):
        if one.code is Code.UNDERTAKING:
            broken = number == 1 and place % 2
            found.append(Given(one.digest, Status.NOT_KEPT if broken else Status.KEPT, "Två tjänster är vakanta." if broken else ""))
        else:
            later = place % 3 == 1 and number > 0
            found.append(Given(one.digest, GOALS[min(number, len(GOALS) - 1) - 1][0] if later else status, note))
    follow_up(session, meeting_id, found, author=lead(cast), now=now, by=lead(cast))
    enter_used(session, agreement_id, local_day(now), cast, now=now)


def enter_used(session: Session, agreement_id: int, day: date, cast: Cast, *, now: datetime) -> None:
    """Enter what is used of each post until a day, each at a pace of its own and never above its budget."""
    try:
        budget = outcome.budget_on(session, agreement_id, day)
    except NoBudget:
        return
    if outcome.open_for(get_agreement(session, agreement_id)) and budget.first <= day:
        outcome.enter(session, agreement_id, Entered(as_of=day, posts=_used(budget, day)), author=lead(cast), now=now, by=lead(cast))


def _used(budget: Budget, day: date) -> tuple[Used, ...]:
    gone, whole = (min(day, budget.last) - budget.first).days + 1, (budget.last - budget.first).days + 1
    paced = ((one, one.budget_ore * gone * PACE[place % len(PACE)] // (whole * 100)) for place, one in enumerate(budget.posts))
    return tuple(Used(one.name, min(one.budget_ore, ore // HUNDRED * HUNDRED)) for one, ore in paced)


def deliver(session: Session, agreement_id: int, cast: Cast, *, ahead: int, now: datetime) -> None:
    """Deliver the reports whose day has come: the summary with its words, one that is sent back once, one that comes late."""
    rows = session.execute(select(ObligationRow.key, ObligationRow.kind, ObligationRow.id, ObligationRow.day).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.earlier.is_(False), ObligationRow.kind.in_(REPORTS),
        ObligationRow.day <= local_day(now) + timedelta(days=ahead),
        ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN, Owed.MISSED))).order_by(ObligationRow.day, ObligationRow.id)).all()
    logs = rhythm_of(cast) is not None
    for key, kind, number, day in rows:
        report_id = report_of(session, number)
        if report_id is None or (logs and kind == Kind.ACCOUNTS and local_day(now) < day + timedelta(days=LATE)):
            continue
        if logs and kind == Kind.YEARLY_SUMMARY:
            _summary(session, report_id, cast, now=now)
        elif logs and kind == Kind.ACTIVITY_PLAN and _deliveries(session, report_id) == 0:
            reports.settle(session, agreement_id, key, Step.MEET, now=now, by=BY)
            other = get_item(session, report_id).receiving[0]
            reports.give_back(session, report_id, UNCLEAR, party_id=other, author=reader(cast), now=now, by=reader(cast))
        elif (since := session.get_one(ReportRow, report_id).since) is None or since < local_day(now):
            reports.see_to(session, agreement_id, key, now=now, by=BY)


def _deliveries(session: Session, report_id: int) -> int:
    return session.scalars(select(func.count()).select_from(DeliveryRow).where(DeliveryRow.report_id == report_id)).one()


def _summary(session: Session, report_id: int, cast: Cast, *, now: datetime) -> None:
    """Say what was used to the end, write the words, submit the summary, and let the other party accept it."""
    item, author = get_item(session, report_id), lead(cast)
    if item.last < local_day(now):
        enter_used(session, item.agreement_id, item.last, cast, now=now)
    summary.write(session, report_id, TEXTS, seen=texts_of(session, report_id)[0], author=author, now=now, by=author)
    ready = summary.prepare(session, report_id, language="sv", at=now)
    summary.submit(session, report_id, ready, party_id=item.owing[0], author=author, now=now, by=author)
    reports.accept(session, report_id, THANKS, party_id=item.receiving[0], author=reader(cast), now=now, by=reader(cast))
