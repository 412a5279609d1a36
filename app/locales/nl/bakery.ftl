# De businessbakkerij: behoeften, aanbod, matches en kennismakingen.

pager = Bladeren
pager-previous = Vorige
pager-next = Volgende
pager-page = Pagina { $page }
chips = Gekozen filters
chip-remove = : haal dit filter weg
filters = Filters
filters-apply = Toon resultaten
filters-clear = Wis filters
search-button = Zoek
did-you-mean = Bedoelde je

problem-choose = Maak een keuze.
problem-ends-before-start = De laatste dag kan niet vóór de eerste dag liggen.
problem-in-the-past = Kies een dag die nog niet voorbij is.
problem-too-far = Kies een dag binnen { $n } dagen.
problem-area = Dit gebied kennen we niet. Kies een gemeente, wijk of buurt uit de lijst.
problem-one-theme = Kies minstens één thema.
problem-too-many-themes = Kies hoogstens { $n } thema's.
problem-one-contribution = Kies minstens één soort inbreng.
problem-address-in-text = Laat e-mailadressen weg. Wij geven je adres pas door als jullie allebei ja zeggen.

bakery-title = De businessbakkerij
bakery-lead = Hier staat wat mensen, bedrijven en organisaties in de wijk zoeken en bieden. Plaats jouw behoefte of aanbod. Wij laten zien wat bij elkaar past.
bakery-post-need = Plaats een behoefte
bakery-post-offer = Plaats aanbod
bakery-search-label = Zoek in behoeften en aanbod
bakery-results = Resultaten
bakery-found = { $count ->
    [one] behoefte of aanbod
   *[other] behoeften en aanbod
}
bakery-nothing-title = Niets gevonden
bakery-nothing-text = Probeer een ander woord of haal een filter weg. Of plaats zelf wat je zoekt, dan krijg je een mail zodra er iets past.
bakery-empty-text = Er staat nog niets in de bakkerij. Plaats de eerste behoefte of het eerste aanbod.
bakery-show-all = Toon alles
facet-side = Behoefte of aanbod
facet-theme = Thema
facet-resource = Soort inbreng
facet-area = Gebied
facet-party = Van wie

listing-open = Open
listing-expiring = Verloopt bijna
listing-expired = Verlopen
listing-closed = Gesloten
listing-online = kan online
listing-until = tot en met { $date }
listing-by-person = Een bewoner
listing-facts = Gegevens
listing-state = Status
listing-asks = Wat er nodig is
listing-brings = Wat er te bieden is
listing-party = Van
listing-verified = Gecontroleerd
listing-place = Waar
listing-online-long = Kan online, afstand maakt niet uit
listing-reach-km = Binnen { $km } km
listing-period = Wanneer
period-both = { $from } tot en met { $until }
period-from = Vanaf { $from }
period-until = Tot en met { $until }
listing-posted-on = Geplaatst op
listing-runs-until = Staat hier tot en met
listing-edit = Wijzig
listing-renew = Verleng
listing-close = Sluit
listing-introductions = Kennismakingen
listing-introduction = Bekijk de kennismaking
listing-posted = Je bericht staat in de bakkerij. We zoeken meteen wat erbij past.
listing-changed = Je wijzigingen zijn bewaard.
listing-was-closed = Je bericht is gesloten. Niemand ziet het meer.
listing-renewed = Je bericht is verlengd.

manage-open = Dit is jouw bericht. Iedereen kan het zien.
manage-expiring = Dit is jouw bericht. Het verloopt bijna: verleng het als je nog zoekt of biedt.
manage-expired = Dit bericht is verlopen. Alleen jij ziet het nog. Verleng het om het weer te laten zien.
manage-closed = Dit bericht is gesloten. Alleen jij ziet het nog.

respond-need-title = Kun jij hierbij helpen?
respond-need-text = Plaats wat jij te bieden hebt. Past het, dan stellen we jullie aan elkaar voor. Je e-mailadres blijft geheim tot jullie allebei ja zeggen.
respond-offer-title = Is dit wat je zoekt?
respond-offer-text = Plaats wat jij nodig hebt. Past het, dan stellen we jullie aan elkaar voor. Je e-mailadres blijft geheim tot jullie allebei ja zeggen.

matches-title = Wat hierbij past
matches-text = Een match is een voorstel van de computer, met de reden erbij. Een organisator kijkt mee en stelt jullie aan elkaar voor.
matches-empty-title = Nog geen match
matches-empty-text = We hebben nog niets gevonden dat goed genoeg past. Zodra er iets bij komt, krijg je een mail.
matches-empty-search = Zoek zelf
match-score = Score { $score } van 100
match-of-100 = van 100
match-why = Waarom past dit?
match-points = { $points } van { $most } punten

