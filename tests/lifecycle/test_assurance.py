"""The questions of an audit, answered from what is on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from service.db import Database
from service.documents.papers import Language, make_pdf
from service.kernel.clock import moment
from service.lifecycle.assurance.model import (
    Amendment,
    Answer,
    Bill,
    Deviation,
    Facts,
    Meeting,
    Paper,
    Report,
    Signature,
    Signer,
    Used,
    Verdict,
)
from service.lifecycle.assurance.papers import as_csv, paper
from service.lifecycle.assurance.rules import answers
from service.lifecycle.assurance.store import facts_of
from service.lifecycle.assurance.words import CHECKS
from tests.money.world import MANAGER as HEAD
from tests.money.world import NOW, SECOND, made
from tests.web.world import signed

SPOKEN: tuple[Language, ...] = ("sv", "en")
TODAY, START = date(2026, 9, 21), date(2026, 1, 1)
CHAIR = Signer("Peter Sand", "ordförande", "stadgarna § 7")
MANAGER = Signer("Anders Berg", "avdelningschef", "delegationsordningen 4.2")
BILL = Bill(id=1, kind="invoice", name="1001", day=date(2026, 6, 30), state="paid", expected_ore=500, ore=500,
            received_on=date(2026, 6, 20), handed_by=3, approvals=((7, False),))
# All is as it should be.
SOUND = Facts(
    agreement_id=1, today=TODAY, starts_on=START, ends_on=date(2026, 12, 31), unsigned=False,
    papers=(Paper(1, "Överenskommelsen", "2026-1"),),
    signatures=(Signature(matter="agreement", signing_id=1, party="Staden", signed_on=date(2025, 12, 1), signers=(MANAGER,)),
                Signature(matter="agreement", signing_id=1, party="Linden", signed_on=START, signers=(CHAIR,))),
    meetings=(Meeting(id=1, day=date(2026, 3, 3), state="minuted", followed=True), Meeting(id=2, day=date(2026, 11, 3), state="planned")),
    goals=2, bills=(BILL,), frame=1000, invoiced=500, budgeted=True, used=Used(as_of=date(2026, 6, 30)),
    reports=(Report(id=1, name=("verksamhetsplan", "activity plan"), day=date(2026, 1, 31), state="accepted", late=False,
                    delivered_on=date(2026, 1, 31)),),
    deviations=(Deviation(id=1, what="Larm", changes_on=date(2026, 6, 1), state="approved", late=False),),
    amendments=(Amendment(id=1, number=1, state="in_force", from_on=date(2026, 5, 1), signed=(date(2026, 4, 1), date(2026, 5, 1))),))


def told(facts: Facts) -> dict[str, Verdict]:
    """Return each check's answer by its code."""
    return by_code(answers(facts))


def by_code(found: tuple[Answer, ...]) -> dict[str, Verdict]:
    """Return each check's answer by its code."""
    return {check.code: check.verdict for one in found for check in one.checks}


def test_everything_in_order_is_yes_all_through() -> None:
    assert told(SOUND) == dict.fromkeys(CHECKS, Verdict.YES)
    assert {one.verdict for one in answers(SOUND)} == {Verdict.YES}
    assert all(check.evidence for one in answers(SOUND) for check in one.checks)


