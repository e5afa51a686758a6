"""What of a certificate or a text may be shown: never a personal number, nor anything that may be one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

LONGEST = 120
# Six digits or more, whatever stands between them, and the word they stand in; with it goes ETSI's "PNOSE-" and its like.
_NUMBER = re.compile(r"[\w:./+-]*\d(?:[\W_]{0,3}\d){5,}[\w+-]*")
# A personal number as it stands in a text: day of birth, also raised by 60, and four digits; sums are none.
_PERSONAL = re.compile(
    r"(?<!\d)(?:(?:18|19|20)\d\d|\d\d)[-\s./]?(?:0[1-9]|1[0-2])[-\s./]?(?:[0-2]\d|3[01]|[6-8]\d|9[01])[-+–\s]{0,3}\d{4}(?!\d)")
_ENDS = " ,;:/-–()[]<>\"'"


def shown(text: object) -> str:
    """Return `text` on one line without any number of six digits or more, "" if nothing is left."""
    plain = unicodedata.normalize("NFKC", text if isinstance(text, str) else "")
    line = "".join(mark if mark.isprintable() else " " for mark in plain if unicodedata.category(mark) != "Cf")
    left = " ".join(_NUMBER.sub(" ", line).split())
    return left.replace("()", "").strip(_ENDS)[:LONGEST].strip()


def veiled(text: str) -> str:
    """Return a text as long as it was, with a dot for each sign of what may be a personal number."""
    return _PERSONAL.sub(lambda found: "•" * len(found[0]), text)


def person_of(subject: Mapping[str, object]) -> str:
    """Return the name a certificate's subject gives: common name, else given name and surname, else pseudonym."""
    both = " ".join(part for part in (shown(_one(subject.get("given_name"))), shown(_one(subject.get("surname")))) if part)
    return shown(_one(subject.get("common_name"))) or both or shown(_one(subject.get("pseudonym")))


def organisation_of(subject: Mapping[str, object]) -> str:
    """Return the organisation a certificate's subject gives, "" if none."""
    return shown(_one(subject.get("organization_name")))


def _one(value: object) -> object:
    """Return the last of several values of one kind: the one nearest the person."""
    return value[-1] if isinstance(value, list) and value else value
