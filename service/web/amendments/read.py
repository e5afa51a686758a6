"""Reading amendments with all that their pages show, in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import NoSuchAgreement, open_successor
from service.agreements.tables import AgreementRow
from service.amendments.changes import Change, from_json
from service.amendments.states import State
from service.amendments.store import NoSuchAmendment, of_agreement
from service.amendments.tables import AmendmentRow
from service.history.tables import HistoryRow
from service.lifecycle.amending.versions import versions_of
from service.obligations.states import SETTLED
from service.obligations.states import State as Owed
from service.obligations.tables import ObligationRow
from service.obligations.versions import Version
from service.parties.model import Cast, PartyBrief
from service.parties.store import cast
from service.signatures.store import originals_of, signers_of
from service.signatures.tables import SignatureRow, SignerRow, SigningRow
from service.web.plan.read import newest_signatures

MOST = 60


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened to an amendment or to a signature on it."""

    at: datetime
    actor: str
    life: str
    event: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a party, and of whom."""

    party: PartyBrief
    row: SignatureRow
    signers: Sequence[SignerRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An agreement with its versions and its amendments: what every page here stands on; `settled` are the keys of duties done."""

    agreement: AgreementRow
    versions: Sequence[Version]
    amendments: Sequence[AmendmentRow]
    cast: Cast
    settled: frozenset[str]
    successor: int | None = None

    @property
    def newest(self) -> Version:
        """Return the newest version that all have signed."""
        return self.versions[-1]

    @property
    def starts(self) -> Mapping[int, date]:
        """Return the first day of each version."""
        return {one.number: one.from_on for one in self.versions}

    def made(self, version: int) -> AmendmentRow | None:
        """Return the amendment that a version came of."""
        return next((one for one in self.amendments if one.version == version), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """One amendment; `signing` is how signatures on it were asked for, None before that.

    `unconfirmed` are the parties whose original nobody had looked at when it lapsed.
    """

    row: AmendmentRow
    desk: Desk
    changes: Sequence[Change]
    signing: SigningRow | None
    asked: Sequence[Asked]
    story: Sequence[Happened]
    unconfirmed: Sequence[str] = ()


def read_desk(session: Session, agreement_id: int) -> Desk:
    """Return an agreement and what has become of its terms; raise NoSuchAgreement."""
    agreement = session.get(AgreementRow, agreement_id)
    if agreement is None:
        raise NoSuchAgreement(id=agreement_id)
    follows = open_successor(session, agreement_id, bound=True)
    settled = session.scalars(select(ObligationRow.key).where(
        ObligationRow.agreement_id == agreement_id, ObligationRow.state.in_(SETTLED - {Owed.DROPPED})))
    return Desk(agreement=agreement, versions=versions_of(session, agreement_id), cast=cast(session, agreement_id),
                amendments=of_agreement(session, agreement_id), settled=frozenset(settled),
                successor=follows.id if follows is not None else None)


def load(session: Session, amendment_id: int) -> Amendment:
    """Return one amendment; raise NoSuchAmendment."""
    row = session.get(AmendmentRow, amendment_id)
    if row is None:
        raise NoSuchAmendment(id=amendment_id)
    desk = read_desk(session, row.agreement_id)
    signed = newest_signatures(session, [row.agreement_id])
    mine = signed.amending(row.agreement_id).get(row.id, ())
    signers = signers_of(session, [one.id for one in mine])
    parties = {party.id: party for party in desk.cast.every}
    waited = {one.signature_id for one in originals_of(session, [one.id for one in mine]) if one.verdict is None}
    return Amendment(
        row=row, desk=desk, changes=from_json(row.changes), story=_story(session, row, mine, parties),
        signing=signed.signings[mine[0].signing_id] if mine else None,
        asked=[Asked(parties[one.party_id], one, [each for each in signers if each.signature_id == one.id]) for one in mine],
        unconfirmed=[parties[one.party_id].name for one in mine if one.id in waited] if row.state == State.LAPSED else ())


def signatures_by_amendment(session: Session, desk: Desk) -> dict[int, list[tuple[PartyBrief, SignatureRow]]]:
    """Return who has signed each amendment of an agreement and who has not."""
    parties = {party.id: party for party in desk.cast.every}
    found = newest_signatures(session, [desk.agreement.id]).amending(desk.agreement.id)
    return {number: [(parties[one.party_id], one) for one in mine] for number, mine in found.items()}


def _story(
    session: Session, row: AmendmentRow, signatures: Sequence[SignatureRow], parties: Mapping[int, PartyBrief],
) -> list[Happened]:
    subjects = [f"amendment {row.id}", *(f"signature {one.id}" for one in signatures)]
    entries = session.scalars(select(HistoryRow).where(
        HistoryRow.chain == row.agreement_id, HistoryRow.subject.in_(subjects), HistoryRow.event != "told",
    ).order_by(HistoryRow.seq.desc()).limit(MOST))
    made = []
    for one in entries:
        body = json.loads(one.body)
        party = parties.get(body.get("party"))
        said = (party.name if party else None, body.get("name"), body.get("capacity"), body.get("reason"))
        made.append(Happened(one.at, one.actor, one.subject.partition(" ")[0], one.event, tuple(text for text in said if text)))
    return made
