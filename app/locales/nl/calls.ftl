# Calls: lijst, pagina, formulier, geschiedenis.

calls-phase-draft = Concept
calls-phase-scheduled = Gaat nog open
calls-phase-open = Open
calls-phase-closed = Gesloten
calls-phase-withdrawn = Ingetrokken

calls-part-title = Titel
calls-part-summary = Samenvatting
calls-part-body = Tekst van de call
calls-part-conditions = Voorwaarden
calls-part-who = Wie mee mag doen
calls-part-ceiling = Totaal beschikbaar
calls-part-max = Hoogstens per voorstel
calls-part-opens = Gaat open
calls-part-closes = Sluit
calls-part-themes = Thema’s
calls-part-areas = Gebieden
calls-part-questions = Vragen

calls-question-short-text = Korte tekst
calls-question-long-text = Lange tekst
calls-question-choice = Keuze uit een lijst
calls-question-number = Getal
calls-question-amount = Bedrag
calls-question-date = Datum
calls-question-yes-no = Ja of nee
calls-question-file = Bestand

calls-problem-not-verified = Deze partij is nog niet gecontroleerd en kan daarom geen call publiceren.
calls-problem-title = Geef de call een titel.
calls-problem-summary = Vat de call samen in een paar zinnen.
calls-problem-body = Schrijf waar de call over gaat.
calls-problem-max-above-ceiling = Het bedrag per voorstel kan niet hoger zijn dan het totaal.
calls-problem-zero = Vul een bedrag in dat hoger is dan 0, of laat dit leeg.
calls-problem-deadline = Kies wanneer de call sluit.
calls-problem-deadline-passed = De call moet sluiten op een moment dat nog komt.
calls-problem-deadline-before-opening = De call moet later sluiten dan hij opengaat.
calls-problem-who = Kies wie mee mag doen. Nu kan niemand een voorstel indienen.
calls-problem-themes = Kies minstens één thema.
calls-problem-areas = Vul minstens één gebied in.
calls-problem-question-label = Vul de vraag in, of haal haar weg.
calls-problem-question-options = Geef minstens twee antwoorden om uit te kiezen.

calls-problem-area-unknown = Eén van de gebieden kennen we niet. Kies een naam uit de lijst, zoals Diezerpoort, Zwolle.
calls-problem-changed-elsewhere = Iemand anders heeft deze call intussen ook bewaard. Hieronder staat wat jij hebt getypt. Bewaar je dit, dan vervangt het wat de ander bewaarde.
calls-problem-reason = Schrijf waarom je de call intrekt. Iedereen kan dit lezen.

calls-saved = Het concept is bewaard.
calls-published = De call is gepubliceerd.
calls-changed = De wijziging is bewaard en staat nu op de pagina.
calls-closed-early = De call is gesloten.
calls-withdrawn = De call is ingetrokken.

calls-title = Calls
calls-lead = Een call is een oproep van een gemeente of een ander fonds: er is geld of hulp voor een plan in de buurt. Jij stuurt een voorstel in.
calls-new = Nieuwe call
calls-manage = Onze calls
calls-party = Partij
calls-filters = Filters
calls-search = Zoek in de calls
calls-search-button = Zoek
calls-phase = Fase
calls-phase-all = Alle
calls-area = Gebied
calls-area-hint = Een gemeente, wijk of buurt, zoals Zwolle of Diezerpoort, Zwolle.
calls-area-unknown = Dit gebied kennen we niet. Je ziet nu calls uit alle gebieden.
calls-who = Wie mee mag doen
calls-who-any = Iedereen
calls-sort = Volgorde
calls-sort-deadline = Wat het eerst sluit
calls-sort-newest = Nieuwste eerst
calls-show = Toon calls
calls-clear = Wis alles
calls-chip-remove = : haal dit filter weg
calls-results = Gevonden calls
calls-count = { $count ->
    [one] 1 call
   *[other] { $count } calls
}
calls-none-title = Geen calls gevonden
calls-none-text = Er is nu geen call die hierbij past. Kijk ook eens naar calls die al gesloten zijn of nog opengaan.
calls-none-all = Bekijk alle calls
calls-pages = Bladeren
calls-first-page = Naar het begin
calls-next-page = Volgende
calls-atom = Volg nieuwe calls in je feedlezer (Atom)
calls-calendar = Zet alle deadlines in je agenda

calls-closes-soon = Sluit bijna
calls-closes-in = Sluit over
calls-opens-in = Gaat open over
calls-closed-at = Gesloten op
calls-withdrawn-at = Ingetrokken op
calls-opened-at = Open sinds
calls-unknown = Nog niet bekend
calls-available = Beschikbaar
calls-no-money = Geen vast bedrag
calls-days = { $count ->
    [one] 1 dag
   *[other] { $count } dagen
}
calls-hours = { $count ->
    [one] 1 uur
   *[other] { $count } uur
}
calls-minutes = { $count ->
    [one] 1 minuut
   *[other] { $count } minuten
}

