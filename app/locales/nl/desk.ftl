# Het bureau van de organisator.

desk-menu = Bureau
desk-lead = Dit wacht op jou. Wat het langst wacht, staat bovenaan.
desk-matches = Matches
desk-needs = Behoeften zonder match
desk-shortlist = Shortlist
desk-introductions = Kennismakingen
desk-mails = Mails
desk-all = Alle
pager-first = Naar het begin

desk-waits = { $days ->
    [0] sinds vandaag
    [one] 1 dag
   *[other] { $days } dagen
}
desk-oldest = oudste: { $waits }
desk-late = { $count ->
    [one] 1 wacht langer dan een week
   *[other] { $count } wachten langer dan een week
}
desk-waiting-answers = Wacht op antwoord
desk-waits-both = beide kanten antwoordden nog niet
desk-waits-need = wie iets zoekt, antwoordde nog niet
desk-waits-offer = wie iets biedt, antwoordde nog niet
desk-reminded = herinnerd
desk-tile-matches = { $count ->
    [one] match om te beoordelen
   *[other] matches om te beoordelen
}
desk-tile-needs = { $count ->
    [one] behoefte zonder match
   *[other] behoeften zonder match
}
desk-tile-introductions = { $count ->
    [one] kennismaking zonder antwoord
   *[other] kennismakingen zonder antwoord
}
desk-tile-shortlist = op de shortlist
desk-tile-parties = { $count ->
    [one] partij om te controleren
   *[other] partijen om te controleren
}
desk-tile-mails = { $count ->
    [one] mail die niet aankwam
   *[other] mails die niet aankwamen
}

desk-matches-lead = Behoeften en aanbod die bij elkaar passen, de beste eerst. Zet een match op de shortlist, of vraag beide kanten of ze willen kennismaken.
desk-matches-found = { $count ->
    [one] match
   *[other] matches
}
desk-matches-empty-title = Geen matches
desk-matches-empty-text = Met dit filter is er niets te beoordelen. Kies een lagere score of een ander gebied.
desk-all-themes = Alle thema's
desk-lowest = Score vanaf
desk-also-handled = Toon ook wat op de shortlist staat, is voorgesteld of volgens jou niet past
desk-export = Download als CSV
desk-judgements = Oordelen over matches
desk-judgements-text = Wat mensen zeiden dat wel of niet past. Daarmee is te meten hoe goed het zoeken is: zet de drie bestanden in één map en gebruik ze met wijkcall evaluate.
desk-judgements-grades = Oordelen
desk-judgements-queries = Behoeften
desk-judgements-corpus = Aanbod
desk-take-up = Oppakken
desk-note = Notitie
desk-message = Bericht aan beide kanten
desk-to-shortlist = Zet op shortlist
desk-introduce = Vraag beide kanten
desk-on-shortlist = Op de shortlist
desk-shortlisted = De match staat op de shortlist.
desk-introduced = Beide kanten kregen een mail met de vraag of ze willen kennismaken.

desk-needs-lead = Mensen die iets zoeken en voor wie nog niets gevonden is, de langst wachtende eerst.
desk-needs-empty-title = Voor iedereen is er iets
desk-needs-empty-text = Er is geen behoefte zonder match.

desk-shortlist-lead = Matches die je wilt onthouden, met je notities.
desk-shortlist-empty-title = De shortlist is leeg
desk-shortlist-empty-text = Zet hier matches op die je later wilt oppakken.
desk-write-note = Bewaar notitie
desk-note-written = Je notitie is bewaard.
desk-take-off = Haal van de shortlist
desk-taken-off = De match is van de shortlist gehaald.

desk-introductions-lead = Aan wie is gevraagd of ze willen kennismaken, en wat ze antwoordden.
desk-introductions-empty-title = Geen kennismakingen
desk-introductions-empty-text = Vraag bij een match beide kanten of ze willen kennismaken. Daarna zie je hier hun antwoord.
desk-asked-on = Gevraagd op
desk-reminded-on = Herinnerd op { $date }
desk-answer-yes = Ja, op { $date }
desk-answer-no = Nee, op { $date }
desk-no-answer = Nog geen antwoord

desk-mails-lead = Wat de site mailt. Wat niet aankomt, kun je opnieuw laten versturen.
desk-mails-empty-title = Geen mails
desk-mails-empty-text = Er zijn geen mails met deze staat.
desk-mail-subject = Onderwerp
desk-mail-to = Aan
desk-mail-made = Gemaakt op
desk-mail-outcome = Uitkomst
desk-resend = Verstuur opnieuw
desk-resent = De mail wordt opnieuw verstuurd.
desk-suppressed-title = Adressen die niet bestaan
desk-suppressed-text = Hun mailserver zegt dat het adres er niet is. We mailen er niet meer naartoe, want anders vertrouwen andere servers onze mails niet. Klopt het adres toch? Mail er dan weer naartoe.
desk-suppressed-since = Sinds
desk-suppressed-answer = Antwoord van de mailserver
desk-suppressed-act = Doen
desk-lift = Mail er weer naartoe
desk-lifted = We mailen weer naar dit adres.
mail-status-waiting = Wacht
mail-status-held = Apart gelegd
mail-status-sending = Onderweg
mail-status-sent = Verstuurd
mail-status-failed = Mislukt
mail-status-suppressed = Afgemeld
mail-status-discarded = Weggegooid
desk-mails-waiting =
    { $count ->
        [one] 1 mail vraagt aandacht
       *[other] { $count } mails vragen aandacht
    }
desk-tile-letters =
    { $count ->
        [one] mail ligt apart
       *[other] mails liggen apart
    }

desk-pause-title = Er gaat geen mail uit sinds { $since }
desk-pause-text = { $count ->
    [one] Er wacht 1 mail.
   *[other] Er wachten { $count } mails.
} De mailserver neemt niets aan. We proberen het steeds opnieuw met één mail. Lukt dat, dan gaat alles vanzelf alsnog weg.
desk-pause-answer = Laatste antwoord van de mailserver: { $answer }
