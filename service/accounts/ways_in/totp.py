"""A second step at log-in: codes from an app, and recovery codes for the day it is gone."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.accounts.notices import What, tell
from service.accounts.tables import RecoveryRow, UserRow
from service.accounts.ways_in import attempts
from service.history.record import INSTALLATION, Record, append
from service.kernel.errors import Refusal, Unknown

SECONDS, DIGITS, DRIFT = 30, 6, 1
CODES, GROUPS, GROUP = 10, 3, 4
# Without those that look like another when read from paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
ISSUER = "Överens"


class WrongCode(Refusal):
    """That code is not right; take the newest one from the app, each can be used once."""

    sv = "Koden stämmer inte; ta den nyaste från appen, varje kod går bara att använda en gång."
    status = 422


class AlreadyOn(Refusal):
    """The second step is on already."""

    sv = "Det andra steget är redan på."


class NotOn(Refusal):
    """The second step is not on."""

    sv = "Det andra steget är inte på."


def new_secret() -> str:
    """Return a new key for an app, as it is typed."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """Return the address that tells an app the key and whose it is."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(name=email, issuer_name=ISSUER)


def sealed(key: str, user_id: int, secret: str, now: datetime) -> str:
    """Return the app's key of one user, sealed with the installation's."""
    return _fernet(key).encrypt_at_time(f"{user_id}:{secret}".encode(), int(now.timestamp())).decode()


def opened(key: str, user_id: int, token: str) -> str | None:
    """Return what was sealed for this user, None if it was sealed with another key or for another."""
    try:
        owner, _, secret = _fernet(key).decrypt(token.encode()).decode().partition(":")
    except (InvalidToken, UnicodeError):
        return None
    return secret if owner == str(user_id) else None


def step_of(secret: str, code: str, now: datetime, after: int | None) -> int | None:
    """Return the half-minute that a code is of, None if of none near `now` or of none later than `after`."""
    code = "".join(code.split())
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return None
    app, here = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS), int(now.timestamp()) // SECONDS
    for step in range(here - DRIFT, here + DRIFT + 1):
        if hmac.compare_digest(app.generate_otp(step), code) and (after is None or step > after):
            return step
    return None


def turn_on(
    session: Session, key: str, user_id: int, secret: str, code: str, *, now: datetime, by: str, where: str = "",
) -> tuple[str, ...]:
    """Ask for a second step from now on, if the app shows the right code; return the recovery codes, shown once."""
    row = _user(session, user_id)
    if row.secret is not None:
        raise AlreadyOn
    step = step_of(secret, code, now, None)
    if step is None:
        raise WrongCode(field="code")
    row.secret, row.step = sealed(key, user_id, secret, now), step
    _changed(session, row, "second_step_on", "second_on", now, by, where)
    return _new_codes(session, key, user_id)


def renew_codes(session: Session, key: str, user_id: int, *, now: datetime, by: str, where: str = "") -> tuple[str, ...]:
    """Replace the recovery codes; return the new ones, shown once."""
    row = _user(session, user_id)
    if row.secret is None:
        raise NotOn
    _changed(session, row, "recovery_codes_renewed", "codes", now, by, where)
    return _new_codes(session, key, user_id)


def turn_off(session: Session, user_id: int, *, now: datetime, by: str, where: str = "") -> None:
    """Ask for no second step any more."""
    row = _user(session, user_id)
    if row.secret is None:
        raise NotOn
    _clear(session, row)
    _changed(session, row, "second_step_off", "second_off", now, by, where)


def remove_second_step(session: Session, user_id: int, now: datetime, by: str) -> None:
    """Let someone who has lost both app and recovery codes in without them; for the operator."""
    row = _user(session, user_id)
    if row.secret is None:
        raise NotOn
    _clear(session, row)
    _changed(session, row, "second_step_removed", "second_off", now, by)


def attempt(
    session: Session, key: str, user_id: int, code: str, counted: Sequence[attempts.Key], *, now: datetime, where: str = "",
) -> bool:
    """Say whether a code is right, counting what fails; raise TooSoon for one that comes too early."""
    _user(session, user_id)
    attempts.ensure_not_too_soon(session, counted, now)
    right = accept(session, key, user_id, code, now=now, where=where)
    if right:
        attempts.forgive(session, counted)
    else:
        attempts.note_failed(session, counted, now)
    return right


def accept(session: Session, key: str, user_id: int, code: str, *, now: datetime, where: str = "") -> bool:
    """Say whether a code of the app or a recovery code is right, and use it up.

    The user's row is locked, so that a code sent twice at once is right once.
    """
    row = _user(session, user_id)
    if row.secret is None:
        return False
    secret = opened(key, user_id, row.secret)
    step = step_of(secret, code, now, row.step) if secret is not None else None
    if step is not None:
        row.step = step
        return True
    used = session.execute(
        update(RecoveryRow)
        .where(RecoveryRow.user_id == user_id, RecoveryRow.digest == _digest(key, user_id, code), RecoveryRow.used_at.is_(None))
        .values(used_at=now))
    if not used.rowcount:  # type: ignore[attr-defined]
        return False
    _changed(session, row, "recovery_code_used", "code_used", now, row.name, where)
    return True


def user_with_second_step(session: Session, user_id: int) -> UserRow | None:
    """Return a user who may log in and is asked for a second step, None if they are not."""
    query = select(UserRow).where(UserRow.id == user_id, UserRow.closed_at.is_(None), UserRow.secret.is_not(None))
    return session.scalars(query).one_or_none()


def codes_left(session: Session, user_id: int) -> int:
    """Return how many recovery codes are unused."""
    query = select(func.count()).select_from(RecoveryRow).where(
        RecoveryRow.user_id == user_id, RecoveryRow.used_at.is_(None))
    return session.scalars(query).one()


def _user(session: Session, user_id: int) -> UserRow:
    row = session.scalars(select(UserRow).where(UserRow.id == user_id).with_for_update(key_share=True)).one_or_none()
    if row is None:
        raise Unknown(what="user", id=user_id)
    return row


def _clear(session: Session, row: UserRow) -> None:
    row.secret = row.step = None
    session.execute(delete(RecoveryRow).where(RecoveryRow.user_id == row.id))


def _new_codes(session: Session, key: str, user_id: int) -> tuple[str, ...]:
    session.execute(delete(RecoveryRow).where(RecoveryRow.user_id == user_id))
    codes = tuple("-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
                  for _ in range(CODES))
    session.add_all(RecoveryRow(user_id=user_id, digest=_digest(key, user_id, code)) for code in codes)
    session.flush()
    return codes


def _derived(key: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(key.encode())


def _fernet(key: str) -> Fernet:
    return Fernet(urlsafe_b64encode(_derived(key, b"overens.second.seal")))


def _digest(key: str, user_id: int, code: str) -> str:
    plain = "".join(mark for mark in code.lower() if mark in LETTERS)
    return hmac.new(_derived(key, b"overens.second.codes"), f"{user_id}:{plain}".encode(), "sha256").hexdigest()


def _changed(session: Session, row: UserRow, event: str, what: What, now: datetime, by: str, where: str = "") -> None:
    _note(session, row.id, event, now, by)
    tell(session, row, what, now=now, by=by, where=where)


def _note(session: Session, user_id: int, event: str, now: datetime, by: str) -> None:
    append(session, [Record(chain=INSTALLATION, at=now, actor=by, subject=f"user {user_id}", event=event)])
