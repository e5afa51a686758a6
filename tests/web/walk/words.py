"""The words of the walk: who asks, and what they get.

Who asks is a letter: `-` nobody, `x` someone with every function in another agreement and none in this, `*` the operator, who has no
function; and one person for every function here, in capitals for the party that convenes (public), in small letters for the
other (civil): C coordinator, M manager, S signatory, E economist, O operations, R registrar, A auditor.
"""

from __future__ import annotations

from collections.abc import Mapping

LOGIN, OPEN, AWAY, DONE, NOT_YOU, GONE, NO, WRONG = "to the login", 200, 302, 303, 403, 404, 409, 422

THERE = "CMSEORA cmseora"
ROLES = "-xCMSEORAcmseora*"

Wanted = Mapping[str, object]
Pages = dict[str, Wanted]


def those(who: str, what: object) -> Wanted:
    """Let each of `who` get `what`, to be laid over what the others get."""
    return dict.fromkeys(who.replace(" ", ""), what)


def everyone(what: object) -> Wanted:
    """Let everyone get the same."""
    return those(ROLES, what)


def users(what: object) -> Wanted:
    """Let whoever has logged in get the same."""
    return {**everyone(what), "-": LOGIN}


def only(who: str, what: object) -> Wanted:
    """Let `who` get `what` of a page about the agreement; who else may know of it is told that it is not for them."""
    return {**users(NOT_YOU), "x": GONE, **those(who, what)}


def seeing(what: object) -> Wanted:
    """Let whoever may know of the agreement get `what`."""
    return only(f"{THERE} *", what)


def operator(what: object) -> Wanted:
    """Let whoever runs the installation get `what`, and no other user."""
    return {**users(NOT_YOU), "*": what}
