"""The way out: as many connections as are worth it, each claiming, sending and marking for itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from service.db import Database
from service.notices.sending import claims
from service.notices.sending.courier import Clock, Courier, Delivered, Tally
from service.settings import Settings

# So many rows are worth a connection of their own.
SHARE = 20
# Each holds one connection to the database, of the fifteen there are.
MOST = 12


def deliver(
    database: Database, settings: Settings, *, now: Clock, limit: int | None = None, stop: Event | None = None
) -> Delivered:
    """Send what is due, over as many connections as the settings allow; without a server leave it waiting."""
    if not settings.mail_server:
        return Delivered()
    most = settings.mail_connections * SHARE if limit is None else limit
    with database.read() as session:
        due = claims.count_due(session, now(), most)
    if due == 0:
        return Delivered()
    tally, stop = Tally(limit), stop or Event()
    count = min(settings.mail_connections, -(-due // SHARE), MOST)
    couriers = [Courier(database, settings, now, stop, tally) for _ in range(count)]
    if count == 1:
        return tally.result([couriers[0].run()])
    with ThreadPoolExecutor(count) as pool:
        return tally.result(list(pool.map(Courier.run, couriers)))
