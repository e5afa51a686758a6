"""What codes are called in Swedish and in English, and in which tone each is shown."""

from __future__ import annotations

from collections.abc import Mapping

from service.notices.names import NAMES
from service.notices.writing.languages import EN, SV
from service.notices.writing.words import first_upper
from service.web.speech.word import Word

AGREEMENT = {
    "draft": Word("Utkast", "Draft"),
    "in_signature": Word("Under signering", "Being signed", "wait"),
    "signed": Word("Undertecknad", "Signed", "wait"),
    "active": Word("Gäller", "In force", "live"),
    "expired": Word("Har löpt ut", "Has ended", "over"),
    "rescinded": Word("Hävd", "Rescinded", "late"),
    "terminated": Word("Uppsagd", "Terminated", "over"),
    "closed": Word("Avslutad", "Closed", "over"),
    "discarded": Word("Kasserad", "Discarded", "over"),
}
MEETING = {
    "planned": Word("Planerat", "Planned"),
    "called": Word("Kallat", "Called", "wait"),
    "held": Word("Hållet", "Held", "done"),
    "minuted": Word("Hållet, anteckningar klara", "Held, minutes ready", "done"),
    "missed": Word("Blev inte av", "Did not take place", "late"),
    "cancelled": Word("Inställt", "Cancelled", "over"),
}
OBLIGATION = {
    "planned": Word("Kommer", "To come"),
    "open": Word("Aktuellt nu", "Due soon", "wait"),
    "met": Word("Klart", "Done", "done"),
    "met_late": Word("Klart, för sent", "Done, late", "done"),
    "missed": Word("Försenat", "Overdue", "late"),
    "waived": Word("Eftergivet", "Waived", "over"),
    "cancelled": Word("Utgått", "Dropped", "over"),
    "dropped": Word("Krävs inte längre", "No longer asked for", "over"),
}
DECISION = {
    "not_due": Word("Kommer", "To come"),
    "open": Word("Ska avgöras", "To be decided", "wait"),
    "overdue": Word("Försenat", "Overdue", "late"),
    "decided": Word("Avgjort", "Decided", "done"),
    "void": Word("Avgjordes aldrig", "Never decided", "over"),
}
SHIFT = {
    "planned": Word("Planerat", "Planned"),
    "done": Word("Gjort", "Done", "done"),
    "not_held": Word("Hölls inte", "Not held", "over"),
    "struck": Word("Struket", "Struck", "late"),
}
SIGNATURE = {
    "asked": Word("Väntar på underskrift", "Awaiting signature", "wait"),
    "signed": Word("Undertecknad", "Signed", "done"),
    "declined": Word("Avböjd", "Declined", "late"),
    "void": Word("Gäller inte längre", "No longer valid", "over"),
}
WAY = {
    "noted": Word("På papper, antecknat", "On paper, noted"),
    "ink": Word("Med bläck", "In ink"),
    "elsewhere": Word("Med e-underskrift i en annan tjänst", "By e-signature in another service"),
    "service": Word("Med e-legitimation i Överens", "With an e-ID in Överens"),
}
RENEGOTIATION = {
    "asked": Word("Väntar på svar", "Awaiting an answer", "wait"),
    "in_dialogue": Word("I dialog", "In dialogue", "live"),
    "agreed": Word("Överens", "Agreed", "done"),
    "closed_without": Word("Avslutad utan resultat", "Closed without a result", "over"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
    "closed_by_end": Word("Avslutad när överenskommelsen upphörde", "Closed as the agreement ended", "over"),
}
TERMINATION = {
    "given": Word("Väntar på att tas emot", "Awaiting receipt", "wait"),
    "running": Word("Löper", "Running", "live"),
    "taken_effect": Word("Har verkat", "Has taken effect", "over"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
    "overtaken": Word("Förfallen, upphör på annat sätt", "Fallen, it ends otherwise", "over"),
}
RECEIPT = {
    "here": Word("Bekräftat i Överens", "Confirmed in Överens"),
    "by_hand": Word("Överlämnad", "By hand"),
    "registered": Word("Rekommenderat brev", "Registered letter"),
    "letter": Word("Brev", "Letter"),
    "email": Word("E-post", "E-mail"),
    "other": Word("På annat sätt", "In another way"),
}
DEVIATION = {
    "reported": Word("Anmäld, dialog saknas", "Reported, no dialogue yet", "wait"),
    "in_dialogue": Word("I dialog, ska godkännas", "In dialogue, to be approved", "wait"),
    "approved": Word("Godkänd", "Approved", "done"),
    "rejected": Word("Avslagen", "Rejected", "late"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
    "closed_by_end": Word("Avslutad när överenskommelsen upphörde", "Closed as the agreement ended", "over"),
}
BREACH = {
    "notified": Word("Meddelat", "Notice given", "wait"),
    "rectifying": Word("Rättelse anmäld", "Rectification reported", "wait"),
    "disputed": Word("Bestritt", "Disputed", "late"),
    "rectified": Word("Rättat", "Rectified", "done"),
    "rescinded": Word("Ledde till hävning", "Led to rescission", "late"),
    "withdrawn": Word("Återtaget", "Withdrawn", "over"),
    "closed_by_end": Word("Avslutat när överenskommelsen upphörde", "Closed as the agreement ended", "over"),
}
RESCISSION = {
    "claimed": Word("Påstådd, väntar på svar", "Claimed, awaiting an answer", "wait"),
    "disputed": Word("Bestridd", "Disputed", "late"),
    "declared": Word("Förklarad", "Declared", "late"),
    "in_effect": Word("Gäller", "In effect", "late"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
    "lapsed": Word("Förfallen", "Lapsed", "over"),
}
RECEIVED = {
    "here": Word("Bekräftat av mottagaren i Överens", "Confirmed by the recipient in Överens"),
    "answered": Word("Mottagaren har svarat", "The recipient has answered"),
    "post": Word("Rekommenderat brev eller annan post med kvitto", "Registered letter, or other post with a receipt"),
    "hand": Word("Överlämnat personligen", "Handed over in person"),
    "mail": Word("Mottagaren har svarat på mejlet", "The recipient replied to the mail"),
}
BREACH_ANSWER = {
    "rectified": Word("Rättelse är gjord", "It has been rectified"),
    "disputed": Word("Bristen bestrids", "The breach is disputed"),
}
REPAYMENT = {
    "claimed": Word("Krävd, väntar på svar", "Claimed, awaiting an answer", "wait"),
    "agreed": Word("Ska betalas", "To be paid", "wait"),
    "disputed": Word("Bestridd", "Disputed", "late"),
    "paid": Word("Återbetald", "Paid back", "done"),
    "waived": Word("Eftergiven", "Waived", "over"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
}
DISPUTE = {
    "opened": Word("Öppnad, dialog saknas", "Opened, no dialogue yet", "late"),
    "in_dialogue": Word("I dialog", "In dialogue", "live"),
    "escalated": Word("Förd vidare", "Taken further", "late"),
    "resolved": Word("Löst", "Resolved", "done"),
    "withdrawn": Word("Återtagen", "Withdrawn", "over"),
}
FORUM = {
    "negotiation": Word("Förhandling", "Negotiation"),
    "mediation": Word("Medling", "Mediation"),
    "arbitration": Word("Skiljeförfarande", "Arbitration"),
    "court": Word("Domstol", "Court"),
}
DEVIATES = {
    "plan": Word("Verksamhetsplanen", "The activity plan"),
    "budget": Word("Budgeten", "The budget"),
}
REPORT = {
    "due": Word("Ska lämnas", "To be delivered", "wait"),
    "delivered": Word("Lämnad, ska läsas", "Delivered, to be read", "wait"),
    "accepted": Word("Godkänd", "Accepted", "done"),
    "returned": Word("Tillbakalämnad", "Returned", "late"),
    "waived": Word("Eftergiven", "Waived", "over"),
    "cancelled": Word("Utgått", "Dropped", "over"),
    "dropped": Word("Krävs inte längre", "No longer asked for", "over"),
    "noted": Word("Mottagen, läst", "Received and read", "done"),
    "overdue": Word("Försenad", "Overdue", "late"),
    "coming": Word("Kommer", "To come"),
}
AMENDMENT = {
    "draft": Word("Utkast", "Draft"),
    "in_signature": Word("Under signering", "Being signed", "wait"),
    "signed": Word("Undertecknat, gäller senare", "Signed, in force later", "wait"),
    "in_force": Word("Gäller", "In force", "live"),
    "declined": Word("Avböjt", "Declined", "late"),
    "withdrawn": Word("Tillbakataget", "Withdrawn", "over"),
    "lapsed": Word("Förfallet", "Lapsed", "over"),
}
POST = {
    "waiting": Word("Väntar", "Waiting", "wait"),
    "sending": Word("Skickas", "Being sent", "wait"),
    "sent": Word("Skickat", "Sent", "done"),
    "undeliverable": Word("Kom inte fram", "Undeliverable", "late"),
    "withdrawn": Word("Återkallat", "Withdrawn", "over"),
    "kept": Word("Sparat här", "Kept here", "plan"),
    "gathered": Word("Väntar på veckomejlet", "Waits for the weekly mail", "plan"),
    "digested": Word("I ett veckomejl", "In a weekly mail", "done"),
}
REPLY = {
    "accepted": Word("Kommer", "Will attend", "done"),
    "declined": Word("Kan inte", "Cannot attend", "late"),
    "suggested": Word("Föreslår annan dag", "Suggests another day", "wait"),
    "needs-action": Word("Har inte svarat", "No answer yet"),
}
STAND = {
    "extend": Word("Förlänga", "Extend"),
    "renegotiate": Word("Omförhandla", "Renegotiate"),
    "end": Word("Låta upphöra", "Let it end"),
}
INVOICE = {
    "expected": Word("Kommer", "To come", "plan"),
    "due": Word("Ska lämnas in", "To be handed in", "wait"),
    "missing": Word("Saknas", "Missing", "late"),
    "received": Word("Att godkänna", "To approve", "wait"),
    "approved": Word("Godkänd", "Approved", "wait"),
    "disputed": Word("Bestridd", "Disputed", "late"),
    "paid": Word("Betald", "Paid", "done"),
    "credited": Word("Krediterad", "Credited", "over"),
    "cancelled": Word("Ingen faktura", "No invoice", "over"),
    "dropped": Word("Gäller inte längre", "No longer asked for", "over"),
}
PAYOUT = {
    "expected": Word("Kommer", "To come", "plan"),
    "due": Word("Ska betalas ut", "To be paid out", "wait"),
    "missing": Word("Inte utbetald", "Not paid out", "late"),
    "claimed": Word("Att bekräfta", "To confirm", "wait"),
    "paid": Word("Utbetald", "Paid out", "done"),
    "cancelled": Word("Ingen utbetalning", "No payout", "over"),
    "dropped": Word("Gäller inte längre", "No longer asked for", "over"),
}
FUNCTION = {code: Word(first_upper(said), first_upper(EN.functions[code])) for code, said in SV.functions.items()}
ROLE = {
    "public": Word("Offentlig part", "Public party"),
    "civil": Word("Idéburen part", "Civil-society party"),
    "both": Word("Parterna", "Both parties"),
}
USER = {
    "operator": Word("Driftansvarig", "Operator"),
    "reader": Word("Läsare", "Reader"),
}
DOCUMENT = {
    "agreement": Word("Överenskommelse", "Agreement"),
    "amendment": Word("Tillägg", "Amendment"),
    "minutes": Word("Mötesanteckningar", "Minutes"),
    "letter": Word("Brev eller mejl", "Letter or mail"),
    "scan": Word("Inskannat original", "Scanned original"),
    "signed_file": Word("Elektroniskt undertecknad fil", "Electronically signed file"),
    "authority": Word("Behörighet att underteckna", "Authority to sign"),
    "appendix": Word("Bilaga", "Appendix"),
    "invoice": Word("Faktura", "Invoice"),
    "report": Word("Rapport", "Report"),
    "disclosure": Word("Utlämnad kopia", "Copy given out"),
    "refusal": Word("Beslut om avslag", "Decision to refuse"),
    "other": Word("Annat", "Other"),
}
VERDICT = {
    "undecided": Word("Inte bestämt", "Not decided", "wait"),
    "whole": Word("Lämnas ut helt", "Given out whole", "done"),
    "masked": Word("Lämnas ut maskad", "Given out masked", "late"),
    "withheld": Word("Lämnas inte ut", "Not given out", "over"),
}
ENTRY = {
    "document": Word("Handling", "Document"),
    "renewal": Word("Ställningstagande till förlängning", "Stand on renewal"),
    "deviation": Word("Beslut om avvikelse", "Decision on a deviation"),
    "outcome": Word("Beslut på möte", "Decision at a meeting"),
    "signature": Word("Underskrift", "Signature"),
    "termination": Word("Uppsägning", "Notice of termination"),
    "rescission": Word("Hävning", "Rescission"),
    "waiver": Word("Beslut om eftergift", "Decision to waive"),
}
DIRECTION = {
    "received": Word("Inkommet", "Received"),
    "drawn_up": Word("Upprättat", "Drawn up"),
    "sent": Word("Skickat", "Sent"),
}
DOCUMENT_STATUS = {
    "working": Word("Arbetsmaterial", "Working material", "wait"),
    "official": Word("Allmän handling", "Official document", "done"),
    "secret": Word("Sekretessmarkerad", "Marked secret", "late"),
    "culled": Word("Gallrad", "Culled", "over"),
}
METHOD = {
    "REQUEST": Word("Kallelse", "Invitation", "wait"),
    "CANCEL": Word("Avbokning", "Cancellation", "over"),
}
PARTSTAT = {
    "needs-action": Word("Har inte svarat", "No answer yet"),
    "accepted": Word("Kommer", "Will attend", "done"),
    "declined": Word("Kan inte", "Cannot attend", "late"),
    "tentative": Word("Kanske", "Tentative", "wait"),
}

NOTICE = {code: Word(*words) for code, words in NAMES.items()}

WORDS: Mapping[str, Mapping[str, Word]] = {
    "agreement": AGREEMENT, "meeting": MEETING, "obligation": OBLIGATION, "decision": DECISION,
    "signature": SIGNATURE, "way": WAY, "amendment": AMENDMENT, "post": POST, "reply": REPLY, "stand": STAND, "notice": NOTICE,
    "document": DOCUMENT, "direction": DIRECTION, "document_status": DOCUMENT_STATUS,
    "invoice": INVOICE, "payout": PAYOUT, "report": REPORT,
    "renegotiation": RENEGOTIATION, "deviation": DEVIATION, "deviates": DEVIATES, "shift": SHIFT,
    "breach": BREACH, "rescission": RESCISSION, "received": RECEIVED, "breach_answer": BREACH_ANSWER,
    "verdict": VERDICT, "entry": ENTRY,
    "repayment": REPAYMENT, "dispute": DISPUTE, "forum": FORUM,
    "termination": TERMINATION, "receipt": RECEIPT,
    "function": FUNCTION, "role": ROLE, "user": USER, "method": METHOD, "partstat": PARTSTAT,
}
