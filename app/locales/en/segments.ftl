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
