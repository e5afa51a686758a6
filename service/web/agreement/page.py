"""One agreement arranged for its page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from service.agreements.states import OVER, State
from service.documents.wording.clauses import Clause, clauses
from service.documents.wording.words import Wording
from service.kernel.clock import local_day
from service.notices.tables import Post
from service.obligations.states import State as Owed
from service.parties.model import Function, missing_functions
from service.parties.tables import PartyRow
from service.renewal.tables import AnswerRow, DecisionRow
from service.signatures.states import State as Signature
from service.web.agreement.rooms import Rooms, rooms_of
from service.web.agreement.story import Entry, story
from service.web.agreement.succession import Linked
from service.web.agreement.succession import mark as succession_mark
from service.web.frame.access import may, standing_here
from service.web.plan.amendments import amendment_mark, notice_mark
from service.web.plan.breaking import Broken, breaking, breaking_marks
from service.web.plan.coming import Next, coming
from service.web.plan.duties import Duty, duties, grouped, timeline
from service.web.plan.read import Found
from service.web.plan.timeline import Picture, Timeline, lying, standing
from service.web.speech.language import called, language, meanwhile, say, with_days

ENDED = (State.EXPIRED, State.RESCINDED, State.TERMINATED)
NEEDED = (Function.COORDINATOR, Function.MANAGER, Function.SIGNATORY, Function.OPERATIONS, Function.ECONOMIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that somebody must put right."""

    text: str
    more: str = ""
    link: tuple[str, Mapping[str, object], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """The decision on renewal with each party's answer."""

    row: DecisionRow
    clause: str
    answers: Sequence[tuple[PartyRow, AnswerRow | None]]

    @property
    def differ(self) -> bool:
        """Say whether the parties have answered differently."""
        given = {answer.answer for _, answer in self.answers if answer is not None}
        return len(given) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """A party and those who act for it, each with the functions held today."""

    party: PartyRow
    people: Sequence[tuple[str, str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The one thing to do now, for whoever looks."""

    title: str
    text: str
    button: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """What the page of one agreement shows."""

    line: Timeline
    wide: Picture
    tall: Picture
    duties: Sequence[Duty]
    groups: Sequence[tuple[str, Sequence[Duty]]]
    coming: Sequence[Next]
    stands: Sequence[Stand]
    people: Sequence[People]
    faults: Sequence[Fault]
    clauses: Sequence[Clause]
    remarks: Sequence[str]
    assumed: Sequence[str]
    story: Sequence[Entry]
    part_gone: int
    next_step: NextStep | None
    rooms: Sequence[Rooms]
    breaking: Sequence[Broken]


def arrange(found: Found, now: datetime, chain: Sequence[Linked] = ()) -> AgreementPage:
    """Arrange what was found for the page."""
    today = local_day(now)
    every = duties(found)
    line = timeline(found, every, today, [
        *(one for each in found.amendments if (one := amendment_mark(each)) is not None),
        *(one for each in found.terminations if (one := notice_mark(each)) is not None),
        *(succession_mark(one) for one in chain if one.after), *breaking_marks(found)])
    return AgreementPage(
        line=line, wide=lying(line), tall=standing(line), duties=every, groups=grouped(every),
        coming=coming(found, every, now), stands=_stands(found), people=_people(found, today),
        faults=_faults(found, today), clauses=clauses(found.terms, Wording(language())), remarks=_said(found.row.remarks),
        assumed=_said(found.row.assumed), story=story(found), part_gone=_part_gone(found, today),
        next_step=_next_step(found), rooms=rooms_of(found.row.id, found.row.state), breaking=breaking(found),
    )


def _next_step(found: Found) -> NextStep | None:
    """Return what to do with an agreement that does not bind yet, or is over with nothing left."""
    row = found.row
    signing = url_for("signing.show", agreement_id=row.id)
    mine = standing_here().parties_for("agreement.record")
    if row.state == State.DRAFT and may("agreement.send"):
        return NextStep(
            title=say("Utkastet är inte skickat", "The draft has not been sent"),
            text=say("Läs igenom villkoren. När de stämmer: skicka för underskrift.",
                     "Read the terms through. When they are right: send it for signature."),
            button=say("Till underskrifterna", "To the signatures"), link=signing)
    if row.state in ENDED and may("agreement.see"):
        return NextStep(
            title=say("Överenskommelsen har upphört", "The agreement has ended"),
            text=say("Se vad som är kvar att göra innan den avslutas.", "See what is left to do before it is closed."),
            button=say("Till avslutet", "To the closing"), link=url_for("closing.show", agreement_id=row.id))
    if row.state == State.IN_SIGNATURE and any(
            one.state == Signature.ASKED and one.party_id in mine for one in found.signatures):
        return NextStep(
            title=say("Er underskrift saknas", "Your signature is missing"),
            text=say("Överenskommelsen gäller först när alla parter har undertecknat.",
                     "The agreement binds only when all parties have signed."),
            button=say("Till underskrifterna", "To the signatures"), link=signing)
    return None


def _part_gone(found: Found, today: date) -> int:
    row = found.row
    if row.ends_on is None:
        return 0
    whole = (row.ends_on - row.starts_on).days + 1
    return max(0, min(100, round(100 * (today - row.starts_on).days / whole)))


def _said(kept: str) -> list[str]:
    return [with_days(str(one[language()])) for one in json.loads(kept)]


def _stands(found: Found) -> list[Stand]:
    made = []
    dropped = {one.id for one in found.obligations if one.state == Owed.DROPPED}
    for row in (one for one in reversed(found.decisions) if one.obligation_id not in dropped):
        given = {one.party_id: one for one in found.answers.get(row.id, [])}
        made.append(Stand(row=row, clause=found.clause_of(row.obligation_id),
                          answers=[(party, given.get(party.id)) for party in found.parties]))
    return made


def _people(found: Found, today: date) -> list[People]:
    made = []
    for party in found.parties:
        held: dict[tuple[str, str], list[str]] = {}
        for seat in found.cast.seats:
            if seat.party_id == party.id and seat.holds(today):
                held.setdefault((seat.name, seat.email), []).append(called("function", seat.function))
        made.append(People(party=party, people=[(name, email, functions) for (name, email), functions in held.items()]))
    return made


def _faults(found: Found, today: date) -> list[Fault]:
    made = []
    if State(found.row.state) not in OVER:
        missing = missing_functions(found.cast, today, NEEDED)
        for party, function in missing:
            made.append(Fault(
                text=say("{party} har ingen {function}.", "{party} has no {function}.", party=party.name,
                         function=called("function", function).lower()),
                more=meanwhile(function, [lacked for one, lacked in missing if one == party]),
                link=("people.index", {"agreement_id": found.row.id}, say("Till personerna", "To the people"))))
    for row in found.undeliverable:
        made.append(Fault(
            text=say("Mejl till {who} kom inte fram: {notice}.", "Mail to {who} did not arrive: {notice}.",
                     who=row.to_name or row.to_email, notice=called("notice", row.name)),
            more=row.error or "", link=("post.show", {"post_id": row.id}, say("Visa mejlet", "Show the mail"))))
    unseen = found.post.get(Post.UNDELIVERABLE, 0) - len(found.undeliverable)
    if unseen > 0:
        made.append(Fault(text=say("Ytterligare {n} mejl kom inte fram.", "{n} more mails did not arrive.", n=unseen),
                          link=("post.index", {"lage": Post.UNDELIVERABLE, "overenskommelse": found.row.id},
                                say("Visa dem", "Show them"))))
    for trouble in found.troubles:
        made.append(Fault(text=say("Överens kunde inte hantera ett ärende ({subject}) och försöker igen.",
                                   "Överens could not handle a matter ({subject}) and will try again.",
                                   subject=trouble.subject), more=trouble.error))
    return made
