"""What needs somebody: one line each, with its day and the page where it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import BindParameter, Executable, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from service.accounts.tables import UserRow
from service.agreements.states import State
from service.agreements.store import parse_terms
from service.agreements.tables import AgreementRow, TermsRow
from service.disputes.states import OPEN as OPEN_DISPUTE
from service.disputes.tables import DisputeRow
from service.economy.invoices.states import UNSETTLED, UNTOUCHED
from service.economy.invoices.tables import InvoiceRow
from service.kernel.clock import local_day
from service.meetings.notices import DECLINED, NO_ANSWER
from service.meetings.states import State as Meeting
from service.meetings.tables import MeetingRow, OutcomeRow, SeatRow
from service.notices.writing.links import reply_token
from service.obligations.model import OWN_LIFE
from service.obligations.states import SETTLED
from service.obligations.tables import ObligationRow
from service.parties.model import missing_functions
from service.parties.store import casts
from service.renewal.states import State as Decision
from service.renewal.tables import AnswerRow, DecisionRow
from service.repayments.states import OPEN as OPEN_REPAYMENT
from service.repayments.tables import RepaymentRow
from service.signatures.states import State as Signature
from service.signatures.store import AGREEMENT, WAITING_SINCE
from service.signatures.tables import OriginalRow, SignatureRow, SigningRow
from service.web.agreement.page import NEEDED
from service.web.frame.desk import desk
from service.web.speech.language import called, hours, meanwhile, say, short_day, speech
from service.web.start.mine import Mine
from service.web.start.rooms import amending
from service.web.start.rooms.endings import endings
from service.web.start.rooms.money import money
from service.web.start.rooms.repaying import disputes, repaying
from service.web.start.rooms.reports import reports
from service.web.start.rooms.talks import talks

EACH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing to do; `mine` if the one who looks may do it, else somebody else has it."""

    agreement_id: int
    agreement: str
    what: str
    why: str
    button: str
    link: str
    day: date | None
    late: bool
    mine: bool


# Put together once: the page asks a dozen of these each time it is opened.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_NOW: BindParameter[datetime] = bindparam("now")
_DRAFTS = select(AgreementRow.id, AgreementRow.starts_on).where(
    AgreementRow.id.in_(_IDS), AgreementRow.state == State.DRAFT).order_by(AgreementRow.starts_on).limit(EACH)
_SIGNATURES = (
    select(SignatureRow.agreement_id, SignatureRow.party_id, AgreementRow.starts_on)
    .join(AgreementRow, AgreementRow.id == SignatureRow.agreement_id)
    .join(SigningRow, SigningRow.id == SignatureRow.signing_id)
    .where(SignatureRow.agreement_id.in_(_IDS), SignatureRow.state == Signature.ASKED, SignatureRow.turn,
           SigningRow.matter == AGREEMENT, WAITING_SINCE.is_(None))
    .order_by(AgreementRow.starts_on, SignatureRow.id).limit(EACH)
)
_ORIGINALS = (
    select(SignatureRow.agreement_id, SignatureRow.signing_id, SigningRow.deadline, AgreementRow.ends_on, OriginalRow.examined,
           UserRow.person_id)
    .join(SignatureRow, SignatureRow.id == OriginalRow.signature_id)
    .join(SigningRow, SigningRow.id == SignatureRow.signing_id)
    .join(AgreementRow, AgreementRow.id == SignatureRow.agreement_id)
    .outerjoin(UserRow, UserRow.id == OriginalRow.handed_user)
    .where(SignatureRow.agreement_id.in_(_IDS), SignatureRow.state == Signature.ASKED, OriginalRow.verdict.is_(None))
    .order_by(OriginalRow.id).limit(EACH)
)
_DECISIONS = select(DecisionRow.id, DecisionRow.agreement_id, DecisionRow.day, DecisionRow.ends_on).where(
    DecisionRow.agreement_id.in_(_IDS), DecisionRow.state.in_((Decision.OPEN, Decision.OVERDUE)),
).order_by(DecisionRow.day).limit(EACH)
_ANSWERS = select(AnswerRow.decision_id, AnswerRow.party_id).where(
    AnswerRow.decision_id.in_(bindparam("decisions", expanding=True)))
