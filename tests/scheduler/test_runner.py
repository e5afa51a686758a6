"""The process that keeps the clock: beats, stops when told, refuses without a key."""

from __future__ import annotations

import signal
from datetime import UTC, datetime, timedelta

import pytest

from service.scheduler.runner import Beat
from tests.faults.processes import environment, run, running, scheduler

NOW = datetime(2025, 2, 3, 7, tzinfo=UTC)


def test_a_beat_counts_from_now_however_long_the_last_one_is_ago() -> None:
    beat = Beat(2)
    assert beat.get_next_fire_time(None, NOW) == NOW
    for last in (NOW, NOW - timedelta(days=3650), NOW + timedelta(hours=2)):
        assert beat.get_next_fire_time(last, NOW) == NOW + timedelta(seconds=2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told(number: signal.Signals, sqlite_url: str) -> None:
    with scheduler(environment(sqlite_url, BEAT_SECONDS=3600)) as process:
        running(process)
        process.send_signal(number)
        assert process.wait(60) == 0
        assert "the scheduler stops" in process.said().splitlines()[-1]


def test_it_needs_a_secret_key(sqlite_url: str) -> None:
    code, out, err = run(["scheduler"], environment(sqlite_url, SECRET_KEY=""))
    assert (code, out) == (2, "")
    assert err == "The setting OVERENS_SECRET_KEY is missing; set it in the environment before starting.\n"


def test_it_lists_the_points_where_a_rehearsal_may_kill_it(sqlite_url: str) -> None:
    code, out, _ = run(["scheduler", "--crash-points"], environment(sqlite_url))
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()][:3] == [
        "sweep.before_claim", "sweep.before_commit", "sweep.after_commit"]


@pytest.mark.parametrize(("changed", "sentence"), [
    ({"CRASH_AT": "sweep.after_commit", "REHEARSAL": "false"}, "OVERENS_CRASH_AT is for rehearsals only"),
    ({"CRASH_AT": "nowhere"}, "no crash point 'nowhere'"),
])
def test_crash_points_are_for_rehearsals(changed: dict[str, str], sentence: str, sqlite_url: str) -> None:
    code, _, err = run(["sweep"], environment(sqlite_url, **changed))
    assert code == 2
    assert sentence in err
