"""What the form of terms asks, in the order that people think of it."""

from __future__ import annotations

from service.web.intake.form.pieces import Field, Group, Layout, Options, Rows, Sort, Words

SIDES: Options = (
    ("public", ("Den offentliga parten", "The public party")), ("civil", ("Den idéburna parten", "The civil party")))
NOT_SAID: Words = ("Framgår inte", "Not stated")
A_DAY: Words = ("Till exempel 2026-12-31 eller 31 december 2026.", "For instance 2026-12-31.")

WHO = Group(key="parties", title=("Parter", "Parties"), items=(
    Field(path="title", label=("Överenskommelsens namn", "Name of the agreement"), sort=Sort.AREA, length=500,
          wide=True),
    Rows(path="parties", label=("Parter", "Parties"), one=("Part", "Party"), more=("Lägg till en part", "Add a party"),
         most=4, least=2, fields=(
             Field(path="name", label=("Namn", "Name"), wide=True),
             Field(path="role", label=("Slag", "Kind"), sort=Sort.CHOICE, default="civil", options=(
                 ("public", ("Offentlig part", "Public party")),
                 ("civil", ("Idéburen part", "Civil-society party")))),
             Field(path="org_number", label=("Organisationsnummer", "Organisation number"), length=20,
                   hint=("Kan lämnas tomt.", "May be left empty.")),
         )),
))

WHEN = Group(key="period", title=("Tid", "Period"), items=(
    Field(path="start", label=("Första dagen", "First day"), sort=Sort.DAY, hint=A_DAY),
    Field(path="end", label=("Sista dagen", "Last day"), sort=Sort.DAY,
          hint=("Lämna tom om överenskommelsen gäller tills vidare.", "Leave empty if it holds until further notice.")),
    Field(path="ending.mode", label=("När sista dagen har passerat", "After the last day"), sort=Sort.CHOICE, wide=True,
          default="ends", none=NOT_SAID, options=(
              ("ends", ("Upphör den av sig själv", "It ends by itself")),
              ("renews", ("Förlängs den om ingen säger upp den", "It renews unless someone gives notice")),
              ("option", ("Kan den förlängas, om parterna vill", "It may be extended, if the parties wish")),
              ("until_further_notice", ("Den gäller tills vidare", "It holds until further notice")))),
    Field(path="ending.party", label=("Vem som får förlänga", "Whose it is to extend"), sort=Sort.CHOICE, default="both",
          options=(("both", ("Båda parter", "Both parties")), *SIDES)),
    Field(path="ending.months", label=("Månader i taget", "Months at a time"), sort=Sort.COUNT),
    Field(path="ending.max_times", label=("Högst antal gånger", "Times at most"), sort=Sort.COUNT,
          hint=("Lämna tomt om det inte finns någon gräns.", "Leave empty if there is no limit.")),
    Field(path="signed.on", label=("Undertecknad den", "Signed on"), sort=Sort.DAY,
          hint=("Om den redan är undertecknad på papper.", "If it is already signed on paper.")),
    Field(path="signed.place", label=("Ort", "Place"), length=100),
))

DECIDED = Group(
    key="decision", title=("Beslut om förlängning", "Decision on renewal"),
    about=("När parterna ska ha tagit ställning till om partnerskapet fortsätter. Överens påminner i god tid.",
           "When the parties are to have decided whether the partnership goes on. Överens reminds them in good time."),
    items=(
        Field(path="decision.months_before", label=("Månader före slutet", "Months before the end"), sort=Sort.COUNT),
        Field(path="decision.on", label=("Eller en bestämd dag", "Or a certain day"), sort=Sort.DAY),
        Field(path="decision.silence", label=("Om ingen säger något", "If nobody says anything"), sort=Sort.CHOICE, wide=True,
              none=NOT_SAID, options=(
                  ("ends", ("Upphör överenskommelsen", "The agreement ends")),
                  ("renews", ("Förlängs överenskommelsen", "The agreement renews")))),
    ))

