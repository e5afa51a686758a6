"""Named points where a rehearsal may kill the process, to prove that nothing is lost."""

from __future__ import annotations

import os
import signal

POINTS = {
    "sweep.before_claim": "a job has begun, nothing is claimed",
    "sweep.before_commit": "a batch is decided and written, not committed",
    "sweep.after_commit": "a batch is committed, the next not begun",
    "delivery.before_claim": "mail is due, none is claimed",
    "delivery.after_claim": "mail is claimed and committed, none is sent",
    "delivery.before_send": "one message is about to be sent",
    "delivery.after_reply": "the server has said 250, the mark is not written",
    "delivery.before_mark_commit": "the mark is written, not committed",
    "delivery.after_mark": "one message is sent and marked, the rest of the claim is not",
}

_armed = ""
_left = 0


def arm(spec: str) -> None:
    """Kill this process at the point named by `spec`, e.g. `delivery.after_reply:3` for the third time."""
    global _armed, _left
    name, _, count = spec.partition(":")
    if name not in POINTS or (count and not count.isdigit()):
        raise ValueError(f"no crash point {spec!r}; there are: {', '.join(POINTS)}")
    _armed, _left = name, int(count or 1)


def point(name: str) -> None:
    """Die here by SIGKILL if the rehearsal asked for it."""
    global _left
    if name == _armed:
        _left -= 1
        if _left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
