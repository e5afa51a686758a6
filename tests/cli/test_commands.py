"""The commands as a person gives them, in processes of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from service.db import Database
from tests.faults.processes import environment, run
from tests.notices.faults import a_sink

HERE = Path(__file__).parent
BUS, CONTACTS = str(HERE / "bus.txt"), str(HERE / "contacts.toml")
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def overens(sqlite_url: str) -> Command:
    """Run `overens` on an empty database."""
    return lambda *arguments, **settings: run(arguments, environment(sqlite_url, **settings))


def answer(told: tuple[int, str, str]) -> Any:
    code, out, err = told
    assert (code, "Traceback" in err) == (0, False), err
    return json.loads(out)


def added(overens: Command) -> int:
    return int(answer(overens("agreement", "add", BUS, "--contacts", CONTACTS, "--accept-assumptions", "--json"))["id"])


def signed(overens: Command) -> int:
    made = added(overens)
    for party in ("public", "civil"):
        assert overens("agreement", "step", str(made), "sign", "--party", party)[0] == 0
    return made


def test_add_says_what_was_assumed(overens: Command) -> None:
    told = answer(overens("agreement", "add", BUS, "--contacts", CONTACTS, "--accept-assumptions", "--json"))
    assert told["id"] == 1
    assert [one["about"] for one in told["assumed"]] == ["economy.payment.every_months", "signed.on"]


def test_add_refuses_what_would_have_to_be_assumed(overens: Command) -> None:
    code, out, err = overens("agreement", "add", BUS, "--contacts", CONTACTS)
    assert (code, out) == (2, "")
    assert err.startswith("The text leaves 2 questions open; settle them, or accept the assumptions: (1) ")
    assert answer(overens("agreement", "list", "--json")) == []


def test_signed_only_when_every_party_has(overens: Command) -> None:
    made = added(overens)
    assert overens("agreement", "step", str(made), "sign", "--party", "public")[1] == "Agreement 1 is now: being signed\n"
    assert overens("agreement", "step", str(made), "sign", "--party", "public")[0] == 2
    assert overens("agreement", "step", str(made), "sign", "--party", "civil")[1] == "Agreement 1 is now: signed\n"


def test_show(overens: Command) -> None:
    told = answer(overens("agreement", "show", str(signed(overens)), "--json"))
    assert (told["state"], told["start"], told["end"]) == ("signed", "2090-02-01", "2090-12-31")
    assert sorted(told["obligations"][0]) == [
        "before_registration", "clause", "day", "key", "kind", "owes", "state"]
    assert [(one["kind"], one["state"]) for one in told["obligations"]] == [
        ("meeting", "planned"), ("meeting", "planned"), ("invoice", "planned"), ("meeting", "planned"),
        ("meeting", "planned"), ("renewal_decision", "planned"), ("invoice", "planned"), ("yearly_summary", "planned")]
    assert [one["key"] for one in told["meetings"]] == [f"meeting:2090-Q{number}" for number in (1, 2, 3, 4)]
    assert (told["decision"]["day"], told["decision"]["state"]) == ("2090-10-31", "not_due")


def test_meetings_are_moved_called_held_and_cancelled(overens: Command) -> None:
    made = signed(overens)
    assert overens("meeting", "move", "1", "2090-03-21")[0] == 0
    assert overens("meeting", "move", "1", "2020-03-21")[2] == (
        "A meeting cannot be moved to 21 March 2020: that time has passed.\n")
    assert overens("meeting", "hold", "1")[2] == "The meeting has not begun yet; it is on 21 March 2090.\n"
    assert overens("meeting", "cancel", "2", "--reason", "Snow")[0] == 0
    assert overens("meeting", "cancel", "2")[2] == "That cannot be done, for it now stands at: cancelled.\n"
    assert overens("meeting", "cancel", "99")[2] == "There is no meeting 99.\n"
    told = answer(overens("agreement", "show", str(made), "--json"))["meetings"]
    assert [(one["day"], one["state"]) for one in told[:2]] == [("2090-03-21", "planned"), (told[1]["day"], "cancelled")]
    assert overens("meeting", "add", str(made), "2090-04-24", "--at", "13:30", "--place", "Rum 2")[1] == "Meeting 5 is added.\n"
    assert overens("meeting", "add", str(made), "2090-04-24")[2] == (
        "There is a meeting that day already; move that one, or choose another day.\n")
    assert overens("meeting", "add", str(made), "2091-04-24")[0] == 2


def test_both_decide(overens: Command) -> None:
    made = str(signed(overens))
    overens("decide", made, "extend", "--party", "public")
    assert overens("decide", made, "end", "--party", "civil")[0] == 0
    told = answer(overens("agreement", "show", made, "--json"))["decision"]
    assert (told["state"], told["outcome"], len(told["answers"])) == ("not_due", None, 2)
    assert overens("decide", made, "extend", "--party", "civil", "--decided-by", "Styrelsen § 5")[1] == "The parties agree: extend.\n"
    assert answer(overens("agreement", "show", made, "--json"))["decision"]["state"] == "decided"


def test_sweep_sends_and_the_outbox_tells(overens: Command) -> None:
    with a_sink() as sink:
        added(overens)
        overens("agreement", "step", "1", "sign", "--party", "public")
        assert overens("sweep", MAIL_SERVER="127.0.0.1", MAIL_PORT=sink.port)[0] == 0
        rows = answer(overens("outbox", "list", "--json"))
    assert sorted(rows[0]) == ["attempts", "doubt", "error", "id", "key", "message_id", "name", "next_at", "state", "to"]
    assert [(row["name"], row["to"], row["state"]) for row in rows] == [
        ("signature_wanted", "anders@kommun.example", "withdrawn"),
        ("signature_wanted", "peter@nattvandrarna.example", "sent")]
    assert len(sink.received) == 1


def test_mail_waits_while_there_is_no_server(overens: Command) -> None:
    signed(overens)
    assert overens("sweep")[0] == 0
    assert {row["state"] for row in answer(overens("outbox", "list", "--json")) if row["name"] == "signed_by_all"} == {"waiting"}


def test_a_pretended_clock_is_for_rehearsals(overens: Command) -> None:
    code, _, err = overens("sweep", "--now", "2090-01-01T08:00", REHEARSAL="false")
    assert (code, err) == (2, "What you gave cannot be read: --now is for rehearsals only; set OVERENS_REHEARSAL=true\n")
    assert overens("sweep", "--now", "yesterday")[2] == (
        "What you gave cannot be read: 'yesterday' is not a moment; write it like 2025-10-31T08:00\n")


def test_a_broken_chain_is_a_fault(overens: Command, sqlite_url: str) -> None:
    signed(overens)
    assert overens("history", "verify")[:2] == (0, "The history is untouched.\n")
    database = Database(sqlite_url)
    with database.write() as session:
        session.execute(sa.text("DROP TRIGGER history_no_update"))
        session.execute(sa.text("UPDATE history SET actor = 'nobody' WHERE seq = 2 AND chain = 1"))
    database.close()
    assert overens("history", "verify") == (1, "", "agreement 1, record 2: the record was changed afterwards\n")


def test_an_old_database_is_refused(tmp_path: Path) -> None:
    env = environment(f"sqlite:///{tmp_path / 'new' / 'overens.sqlite'}")
    assert run(["agreement", "list"], env)[::2] == (2, "The database is not at this version's schema; run: overens migrate\n")
    assert run(["migrate"], env)[0] == 0
    assert run(["agreement", "list", "--json"], env)[:2] == (0, "[]\n")


def test_the_scheduler_needs_a_secret(overens: Command) -> None:
    assert overens("scheduler", SECRET_KEY="")[::2] == (
        2, "The setting OVERENS_SECRET_KEY is missing; set it in the environment before starting.\n")


def test_crash_points_are_listed(overens: Command) -> None:
    code, out, _ = overens("scheduler", "--crash-points")
    assert (code, out.splitlines()[0].split()[0]) == (0, "sweep.before_claim")


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["agreement", "show", "7"], "There is no agreement 7."),
    (["agreement", "step", "7", "close"], "There is no agreement 7."),
    (["decide", "7", "extend", "--party", "public"], "There is no agreement 7."),
    (["simulate", "7"], "There is no agreement 7."),
    (["outbox", "retry", "7"], "There is no undeliverable or waiting notice 7."),
    (["obligation", "meet", "7", "invoice:1"], "The agreement has no obligation 'invoice:1'."),
])
def test_what_is_not_there_is_said(overens: Command, arguments: list[str], sentence: str) -> None:
    assert overens(*arguments) == (2, "", sentence + "\n")


@pytest.mark.parametrize("arguments", [["--help"], ["agreement", "--help"], ["simulate", "--help"], ["sweep", "--help"]])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_help(overens: Command, arguments: list[str], language: str) -> None:
    code, out, err = overens(*arguments, LANGUAGE=language)
    assert (code, err) == (0, "")
    assert out.startswith("Usage: ")


def test_bad_contacts_are_said_with_their_place(overens: Command, tmp_path: Path) -> None:
    path = tmp_path / "contacts.toml"
    path.write_text('[[contact]]\nname = "X"\nemail = "x"\nparty = "public"\nfunctions = ["coordinator"]\n', "utf-8")
    assert overens("agreement", "add", BUS, "--contacts", str(path))[::2] == (
        2, "The contacts cannot be read: contact 1, email: 'x' is not an e-mail address\n")
