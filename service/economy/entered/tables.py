"""Units by period and index figures by year, as entered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.db import Base, Id


class EnteredRow(Base):
    """One number, in hundredths: of the period that `name` is the key of (`units`), or of the year that it is (`index`)."""

    __tablename__ = "economy_figures"

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    agreement_id: Mapped[int] = mapped_column(Id, ForeignKey("agreements.id"))
    kind: Mapped[str]
    name: Mapped[str]
    hundredths: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[str]
    entered_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("agreement_id", "kind", "name"),)
