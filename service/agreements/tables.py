"""The agreement and its terms by version."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Computed, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from service.agreements.states import OVER
from service.db import Base, Id

OVER_SQL = f"state IN ({', '.join(repr(state.value) for state in sorted(OVER))})"
SHORT, LONG = "length(search) <= 600", "length(search) > 600"


class AgreementRow(Base):
    """One agreement.

    `ends_on` is the last day of the period now running (later than in the first terms after a
    renewal), `terminates_on` the last day by a notice of termination that runs, `ending` how it ends,
    `renewals_most` how often it may renew. `known_at` is when the
    service learnt that it was signed: what lay before is not told. `active_at` and `ended_at` are when
    it began and ended, whenever that was seen.
    `revision` grows with every edit of the draft or its settings. `search` is title and parties in
    lower case, `sort_key` the title in Swedish order. `habits` is how meetings are held in practice, as
    JSON, in place of what the terms say of it; None is as the terms say. `deviation_limit` is how far a budget post may be
    overspent before a deviation proposes itself, as JSON; None is no limit.
    `follows_id` is the agreement that this one takes over from.
    `paused_at` is since when meetings and payments are paused, while a rescission is disputed.
    `arose_at` is when the present state began to matter, `told_at` when its ladder was last climbed.
    """

    __tablename__ = "agreements"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    sort_key: Mapped[str] = mapped_column(server_default=text("''"))
    search: Mapped[str] = mapped_column(server_default=text("''"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    terminates_on: Mapped[date | None]
    ending: Mapped[str]
    renewals: Mapped[int] = mapped_column(server_default=text("0"))
    renewals_most: Mapped[int] = mapped_column(server_default=text("0"))
    registered_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    signed_on: Mapped[date | None]
    signed_place: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    known_at: Mapped[datetime | None]
    active_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    planned_until: Mapped[date | None]
    remarks: Mapped[str] = mapped_column(server_default=text("'[]'"))
    assumed: Mapped[str] = mapped_column(server_default=text("'[]'"))
    ladders: Mapped[str] = mapped_column(server_default=text("'{}'"))
    habits: Mapped[str | None]
    deviation_limit: Mapped[str | None]
    follows_id: Mapped[int | None] = mapped_column(Id)
    paused_at: Mapped[datetime | None]
    sample: Mapped[bool] = mapped_column(server_default=false())
    over: Mapped[bool] = mapped_column(Computed(OVER_SQL, persisted=True))
    sort_end: Mapped[date] = mapped_column(Computed("coalesce(ends_on, '9999-12-31')", persisted=True))
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_agreements_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
        Index("ix_agreements_state_end", "state", "ends_on"),
        Index("ix_agreements_list", "over", "sort_end", "id"),
        Index("ix_agreements_state_list", "state", "over", "sort_end", "id"),
        Index("ix_agreements_state_sort_key", "state", "sort_key", "id"),
        Index("ix_agreements_state_starts_on", "state", "starts_on", "id"),
        Index("ix_agreements_sort_key", "sort_key", "id"),
        Index("ix_agreements_starts_on", "starts_on", "id"),
        Index("ix_agreements_follows_id", "follows_id"),
        # Two parts: PostgreSQL keeps no text in an index that is longer than a third of a page.
        Index("ix_agreements_search", "search", "id", sqlite_where=text(SHORT), postgresql_where=text(SHORT)),
        Index("ix_agreements_search_long", "id", sqlite_where=text(LONG), postgresql_where=text(LONG)),
    )


class TermsRow(Base):
    """The terms of an agreement from a day on; `body` is the Terms value as JSON."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    number: Mapped[int]
    from_on: Mapped[date]
    body: Mapped[str]
    digest: Mapped[str]
    recorded_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("agreement_id", "number"),)


class TextRow(Base):
    """The document an agreement was read from, as text, with where each value stands in it."""

    __tablename__ = "texts"

    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"), primary_key=True)
    body: Mapped[str]
    evidence: Mapped[str]
    digest: Mapped[str]
