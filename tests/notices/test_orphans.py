"""Mail held by a process that was killed is free as soon as another begins on the same host."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from service.db import Database
from service.kernel.holder import is_gone, new_token
from service.notices.sending.claims import free_orphans
from service.notices.tables import OutboxRow, Post

NOW = datetime(2025, 10, 31, 7, tzinfo=UTC)
LATER = NOW + timedelta(minutes=7)


def token_of_the_dead() -> str:
    script = "from service.kernel.holder import new_token; print(new_token())"
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.strip()


def held(database: Database, number: int, token: str) -> None:
    with database.write() as session:
        session.add(OutboxRow(
            key=f"k{number}", name="begun", subject="agreement 1", to_name="Karin", to_email="karin@kommun.example",
            language="sv", payload="{}", state=Post.SENDING, created_at=NOW, next_at=LATER, token=token,
            message_id=f"<{number}@x>", attempts=0, doubt=False))


def test_the_living_are_not_gone() -> None:
    assert is_gone(new_token()) is False


def test_the_dead_are_gone() -> None:
    assert is_gone(token_of_the_dead()) is True


def test_nobody_is_judged_on_another_host() -> None:
    host, _, rest = token_of_the_dead().partition("/")
    assert is_gone(f"not-{host}/{rest}") is False


def test_a_reused_process_number_is_another_process() -> None:
    host, pid, born, own = new_token().split("/")
    assert is_gone(f"{host}/{pid}/{born}1/{own}") is True


def test_what_the_dead_held_is_due_at_once(database: Database) -> None:
    held(database, 1, token_of_the_dead())
    held(database, 2, new_token())
    with database.write() as session:
        assert free_orphans(session, NOW) == 1
    with database.read() as session:
        assert session.scalars(select(OutboxRow.next_at).order_by(OutboxRow.id)).all() == [NOW, LATER]
