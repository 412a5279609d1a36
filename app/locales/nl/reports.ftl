# Verslagen: pagina's en mails.

reports-title = Verslagen
report-name = Verslag vóór { $day }
report-due = Uiterlijk
report-asked = Gevraagd
report-submitted = Ingeleverd
report-returned = Terug bij de indiener
report-approved = Goedgekeurd
report-withdrawn = Niet meer nodig

report-none = Er is nog geen verslag gevraagd.
report-to-list = Verslagen vragen en lezen
report-ask-title = Vraag een verslag
report-asks = Wat wil je weten?
report-asks-hint = Bijvoorbeeld: wat is er gedaan, wie deed er mee, en wat leverde het op?
report-due-label = Inleveren uiterlijk op
report-due-hint = We sturen de indieners nu een mail, en een herinnering veertien en drie dagen ervoor en als de dag voorbij is.
report-ask-button = Vraag dit verslag
report-asks-title = Wat er gevraagd is
report-withdraw = Vraag dit verslag niet meer
report-withdraw-text = De indieners hoeven dan niets in te leveren. Een concept van hen gaat weg.

report-text = Het verslag
report-write-title = Schrijf je verslag
report-body = Verslag
report-body-hint = Hoogstens 20.000 tekens.
report-spent = Uitgegeven bedrag
report-spent-hint = In euro, tot nu toe.
report-submit = Lever het verslag in
report-save = Bewaar als concept
report-returned-text = Het verslag is teruggestuurd. Hieronder staat waarom. Pas het aan en lever het opnieuw in.
report-submitted-text = Het verslag is ingeleverd. Je hoort het als het is bekeken.
report-approved-text = Het verslag is goedgekeurd.
report-withdrawn-text = Dit verslag is niet meer nodig.

report-judge-title = Bekijk het verslag
report-verdict = Wat vind je ervan?
report-verdict-approved = Goedkeuren
report-verdict-returned = Terugsturen met een reden
report-reason = Reden of opmerking
report-reason-hint = Verplicht als je terugstuurt. De indieners lezen dit.
report-reason-title = Wat de financier zegt
report-judge-button = Verstuur

report-was-asked = Het verslag is gevraagd.
report-was-withdrawn = Het verslag is niet meer nodig.
report-was-saved = Je concept is bewaard.
report-was-submitted = Je verslag is ingeleverd.
report-was-judged = De indieners krijgen je antwoord.

problem-report-due = Kies een dag na vandaag, hoogstens tien jaar vooruit.
problem-report-verdict = Kies goedkeuren of terugsturen.

mail-report-asked-subject = Verslag gevraagd over voorstel { $number }, uiterlijk { $day }
mail-report-asked-text = Je voorstel ‘{ $title }’ is toegekend. De financier vraagt om een verslag:
mail-report-due-subject = Verslag over voorstel { $number } inleveren, uiterlijk { $day }
mail-report-due-text = Het verslag over ‘{ $title }’ moet er uiterlijk { $day } zijn. Dit is gevraagd:
mail-report-late-subject = Het verslag over voorstel { $number } is te laat
mail-report-late-text = Het verslag over ‘{ $title }’ moest er uiterlijk { $day } zijn. Lever het zo snel mogelijk in. Dit is gevraagd:
mail-report-submitted-subject = Er is een verslag over voorstel { $number }
mail-report-submitted-text = Het verslag over ‘{ $title }’ is ingeleverd. Keur het goed, of stuur het terug met een reden. Dit is gevraagd:
mail-report-approved-subject = Je verslag over voorstel { $number } is goedgekeurd
mail-report-approved-text = De financier heeft het verslag over ‘{ $title }’ goedgekeurd.
mail-report-returned-subject = Je verslag over voorstel { $number } is teruggestuurd
mail-report-returned-text = De financier heeft het verslag over ‘{ $title }’ teruggestuurd. Pas het aan en lever het opnieuw in. Dit is de reden:
mail-report-button = Bekijk het verslag