listing-km = { $km } km hiervandaan
listing-by-meaning = Gaat over hetzelfde, in andere woorden
sort-label = Volgorde
sort-best = Beste eerst
sort-newest = Nieuwste eerst
sort-nearest = Dichtstbij eerst
sort-from = Vanaf
sort-button = Sorteer
sort-from-known = Afstanden zijn hemelsbreed, vanaf het midden van { $place }.
sort-from-unknown = Typ bij “Vanaf” een gemeente, wijk of buurt. Tot die tijd staat het beste bovenaan.
nothing-try = Misschien helpt dit:
nothing-words-alone = Overal naar “{ $words }” zoeken ({ $count })
nothing-without = Zonder het filter { $filter }
nothing-theme = Alles met het thema { $theme } ({ $count })

part-text = Tekst
part-meaning = Betekenis
part-themes = Thema
part-contribution = Inbreng
part-place = Plaats
part-time = Tijd
part-trust = Partij

opinion-fits = Past wel
opinion-fits-not = Past niet
opinion-take-back = Maak ongedaan
opinion-fits-said = Genoteerd: dit past wel.
opinion-fits-not-said = Genoteerd: dit past niet. Je ziet het niet meer in de lijst.
opinion-taken-back = Je oordeel is weer weg.
opinion-put-aside = “{ $title }” staat niet meer in deze lijst.
opinion-aside = { $count ->
    [one] 1 bericht dat volgens jou niet past
   *[other] { $count } berichten die volgens jou niet passen
}
opinion-side-against = Een van beide kanten zegt dat dit niet past.

why-not-label = Mis je een bericht in deze lijst?
why-not-description = Plak de link van het bericht, of typ de titel. Dan zie je waarom het wel of niet past.
why-not-button = Waarom staat het er niet?
why-not-title = Waarom past het wel of niet?
why-not-lead = Dit gaat over de matches van “{ $title }”.
why-not-unknown-title = We kennen dit bericht niet
why-not-unknown-text = Er is geen open bericht met deze link of titel. Misschien is het gesloten of verlopen.
why-not-which = Welk bericht bedoel je?
why-not-ruled-out = Dit kan geen match zijn
why-not-both-needs = Het zijn allebei behoeften. Een match is altijd een behoefte met een aanbod.
why-not-both-offers = Het is allebei aanbod. Een match is altijd een behoefte met een aanbod.
why-not-same-party = Beide berichten zijn van dezelfde partij.
why-not-closed = “{ $title }” is gesloten of verlopen.
why-not-soon = Een van de berichten is net geplaatst of veranderd. Probeer het over een minuut opnieuw.
why-not-contribution = De inbreng past niet bij elkaar: hier { $ours }, daar { $theirs }.
why-not-period = De periodes vallen niet samen: er is geen dag waarop het allebei kan.
why-not-reach = De afstand is te groot: { $km } km, terwijl om hoogstens { $reach } km is gevraagd. Tot twee keer zo ver laten we nog zien.
why-not-found = Dit past: het staat op plaats { $place } van je matches
why-not-found-text = De lijst toont de beste matches. Dit zijn de redenen.
why-not-too-little = Dit past te weinig om een match te zijn
why-not-no-evidence = De berichten delen geen woord dat iets zegt, en ook geen thema.
why-not-low = De score is { $score } van 100. Vanaf { $lowest } is het een match.
why-not-weak = Weinig punten voor: { $parts }.
why-not-pushed-out = Dit past, maar andere berichten passen beter
why-not-pushed-out-text = De lijst is beperkt, met hoogstens twee berichten van één partij per tien. Dit bericht viel er net buiten.
fits-mine-title = Past dit bij jouw bericht?

