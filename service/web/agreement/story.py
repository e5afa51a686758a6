"""History in words: who did what, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.notices.writing.words import first_upper
from service.web.plan.duties import about, name_of
from service.web.plan.read import Found, Happened
from service.web.speech.language import called, period, say, short_day, speech
from service.web.speech.words import SUBJECTS

EVENTS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("agreement", "registered"): ("Registrerades", "Registered"),
    ("agreement", "revised"): ("Villkoren ändrades", "The terms were changed"),
    ("agreement", "send"): ("Skickades för underskrift", "Sent for signature"),
    ("agreement", "complete"): ("Alla parter har undertecknat", "Signed by all parties"),
    ("agreement", "withdraw"): ("Drogs tillbaka från underskrift", "Withdrawn from signature"),
    ("agreement", "decline"): ("Underskrift avböjdes", "Signature declined"),
    ("agreement", "discard"): ("Kasserades", "Discarded"),
    ("agreement", "begin"): ("Började gälla", "Came into force"),
    ("agreement", "renew"): ("Förlängdes", "Renewed"),
    ("agreement", "plan_on"): ("Planen förlängdes", "The plan was extended"),
    ("agreement", "expire"): ("Löpte ut", "Ended"),
    ("agreement", "rescind"): ("Hävdes", "Rescinded"),
    ("agreement", "terminate"): ("Upphörde genom uppsägning", "Terminated by notice"),
    ("agreement", "close"): ("Avslutades", "Closed"),
    ("agreement", "person_replaced"): ("En person ersattes", "A person was replaced"),
    ("agreement", "function_given"): ("En funktion gavs till någon", "A function was given to someone"),
    ("agreement", "function_ended"): ("En funktion slutade", "A function ended"),
    ("agreement", "person_corrected"): ("Uppgifter om en person rättades", "Details of a person were corrected"),
    ("agreement", "contact_noted"): ("En kontakt antecknades", "A contact was noted"),
    ("agreement", "contact_corrected"): ("En anteckning om en kontakt rättades", "A note of a contact was corrected"),
    ("agreement", "succeeded"): ("En ny överenskommelse som tar vid skrevs", "A new agreement that takes over was drawn up"),
    ("agreement", "habits_changed"): ("Mötesvanorna ändrades", "The meeting habits were changed"),
    ("agreement", "reminders_changed"): ("Påminnelserna ändrades", "The reminders were changed"),
    ("meeting", "seat_passed_on"): ("En kallelse gick över till någon annan", "A call passed on to someone else"),
    ("amendment", "drafted"): ("Ett utkast skrevs", "A draft was drawn up"),
    ("amendment", "redrafted"): ("Utkastet ändrades", "The draft was changed"),
    ("amendment", "joiner_named"): ("En person hos den nya parten angavs", "A person of the new party was named"),
    ("amendment", "send"): ("Skickades för underskrift", "Sent for signature"),
    ("amendment", "complete"): ("Alla parter har undertecknat", "Signed by all parties"),
    ("amendment", "enter"): ("Började gälla", "Came into force"),
    ("amendment", "decline"): ("Avböjdes", "Declined"),
    ("amendment", "withdraw"): ("Togs tillbaka", "Withdrawn"),
    ("amendment", "lapse"): ("Förföll när överenskommelsen upphörde", "Lapsed when the agreement ended"),
    ("decision", "asked_anew"): ("Parterna ändrades; svaren ges på nytt", "The parties changed; answers are given anew"),
    ("signature", "file_to_look_at"): ("En fil undertecknad i en annan tjänst lämnades in för att läsas igenom",
                                       "A file signed in another service was handed in to be read through"),
    ("signature", "signed_as"): ("Undertecknades av", "Signed by"),
    ("signature", "sign"): ("Undertecknades", "Signed"),
    ("signature", "decline"): ("Avböjdes", "Declined"),
    ("signature", "void"): ("Gäller inte längre", "No longer valid"),
    ("meeting", "added"): ("Ett möte till lades till", "Another meeting was added"),
    ("meeting", "call"): ("Kallelsen gick ut", "The call went out"),
    ("meeting", "move"): ("Mötet flyttades", "The meeting was moved"),
    ("meeting", "hold"): ("Mötet hölls", "The meeting was held"),
    ("meeting", "minute"): ("Mötesanteckningarna blev klara", "The minutes were made"),
    ("meeting", "cancel"): ("Mötet ställdes in", "The meeting was cancelled"),
    ("meeting", "lapse"): ("Mötet blev inte av", "The meeting did not take place"),
    ("meeting", "plan"): ("Mötet planerades på nytt", "The meeting was planned again"),
    ("meeting", "not_held"): ("Mötet blev inte av", "The meeting did not take place"),
    ("meeting", "answered"): ("Svarade på kallelsen", "Replied to the call"),
    ("meeting", "point_added"): ("En punkt kom till på dagordningen", "A point was added to the agenda"),
    ("meeting", "point_dropped"): ("En punkt togs bort från dagordningen", "A point was taken off the agenda"),
    ("meeting", "invited"): ("Någon lades till bland de kallade", "Someone was added to those called"),
    ("meeting", "struck"): ("Någon togs bort från de kallade", "Someone was struck from those called"),
    ("meeting", "minutes_revised"): ("Mötesanteckningarna rättades", "The minutes were corrected"),
    ("meeting", "commented"): ("Synpunkt på anteckningarna", "Comment on the minutes"),
    ("meeting", "goals_followed_up"): ("Mål och åtaganden följdes upp", "Goals and undertakings were followed up"),
    ("meeting", "task_done"): ("En uppgift blev klar", "A task was done"),
    ("meeting", "task_reopened"): ("En uppgift öppnades igen", "A task was opened again"),
    ("decision", "open"): ("Dags att ta ställning", "Time to decide"),
    ("decision", "decide"): ("Parterna är eniga", "The parties agree"),
    ("decision", "pass_day"): ("Dagen passerade utan ställningstagande", "The day passed without a decision"),
    ("decision", "end"): ("Avgjordes aldrig före slutet", "Never decided before the end"),
    ("decision", "rearm"): ("Fick ny dag", "Was given a new day"),
    ("decision", "answered"): ("En part tog ställning", "A party took a stand"),
    ("signature", "signers_named"): ("Undertecknare angavs", "Signers were named"),
    ("signature", "signer_replaced"): ("En annan undertecknar i stället", "Another signs instead"),
    ("signature", "original_handed_in"): ("Ett undertecknat original lämnades in", "A signed original was handed in"),
    ("signature", "original_same"): ("Originalet bekräftades", "The original was confirmed"),
    ("signature", "original_refused"): ("Originalet dög inte", "The original was not good"),
    ("invoice", "open"): ("Fakturans eller utbetalningens dag närmar sig", "The day of the invoice or payout is near"),
    ("invoice", "miss"): ("Kom inte i tid", "Did not come in time"),
    ("invoice", "receive"): ("Fakturan kom in", "The invoice came in"),
    ("invoice", "approved_by_one"): ("Godkändes av en person; fler behövs", "Approved by one person; more are needed"),
    ("invoice", "approve"): ("Fakturan godkändes", "The invoice was approved"),
    ("invoice", "part_paid"): ("En del betalades", "Paid in part"),
    ("invoice", "pay"): ("Fakturan är betald", "The invoice is paid"),
    ("invoice", "dispute"): ("Fakturan bestreds", "The invoice was disputed"),
    ("invoice", "resolve"): ("Tvisten om fakturan är utredd", "The dispute over the invoice is sorted out"),
    ("invoice", "credited_in_part"): ("En kreditfaktura kom in", "A credit note came in"),
    ("invoice", "credit"): ("Hela fakturan krediterades", "The whole invoice was credited"),
    ("invoice", "cancel"): ("Inget faktureras eller betalas ut för perioden", "Nothing is invoiced or paid out for the period"),
    ("invoice", "drop"): ("Villkoren frågar inte längre efter den", "The terms no longer ask for it"),
    ("invoice", "plan"): ("Villkoren frågar efter den igen", "The terms ask for it again"),
    ("invoice", "rearm"): ("Fick ny dag", "Was given a new day"),
    ("invoice", "claim"): ("Betalaren har betalat ut", "The payer has paid out"),
    ("invoice", "confirm"): ("Utbetalningen har kommit fram", "The payout has arrived"),
    ("invoice", "deny"): ("Utbetalningen har inte kommit fram", "The payout has not arrived"),
    ("agreement", "figure_entered"): ("Ett tal för betalningsplanen fördes in", "A number for the payment plan was entered"),
    ("agreement", "economy_settled"): ("Inställningarna för ekonomin ändrades", "The settings of the economy were changed"),
    ("document", "added"): ("Ett dokument lades in", "A document was added"),
    ("document", "version_added"): ("En ny version lades in", "A new version was added"),
    ("document", "registered"): ("Registreringen ändrades", "The registration was changed"),
    ("document", "shown"): ("Visades för den andra parten", "Was shown to the other party"),
    ("document", "made_official"): ("Blev allmän handling", "Became an official document"),
    ("document", "culled"): ("Gallrades", "Was culled"),
    ("renegotiation", "asked"): ("Omförhandling påkallades", "Renegotiation was asked for"),
    ("renegotiation", "answered"): ("En part gick in i dialogen", "A party joined the dialogue"),
    ("renegotiation", "answer"): ("Dialogen började", "The dialogue began"),
    ("renegotiation", "noted"): ("Dialogen antecknades", "The dialogue was noted"),
    ("renegotiation", "agree"): ("Parterna kom överens", "The parties agreed"),
    ("renegotiation", "amendment_begun"): ("Ett tillägg började skrivas", "An amendment was begun"),
    ("renegotiation", "close"): ("Avslutades utan resultat", "Closed without a result"),
    ("renegotiation", "withdraw"): ("Återtogs", "Withdrawn"),
    ("renegotiation", "end"): ("Avslutades när överenskommelsen upphörde", "Closed as the agreement ended"),
    ("termination", "given"): ("Överenskommelsen sades upp", "Notice of termination was given"),
    ("termination", "receive"): ("Uppsägningen togs emot", "The notice was received"),
    ("termination", "withdrawal_asked"): ("En part vill ta tillbaka uppsägningen", "A party wants to withdraw the notice"),
    ("termination", "consented"): ("En part medgav att uppsägningen tas tillbaka", "A party consented to withdrawing the notice"),
    ("termination", "withdraw"): ("Uppsägningen togs tillbaka", "The notice was withdrawn"),
    ("termination", "take_effect"): ("Uppsägningen fick verkan", "The notice took effect"),
    ("termination", "overtake"): ("Uppsägningen förföll: ett annat slut kom före", "The notice fell: another end came first"),
    ("deviation", "reported"): ("Avvikelsen anmäldes", "The deviation was reported"),
    ("deviation", "proposed"): ("Gränsen passerades, och ett ärende öppnades", "The limit was passed, and a case was opened"),
    ("deviation", "noted"): ("Dialogen antecknades", "The dialogue was noted"),
    ("deviation", "talk"): ("Dialogen började", "The dialogue began"),
    ("deviation", "party_approved"): ("En part godkände", "A party approved"),
    ("deviation", "party_rejected"): ("En part avslog", "A party rejected"),
    ("deviation", "approve"): ("Alla parter har godkänt", "All parties have approved"),
    ("deviation", "reject"): ("Avslogs", "Rejected"),
    ("deviation", "withdraw"): ("Återtogs", "Withdrawn"),
    ("deviation", "end"): ("Avslutades när överenskommelsen upphörde", "Closed as the agreement ended"),
    ("breach", "notified"): ("Avtalsbrott meddelades", "Notice of a breach was given"),
    ("breach", "received"): ("Meddelandet togs emot", "The notice was received"),
    ("breach", "rectify"): ("Rättelse anmäldes", "Rectification was reported"),
    ("breach", "dispute"): ("Avtalsbrottet bestreds", "The breach was disputed"),
    ("breach", "accept"): ("Rättelsen godtogs", "The rectification was accepted"),
    ("breach", "rescind"): ("Hävning förklarades", "Rescission was declared"),
    ("breach", "withdraw"): ("Återtogs", "Withdrawn"),
    ("breach", "end"): ("Avslutades när överenskommelsen upphörde", "Closed as the agreement ended"),
    ("rescission", "declared"): ("Hävning förklarades", "Rescission was declared"),
    ("rescission", "claimed"): ("En hävning utanför Överens påstods", "A rescission outside Överens was claimed"),
    ("rescission", "accept"): ("Hävningen godtogs", "The rescission was accepted"),
    ("rescission", "dispute"): ("Hävningen bestreds", "The rescission was disputed"),
    ("rescission", "take_effect"): ("Hävningen började gälla", "The rescission took effect"),
    ("rescission", "withdraw"): ("Återtogs", "Withdrawn"),
    ("rescission", "lapse"): ("Förföll när överenskommelsen upphörde", "Lapsed as the agreement ended"),
    ("agreement", "paused"): ("Möten och betalningar pausades", "Meetings and payments were paused"),
    ("agreement", "resumed"): ("Möten och betalningar fick gå vidare", "Meetings and payments go on"),
    ("agreement", "deviation_limit_set"): ("Gränsen för avvikelser ändrades", "The limit for deviations was changed"),
    ("outcome", "entered"): ("Utfallet angavs", "The outcome was entered"),
    ("outcome", "frame_passed"): ("Ramen är överskriden", "The frame is overspent"),
    ("report", "deliver"): ("Lämnades", "Delivered"),
    ("report", "accept"): ("Den andra parten har tagit emot den", "The other party has taken it in"),
    ("report", "return"): ("Lämnades tillbaka", "Returned"),
    ("report", "summary_written"): ("Texterna skrevs", "The texts were written"),
    ("report", "figures_frozen"): ("Siffrorna frystes", "The figures were frozen"),
    ("report", "waive"): ("Eftergavs", "Waived"),
    ("report", "cancel"): ("Utgick", "Dropped"),
    ("report", "drop"): ("Krävs inte längre enligt villkoren", "No longer asked for by the terms"),
    ("report", "plan"): ("Krävs åter enligt villkoren", "Asked for by the terms again"),
    ("repayment", "claimed"): ("Återbetalning krävdes", "Repayment was claimed"),
    ("repayment", "agree"): ("Kravet godtogs", "The claim was agreed to"),
    ("repayment", "dispute"): ("Kravet bestreds", "The claim was disputed"),
    ("repayment", "settle"): ("Det avgjordes att kravet ska betalas", "It was settled that the claim is to be paid"),
    ("repayment", "part_paid"): ("En del betalades tillbaka", "A part was paid back"),
    ("repayment", "pay"): ("Allt är återbetalt", "All is paid back"),
    ("repayment", "part_waived"): ("En del eftergavs", "A part was waived"),
    ("repayment", "waive"): ("Resten eftergavs", "The rest was waived"),
    ("repayment", "withdraw"): ("Kravet återtogs", "The claim was withdrawn"),
    ("repayment", "replanned"): ("Delbetalningarna ändrades", "The instalments were changed"),
    ("dispute", "opened"): ("En tvist öppnades", "A dispute was opened"),
    ("dispute", "noted"): ("Dialogen antecknades", "The dialogue was noted"),
    ("dispute", "talk"): ("Dialogen började", "The dialogue began"),
    ("dispute", "stated"): ("En part skrev hur tvisten löstes", "A party wrote how the dispute was resolved"),
    ("dispute", "confirmed"): ("En part bekräftade det", "A party confirmed it"),
    ("dispute", "resolve"): ("Tvisten är löst", "The dispute is resolved"),
    ("dispute", "escalate"): ("Tvisten fördes vidare", "The dispute was taken further"),
    ("dispute", "withdraw"): ("Tvisten återtogs", "The dispute was withdrawn"),
    ("obligation", "open"): ("Blev aktuellt", "Became due soon"),
    ("obligation", "meet"): ("Blev klart", "Was met"),
    ("shift", "logged"): ("Passet loggades", "The shift was logged"),
    ("shift", "planned"): ("Passet planerades", "The shift was planned"),
    ("shift", "log"): ("Passet gjordes", "The shift was done"),
    ("shift", "call_off"): ("Passet hölls inte", "The shift was not held"),
    ("shift", "edit"): ("Passet ändrades", "The shift was edited"),
    ("shift", "correct"): ("Passet rättades", "The shift was corrected"),
    ("shift", "strike"): ("Passet ströks", "The shift was struck"),
    ("shift", "end"): ("Passet utgick när överenskommelsen upphörde", "The shift was called off as the agreement ended"),
    ("agreement", "shifts_imported"): ("Pass lades in från en fil", "Shifts were taken in from a file"),
    ("agreement", "shift_words_added"): ("Passens listor utökades", "The lists of shifts were extended"),
    ("agreement", "shift_word_renamed"): ("Ett ord i passens listor bytte namn", "A word of the lists of shifts was renamed"),
    ("agreement", "shift_word_retired"): ("Ett ord i passens listor vilar", "A word of the lists of shifts rests"),
    ("agreement", "shift_word_offered"): ("Ett ord i passens listor föreslås igen", "A word of the lists of shifts is offered again"),
    ("agreement", "shift_words_merged"): ("Två ord i passens listor slogs ihop", "Two words of the lists of shifts were merged"),
    ("agreement", "shift_edit_days_set"): ("Tiden för att ändra pass ändrades", "The time for editing shifts was changed"),
    ("obligation", "miss"): ("Dagen passerade", "The day passed"),
    ("obligation", "waive"): ("Eftergavs", "Was waived"),
    ("obligation", "cancel"): ("Utgick", "Was dropped"),
    ("obligation", "drop"): ("Krävs inte längre enligt villkoren", "No longer asked for by the terms"),
    ("obligation", "plan"): ("Krävs åter enligt villkoren", "Asked for by the terms again"),
}

DAYS: Mapping[str, tuple[str, str]] = {
    "from": ("från {day}", "from {day}"),
    "on": ("den {day}", "on {day}"), "day": ("till {day}", "to {day}"), "was": ("från {day}", "from {day}"),
    "suggested_on": ("{day}", "{day}"), "last": ("sista dag {day}", "last day {day}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened."""

    at: datetime
    actor: str
    subject: str
    text: str


