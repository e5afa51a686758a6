"""Passwords: which are good enough, and how they are kept."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from service.kernel.errors import Refusal

SHORTEST, LONGEST = 12, 1024
GOOD = 3
# What people here try first; what is left beside such words, years and marks must be something of its own.
WORDS = """
    välkommen lösenord losenord password hejsan hemligt sommaren sommar vintern vinter hösten höst våren sverige svensk stockholm
    göteborg goteborg malmö kommunen kommun region förvaltningen socialtjänst föreningen måndag tisdag onsdag torsdag fredag lördag
    söndag januari februari mars april maj juni juli augusti september oktober november december fotboll älskling överens overens
"""
COMMON = tuple(WORDS.split())

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


class NamedPassword(KnownPassword):
    """Beside your name, your address and common words, too little of that password is your own; take for instance four odd words."""

    sv = "Utöver ditt namn, din adress och vanliga ord är för lite av lösenordet ditt eget; ta till exempel fyra udda ord."


def ensure_good(password: str, *about: str) -> None:
    """Refuse what is short, leaked or easily guessed; `about` is what others know of its owner."""
    if len(password) < SHORTEST:
        raise ShortPassword(least=SHORTEST, field="password")
    if len(password) > LONGEST:
        raise LongPassword(most=LONGEST, field="password")
    known = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part]
    if not _is_hard(password, known):
        raise KnownPassword(field="password")
    own = _own_part(password, known)
    if own != password and not _is_hard(own, known):
        raise NamedPassword(field="password")


def _is_hard(text: str, known: list[str]) -> bool:
    """Say whether a text takes long to guess for someone who knows its owner; figures alone may."""
    return bool(text) and zxcvbn(text[:72], user_inputs=[*known, *COMMON])["score"] >= GOOD


def _own_part(password: str, known: list[str]) -> str:
    """Return what is left of a password beside its owner's name and common words; the password itself if it holds none."""
    left = password.casefold()
    for word in sorted({one.casefold() for one in (*known, *COMMON) if len(one) > 2}, key=len, reverse=True):
        left = left.replace(word, " ")
    return password if left == password.casefold() else " ".join(left.split())


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
