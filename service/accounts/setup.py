"""The code that shows that whoever makes the first user has started the installation."""

from __future__ import annotations

import hmac

from service.kernel.errors import Refusal

LENGTH = 12


class WrongCode(Refusal):
    """That is not the code; it was printed where Överens was started."""

    sv = "Koden stämmer inte; den skrevs ut där Överens startades."
    status = 422


def setup_code(secret: str) -> str:
    """Return the code of an installation, in groups of four."""
    made = hmac.new(secret.encode(), b"overens.first", "sha256").hexdigest()[:LENGTH].upper()
    return "-".join(made[place:place + 4] for place in range(0, LENGTH, 4))


def ensure_setup_code(secret: str, given: str) -> None:
    """Refuse any other code; case, spaces and hyphens do not count."""
    plain = "".join(mark for mark in given.upper() if mark.isalnum())
    if not hmac.compare_digest(plain.encode(), setup_code(secret).replace("-", "").encode()):
        raise WrongCode(field="code")
