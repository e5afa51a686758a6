"""What codes are called in Swedish and in English, and in which tone each is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A code in words; `tone` chooses colour and sign."""

    sv: str
    en: str
    tone: str = "plan"


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
    "elsewhere": Word("E-underskrift i annan tjänst", "E-signature in another service"),
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
NOTICE = {
    "begun": Word("Överenskommelsen börjar gälla", "The agreement begins"),
    "meeting_proposed": Word("Förslag till mötesdag", "Meeting day proposed"),
    "agenda_points": Word("Fråga om punkter till dagordningen", "Call for agenda points"),
    "meeting_call": Word("Kallelse till möte", "Call to a meeting"),
    "meeting_reminder": Word("Påminnelse om möte", "Meeting reminder"),
    "meeting_moved": Word("Möte flyttat", "Meeting moved"),
    "meeting_cancelled": Word("Möte inställt", "Meeting cancelled"),
    "reply_received": Word("Svar på kallelse", "Reply to a call"),
    "minutes_wanted": Word("Mötesanteckningar saknas", "Minutes wanted"),
    "minutes_ready": Word("Mötesanteckningar klara", "Minutes ready"),
    "meeting_missed": Word("Möte blev inte av", "Meeting missed"),
    "renewal_ahead": Word("Dags att ta ställning till förlängning", "Decision on renewal coming up"),
    "renewal_overdue": Word("Ställningstagande försenat", "Decision on renewal overdue"),
    "end_ahead": Word("Överenskommelsen upphör snart", "The agreement ends soon"),
    "ended": Word("Överenskommelsen har upphört", "The agreement has ended"),
    "signature_wanted": Word("Underskrift behövs", "Signature wanted"),
    "signed_by_all": Word("Alla har undertecknat", "Signed by all"),
    "declined": Word("Underskrift avböjd", "Signature declined"),
    "amendment_in_force": Word("Tillägg börjar gälla", "Amendment in force"),
    "amendment_withdrawn": Word("Tillägg taget tillbaka", "Amendment withdrawn"),
    "amendment_lapsed": Word("Tillägg förfallet", "Amendment lapsed"),
    "party_left": Word("Part har lämnat", "Party has left"),
    "successor_unsigned": Word("Den nya är inte undertecknad", "The new one is not signed"),
    "original_waits": Word("Ett original väntar på granskning", "An original waits to be looked at"),
    "extension_unsigned": Word("Förlängningen är inte undertecknad", "Extension not signed"),
    "start_unsigned": Word("Startdagen passerad utan underskrift", "Start day passed, not signed"),
    "termination_given": Word("Uppsägning", "Notice of termination"),
    "termination_unreceived": Word("Mottagande av uppsägning saknas", "Receipt of notice missing"),
    "termination_running": Word("Uppsägningen löper", "Notice runs"),
    "termination_withdrawal_asked": Word("Får uppsägningen tas tillbaka?", "May the notice be withdrawn?"),
    "termination_consent_waits": Word("Svar om återtagen uppsägning saknas", "Answer on withdrawing notice missing"),
    "termination_over": Word("Uppsägningen gäller inte längre", "Notice no longer holds"),
    "agreement_closed": Word("Överenskommelsen är avslutad", "Agreement closed"),
    "renegotiation_asked": Word("Omförhandling påkallad", "Renegotiation asked for"),
    "renegotiation_waits": Word("Svar om omförhandling saknas", "Answer on renegotiation missing"),
    "renegotiation_begun": Word("Dialog om omförhandling har börjat", "Dialogue on renegotiation begun"),
    "renegotiation_silent": Word("Inget antecknat om omförhandling", "Nothing noted on a renegotiation"),
    "repayment_claimed": Word("Återbetalning krävs", "Repayment claimed"),
    "repayment_waits": Word("Svar om återbetalning saknas", "Answer on repayment missing"),
    "repayment_answered": Word("Svar om återbetalning", "Answer on repayment"),
    "repayment_unsettled": Word("Bestridet krav väntar", "Disputed claim waits"),
    "repayment_due": Word("Återbetalning ska göras", "Repayment due"),
    "repayment_overdue": Word("Återbetalning saknas", "Repayment missing"),
    "repayment_changed": Word("Nytt om återbetalning", "News of a repayment"),
    "dispute_opened": Word("Tvist öppnad", "Dispute opened"),
    "dispute_waits": Word("Dialog om tvist saknas", "Dialogue on a dispute missing"),
    "dispute_silent": Word("Inget antecknat om tvist", "Nothing noted on a dispute"),
    "dispute_stated": Word("Bekräfta hur tvist löstes", "Confirm how a dispute was resolved"),
    "dispute_unconfirmed": Word("Bekräftelse om tvist saknas", "Confirmation on a dispute missing"),
    "dispute_escalated": Word("Tvist förd vidare", "Dispute taken further"),
    "dispute_over": Word("Tvist avslutad", "Dispute over"),
    "renegotiation_over": Word("Omförhandling avslutad", "Renegotiation over"),
    "deviation_reported": Word("Avvikelse anmäld", "Deviation reported"),
    "deviation_approval_wanted": Word("Ställning till avvikelse behövs", "Decision on a deviation wanted"),
    "deviation_over": Word("Avvikelse avgjord", "Deviation settled"),
    "invoice_ahead": Word("Faktura att skicka", "Invoice to send"),
    "invoice_due": Word("Faktura att lämna in i dag", "Invoice due today"),
    "invoice_overdue": Word("Faktura saknas", "Invoice missing"),
    "invoice_received": Word("Faktura att godkänna", "Invoice to approve"),
    "invoice_disputed": Word("Bestridd faktura, eller pengar som inte kommit", "Disputed invoice, or money that has not come"),
    "payment_due": Word("Dags att betala", "Payment due"),
    "payment_overdue": Word("Betalning försenad", "Payment overdue"),
    "paid": Word("Faktura eller utbetalning betald", "Invoice or payout paid"),
    "report_ahead": Word("Rapport ska snart lämnas", "Report coming up"),
    "report_due": Word("Sista dagen att lämna rapport", "Report due"),
    "report_overdue": Word("Rapport försenad", "Report overdue"),
    "report_delivered": Word("Rapport lämnad", "Report delivered"),
    "report_returned": Word("Rapport tillbakalämnad", "Report returned"),
    "report_accepted": Word("Rapport godkänd eller läst", "Report accepted or read"),
    "breach_notice": Word("Avtalsbrott meddelat", "Notice of breach"),
    "breach_answered": Word("Svar om avtalsbrott", "Answer on a breach"),
    "rectify_ahead": Word("Tiden för rättelse går snart ut", "The time to rectify is running out"),
    "rectify_passed": Word("Tiden för rättelse har gått ut", "The time to rectify has run out"),
    "breach_over": Word("Avtalsbrott avslutat", "Breach settled"),
    "rescission_claimed": Word("Påstådd hävning", "Claimed rescission"),
    "rescinded": Word("Överenskommelsen hävs", "The agreement is rescinded"),
    "weekly": Word("Veckomejl", "Weekly mail"),
    "sign_in_link": Word("Länk för att logga in", "Link to log in"),
    "password_link": Word("Länk för nytt lösenord", "Link for a new password"),
    "invitation": Word("Inbjudan till Överens", "Invitation to Överens"),
    "fault_reported": Word("Brist i tillgängligheten", "Accessibility fault"),
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
FUNCTION = {
    "coordinator": Word("Samordnare", "Coordinator"),
    "manager": Word("Chef", "Manager"),
    "signatory": Word("Undertecknare", "Signatory"),
    "economist": Word("Ekonom", "Economist"),
    "operations": Word("Verksamhetsledare", "Operations lead"),
    "registrar": Word("Registrator", "Registrar"),
    "auditor": Word("Revisor", "Auditor"),
}
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


INSTALLATION_EVENTS: Mapping[str, tuple[str, str]] = {
    "created": ("Lades till", "Was added"),
    "closed": ("Stängdes av", "Was shut out"),
    "reopened": ("Släpptes in igen", "Was let in again"),
    "role_changed": ("Fick en annan roll", "Was given another role"),
    "password_changed": ("Bytte lösenord", "Changed password"),
    "digest_on": ("Valde ett veckomejl", "Chose a weekly mail"),
    "digest_off": ("Valde bort veckomejlet", "Chose single mails"),
    "profile_changed": ("Ändrade sina uppgifter", "Changed own details"),
    "copied": ("Databasen kopierades", "The database was copied"),
    "tried_again": ("Togs upp igen", "Was taken up again"),
    "told": ("Mejl skickades", "Mail was sent"),
    "resent": ("Mejl skickades igen", "Mail was sent again"),
    "sign_in_link_sent": ("Länk för inloggning mejlades", "A log-in link was mailed"),
    "password_link_sent": ("Länk för nytt lösenord mejlades", "A link for a new password was mailed"),
    "invitation_sent": ("Inbjudan mejlades", "An invitation was mailed"),
    "second_step_on": ("Slog på kod vid inloggning", "Turned on a code at log-in"),
    "second_step_off": ("Slog av kod vid inloggning", "Turned off the code at log-in"),
    "second_step_removed": ("Koden vid inloggning togs bort", "The code at log-in was removed"),
    "recovery_code_used": ("Använde en reservkod", "Used a recovery code"),
    "recovery_codes_renewed": ("Fick nya reservkoder", "Was given new recovery codes"),
    "identity_connected": ("Kopplade ett sätt att logga in", "Connected a way to log in"),
    "identity_disconnected": ("Kopplade bort ett sätt att logga in", "Disconnected a way to log in"),
}

SUBJECTS: Mapping[str, tuple[str, str]] = {
    "agreement": ("överenskommelse", "agreement"),
    "meeting": ("möte", "meeting"),
    "decision": ("ställningstagande", "decision"),
    "obligation": ("åtagande", "duty"),
    "invoice": ("faktura eller utbetalning", "invoice or payout"),
    "signature": ("underskrift", "signature"),
    "report": ("rapport", "report"),
    "breach": ("avtalsbrott", "breach"),
    "rescission": ("hävning", "rescission"),
    "termination": ("uppsägning", "notice of termination"),
    "user": ("användare", "user"),
    "person": ("person", "person"),
    "ticket": ("inloggningslänk", "log-in link"),
    "database": ("databasen", "the database"),
    "installation": ("installationen", "the installation"),
}
