# Mails kiezen, volgen, uitschrijven, de mailbox van de demo.

mails-title = Mails
mails-lead = Hier kies je welke mails we sturen naar { $address }.
mails-kinds = Hoe vaak wil je hiervan horen?
mails-when-call-published = als er een call komt in een gebied, over een thema of van een partij die je volgt
mails-when-deadline-soon = zeven dagen en een dag voordat een call sluit die je volgt, of waarvoor je een voorstel aan het schrijven bent
mails-when-new-match = als er een behoefte of aanbod bij dat van jou past
mails-when-search-alert = meteen als er iets nieuws is bij een zoekopdracht die je bewaard hebt
mails-when-search-digest = om zeven uur ’s ochtends, met alles wat er nieuw is bij zoekopdrachten die je bewaard hebt
mails-when-introduction-asked = als iemand met je wil kennismaken
mails-when-introduction-reminder = als we na een week nog geen antwoord van je hebben
mails-when-introduction-both-yes = als jullie allebei ja hebben gezegd
mails-when-introduction-declined = als de ander niet kan of wil
mails-when-introduction-ended = als een kennismaking waar jij om vroeg niet doorgaat
mails-when-segment = Als een organisator iets wil laten weten aan partijen of aan indieners van een call.
mails-when-digest = om zeven uur ’s ochtends, met alles wat je per dag of per week wilt horen
mails-when-listing-expires = als je behoefte of aanbod bijna niet meer te zien is
mails-always = Deze mails krijg je altijd
mails-always-text = Ze horen bij iets wat je zelf doet. Zonder deze mails kun je bijvoorbeeld niet inloggen.
mails-moments = Wanneer mogen we mailen?
mails-weekday = Dag van je weekoverzicht
mails-weekday-hint = Wat je elke week wilt horen, komt op deze dag om 7 uur. Ook van je bewaarde zoekopdrachten.
mails-quiet-from = Stille uren vanaf
mails-quiet-until = Stille uren tot
mails-quiet-hint = In deze uren mailen we je niet. Alleen een mail waar je op wacht, zoals om in te loggen, komt meteen.
mails-quiet-never = Geen stille uren
mails-problem-quiet = Kies twee verschillende uren.
mails-parties = Hoe vaak wil je horen van je partijen?
mails-parties-hint = Kies dit als je voor een partij vaker of minder vaak mail wilt. Van een datum die voorbij kan gaan, hoor je in elk geval dezelfde dag.
mails-party-own = Zoals ik hierboven koos
weekday-monday = Maandag
weekday-tuesday = Dinsdag
weekday-wednesday = Woensdag
weekday-thursday = Donderdag
weekday-friday = Vrijdag
weekday-saturday = Zaterdag
weekday-sunday = Zondag
mails-save = Bewaar mijn keuze
mails-saved = Je keuze is bewaard.
mails-follow-label = Volg een wijk of gemeente
mails-follow-hint = Typ een naam, zoals Zwolle of Diezerpoort, Zwolle.
mails-follow-button = Volg
mails-followed = Je volgt dit gebied nu.
mails-problem-area = Kies een wijk of gemeente uit de lijst.

unsubscribe-title = Wil je deze mails niet meer?
unsubscribe-text = Je stopt met mails van de soort ‘{ $kind }’. Dit geldt voor { $address }.
unsubscribe-button = Ja, stop met deze mails
unsubscribe-done-title = Je krijgt deze mails niet meer
unsubscribe-done-text = We sturen geen mails meer van de soort ‘{ $kind }’. Dit geldt voor { $address }.
unsubscribe-undo = Stuur ze toch weer wel
unsubscribe-wrong-title = Deze link klopt niet
unsubscribe-wrong-text = Open de link in de mail nog een keer, of kies zelf welke mails je krijgt.

mail-fact-area = Waar
mail-fact-available = Beschikbaar
mail-fact-opens = Opent op
mail-fact-closes = Sluit op
mail-to-call = Bekijk de call
mail-call-published-subject = Nieuwe call: ‘{ $title }’
mail-call-published-text = { $funder } doet een oproep: ‘{ $title }’.
mail-deadline-subject = Nog even tijd: ‘{ $title }’
mail-deadline-draft = Je bent begonnen aan een voorstel voor ‘{ $title }’, maar je hebt het nog niet ingediend. De call sluit op { $moment }. Daarna kan het niet meer.
mail-deadline-follow = De call ‘{ $title }’ sluit op { $moment }. Wil je meedoen? Dien dan voor die tijd een voorstel in.

dev-mail-title = Mailbox van de demo
dev-mail-lead = Hier staan alle mails die de demo verstuurt. Er gaat niets echt de deur uit.
dev-mail-search = Zoek op adres of onderwerp
dev-mail-find = Zoek
dev-mail-none = Er zijn nog geen mails.
dev-mail-older = Oudere mails
dev-mail-subject = Onderwerp
dev-mail-to = Aan
dev-mail-kind = Soort
dev-mail-when = Wanneer
dev-mail-status = Status
dev-mail-sent = Verstuurd
dev-mail-waiting = Wacht
dev-mail-failed = Mislukt
dev-mail-suppressed = Uitgezet
dev-mail-body = Inhoud van de mail
dev-mail-text = Dezelfde mail als tekst

notices-title = Meldingen
notices-lead = { $count ->
    [0] Je hebt alles gelezen.
    [one] Er is één nieuwe melding.
   *[other] Er zijn { $count } nieuwe meldingen.
 }
