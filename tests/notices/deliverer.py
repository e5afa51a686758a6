"""One delivery, to be killed in a process of its own."""

from __future__ import annotations

from datetime import datetime

import service.tables  # noqa: F401
from service import settings as settings_module
from service.db import Database
from service.kernel import crash
from service.notices.sending.deliver import deliver


def delivery(url: str, port: int, at: datetime, point: str, *_: str) -> None:
    """Deliver what is due `at` a moment, dying at `point`."""
    if point:
        crash.arm(point)
    settings = settings_module.load({
        "OVERENS_MAIL_SERVER": "127.0.0.1", "OVERENS_MAIL_PORT": str(port), "OVERENS_MAIL_CONNECTIONS": "1",
        "OVERENS_MAIL_SENDER": "post@overens.example", "OVERENS_BASE_URL": "https://overens.example",
        "OVERENS_SECRET_KEY": "a secret for tests only",
    })
    deliver(Database(url), settings, now=lambda: at)
