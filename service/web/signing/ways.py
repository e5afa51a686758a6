"""The page of one text that is signed, and the three ways of signing it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from service.accounts.ways_in.proofs import signing_providers, to_sign, waiting
from service.amendments.store import matter_of
from service.amendments.tables import AmendmentRow
from service.documents.model import Received
from service.documents.store import get_document
from service.lifecycle.rights import NotYours
from service.lifecycle.signing import elsewhere, here, ink
from service.lifecycle.signing.asking import person_called
from service.lifecycle.signing.papers import signed_file, text_file
from service.lifecycle.signing.sign import decline
from service.parties.store import cast
from service.signatures.actions import Signer, name_signers
from service.signatures.pades.differences import differences
from service.signatures.pades.examine import examine, texts_of
from service.signatures.pades.roots import roots_of
from service.signatures.pades.words import in_words
from service.signatures.store import AGREEMENT, get_signing
from service.signatures.tables import SignatureRow
from service.web.agreement.story import actor
from service.web.amendments.compare import effect_in_words
from service.web.documents.forms import taken
from service.web.documents.read import eyes_here, opened
from service.web.frame.access import Of, standing_here, whom
from service.web.frame.acting import acting, actor_for, done
from service.web.frame.desk import desk, now, today
from service.web.frame.forms import Form, blank, read_form
from service.web.signing.forms import Compared, Declined, Looked, Named, NotGood, Read, Sent
from service.web.signing.texts import checked_lines, files_of, found_in, load_text, newest_signing, original_of
from service.web.speech.language import language, say

pages = Blueprint("ways", __name__)
WHO = {
    "amendment": Of("amendment", "signing.see"),
    "show": Of("signing", "signing.see"),
    "file": Of("signing", "signing.see"),
    "hand_in": Of("signature", "signing.hand_in"),
    "original": Of("signature", "signing.confirm"),
    "confirm": Of("signature", "signing.confirm"),
    "refuse": Of("signature", "signing.confirm"),
    "accept": Of("signature", "signing.confirm"),
    "upload": Of("signing", "signing.hand_in"),
    "sign": Of("signing", "signing.see"),
    "name": Of("signature", "signing.name"),
    "decline_text": Of("signature", "signing.decline"),
}
Answer = str | Response | tuple[str, int]


def _fields() -> dict[str, str]:
    return {"file": say("Fil", "File"), "read": say("Läst", "Read"), "name": say("Namn", "Name"), "reason": say("Skäl", "Reason"),
            "capacity": say("Befattning", "Capacity"), "authority": say("Vad rätten grundar sig på", "What the right rests on")}


def _page(signing_id: int, **forms: Any) -> str:
    settings = desk().settings
    with desk().database.read() as session:
        one = load_text(session, signing_id)
        asked = here.asked_of(session, one.signing, current_user.person_id)
        proved = waiting(session, current_user.id, to_sign(one.signing.digest), now())
    held = standing_here()
    given: dict[str, Any] = {
        "sent": Form(Sent), "read": blank(Read), "named": blank(Named), "declined": blank(Declined), "wrong_side": None,
        "examined": (), **forms}
    return render_template(
        "signing/text.html", one=one, problem=next((each for each in forms.values() if isinstance(each, Form) and each.errors), None),
        effect=effect_in_words(one.amendment) if one.amendment is not None else "", fields=_fields(),
        compares=one.to_compare(current_user.id) if held.may("signing.confirm") else (),
        asked=asked, proved=proved, here_on=here.is_on(settings),
        providers=[(name, provider.label.sv if language() == "sv" else provider.label.en)
                   for name, provider in signing_providers(settings).items()],
        megabytes=settings.document_megabytes, checked=checked_lines, actor=actor, today=today(), user_id=current_user.id,
        hands_in=held.parties_for("signing.hand_in"), names=held.parties_for("signing.name"),
        declines=held.parties_for("signing.decline"), **given)


@pages.get("/amendments/<id:amendment_id>/underskrifter")
def amendment(amendment_id: int) -> Answer:
    """Lead to the text of an amendment that is signed, or to the amendment where there is none yet."""
    with desk().database.read() as session:
        row = session.get_one(AmendmentRow, amendment_id)
        found = newest_signing(session, row.agreement_id, matter_of(row))
    if found is None:
        abort(404)
    return redirect(url_for("ways.show", signing_id=found.id))


@pages.get("/underskrifter/<id:signing_id>")
def show(signing_id: int) -> str:
    """Show who signs a text for each party, and how it stands."""
    return _page(signing_id)


@pages.get("/underskrifter/<id:signing_id>/text.pdf")
def file(signing_id: int) -> Response:
    """Give the very file that is signed."""
    with desk().database.read() as session:
        found = signed_file(session, get_signing(session, signing_id))
        get_document(session, found.document.id, eyes_here())
    opened(found.document, found.version)
    answer = make_response(found.content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="text-{signing_id}.pdf"'
    return answer


def _signature(signature_id: int) -> SignatureRow:
    with desk().database.read() as session:
        return session.get_one(SignatureRow, signature_id)


def _own_side(row: SignatureRow, right: str) -> SignatureRow:
    """Return a signature of a party that the one who asks acts for."""
    if row.party_id not in standing_here().parties_for(right):
        raise NotYours(whom=whom(right))
    return row


def _leads(every: bool, signing_id: int, sv: str, en: str) -> Response:
    goes_to = url_for("ways.show", signing_id=signing_id)
    if every:
        return done(goes_to, "Alla parter har undertecknat. Nu är det klart.", "All parties have signed. It is done.")
    return done(goes_to, sv, en)


@pages.post("/underskrifter/parter/<id:signature_id>/original")
def hand_in(signature_id: int) -> Answer:
    """Receive a party's signed original as a scan."""
    row = _own_side(_signature(signature_id), "signing.hand_in")
    form = read_form(Sent)
    scan = taken(form)
    if form.ok and scan is not None:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            ink.hand_in(act.session, signature_id, scan, now=now(), user_id=current_user.id,
                        by=actor_for(act.session, row.agreement_id, "signing.hand_in", row.party_id))
        if form.ok:
            return done(act.goes_to, "Originalet är inlämnat. Någon annan jämför det nu med texten och bekräftar.",
                        "The original is handed in. Someone else now holds it against the text and confirms.")
    return _page(row.signing_id, sent=form, wrong_side=signature_id), form.status