calls-of = Call van { $funder }
calls-facts = In het kort
calls-start = Start een voorstel
calls-edit = Bewerken
calls-proposals = Ingediende voorstellen
calls-join = Doe je mee?
calls-join-text = Je begint met een concept. Dat bewaar je en maak je later af.
calls-remainder = { $left } van { $total } is nog beschikbaar
calls-to-calendar = Zet de deadline in je agenda
calls-draft-title = Dit is een concept
calls-draft-text = Alleen jouw partij ziet deze pagina. Zo ziet de call er straks uit.
calls-back-to-form = Terug naar het formulier
calls-withdrawn-title = Deze call is ingetrokken
calls-preview-title = Voorbeeld: { $title }
calls-questions-title = Vragen
calls-questions-text = Deze vragen beantwoord je in je voorstel.
calls-question-words = Lange tekst, hoogstens { $count } woorden
calls-question-optional = Hoef je niet te beantwoorden
calls-history-title = Wat er veranderd is
calls-history-text = Alles wat na het publiceren is aangepast, staat hier.
calls-change-what = Wat is er veranderd?
calls-change-before = Eerst
calls-change-after = Nu
calls-change-empty = (leeg)

calls-manage-none-title = Nog geen calls
calls-manage-none-text = Hier staan straks de calls van je partij, ook de concepten.

calls-new-lead = Begin met een titel. Daarna vul je de rest in. Niemand anders ziet je concept tot je het publiceert.
calls-new-party = Namens welke partij?
calls-new-begin = Begin een concept
calls-title-hint = Zeg in één zin wat je zoekt, zoals je het aan je buren zou vertellen.
calls-explain-title = Je kunt nog geen call publiceren
calls-explain-no-party = Een call publiceer je namens een gemeente, organisatie, bedrijf of coöperatie. Bij zo’n partij mag jij nog niets aanpassen.
calls-explain-unverified = { $party } is nog niet gecontroleerd. Zodra een organisator dat heeft gedaan, kun je een call maken. Dat duurt meestal een of twee werkdagen.
calls-explain-why = We controleren elke partij, zodat iedereen erop kan vertrouwen dat een call echt is.
calls-explain-to-parties = Bekijk de partijen

calls-edit-draft = Concept bewerken
calls-edit-draft-note = Bewaar je concept met de knop onderaan. In de meeste browsers bewaart het zichzelf ook terwijl je typt. Alleen jouw partij ziet het.
calls-edit-published = Call aanpassen
calls-edit-published-note = Deze call is openbaar. Elke wijziging komt op de pagina te staan, met hoe het eerst was en hoe het nu is.
calls-section-basics = Waar gaat het over?
calls-summary-hint = Twee of drie zinnen. Deze tekst staat in de lijst met calls.
calls-body-hint = Waarom is deze call er, wat zoek je en hoe kies je? Je kunt koppen (## Kop), lijsten (- punt) en links gebruiken.
calls-conditions-hint = Waar moet een voorstel aan voldoen? Zet elke voorwaarde op een eigen regel met een streepje ervoor.
calls-section-money = Geld
calls-ceiling-hint = Al het geld dat er voor deze call is. Laat dit leeg als er geen vast bedrag is.
calls-max-hint = Het hoogste bedrag dat één voorstel mag vragen.
calls-section-dates = Wanneer?
calls-opens-date = Gaat open op
calls-opens-hint = Laat dit leeg om meteen open te gaan.
calls-opens-time = Tijd waarop de call opent
calls-closes-date = Sluit op
calls-closes-hint = Daarna kan niemand meer indienen. Zonder tijd is dat 23:59 uur.
calls-closes-time = Tijd waarop de call sluit
calls-section-audience = Voor wie, en waar?
calls-who-hint = Iemand die voor zichzelf indient, is een persoon.
calls-areas-hint = Kies een gemeente, wijk of buurt uit de lijst.
calls-questions-hint = Alles wat je van elke indiener wilt weten. Titel, samenvatting, begroting en contactgegevens vragen we altijd al.
calls-questions-fixed = Je kunt de tekst van de vragen nog verduidelijken. Vragen toevoegen of weghalen kan niet meer, omdat mensen ze misschien al beantwoorden.
calls-question-add = Voeg een vraag toe
calls-question-number-n = Vraag { $number }
calls-question-label = Vraag
calls-question-help = Uitleg bij de vraag
calls-question-kind = Soort antwoord
calls-question-limit = Hoogste aantal woorden
calls-question-limit-hint = Alleen bij een lange tekst. Laat je dit leeg, dan is het { $count }.
calls-question-options = Antwoorden om uit te kiezen
calls-question-options-hint = Alleen bij een keuze. Zet elk antwoord op een eigen regel.
calls-question-required = Iedereen moet deze vraag beantwoorden
calls-question-up = Omhoog
calls-question-down = Omlaag
calls-question-remove = Haal weg
calls-question-button = { $action }: vraag { $number }
calls-publish = Publiceren
calls-preview = Bekijk het voorbeeld
calls-save = Concept bewaren
calls-save-change = Wijziging bewaren
calls-cancel = Terug zonder bewaren
calls-end-title = Eerder stoppen
calls-close-early = Sluit de call eerder
calls-close-early-text = Daarna kan niemand meer een voorstel indienen. Dat draai je niet terug. Ingediende voorstellen blijven staan.
calls-close-now = Sluit de call nu
calls-withdraw = Trek de call in
calls-withdraw-text = De call stopt en er worden geen voorstellen meer beoordeeld. Dat draai je niet terug. De pagina blijft staan, met je reden.
calls-withdraw-reason = Waarom trek je de call in?
calls-withdraw-reason-hint = Iedereen kan dit lezen.
calls-withdraw-now = Trek de call in

calls-feed-title = Open calls op Wijkcall
calls-event-title = Call sluit: { $title }
