"""One delivery in a process of its own, to be killed: URL PORT NOW [POINT]."""

from __future__ import annotations

import sys
from datetime import datetime

import service.tables  # noqa: F401
from service import settings as settings_module
from service.db import Database
from service.kernel import crash
from service.notices.sending.deliver import deliver


def main(url: str, port: str, now: str, point: str = "") -> None:
    """Deliver what is due at `now`, dying at `point`."""
    if point:
        crash.arm(point)
    at = datetime.fromisoformat(now)
    settings = settings_module.load({
        "OVERENS_MAIL_SERVER": "127.0.0.1", "OVERENS_MAIL_PORT": port, "OVERENS_MAIL_CONNECTIONS": "1",
        "OVERENS_MAIL_SENDER": "post@overens.example", "OVERENS_BASE_URL": "https://overens.example",
        "OVERENS_SECRET_KEY": "a secret for tests only",
    })
    deliver(Database(url), settings, now=lambda: at)


if __name__ == "__main__":
    main(*sys.argv[1:])