def _comparing(
    signature_id: int, original_id: int, form: Form[Compared] | None = None, no: Form[NotGood] | None = None,
    looked: Form[Looked] | None = None,
) -> str:
    with desk().database.read() as session:
        original = original_of(session, signature_id, original_id)
        one = load_text(session, session.get_one(SignatureRow, signature_id).signing_id)
        files = files_of(session, one.signing, original) if original.examined and not original.verdict else None
    texts = texts_of(*files, now=now()) if files is not None else None
    side = one.side_of(signature_id)
    return render_template("signing/original.html", one=one, side=side, original=original, today=today(), actor=actor,
                           mine=original.examined is None and original.handed_user == current_user.id,
                           found=found_in(original), pages=None if texts is None else differences(*texts), no=no or blank(NotGood),
                           form=form or blank(Compared, day=today()), looked=looked or blank(Looked))


@pages.get("/underskrifter/parter/<id:signature_id>/original/<id:original_id>")
def original(signature_id: int, original_id: int) -> str:
    """Show a scan beside the text, and ask who has signed it."""
    return _comparing(signature_id, original_id)


@pages.post("/underskrifter/parter/<id:signature_id>/original/<id:original_id>")
def confirm(signature_id: int, original_id: int) -> Answer:
    """Confirm that a scan is of the text, and who has signed it."""
    form, every, row = read_form(Compared), False, _signature(signature_id)
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            original_of(act.session, signature_id, original_id)
            every = ink.confirm(act.session, original_id, signers=form.given.signers, on=form.given.day,
                                same_text=form.given.same_text, now=now(), user_id=current_user.id,
                                by=actor_for(act.session, row.agreement_id, "signing.confirm"))
        if form.ok:
            return _leads(every, row.signing_id, "Originalet är bekräftat och underskrifterna registrerade.",
                          "The original is confirmed and its signatures registered.")
    return _comparing(signature_id, original_id, form), form.status


@pages.post("/underskrifter/parter/<id:signature_id>/original/<id:original_id>/stammer")
def accept(signature_id: int, original_id: int) -> Answer:
    """Let a file signed elsewhere count that somebody has read through."""
    form, every, row = read_form(Looked), False, _signature(signature_id)
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            original_of(act.session, signature_id, original_id)
            every = elsewhere.accept(act.session, original_id, read=form.given.same_text, now=now(),
                                     by=actor_for(act.session, row.agreement_id, "signing.confirm"))
        if form.ok:
            return _leads(every, row.signing_id, "Filen räknas och underskrifterna i den är registrerade.",
                          "The file counts and its signatures are registered.")
    return _comparing(signature_id, original_id, looked=form), form.status


