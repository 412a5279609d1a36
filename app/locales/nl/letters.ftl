# Brieven: wat apart ligt, en wat ermee gedaan wordt.

letters-title = Brieven over besluiten
letters-lead = Een brief over een besluit gaat pas weg als iemand hem vrijgeeft. Tot dan weet de aanvrager nog niets.
letters-none-held = Er ligt niets apart.
letters-release-all =
    { $count ->
        [one] Geef 1 mail vrij
       *[other] Geef { $count } mails vrij
    }
letters-release-title = Mails vrijgeven
letters-release-lead =
    { $count ->
        [one] Er gaat 1 mail weg.
       *[other] Er gaan { $count } mails weg.
    }
letters-release-text = Wat weg is, haal je niet meer terug. Lees de mails daarom eerst. Gaat een brief naar meer mensen, dan krijgen zij hem allemaal.
letters-which = Om deze mails gaat het
letters-and-more =
    { $count ->
        [one] en nog 1 mail
       *[other] en nog { $count } mails
    }
letters-at-most = Je kunt { $count } mails tegelijk vrijgeven. Maak de selectie kleiner.
letters-back = Terug naar de lijst
letters-released = De mails zijn vrijgegeven en gaan nu weg.
letters-changed = De selectie is intussen veranderd. Er is niets verstuurd. Kijk nog eens en geef dan vrij.
letters-too-many = Dit zijn te veel mails tegelijk. Er is niets verstuurd.
letters-first = Naar het begin
letters-find = Onderwerp of adres
letters-kind = Soort
letters-any = Alles
letters-about = Gaat over
letters-about-one = Deze ene: { $kind }
letters-about-account = Een account
letters-about-assessment = Een beoordeling
letters-about-call = Een call
letters-about-introduction = Een kennismaking
letters-about-listing = Een behoefte of aanbod
letters-about-party = Een partij
letters-about-proposal = Een voorstel
letters-about-report = Een verslag
letters-about-saved-search = Een bewaarde zoekopdracht
letters-about-segment = Een mail aan een selectie
letters-overtaken = Niet meer nodig: het voorstel is veranderd of ingetrokken.

letter-people = Gaat naar dit aantal mensen
letter-untold = De aanvrager weet dit nog niet. Het besluit is te zien zodra je de brief vrijgeeft.
letter-preview = Zo ziet de mail eruit
letter-preview-html = De mail met opmaak
letter-preview-text = Als gewone tekst
letter-preview-note = De links werken hier niet. In de mail zelf kan een link staan die alleen voor de lezer is; die laten we hier weg.
letter-is-a-key = In deze mail staat een sleutel, zoals een link om in te loggen. Alleen de lezer ziet wat erin staat.
letter-forgotten = De tekst van deze mail is niet meer te zien. We bewaren die tot een maand na het versturen.
letter-release = Geef de brief vrij
letter-release-text =
    { $count ->
        [one] De brief gaat meteen weg, naar 1 adres.
       *[other] De brief gaat meteen weg, naar { $count } adressen.
    }
letter-released = De brief is vrijgegeven en gaat nu weg.
letter-edit = Verander de tekst
letter-edit-text = Je verandert het onderwerp en onze eigen zinnen. Wat iemand anders schreef en de gegevens blijven zoals ze zijn. Een leeg stuk valt weg.
letter-paragraph = Tekst { $number }
letter-save = Bewaar de tekst
letter-edited = De tekst is veranderd. De brief ligt nog apart.
letter-hold = Leg de mail apart
letter-hold-text = De mail wacht om verstuurd te worden. Leg je hem apart, dan gaat hij pas weg als iemand hem vrijgeeft.
letter-held = De mail ligt apart.
letter-discard = Gooi de mail weg
letter-discard-text =
    { $count ->
        [one] De mail gaat dan niet weg.
       *[other] De mail gaat dan naar geen van de { $count } adressen.
    }
letter-take-back = Neem het besluit terug
letter-take-back-text = De brief gaat dan niet weg en het besluit geldt niet meer. Het voorstel staat weer op "ingediend" en je kunt opnieuw besluiten. De aanvrager merkt hier niets van.
letter-discard-reason = Waarom?
letter-discard-hint = Je collega's zien dit bij de mail. De lezer ziet het niet.
letter-discarded = De mail gaat niet weg.
letters-history = Mails hierover
letters-history-count = { $count ->
    [one] Eén mail
   *[other] { $count } mails
}
letters-history-all = Alle mails hierover
