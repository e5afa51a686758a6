"""The partnerships of a municipality: invented associations, each with work, people, money and rhythm of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from service.agreements.terms import (
    BudgetPost,
    DecisionRule,
    Economy,
    Ending,
    Expiry,
    Habits,
    MeetingRule,
    NoticeRight,
    Party,
    Payment,
    ReportKind,
    ReportRule,
    Rescission,
    Terms,
    Undertaking,
)
from service.demo.sample import CONTACTS
from service.parties.contacts import Contact
from service.parties.model import Function

CITY = "Göteborgs Stad"
HOURS = (time(9, 0), time(10, 30), time(13, 0), time(14, 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the municipality that holds agreements, and its people."""

    name: str
    place: str
    people: tuple[Contact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An association and what it does together with the municipality; `posts` in SEK a year."""

    name: str
    org_number: str
    domain: str
    work: str
    unit: Unit
    people: tuple[str, str, str]
    posts: tuple[tuple[str, int], ...]
    goals: tuple[str, ...]
    undertaking: str
    meetings: int
    every_months: int
    direction: str = "invoice"

    def title(self, year: int) -> str:
        """Return what an agreement that begins in `year` is called."""
        return f"{self.work} – idéburet offentligt partnerskap {year}"

    def habits(self) -> Habits:
        """Return when and where it meets: each on a weekday and at an hour of its own, so that one coordinator can be at all."""
        number = list(PARTNERS.values()).index(self)
        return Habits(place=self.unit.place, weekday=number % 5, starts=HOURS[number // 5], minutes=90 if number % 3 else 60)

    def contacts(self) -> tuple[Contact, ...]:
        """Return the unit's people and the association's."""
        def address(name: str) -> str:
            plain = name.lower().translate(str.maketrans("åäöé ", "aaoe."))
            return f"{plain}@{self.domain}.example"

        lead, chair, money = self.people
        return (
            *self.unit.people,
            Contact(name=lead, email=address(lead), party="civil", functions=(Function.OPERATIONS, Function.COORDINATOR)),
            Contact(name=chair, email=address(chair), party="civil", functions=(Function.MANAGER, Function.SIGNATORY)),
            Contact(name=money, email=address(money), party="civil", functions=(Function.ECONOMIST,)),
        )

    def terms(self, start: date, end: date | None, ending: Ending | None = None) -> Terms:
        """Return the terms for a period."""
        total = sum(sum_ for _, sum_ in self.posts)
        how = ending or Ending()
        rhythm = {2: "två gånger om året", 3: "tre gånger om året", 4: "en gång i kvartalet", 6: "varannan månad"}[self.meetings]
        until = f"till och med {end.isoformat()}" if end else "tills vidare"
        clauses = {
            "period.start": f"Överenskommelsen gäller från och med {start.isoformat()} {until}.",
            "period.end": f"Överenskommelsen gäller från och med {start.isoformat()} {until}.",
            "meetings.per_year": f"Parterna ses {rhythm} för samverkan och uppföljning.",
            "economy.total_sek": f"Kommunen bidrar med {total:,} kronor om året.".replace(",", " "),
            "reports.0.kind": "Föreningen lämnar varje år en skriftlig sammanställning av arbetet.",
            "amendments.signed": "Ändringar och tillägg ska vara skriftliga och undertecknade av båda parter.",
            "disputes": "Tvister löses i första hand i dialog.",
        }
        if end is not None:
            clauses["decision.months_before"] = "Parterna tar ställning till fortsättning senast två månader före periodens slut."
        return Terms(
            title=self.title(start.year), start=start, end=end, ending=how,
            parties=(Party(name=f"{self.unit.name}, {CITY}", role="public", org_number="212000-1355"),
                     Party(name=self.name, role="civil", org_number=self.org_number)),
            decision=DecisionRule(months_before=2, silence="renews" if how.mode is Expiry.RENEWS else "ends") if end else None,
            notice=() if end else (NoticeRight(party="both", months=6),),
            meetings=MeetingRule(per_year=self.meetings, convenor="public", habits=self.habits()),
            economy=Economy(
                yearly=Decimal(total), posts=tuple(BudgetPost(name=name, amount=Decimal(sum_)) for name, sum_ in self.posts),
                payment=Payment(direction="payout" if self.direction == "payout" else "invoice", every_months=self.every_months)),
            reports=(ReportRule(kind=ReportKind.YEARLY_SUMMARY, due="--02-15"), ReportRule(kind=ReportKind.ACCOUNTS, due="--04-30")),
            approval_before_deviation=True,
            rescission=Rescission(serious_breach=True, remedy="days", remedy_days=30, repayment="unused"),
            disputes="dialogue", secrecy=True, goals=self.goals,
            undertakings=(Undertaking(text=self.undertaking, owes="civil"),), clauses=clauses,
        )


def _person(name: str, email: str, *functions: Function) -> Contact:
    return Contact(name=name, email=f"{email}@goteborg.example", party="public", functions=functions)


CENTRE = Unit(name="Socialförvaltningen Centrum", place="Rosenlundsgatan 4, rum Vinga",
              people=tuple(one for one in CONTACTS if one.party == "public"))
LEISURE = Unit(name="Idrotts- och föreningsförvaltningen", place="Valhallagatan 1, rum Målet", people=(
    _person("Johan Ström", "johan.strom", Function.COORDINATOR),
    _person("Helena Wik", "helena.wik", Function.MANAGER, Function.SIGNATORY),
    _person("Sofia Ek", "sofia.ek", Function.ECONOMIST, Function.REGISTRAR),
))

PARTNERS = {
    "lyktan": Partner(
        name="Kvinnojouren Lyktan", org_number="802401-1234", domain="lyktan", work="Stöd och skyddat boende",
        unit=CENTRE, people=("Aida Rahimi", "Birgitta Falk", "Ulla Norén"), meetings=4, every_months=3,
        posts=(("Personal", 1_900_000), ("Hyra", 640_000), ("Tolk", 120_000)),
        goals=("Ingen som söker skydd blir utan plats samma dygn", "Barn i boendet får eget stöd"),
        undertaking="Åtta skyddade platser och jourtelefon dygnet runt"),
    "sprakcafe": Partner(
        name="Språkcafé Vågen", org_number="802412-3435", domain="vagen", work="Språkcafé på biblioteken", unit=LEISURE,
        people=("Tomas Brandt", "Gunilla Åkesson", "Ivar Sjö"), meetings=2, every_months=6,
        posts=(("Samordning", 310_000), ("Fika och material", 45_000)),
        goals=("Fler vågar tala svenska", "Nya och gamla grannar möts"), undertaking="Språkcafé på sex bibliotek varje vecka"),
    "nattvandrarna": Partner(
        name="Nattvandrarna i Linné", org_number="802422-7731", domain="nattvandrarna", work="Vuxna på stan", unit=CENTRE,
        people=("Robert Hägg", "Lena Stark", "Mikael Lundh"), meetings=4, every_months=6,
        posts=(("Samordnare", 420_000), ("Västar och utbildning", 60_000)),
        goals=("Trygga kvällar vid hållplatserna",), undertaking="Vandringar fredag och lördag kväll"),
    "fritidsbanken": Partner(
        name="Fritidsbanken Hisingen", org_number="802433-8835", domain="fritidsbanken-hisingen", work="Låna i stället för att köpa",
        unit=LEISURE, people=("Sara Mattsson", "Kent Olofsson", "Yvonne Ek"), meetings=3, every_months=6, direction="payout",
        posts=(("Personal", 780_000), ("Lokal", 260_000), ("Utrustning", 90_000)),
        goals=("Alla barn kan prova på idrott", "Utrustning används längre"), undertaking="Öppet fem dagar i veckan, alla lov"),
    "laxhjalpen": Partner(
        name="Läxhjälpen Kvarnen", org_number="802444-9939", domain="laxhjalpen", work="Läxhjälp efter skolan", unit=LEISURE,
        people=("Nadia Haddad", "Per Ekholm", "Stina Gran"), meetings=4, every_months=6,
        posts=(("Studenter", 510_000), ("Samordning", 280_000), ("Frukt", 40_000)),
        goals=("Fler klarar årskurs nio",), undertaking="Läxhjälp i fyra skolor måndag till torsdag"),
    "mareld": Partner(
        name="Mötesplats Mareld", org_number="802455-1031", domain="mareld", work="Gemenskap mitt på dagen", unit=CENTRE,
        people=("Anna-Karin Bloom", "Rolf Dahlin", "Siv Borg"), meetings=4, every_months=6,
        posts=(("Värdinnor", 600_000), ("Lokal", 180_000), ("Lunch", 150_000)),
        goals=("Färre äldre är ofrivilligt ensamma",), undertaking="Öppet hus med lunch fyra dagar i veckan"),
    "odlingen": Partner(
        name="Odlingen på taket", org_number="802466-2135", domain="odlingen", work="Odling och arbetsträning", unit=CENTRE,
        people=("Jens Alm", "Petra Lind", "Oskar Ros"), meetings=4, every_months=6,
        posts=(("Handledare", 450_000), ("Jord och frö", 55_000)),
        goals=("Fler går vidare till arbete eller studier",), undertaking="Tolv platser för arbetsträning"),
    "fyren": Partner(
        name="Ungdomsgården Fyren", org_number="802477-3239", domain="fyren", work="Öppen ungdomsverksamhet", unit=LEISURE,
        people=("Hanna Vik", "Daniel Roos", "Elin Storm"), meetings=6, every_months=3,
        posts=(("Ledare", 1_400_000), ("Lokal", 380_000), ("Lovaktiviteter", 120_000)),
        goals=("En plats att vara på varje kväll",), undertaking="Öppet alla kvällar utom söndag"),
    "alven": Partner(
        name="Brottsofferjouren Älven", org_number="802488-4333", domain="alven", work="Stöd till brottsutsatta", unit=CENTRE,
        people=("Monica Frid", "Leif Sand", "Karl Berg"), meetings=2, every_months=12, direction="payout",
        posts=(("Samordnare", 390_000), ("Vittnesstöd", 110_000)),
        goals=("Den som utsatts får kontakt inom ett dygn",), undertaking="Vittnesstöd vid tingsrätten"),
    "simskolan": Partner(
        name="Simskola för alla", org_number="802499-5436", domain="simskolan", work="Simkunnighet i alla områden", unit=LEISURE,
        people=("Fredrik Hav", "Ingrid Våg", "Malin Bäck"), meetings=4, every_months=6,
        posts=(("Ledare", 340_000), ("Badtider", 210_000)),
        goals=("Varje elvaåring kan simma",), undertaking="Simskola i fyra badhus"),
    "verkstan": Partner(
        name="Verkstan i Biskopsgården", org_number="802501-2132", domain="verkstan", work="Öppen verkstad för unga", unit=LEISURE,
        people=("Nour Haddad", "Stefan Krok", "Eva Rask"), meetings=4, every_months=6,
        posts=(("Ledare", 520_000), ("Material", 80_000)),
        goals=("Unga har någonstans att vara efter skolan",), undertaking="Öppen verkstad fyra kvällar i veckan"),
    "kolonin": Partner(
        name="Koloniföreningen Ljuset", org_number="802512-3145", domain="koloniljuset", work="Sommarkoloni i skärgården",
        unit=CENTRE, people=("Pia Holmgren", "Bertil Ask", "Sanna Roos"), meetings=4, every_months=3,
        posts=(("Ledare", 360_000), ("Mat och resor", 140_000)),
        goals=("Barn som annars inte kommer iväg får en sommar att berätta om",), undertaking="Sextio platser varje sommar"),
    "hamnen": Partner(
        name="Mötesplatsen Hamnen", org_number="802523-4157", domain="hamnen", work="Mötesplats för äldre", unit=CENTRE,
        people=("Lars Ottosson", "Kerstin Hammar", "Ali Demir"), meetings=4, every_months=6,
        posts=(("Samordnare", 300_000), ("Lokal", 120_000)),
        goals=("Färre äldre är ensamma",), undertaking="Öppet fem dagar i veckan"),
    "nattjouren": Partner(
        name="Nattjouren", org_number="802534-5169", domain="nattjouren", work="Stödtelefon om natten", unit=CENTRE,
        people=("Britta Sandell", "Omar Nassar", "Klara Vik"), meetings=4, every_months=6,
        posts=(("Samordnare", 280_000), ("Telefoni", 60_000)),
        goals=("Den som är ensam på natten har någon att ringa",), undertaking="Telefonen är bemannad alla nätter 21–06"),
    "lasrummet": Partner(
        name="Läsrummet", org_number="802411-3378", domain="lasrummet", work="Läxläsning och böcker", unit=LEISURE,
        people=("Greta Åman", "Idris Warsame", "Lotta Bergh"), meetings=2, every_months=6,
        posts=(("Samordnare", 240_000), ("Böcker", 35_000)),
        goals=("Barn som saknar lugn hemma har någonstans att läsa",), undertaking="Läsrummet är öppet fyra eftermiddagar i veckan"),
    "bryggan": Partner(
        name="Föreningen Bryggan", org_number="802478-2156", domain="bryggan", work="Stöd efter frigivning", unit=CENTRE,
        people=("Sanna Ek", "Torsten Hall", "Mira Olsson"), meetings=4, every_months=6,
        posts=(("Stödpersoner", 430_000), ("Lokal", 90_000), ("Utbildning", 60_000)),
        goals=("Den som lämnar anstalt har en person att hålla i",), undertaking="Tolv stödpersoner i tjänst"),
    "spelplan": Partner(
        name="Spelplan Biskopsgården", org_number="802490-5542", domain="spelplan", work="Öppna planer om kvällen", unit=LEISURE,
        people=("Kofi Mensah", "Annika Ros", "Dejan Ilic"), meetings=4, every_months=3,
        posts=(("Ledare", 310_000), ("Planhyra", 120_000)),
        goals=("Fler flickor spelar",), undertaking="Två ledare på varje öppen plan"),
}