MEETINGS = Group(key="meetings", title=("Möten", "Meetings"), items=(
    Field(path="meetings.per_year", label=("Möten om året", "Meetings a year"), sort=Sort.COUNT,
          hint=("4 är en gång i kvartalet. Lämna tomt om ni möts vid behov.",
                "4 is once a quarter. Leave empty if you meet when needed.")),
    Field(path="meetings.convenor", label=("Kallar till mötena", "Calls the meetings"), sort=Sort.CHOICE, none=NOT_SAID,
          options=SIDES),
    Field(path="meetings.rhythm", label=("Mötena fördelas", "Meetings are spread"), sort=Sort.CHOICE, default="calendar", options=(
        ("calendar", ("Per kvartal eller halvår", "By quarters or half-years")),
        ("from_start", ("Jämnt från första dagen", "Evenly from the first day")))),
    Field(path="meetings.month", label=("Alltid i månaden", "Always in the month of"), sort=Sort.CHOICE,
          none=("Ingen särskild månad", "No particular month"), options=tuple(
              (str(number), words) for number, words in enumerate((
                  ("januari", "January"), ("februari", "February"), ("mars", "March"), ("april", "April"), ("maj", "May"),
                  ("juni", "June"), ("juli", "July"), ("augusti", "August"), ("september", "September"),
                  ("oktober", "October"), ("november", "November"), ("december", "December")), 1))),
    Field(path="meetings.july", label=("Möten kan hållas i juli", "Meetings may be held in July"), sort=Sort.TICK, wide=True),
    Field(path="meetings.habits.weekday", label=("Veckodag", "Weekday"), sort=Sort.CHOICE,
          none=("Ingen särskild", "None in particular"), options=(
              ("0", ("Måndag", "Monday")), ("1", ("Tisdag", "Tuesday")), ("2", ("Onsdag", "Wednesday")),
              ("3", ("Torsdag", "Thursday")), ("4", ("Fredag", "Friday")))),
    Field(path="meetings.habits.starts", label=("Börjar klockan", "Starts at"), sort=Sort.TIME, default="10:00"),
    Field(path="meetings.habits.minutes", label=("Längd i minuter", "Length in minutes"), sort=Sort.COUNT, default="90"),
    Field(path="meetings.habits.lead_days", label=("Kallas så många dagar före", "Called this many days before"),
          sort=Sort.COUNT, default="21"),
    Field(path="meetings.habits.place", label=("Plats", "Place")),
    Field(path="meetings.habits.video", label=("Länk till videomöte", "Link to a video meeting"), length=500),
))

MONEY = Group(key="economy", title=("Pengar", "Money"), items=(
    Field(path="economy.total", label=("Hela tiden, kronor", "Whole period, SEK"), sort=Sort.SUM),
    Field(path="economy.yearly", label=("Eller per år, kronor", "Or a year, SEK"), sort=Sort.SUM),
    Rows(path="economy.posts", label=("Budgetposter", "Budget posts"), one=("Post", "Post"), bare=True,
         more=("Lägg till en post", "Add a post"), fields=(
             Field(path="name", label=("Post", "Post"), length=500, wide=True),
             Field(path="amount", label=("Kronor", "SEK"), sort=Sort.SUM))),
    Field(path="economy.payment.direction", label=("Så betalas det", "How it is paid"), sort=Sort.CHOICE, default="invoice",
          none=NOT_SAID, options=(
              ("invoice", ("Mot faktura", "Against an invoice")),
              ("payout", ("Betalas ut utan faktura", "Paid out without an invoice")))),
    Field(path="economy.payment.every_months", label=("Hur ofta", "How often"), sort=Sort.CHOICE, none=NOT_SAID, options=(
        ("1", ("Varje månad", "Every month")), ("2", ("Varannan månad", "Every other month")),
        ("3", ("Varje kvartal", "Every quarter")), ("4", ("Var fjärde månad", "Every four months")),
        ("6", ("Varje halvår", "Every half-year")), ("12", ("En gång om året", "Once a year")),
        ("0", ("En enda gång", "Once only")))),
    Field(path="economy.payment.due_days", label=("Dagar till betalning", "Days until due"), sort=Sort.COUNT, default="30",
          hint=("Räknas från periodens slut vid faktura, från dess början vid utbetalning.",
                "Counted from the period's end for an invoice, from its beginning for a payout.")),
))

