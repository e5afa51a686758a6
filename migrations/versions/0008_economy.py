"""Invoices and payouts with approvals, payments and credit notes; each obligation of money follows its invoice."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
PENDING = sa.text("next_at IS NOT NULL")
MONEY = "kind IN ('invoice', 'payout')"


def of_an_invoice(table: str, *columns: sa.Column[Any] | sa.ForeignKeyConstraint, unique: tuple[str, ...] = ()) -> None:
    constraints = [sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}"))] if unique else []
    op.create_table(
        table,
        sa.Column("id", ID, nullable=False),
        sa.Column("invoice_id", ID, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f(f"fk_{table}_invoice_id")),
        *constraints,
    )
    if not unique:
        op.create_index(f"ix_{table}_invoice_id", table, ["invoice_id"])


def invoices() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("expected_ore", sa.BigInteger(), nullable=True),
        sa.Column("preliminary", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("ore", sa.BigInteger(), nullable=True),
        sa.Column("vat_ore", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("over_reason", sa.Text(), nullable=True),
        sa.Column("dispute", sa.Text(), nullable=True),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("handed_by", ID, nullable=True),
        sa.Column("round", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("arose_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_invoices_agreement_id")),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f("fk_invoices_obligation_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_invoices_party_id")),
        sa.UniqueConstraint("agreement_id", "key", "sequence", name=op.f("uq_invoices_agreement_id_key_sequence")),
        sa.UniqueConstraint("issuer", "number", name=op.f("uq_invoices_issuer_number")),
    )
    op.create_index("ix_invoices_obligation_id", "invoices", ["obligation_id"])
    op.create_index("ix_invoices_due", "invoices", ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)


def what_is_done_to_them() -> None:
    of_an_invoice(
        "invoice_approvals",
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("manager", sa.Boolean(), nullable=False),
        sa.Column("approved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_invoice_approvals_person_id")),
        unique=("invoice_id", "round", "person_id"),
    )
    of_an_invoice(
        "invoice_payments",
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("denied", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )
    of_an_invoice(
        "invoice_credits",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("ore", sa.BigInteger(), nullable=False),
        sa.Column("vat_ore", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_id", ID, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
    )


def expect_what_is_owed() -> None:
    """Give every obligation of money its invoice; what people had ticked off stays so, and its invoice is one of before."""
    op.execute(
        "INSERT INTO invoices (agreement_id, obligation_id, key, kind, first, last, day, state, earlier, arose_at, next_at) "
        "SELECT obligations.agreement_id, obligations.id, obligations.key, obligations.kind, obligations.first, obligations.last, "
        "obligations.day, CASE obligations.state WHEN 'open' THEN 'due' WHEN 'missed' THEN 'missing' WHEN 'waived' THEN 'cancelled' "
        "WHEN 'cancelled' THEN 'cancelled' WHEN 'dropped' THEN 'dropped' ELSE 'expected' END, "
        "CASE WHEN obligations.earlier OR obligations.state IN ('met', 'met_late') THEN true ELSE false END, "
        "coalesce(agreements.known_at, agreements.registered_at), "
        "CASE WHEN NOT obligations.earlier AND agreements.known_at IS NOT NULL "
        "AND obligations.state IN ('planned', 'open', 'missed') THEN agreements.known_at END "
        f"FROM obligations JOIN agreements ON agreements.id = obligations.agreement_id WHERE obligations.{MONEY}"
    )
    op.execute(f"UPDATE obligations SET next_at = NULL WHERE {MONEY}")


def upgrade() -> None:
    invoices()
    what_is_done_to_them()
    op.create_table(
        "economies",
        sa.Column("agreement_id", ID, autoincrement=False, nullable=False),
        sa.Column("two_ore", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_economies")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_economies_agreement_id")),
    )
    expect_what_is_owed()


def downgrade() -> None:
    # Looked at by the clock again, which gives each the time that its state asks for.
    op.execute(
        "UPDATE obligations SET next_at = "
        "(SELECT agreements.known_at FROM agreements WHERE agreements.id = obligations.agreement_id) "
        f"WHERE {MONEY} AND NOT earlier AND state IN ('planned', 'open')")
    for table in ("economies", "invoice_credits", "invoice_payments", "invoice_approvals", "invoices"):
        op.drop_table(table)
