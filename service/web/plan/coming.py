"""What happens next with an agreement: days and notices to come, in order, with who and by which clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.agreements.states import OVER, State
from service.agreements.terms import Expiry
from service.amendments import rules as amendment_rules
from service.amendments.notices import link_to
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.breaches import rules as breach_rules
from service.deviations import rules as deviation_rules
from service.disputes import rules as dispute_rules
from service.followup.reports import rules as report_rules
from service.kernel.clock import local, local_day
from service.kernel.money import sek
from service.lifecycle import clock as agreement_clock
from service.meetings import rules as meeting_rules
from service.meetings.notices import convenors
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow
from service.parties.model import recipients
from service.renegotiations import rules as renegotiation_rules
from service.renewal import rules as renewal_rules
from service.renewal.states import Answer
from service.renewal.states import State as Decision
from service.renewal.tables import DecisionRow
from service.repayments import rules as repayment_rules
from service.repayments.rules import unpaid
from service.repayments.states import State as Repayment
from service.signatures import rules as signature_rules
from service.signatures.states import State as Signature
from service.signatures.store import AGREEMENT
from service.signatures.tables import SignatureRow
from service.terminations import rules as termination_rules
from service.web.plan import ahead
from service.web.plan.breaking import breaking, rescinded_from
from service.web.plan.duties import Duty
from service.web.plan.read import Found
from service.web.speech.language import called, money, say, span, speech

# Notices that are about the agreement which takes over, where one is to.
SUCCEEDING = ("extension_unsigned", "successor_unsigned")
PERIOD = ("expiry.mode", "period.end", "period.start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """One thing to come; `kind` is "day" for what is done on a day, "late" if overdue, "notice" for what we send."""

    at: datetime | date
    kind: str
    title: str
    more: str
    who: str
    clause: str
    link: str | None = None

    @property
    def day(self) -> date:
        """Return the day it falls on."""
        return local_day(self.at) if isinstance(self.at, datetime) else self.at


def coming(found: Found, every: Sequence[Duty], now: datetime) -> list[Next]:
    """Return what is overdue and what comes, in order; days before the notices of the same day."""
    today = local_day(now)
    made = [*_days(found, every, today), *notices(found, now)]
    return sorted(made, key=lambda one: (one.day, one.kind == "notice", str(one.at)))


def _days(found: Found, every: Iterable[Duty], today: date) -> list[Next]:
    row, made = found.row, []
    stops, closing = rescinded_from(found), {f"duty-{one.id}" for one in found.obligations if one.closing}
    spans = {one.day: span(one.starts_at, one.ends_at) for one in found.meetings}
    for duty in every:
        late = duty.group == "late"
        if duty.group == "settled" or duty.day < today and not late or duty.day >= stops and duty.anchor not in closing:
            continue
        more = spans.get(duty.day, duty.about) if duty.life == "meeting" else duty.about
        made.append(Next(at=duty.day, kind="late" if late else "day", title=duty.name, more=more, who=duty.owes,
                         clause=duty.clause, link=duty.link))
    made += _repaying(found, today)
    clause = found.terms.clause(*PERIOD)
    everyone = called("role", "both")
    if row.state in (State.DRAFT, State.IN_SIGNATURE, State.SIGNED) and row.starts_on >= today:
        begins = say("Överenskommelsen börjar gälla", "The agreement begins")
        made.append(Next(at=row.starts_on, kind="day", title=say("Första dagen", "First day"), more=begins,
                         who=everyone, clause=clause))
    made += [Next(at=one.day, kind="day", title=one.name, more=one.text, who=everyone, clause=one.clause, link=one.link)
             for one in breaking(found) if one.day >= today]
    if row.state not in OVER and row.ends_on is not None and today <= row.ends_on < stops:
        after = ("Förlängs sedan", "It is then renewed") if _goes_on(found) else (
            "Upphör sedan av sig själv", "It then ends by itself")
        made.append(Next(at=row.ends_on, kind="day", title=say("Sista dagen", "Last day"), more=say(*after),
                         who=everyone, clause=clause))
    made += [Next(at=one.from_on, kind="day", title=say("Tillägg {n} börjar gälla", "Amendment {n} takes effect", n=one.number),
                  more=one.title, who=everyone, clause=found.terms.clause("amendments.signed"), link=link_to(one.id))
             for one in found.amendments if one.state == Amendment.SIGNED and one.from_on is not None]
    return made


def _repaying(found: Found, today: date) -> list[Next]:
    """Return the parts that are to be paid back, with who pays."""
    names = {one.id: one.name for one in found.cast.every}
    return [
        Next(at=part.due_on, kind="late" if part.due_on < today else "day", title=say("Betala tillbaka", "Pay back"),
             more=money(sek(part.ore)), who=names.get(one.against, ""), clause=one.clause, link=f"/repayments/{one.id}")
        for one in found.repayments if one.state is Repayment.AGREED for part in unpaid(one.instalments, one.paid_ore)]


def _goes_on(found: Found) -> bool:
    row = found.row
    outcome = next((one.outcome for one in found.decisions if one.ends_on == row.ends_on), None)
    return row.ending == Expiry.RENEWS and row.renewals < row.renewals_most and outcome != Answer.END


def notices(found: Found, now: datetime, ladders: str | None = None) -> list[Next]:
    """Return the mail to come if nobody acts before; with other `ladders` as it would be by them."""
    row, ladders = found.row, found.row.ladders if ladders is None else ladders
    if row.state in (State.DRAFT, State.DISCARDED, State.CLOSED):
        return []
    called_by = tuple(party.id for party in convenors(found.cast, found.terms))
    made: list[ahead.Foreseen] = []
    if row.state not in OVER and row.state != State.IN_SIGNATURE:
        for meeting in found.meetings:
            if meeting.next_at is not None and meeting.state in (Meeting.PLANNED, Meeting.CALLED):
                made += ahead.meeting(_meeting(found, meeting, ladders), convenors=called_by, now=now)
        for one in found.decisions:
            if one.next_at is not None and one.state in (Decision.NOT_DUE, Decision.OPEN, Decision.OVERDUE):
                made += ahead.decision(_decision(found, one, ladders), asked=_unanswered(found, one), now=now)
    clause = found.terms.clause(*PERIOD)
    unsigned = found.follower is not None and not found.follower.signed
    made += ahead.agreement(_agreement(found, ladders), clause=clause, unsigned_follower=unsigned, now=now)
    signed_by = found.terms.clause("amendments.signed", *PERIOD)
    for signature in [*found.signatures, *(one for mine in found.amending.values() for one in mine)]:
        if signature.state == Signature.ASKED:
            made += ahead.signature(_signature(found, signature, ladders), clause=signed_by, now=now)
    for amendment in found.amendments:
        if amendment.next_at is not None and row.state not in OVER:
            made += ahead.amendment(_amendment(found, amendment, ladders), clause=signed_by, now=now)
    for asked in found.renegotiations:
        made += ahead.talk(replace(asked, ladders=ladders), renegotiation_rules.act, now=now)
    for reported in found.deviations:
        made += ahead.talk(replace(reported, ladders=ladders), deviation_rules.act, now=now)
    for noticed in found.terminations:
        made += ahead.talk(replace(noticed, ladders=ladders), termination_rules.act, now=now)
    for invoice in found.invoices:
        made += ahead.money(replace(invoice, ladders=ladders), now=now)
    for owed in found.reports:
        made += ahead.talk(replace(owed, ladders=ladders), report_rules.act, now=now)
    for breach in found.breaches:
        made += ahead.talk(replace(breach, ladders=ladders), breach_rules.act, now=now)
    for claimed in found.repayments:
        made += ahead.talk(replace(claimed, ladders=ladders), repayment_rules.act, now=now)
    for dispute in found.disputes:
        made += ahead.talk(replace(dispute, ladders=ladders), dispute_rules.act, now=now)
    stops = rescinded_from(found)
    return [_as_next(found, one) for one in made if local_day(one.at) < stops]


def _signature(found: Found, row: SignatureRow, ladders: str) -> signature_rules.Item:
    signing = found.signings.get(row.signing_id)
    return signature_rules.Item(
        id=row.id, agreement_id=row.agreement_id, party_id=row.party_id, state=Signature.ASKED, arose_at=row.arose_at,
        told_at=row.told_at, ladders=ladders, turn=row.turn, deadline=signing.deadline if signing is not None else None,
        matter=signing.matter if signing is not None else AGREEMENT, original_since=found.originals.get(row.id))


def _amendment(found: Found, row: AmendmentRow, ladders: str) -> amendment_rules.Item:
    follower = found.follower
    return amendment_rules.Item(
        id=row.id, agreement_id=row.agreement_id, number=row.number, title=row.title, state=Amendment(row.state),
        extends=row.extends, drafted_on=local_day(row.drafted_at), from_on=row.from_on, ends_on=found.row.ends_on,
        arose_at=row.arose_at, told_at=row.told_at, ladders=ladders,
        followed=any(one.came_of == row.came_of and one.id > row.id for one in found.amendments if row.came_of is not None),
        successor=follower.id if follower is not None and not follower.signed else None,
        succeeded=follower is not None and follower.signed)


def _meeting(found: Found, row: MeetingRow, ladders: str) -> meeting_rules.Item:
    return meeting_rules.Item(
        id=row.id, agreement_id=row.agreement_id, obligation_id=row.obligation_id, key=row.key, day=row.day,
        starts_at=row.starts_at, ends_at=row.ends_at, first=row.first, last=row.last, place=row.place, video=row.video,
        lead_days=row.lead_days, state=Meeting(row.state), uid=row.uid, revision=row.revision,
        stamped_at=row.stamped_at, arose_at=row.arose_at, told_at=row.told_at,
        clause=found.clause_of(row.obligation_id), ladders=ladders)


def _decision(found: Found, row: DecisionRow, ladders: str) -> renewal_rules.Item:
    return renewal_rules.Item(
        id=row.id, agreement_id=row.agreement_id, obligation_id=row.obligation_id, day=row.day, ends_on=row.ends_on,
        state=Decision(row.state), arose_at=row.arose_at, told_at=row.told_at, silence=row.silence,
        clause=found.clause_of(row.obligation_id),
        answers={one.party_id: one.answer for one in found.answers.get(row.id, [])}, ladders=ladders)


def _unanswered(found: Found, row: DecisionRow) -> tuple[int, ...]:
    given = {one.party_id for one in found.answers.get(row.id, [])}
    return tuple(party.id for party in found.parties if party.id not in given) or tuple(one.id for one in found.parties)


def _agreement(found: Found, ladders: str) -> agreement_clock.Item:
    row = found.row
    return agreement_clock.Item(
        id=row.id, state=State(row.state), starts_on=row.starts_on, ends_on=row.ends_on, goes_on=_goes_on(found),
        arose_at=row.arose_at, told_at=row.told_at, planned_until=row.planned_until, terminates_on=row.terminates_on, ladders=ladders)


def _about(found: Found, name: str, subject: str) -> list[str]:
    """Return what the amendment is called that a notice is about, or the agreement that is to be signed instead, if it is of one."""
    if name in SUCCEEDING and found.follower is not None:
        return [found.follower.title]
    return [say("tillägg {n}", "amendment {n}", n=row.number) for row in found.amendments
            if subject in (f"amendment {row.id}", *(f"signature {one.id}" for one in found.amending.get(row.id, ())))]


def _as_next(found: Found, one: ahead.Foreseen) -> Next:
    day = local(one.at).date()
    people = recipients(found.cast, one.to, day, named=one.named)
    more = say("mejl kl. {time}", "e-mail at {time}", time=speech().clock(local(one.at)))
    if one.unless_done:
        more += say(", om inget gjorts då", ", if nothing is done by then")
    title = " – ".join([called("notice", one.name), *_about(found, one.name, one.subject)])
    return Next(at=one.at, kind="notice", title=title, more=more,
                who=speech().names([person.name for person in people]), clause=one.clause)
