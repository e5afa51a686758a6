"""The words of the field, explained: what each means in a partnership agreement, in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from service.kernel.text.sorting import sort_key


@dataclass(frozen=True, slots=True)
class Term:
    """A word, its anchor, and what it means."""

    anchor: str
    sv: str
    en: str
    sv_meaning: str
    en_meaning: str


TERMS = (
    Term("iop", "Idéburet offentligt partnerskap (IOP)", "Civil-society public partnership (IOP)",
         "Ett samarbete mellan en offentlig part och en idéburen organisation kring något som båda vill uppnå. Det "
         "är varken en upphandling eller ett vanligt föreningsbidrag.",
         "A co-operation between a public body and a civil-society organisation on something that both want to "
         "achieve. It is neither procurement nor an ordinary grant."),
    Term("overenskommelse", "Överenskommelse", "Agreement",
         "Det som parterna har kommit överens om, skrivet och undertecknat. Den binder först när alla parter har "
         "undertecknat samma text.",
         "What the parties have agreed on, written and signed. It binds only when all parties have signed the same "
         "text."),
    Term("part", "Part", "Party",
         "Den som har ingått överenskommelsen: en förvaltning, en region, en förening.",
         "Whoever has entered into the agreement: a department, a region, an association."),
    Term("firmatecknare", "Firmatecknare", "Signatory",
         "Den som har rätt att skriva under för en part, ensam eller tillsammans med någon annan. För en förening "
         "står det i stadgar eller protokoll, för en kommun i delegationsordningen.",
         "Whoever may sign for a party, alone or together with another. For an association the by-laws or minutes "
         "say who, for a municipality the delegation rules."),
    Term("samordnare", "Samordnare", "Coordinator",
         "Den som håller i överenskommelsen till vardags hos sin part.",
         "Whoever looks after the agreement day to day at their party."),
    Term("verksamhetsledare", "Verksamhetsledare", "Operations lead",
         "Den som leder föreningens arbete enligt överenskommelsen.",
         "Whoever leads the association's work under the agreement."),
    Term("registrator", "Registrator", "Registrar",
         "Den som för in handlingar i den offentliga partens diarium.",
         "Whoever enters documents in the public party's register."),
    Term("utkast", "Utkast", "Draft",
         "En överenskommelse som inte har skickats för underskrift. Den kan ändras fritt.",
         "An agreement that has not been sent for signature. It can be changed freely."),
    Term("under-signering", "Under signering", "Being signed",
         "Texten är låst och väntar på att alla parter ska underteckna.",
         "The text is fixed and waits for all parties to sign."),
    Term("avtalsperiod", "Avtalsperiod", "Period",
         "Tiden från första till och med sista dagen. Den sista dagen räknas med, till midnatt.",
         "The time from the first day up to and including the last, until midnight."),
    Term("forlangning", "Förlängning", "Extension",
         "Att överenskommelsen fortsätter efter sin sista dag. Om det inte står att den förlängs av sig själv krävs "
         "ett undertecknat tillägg.",
         "That the agreement goes on after its last day. Unless it says that it renews by itself, a signed "
         "amendment is needed."),
    Term("stallningstagande", "Ställningstagande till förlängning", "Decision on renewal",
         "Parterna säger om de vill förlänga, omförhandla eller låta överenskommelsen upphöra. Det är avgjort först "
         "när alla svarat lika.",
         "The parties say whether they want to extend, renegotiate or let the agreement end. It is decided only "
         "when all have answered alike."),
    Term("tystnad", "Tystnad", "Silence",
         "Vad som händer om ingen tar ställning i tid: att överenskommelsen upphör eller att den förlängs. Det står "
         "i villkoren.",
         "What happens if nobody decides in time: that the agreement ends, or that it renews. The terms say which."),
    Term("omforhandling", "Omförhandling", "Renegotiation",
         "Samtal om att ändra villkoren. Under tiden gäller överenskommelsen oförändrad.",
         "Talks about changing the terms. Meanwhile the agreement applies unchanged."),
    Term("tillagg", "Tillägg", "Amendment",
         "En ändring av villkoren, skriftlig och undertecknad av alla parter. Innan dess har den ingen verkan.",
         "A change of the terms, in writing and signed by all parties. Before that it has no effect."),
    Term("ikrafttradande", "Ikraftträdande", "Taking effect",
         "Dagen då ett undertecknat tillägg börjar gälla: den dag som står i det, eller dagen då den sista undertecknar. "
         "Inget ändras bakåt i tiden.",
         "The day when a signed amendment begins to apply: the day that it says, or the day when the last one signs. Nothing "
         "is changed backwards in time."),
    Term("konsoliderad-text", "Konsoliderad text", "Consolidated text",
         "Villkoren så som de lyder en viss dag, med alla tillägg inskrivna på sina ställen.",
         "The terms as they stand on a day, with every amendment written in where it belongs."),
    Term("avvikelse", "Avvikelse", "Deviation",
         "Att göra något annat än vad verksamhetsplan eller budget säger. Betydande avvikelser godkänns av chef och "
         "styrelse innan de görs.",
         "Doing something else than the plan or the budget says. Significant deviations are approved by manager and "
         "board before they are made."),
    Term("pakalla", "Påkalla", "Ask for",
         "Att en part säger att den vill omförhandla något. Den andra parten ska då svara.",
         "That a party says that it wants to renegotiate something. The other party is then to answer."),
    Term("avstamning", "Avstämning", "Follow-up meeting",
         "Det återkommande mötet där parterna ser hur det går, ofta en gång i kvartalet.",
         "The recurring meeting at which the parties see how things go, often once a quarter."),
    Term("kallelse", "Kallelse", "Call",
         "Inbjudan till ett möte, med dagordning. Den läggs i kalendern och kan besvaras.",
         "The invitation to a meeting, with its agenda. It goes into calendars and can be answered."),
    Term("sammankallande", "Sammankallande", "Convenor",
         "Den part som kallar till möten enligt överenskommelsen.",
         "The party that calls meetings under the agreement."),
    Term("motesanteckningar", "Mötesanteckningar", "Minutes",
         "Vad ett möte kom fram till: beslut, och vem som gör vad till när.",
         "What a meeting came to: decisions, and who does what by when."),
    Term("atagande", "Åtagande", "Duty",
         "Något som en part ska göra eller lämna senast en viss dag.",
         "Something that a party is to do or hand in by a certain day."),
    Term("efterge", "Efterge", "Waive",
         "Att den andra parten säger att något inte behöver göras. Man kan inte efterge sitt eget åtagande.",
         "That the other party says that something need not be done. Nobody can waive their own duty."),
    Term("ram", "Ram", "Frame",
         "Den summa som den offentliga parten högst bidrar med.",
         "The sum that the public party contributes at most."),
    Term("budgetpost", "Budgetpost", "Budget post",
         "En del av ramen som är avsedd för något visst, till exempel personal.",
         "A part of the frame meant for something in particular, such as staff."),
    Term("ekonomisk-ram", "Ekonomisk ram", "Financial frame",
         "Ramen så som den står i villkoren: en summa för hela tiden eller för varje år, uppdelad på budgetposter.",
         "The frame as it stands in the terms: a sum for the whole period or for each year, divided into budget posts."),
    Term("utfall", "Utfall", "Outcome",
         "Vad som faktiskt har använts av varje budgetpost till och med en viss dag. Föreningen anger det vid uppföljningen.",
         "What has actually been used of each budget post until a certain day. The association enters it for the follow-up."),
    Term("prognos", "Prognos", "Forecast",
         "Vad en budgetpost väntas komma till när tiden är slut. Utan någons ord räknas den som en rak linje av utfallet.",
         "What a budget post is expected to come to at the end. Without anyone's word it is the straight line of the outcome."),
    Term("betalningsplan", "Betalningsplan", "Payment plan",
         "Vilka fakturor eller utbetalningar som väntas, när, och på hur mycket, räknat av villkoren.",
         "Which invoices or payouts are expected, when and of how much, reckoned from the terms."),
    Term("peppol", "Peppol", "Peppol",
         "Ett gemensamt sätt att skicka e-fakturor till den offentliga sektorn. En Peppol-faktura läses och kontrolleras av Överens.",
         "A common way to send e-invoices to the public sector. Överens reads and checks a Peppol invoice."),
    Term("sie", "SIE-fil", "SIE file",
         "Det filformat som svenska bokföringsprogram lämnar sina siffror i. Utfallet kan läsas ur en.",
         "The file format in which Swedish bookkeeping programs hand over their figures. The outcome can be read from one."),
    Term("kreditfaktura", "Kreditfaktura", "Credit note",
         "En faktura som tar tillbaka en annan, helt eller till en del.",
         "An invoice that takes another back, wholly or in part."),
    Term("pass", "Pass", "Shift",
         "En gång som föreningens personal är ute eller håller öppet: dag, tid, antal, plats och vad som hände, utan "
         "uppgifter om personer.",
         "One time that the association's staff is out or keeps open: day, hours, number, place and what happened, with "
         "nothing about persons."),
    Term("granskning", "Granskning", "Assurance",
         "Revisionens frågor om en överenskommelse, besvarade av det som finns i Överens, med hänvisning till underlaget.",
         "The questions of an audit about an agreement, answered by what is in Överens, with where it is seen."),
    Term("rekvisition", "Rekvisition", "Requisition",
         "Föreningens begäran om att få en del av bidraget utbetald.",
         "The association's request to be paid a part of the contribution."),
    Term("sammanstallning", "Årlig sammanställning", "Yearly summary",
         "Föreningens skriftliga redovisning av årets arbete.",
         "The association's written account of the year's work."),
    Term("avtalsbrott", "Avtalsbrott", "Breach",
         "Att en part inte gör det den har lovat. Är det allvarligt kan det leda till hävning.",
         "That a party does not do what it has promised. If serious, it can lead to rescission."),
    Term("rattelse", "Rättelse", "Rectification",
         "Att göra det som brustit ordentligt. Den som brustit ska få tid till det innan den andra får häva.",
         "Putting right what failed. Whoever failed is to be given time for it before the other may rescind."),
    Term("havning", "Hävning", "Rescission",
         "Att en part avslutar överenskommelsen i förtid för att den andra allvarligt har brustit och inte rättat "
         "sig. Den är inte detsamma som uppsägning.",
         "That a party ends the agreement early because the other has seriously failed and not put it right. It is "
         "not the same as notice of termination."),
    Term("uppsagning", "Uppsägning", "Notice of termination",
         "Att en part säger att överenskommelsen ska upphöra efter en viss tid, utan att någon har brustit. Det går "
         "bara om villkoren ger den rätten.",
         "That a party says that the agreement is to end after a certain time, without anyone having failed. It is "
         "possible only if the terms give that right."),
    Term("aterbetalning", "Återbetalning", "Repayment",
         "Att föreningen betalar tillbaka pengar, högst det som faktiskt betalats ut.",
         "That the association pays money back, at most what was actually paid."),
    Term("tvist", "Tvist", "Dispute",
         "Att parterna är oense om vad som gäller. Den löses i första hand genom samtal.",
         "That the parties disagree about what applies. It is settled through talks in the first place."),
    Term("diarium", "Diarium", "Register",
         "Den offentliga partens förteckning över allmänna handlingar.",
         "The public party's list of official documents."),
    Term("allman-handling", "Allmän handling", "Official document",
         "En handling som kommit in till eller upprättats hos en myndighet. Vem som helst får begära att se den; "
         "den lämnas ut om den inte är hemlig.",
         "A document received or drawn up by a public authority. Anyone may ask to see it; it is disclosed unless "
         "it is secret."),
    Term("sekretess", "Sekretess", "Secrecy",
         "Förbud att lämna ut eller berätta om en uppgift, enligt offentlighets- och sekretesslagen.",
         "A prohibition to disclose or tell of something, under the Public Access to Information and Secrecy Act."),
)
BY_ANCHOR = {term.anchor: term for term in TERMS}


def in_order(language: str) -> list[Term]:
    """Return the words in the alphabetical order of a language."""
    return sorted(TERMS, key=lambda term: sort_key(term.sv if language == "sv" else term.en))