def story(found: Found) -> list[Entry]:
    """Return what happened, the latest first."""
    names = _names(found)
    return [_entry(row, names, found) for row in found.story]


def _names(found: Found) -> dict[str, str]:
    names = {f"agreement {found.row.id}": say("Överenskommelsen", "The agreement")}
    parties = {party.id: party.name for party in found.cast.every}
    for row in found.obligations:
        names[f"obligation {row.id}"] = f"{name_of(row.kind, row.key)}, {about(row.key, row.first, row.last)}"
    for one in found.meetings:
        names[f"meeting {one.id}"] = f"{name_of('meeting', one.key)}, {about(one.key, one.first, one.last)}"
    names |= {f"decision {one.id}": say("Ställningstagandet", "The decision") for one in found.decisions}
    names |= {f"amendment {one.id}": say("Tillägg {n}", "Amendment {n}", n=one.number) for one in found.amendments}
    for item in found.invoices:
        kind = say("Utbetalning", "Payout") if item.kind == "payout" else say("Faktura", "Invoice")
        names[f"invoice {item.id}"] = f"{kind}, {period(item.first, item.last)}"
    every = [*found.signatures, *(one for mine in found.amending.values() for one in mine)]
    return names | {f"signature {one.id}": parties.get(one.party_id, "") for one in every}


