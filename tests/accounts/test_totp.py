"""The second step: codes by the clock given, once each; recovery codes once each; the key sealed."""

from __future__ import annotations

import json
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from service.accounts.tables import RecoveryRow, UserRow
from service.accounts.users import READER, create_user
from service.accounts.ways_in import totp
from service.db import Database
from service.history.tables import HistoryRow
from service.notices.tables import OutboxRow
from tests.web.world import BY, NOW, SECRET

APP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def shown(minutes: float = 0) -> str:
    """Return what the app shows so many minutes from now."""
    return pyotp.TOTP(APP).at(int((NOW + timedelta(minutes=minutes)).timestamp()))


@pytest.fixture
def user(database: Database) -> int:
    with database.write() as session:
        return create_user(session, email="kim@staden.example", name="Kim", role=READER, language="sv", now=NOW, by=BY)


def switched_on(database: Database, user: int) -> tuple[str, ...]:
    with database.write() as session:
        return totp.turn_on(session, SECRET, user, APP, shown(), now=NOW, by=BY)


def accepted(database: Database, user: int, code: str, minutes: float = 0, key: str = SECRET) -> bool:
    with database.write() as session:
        return totp.accept(session, key, user, code, now=NOW + timedelta(minutes=minutes))


def test_a_known_code() -> None:
    """RFC 6238, appendix B, cut to six digits."""
    told = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moment = NOW.fromtimestamp(1111111109, NOW.tzinfo)
    assert totp.step_of(told, "081804", moment, None) == 1111111109 // 30


@pytest.mark.parametrize(("minutes", "right"), [(-1, False), (-0.5, True), (0, True), (0.5, True), (1, False)])
def test_a_clock_may_be_half_a_minute_off(minutes: float, right: bool) -> None:
    assert (totp.step_of(APP, shown(minutes), NOW, None) is not None) is right


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "0x1234"])
def test_what_is_no_code(code: str) -> None:
    assert totp.step_of(APP, code, NOW, None) is None


def test_each_code_is_right_once_and_no_older_one_after_it(database: Database, user: int) -> None:
    switched_on(database, user)
    assert not accepted(database, user, shown())
    assert accepted(database, user, shown(0.5), 0.5)
    assert not accepted(database, user, shown(0.5), 0.5)
    assert not accepted(database, user, shown(), 0.5)
    spaced = shown(2)[:3] + " " + shown(2)[3:]
    assert accepted(database, user, spaced, 2)


def test_it_is_not_turned_on_by_a_wrong_code(database: Database, user: int) -> None:
    with pytest.raises(totp.WrongCode), database.write() as session:
        totp.turn_on(session, SECRET, user, APP, "000000", now=NOW, by=BY)
    assert not accepted(database, user, shown())


def test_ten_recovery_codes_each_once(database: Database, user: int) -> None:
    codes = switched_on(database, user)
    assert len(set(codes)) == 10
    assert accepted(database, user, f" {codes[3].upper().replace('-', ' ')} ")
    assert not accepted(database, user, codes[3])
    assert accepted(database, user, codes[0])
    assert not accepted(database, user, "")
    with database.read() as session:
        assert totp.codes_left(session, user) == 8


def test_new_recovery_codes_replace_the_old(database: Database, user: int) -> None:
    old = switched_on(database, user)
    with database.write() as session:
        new = totp.renew_codes(session, SECRET, user, now=NOW, by=BY)
    assert not accepted(database, user, old[0])
    assert accepted(database, user, new[0])


def test_the_database_holds_neither_key_nor_codes(database: Database, user: int) -> None:
    codes = switched_on(database, user)
    with database.read() as session:
        row = session.get_one(UserRow, user)
        kept = [one.digest for one in session.scalars(select(RecoveryRow))]
        told = session.scalars(select(HistoryRow.body)).all()
    assert row.secret is not None
    assert APP not in row.secret
    assert totp.opened(SECRET, user, row.secret) == APP
    assert not any(code in digest or code.replace("-", "") in digest for code in codes for digest in kept)
    assert not any(APP in body for body in told)


def test_a_key_moved_to_another_user_or_another_installation_opens_nothing(database: Database, user: int) -> None:
    codes = switched_on(database, user)
    with database.read() as session:
        kept = session.get_one(UserRow, user).secret
    assert kept is not None
    assert totp.opened(SECRET, user + 1, kept) is None
    assert totp.opened("another secret altogether", user, kept) is None
    assert not accepted(database, user, shown(2), 2, key="another secret altogether")
    assert not accepted(database, user, codes[0], key="another secret altogether")


def test_off_and_removed_leave_nothing(database: Database, user: int) -> None:
    for end in (lambda session: totp.turn_off(session, user, now=NOW, by=BY),
                lambda session: totp.remove_second_step(session, user, NOW, BY)):
        codes = switched_on(database, user)
        with database.write() as session:
            end(session)
        assert not accepted(database, user, codes[0])
        assert not accepted(database, user, shown(0.5), 0.5)
        with pytest.raises(totp.NotOn), database.write() as session:
            end(session)


def test_history_tells(database: Database, user: int) -> None:
    codes = switched_on(database, user)
    with pytest.raises(totp.AlreadyOn):
        switched_on(database, user)
    accepted(database, user, codes[0])
    with database.write() as session:
        totp.renew_codes(session, SECRET, user, now=NOW, by=BY)
        totp.remove_second_step(session, user, NOW, BY)
    with database.read() as session:
        events = session.scalars(select(HistoryRow.event).where(HistoryRow.subject == f"user {user}").order_by(HistoryRow.id)).all()
    assert events == ["created", "second_step_on", "recovery_code_used", "recovery_codes_renewed", "second_step_removed"]
    with database.read() as session:
        told = [json.loads(one)["what"] for one in session.scalars(select(OutboxRow.payload).order_by(OutboxRow.id))]
    assert told == ["second_on", "code_used", "codes", "second_off"]
