"""E-mail addresses as they go on the wire: IDN domains in their ASCII form, nothing that could break out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.kernel.errors import Refusal

LOCAL = re.compile(r"[^\s\x00-\x1f\x7f\"(),:;<>@\[\\\]]{1,64}")
LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")


class BadAddress(Refusal):
    """{email!r} is not an e-mail address that can be written to."""

    sv = "{email!r} är ingen e-postadress som går att skriva till."
    status = 422


@lru_cache(maxsize=8192)
def wire_address(email: str) -> tuple[str, bool]:
    """Return the address with an ASCII domain, and whether its local part needs SMTPUTF8."""
    name, at, domain = unicodedata.normalize("NFC", email).strip(" ").rpartition("@")
    if not at or not LOCAL.fullmatch(name) or name[0] == "." or name[-1] == "." or ".." in name:
        raise BadAddress(email=email)
    ascii_domain = wire_domain(domain)
    if not ascii_domain:
        raise BadAddress(email=email)
    return f"{name}@{ascii_domain}", not name.isascii()


def wire_domain(domain: str) -> str:
    """Return a domain in ASCII; empty when it is none, or when the coding would lead elsewhere."""
    if not domain.isascii():
        try:
            coded = domain.encode("idna").decode("ascii")
            if coded.encode("ascii").decode("idna") != domain.lower():
                return ""
        except UnicodeError:
            return ""
        domain = coded
    if len(domain) > 253 or not all(LABEL.fullmatch(label) for label in domain.split(".")):
        return ""
    return domain
