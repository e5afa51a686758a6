"""Every refusal and every fault as one kind of page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from traceback import format_exception

import structlog
from flask import Flask, g, render_template, request, session
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from service.kernel.errors import Refusal
from service.web.frame.desk import desk
from service.web.speech.language import KEPT, prefer, say
from service.web.speech.refusals import told

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a person is told: a heading and what to do."""

    sv: str
    en: str
    sv_more: str
    en_more: str


TROUBLES = {
    400: Trouble("Det gick inte att läsa", "That could not be read",
                 "Adressen eller formuläret kom inte fram helt. Gå tillbaka, ladda om sidan och försök igen.",
                 "The address or the form did not arrive whole. Go back, reload the page and try again."),
    401: Trouble("Du är utloggad", "You are logged out",
                 "Logga in på nytt och skriv in texten igen; den står nedan så att du kan kopiera den.",
                 "Log in again and put in the text once more; it stands below for you to copy."),
    403: Trouble("Här får du inte vara", "You may not be here",
                 "Sidan är till för någon med en annan behörighet än din.",
                 "This page is for someone with other rights than yours."),
    404: Trouble("Sidan finns inte", "There is no such page",
                 "Länken kan vara gammal eller felskriven. Börja om från första sidan.",
                 "The link may be old or mistyped. Start again from the first page."),
    405: Trouble("Så går det inte att göra här", "That cannot be done here",
                 "Gå tillbaka och använd sidans egna knappar.", "Go back and use the page's own buttons."),
    409: Trouble("Det går inte just nu", "That cannot be done now",
                 "Läget har ändrats. Ladda om sidan och se hur det är.",
                 "Things have changed. Reload the page and look again."),
    413: Trouble("Det var för mycket på en gång", "That was too much at once",
                 "Gå tillbaka i webbläsaren, korta texten eller välj en mindre fil, och försök igen.",
                 "Go back in your browser, shorten the text or choose a smaller file, and try again."),
    422: Trouble("Något behöver rättas", "Something needs correcting",
                 "Gå tillbaka och rätta det som angavs.", "Go back and correct what was given."),
    429: Trouble("Lite för många försök", "A few too many attempts",
                 "Vänta en minut och försök sedan igen.", "Wait a minute and then try again."),
    500: Trouble("Något gick fel hos oss", "Something went wrong on our side",
                 "Inget har gått förlorat. Försök igen om en stund; säg till den som sköter Överens om det fortsätter.",
                 "Nothing is lost. Try again in a while; tell whoever runs Överens if it goes on."),
}
LONG_ENOUGH = 20
NEVER_SHOWN = ("password", "code", "secret", "token")
# Passwords that are asked for by another name.
PASSWORDS = frozenset({"proof", "old", "again"})
EXPIRED = ("Formuläret hade legat öppet för länge, eller så tar webbläsaren inte emot kakor. "
           "Ladda om sidan och försök igen.",
           "The form had been open too long, or the browser takes no cookies. Reload the page and try again.")


def is_secret(name: str) -> bool:
    """Say whether what is typed in a field is never to be given back."""
    return any(one in name for one in NEVER_SHOWN)


def typed() -> list[str]:
    """Return the texts of the form that came, as far as it has been read: what somebody would not want to write again."""
    form = vars(request._get_current_object()).get("form")  # type: ignore[attr-defined]
    if form is None or request.method != "POST":
        return []
    return [text for name, text in form.items(multi=True)
            if len(text) >= LONG_ENOUGH and " " in text.strip() and name not in PASSWORDS and not is_secret(name)]


def page(status: int, why: str | None = None, *, kept: Sequence[str] = ()) -> tuple[str, int]:
    """Return the page of a status, with `why` instead of the common words if given, and the texts `kept` to be copied."""
    shown = TROUBLES.get(status, TROUBLES[500 if status >= 500 else 400])
    title = say(shown.sv, shown.en)
    more = why or say(shown.sv_more, shown.en_more)
    # A fault may lie in what the menus are made of: its page asks the database nothing.
    frame = "frame/base.html" if status < 500 and current_user and current_user.is_authenticated else "frame/bare.html"
    return render_template("frame/error.html", frame=frame, status=status, title=title, more=more, kept=kept,
                           request_id=g.get("request_id", "")), status


def _refused(refusal: Refusal) -> tuple[str, int]:
    return page(refusal.status, told(refusal), kept=typed())


def _forged(_error: CSRFError) -> tuple[str, int]:
    return page(400, say(*EXPIRED), kept=typed())


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return page(error.code)


def _fault(error: Exception) -> tuple[str, int]:
    # As text: renderers of tracebacks show local variables, and with them what people typed.
    log.error("fault", kind=type(error).__name__, error=str(error), trace="".join(format_exception(error)))
    prefer(session.get(KEPT) or desk().settings.language)
    return page(500, kept=typed())


def explain(app: Flask) -> None:
    """Turn refusals and faults into pages."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
