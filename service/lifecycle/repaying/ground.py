"""What a claim of repayment stands on: how the agreement ended, what was paid, and what each ground comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from service.agreements.states import State
from service.agreements.tables import AgreementRow
from service.agreements.terms import Terms
from service.economy.invoices.store import paid_by_period
from service.economy.outcome.store import latest, standing_of
from service.kernel.clock import local_day
from service.lifecycle.amending.versions import newest_terms
from service.lifecycle.repaying.reckoning import all_paid, paid_in_all, period_share, unused_posts
from service.parties.model import PartyBrief
from service.parties.store import cast
from service.repayments.model import Ground, PaidPeriod, PostUse, Proposal
from service.repayments.refusals import GroundNotOpen
from service.repayments.store import claimed_of

ENDED = (State.EXPIRED, State.RESCINDED, State.TERMINATED)
REPAYMENT = ("rescission.repayment", "rescission.serious_breach")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What can be claimed of one association, in öre: what was paid, what of it is claimed already, and what each ground comes to."""

    party: PartyBrief
    paid_ore: int
    claimed_ore: int
    proposals: tuple[Proposal, ...]

    @property
    def left_ore(self) -> int:
        """Return the most that can be claimed still."""
        return max(0, self.paid_ore - self.claimed_ore)

    def on(self, ground: Ground) -> Proposal:
        """Return what a ground comes to; raise GroundNotOpen."""
        found = next((one for one in self.proposals if one.ground is ground), None)
        if found is None:
            raise GroundNotOpen(field="ground")
        return found


def last_day(row: AgreementRow) -> date:
    """Return the last day that the agreement was in force."""
    ended = None if row.ended_at is None else local_day(row.ended_at - timedelta(seconds=1))
    days = [day for day in (ended, row.ends_on) if day is not None]
    return min(days) if days else row.starts_on


def standings(session: Session, row: AgreementRow) -> list[Standing]:
    """Return what can be claimed of each association of an agreement that is over."""
    people, terms = cast(session, row.id), newest_terms(session, row.id)
    civil = [one for one in people.parties if one.role == "civil"]
    posts, as_of = _posts(session, row.id)
    found = []
    for party in civil:
        paid = [PaidPeriod(first, last, ore) for first, last, ore in paid_by_period(
            session, row.id, party_id=party.id if len(civil) > 1 else None)]
        # The outcome is of the whole: where several share the money it does not say who used what.
        proposals = _open_grounds(row, terms, paid, posts if len(civil) == 1 else (), as_of)
        found.append(Standing(party=party, paid_ore=paid_in_all(paid), claimed_ore=claimed_of(session, row.id, party.id),
                              proposals=tuple(proposals)))
    return found


def _posts(session: Session, agreement_id: int) -> tuple[Sequence[PostUse], date | None]:
    figure = latest(session, agreement_id)
    if figure is None:
        return (), None
    return [PostUse(one.name, one.budget_ore, one.used_ore) for one in standing_of(session, figure).posts], figure.as_of


def _open_grounds(
    row: AgreementRow, terms: Terms, paid: Sequence[PaidPeriod], posts: Sequence[PostUse], as_of: date | None,
) -> list[Proposal]:
    """Return the grounds that the end of the agreement and its terms open: at a natural end only what is unused."""
    found = []
    if row.state in (State.RESCINDED, State.TERMINATED):
        found.append(period_share(paid, last_day(row)))
    if posts and as_of is not None:
        found.append(unused_posts(paid, posts, as_of))
    if row.state == State.RESCINDED and terms.rescission.repayment != "unused":
        found.append(all_paid(paid))
    return found
