# Bewaarde zoekopdrachten.

alerts-title = Bewaarde zoekopdrachten
alerts-lead = We mailen naar { $address } als er iets nieuws is bij een zoekopdracht die je hebt bewaard.
alerts-none-title = Je hebt nog geen zoekopdracht bewaard
alerts-none-text = Zoek in de businessbakkerij of bij de calls, en kies daar "Bewaar deze zoekopdracht". Dan hoor je het als er iets nieuws bij komt.
alerts-save-link = Bewaar deze zoekopdracht
alerts-new-title = Bewaar je zoekopdracht
alerts-new-lead = We mailen je als er iets nieuws is dat hierbij past.
alerts-asks = Waar je naar zoekt
alerts-everything = Alles
alerts-all-words = Je krijgt bericht als alle woorden in het bericht staan, ook in een andere vorm of als deel van een langer woord.
alerts-found-now =
    { $count ->
        [0] Nu past er nog niets.
        [one] Nu past er 1 resultaat. Bekijk het.
       *[other] Nu passen er { $count } resultaten. Bekijk ze.
    }
alerts-name = Naam
alerts-name-hint = Zo noemen we de zoekopdracht in de mails.
alerts-rhythm = Wanneer wil je bericht?
alerts-direct = Meteen
alerts-daily = Elke dag om 7 uur
alerts-weekly = Elke week om 7 uur
alerts-off = Niet
alerts-save = Bewaar
alerts-saved = Je zoekopdracht is bewaard.
alerts-change = Wijzig
alerts-changed = Je zoekopdracht is gewijzigd.
alerts-results = Bekijk de resultaten
alerts-delete-title = Niet meer nodig?
alerts-delete-text = Je krijgt dan geen mails meer over deze zoekopdracht.
alerts-delete = Verwijder deze zoekopdracht
alerts-deleted = Je zoekopdracht is verwijderd.
alerts-problem-words = Gebruik een woord waarop we kunnen zoeken. Woorden als "de" en "een" zeggen te weinig.
alerts-problem-same = Deze zoekopdracht heb je al bewaard.
alerts-problem-many = Je kunt hoogstens { $n } zoekopdrachten bewaren. Verwijder er eerst een.
alerts-chip-all-words = Alle woorden
alerts-reach =
    { $count ->
        [0] Niemand krijgt hiervan vanzelf bericht.
        [one] 1 mens krijgt hiervan bericht.
       *[other] { $count } mensen krijgen hiervan bericht.
    }

mail-search-one-subject = Nieuw bij ‘{ $name }’: ‘{ $title }’
mail-search-one-text = Er is iets nieuws bij je zoekopdracht ‘{ $name }’:
mail-search-many-subject = { $count } nieuwe berichten bij je zoekopdrachten
mail-search-many-text = Er zijn { $count } nieuwe berichten die passen bij wat je zoekt.
mail-search-group = ‘{ $name }’ ({ $count } nieuw):
mail-search-results = Alle resultaten van ‘{ $name }’
mail-search-see = Bekijk het bericht
mail-search-see-results = Bekijk de resultaten
mail-search-see-all = Bekijk je zoekopdrachten
mail-search-manage = Wijzig of verwijder je zoekopdrachten
