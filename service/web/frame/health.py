"""How the clock side fares: a bar on every page, and the same for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Blueprint, Flask, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from service.scheduler.health import Health, health
from service.web.frame.access import Who
from service.web.frame.desk import desk, now

pages = Blueprint("health", __name__)
WHO = {"healthz": Who.ANYONE, "metrics": Who.OPERATOR_OR_HERE}
log = structlog.get_logger(__name__)
KEPT = "overens_health"
KEPT_FOR = timedelta(seconds=5)
UNKNOWN = Health(ok=False, last_sweep=None, backlog=0, failures=0, undeliverable=0, paused=None)


@dataclass
class Watch:
    """The health last read, and when: every page shows it, none needs it to the second."""

    at: datetime | None = None
    health: Health = UNKNOWN


def read() -> Health:
    """Return the health at this moment."""
    one = desk()
    with one.database.read() as session:
        return health(session, now(), dead_after=timedelta(seconds=one.settings.dead_after_seconds))


def recent() -> Health:
    """Return the health as of the last few seconds."""
    watch: Watch = current_app.extensions[KEPT]
    if watch.at is None or not timedelta(0) <= now() - watch.at < KEPT_FOR:
        watch.at, watch.health = now(), read()
    return watch.health


@pages.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Tell machines how the clock side fares: 200, or 503 when it is dead."""
    found: dict[str, Any]
    try:
        found = read().as_json()
    except SQLAlchemyError as error:
        log.error("the database does not answer", error=str(error))
        found = UNKNOWN.as_json()
    return jsonify(found), 200 if found["ok"] else 503


@pages.get("/metrics")
def metrics() -> Response:
    """Tell Prometheus the same."""
    found = read()
    registry = CollectorRegistry()
    last = found.last_sweep.timestamp() if found.last_sweep else 0.0
    for name, meaning, value in (
        ("overens_scheduler_alive", "1 if the scheduler has made a pass lately", float(found.ok)),
        ("overens_last_sweep_timestamp_seconds", "When the last pass was made", last),
        ("overens_backlog", "Mail that is due and not gone", float(found.backlog)),
        ("overens_failures", "Matters the clock could not act on", float(found.failures)),
        ("overens_undeliverable", "Mail that could not be delivered", float(found.undeliverable)),
    ):
        Gauge(name, meaning, registry=registry).set(value)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def watch_over(app: Flask) -> None:
    """Show the health on every page of the application."""
    app.extensions[KEPT] = Watch()
    app.jinja_env.globals["recent_health"] = recent