reason-words = Jullie noemen allebei: { $words }
reason-no-words = Jullie gebruiken andere woorden
reason-same-meaning = Jullie teksten gaan over hetzelfde
reason-near-meaning = Jullie teksten gaan deels over hetzelfde
reason-other-meaning = Jullie teksten gaan over iets anders
reason-themes = { $count ->
    [one] Zelfde thema: { $themes }
   *[other] Zelfde thema's: { $themes }
}
reason-no-theme = Geen thema hetzelfde
reason-contributions = Gevraagd en geboden: { $contributions }
reason-no-contribution = Andere soort inbreng
reason-same-neighbourhood = Zelfde buurt
reason-same-district = Zelfde wijk
reason-same-municipality = Zelfde gemeente
reason-elsewhere = Andere plaats
reason-km = { $km } km van elkaar
reason-period = Samen beschikbaar van { $from } tot en met { $until }
reason-fresh = Geplaatst op { $date }
reason-verified = Gecontroleerde partij
reason-not-verified = Nog niet gecontroleerd
caution-reach = Let op: dit is { $km } km ver, en er is gevraagd om hoogstens { $reach } km.
caution-far = Let op: dit is { $km } km van elkaar.
caution-words = Let op: de teksten lijken weinig op elkaar.
caution-themes = Let op: de thema's zijn verschillend.
caution-contribution = Let op: wat geboden wordt, is niet precies wat gevraagd wordt.
caution-place = Let op: de plaats past minder goed.
caution-time = Let op: de periode past minder goed.
caution-trust = Let op: deze partij is nog niet gecontroleerd.

own-title = Mijn behoeften en aanbod
own-lead = Hier zie je wat jij plaatste, hoe lang het nog staat en hoeveel matches er zijn.
own-matches = { $count ->
    [0] nog geen match
    [one] 1 match
   *[other] { $count } matches
}
own-empty-title = Je hebt nog niets geplaatst
own-empty-text = Plaats wat je zoekt of wat je te bieden hebt. Daarna zie je hier wat erbij past.

listing-new-need = Plaats een behoefte
listing-new-offer = Plaats aanbod
listing-edit-need = Wijzig je behoefte
listing-edit-offer = Wijzig je aanbod
listing-form-lead = Vertel het zoals je het aan je buren zou vertellen. Iedereen kan dit lezen, maar je e-mailadres staat er niet bij.
listing-side = Zoek je iets of bied je iets?
listing-side-need = Ik zoek iets
listing-side-offer = Ik bied iets
listing-for = Namens wie?
listing-for-myself = Mijzelf
listing-title = Titel
listing-title-hint = In één zin, bijvoorbeeld: Werkplaats gezocht voor het repaircafé.
listing-body-need = Wat heb je nodig?
listing-body-need-hint = Vertel ook voor wie het is en wat je zelf al hebt.
listing-body-offer = Wat bied je?
listing-body-offer-hint = Vertel ook voor wie het bedoeld is en wat je ervoor terug wilt, als dat zo is.
listing-themes = Waar gaat het over?
listing-themes-hint = Kies één tot vier thema's.
listing-contributions = Wat is er nodig of te bieden?
listing-contributions-hint = Kies de soort en vul in hoeveel, als je dat weet. Bijvoorbeeld: Uren, 2, uur per week.
contribution-kind = Soort inbreng
contribution-quantity = Hoeveel
contribution-unit = Eenheid
listing-where = Waar?
listing-area = Buurt, wijk of gemeente
listing-area-hint = Begin te typen en kies uit de lijst.
listing-reach = Hoe ver mag het zijn, in kilometers?
listing-reach-hint = Laat leeg als het niet uitmaakt.
listing-online-tick = Dit kan ook online
listing-when = Wanneer?
listing-starts = Vanaf welke dag
listing-ends = Tot en met welke dag
listing-expires = Hoe lang moet dit hier staan?
listing-expires-hint = Hoogstens { $days } dagen. Je kunt later verlengen.
listing-post = Plaats in de bakkerij
listing-check = Bekijk eerst
listing-preview = Zo komt het te staan
listing-save = Bewaar

renew-title = Nog een keer verlengen?
renew-closed = Dit bericht is gesloten. Verlengen kan niet meer.
renew-expired = Dit bericht is verlopen op { $date }.
renew-until = Dit bericht staat in de bakkerij tot en met { $date }.
renew-text = Met de knop blijft dit bericht { $days } dagen vanaf vandaag staan.
renew-to-own = Naar mijn behoeften en aanbod

