"""Two at the same moment: of whatever happens to a text at once, one thing comes first and the other sees it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.amendments.store import get_amendment, matter_of
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.history.tables import HistoryRow
from service.history.verify import faults
from service.kernel.clock import moment
from service.kernel.errors import Refusal
from service.lifecycle.amending import amend
from service.lifecycle.amending.draft import draft, redraft
from service.lifecycle.signing.ink import confirm, hand_in
from service.lifecycle.signing.sign import sign_as
from service.scheduler.sweep import sweep
from service.signatures.actions import Proof
from service.signatures.rules import TwoWays, Way
from service.signatures.store import get_signing, of_matter, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from tests.amendments.cast import changed, ends_on, sent, stands, versions
from tests.builders import BY, on, signed_agreement
from tests.signatures.test_ways import LATER, NOW, handed, put, rows_of, scan, signing_of, ticked

START, END = date(2026, 1, 1), date(2026, 12, 31)
Act = Callable[[], object]
TIMES = range(3)


def at_once(*acts: Act) -> list[str]:
    """Do all of these at the same moment; return what each came to: its answer, or the name of its refusal."""
    start, found = threading.Barrier(len(acts)), [""] * len(acts)

    def one(place: int, act: Act) -> None:
        start.wait()
        try:
            found[place] = str(act())
        except Refusal as refusal:
            found[place] = type(refusal).__name__

    every = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    return found


def events(database: Database, name: str) -> int:
    with database.read() as session:
        return len(session.scalars(select(HistoryRow.id).where(HistoryRow.event == name)).all())


def sound(database: Database) -> None:
    """Nothing is half done: no fault in the history, no gap in the versions, nothing in force that is not signed by all."""
    with database.read() as session:
        assert list(faults(session, None)) == []
        for agreement in session.scalars(select(AgreementRow)):
            numbers = [number for number, _ in versions(session, agreement.id)]
            assert numbers == list(range(1, len(numbers) + 1))
        for row in session.scalars(select(AmendmentRow)):
            mine = session.scalars(select(SignatureRow).where(SignatureRow.agreement_id == row.agreement_id))
            states = {one.state for one in mine if get_signing(session, one.signing_id).matter == matter_of(row)}
            assert states == ({"signed"} if row.state in ("signed", "in_force") else {"void"} if row.state in (
                "withdrawn", "lapsed") else states)


def confirming(database: Database, row: SignatureRow, original: int, *, now: datetime = LATER) -> Act:
    def act() -> bool:
        with database.write() as session:
            return confirm(session, original, signers=ticked(session, row), on=date(2026, 9, 21), same_text=True, now=now, by="Omar",
                           user_id=2)
    return act


@pytest.mark.parametrize("_time", TIMES)
def test_the_last_two_parties_confirmed_at_once_complete_it_once(database: Database, _time: int) -> None:
    amendment = put(database)
    with database.write() as session:
        rows = rows_of(session, amendment)
        originals = [handed(session, row) for row in rows]
    found = at_once(*(confirming(database, row, original) for row, original in zip(rows, originals, strict=True)))
    assert sorted(found) == ["False", "True"]
    with database.read() as session:
        assert stands(session, amendment) == "in_force"
        assert [number for number, _ in versions(session, rows[0].agreement_id)] == [1, 2]
        assert ends_on(session, rows[0].agreement_id) == date(2027, 12, 31)
    assert (events(database, "complete"), events(database, "enter")) == (2, 1)
    sound(database)


def test_the_same_original_confirmed_twice_at_once_counts_once(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        row = rows_of(session, amendment)[0]
        original = handed(session, row)
    assert sorted(at_once(*[confirming(database, row, original)] * 2)) == ["False", "LookedAtAlready"]
    assert events(database, "signed_as") == 1
    sound(database)


def test_two_ways_chosen_at_once_are_one(database: Database) -> None:
    amendment = put(database)
    with database.write() as session:
        first, second = rows_of(session, amendment)

    def on_paper() -> str:
        with database.write() as session:
            hand_in(session, first.id, scan(), now=LATER, by="Karin", user_id=1)
        return "ink"

    def elsewhere() -> str:
        with database.write() as session:
            row = session.get_one(SignatureRow, second.id)
            signer = signers_of(session, [row.id])[0]
            sign_as(session, row, signer, Proof(way=Way.ELSEWHERE, digest=row.digest), on=date(2026, 9, 21), now=LATER, by=BY)
        return "elsewhere"

    found = at_once(on_paper, elsewhere)
    assert found in (["ink", TwoWays.__name__], [TwoWays.__name__, "elsewhere"])
    with database.read() as session:
        assert signing_of(session, amendment).way in found
    sound(database)


@pytest.mark.parametrize("_time", TIMES)
def test_signed_while_it_is_withdrawn(database: Database, _time: int) -> None:
    amendment = put(database)
    with database.write() as session:
        first, second = rows_of(session, amendment)
        last = handed(session, second)
        confirm(session, handed(session, first), signers=ticked(session, first), on=date(2026, 9, 21), same_text=True, now=LATER,
                by="Omar", user_id=2)

    def withdrawing() -> str:
        with database.write() as session:
            amend.withdraw(session, amendment, now=LATER, by=BY, reason="Vi ändrade oss")
        return "withdrawn"

    found = at_once(confirming(database, second, last), withdrawing)
    with database.read() as session:
        state, kept = stands(session, amendment), [number for number, _ in versions(session, first.agreement_id)]
    assert (found, state, kept) in (
        (["True", "NotAStep"], "in_force", [1, 2]), (["TextFell", "withdrawn"], "withdrawn", [1]))
    sound(database)


def signing(database: Database, amendment: int, place: int, *, now: datetime, day: date) -> Act:
    def act() -> bool:
        with database.write() as session:
            asked = select(SignatureRow).join(SigningRow, SigningRow.id == SignatureRow.signing_id).where(
                SigningRow.matter == f"amendment {amendment}").order_by(SignatureRow.id)
            mine = session.scalars(asked).all()[place]
            signer = signers_of(session, [mine.id])[0]
            return sign_as(session, mine, signer, Proof(way=Way.INK, digest=mine.digest), on=day, now=now, by=BY)
    return act


@pytest.mark.parametrize("_time", TIMES)
def test_two_amendments_completed_at_the_same_moment(database: Database, _time: int) -> None:
    made = signed_agreement(database, start=START, end=END, signed=on(2025, 12, 20, 9))
    with database.write() as session:
        both = [sent(session, made, now=NOW, goals=["Färre olyckor"]), sent(session, made, now=NOW, end="2027-12-31")]
        for one in both:
            row = session.get_one(AmendmentRow, one)
            mine = of_matter(session, made, matter_of(row))[0]
            sign_as(session, mine, signers_of(session, [mine.id])[0], Proof(way=Way.INK, digest=mine.digest), on=NOW.date(), now=NOW,
                    by=BY)
    assert at_once(*(signing(database, one, 1, now=LATER, day=NOW.date()) for one in both)) == ["True", "True"]
    with database.read() as session:
        rows = [session.get_one(AmendmentRow, one) for one in both]
    # Whichever was completed first is in force at once, and the other from the day after: two never share a day.
    first, second = sorted(rows, key=lambda one: one.version or 0)
    assert [(one.version, one.state, one.from_on) for one in (first, second)] == [
        (2, "in_force", NOW.date()), (3, "signed", NOW.date() + timedelta(days=1))]
    sound(database)
    sweep(database, now=lambda: LATER + timedelta(days=1))
    with database.read() as session:
        wanted = changed(session, made)
        assert versions(session, made) == [(1, START), (2, NOW.date()), (3, NOW.date() + timedelta(days=1))]
    assert (list(wanted.goals), wanted.end) == (["Färre olyckor"], date(2027, 12, 31))
    sound(database)


@pytest.mark.parametrize("_time", TIMES)
def test_the_last_signature_at_the_very_end_of_the_period(database: Database, _time: int) -> None:
    made = signed_agreement(database, start=START, end=END, signed=on(2025, 12, 20, 9))
    before, after = moment(date(2027, 1, 1)) - timedelta(seconds=1), moment(date(2027, 1, 1))
    sweep(database, now=lambda: before - timedelta(hours=1))
    with database.write() as session:
        amendment = sent(session, made, now=before - timedelta(minutes=30), end="2027-12-31")
        row = get_amendment(session, amendment)
        mine = of_matter(session, made, matter_of(row))[0]
        sign_as(session, mine, signers_of(session, [mine.id])[0], Proof(way=Way.INK, digest=mine.digest), on=END,
                now=before - timedelta(minutes=20), by=BY)
    found = at_once(signing(database, amendment, 1, now=before, day=END), lambda: sweep(database, now=lambda: after).failed)
    with database.read() as session:
        state, ends = session.get_one(AgreementRow, made).state, ends_on(session, made)
        kept, stood = [number for number, _ in versions(session, made)], stands(session, amendment)
    signed = ("active", date(2027, 12, 31), [1, 2], "in_force")
    ended = ("expired", END, [1], "lapsed")
    assert (state, ends, kept, stood) == (signed if found[0] == "True" else ended)
    assert found[1] == "0"
    assert found[0] in ("True", "AlreadySigned", "NotAStep")
    with database.read() as session:
        late = session.scalars(select(SignerRow).where(SignerRow.signed_on.is_not(None))).all()
        assert len(late) == (2 if found[0] == "True" else 1)
    sound(database)


@pytest.mark.parametrize("_time", TIMES)
def test_a_draft_of_an_extension_edited_while_another_is_signed_waits_for_it(database: Database, _time: int) -> None:
    amendment = put(database)
    with database.write() as session:
        agreement = session.get_one(AmendmentRow, amendment).agreement_id
        second = draft(session, agreement, changed(session, agreement, end="2027-06-30"), title="Kortare", rationale="–", now=LATER,
                       by=BY, extends=True).id
        first, last = rows_of(session, amendment)
        confirm(session, handed(session, first), signers=ticked(session, first), on=date(2026, 9, 21), same_text=True, now=LATER,
                by="Omar", user_id=2)
        original = handed(session, last)

    def edits() -> str:
        with database.write() as session:
            redraft(session, second, changed(session, agreement, goals=["Nytt mål"]), title="Nytt", rationale="–", revision=1, now=LATER,
                    by=BY)
        return "edited"

    assert at_once(confirming(database, last, original), edits) == ["True", "edited"]
    with database.read() as session:
        assert (stands(session, amendment), stands(session, second)) == ("in_force", "draft")
    sound(database)
