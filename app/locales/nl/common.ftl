# Wat overal voorkomt: kader, fouten, formulieren, lijsten van keuzes.

language-name = Nederlands

layout-skip = Naar de inhoud
layout-demo-label = Over deze demo
breadcrumb = Kruimelpad
layout-demo-mail = Lees hun mails
layout-demo = Dit is een demo met verzonnen mensen.
nav-main = Hoofdmenu
nav-calls = Calls
nav-bakery = Businessbakkerij
nav-parties = Partijen
nav-desk = Vandaag
nav-sign-in = Inloggen
nav-notices = { $count ->
    [0] Meldingen
    [one] Meldingen: één nieuwe
   *[other] Meldingen: { $count } nieuwe
 }
nav-account = Mijn Wijkcall
nav-acting-for = Je werkt namens
nav-act-for = Werk namens
nav-about = Over Wijkcall
nav-accessibility = Toegankelijkheid
nav-privacy = Privacy
footer-title = Over deze site
footer-text = Wijkcall brengt gemeenten, bedrijven en bewoners bij elkaar die samen iets willen doen in de wijk.

home-title = Samen iets doen in jouw wijk
home-lead = Gemeenten en fondsen doen een oproep. Jij stuurt een plan in, of zoekt en biedt hulp in de businessbakkerij. Wij brengen mensen bij elkaar.
home-to-calls = Bekijk de calls
home-to-bakery = Zoek of bied hulp
home-doors = Waar sta jij?
home-door-municipality = Ik ben van een gemeente of fonds
home-door-municipality-text = Zet een call open met geld en voorwaarden. Kies eerlijk en laat zien waar elke euro naartoe gaat.
home-door-company = Ik ben van een bedrijf of organisatie
home-door-company-text = Zeg wat je zoekt en wat je kunt brengen. Je ziet wie bij je past en waarom.
home-door-resident = Ik woon hier en heb een idee
home-door-resident-text = Breng je idee in met gewone woorden. Je vindt mensen die helpen en hoort steeds hoe het ervoor staat.
home-open = Nu open
home-open-all = Alle calls
home-open-none = Er staat nu geen call open. Kijk wat er binnenkort opengaat, of plaats iets in de businessbakkerij.
home-posts = Gezocht en aangeboden
home-posts-all = Alle { $count } in de businessbakkerij
home-how = Zo werkt het
home-how-call = Een call gaat open
home-how-call-text = Een call is een oproep van een gemeente, fonds of bedrijf: dit willen we in de wijk, en dit is ervoor beschikbaar.
home-how-together = Je zoekt elkaar op
home-how-together-text = In de businessbakkerij staat wat mensen zoeken en bieden. Een organisator stelt je aan elkaar voor. Je gegevens blijven geheim tot je allebei ja zegt.
home-how-decision = Je hoort wat er besloten is
home-how-decision-text = Je krijgt een ontvangstbewijs, je kunt volgen hoe het gaat, en elk besluit heeft een reden.

error-not-found-title = Deze pagina is er niet
error-not-found-text = Misschien is het adres verkeerd getypt, of mag je deze pagina niet zien.
error-sign-in-title = Log eerst in
error-sign-in-text = Deze pagina is alleen voor mensen die zijn ingelogd.
error-second-factor-title = Vul eerst je code in
error-second-factor-text = Voor deze pagina is een extra code nodig.
error-bad-request-title = Dit konden we niet lezen
error-bad-request-text = Ga terug naar de vorige pagina en probeer het opnieuw.
error-conflict-title = Dit is intussen veranderd
error-conflict-text = Iemand anders heeft dit aangepast, of het kan nu niet meer. Ga terug en kijk hoe het er nu voor staat.
error-too-many-title = Even rustig aan
error-too-many-text = Er kwamen te veel pogingen achter elkaar. Wacht een paar minuten en probeer het opnieuw.
error-internal-title = Er ging iets mis bij ons
error-internal-text = Het ligt niet aan jou. Probeer het straks opnieuw.
error-to-home = Naar de startpagina
error-to-calls = Bekijk de calls

form-optional = (optioneel)
form-choose = Maak een keuze
form-saved = Bewaard om { $time }
form-saved-except = { $count ->
    [one] Bewaard om { $time }, op 1 veld na
   *[other] Bewaard om { $time }, op { $count } velden na
}
form-not-saved = Nog niet bewaard. Gebruik de knop om te bewaren.
form-save = Bewaar
form-words = { $words } van { $limit } woorden
form-error-title = { $count ->
    [one] Er gaat nog iets mis op 1 plek
   *[other] Er gaat nog iets mis op { $count } plekken
}

problem-required = Vul dit veld in.
problem-too-long = Maak dit korter: hoogstens { $n } tekens.
problem-email = Vul een geldig e-mailadres in, zoals naam@voorbeeld.nl.
problem-amount = Vul een bedrag in, zoals 1.250 of 1.250,50.
problem-number = Vul een getal in dat groter is dan 0, zoals 2 of 2,5.
problem-whole-number = Vul een heel getal in.
problem-date = Vul een datum in, zoals 21-11-2026.
problem-time = Vul een tijd in, zoals 17:00.
problem-website = Vul een webadres in, zoals https://voorbeeld.nl.

meant-filters = Gezocht met als filter: { $names }.
meant-as-words = Zoek liever naar de woorden “{ $words }”
meant-theme = Alles met het thema { $theme }
meant-offered = Thema's in je zoekvraag

theme-energy = Energie
theme-care = Zorg
theme-food = Voedsel
theme-work = Werk
theme-mobility = Mobiliteit
theme-public-space = Openbare ruimte en groen
theme-housing = Wonen
theme-education = Onderwijs
theme-health = Gezondheid en sport
theme-meeting = Ontmoeten
theme-culture = Cultuur
theme-digital = Digitaal
theme-money = Geld en inkomen
theme-safety = Veiligheid

party-kind-municipality = Gemeente
party-kind-company = Bedrijf
party-kind-organisation = Organisatie
party-kind-residents-group = Bewonersgroep
party-kind-cooperative = Coöperatie
party-kind-person = Persoon
party-role-owner = Eigenaar
party-role-editor = Bewerker
party-role-viewer = Lezer

resource-money = Geld
resource-hours = Uren
resource-space = Ruimte
resource-materials = Materiaal
resource-knowledge = Kennis
resource-discount = Korting
resource-vehicle = Vervoermiddel
resource-assignment = Opdracht

side-need = Behoefte
side-offer = Aanbod

suggest-label = Suggesties
suggest-count = { $count ->
    [0] Geen suggesties.
    [one] 1 suggestie. Kies met de pijltjestoetsen.
   *[other] { $count } suggesties. Kies met de pijltjestoetsen.
}
suggest-word = zoek hiernaar
suggest-meant = bedoelde je dit?
suggest-call = call
problem-markup = Gebruik gewone tekst. HTML kan niet in een mail.
problem-foreign-link = Hier staat een link naar een andere site: { $word }. Een mail van ons linkt alleen naar deze site.
