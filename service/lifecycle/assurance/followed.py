"""Followed up at meetings, reports in, deviations approved before the change; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.lifecycle.assurance.model import (
    Answer,
    Check,
    Deviation,
    Evidence,
    Facts,
    Meeting,
    Question,
    Report,
    Verdict,
)
from service.lifecycle.assurance.words import en, sv

MOST = 8
HELD = ("held", "minuted")
IN = ("delivered", "accepted")
RELEASED = ("waived", "cancelled", "dropped")


def followed(facts: Facts) -> Answer:
    """Say whether meetings were held as planned and minuted, with the goals followed up at them."""
    past = [one for one in facts.meetings if one.day < facts.today and not one.earlier and one.state != "cancelled"]
    if not past:
        return Answer(Question.FOLLOWED, (Check(
            "held", Verdict.CANNOT_SAY if any(one.earlier for one in facts.meetings) else Verdict.NOT_YET,
            "Inget möte har legat i planen sedan överenskommelsen kom in i Överens.",
            "No meeting has been due since the agreement came into Överens."),))
    return Answer(Question.FOLLOWED, tuple(_meetings(facts, past)))


def _meetings(facts: Facts, past: Sequence[Meeting]) -> Iterator[Check]:
    held = [one for one in past if one.state in HELD]
    missing = [one for one in past if one.state not in HELD]
    sure = [one for one in missing if one.state == "missed"]
    if missing:
        yield Check("held", Verdict.NO if sure else Verdict.CANNOT_SAY,
                    f"{len(held)} av {len(past)} planerade möten är hållna.",
                    f"{len(held)} of {len(past)} planned meetings were held.",
                    _seen(missing))
    else:
        yield Check("held", Verdict.YES, f"Alla planerade möten hittills är hållna ({len(held)} st).",
                    f"Every meeting planned so far was held ({len(held)} of them).", _seen(held))
    if bare := [one for one in held if one.state != "minuted"]:
        yield Check("minuted", Verdict.NO, f"Anteckningar saknas från {len(bare)} av {len(held)} möten.",
                    f"Minutes are missing from {len(bare)} of {len(held)} meetings.", _seen(bare))
    elif held:
        yield Check("minuted", Verdict.YES, f"Alla hållna möten har anteckningar ({len(held)} st).",
                    f"Every meeting held has minutes ({len(held)} of them).", _seen(held))
    if facts.goals and held:
        yield _goals(facts, held)


def _goals(facts: Facts, held: Sequence[Meeting]) -> Check:
    at = [one for one in held if one.followed]
    where = (Evidence("followup", facts.agreement_id, "Uppföljningen", "The follow-up"),)
    if not at:
        return Check("goals", Verdict.NO, "Målen är inte följda upp på något möte.", "The goals were not followed up at any meeting.",
                     where)
    last = max(one.day for one in at)
    return Check("goals", Verdict.YES, f"Målen är följda upp på {len(at)} av {len(held)} möten, senast {sv(last)}.",
                 f"The goals were followed up at {len(at)} of {len(held)} meetings, last on {en(last)}.", where)


def _seen(meetings: Sequence[Meeting]) -> tuple[Evidence, ...]:
    newest = sorted(meetings, key=lambda one: one.day, reverse=True)[:MOST]
    return tuple(Evidence("meeting", one.id, f"Mötet {sv(one.day)}", f"The meeting {en(one.day)}") for one in newest)


def reported(facts: Facts) -> Answer:
    """Say whether reports are in, in time, and accepted."""
    asked = [one for one in facts.reports if not one.earlier and one.state not in RELEASED]
    due = [one for one in asked if one.day < facts.today or one.delivered_on is not None]
    where = (Evidence("reports", facts.agreement_id, "Rapporterna", "The reports"),)
    if not due:
        coming = min((one.day for one in asked), default=None)
        return Answer(Question.REPORTED, (Check(
            "delivered", Verdict.CANNOT_SAY if coming is None else Verdict.NOT_YET,
            "Villkoren begär ingen rapport." if coming is None else f"Den första rapporten ska lämnas {sv(coming)}.",
            "The terms ask for no report." if coming is None else f"The first report is due on {en(coming)}.", where),))
    return Answer(Question.REPORTED, tuple(_reports(due, where)))


def _reports(due: Sequence[Report], where: tuple[Evidence, ...]) -> Iterator[Check]:
    missing = [one for one in due if one.delivered_on is None]
    there = [one for one in due if one.delivered_on is not None]
    if missing:
        yield Check("delivered", Verdict.NO, f"{len(missing)} av {len(due)} rapporter som skulle vara lämnade saknas.",
                    f"{len(missing)} of {len(due)} reports that were due are missing.", _named(missing))
    else:
        yield Check("delivered", Verdict.YES, f"Alla rapporter som skulle vara lämnade är lämnade ({len(due)} st).",
                    f"Every report that was due is delivered ({len(due)} of them).", where)
    if late := [one for one in there if one.late]:
        yield Check("in_time", Verdict.NO, f"{len(late)} av {len(there)} rapporter lämnades för sent.",
                    f"{len(late)} of {len(there)} reports were delivered late.", _named(late))
    elif there:
        yield Check("in_time", Verdict.YES, "Det som är lämnat lämnades i tid.", "What is delivered was delivered in time.", where)
    if unread := [one for one in there if one.state != "accepted"]:
        yield Check("accepted", Verdict.NOT_YET, f"{len(unread)} av {len(there)} lämnade rapporter är inte godkända.",
                    f"{len(unread)} of {len(there)} delivered reports are not accepted.", _named(unread))
    elif there:
        yield Check("accepted", Verdict.YES, "Alla lämnade rapporter är godkända.", "Every delivered report is accepted.", where)


def _named(reports: Sequence[Report]) -> tuple[Evidence, ...]:
    return tuple(Evidence("report", one.id, f"{one.name[0]}, {sv(one.day)}", f"{one.name[1]}, {en(one.day)}")
                 for one in reports[:MOST])


def deviated(facts: Facts) -> Answer:
    """Say whether deviations were approved before the change."""
    every = [one for one in facts.deviations if one.state != "withdrawn"]
    where = (Evidence("deviations", facts.agreement_id, "Avvikelserna", "The deviations"),)
    wrong = [one for one in every if one.late or one.state in ("reported", "in_dialogue") and one.changes_on <= facts.today]
    waiting = [one for one in every if one.state in ("reported", "in_dialogue") and one not in wrong]
    if not every:
        check = Check("before_change", Verdict.YES, "Ingen avvikelse är anmäld.", "No deviation is reported.", where)
    elif wrong:
        check = Check("before_change", Verdict.NO, f"{len(wrong)} av {len(every)} avvikelser godkändes inte innan ändringen gjordes.",
                      f"{len(wrong)} of {len(every)} deviations were not approved before the change was made.", _cases(wrong))
    elif waiting:
        check = Check("before_change", Verdict.NOT_YET, f"{len(waiting)} av {len(every)} avvikelser väntar på beslut före ändringen.",
                      f"{len(waiting)} of {len(every)} deviations wait for a decision before the change.", _cases(waiting))
    else:
        check = Check("before_change", Verdict.YES, f"Alla avvikelser ({len(every)}) är avgjorda före ändringen.",
                      f"Every deviation ({len(every)}) was decided before the change.", _cases(every))
    return Answer(Question.DEVIATED, (check,))


def _cases(every: Sequence[Deviation]) -> tuple[Evidence, ...]:
    return tuple(Evidence("deviation", one.id, f"Avvikelse {one.id}", f"Deviation {one.id}") for one in every[:MOST])