introduction-asked = Gevraagd
introduction-both-yes = Kennisgemaakt
introduction-declined = Gaat niet door
introduction-lapsed = Verlopen zonder antwoord
introduction-title = Kennismaken?
introduction-title-answered = Kennismaking
introduction-lead = Een organisator van Wijkcall ziet een match met jouw bericht “{ $title }”. Dit is wat de ander plaatste.
introduction-message = Bericht van de organisator
introduction-question = Wil je kennismaken?
introduction-question-text = Pas als jullie allebei ja zeggen, krijgen jullie elkaars naam en e-mailadres.
introduction-yes = Ja, ik wil kennismaken
introduction-no = Nee, nu niet
introduction-own-post = Bekijk je eigen bericht
introduction-waiting-title = Bedankt, je hebt ja gezegd
introduction-waiting-text = We wachten nog op de ander. Je hoort het uiterlijk op { $date }.
introduction-both-title = Jullie willen allebei kennismaken
introduction-both-text = Neem gerust zelf contact op. We stuurden jullie allebei een mail met elkaars gegevens.
introduction-said-no-title = Je hebt nee gezegd
introduction-said-no-text = Dat is prima. Je gegevens zijn met niemand gedeeld. Je bericht blijft staan.
introduction-declined-title = Deze kennismaking gaat niet door
introduction-declined-text = Het kwam deze keer niet uit. Je gegevens zijn met niemand gedeeld. Je bericht blijft staan en we zoeken verder.
introduction-lapsed-title = Deze kennismaking is verlopen
introduction-lapsed-text = Er kwam niet op tijd antwoord van allebei. Je gegevens zijn met niemand gedeeld.
contact-name = Naam
contact-email = E-mailadres

mail-new-match-subject = { $count ->
    [one] Dit past bij ‘{ $title }’
   *[other] { $count } berichten passen bij ‘{ $title }’
}
mail-new-match-text = { $count ->
    [one] We vonden iets dat past bij jouw bericht ‘{ $title }’:
   *[other] We vonden { $count } berichten die passen bij jouw bericht ‘{ $title }’. De beste staan hieronder.
}
mail-new-match-line = { $title } ({ $score } van 100)
mail-new-match-next = Je hoeft niets te doen. Een organisator kijkt mee en stelt jullie aan elkaar voor als het past.
mail-new-match-button = Bekijk waarom dit past
mail-introduction-yours = Jouw bericht
mail-introduction-asked-subject = Kennismaken over ‘{ $title }’?
mail-introduction-asked-text = Een organisator van Wijkcall denkt dat jij en een ander elkaar verder kunnen helpen. Wil je kennismaken? Dit is wat de ander plaatste.
mail-introduction-message = De organisator schrijft erbij:
mail-introduction-asked-next = Je e-mailadres geven we pas door als jullie allebei ja zeggen. Zonder antwoord verloopt deze vraag na { $days } dagen.
mail-introduction-answer = Lees meer en antwoord
mail-introduction-reminder-subject = Wil je nog kennismaken over ‘{ $title }’?
mail-introduction-reminder-text = Een week geleden vroegen we of je wilt kennismaken. We hebben nog geen antwoord van je. Dat kan tot en met { $date }.
mail-introduction-both-yes-subject = Jullie willen allebei kennismaken over ‘{ $title }’
mail-introduction-both-yes-text = Goed nieuws: jullie zeiden allebei ja. Zo bereik je de ander:
mail-introduction-both-yes-next = Neem gerust zelf contact op. De ander kreeg ook jouw naam en e-mailadres.
mail-introduction-see = Bekijk de kennismaking
mail-introduction-declined-subject = De kennismaking over ‘{ $title }’ gaat niet door
mail-introduction-declined-text = Het kwam deze keer niet uit. Dat ligt niet aan jou. Je gegevens zijn met niemand gedeeld. Je bericht ‘{ $title }’ blijft staan en we zoeken verder.
mail-introduction-declined-button = Bekijk je bericht
mail-introduction-ended-subject = Kennismaking gaat niet door: ‘{ $title }’
mail-introduction-ended-text = Een van de twee kanten zei nee tegen deze kennismaking:
mail-introduction-ended-button = Bekijk de kennismakingen
mail-listing-expires-subject = Je bericht ‘{ $title }’ verloopt bijna
mail-listing-expires-text = Je bericht ‘{ $title }’ staat in de bakkerij tot en met { $date }. Daarna ziet niemand het meer. Klopt het nog? Verleng het dan met { $days } dagen. Inloggen hoeft niet.
mail-listing-expires-button = Verleng dit bericht

map-title = Op de kaart
map-to-map = Bekijk deze resultaten op de kaart
map-to-list = Terug naar de lijst
map-label = Kaart met behoeften en aanbod per plek
map-places = Per plek
map-zoom-in = Inzoomen
map-zoom-out = Uitzoomen
map-close = Sluit
map-needs = { $count ->
    [one] 1 behoefte
   *[other] { $count } behoeften
}
map-offers = { $count } aanbod
map-whole = voor de hele gemeente