RECKONED = Group(
    key="reckoned", title=("Hur beloppen räknas", "How amounts are reckoned"),
    about=("Fyll bara i det som överenskommelsen säger. Det som lämnas räknas på enklaste sätt och visas i förhandsgranskningen.",
           "Fill in only what the agreement says. What is left is reckoned in the simplest way and shown in the preview."),
    items=(
        Field(path="economy.payment.split", label=("Fördelas på perioderna", "Spread over the periods"), sort=Sort.CHOICE,
              none=NOT_SAID, wide=True, options=(
                  ("months", ("Efter antal månader", "By months")), ("days", ("Efter antal dagar", "By days")),
                  ("equal", ("I lika delar", "In equal parts")),
                  ("written", ("Med de belopp som skrivs ut här", "By the amounts below"))),
              hint=("Behövs när perioderna inte är lika långa.", "Needed when the periods are not of one length.")),
        Rows(path="economy.payment.written", label=("Belopp per period", "Amounts by period"), one=("Belopp", "Amount"), bare=True,
             more=("Lägg till ett belopp", "Add an amount"), fields=(
                 Field(path="first", label=("Periodens första dag", "First day of the period"), sort=Sort.DAY),
                 Field(path="amount", label=("Kronor", "SEK"), sort=Sort.SUM))),
        Field(path="economy.year", label=("Årsbeloppet gäller", "The yearly sum is for"), sort=Sort.CHOICE, none=NOT_SAID, options=(
            ("calendar", ("Kalenderår", "Calendar years")), ("agreement", ("År från första dagen", "Years from the first day")))),
        Field(path="economy.cut", label=("Ett år som bara ingår till en del", "A year that is only partly within"), sort=Sort.CHOICE,
              none=NOT_SAID, options=(
                  ("part", ("Får sin del av årsbeloppet", "Gets its part of the yearly sum")),
                  ("whole", ("Får hela årsbeloppet", "Gets the whole yearly sum")))),
        Field(path="economy.rate.amount", label=("Pris per enhet, kronor", "Rate per unit, SEK"), sort=Sort.SUM),
        Field(path="economy.rate.unit", label=("Enhet", "Unit"), length=100,
              hint=("Till exempel timme, plats och månad, eller pass.", "For instance hour, place and month, or shift.")),
        Field(path="economy.rate.per_period", label=("Avtalat antal per period", "Number agreed per period"), sort=Sort.SUM,
              wide=True,
              hint=("Ger en uppskattning tills antalet är rapporterat.", "Gives an estimate until the number is reported.")),
        Field(path="economy.index.name", label=("Räknas om efter index", "Adjusted by index"), length=200,
              hint=("Till exempel KPI. Lämna tomt om beloppen är fasta.", "For instance KPI. Leave empty if amounts are fixed.")),
        Field(path="economy.index.base", label=("Indexets bas", "Base of the index"), length=7,
              hint=("År eller månad: 2024 eller 2024-10.", "Year or month: 2024 or 2024-10.")),
        Field(path="economy.index.since", label=("Räknas om från och med", "Adjusted from"), sort=Sort.DAY,
              hint=("Därefter samma dag varje år.", "Then the same day each year.")),
        Field(path="economy.index.share", label=("Del som räknas om, procent", "Part that is adjusted, per cent"), sort=Sort.SUM,
              hint=("Tomt betyder hela beloppet.", "Empty means the whole amount.")),
        Field(path="economy.vat.rate", label=("Moms, procent", "VAT, per cent"), sort=Sort.SUM,
              hint=("Tomt betyder att moms inte läggs på.", "Empty means that no VAT is added.")),
        Field(path="economy.vat.included", label=("Ingår momsen i beloppen", "Is VAT within the amounts"),
              sort=Sort.YES_NO, none=NOT_SAID),
        Field(path="economy.payment.pay_days", label=("Dagar från mottagen faktura till betalning", "Days from receipt until paid"),
              sort=Sort.COUNT, default="30"),
    ))

REPORTS = Group(
    key="reports", title=("Redovisning", "Reports"),
    about=("Det som den idéburna parten lämnar in, och senast när.", "What the civil party hands in, and by when."),
    items=(Rows(
        path="reports", label=("Redovisningar", "Reports"), one=("Redovisning", "Report"),
        more=("Lägg till en redovisning", "Add a report"), fields=(
            Field(path="kind", label=("Vad", "What"), sort=Sort.CHOICE, none=("Välj", "Choose"), wide=True, options=(
                ("yearly_summary", ("Skriftlig sammanställning av året", "Written summary of the year")),
                ("activity_plan", ("Verksamhetsplan", "Plan of activities")),
                ("yearly_followup", ("Årsuppföljning", "Yearly follow-up")),
                ("accounts", ("Bokslut eller ekonomisk redovisning", "Accounts")),
                ("activity_report", ("Verksamhetsberättelse", "Report of activities")),
                ("other", ("Annat", "Other")))),
            Field(path="name", label=("Namn, om annat", "Name, if other")),
            Field(path="due", label=("Senast", "By"), sort=Sort.YEARLY,
                  hint=("15 februari betyder varje år, 2026-02-15 en enda gång.",
                        "15 February means every year, 2026-02-15 once only."))),
    ),))