def _entry(row: Happened, names: Mapping[str, str], found: Found) -> Entry:
    body = json.loads(row.body)
    life = row.subject.partition(" ")[0]
    if row.event == "told":
        text = say("Mejl till {who}: {notice}", "E-mail to {who}: {notice}", notice=called("notice", body["notice"]),
                   who=_told(found, body.get("to", ())))
    else:
        phrase = EVENTS.get((life, row.event))
        text = say(*phrase) if phrase else row.event
        text += _more(body, {party.id: party.name for party in found.cast.every})
    subject = _document(body) if life == "document" else names.get(row.subject) or _matter(row.subject)
    return Entry(at=row.at, actor=actor(row.actor), subject=subject, text=text)


def _document(body: Mapping[str, Any]) -> str:
    """Name a document by its number: its title may be for some eyes only."""
    number = body.get("diary")
    return say("Dokument {number}", "Document {number}", number=number) if number else say("Ett dokument", "A document")


def _matter(subject: str) -> str:
    life = subject.partition(" ")[0]
    return first_upper(say(*SUBJECTS[life])) if life in SUBJECTS else subject


def _told(found: Found, emails: list[str]) -> str:
    people = {seat.email: seat.name for seat in found.cast.seats}
    return speech().names([people.get(email, email) for email in emails]) or say("ingen", "nobody")


def _more(body: Mapping[str, Any], parties: Mapping[int, str]) -> str:
    said = [parties[body["party"]]] if body.get("party") in parties else []
    if body.get("answer"):
        kind = "stand" if body["answer"] in ("extend", "renegotiate", "end") else "reply"
        said.append(called(kind, body["answer"]).lower())
    for key, (sv, en) in DAYS.items():
        value = body.get(key)
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            said.append(say(sv, en, day=short_day(date.fromisoformat(value), year=True)))
    said += [called("notice", one).lower() for one in body.get("reminders", ())]
    said += [str(body[key]) for key in ("reason", "note", "decided_by", "who", "instead_of", "name", "capacity") if body.get(key)]
    return f" – {', '.join(said)}" if said else ""


def actor(name: str) -> str:
    """Return who acted in words."""
    return speech().actor(name)
