# Mail to a selection.

segment-title = Write a mail to a selection
segment-lead = Choose whom the mail is for and write it. Then you see how it looks and how many people get it. Nothing goes yet.
segment-to = For whom?
segment-to-parties = Parties
segment-to-proposals = Applicants to a call
segment-call = Call
segment-choose = Choose a call
segment-state = Where their proposal stands now
segment-mail = The mail
segment-body-hint = Plain text. Leave an empty line between two paragraphs. Links can lead to this site only.
segment-next = See the mail and who gets it
segment-all-parties = For the owners of all parties
segment-some-parties = For the owners of parties: { $which }
segment-proposals-of = For who takes part in a proposal to { $call } ({ $state })
segment-count =
    { $count ->
        [0] Nobody gets this mail.
        [one] 1 person gets this mail.
       *[other] { $count } people get this mail.
    }
segment-doubles =
    { $count ->
        [one] 1 address was there more than once and gets one mail.
       *[other] { $count } times an address was there more than once; everybody gets one mail.
    }
segment-unsubscribed =
    { $count ->
        [one] 1 person does not want such mail and gets nothing.
       *[other] { $count } people do not want such mail and get nothing.
    }
segment-suppressed =
    { $count ->
        [one] 1 address does not exist and gets nothing.
       *[other] { $count } addresses do not exist and get nothing.
    }
segment-too-many = These are too many people for one mail. It can be { $count } at most. Make the selection smaller.
segment-nobody = This selection reaches nobody. Choose another.
segment-queue-text = The mails are held on the page Mails. You release them there.
segment-queue =
    { $count ->
        [one] Prepare it for 1 person
       *[other] Prepare it for { $count } people
    }
segment-queued = The mails are ready. Release them when they are good.
segment-is-queued =
    { $count ->
        [one] This mail was prepared for 1 person.
       *[other] This mail was prepared for { $count } people.
    }
segment-to-mails = See the mails
segment-try = Send it to myself first
segment-tried = The mail was sent to you. Nobody else gets it.
segment-try-subject = Test: { $subject }
segment-edit = Change the mail
segment-from-list = Mail these parties
segment-to-needs = Who posted a need
segment-to-offers = Who posted an offer
segment-to-listings = Need or offer
segment-theme = Theme
segment-where = Where
segment-where-hint = Goes for parties, needs and offers. Leave empty for everywhere.
segment-all-needs = For everybody with a need in the bakery
segment-some-needs = For everybody with a need in the bakery: { $which }
segment-all-offers = For everybody with an offer in the bakery
segment-some-offers = For everybody with an offer in the bakery: { $which }
segment-mail-english = The mail in English
segment-mail-english-text = Whoever reads Wijkcall in English gets this text. If you leave both fields empty, everybody gets the Dutch text.
segment-english-subject = Subject in English
segment-english-body = Text in English
segment-in-english =
    { $count ->
        [one] 1 of them gets the English text.
       *[other] { $count } of them get the English text.
    }
segment-no-english =
    { $count ->
        [one] 1 of them reads Wijkcall in English and gets the Dutch text now.
       *[other] { $count } of them read Wijkcall in English and get the Dutch text now.
    }
segment-preview-dutch = How the mail looks in Dutch
segment-preview-english = How the mail looks in English
segment-any-theme = All themes
