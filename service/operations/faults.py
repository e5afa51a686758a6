"""Reports of what could not be used, to everyone who runs the installation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.accounts.tables import UserRow
from service.accounts.users import OPERATOR
from service.kernel.clock import stamp
from service.kernel.ids import message_id, text_digest
from service.notices.owe import Addressee, Letter, owe

NAME = "fault_reported"


def report_fault(session: Session, *, what: str, page: str, email: str, now: datetime) -> int:
    """Mail a report to every operator; return how many that is."""
    query = select(UserRow).where(UserRow.role == OPERATOR, UserRow.closed_at.is_(None)).order_by(UserRow.id)
    operators = session.scalars(query).all()
    key = f"{NAME}:{text_digest(f'{stamp(now)} {what} {page} {email}')[:24]}"
    return owe(session, [Letter(
        key=key, name=NAME, agreement_id=None, uid=message_id("faults", key), subject="installation",
        payload={
            "agreement": "Överens", "agreement_id": None, "parties": [], "clause": "", "day": now.date().isoformat(), "late": False,
            "given_on": now.date().isoformat(), "link": "/tillganglighet", "simulated": False, "sender_name": None, "calendar": None,
            "reply_to": {"name": email, "email": email} if email else None, "what": what, "page": page, "email": email,
        },
        to=[Addressee(None, one.person_id, one.name, one.email, one.language) for one in operators])], now=now)
