# Mensen: aanmelden, inloggen, eigen account.

account-sign-in-title = Inloggen
account-sign-in-lead = Vul je e-mailadres in. Dan krijg je een mail met een link waarmee je inlogt. Een wachtwoord is niet nodig.
account-sign-in-button = Log in
account-email = E-mailadres
account-ask-link = Mail mij een link
account-with-password = Liever met een wachtwoord?
account-password = Wachtwoord
account-password-forgotten = Wachtwoord vergeten? Laat je een link mailen. Daarna kies je bij je account een nieuw wachtwoord.
account-password-wrong = Dit e-mailadres en dit wachtwoord horen niet bij elkaar.
account-no-account = Heb je nog geen account?
account-to-sign-up = Meld je aan
account-have-account = Heb je al een account?

account-demo-title = Kijk rond als iemand anders
account-demo-text = Dit is een demo. Kies een van deze verzonnen mensen en je bent meteen ingelogd.
account-demo-button = Log in
account-demo-member = Bewoner zonder groep of bedrijf
account-demo-organiser = Organisator: brengt vraag en aanbod bij elkaar
account-demo-admin = Beheerder van de site

account-sign-up-title = Aanmelden
account-sign-up-lead = Met een account stuur je voorstellen in, plaats je wat je zoekt of biedt, en volg je jouw wijk. Het kost niets.
account-name = Naam
account-name-hint = Zo zien anderen je, bijvoorbeeld als je een voorstel indient.
account-ask-sign-up-link = Meld mij aan
account-sign-up-privacy = We gebruiken je gegevens alleen voor Wijkcall. Lees meer bij

account-link-sent-title = Kijk in je mail
account-link-sent-text = We hebben je een mail gestuurd met een link. Die link werkt 15 minuten en één keer.
account-link-sent-help = Zie je na een paar minuten nog niets? Kijk dan bij ongewenste mail, en kijk of je adres goed getypt was.
account-link-again = Vraag een nieuwe link

account-link-title = Welkom terug
account-link-lead = Je logt in als { $email }.
account-new-title = Welkom bij Wijkcall
account-new-lead = We maken een account voor { $email }.
account-new-button = Maak mijn account
account-link-late-title = Deze link werkt niet meer
account-link-late-text = Een link werkt 15 minuten en één keer. Vraag gerust een nieuwe.
account-setup-title = Wijkcall inrichten
account-setup-lead = Je wordt de eerste beheerder van deze site. Vul in wie je bent.
account-setup-button = Maak de beheerder

account-code-title = Vul je code in
account-code-lead = Open de app op je telefoon die codes maakt, en neem de code voor Wijkcall over.
account-code = Code
account-code-hint = Zes cijfers.
account-code-button = Verder
account-code-wrong = Deze code klopt niet of is al gebruikt. Wacht op de volgende code in je app.

account-second-factor-title = Inloggen in twee stappen
account-second-factor-lead = Met een code van je telefoon kan niemand anders in je account, ook niet met je wachtwoord of je mail.
account-second-factor-obliged = Organisatoren en beheerders zien vertrouwelijke gegevens. Daarom is deze tweede stap voor jou verplicht.
account-second-factor-step-app = Zet een app op je telefoon die codes maakt, zoals Aegis, FreeOTP of Google Authenticator.
account-second-factor-step-scan = Scan deze afbeelding met de app.
account-second-factor-type = Lukt dat niet? Typ dan deze sleutel over in de app:
account-second-factor-open = Of open de app op dit apparaat
account-second-factor-step-code = Vul de code in die de app nu laat zien.
account-second-factor-button = Zet aan
account-second-factor-on = Inloggen in twee stappen staat aan.
account-second-factor-off = Inloggen in twee stappen staat uit.
account-second-factor-is-on = Staat aan: na het inloggen vragen we een code van je telefoon.
account-second-factor-is-off = Staat uit. Zet het aan om je account beter te beveiligen.
account-second-factor-set-up = Zet aan
account-second-factor-remove = Zet uit
account-second-factor-remove-title = Inloggen in twee stappen uitzetten
account-second-factor-remove-lead = Vul een code van je app in om het uit te zetten.
account-qr-label = QR-code voor je app

account-lead = Je bent ingelogd als { $email }.
account-to-proposals = Wat je schrijft, hebt ingediend, of waar je aan meedoet.
account-to-listings = Wat je zoekt en biedt, en wat erbij past.
account-to-mails = Welke mails je krijgt, en welke wijken en calls je volgt.
account-to-searches = Hoor wat er nieuw is bij wat je zoekt.
account-parties-title = Namens wie je werkt
account-parties-none = Je hoort nog bij geen enkele partij. Een partij is bijvoorbeeld een bewonersgroep, een bedrijf of een gemeente. Zonder partij kun je ook meedoen, als jezelf.
account-party-new = Meld een partij aan
account-party-find = Zoek een partij
account-profile-title = Over jou
account-language = Taal van je mails
account-language-hint = In deze taal schrijven we je.
account-password-set-title = Wachtwoord kiezen
account-password-set-text = Je logt nu in met een link in je mail. Wil je dat ook met een wachtwoord kunnen?
account-password-change-title = Wachtwoord wijzigen
account-password-change-text = Op andere apparaten moet je daarna opnieuw inloggen.
account-password-current = Huidig wachtwoord
account-password-new = Nieuw wachtwoord
account-password-hint = Minstens 12 tekens. Een zin van een paar woorden is makkelijk te onthouden.
account-password-button = Bewaar wachtwoord
account-password-short = Kies een langer wachtwoord: minstens { $n } tekens.
account-password-known = Kies iets anders dan je naam of e-mailadres.
account-password-set = Je nieuwe wachtwoord is bewaard.
account-current-password-wrong = Dit is niet je huidige wachtwoord.
account-saved = Je gegevens zijn bewaard.
account-signed-out = Je bent uitgelogd.
account-sign-out = Uitloggen
account-act-as-self = Als jezelf

account-sessions-title = Waar je bent ingelogd
account-sessions-text = Herken je iets niet? Log daar dan uit.
account-session-device = Apparaat
account-session-since = Ingelogd sinds
account-session-seen = Laatst gezien
account-session-current = Dit apparaat
account-session-end = Log uit
account-session-ended = Dat apparaat is uitgelogd.
account-sessions-end-others = Log overal uit, behalve hier
account-sessions-ended = Alle andere apparaten zijn uitgelogd.
account-device = { $browser } op { $system }
account-device-unknown = Onbekend apparaat

mail-sign-in-subject = Je link om in te loggen bij Wijkcall
mail-sign-in-text = Met de knop hieronder log je in bij Wijkcall. Heb je nog geen account? Dan maak je het met dezelfde knop. De link werkt { $minutes } minuten en één keer.
mail-sign-in-not-you = Heb je hier niet om gevraagd? Dan hoef je niets te doen. Zonder deze link kan niemand verder.
mail-sign-in-button = Log in
