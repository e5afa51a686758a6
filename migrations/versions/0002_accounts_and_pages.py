"""Accounts, organisations, meetings' points and outcomes, journal, intake under review."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
OVER = "state IN ('closed', 'discarded', 'expired', 'rescinded', 'terminated')"
PENDING = sa.text("next_at IS NOT NULL")
LAST = {"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c", "ü": "y"}


def sorted_as(text: str) -> str:
    """Return the title in Swedish order, as it was when this migration was written."""
    plain = "".join(
        LAST.get(mark) or unicodedata.normalize("NFKD", mark).encode("ascii", "ignore").decode()
        for mark in unicodedata.normalize("NFC", text).casefold()
    )
    return " ".join("".join(mark for mark in plain if mark.isalnum() or mark in " {").split())


def fill_in() -> None:
    connection = op.get_bind()
    names: dict[int, list[str]] = {}
    for agreement_id, name in connection.execute(sa.text("SELECT agreement_id, name FROM parties ORDER BY position")):
        names.setdefault(agreement_id, []).append(name)
    for agreement_id, title in connection.execute(sa.text("SELECT id, title FROM agreements")).all():
        connection.execute(
            sa.text("UPDATE agreements SET sort_key = :sort_key, search = :search WHERE id = :id"),
            {
                "id": agreement_id,
                "sort_key": sorted_as(title),
                "search": unicodedata.normalize("NFC", "\n".join([title, *names.get(agreement_id, [])])).casefold(),
            },
        )
    organisations: dict[tuple[str, str], int] = {}
    for party_id, role, name, number in connection.execute(
        sa.text("SELECT id, role, name, org_number FROM parties ORDER BY id")
    ).all():
        if (role, name.casefold()) not in organisations:
            organisations[role, name.casefold()] = len(organisations) + 1
            connection.execute(
                sa.text(
                    "INSERT INTO organisations (kind, name, sort_key, org_number) VALUES (:kind, :name, :key, :number)"
                ),
                {"kind": role, "name": name, "key": sorted_as(name), "number": number},
            )
        connection.execute(
            sa.text("UPDATE parties SET organisation_id = :organisation WHERE id = :id"),
            {"organisation": organisations[role, name.casefold()], "id": party_id},
        )


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"])
    op.create_table(
        "organisations",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("org_number", sa.Text(), nullable=True),
        sa.Column("own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index("ix_organisations_sort_key", "organisations", ["sort_key", "id"])
    op.create_table(
        "submissions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("user_id", ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submissions")),
    )
    op.create_index("ix_submissions_at", "submissions", ["at"])
    op.create_table(
        "contacts",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("first_id", ID, nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_contacts_agreement_id")),
        sa.ForeignKeyConstraint(["first_id"], ["contacts.id"], name=op.f("fk_contacts_first_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_contacts_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_agreement_id_day", "contacts", ["agreement_id", "day"])
    op.create_index("ix_contacts_first_id", "contacts", ["first_id"])
    op.create_table(
        "identities",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_identities_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "intakes",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("agreement_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_intakes_agreement_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_intakes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
    )
    op.create_index("ix_intakes_user_id", "intakes", ["user_id"])
    op.create_table(
        "notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_notes_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_notes_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_agreement_id_party_id", "notes", ["agreement_id", "party_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("user_id", "digest", name=op.f("uq_recovery_codes_user_id_digest")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("digest", name=op.f("uq_sessions_digest")),
    )
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "tickets",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_tickets_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
    )
    op.create_index("ix_tickets_user_id", "tickets", ["user_id"])
    op.create_table(
        "views",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_views_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_views_user_id_name")),
    )
    op.create_table(
        "agenda_points",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_points_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_agenda_points_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_points")),
    )
    op.create_index("ix_agenda_points_meeting_id", "agenda_points", ["meeting_id"])
    op.create_table(
        "comments",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_comments_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_comments_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_meeting_id", "comments", ["meeting_id"])
    op.create_table(
        "guests",
        sa.Column("id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("called", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_guests_meeting_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_guests_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_guests_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_guests_meeting_id_person_id")),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", ID, nullable=False),
        sa.Column("agreement_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_outcomes_agreement_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_outcomes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index("ix_outcomes_agreement_id", "outcomes", ["agreement_id"])
    op.create_index("ix_outcomes_meeting_id", "outcomes", ["meeting_id"])
    with op.batch_alter_table("agreements") as table:
        table.add_column(sa.Column("revision", sa.Integer(), server_default=sa.text("1"), nullable=False))
        table.add_column(sa.Column("habits", sa.Text(), nullable=True))
        table.add_column(sa.Column("sort_key", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("search", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.add_column(sa.Column("over", sa.Boolean(), sa.Computed(OVER, persisted=True), nullable=False))
        table.add_column(
            sa.Column(
                "sort_end", sa.Date(), sa.Computed("coalesce(ends_on, '9999-12-31')", persisted=True), nullable=False
            )
        )
        table.create_index("ix_agreements_list", ["over", "sort_end", "id"])
        table.create_index("ix_agreements_sort_key", ["sort_key", "id"])
        table.create_index("ix_agreements_starts_on", ["starts_on", "id"])
    with op.batch_alter_table("functions") as table:
        table.drop_index("ix_functions_person")
        table.create_index("ix_functions_person_agreement", ["person_id", "agreement_id"])
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("present", sa.Text(), nullable=True))
    op.create_index("ix_outbox_person_id", "outbox", ["person_id", "id"])
    with op.batch_alter_table("parties") as table:
        table.add_column(sa.Column("organisation_id", ID, nullable=True))
        table.create_index("ix_parties_organisation_id", ["organisation_id"])
        table.create_foreign_key("fk_parties_organisation_id", "organisations", ["organisation_id"], ["id"])
    with op.batch_alter_table("people") as table:
        table.add_column(sa.Column("digest", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("next_at", MOMENT, nullable=True))
        table.add_column(sa.Column("nonce", sa.Text(), nullable=True))
        table.create_index("ix_people_due", ["next_at"], sqlite_where=PENDING, postgresql_where=PENDING)
    with op.batch_alter_table("users") as table:
        table.add_column(sa.Column("person_id", ID, nullable=True))
        table.add_column(sa.Column("closed_at", MOMENT, nullable=True))
        table.add_column(sa.Column("secret", sa.Text(), nullable=True))
        table.add_column(sa.Column("step", sa.BigInteger(), nullable=True))
        table.alter_column("password", existing_type=sa.Text(), nullable=True)
        table.create_unique_constraint("uq_users_person_id", ["person_id"])
        table.create_foreign_key("fk_users_person_id", "people", ["person_id"], ["id"])
    for name in ("meetings", "obligations", "decisions"):
        op.create_index(f"ix_{name}_day", name, ["day"])
    fill_in()


def downgrade() -> None:
    for name in ("meetings", "obligations", "decisions"):
        op.drop_index(f"ix_{name}_day", name)
    op.execute("UPDATE users SET password = '' WHERE password IS NULL")
    with op.batch_alter_table("users") as table:
        table.drop_constraint("fk_users_person_id", type_="foreignkey")
        table.drop_constraint("uq_users_person_id", type_="unique")
        table.alter_column("password", existing_type=sa.Text(), nullable=False)
        table.drop_column("step")
        table.drop_column("secret")
        table.drop_column("closed_at")
        table.drop_column("person_id")
    with op.batch_alter_table("people") as table:
        table.drop_index("ix_people_due", sqlite_where=PENDING, postgresql_where=PENDING)
        table.drop_column("nonce")
        table.drop_column("next_at")
        table.drop_column("digest")
    with op.batch_alter_table("parties") as table:
        table.drop_constraint("fk_parties_organisation_id", type_="foreignkey")
        table.drop_index("ix_parties_organisation_id")
        table.drop_column("organisation_id")
    op.drop_index("ix_outbox_person_id", "outbox")
    with op.batch_alter_table("meetings") as table:
        table.drop_column("present")
    op.drop_index("ix_functions_person_agreement", "functions")
    op.create_index("ix_functions_person", "functions", ["person_id"])
    with op.batch_alter_table("agreements") as table:
        table.drop_index("ix_agreements_list")
        table.drop_index("ix_agreements_sort_key")
        table.drop_index("ix_agreements_starts_on")
        table.drop_column("sort_end")
        table.drop_column("over")
        table.drop_column("search")
        table.drop_column("sort_key")
        table.drop_column("habits")
        table.drop_column("revision")
    op.drop_table("outcomes")
    op.drop_table("guests")
    op.drop_table("comments")
    op.drop_table("agenda_points")
    op.drop_table("views")
    op.drop_table("tickets")
    op.drop_table("sessions")
    op.drop_table("recovery_codes")
    op.drop_table("notes")
    op.drop_table("intakes")
    op.drop_table("identities")
    op.drop_table("contacts")
    op.drop_table("submissions")
    op.drop_table("organisations")
    op.drop_table("attempts")
