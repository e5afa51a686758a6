"""How long documents are kept: by what is registered of each, else by the plan for their kind; what may be culled now."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.agreements.tables import AgreementRow
from service.documents.actions import cull
from service.documents.model import Eyes, Kind, Status
from service.documents.rules import NoCullDecision
from service.documents.store import get_document, seen_by
from service.documents.tables import DocumentRow
from service.history.record import Record, append
from service.kernel.clock import local_day
from service.kernel.errors import Refusal
from service.settings import BadSetting

SETTING = "OVERENS_RETENTION_FILE"


class NotToBeCulled(Refusal):
    """Nothing is chosen that may be culled; choose from the list."""

    sv = "Inget är valt som får gallras; välj i listan."
    status = 422


class Rule(BaseModel):
    """How long a kind of document is kept: whole years from its day or from the agreement's last day, and the plan that says so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    years: Annotated[int, Field(ge=1, le=200)]
    counted_from: Literal["day", "end"] = "end"
    basis: Annotated[str, Field(min_length=1, max_length=200)]


Plan = Mapping[Kind, Rule]


@dataclass(frozen=True, slots=True)
class Due:
    """A document that may be culled: until when it was to be kept, and by what plan or decision."""

    row: DocumentRow
    kept_until: date
    basis: str
    by_plan: bool


def load_plan(path: str) -> Plan:
    """Return the plan of a TOML file with a table for each kind that may be culled; none given: everything is kept for ever."""
    if not path:
        return {}
    try:
        given = tomllib.loads(Path(path).read_text("utf-8"))
        return {Kind(name): Rule.model_validate(rule) for name, rule in given.items()}
    except OSError as error:
        raise BadSetting(name=SETTING, why=f"{path}: {error.strerror}") from None
    except ValidationError as error:
        raise BadSetting(name=SETTING, why=f"{path}: {error.errors()[0]['msg']}") from None
    except ValueError as error:
        raise BadSetting(name=SETTING, why=f"{path}: {error}") from None


def kept_until(row: DocumentRow, plan: Plan, ends_on: date | None) -> tuple[date, str, bool] | None:
    """Return the last day a document is to be kept, what says so, and whether that is the plan; None is for ever.

    What is registered of the document itself goes before the plan; so does a decision to keep it, which has no day.
    """
    if row.cull_after is not None:
        return row.cull_after, row.retention, False
    rule = plan.get(Kind(row.kind))
    if rule is None or row.retention:
        return None
    start = row.day if rule.counted_from == "day" else ends_on
    # The year in which it falls is counted in full, as such plans do.
    return None if start is None else (date(start.year + rule.years, 12, 31), rule.basis, True)


def may_be_culled(session: Session, agreement_id: int, eyes: Eyes, plan: Plan, today: date) -> Sequence[Due]:
    """Return the documents of an agreement whose time is over, the oldest first."""
    agreement = session.get_one(AgreementRow, agreement_id)
    ends_on = agreement.ends_on if agreement.ended_at is not None else None
    query = select(DocumentRow).where(
        DocumentRow.agreement_id == agreement_id, DocumentRow.culled_at.is_(None), DocumentRow.status == Status.OFFICIAL,
        seen_by(eyes)).order_by(DocumentRow.day, DocumentRow.id)
    found = []
    for row in session.scalars(query):
        until = kept_until(row, plan, ends_on)
        if until is not None and until[0] < today:
            found.append(Due(row, *until))
    return found


def cull_chosen(
    session: Session, agreement_id: int, chosen: Sequence[int], eyes: Eyes, plan: Plan, *, decision: str, now: datetime, by: str,
) -> int:
    """Cull those of the chosen whose time is over, by a decision; return how many. The register keeps their rows and digests."""
    if not decision.strip():
        raise NoCullDecision(field="decision")
    due = [one for one in may_be_culled(session, agreement_id, eyes, plan, local_day(now)) if one.row.id in chosen]
    if not due:
        raise NotToBeCulled(field="documents")
    for one in due:
        if one.by_plan:
            row = get_document(session, one.row.id, lock=True)
            row.cull_after, row.retention = one.kept_until, one.basis
            append(session, [Record(chain=agreement_id, at=now, actor=by, subject=f"document {row.id}", event="registered",
                                    upkeep=True, body={"changed": ["retention", "cull_after"], "diary": row.diary_number})])
        cull(session, one.row.id, decision=decision, now=now, by=by)
    return len(due)
