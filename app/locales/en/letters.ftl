# Letters: what is held, and what is done with it.

letters-title = Letters about decisions
letters-lead = A letter about a decision goes when somebody releases it. Until then the applicant knows nothing.
letters-none-held = Nothing is held.
letters-release-all =
    { $count ->
        [one] Release 1 mail
       *[other] Release { $count } mails
    }
letters-release-title = Release mails
letters-release-lead =
    { $count ->
        [one] 1 mail will go.
       *[other] { $count } mails will go.
    }
letters-release-text = What has gone cannot be called back, so read the mails first. When a letter goes to several people, all of them get it.
letters-which = These are the mails
letters-and-more =
    { $count ->
        [one] and 1 more mail
       *[other] and { $count } more mails
    }
letters-at-most = You can release { $count } mails at once. Make the selection smaller.
letters-back = Back to the list
letters-released = The mails are released and go now.
letters-changed = The selection has changed since. Nothing was sent. Look again and then release.
letters-too-many = These are too many mails at once. Nothing was sent.
letters-first = To the start
letters-find = Subject or address
letters-kind = Kind
letters-any = Everything
letters-about = About
letters-about-one = This one: { $kind }
letters-about-account = An account
letters-about-assessment = An assessment
letters-about-call = A call
letters-about-introduction = An introduction
letters-about-listing = A need or an offer
letters-about-party = A party
letters-about-proposal = A proposal
letters-about-report = A report
letters-about-saved-search = A saved search
letters-about-segment = A mail to a selection
letters-overtaken = No longer needed: the proposal was changed or withdrawn.

letter-people = Goes to this many people
letter-untold = The applicant does not know this yet. The decision can be seen as soon as you release the letter.
letter-preview = How the mail will look
letter-preview-html = The mail with its look
letter-preview-text = As plain text
letter-preview-note = Links do not work here. The mail itself can hold a link that is for its reader alone; we leave that out here.
letter-is-a-key = This mail holds a key, such as a link to sign in. Only its reader sees what is in it.
letter-forgotten = The text of this mail cannot be seen any more. We keep it until a month after sending.
letter-release = Release the letter
letter-release-text =
    { $count ->
        [one] The letter goes at once, to 1 address.
       *[other] The letter goes at once, to { $count } addresses.
    }
letter-released = The letter is released and goes now.
letter-edit = Change the text
letter-edit-text = You change the subject and our own sentences. What somebody else wrote and the facts stay as they are. An empty part is left out.
letter-paragraph = Text { $number }
letter-save = Save the text
letter-edited = The text is changed. The letter is still held.
letter-hold = Hold the mail
letter-hold-text = The mail waits to be sent. When you hold it, it goes only after somebody releases it.
letter-held = The mail is held.
letter-discard = Discard the mail
letter-discard-text =
    { $count ->
        [one] The mail will not go.
       *[other] The mail will go to none of the { $count } addresses.
    }
letter-take-back = Take the decision back
letter-take-back-text = The letter will not go and the decision no longer holds. The proposal is "submitted" again and you can decide anew. The applicant notices nothing of this.
letter-discard-reason = Why?
letter-discard-hint = Your colleagues see this with the mail. Its reader does not.
letter-discarded = The mail will not go.
letters-history = Mails about this
letters-history-count = { $count ->
    [one] One mail
   *[other] { $count } mails
}
letters-history-all = All mails about this
