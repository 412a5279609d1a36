# Beoordelingen: pagina's en mails.

nav-assessments = Te beoordelen ({ $count })
assessments-title = Te beoordelen
assessments-lead = Voorstellen waarover je gevraagd bent te oordelen.
assessments-progress = { $done } van { $asked } beoordeeld
assessments-empty-title = Er wacht niets
assessments-empty = Vraagt iemand je om een voorstel te beoordelen? Dan staat het hier, en je krijgt er een mail over.
assessments-done = Afgerond

assessment-asked = Nog niet begonnen
assessment-reading = Bezig
assessment-conflict = Heeft een belang
assessment-submitted = Beoordeeld
assessment-withdrawn = Ingetrokken
assessment-late = Te laat
assessment-decided = Niet meer nodig
assessment-due = Klaar uiterlijk
assessment-somebody = Iemand zonder account

assessment-mark-1 = 1, onvoldoende
assessment-mark-2 = 2, matig
assessment-mark-3 = 3, voldoende
assessment-mark-4 = 4, goed
assessment-mark-5 = 5, heel goed
assessment-mark-na = Niet van toepassing (telt niet mee)

assessment-interest = Heb je een belang bij dit voorstel?
assessment-interest-hint = Bijvoorbeeld: je kent de indiener goed, je werkt er, of je hebt er zelf voordeel van.
assessment-interest-text = Zeg eerst of je een belang hebt. Daarna kun je het voorstel lezen.
assessment-interest-none = Nee, ik heb geen belang
assessment-interest-conflict = Ja, ik heb wel een belang
assessment-interest-button = Ga verder
assessment-later = Heb je toch een belang?
assessment-later-text = Zeg het dan hier. Je kunt het voorstel daarna niet meer lezen, en je oordeel telt niet mee. Dit kun je niet terugdraaien.
assessment-later-button = Ik heb wel een belang
assessment-conflict-text = Je hebt gezegd dat je een belang hebt. Daarom kun je dit voorstel niet lezen en niet beoordelen. Wie je vroeg, ziet dit en kan iemand anders vragen.
assessment-withdrawn-text = Je hoeft dit voorstel niet meer te beoordelen. Wie je vroeg, heeft dat ingetrokken.
assessment-decided-text = Je kunt hierover niet meer oordelen: er is een besluit, of het voorstel is ingetrokken.
assessment-proposal = Het voorstel

assessment-own = Jouw beoordeling
assessment-mark = Jouw oordeel
assessment-mark-hint = Past een cijfer niet? Kies dan 'niet van toepassing'.
assessment-reasons = Waarom vind je dat?
assessment-reasons-hint = Hoogstens 3.000 tekens. De indiener leest dit niet. Wie besluit en andere beoordelaars lezen het wel.
assessment-saved-at = Concept bewaard op { $moment }.
assessment-once = Je levert één keer in. Daarna zie je wat anderen vinden.
assessment-submit = Lever je beoordeling in
assessment-save = Bewaar als concept

assessment-all = Beoordelingen
assessment-none = Er is nog niemand gevraagd.
assessment-hidden = Je bent zelf gevraagd om dit voorstel te beoordelen. Lever eerst jouw beoordeling in, dan zie je wat anderen vinden.
assessment-mean = { $count ->
    [one] Gemiddeld { $mean } van 5 (1 cijfer)
   *[other] Gemiddeld { $mean } van 5 ({ $count } cijfers)
}
assessment-withdraw = Trek de vraag in
assessment-ask-title = Vraag beoordelaars
assessment-ask-lead = De mensen die je kiest, krijgen vandaag een mail. De indiener merkt er niets van.
assessment-ask-button = Vraag deze mensen
assessment-ask-decided = Over dit voorstel is al besloten, of het is ingetrokken.
assessment-people = Wie vraag je?
assessment-people-hint = Leden van jullie partij die nog niet gevraagd zijn. Staat iemand er niet bij? Nodig die dan eerst uit als lid.
assessment-nobody-left = Iedereen van jullie partij is al gevraagd. Nodig eerst iemand uit als lid.
assessment-due-label = Klaar uiterlijk op
assessment-due-hint = Drie dagen ervoor sturen we een herinnering aan wie nog niet klaar is, en nog een als de dag voorbij is.
assessment-was-asked = De mensen zijn gevraagd.
assessment-was-withdrawn = De vraag is ingetrokken.
assessment-was-saved = Je concept is bewaard.
assessment-was-submitted = Je beoordeling is ingeleverd.

problem-assessment-mark = Kies een oordeel.
problem-assessment-interest = Kies of je een belang hebt.
problem-assessment-people = Kies minstens één persoon.
problem-assessment-nobody = Deze mensen zijn al gevraagd, of kunnen niet gevraagd worden.
problem-assessment-due = Kies een dag na vandaag, hoogstens een jaar vooruit.
problem-assessment-early = Beoordelaars vragen kan als de call gesloten is. Tot dan kunnen indieners hun voorstel nog aanpassen.

mail-assessment-asked-subject = Wil je voorstel { $number } beoordelen? Uiterlijk { $day }
mail-assessment-asked-text = Je bent gevraagd om een voorstel te beoordelen voor { $call }. Dat kan tot en met { $day }.
mail-assessment-asked-interest = Zeg eerst of je een belang hebt bij het voorstel. Daarna kun je het lezen.
mail-assessment-waiting-subject = Voorstel { $number } wacht op jouw beoordeling, uiterlijk { $day }
mail-assessment-waiting-text = Je hebt nog tot en met { $day } om dit voorstel te beoordelen. Heb je een belang? Zeg het dan op de pagina.
mail-assessment-late-subject = Jouw beoordeling van voorstel { $number } is te laat
mail-assessment-late-text = Je zou dit voorstel uiterlijk { $day } beoordelen. Dat kan nog, zolang er niet is besloten.
mail-assessment-button = Naar de beoordeling
