"""Users, their sessions, one-time links, attempts, and the forms they have sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class UserRow(Base):
    """Someone who may log in; `password` is an argon2id hash, None until one is chosen.

    `secret` is the sealed key of a second step by app, `step` the last code of it that was used.
    `person_id` is whom the user is among the contacts; functions are held by the person.
    """

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str]
    password: Mapped[str | None]
    created_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"), unique=True)
    closed_at: Mapped[datetime | None]
    secret: Mapped[str | None]
    step: Mapped[int | None] = mapped_column(BigInteger)


class IdentityRow(Base):
    """Whom an identity provider knows a user as."""

    __tablename__ = "identities"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    issuer: Mapped[str]
    subject: Mapped[str]

    __table_args__ = (UniqueConstraint("issuer", "subject"), Index("ix_identities_user_id", "user_id"))


class ProofRow(Base):
    """That a user proved anew who they are, for one purpose ("sign <digest>"): at which provider and how surely; counts once."""

    __tablename__ = "proofs"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    purpose: Mapped[str]
    provider: Mapped[str]
    level: Mapped[str]
    at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_proofs_user_id_purpose", "user_id", "purpose"),)


class RecoveryRow(Base):
    """A code that stands in once for the one of an app: `digest` is keyed with the installation's secret."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    digest: Mapped[str]
    used_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("user_id", "digest"),)


class SessionRow(Base):
    """Someone logged in on one device: `digest` is the SHA-256 of what the cookie holds.

    `way` is how ("password", "link", "oidc"), `level` the assurance an identity provider vouched for,
    `proved_at` when its holder last showed who they are.
    """

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    digest: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    agent: Mapped[str]
    way: Mapped[str]
    level: Mapped[str | None]
    proved_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_sessions_user_id", "user_id"),)


class TicketRow(Base):
    """A link by mail that counts once: `kind` is what for, `email` the address that it is to confirm."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    kind: Mapped[str]
    nonce: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    email: Mapped[str | None]

    __table_args__ = (Index("ix_tickets_user_id", "user_id"),)


class AttemptRow(Base):
    """An attempt to log in that failed: `key` is a digest of what it was aimed at or came from."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    key: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)


class SubmissionRow(Base):
    """A form that has been acted on, and where that led: sent twice, it acts once."""

    __tablename__ = "submissions"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(Id)
    at: Mapped[datetime]
    location: Mapped[str]

    __table_args__ = (Index("ix_submissions_at", "at"),)


class ViewRow(Base):
    """A way of looking at the list of agreements that a user has kept under a name."""

    __tablename__ = "views"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id"))
    name: Mapped[str]
    query: Mapped[str]
    position: Mapped[int] = mapped_column(server_default=text("0"))

    __table_args__ = (UniqueConstraint("user_id", "name"),)
