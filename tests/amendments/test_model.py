"""An agreement, its amendments, its signatures and the clock, driven at random; what may never be is looked for after every step."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import OVER, State
from service.agreements.store import NoSuchAgreement, parse_terms, terms_rows
from service.agreements.tables import AgreementRow
from service.amendments.changes import applied, difference, from_json
from service.amendments.states import UNSETTLED
from service.amendments.states import State as Amendment
from service.amendments.tables import AmendmentRow
from service.db import Database
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.lifecycle.amending import amend
from service.lifecycle.amending.parties import name_person
from service.lifecycle.amending.versions import newest_terms, versions_of
from service.lifecycle.clock import ends_at
from service.lifecycle.signing.sign import decline
from service.lifecycle.standing import Standing, standing
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.obligations.versions import in_force, schedule_over
from service.parties.model import Function
from service.parties.store import cast, get_party
from service.scheduler.sweep import sweep
from service.signatures.states import State as Signature
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from tests.amendments.cast import drawn_up, put, sign
from tests.builders import BY, an_agreement, on

MATTERS: dict[str, Any] = {
    "end": st.sampled_from(["2025-06-30", "2025-11-30", "2026-06-30", "2026-12-31"]),
    "meetings__per_year": st.sampled_from([2, 4, 6]),
    "economy__payment__due_days": st.sampled_from([10, 30, 60]),
    "goals": st.sampled_from([["Färre olyckor"], ["Fler möten"]]),
    "reports": st.sampled_from([[], [{"kind": "yearly_summary", "due": "--03-15", "name": None}]]),
}
# Those who may come to join, in turn; a party that has left may join again.
COMERS = [{"name": name, "role": role, "org_number": None} for name, role in (("Nya föreningen", "civil"), ("Regionen", "public"))]
ROLES = st.sampled_from(["public", "civil"])


class Partnership(RuleBasedStateMachine):
    """One agreement signed by both parties, and all that can be done to its terms."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "model.sqlite")
        self.database = Database(f"sqlite:///{self.folder / 'model.sqlite'}")
        self.now = on(2025, 1, 20, 9)
        self.drafted: list[int] = []

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        with self.database.write() as session:
            self.agreement = an_agreement(session)

    def tried(self, act: Any) -> Any:
        """Do something that may be refused; a refusal must leave everything as it was."""
        try:
            with self.database.write() as session:
                return act(session)
        except Refusal:
            return None

    def one_in(self, data: st.DataObject, *states: Amendment) -> int:
        """Draw an amendment that stands in one of the states; in one case of eight any other."""
        with self.database.read() as session:
            likely = session.scalars(select(AmendmentRow.id).where(AmendmentRow.state.in_(states)).order_by(AmendmentRow.id)).all()
        odd = data.draw(st.integers(0, 7)) == 7
        return data.draw(st.sampled_from(self.drafted if odd or not likely else list(likely)))

    @rule(days=st.sampled_from([0, 0, 1, 3, 10, 40]), hours=st.integers(0, 23))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)
        sweep(self.database, now=lambda: self.now)

    @rule(days=st.sampled_from([1, 15, 120]))
    def time_passes_unseen(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(data=st.data(), wait=st.sampled_from([None, None, -5, 0, 2, 10, 90]), out=st.sampled_from([True, True, True, False]))
    def somebody_draws_up(self, data: st.DataObject, wait: int | None, out: bool) -> None:
        names = data.draw(st.lists(st.sampled_from(sorted(MATTERS)), min_size=1, max_size=2, unique=True))
        given = {name: data.draw(MATTERS[name]) for name in names}
        day = None if wait is None else local_day(self.now) + timedelta(days=wait)
        made = self.tried(lambda session: drawn_up(session, self.agreement, now=self.now, effective_on=day, **given))
        if made is not None:
            self.drafted.append(made)
            if out:
                self.tried(lambda session: put(session, made, now=self.now))

    @rule(data=st.data(), wait=st.sampled_from([None, 0, 3, 40]), manned=st.sampled_from([True, True, True, False]))
    def parties_are_to_change(self, data: st.DataObject, wait: int | None, manned: bool) -> None:
        with self.database.read() as session:
            there = [one.model_dump() for one in newest_terms(session, self.agreement).parties]
        names = {one["name"] for one in there}
        ways = [[*there, one] for one in COMERS if one["name"] not in names] + [
            [one for one in there if one is not gone] for gone in there if len(there) > 2]
        parties = data.draw(st.sampled_from(ways))
        day = None if wait is None else local_day(self.now) + timedelta(days=wait)
        made = self.tried(lambda session: drawn_up(session, self.agreement, now=self.now, effective_on=day, parties=parties))
        if made is not None:
            self.drafted.append(made)
            if manned:
                self.tried(lambda session: _name_joiners(session, made, self.now))
            self.tried(lambda session: put(session, made, now=self.now))

    @precondition(lambda self: self.drafted)
    @rule(data=st.data(), all_but=st.sampled_from([0, 0, 0, 1]))
    def everyone_asked_signs(self, data: st.DataObject, all_but: int) -> None:
        chosen = self.one_in(data, Amendment.IN_SIGNATURE)
        with self.database.read() as session:
            names = {one.id: one.name for one in cast(session, self.agreement).every}
            texts = select(SigningRow.id).where(SigningRow.matter == f"amendment {chosen}")
            asked = [names[one.party_id] for one in session.scalars(
                select(SignatureRow).where(SignatureRow.signing_id.in_(texts), SignatureRow.state == Signature.ASKED))]
        for name in data.draw(st.permutations(asked))[all_but:]:
            self.tried(lambda session, name=name: _sign_if_asked(session, chosen, name, self.now))

    @precondition(lambda self: self.drafted)
    @rule(data=st.data())
    def somebody_sends(self, data: st.DataObject) -> None:
        chosen = self.one_in(data, Amendment.DRAFT)
        self.tried(lambda session: put(session, chosen, now=self.now))

    @precondition(lambda self: self.drafted)
    @rule(data=st.data(), roles=st.sampled_from([("public",), ("civil",), ("public", "civil"), ("civil", "public")]))
    def parties_sign(self, data: st.DataObject, roles: tuple[str, ...]) -> None:
        chosen = self.one_in(data, Amendment.IN_SIGNATURE)
        for role in roles:
            self.tried(lambda session, role=role: _sign_if_asked(session, chosen, role, self.now))

    @precondition(lambda self: self.drafted)
    @rule(data=st.data(), role=ROLES, withdrawn=st.booleans(), happens=st.sampled_from([True, False, False]))
    def somebody_stops_it(self, data: st.DataObject, role: str, withdrawn: bool, happens: bool) -> None:
        chosen = self.one_in(data, Amendment.IN_SIGNATURE)

        def refuse(session: Session) -> None:
            party = get_party(cast(session, self.agreement).parties, role)
            decline(session, self.agreement, party, now=self.now, by=BY, reason="Nej", matter=f"amendment {chosen}")

        if happens:
            self.tried((lambda session: amend.withdraw(session, chosen, now=self.now, by=BY)) if withdrawn else refuse)

    @invariant()
    def no_unsigned_change_is_in_effect(self) -> None:
        with self.database.read() as session:
            rows = terms_rows(session, self.agreement)
            made = {one.version: one for one in session.scalars(select(AmendmentRow).where(AmendmentRow.state == Amendment.IN_FORCE))}
            assert [row.number for row in rows[1:]] == sorted(made)
            terms = parse_terms(rows[0].body)
            for row in rows[1:]:
                terms = applied(terms, from_json(made[row.number].changes))
                assert difference(terms, parse_terms(row.body)) == ()
                assert made[row.number].from_on == row.from_on
                assert row.from_on <= local_day(self.now)

    @invariant()
    def what_holds_was_signed_by_every_party_as_one_text(self) -> None:
        with self.database.read() as session:
            names = {one.id: one.name for one in cast(session, self.agreement).every}
            found = versions_of(session, self.agreement)
            for one in session.scalars(select(AmendmentRow)):
                texts = session.scalars(select(SigningRow).where(SigningRow.matter == f"amendment {one.id}")).all()
                signatures = session.scalars(select(SignatureRow).where(
                    SignatureRow.signing_id.in_([text.id for text in texts]), SignatureRow.state == Signature.SIGNED)).all()
                if one.state in (Amendment.SIGNED, Amendment.IN_FORCE):
                    assert one.version is not None
                    before, after = (found[one.version + back].terms.parties for back in (-2, -1))
                    assert sorted(names[row.party_id] for row in signatures) == sorted(
                        {each.name for each in (*before, *after)})
                    signers = session.scalars(select(SignerRow).where(
                        SignerRow.signature_id.in_([row.id for row in signatures]), SignerRow.signed_on.is_not(None))).all()
                    assert {row.digest for row in (*signatures, *signers)} == {texts[0].digest}
                    assert one.from_on is not None
                    assert one.from_on >= max(row.signed_on for row in signers if row.signed_on is not None)
                else:
                    assert one.version is None
                    asked = session.scalars(select(SignatureRow.id).where(SignatureRow.signing_id.in_([text.id for text in texts])))
                    assert len(signatures) < max(len(asked.all()), 1) or one.state == Amendment.LAPSED

    @invariant()
    def the_parties_are_those_of_the_terms_in_force_and_nobody_else_knows_of_the_agreement(self) -> None:
        with self.database.read() as session:
            found = cast(session, self.agreement)
            in_effect = parse_terms(terms_rows(session, self.agreement)[-1].body)
            assert [(one.name, one.role) for one in found.parties] == [(one.name, one.role) for one in in_effect.parties]
            ours = {one.id for one in found.parties}
            open_ones = set(session.scalars(select(AmendmentRow.id).where(AmendmentRow.state.in_(UNSETTLED))))
            for seat in found.seats:
                stand = _standing(session, self.agreement, seat.person_id, local_day(self.now))
                assert (stand is not None and stand.may("agreement.see")) == (
                    any(each.person_id == seat.person_id and each.party_id in ours and each.holds(local_day(self.now))
                        for each in found.seats))
                assert stand is None or stand.only <= open_ones

    @invariant()
    def versions_follow_each_other_without_a_gap(self) -> None:
        with self.database.read() as session:
            found = versions_of(session, self.agreement)
            assert [one.number for one in found] == list(range(1, len(found) + 1))
            assert all(one.from_on < two.from_on for one, two in zip(found[1:], found[2:], strict=False))
            row = session.get_one(AgreementRow, self.agreement)
            if row.state in (State.SIGNED, State.ACTIVE):
                assert row.ends_on == found[-1].terms.end

    @invariant()
    def every_duty_rests_on_the_terms_of_its_day(self) -> None:
        with self.database.read() as session:
            found = versions_of(session, self.agreement)
            query = select(ObligationRow).where(ObligationRow.state.in_((Owed.PLANNED, Owed.OPEN)))
            differing = [(row.key, row.day, row.version) for row in session.scalars(query)
                         if row.version != in_force(found, row.day).number]
            assert differing == []

    @invariant()
    def what_the_plan_asks_for_is_never_dropped(self) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            if row.state not in (State.SIGNED, State.ACTIVE):
                return
            assert row.known_at is not None
            plan = schedule_over(versions_of(session, self.agreement), known=row.known_at, ends=row.ends_on)
            asked = {one.key for one in plan.obligations}
            states = dict(session.execute(select(ObligationRow.key, ObligationRow.state)).all())
            dropped = {key for key, state in states.items() if state == Owed.DROPPED}
            assert asked <= states.keys() - dropped

    @invariant()
    def nothing_is_left_open_when_it_is_over(self) -> None:
        with self.database.read() as session:
            row = session.get_one(AgreementRow, self.agreement)
            open_ones = session.scalars(select(AmendmentRow).where(AmendmentRow.state.in_(UNSETTLED))).all()
            assert not (row.state in OVER and open_ones)
            over = ends_at(row.ends_on)
            if row.ended_at is not None:
                assert over is not None
                assert row.ended_at == over


def _standing(session: Session, agreement_id: int, person_id: int, day: date) -> Standing | None:
    try:
        return standing(session, agreement_id, person_id=person_id, operator=False, on=day)
    except NoSuchAgreement:
        return None


def _name_joiners(session: Session, amendment_id: int, now: datetime) -> None:
    row = session.get_one(AmendmentRow, amendment_id)
    for one in cast(session, row.agreement_id).others:
        if one.joins_by == amendment_id and one.standing == "joining":
            name_person(session, amendment_id, one.id, name=f"Kim {one.name}", email=f"kim{one.id}@ny.example", language="sv",
                        functions=(Function.SIGNATORY, Function.COORDINATOR), now=now, by=BY)


def _sign_if_asked(session: Session, amendment_id: int, role: str, now: datetime) -> bool:
    asked = session.scalars(select(SigningRow.id).where(SigningRow.matter == f"amendment {amendment_id}")).first()
    return asked is not None and sign(session, amendment_id, role, now=now)


@pytest.mark.parametrize("examples", [25, pytest.param(1000, marks=pytest.mark.soak)])
def test_in_no_reachable_state_does_an_unsigned_change_hold(sqlite_template: Path, examples: int) -> None:
    Partnership.template = sqlite_template
    run_state_machine_as_test(Partnership, settings=settings(max_examples=examples, stateful_step_count=30, deadline=None))
