# Wat in elke mail staat, en de soorten mails.

mail-greeting = Hallo,
mail-greeting-name = Hallo { $name },
mail-signature = Groeten van Wijkcall
mail-site = Naar Wijkcall
mail-preferences = Kies welke mails je krijgt
mail-unsubscribe = Stuur mij deze mails niet meer

mail-kind-sign-in = Inloggen
mail-kind-address = Nieuw e-mailadres
mail-kind-setup = Beheer beginnen
mail-kind-invitation = Uitnodiging voor een partij
mail-kind-membership = Wie bij jouw partij hoort
mail-kind-receipt = Ontvangst van je voorstel
mail-kind-co-applicant = Meedoen met een voorstel
mail-kind-clarification = Vraag over je voorstel
mail-kind-decision = Besluit over je voorstel
mail-kind-proposal-link = Link naar je voorstel
mail-kind-call-published = Nieuwe call in jouw wijk
mail-kind-deadline-soon = Een call sluit bijna
mail-kind-new-match = Nieuwe match
mail-kind-search-alert = Nieuw bij een bewaarde zoekopdracht
mail-kind-search-digest = Bewaarde zoekopdrachten, per dag of week
mail-kind-introduction-asked = Vraag om kennis te maken
mail-kind-introduction-reminder = Herinnering aan een kennismaking
mail-kind-introduction-both-yes = Kennismaking gaat door
mail-kind-introduction-declined = Kennismaking gaat niet door
mail-kind-listing-expires = Behoefte of aanbod verloopt
mail-kind-test = Proefmail

mail-why-sign-in = Je krijgt deze mail omdat iemand met jouw adres wil inloggen.
mail-why-address = Je krijgt deze mail omdat iemand dit adres bij een account wil gebruiken of gebruikte.
mail-why-setup = Je krijgt deze mail omdat je het beheer van Wijkcall gaat doen.
mail-why-invitation = Je krijgt deze mail omdat iemand je heeft uitgenodigd. Ken je die persoon niet? Dan hoef je niets te doen.
mail-why-membership = Je krijgt deze mail omdat je bij een partij hoort of wilt horen.
mail-why-receipt = Je krijgt deze mail omdat je een voorstel hebt ingediend.
mail-why-co-applicant = Je krijgt deze mail omdat iemand samen met jou een voorstel wil doen.
mail-why-clarification = Je krijgt deze mail omdat er een vraag is over een voorstel.
mail-why-decision = Je krijgt deze mail omdat je een voorstel hebt ingediend.
mail-why-proposal-link = Je krijgt deze mail omdat iemand met jouw adres een voorstel is begonnen. Was jij dat niet? Dan hoef je niets te doen.
mail-why-call-published = Je krijgt deze mail omdat je een wijk of gemeente volgt.
mail-why-deadline-soon = Je krijgt deze mail omdat je deze call volgt of aan een voorstel bent begonnen.
mail-why-new-match = Je krijgt deze mail omdat je een behoefte of aanbod hebt geplaatst.
mail-why-search-alert = Je krijgt deze mail omdat je een zoekopdracht hebt bewaard en meteen bericht wilt.
mail-why-search-digest = Je krijgt deze mail omdat je een zoekopdracht hebt bewaard.
mail-why-introduction-asked = Je krijgt deze mail omdat je een behoefte of aanbod hebt geplaatst.
mail-why-introduction-reminder = Je krijgt deze mail omdat we nog op je antwoord wachten.
mail-why-introduction-both-yes = Je krijgt deze mail omdat je ja hebt gezegd tegen een kennismaking.
mail-why-introduction-declined = Je krijgt deze mail omdat we je om een kennismaking hadden gevraagd.
mail-why-listing-expires = Je krijgt deze mail omdat je een behoefte of aanbod hebt geplaatst.
mail-why-test = Je krijgt deze mail omdat een beheerder wilde zien of het mailen werkt.

mail-test-subject = Proefmail van Wijkcall
mail-test-text = Het mailen werkt: deze mail is aangekomen.