notices-empty-title = Nog geen meldingen
notices-empty-text = Hier lees je wat er gebeurt met je voorstellen, je behoeftes en aanbod, en met wat je volgt.
notices-choose = Kies welke mails je krijgt
notices-read-all = Alles is gelezen
notices-older = Oudere meldingen
notices-new = Nieuw

mail-digest-subject = { $count ->
    [one] Je overzicht: één nieuwe melding
   *[other] Je overzicht: { $count } nieuwe meldingen
 }
mail-digest-text = { $count ->
    [one] Dit gebeurde er sinds je vorige overzicht.
   *[other] Dit gebeurde er sinds je vorige overzicht, het nieuwste eerst.
 }
mail-digest-button = Bekijk je meldingen
mails-when-call-changed = als een call verandert of wordt ingetrokken die je volgt, of waarvoor je een voorstel aan het schrijven bent
mails-when-listing-posted = als een partij die je volgt iets zoekt of aanbiedt, of als er iets nieuws is over een thema dat je volgt
mails-when-proposal-news = als er een besluit is over een voorstel dat je volgt, of als het wordt ingetrokken
mails-when-draft-waiting = één keer, als je drie dagen niet aan je voorstel hebt gewerkt
mails-when-call-waiting = twee en zes weken na de sluiting, als er voorstellen zijn zonder besluit
mails-when-assessment-waiting = drie dagen voor de dag waarop je beoordeling klaar moet zijn, en één keer daarna
mails-when-report-due = veertien en drie dagen voor de dag waarop een verslag er moet zijn, en één keer daarna
following-title = Wat je volgt
following-lead = Van alles hieronder krijg je bericht als er iets verandert. Je stopt ermee als je wilt.
following-nothing-title = Je volgt nog niets
following-nothing = Volg je wijk, dan hoor je het als er een nieuwe call is. Ook een call, een partij, een thema of een voorstel kun je volgen: op de pagina staat een knop.
following-area = Gebied
following-call = Call
following-party = Partij
following-proposal = Voorstel
following-theme = Thema
following-search = Bewaarde zoekopdracht
following-search-stop = Verwijder
following-hears = Je hoort: { $events }
following-gone = { $kind } (niet meer te zien)
follow-area = Volg dit gebied
follow-area-hint = Dan krijg je een mail als hier een call opengaat.
follow-call = Volg deze call
follow-call-hint = Dan hoor je het als er iets verandert, en zeven dagen en een dag voor de deadline.
follow-party = Volg deze partij
follow-party-hint = Dan hoor je het als er een nieuwe call, behoefte of aanbod is.
follow-proposal = Volg dit voorstel
follow-proposal-hint = Dan hoor je het als er een besluit is.
follow-theme = Volg dit thema
follow-theme-hint = Dan hoor je het als er een nieuwe call, behoefte of aanbod is.
follow-stop = Volg niet meer
follow-on = Je volgt dit.
follow-started = Je volgt dit nu.
follow-stopped = Je volgt dit niet meer.
theme-all-calls = Alle calls over dit thema
theme-no-calls = Over dit thema staat nu geen call open.
theme-no-posts = Over dit thema heeft nog niemand iets geplaatst.
unfollow-title = Wil je dit niet meer volgen?
unfollow-text = Je volgt: { $kind }. Wij mailen daarover naar { $address }.
unfollow-button = Volg niet meer
unfollow-done-title = Je volgt dit niet meer
unfollow-done-text = Je krijgt geen bericht meer over: { $kind }. Dat geldt voor { $address }.
unfollow-undo = Volg het toch
unsearch-title = Wil je geen mails over deze zoekopdracht meer?
unsearch-text = Je bewaarde de zoekopdracht ‘{ $kind }’. Wij mailen wat nieuw is naar { $address }.
unsearch-button = Ja, stop met deze mails
unsearch-done-title = Je krijgt geen mails over deze zoekopdracht meer
unsearch-done-text = We mailen niet meer over je zoekopdracht ‘{ $kind }’ naar { $address }. De zoekopdracht zelf blijft bewaard.
unsearch-undo = Mail mij toch weer
mail-call-changed-subject = Veranderd: ‘{ $title }’
mail-call-deadline-subject = Andere sluitingsdatum: ‘{ $title }’
mail-call-changed-text = Er is iets veranderd aan de call ‘{ $title }’. Dit is er nu anders:
mail-call-changed-part = aangepast, lees het op de pagina
mail-call-withdrawn-subject = Ingetrokken: ‘{ $title }’
mail-call-withdrawn-text = De call ‘{ $title }’ is ingetrokken. Dit is de reden:
mail-listing-posted-subject = { $side }: ‘{ $title }’
mail-listing-posted-text = Er is een nieuw bericht in de Businessbakkerij: ‘{ $title }’.
mail-listing-posted-button = Bekijk het bericht
mail-proposal-awarded-subject = Toegekend: ‘{ $title }’
mail-proposal-awarded-text = Er is een besluit over het voorstel ‘{ $title }’: het is toegekend.
mail-proposal-refused-subject = Afgewezen: ‘{ $title }’
mail-proposal-refused-text = Er is een besluit over het voorstel ‘{ $title }’: het is afgewezen.
mail-proposal-withdrawn-subject = Ingetrokken: ‘{ $title }’
mail-proposal-withdrawn-text = Het voorstel ‘{ $title }’ is ingetrokken.
mail-proposal-answered-subject = Antwoord op de vraag over ‘{ $title }’
mail-proposal-answered-text = De vraag over het voorstel ‘{ $title }’ is beantwoord.
