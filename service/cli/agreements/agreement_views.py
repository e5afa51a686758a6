"""An agreement as JSON and in words."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.store import get_agreement, terms_of
from service.agreements.tables import AgreementRow
from service.cli.called import called
from service.cli.words import language, say
from service.kernel.clock import stamp
from service.meetings.tables import MeetingRow
from service.obligations.tables import ObligationRow
from service.parties.store import cast
from service.renewal.store import answers_of, current


def as_json(session: Session, agreement_id: int) -> dict[str, Any]:
    """Return the agreement, its terms, obligations, meetings and decision."""
    row = get_agreement(session, agreement_id)
    obligations = session.scalars(
        select(ObligationRow).where(ObligationRow.agreement_id == agreement_id)
        .order_by(ObligationRow.day, ObligationRow.key))
    meetings = session.scalars(
        select(MeetingRow).where(MeetingRow.agreement_id == agreement_id).order_by(MeetingRow.day))
    return {
        "id": row.id,
        "state": row.state,
        "title": row.title,
        "start": row.starts_on.isoformat(),
        "end": row.ends_on.isoformat() if row.ends_on else None,
        "signed_on": row.signed_on.isoformat() if row.signed_on else None,
        "terms": terms_of(session, agreement_id).model_dump(mode="json"),
        "obligations": [
            {"key": one.key, "kind": one.kind, "day": one.day.isoformat(), "owes": one.owes, "clause": one.clause,
             "state": one.state, "before_registration": one.earlier}
            for one in obligations
        ],
        "meetings": [
            {"id": one.id, "key": one.key, "day": one.day.isoformat(), "starts": stamp(one.starts_at),
             "ends": stamp(one.ends_at), "place": one.place, "state": one.state, "uid": one.uid,
             "sequence": one.revision, "before_registration": one.earlier}
            for one in meetings
        ],
        "decision": _decision(session, agreement_id),
        "remarks": json.loads(row.remarks),
        "assumed": json.loads(row.assumed),
    }


def _decision(session: Session, agreement_id: int) -> dict[str, Any] | None:
    row = current(session, agreement_id)
    if row is None:
        return None
    names = {party.id: party.name for party in cast(session, agreement_id).every}
    answers = answers_of(session, [row.id]).get(row.id, {})
    return {
        "id": row.id, "day": row.day.isoformat(), "state": row.state, "outcome": row.outcome, "late": row.late,
        "silence": row.silence, "answers": [{"party": names[key], "answer": one} for key, one in answers.items()],
    }


def in_words(session: Session, found: dict[str, Any]) -> str:
    """Return the same for a person to read."""
    lines = [
        f"{found['id']}  {found['title']}",
        say("Läge: ", "State: ") + called("agreement", found["state"]),
        say("Gäller: ", "In force: ") + f"{found['start']} – {found['end'] or say('tills vidare', 'until further notice')}",
        say("Parter: ", "Parties: ") + ", ".join(party["name"] for party in found["terms"]["parties"]),
        "", say("Åtaganden", "Obligations"),
    ]
    lines += [f"  {one['day']}  {called('obligation', one['state']):<20} {one['kind']:<18} {one['owes']:<7} {one['clause'][:70]}"
              for one in found["obligations"]]
    lines += ["", say("Möten", "Meetings")]
    lines += [f"  {one['starts'][:16].replace('T', ' ')}  {called('meeting', one['state']):<16} id {one['id']}  {one['key']}"
              for one in found["meetings"]]
    decision = found["decision"]
    if decision:
        lines += ["", say("Ställningstagande till förlängning", "Decision on renewal"),
                  f"  {decision['day']}  {called('decision', decision['state'])}  "
                  f"{called('stand', decision['outcome']) if decision['outcome'] else ''}".rstrip()]
    for title, key in ((say("Att veta om planen", "About the plan"), "remarks"), (say("Antaget", "Assumed"), "assumed")):
        if found[key]:
            lines += ["", title, *(f"  – {one[language()]}" for one in found[key])]
    return "\n".join(lines)


def listed(session: Session) -> list[dict[str, Any]]:
    """Return a line for each agreement."""
    return [
        {"id": row.id, "state": row.state, "title": row.title, "start": row.starts_on.isoformat(),
         "end": row.ends_on.isoformat() if row.ends_on else None}
        for row in session.scalars(select(AgreementRow).order_by(AgreementRow.id))
    ]
