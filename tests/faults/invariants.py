"""What must hold after every fault."""

from __future__ import annotations

import email
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.states import AGREEMENT
from service.agreements.tables import AgreementRow
from service.breaches.states import BREACH
from service.breaches.tables import BreachRow
from service.db import Database
from service.deviations.states import DEVIATION
from service.deviations.tables import DeviationRow
from service.disputes.states import DISPUTE
from service.disputes.tables import DisputeRow
from service.economy.invoices.states import INVOICE, owed_as
from service.economy.invoices.tables import InvoiceRow
from service.followup.reports.states import AWAITED, REPORT
from service.followup.reports.tables import ReportRow
from service.history.tables import HistoryRow
from service.history.verify import faults
from service.kernel.life import Life
from service.meetings import states as meeting_states
from service.meetings.tables import MeetingRow
from service.notices.tables import OutboxRow, Post
from service.obligations.states import OBLIGATION
from service.obligations.tables import ObligationRow
from service.renegotiations.states import RENEGOTIATION
from service.renegotiations.tables import RenegotiationRow
from service.renewal import states as decision_states
from service.renewal.tables import DecisionRow
from service.repayments.states import REPAYMENT
from service.repayments.tables import RepaymentRow
from service.signatures.states import SIGNATURE
from service.signatures.tables import SignatureRow
from service.terminations.states import TERMINATION
from service.terminations.tables import TerminationRow
from tests.sinks import Sink

LIVES: Mapping[str, tuple[Any, Life[Any, Any]]] = {
    "agreement": (AgreementRow, AGREEMENT),
    "signature": (SignatureRow, SIGNATURE),
    "decision": (DecisionRow, decision_states.DECISION),
    "meeting": (MeetingRow, meeting_states.MEETING),
    "obligation": (ObligationRow, OBLIGATION),
    "renegotiation": (RenegotiationRow, RENEGOTIATION),
    "deviation": (DeviationRow, DEVIATION),
    "invoice": (InvoiceRow, INVOICE),
    "repayment": (RepaymentRow, REPAYMENT),
    "dispute": (DisputeRow, DISPUTE),
    "report": (ReportRow, REPORT),
    "breach": (BreachRow, BREACH),
    "termination": (TerminationRow, TERMINATION),
}
BEGINS = {"agreement": "draft", "signature": "asked", "decision": "not_due", "meeting": "planned",
          "obligation": "planned", "renegotiation": "asked", "deviation": "reported", "invoice": "expected", "report": "due",
          "breach": "notified", "repayment": "claimed", "dispute": "opened", "termination": "given"}
OVER = (Post.SENT, Post.UNDELIVERABLE, Post.WITHDRAWN, Post.KEPT)


def check(database: Database, sink: Sink | None = None) -> None:
    """Check every invariant; with a sink also what truly arrived there."""
    with database.read() as session:
        outbox = session.scalars(select(OutboxRow).order_by(OutboxRow.id)).all()
        check_outbox(outbox)
        check_history(session, outbox)
        if sink is not None:
            check_sink(outbox, sink)


def check_outbox(outbox: Sequence[OutboxRow]) -> None:
    """I1, I2, I5: nothing is owed twice, and every row is somewhere."""
    assert [key for key, count in Counter(row.key for row in outbox).items() if count > 1] == []
    said = Counter((row.name, row.subject, row.to_email or row.party_id, row.payload) for row in outbox
                   if row.name != "reply_received")
    assert [matter[:3] for matter, count in said.items() if count > 1] == []
    counted = Counter(row.state for row in outbox)
    assert sum(counted[state] for state in Post) == len(outbox)
    for row in outbox:
        assert (row.next_at is None) == (row.state in OVER), (row.key, row.state, row.next_at)
        assert (row.token is None) == (row.state != Post.SENDING), (row.key, row.state, row.token)
        assert (row.sent_at is not None) == (row.state == Post.SENT), (row.key, row.state, row.sent_at)


def check_sink(outbox: Sequence[OutboxRow], sink: Sink) -> None:
    """I3: what is sent has arrived, once; twice only where that was in doubt, and then byte for byte."""
    arrived: dict[str, list[bytes]] = defaultdict(list)
    for message in sink.received:
        arrived[str(email.message_from_bytes(message.content)["Message-ID"])].append(message.content)
    rows = {row.message_id: row for row in outbox}
    assert set(arrived) <= set(rows)
    for id_, row in rows.items():
        came = arrived.get(id_, [])
        assert came or row.state != Post.SENT, f"{row.key} is sent and never came"
        assert len(came) <= 1 or row.doubt, f"{row.key} came {len(came)} times without doubt"
        assert len(set(came)) <= 1, f"{row.key} came in different bytes"


def check_history(session: Session, outbox: Sequence[OutboxRow]) -> None:
    """I4: each life is a legal path without a gap that ends where the row stands, and every chain verifies."""
    assert list(faults(session)) == []
    paths: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    told: Counter[tuple[str, str, str]] = Counter()
    for row in session.scalars(select(HistoryRow).order_by(HistoryRow.chain, HistoryRow.seq)):
        body = json.loads(row.body)
        if "from" in body and "to" in body:
            paths[row.subject].append((body["from"], row.event, body["to"]))
        elif row.event == "told":
            told.update((row.subject, body["notice"], to) for to in body["to"])
    for name, (table, life) in LIVES.items():
        for stands in session.scalars(select(table)):
            if name != "obligation":
                # What is owed follows what it is owed by; `_check_followers` looks at that.
                _check_path(name, life, paths[f"{name} {stands.id}"], stands)
    owed = Counter((row.subject, row.name, row.to_email) for row in outbox)
    assert told - owed == Counter(), "told according to the history, and not in the outbox"
    _check_followers(session)


def _check_path(name: str, life: Life[Any, Any], path: list[tuple[str, str, str]], row: Any) -> None:
    state = BEGINS[name]
    for origin, step, to in path:
        assert origin == state, f"{name} {row.id}: a gap between {state} and {origin}"
        assert life.table.get((origin, step)) == to, f"{name} {row.id}: {origin} --{step}--> {to} is no step"  # type: ignore[index]
        state = to
    assert row.state == state, f"{name} {row.id} is {row.state}, its history ends with {state}"


def _check_followers(session: Session) -> None:
    """What follows another life stands where that life puts it."""
    newest = {row.obligation_id: row for row in session.scalars(select(InvoiceRow).order_by(InvoiceRow.sequence)) if not row.earlier}
    for row in newest.values():
        stands = session.get_one(ObligationRow, row.obligation_id).state
        assert stands in {owed_as(row.state, late=late) for late in (False, True)}, f"invoice {row.id} is {row.state}, its duty {stands}"
    for table, follows in (
        (MeetingRow, meeting_states.OBLIGATION_STATE), (DecisionRow, decision_states.OBLIGATION_STATE),
    ):
        pairs = session.execute(select(table.state, ObligationRow.state).join(
            ObligationRow, ObligationRow.id == table.obligation_id)).all()
        for state, obligation in pairs:
            expected = {str(follows[state])} | ({"met_late"} if state == "decided" else set())
            assert obligation in expected, f"{state} is followed by {obligation}"
    reports = session.execute(select(ReportRow.state, ReportRow.late, ObligationRow.state).join(
        ObligationRow, ObligationRow.id == ReportRow.obligation_id)).all()
    for state, late, obligation in reports:
        settled = {"waived", "cancelled", "dropped"} & {state} or {"met_late" if late else "met"}
        allowed = {"planned", "open", "missed"} if state in AWAITED else settled
        assert obligation in allowed, f"a report that is {state} is followed by {obligation}"
