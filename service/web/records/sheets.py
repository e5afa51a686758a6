"""One document of a disclosure, and page by page what is masked of it."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from service.documents.files import Culled
from service.kernel.errors import Refusal
from service.records.disclosure import actions
from service.records.disclosure.model import Verdict, read_mask
from service.records.disclosure.store import Looked, get_chosen
from service.records.masking.apart import draw, look
from service.records.masking.memory import Memory
from service.records.masking.model import BANDS, Mask
from service.records.masking.model import Looked as Showed
from service.records.masking.rules import personal_lines, places
from service.web.documents.read import opened
from service.web.frame.access import Of
from service.web.frame.acting import acting, done
from service.web.frame.desk import desk
from service.web.frame.forms import Form, blank, read_form
from service.web.records.forms import Covered, Decided, names
from service.web.records.read import RIGHT, One, file_of, load_one, why_not
from service.web.speech.refusals import told

pages = Blueprint("sheets", __name__)
WHO = {"show": Of("disclosure", RIGHT), "decide": Of("disclosure", RIGHT), "sheet": Of("disclosure", RIGHT),
       "cover": Of("disclosure", RIGHT), "picture": Of("disclosure", RIGHT)}
Answer = str | Response | tuple[str, int]
SEEN = Memory()
AT = "/utlamnanden/<id:disclosure_id>/handlingar/<id:choice_id>"


def _found(disclosure_id: int, choice_id: int) -> tuple[One, Looked]:
    """Return a document of a disclosure, and note that it was opened."""
    with desk().database.read() as session:
        one = load_one(session, disclosure_id)
        found = get_chosen(session, disclosure_id, choice_id)
    opened(found.document, found.version, how="copy")
    return one, found


def _content(found: Looked) -> bytes:
    with desk().database.read() as session:
        return file_of(session, found)[0]


def _shown(found: Looked) -> Showed:
    """Return what the file of a document shows; the file is read only if it was not looked at just before."""
    if found.document.culled_at is not None:
        raise Culled(title=found.document.title)
    return SEEN.of(found.version.digest, lambda: look(_content(found), found.media))


def _show(disclosure_id: int, choice_id: int, form: Form[Decided] | None = None) -> str:
    one, found = _found(disclosure_id, choice_id)
    mask = read_mask(found.row.mask)
    form = form or blank(Decided, verdict=found.row.verdict, provision=found.row.provision, phrases="\n".join(mask.phrases))
    refusal = None if found.row.pages else why_not(_content(found), found.media)
    pictures = _shown(found).pictures if found.row.pages else ()
    return render_template("records/choice.html", one=one, found=found, mask=mask, form=form, names=names(),
                           verdicts=list(Verdict)[1:], pictures=pictures, why=told(refusal) if refusal else "")


@pages.get(AT)
def show(disclosure_id: int, choice_id: int) -> str:
    """Show one document and what is decided of it."""
    return _show(disclosure_id, choice_id)


@pages.post(AT)
def decide(disclosure_id: int, choice_id: int) -> Answer:
    """Decide of a document."""
    form = read_form(Decided)
    _, found = _found(disclosure_id, choice_id)
    if form.ok:
        given, was = form.given, read_mask(found.row.mask)
        phrases = dict.fromkeys(part.strip() for part in given.phrases.split("\n") if part.strip())
        mask = Mask(was.pages, was.lines, was.bands, tuple(phrases))
        try:
            if mask.phrases and found.row.pages:
                places(_shown(found), mask)
        except Refusal as refusal:
            form.refuse(refusal)
    if form.ok:
        with acting(form, goes_to=url_for("disclosure.show", disclosure_id=disclosure_id)) as act:
            actions.decide(act.session, disclosure_id, choice_id, given.verdict, given.provision, mask)
        if form.ok:
            return done(act.goes_to, "Sparat.", "Saved.")
    return _show(disclosure_id, choice_id, form), form.status


def _sheet(disclosure_id: int, choice_id: int, page: int, form: Form[Covered] | None = None) -> str:
    one, found = _found(disclosure_id, choice_id)
    if not 1 <= page <= found.row.pages:
        raise NotFound
    looked, mask = _shown(found), read_mask(found.row.mask)
    form = form or blank(
        Covered, lines=[line for number, line in sorted(mask.lines) if number == page],
        bands=[band for number, band in sorted(mask.bands) if number == page], whole=page in mask.pages,
        provision=found.row.provision)
    personal = {line for number, line in personal_lines(looked) if number == page}
    return render_template("records/sheet.html", one=one, found=found, page=page, sheet=looked.sheets[page - 1], personal=personal,
                           form=form, names=names(), bands=BANDS, revision=one.row.revision)


@pages.get(AT + "/sida/<int(max=999):page>")
def sheet(disclosure_id: int, choice_id: int, page: int) -> str:
    """Show one page and ask what is masked of it."""
    return _sheet(disclosure_id, choice_id, page)


@pages.post(AT + "/sida/<int(max=999):page>")
def cover(disclosure_id: int, choice_id: int, page: int) -> Answer:
    """Note what is masked of one page; a document of which something is masked is given out masked."""
    form = read_form(Covered)
    if form.ok:
        given = form.given
        with acting(form, goes_to=url_for("sheets.sheet", disclosure_id=disclosure_id, choice_id=choice_id, page=page)) as act:
            load_one(act.session, disclosure_id)
            row = get_chosen(act.session, disclosure_id, choice_id).row
            mask = _with(read_mask(row.mask), page, given)
            verdict = Verdict.MASKED if not mask.empty else Verdict(row.verdict)
            actions.decide(act.session, disclosure_id, choice_id, verdict, given.provision or row.provision, mask)
        if form.ok:
            return done(act.goes_to, "Sidan är sparad.", "The page is saved.")
    return _sheet(disclosure_id, choice_id, page, form), form.status


def _with(was: Mask, page: int, given: Covered) -> Mask:
    """Return a mask with what is chosen of one page in place of what was."""
    return Mask(
        pages=(was.pages - {page}) | ({page} if given.whole else set()),
        lines=frozenset(one for one in was.lines if one[0] != page) | {(page, line) for line in given.lines},
        bands=frozenset(one for one in was.bands if one[0] != page) | {(page, band) for band in given.bands if 0 <= band < BANDS},
        phrases=was.phrases)


@pages.get(AT + "/sida/<int(max=999):page>.jpg")
def picture(disclosure_id: int, choice_id: int, page: int) -> Response:
    """Give a page as it will be given out."""
    _, found = _found(disclosure_id, choice_id)
    if not 1 <= page <= found.row.pages:
        raise NotFound
    made = draw(_content(found), found.media, _shown(found), read_mask(found.row.mask), page=page)[0]
    answer = make_response(made.picture)
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Cache-Control"] = "no-store"
    return answer
