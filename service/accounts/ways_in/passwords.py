"""Passwords: which are good enough, and how they are kept."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from service.kernel.errors import Refusal

SHORTEST, LONGEST = 12, 1024
GOOD = 3

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password, and it is compared all the same")


class ShortPassword(Refusal):
    """That password is too short; take at least {least} characters, for instance four words in a row."""

    sv = "Lösenordet är för kort; ta minst {least} tecken, till exempel fyra ord i rad."
    status = 422


class LongPassword(Refusal):
    """That password is too long; at most {most} characters fit."""

    sv = "Lösenordet är för långt; högst {most} tecken ryms."
    status = 422


class KnownPassword(Refusal):
    """That password is among those that leaked or are guessed first; take another, for instance four odd words."""

    sv = "Lösenordet hör till dem som läckt eller gissas först; ta ett annat, till exempel fyra udda ord."
    status = 422


def ensure_good(password: str, *about: str) -> None:
    """Refuse what is short, leaked or easily guessed; `about` is what others know of its owner."""
    if len(password) < SHORTEST:
        raise ShortPassword(least=SHORTEST, field="password")
    if len(password) > LONGEST:
        raise LongPassword(most=LONGEST, field="password")
    known = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part]
    if zxcvbn(password[:72], user_inputs=[*known, "överens", "overens"])["score"] < GOOD:
        raise KnownPassword(field="password")


def hashed(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Say whether a password is the one kept, taking as long when none is."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
