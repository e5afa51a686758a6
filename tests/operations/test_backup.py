"""Copies of the database: whole, looked through, and usable."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from service.agreements.tables import AgreementRow
from service.db import Database
from service.history.verify import faults
from service.operations.backup import NotCopied, NoTool, back_up, copies
from tests.web.world import NOW, settings, signed


def test_a_copy_made_while_it_runs_opens_with_all_in_it(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    signed(database)
    chosen = settings(BACKUP_FOLDER=str(tmp_path / "kopior"))
    with database.read() as held:
        held.scalars(select(AgreementRow.id)).all()
        made = back_up(database, chosen, NOW)
    file = tmp_path / "kopior" / made.name
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    restored = tmp_path / "restored.sqlite"
    shutil.copy(file, restored)
    copy = Database(f"sqlite:///{restored}")
    with copy.read() as there, database.read() as here:
        assert there.scalars(select(AgreementRow.title)).all() == here.scalars(select(AgreementRow.title)).all() != []
        assert list(faults(there)) == []
    copy.close()
    for stray in ("overens-gammal.sqlite.gz", "overens-anteckning.txt"):
        (tmp_path / "kopior" / stray).write_text("by hand")
    assert [one.name for one in copies(chosen)] == [made.name]
    database.close()


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(NotCopied, match="file"):
        back_up(database, settings(BACKUP_FOLDER=str(tmp_path / "file")), NOW)
    assert copies(settings(BACKUP_FOLDER=str(tmp_path / "none"))) == []
    database.close()


def test_without_its_program_postgresql_is_not_copied(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database(postgres_url)
    chosen = settings(BACKUP_FOLDER=str(tmp_path / "kopior"), DATABASE_URL=postgres_url)
    with pytest.raises(NoTool):
        back_up(database, chosen, NOW)
    assert copies(chosen) == []
    database.close()
