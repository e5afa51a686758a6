"""Ways of looking at the list of agreements that a user keeps under a name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from service.accounts.tables import ViewRow
from service.kernel.errors import Refusal

MOST = 20


class TooMany(Refusal):
    """You have {most} views already; remove one first."""

    sv = "Du har redan {most} vyer; ta bort någon först."
    status = 422


_VIEWS = select(ViewRow).where(ViewRow.user_id == bindparam("user")).order_by(ViewRow.id)


def views_of(session: Session, user_id: int) -> Sequence[ViewRow]:
    """Return a user's views, the oldest first."""
    return session.scalars(_VIEWS, {"user": user_id}).all()


def keep_view(session: Session, user_id: int, name: str, query: str) -> None:
    """Keep a view; one of the same name is replaced."""
    known = session.scalars(select(ViewRow).where(ViewRow.user_id == user_id, ViewRow.name == name)).one_or_none()
    if known is not None:
        known.query = query
        return
    if session.scalars(select(func.count()).where(ViewRow.user_id == user_id)).one() >= MOST:
        raise TooMany(most=MOST, field="name")
    session.add(ViewRow(user_id=user_id, name=name, query=query))


def drop_view(session: Session, user_id: int, view_id: int) -> None:
    """Remove a view of one's own; those of others are left alone."""
    session.execute(delete(ViewRow).where(ViewRow.id == view_id, ViewRow.user_id == user_id))
