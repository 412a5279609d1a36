# Mail aan een selectie.

segment-title = Schrijf een mail aan een selectie
segment-lead = Kies voor wie de mail is en schrijf hem. Daarna zie je hoe hij eruitziet en hoeveel mensen hem krijgen. Er gaat nog niets weg.
segment-to = Voor wie?
segment-to-parties = Partijen
segment-to-proposals = Indieners van een call
segment-call = Call
segment-choose = Kies een call
segment-state = Waar hun voorstel nu staat
segment-mail = De mail
segment-body-hint = Gewone tekst. Laat een regel leeg tussen twee alinea's. Links kunnen alleen naar deze site.
segment-next = Bekijk de mail en wie hem krijgt
segment-all-parties = Voor de beheerders van alle partijen
segment-some-parties = Voor de beheerders van partijen: { $which }
segment-proposals-of = Voor wie meedoet met een voorstel voor { $call } ({ $state })
segment-count =
    { $count ->
        [0] Niemand krijgt deze mail.
        [one] 1 mens krijgt deze mail.
       *[other] { $count } mensen krijgen deze mail.
    }
segment-doubles =
    { $count ->
        [one] 1 adres kwam vaker voor en krijgt één mail.
       *[other] { $count } keer kwam een adres vaker voor; iedereen krijgt één mail.
    }
segment-unsubscribed =
    { $count ->
        [one] 1 mens wil zulke mail niet en krijgt niets.
       *[other] { $count } mensen willen zulke mail niet en krijgen niets.
    }
segment-suppressed =
    { $count ->
        [one] 1 adres bestaat niet en krijgt niets.
       *[other] { $count } adressen bestaan niet en krijgen niets.
    }
segment-too-many = Dit zijn te veel mensen voor één mail. Het kunnen er hoogstens { $count } zijn. Maak de selectie kleiner.
segment-nobody = Deze selectie bereikt niemand. Kies een andere.
segment-queue-text = De mails komen apart te liggen bij Mails. Daar geef je ze vrij.
segment-queue =
    { $count ->
        [one] Zet klaar voor 1 mens
       *[other] Zet klaar voor { $count } mensen
    }
segment-queued = De mails liggen klaar. Geef ze vrij als ze goed zijn.
segment-is-queued =
    { $count ->
        [one] Deze mail is klaargezet voor 1 mens.
       *[other] Deze mail is klaargezet voor { $count } mensen.
    }
segment-to-mails = Bekijk de mails
segment-try = Stuur hem eerst naar mezelf
segment-tried = De mail is naar jou verstuurd. Niemand anders krijgt hem.
segment-try-subject = Proef: { $subject }
segment-edit = Verander de mail
segment-from-list = Mail deze partijen
segment-to-needs = Wie een behoefte plaatste
segment-to-offers = Wie een aanbod plaatste
segment-to-listings = Behoefte of aanbod
segment-theme = Thema
segment-where = Waar
segment-where-hint = Geldt voor partijen, behoeften en aanbod. Laat leeg voor overal.
segment-all-needs = Voor iedereen met een behoefte in de bakkerij
segment-some-needs = Voor iedereen met een behoefte in de bakkerij: { $which }
segment-all-offers = Voor iedereen met een aanbod in de bakkerij
segment-some-offers = Voor iedereen met een aanbod in de bakkerij: { $which }
segment-mail-english = De mail in het Engels
segment-mail-english-text = Wie Wijkcall in het Engels leest, krijgt deze tekst. Laat je beide velden leeg? Dan krijgt iedereen de Nederlandse tekst.
segment-english-subject = Onderwerp in het Engels
segment-english-body = Tekst in het Engels
segment-in-english =
    { $count ->
        [one] 1 van hen krijgt de Engelse tekst.
       *[other] { $count } van hen krijgen de Engelse tekst.
    }
segment-no-english =
    { $count ->
        [one] 1 van hen leest Wijkcall in het Engels en krijgt nu de Nederlandse tekst.
       *[other] { $count } van hen lezen Wijkcall in het Engels en krijgen nu de Nederlandse tekst.
    }
segment-preview-dutch = Zo ziet de mail eruit in het Nederlands
segment-preview-english = Zo ziet de mail eruit in het Engels
segment-any-theme = Alle thema's
