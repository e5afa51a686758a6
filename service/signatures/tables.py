"""What is put forward for signature: the text, what is asked of each party, who signs for it, and what was handed in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class SigningRow(Base):
    """One text put forward for signature.

    `matter` is what it is the text of ("agreement", "amendment 3"), `round` numbers such texts within the agreement. `digest` is
    the SHA-256 of the text, `document_id` the file of it. `way` is how it is signed, chosen by the first signature and the
    same for all. `ordered` says that the parties sign one after the other.
    """

    __tablename__ = "signings"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    round: Mapped[int]
    matter: Mapped[str]
    digest: Mapped[str]
    document_id: Mapped[int | None] = mapped_column(Id)
    way: Mapped[str | None]
    ordered: Mapped[bool] = mapped_column(server_default=false())
    deadline: Mapped[date | None]
    put_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("agreement_id", "round"),)


class SignatureRow(Base):
    """What one party was asked to sign; `digest` is the SHA-256 of the text, `round` that of the signing.

    `needed` is how many of its signers must sign: one alone, or two jointly. It is asked for once its `turn` has come.
    """

    __tablename__ = "signatures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    signing_id: Mapped[int] = mapped_column(Id, ForeignKey("signings.id"))
    party_id: Mapped[int] = mapped_column(Id, ForeignKey("parties.id"))
    round: Mapped[int]
    digest: Mapped[str]
    needed: Mapped[int] = mapped_column(server_default=text("1"))
    turn: Mapped[bool] = mapped_column(server_default=true())
    state: Mapped[str]
    signed_on: Mapped[date | None]
    recorded_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    arose_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("agreement_id", "party_id", "round"),
        Index("ix_signatures_signing_id", "signing_id"),
        Index("ix_signatures_due", "next_at", sqlite_where=text("next_at IS NOT NULL"),
              postgresql_where=text("next_at IS NOT NULL")),
    )


class SignerRow(Base):
    """One person who may sign for a party: in what capacity and by what authority, and how it was done.

    `digest` is that of the very text signed, `how` one of the ways, `checked` what was found when a signed file was
    examined, in words, `document_id` the file that shows it.
    """

    __tablename__ = "signers"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    signature_id: Mapped[int] = mapped_column(Id, ForeignKey("signatures.id"))
    person_id: Mapped[int | None] = mapped_column(Id, ForeignKey("people.id"))
    name: Mapped[str]
    capacity: Mapped[str]
    authority: Mapped[str | None]
    signed_on: Mapped[date | None]
    how: Mapped[str | None]
    digest: Mapped[str | None]
    checked: Mapped[str | None]
    document_id: Mapped[int | None] = mapped_column(Id)
    recorded_at: Mapped[datetime | None]
    recorded_by: Mapped[str | None]

    __table_args__ = (Index("ix_signers_signature_id", "signature_id"), Index("ix_signers_person_id", "person_id"))


class OriginalRow(Base):
    """A signed original handed in for a party as a scan; it counts once a second person has held it against the text.

    `verdict` is None until then, else "same" or "refused" with the reason. `examined` is what was found in a file signed elsewhere
    that somebody has to look at before it counts, as JSON; None is a scan.
    """

    __tablename__ = "originals"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    signature_id: Mapped[int] = mapped_column(Id, ForeignKey("signatures.id"))
    document_id: Mapped[int] = mapped_column(Id)
    digest: Mapped[str]
    handed_by: Mapped[str]
    handed_user: Mapped[int | None] = mapped_column(Id)
    handed_at: Mapped[datetime]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    examined: Mapped[str | None]

    __table_args__ = (Index("ix_originals_signature_id", "signature_id"),)