OTHERWISE = [
    ("diary", Verdict.NO, {"papers": (*SOUND.papers, Paper(2, "Faktura", ""))}),
    ("all", Verdict.CANNOT_SAY, {"signatures": ()}),
    ("all", Verdict.NO, {"signatures": (SOUND.signatures[0], replace(SOUND.signatures[1], same_text=False))}),
    ("capacity", Verdict.NO, {"signatures": (SOUND.signatures[0], replace(SOUND.signatures[1], signers=(replace(CHAIR, authority=""),)))}),
    ("capacity", Verdict.CANNOT_SAY, {"signatures": (SOUND.signatures[0], replace(SOUND.signatures[1], signers=()))}),
    ("before_start", Verdict.NO, {"starts_on": date(2025, 12, 31)}),
    ("held", Verdict.NO, {"meetings": (*SOUND.meetings, Meeting(id=3, day=date(2026, 6, 3), state="missed"))}),
    ("held", Verdict.CANNOT_SAY, {"meetings": (*SOUND.meetings, Meeting(id=3, day=date(2026, 9, 3), state="called"))}),
    ("held", Verdict.NOT_YET, {"meetings": (SOUND.meetings[1],)}),
    ("held", Verdict.CANNOT_SAY, {"meetings": (replace(SOUND.meetings[0], earlier=True),)}),
    ("minuted", Verdict.NO, {"meetings": (replace(SOUND.meetings[0], state="held"),)}),
    ("goals", Verdict.NO, {"meetings": (replace(SOUND.meetings[0], followed=False),)}),
    ("plan", Verdict.NO, {"bills": (replace(BILL, state="missing", ore=None, approvals=()),)}),
    ("plan", Verdict.NO, {"bills": (replace(BILL, ore=499),)}),
    ("plan", Verdict.YES, {"bills": (replace(BILL, ore=499, explained=True),)}),
    ("approved", Verdict.NO, {"bills": (replace(BILL, needed=2),)}),
    ("approved", Verdict.NO, {"bills": (replace(BILL, handed_by=7),)}),
    ("approved", Verdict.NO, {"bills": (replace(BILL, over=1),)}),
    ("approved", Verdict.YES, {"bills": (replace(BILL, over=1, needed=2, approvals=((7, False), (8, True))),)}),
    ("frame", Verdict.NO, {"invoiced": 1001}),
    ("frame", Verdict.CANNOT_SAY, {"frame": None}),
    ("purpose", Verdict.CANNOT_SAY, {"used": None}),
    ("purpose", Verdict.NO, {"used": Used(as_of=TODAY, over=("Larm",))}),
    ("purpose", Verdict.YES, {"used": Used(as_of=TODAY, over=("Larm",), covered=("Larm",))}),
    ("delivered", Verdict.NO, {"reports": (replace(SOUND.reports[0], state="due", delivered_on=None),)}),
    ("delivered", Verdict.NOT_YET, {"reports": (replace(SOUND.reports[0], state="due", delivered_on=None, day=date(2026, 12, 1)),)}),
    ("in_time", Verdict.NO, {"reports": (replace(SOUND.reports[0], late=True),)}),
    ("accepted", Verdict.NOT_YET, {"reports": (replace(SOUND.reports[0], state="returned"),)}),
    ("before_change", Verdict.NO, {"deviations": (replace(SOUND.deviations[0], late=True),)}),
    ("before_change", Verdict.NO, {"deviations": (replace(SOUND.deviations[0], state="in_dialogue"),)}),
    ("before_change", Verdict.NOT_YET, {"deviations": (replace(SOUND.deviations[0], state="reported", changes_on=date(2026, 10, 1)),)}),
    ("before_effect", Verdict.NO, {"amendments": (replace(SOUND.amendments[0], signed=(date(2026, 4, 1), date(2026, 5, 2))),)}),
    ("before_effect", Verdict.NOT_YET, {"amendments": (replace(SOUND.amendments[0], state="in_signature", signed=(None, None)),)}),
]


@pytest.mark.parametrize(("code", "verdict", "changed"), OTHERWISE)
def test_one_thing_otherwise(code: str, verdict: Verdict, changed: dict[str, object]) -> None:
    found = answers(replace(SOUND, **changed))  # type: ignore[arg-type]
    check = next(check for one in found for check in one.checks if check.code == code)
    assert check.verdict is verdict
    whole = next(one.verdict for one in found if check in one.checks)
    assert list(Verdict).index(whole) <= list(Verdict).index(verdict)


def test_what_is_on_record_as_a_paper_and_a_table(database: Database) -> None:
    agreement = signed(database)
    now: datetime = moment(TODAY, 9)
    with database.read() as session:
        found = answers(facts_of(session, agreement, today=TODAY))
    assert {code: verdict for code, verdict in by_code(found).items() if code in ("all", "before_start", "before_effect", "before_change")} == {
        "all": Verdict.YES, "before_start": Verdict.YES, "before_effect": Verdict.YES, "before_change": Verdict.YES}
    for language in SPOKEN:
        lines = as_csv(found, language).splitlines()
        assert len(lines) == 1 + sum(len(one.checks) for one in found)
        assert make_pdf(paper(found, "Bussen", TODAY, language=language), at=now).startswith(b"%PDF")



def test_a_limit_set_afterwards_makes_no_earlier_approval_wrong(database: Database) -> None:
    money, before = made(database), NOW - timedelta(days=1)
    money.hand_in(now=before)
    money.approve(now=before)
    money.settle(two_ore=0)
    money.hand_in(SECOND)
    money.approve(key=SECOND)
    money.approve(HEAD, key=SECOND)
    with database.read() as session:
        found = facts_of(session, money.agreement, today=NOW.date())
    assert [one.needed for one in found.bills if one.approvals] == [1, 2]
    assert by_code(answers(found))["approved"] is Verdict.YES