_CALLS = (
    select(SeatRow.id, SeatRow.nonce, MeetingRow.agreement_id, MeetingRow.day, MeetingRow.key)
    .join(SeatRow, SeatRow.meeting_id == MeetingRow.id)
    .where(SeatRow.person_id == bindparam("person"), SeatRow.answer == NO_ANSWER, MeetingRow.state == Meeting.CALLED,
           MeetingRow.starts_at > _NOW, MeetingRow.agreement_id.in_(_IDS))
    .order_by(MeetingRow.starts_at).limit(EACH)
)
_TODAY = (
    select(MeetingRow.id, MeetingRow.agreement_id, MeetingRow.day, MeetingRow.key, MeetingRow.starts_at, MeetingRow.ends_at,
           MeetingRow.place)
    .join(SeatRow, SeatRow.meeting_id == MeetingRow.id)
    .where(SeatRow.person_id == bindparam("person"), SeatRow.answer != DECLINED, MeetingRow.state == Meeting.CALLED,
           MeetingRow.day == bindparam("today"), MeetingRow.ends_at >= _NOW, MeetingRow.agreement_id.in_(_IDS))
    .order_by(MeetingRow.starts_at).limit(EACH)
)
_MEETINGS = select(MeetingRow.id, MeetingRow.agreement_id, MeetingRow.day, MeetingRow.state).where(
    MeetingRow.agreement_id.in_(_IDS), MeetingRow.earlier.is_(False),
    or_(and_(MeetingRow.state == Meeting.CALLED, MeetingRow.ends_at < _NOW), MeetingRow.state == Meeting.HELD),
).order_by(MeetingRow.day.desc()).limit(EACH)
_TERMS = select(TermsRow.agreement_id, TermsRow.body).where(TermsRow.agreement_id.in_(_IDS)).order_by(TermsRow.number)
_TASKS = select(OutcomeRow.agreement_id, OutcomeRow.body, OutcomeRow.who, OutcomeRow.due_on).where(
    OutcomeRow.agreement_id.in_(_IDS), OutcomeRow.kind == "task", OutcomeRow.done_on.is_(None),
).order_by(OutcomeRow.due_on, OutcomeRow.id).limit(EACH)
_LIVING = select(AgreementRow.id).where(
    AgreementRow.id.in_(_IDS), AgreementRow.state.in_((State.IN_SIGNATURE, State.SIGNED, State.ACTIVE)))
_CLOSINGS = select(AgreementRow.id, AgreementRow.ends_on).where(
    AgreementRow.id.in_(_IDS), AgreementRow.state.in_((State.EXPIRED, State.RESCINDED, State.TERMINATED)),
    ~exists().where(ObligationRow.agreement_id == AgreementRow.id, ObligationRow.earlier.is_(False),
                    ObligationRow.state.not_in(SETTLED), ObligationRow.kind.not_in(OWN_LIFE)),
    ~exists().where(RepaymentRow.agreement_id == AgreementRow.id, RepaymentRow.state.in_(OPEN_REPAYMENT)),
    ~exists().where(DisputeRow.agreement_id == AgreementRow.id, DisputeRow.state.in_(OPEN_DISPUTE)),
    ~exists().where(MeetingRow.agreement_id == AgreementRow.id, MeetingRow.earlier.is_(False),
                    MeetingRow.state.in_((Meeting.CALLED, Meeting.HELD))),
    ~exists().where(InvoiceRow.agreement_id == AgreementRow.id, or_(
        InvoiceRow.state.in_(UNSETTLED), and_(InvoiceRow.state.in_(UNTOUCHED), InvoiceRow.earlier.is_(False)))),
).order_by(AgreementRow.ends_on).limit(EACH)


def needs(session: Session, mine: Mine, *, person_id: int | None, name: str, now: datetime) -> list[Need]:
    """Return what needs doing in the agreements one acts in: what is late first, then by day."""
    if not mine.ids:
        return []
    asking = _Asking(session, mine, now)
    found = [
        *asking.drafts(), *asking.signatures(), *asking.originals(person_id),
        *amending.amendments(asking.need, session, mine), *asking.decisions(),
        *money(asking.need, session, mine, asking.today),
        *repaying(asking.need, session, mine), *disputes(asking.need, session, mine, asking.today),
        *asking.talks(), *asking.calls(person_id), *asking.meets_today(person_id), *asking.meetings(), *asking.reports(),
        *asking.tasks(name), *asking.vacancies(), *asking.closings(),
    ]
    return sorted(found, key=lambda one: (not one.late, one.day or date.max, one.agreement, one.what))


