"""The questions of an audit, answered; pure."""

from __future__ import annotations

from service.lifecycle.assurance.followed import deviated, followed, reported
from service.lifecycle.assurance.model import Answer, Facts
from service.lifecycle.assurance.paid import paid
from service.lifecycle.assurance.signed import amended, registered, signed

ORDER = (registered, signed, followed, paid, reported, deviated, amended)


def answers(facts: Facts) -> tuple[Answer, ...]:
    """Return every question with its answer, in the order they are asked."""
    return tuple(ask(facts) for ask in ORDER)
