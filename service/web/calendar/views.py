"""The calendar's page, and the link for one's own calendar program."""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, abort, make_response, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from service.accounts.ties import shut_out
from service.agreements.tables import AgreementRow
from service.kernel.calendar import add_months, is_working_day
from service.lifecycle.standing import seen_by
from service.parties.links import new_calendar_link, no_calendar_link
from service.parties.tables import PersonRow
from service.web.calendar.feed import feed, feed_token, read_feed_token
from service.web.calendar.read import LANES, Event, events, titles
from service.web.frame.access import Who, many_of, seen
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk, today
from service.web.frame.paging import BadPlace
from service.web.speech.language import prefer, say

pages = Blueprint("calendar", __name__)
WHO = {"index": Who.USER, "link": Who.USER, "unlink": Who.USER, "ics": Who.ANYONE}
SHOWN, BACK, AHEAD = 3, timedelta(days=90), timedelta(days=730)
# Of a month on a page, and of what is subscribed to.
MOST, MOST_FOLLOWED = 600, 20_000


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the month."""

    day: date
    within: bool
    off: bool
    events: list[Event]


def _month() -> date:
    asked = request.args.get("m", "")
    if not asked:
        return today().replace(day=1)
    if not re.fullmatch(r"(19|20|21)\d\d-(0[1-9]|1[0-2])", asked):
        raise BadPlace
    return date(int(asked[:4]), int(asked[5:]), 1)


def _mine(chosen: int) -> ColumnElement[bool]:
    mine = seen(AgreementRow.id)
    return mine & (AgreementRow.id == chosen) if chosen else mine


@pages.get("/kalender")
def index() -> str:
    """Show a month."""
    first = _month()
    lane = request.args.get("slag", "")
    lane = lane if lane in LANES else ""
    asked = request.args.get("overenskommelse", "")
    chosen = min(int(asked), 2**62) if asked.isdecimal() else 0
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    with desk().database.read(apart=True) as session:
        found = events(session, _mine(chosen), weeks[0][0], weeks[-1][-1], lane=lane, most=MOST)
        choices = titles(session, seen(AgreementRow.id))
        person = session.get(PersonRow, current_user.person_id) if current_user.person_id else None
    by_day: dict[date, list[Event]] = defaultdict(list)
    for one in found.events:
        by_day[one.day].append(one)
    link = None
    if person is not None and person.nonce:
        token = feed_token(desk().settings.need_secret(), person.id, person.nonce)
        link = desk().settings.base_url + url_for("calendar.ics", token=token)
    return render_template(
        "calendar/month.html", first=first, before=add_months(first, -1), after=add_months(first, 1), today=today(), shown=SHOWN,
        weeks=[[Day(day, day.month == first.month, not is_working_day(day), by_day.get(day, [])) for day in week] for week in weeks],
        days=[(day, every) for day, every in sorted(by_day.items()) if day.month == first.month], lane=lane, lanes=LANES,
        shown_events=len(found.events), until=found.until,
        chosen=chosen, choices=choices, person=person, link=link)


@pages.post("/kalender/lank")
def link() -> Response:
    """Make a link for one's own calendar program; the one before stops working."""
    if current_user.person_id is None:
        abort(404)
    with acting(goes_to=url_for("calendar.index", _anchor="own")) as act:
        new_calendar_link(act.session, current_user.person_id)
    return done(act.goes_to, "Länken är klar att kopiera.", "The link is ready to copy.")


@pages.post("/kalender/lank/av")
def unlink() -> Response:
    """Turn the link off."""
    if current_user.person_id is None:
        abort(404)
    with acting(goes_to=url_for("calendar.index", _anchor="own")) as act:
        no_calendar_link(act.session, current_user.person_id)
    return done(act.goes_to, "Länken är avstängd.", "The link is turned off.")


@pages.get("/kalender/<token>.ics")
def ics(token: str) -> Response:
    """Give a person's calendar to whoever has the link to it."""
    found = read_feed_token(desk().settings.need_secret(), token)
    if found is None:
        abort(404)
    with desk().database.read() as session:
        person = session.get(PersonRow, found[0])
        if person is None or not person.nonce or person.nonce != found[1] or shut_out(session, person.id):
            abort(404)
        prefer(person.language)
        mine = seen_by(AgreementRow.id, person_id=person.id, operator=False, on=today(), many=many_of(person.id))
        every = events(session, mine, today() - BACK, today() + AHEAD, most=MOST_FOLLOWED)
    answer = make_response(feed(every.events, name=say("Överens", "Överens"), base_url=desk().settings.base_url))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="overens.ics"'
    return answer
