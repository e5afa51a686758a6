"""What the parties choose of an agreement in practice: how meetings are held, which reminders go out; and telling of it."""