GOALS = Group(key="goals", title=("Mål och åtaganden", "Goals and undertakings"), items=(
    Rows(path="goals", label=("Mål", "Goals"), one=("Mål", "Goal"), more=("Lägg till ett mål", "Add a goal"), bare=True,
         fields=(Field(path="text", label=("Mål", "Goal"), sort=Sort.AREA, length=2000, wide=True),)),
    Rows(path="undertakings", label=("Löpande åtaganden", "Standing undertakings"), one=("Åtagande", "Undertaking"),
         more=("Lägg till ett åtagande", "Add an undertaking"), fields=(
             Field(path="text", label=("Åtagande", "Undertaking"), sort=Sort.AREA, length=2000, wide=True),
             Field(path="owes", label=("Vem", "Who"), sort=Sort.CHOICE, none=NOT_SAID, options=SIDES))),
))

CHANGES = Group(key="changes", title=("Ändringar", "Amendments"), items=(
    Field(path="amendments_written", label=("Ska vara skriftliga", "Must be in writing"), sort=Sort.YES_NO,
          none=NOT_SAID),
    Field(path="amendments_signed", label=("Ska undertecknas", "Must be signed"), sort=Sort.YES_NO,
          none=NOT_SAID),
    Field(path="approval_before_deviation", sort=Sort.YES_NO, none=NOT_SAID, wide=True,
          label=("Större avvikelser ska godkännas i förväg", "Major deviations need approval beforehand")),
))

APPENDED = Group(key="appendices", title=("Bilagor", "Appendices"), items=(
    Rows(path="appendices", label=("Bilagor", "Appendices"), one=("Bilaga", "Appendix"), bare=True,
         more=("Lägg till en bilaga", "Add an appendix"), fields=(Field(path="text", label=("Bilaga", "Appendix"), wide=True),)),
))

BREACH = Group(
    key="breach", title=("Uppsägning, hävning och tvister", "Notice, rescission and disputes"),
    about=("Uppsägning är att sluta i förtid utan att någon har brustit. Hävning är att sluta för att den andra parten "
           "har brustit allvarligt.",
           "Notice ends it early without anyone failing. Rescission ends it because the other party has failed seriously."),
    items=(
        Rows(path="notice", label=("Rätt att säga upp i förtid", "Right to give notice"), one=("Uppsägning", "Notice"),
             more=("Lägg till en rätt att säga upp", "Add a right to give notice"), most=6, fields=(
                 Field(path="party", label=("Vem", "Who"), sort=Sort.CHOICE, default="both",
                       options=(("both", ("Båda parter", "Both parties")), *SIDES)),
                 Field(path="months", label=("Månaders uppsägningstid", "Months of notice"), sort=Sort.COUNT),
                 Field(path="to_month_end", label=("Räknas till månadens slut", "Counted to the end of the month"), sort=Sort.TICK))),
        Field(path="rescission.serious_breach", label=("Hävs vid allvarlig brist", "Rescinded on serious breach"),
              sort=Sort.YES_NO, none=NOT_SAID),
        Field(path="rescission.remedy", label=("Tid för rättelse", "Time to put it right"), sort=Sort.CHOICE, none=NOT_SAID, options=(
            ("without_delay", ("Utan dröjsmål", "Without delay")), ("days", ("Ett antal dagar", "A number of days")))),
        Field(path="rescission.remedy_days", label=("Antal dagar", "Number of days"), sort=Sort.COUNT),
        Field(path="rescission.repayment", label=("Återbetalning vid hävning", "Repaid on rescission"), sort=Sort.CHOICE,
              none=NOT_SAID, options=(
                  ("part_or_all", ("Delar av eller hela summan", "Part or all of the sum")),
                  ("unused", ("Det som inte har använts", "What has not been used")))),
        Rows(path="rescission.at_once", label=("Brister som får häva genast", "Faults that end it at once"), one=("Brist", "Fault"),
             bare=True, more=("Lägg till en brist som inte kräver tid för rättelse", "Add a fault that needs no time to rectify"),
             most=10, fields=(Field(path="text", label=("Brist", "Fault"), wide=True),)),
        Field(path="disputes", label=("Tvister löses först genom", "Disputes are settled first by"), sort=Sort.CHOICE,
              none=NOT_SAID, options=(
                  ("dialogue", ("Dialog", "Dialogue")), ("negotiation", ("Förhandling", "Negotiation")),
                  ("mediation", ("Medling", "Mediation")), ("arbitration", ("Skiljeförfarande", "Arbitration")),
                  ("court", ("Domstol", "Court")))),
        Field(path="secrecy", label=("Regler om sekretess", "Rules on secrecy"),
              sort=Sort.YES_NO, none=NOT_SAID),
    ))

LAYOUT = Layout((WHO, WHEN, DECIDED, MEETINGS, MONEY, RECKONED, REPORTS, GOALS, APPENDED, CHANGES, BREACH))
