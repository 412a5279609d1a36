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
calls-followed = Je volgt deze call. Je krijgt een mail als er iets verandert.
calls-unfollowed = Je volgt deze call niet meer.