class _Asking:
    def __init__(self, session: Session, mine: Mine, now: datetime) -> None:
        self.session, self.connection = session, session.connection()
        self.mine, self.now, self.today = mine, now, local_day(now)

    def need(self, agreement_id: int, what: str, why: str, button: str, link: str, *, day: date | None, mine: bool,
             late: bool | None = None) -> Need:
        return Need(agreement_id=agreement_id, agreement=self.mine.titles[agreement_id], what=what, why=why, button=button,
                    link=link, day=day, late=(day is not None and day < self.today) if late is None else late, mine=mine)

    def ask(self, query: Executable, **given: object) -> Sequence[Any]:
        """Return the rows of a query about the agreements one acts in, or about `ids`."""
        return self.connection.execute(query, {"ids": self.mine.ids, **given}).all()

    def drafts(self) -> Iterator[Need]:
        for number, starts in self.ask(_DRAFTS):
            if self.mine.parties_for(number, "agreement.send"):
                yield self.need(
                    number, say("Skicka utkastet för underskrift", "Send the draft for signature"),
                    say("Ska börja gälla {day}.", "Is to begin on {day}.", day=short_day(starts)), say("Öppna", "Open"),
                    url_for("agreements.show", agreement_id=number), day=starts, mine=True)

    def signatures(self) -> Iterator[Need]:
        for number, party_id, starts in self.ask(_SIGNATURES):
            ours = party_id in self.mine.parties_for(number, "agreement.record")
            what = say("Underteckna överenskommelsen", "Sign the agreement") if ours else say(
                "Motpartens underskrift saknas", "The other party's signature is missing")
            yield self.need(
                number, what, say("Den gäller först när alla har undertecknat.", "It binds only when all have signed."),
                say("Till underskrifterna", "To the signatures"), url_for("signing.show", agreement_id=number), day=starts, mine=ours)

    def originals(self, person_id: int | None) -> Iterator[Need]:
        for number, signing_id, deadline, ends, examined, handed in self.ask(_ORIGINALS):
            may = bool(self.mine.parties_for(number, "signing.confirm")) and (
                examined is not None or handed is None or handed != person_id)
            yield self.need(
                number, say("Ett undertecknat original väntar på granskning", "A signed original waits to be looked at"),
                say("Underskriften räknas först när någon har sett att det är rätt text.",
                    "The signature counts only once somebody has seen that the text is right."),
                say("Jämför och bekräfta", "Compare and confirm") if may else say("Visa", "Show"),
                url_for("ways.show", signing_id=signing_id), day=deadline or ends, mine=may)

    def decisions(self) -> Iterator[Need]:
        rows = self.ask(_DECISIONS)
        given: dict[int, set[int]] = defaultdict(set)
        for decision_id, party_id in self.ask(_ANSWERS, decisions=[row[0] for row in rows]):
            given[decision_id].add(party_id)
        for number, agreement_id, day, ends in rows:
            ours = bool(self.mine.parties_for(agreement_id, "decision.answer") - given[number])
            yield self.need(
                agreement_id, say("Ta ställning till förlängning", "Decide on renewal"),
                say("Överenskommelsen går till {day}.", "The agreement runs to {day}.", day=short_day(ends, year=True)),
                say("Ta ställning", "Decide") if ours else say("Visa", "Show"),
                url_for("decisions.show", decision_id=number), day=day, mine=ours)

    def talks(self) -> Iterator[Need]:
        for one in (*talks(self.session, self.mine, self.today), *endings(self.session, self.mine, self.today)):
            yield self.need(one.agreement_id, one.what, one.why, one.button, one.link, day=one.day, mine=one.mine, late=one.late)

    def calls(self, person_id: int | None) -> Iterator[Need]:
        secret = desk().settings.need_secret()
        for seat_id, nonce, agreement_id, day, key in self.ask(_CALLS, person=person_id, now=self.now):
            yield self.need(
                agreement_id, say("Svara på kallelsen", "Reply to the call"),
                say("{meeting} {day}.", "{meeting} {day}.", meeting=speech().meeting_alone(key.partition(":")[2]),
                    day=short_day(day)),
                say("Svara", "Reply"), url_for("replies.show", token=reply_token(secret, seat_id, nonce)), day=day, mine=True)

    def meets_today(self, person_id: int | None) -> Iterator[Need]:
        for row in self.ask(_TODAY, person=person_id, today=self.today, now=self.now):
            yield self.need(
                row.agreement_id, say("{meeting} i dag {hours}", "{meeting} today {hours}", hours=hours(row.starts_at, row.ends_at),
                                      meeting=speech().meeting_alone(row.key.partition(":")[2])), row.place or "",
                say("Till mötet", "To the meeting"), url_for("meetings.show", meeting_id=row.id), day=row.day, mine=True)

    def meetings(self) -> Iterator[Need]:
        rows = self.ask(_MEETINGS, now=self.now)
        convenors = self._convenors({row.agreement_id for row in rows})
        for number, agreement_id, day, state in rows:
            roles, who = self.mine.roles_for(agreement_id, "meeting.minute"), convenors.get(agreement_id)
            ours = bool(roles) and (who is None or who in roles)
            held = state == Meeting.HELD
            yield self.need(
                agreement_id, say("Skriv mötesanteckningar", "Write the minutes") if held else say(
                    "Blev mötet av?", "Did the meeting take place?"),
                say("Mötet var {day}.", "The meeting was on {day}.", day=short_day(day)),
                say("Anteckna", "Record") if ours else say("Visa", "Show"), url_for("meetings.show", meeting_id=number), day=day,
                mine=ours, late=(self.today - day).days > 7)

    def _convenors(self, ids: set[int]) -> dict[int, str | None]:
        if not ids:
            return {}
        return {number: parse_terms(body).meetings.convenor for number, body in self.ask(_TERMS, ids=list(ids))}

    def reports(self) -> Iterator[Need]:
        for one in reports(self.session, self.mine, self.today):
            yield self.need(one.agreement_id, one.what, one.why, one.button, one.link, day=one.day, mine=one.mine, late=one.late)

    def tasks(self, name: str) -> Iterator[Need]:
        for agreement_id, body, who, due in self.ask(_TASKS):
            ours = bool(who) and name.casefold() in (who or "").casefold()
            yield self.need(
                agreement_id, body, say("Bestämdes på möte; görs av {who}.", "Decided at a meeting; to be done by {who}.",
                                        who=who or "–"),
                say("Till uppgiften", "To the task"), url_for("followup.index", agreement_id=agreement_id, _anchor="tasks"), day=due,
                mine=ours)

    def vacancies(self) -> Iterator[Need]:
        ids = [number for number in self.mine.ids if self.mine.parties_for(number, "contacts.edit")][:200]
        every = casts(self.session, sorted(number for (number,) in self.ask(_LIVING, ids=ids)))
        for number, cast in every.items():
            missing = missing_functions(cast, self.today, NEEDED)
            for party, function in missing:
                yield self.need(
                    number, say("{party} saknar {function}", "{party} has no {function}", party=party.name,
                                function=called("function", function).lower()),
                    meanwhile(function, [lacked for one, lacked in missing if one == party]),
                    say("Utse någon", "Name someone"),
                    url_for("people.giving", agreement_id=number, part=party.id, funktion=function), day=None,
                    mine=party.id in self.mine.parties_for(number, "contacts.edit"))

    def closings(self) -> Iterator[Need]:
        for number, ends in self.ask(_CLOSINGS):
            if "public" in self.mine.roles_for(number, "agreement.close"):
                yield self.need(
                    number, say("Avsluta överenskommelsen", "Close the agreement"),
                    say("Den har upphört och inget återstår att göra.", "It has ended and nothing is left to do."),
                    say("Avsluta", "Close"), url_for("closing.show", agreement_id=number), day=ends, mine=True, late=False)