@pages.post("/underskrifter/parter/<id:signature_id>/original/<id:original_id>/duger-inte")
def refuse(signature_id: int, original_id: int) -> Answer:
    """Say that a scan is not good."""
    form, row = read_form(NotGood), _signature(signature_id)
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            original_of(act.session, signature_id, original_id)
            ink.refuse(act.session, original_id, reason=form.given.reason, now=now(), user_id=current_user.id,
                       by=actor_for(act.session, row.agreement_id, "signing.confirm"))
        if form.ok:
            return done(act.goes_to, "Originalet räknas inte. De som lämnade in det får veta varför, och kan lämna in ett nytt.",
                        "The original does not count. Those who handed it in are told why, and can hand in a new one.")
    return _comparing(signature_id, original_id, no=form), form.status


@pages.post("/underskrifter/<id:signing_id>/fil")
def upload(signing_id: int) -> Answer:
    """Receive a file signed elsewhere, examine it, and record the signatures in it."""
    form = read_form(Sent)
    signed = taken(form)
    found: tuple[Any, ...] = ()
    if form.ok and signed is not None:
        every, found, waits = _examined(signing_id, form, signed)
        if waits and not form.errors:
            return done(url_for("ways.show", signing_id=signing_id),
                        "Filen är granskad. Någon behöver läsa igenom den innan underskrifterna räknas.",
                        "The file is examined. Somebody has to read it through before the signatures count.")
        if form.ok:
            return _leads(every, signing_id, "Filen är granskad och underskrifterna i den registrerade.",
                          "The file is examined and the signatures in it are registered.")
    return _page(signing_id, sent=form, wrong_side=0, examined=found), form.status


def _examined(signing_id: int, form: Form[Sent], signed: Received) -> tuple[bool, tuple[Any, ...], bool]:
    with desk().database.read() as session:
        signing = get_signing(session, signing_id)
        original = text_file(session, signing)
    examined = examine(signed.content, original=original, roots=roots_of(desk().settings), now=now(), put_forward=signing.put_at)
    every = False
    with acting(form, goes_to=url_for("ways.show", signing_id=signing_id)) as act:
        every = elsewhere.take_in(act.session, signing_id, signed, examined, now=now(),
                                  by=actor_for(act.session, signing.agreement_id, "signing.hand_in"), user_id=current_user.id)
    return every, in_words(examined), elsewhere.needs_look(examined)


@pages.post("/underskrifter/<id:signing_id>/har")
def sign(signing_id: int) -> Answer:
    """Sign the text as who one has proved to be."""
    form, every = read_form(Read), False
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=signing_id)) as act:
            agreement_id = get_signing(act.session, signing_id).agreement_id
            every = here.sign_here(
                act.session, signing_id, person_id=current_user.person_id, user_id=current_user.id,
                acts_for=standing_here().parties, read=form.given.read, settings=desk().settings, now=now(),
                by=actor_for(act.session, agreement_id, "signing.see"))
        if form.ok:
            return _leads(every, signing_id, "Du har undertecknat.", "You have signed.")
    return _page(signing_id, read=form), form.status


@pages.post("/underskrifter/parter/<id:signature_id>/undertecknare")
def name(signature_id: int) -> Answer:
    """Name someone more who may sign for a party."""
    row = _own_side(_signature(signature_id), "signing.name")
    form = read_form(Named)
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            given, row = form.given, ink.get_signature(act.session, signature_id)
            name_signers(act.session, row, [Signer(
                name=given.name, capacity=given.capacity, authority=given.authority or None,
                person_id=person_called(act.session, row, given.name, today()))], now=now(),
                by=actor_for(act.session, row.agreement_id, "signing.name", row.party_id))
        if form.ok:
            return done(act.goes_to, "{name} är angiven som undertecknare.", "{name} is named as a signer.", name=given.name)
    return _page(row.signing_id, named=form, wrong_side=signature_id), form.status


@pages.post("/underskrifter/parter/<id:signature_id>/avboj")
def decline_text(signature_id: int) -> Answer:
    """Record that a party will not sign."""
    row = _own_side(_signature(signature_id), "signing.decline")
    form = read_form(Declined)
    if form.ok:
        with acting(form, goes_to=url_for("ways.show", signing_id=row.signing_id)) as act:
            matter = get_signing(act.session, row.signing_id).matter
            party = next(one for one in cast(act.session, row.agreement_id).every if one.id == row.party_id)
            decline(act.session, row.agreement_id, party, now=now(), reason=form.given.reason, matter=matter,
                    by=actor_for(act.session, row.agreement_id, "signing.decline", row.party_id))
            if matter == AGREEMENT:
                act.goes_to = url_for("signing.show", agreement_id=row.agreement_id)
        if form.ok:
            return done(act.goes_to, "Ni har avböjt. Den andra parten får veta varför.",
                        "You have declined. The other party is told why.")
    return _page(row.signing_id, declined=form, wrong_side=signature_id), form.status
