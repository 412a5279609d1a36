# The organiser's desk.

desk-menu = Desk
desk-lead = This is waiting for you. What has waited longest comes first.
desk-matches = Matches
desk-needs = Needs without a match
desk-shortlist = Shortlist
desk-introductions = Introductions
desk-mails = Mails
desk-all = All
pager-first = To the start

desk-waits = { $days ->
    [0] since today
    [one] 1 day
   *[other] { $days } days
}
desk-oldest = oldest: { $waits }
desk-late = { $count ->
    [one] 1 waits longer than a week
   *[other] { $count } wait longer than a week
}
desk-waiting-answers = Waiting for an answer
desk-waits-both = neither side has answered yet
desk-waits-need = the one with the need has not answered yet
desk-waits-offer = the one with the offer has not answered yet
desk-reminded = reminded
desk-tile-matches = { $count ->
    [one] match to judge
   *[other] matches to judge
}
desk-tile-needs = { $count ->
    [one] need without a match
   *[other] needs without a match
}
desk-tile-introductions = { $count ->
    [one] introduction without an answer
   *[other] introductions without an answer
}
desk-tile-shortlist = on the shortlist
desk-tile-parties = { $count ->
    [one] party to verify
   *[other] parties to verify
}
desk-tile-mails = { $count ->
    [one] mail that did not arrive
   *[other] mails that did not arrive
}

desk-matches-lead = Needs and offers that fit together, the best first. Put a match on the shortlist, or ask both sides whether they want to meet.
desk-matches-found = { $count ->
    [one] match
   *[other] matches
}
desk-matches-empty-title = No matches
desk-matches-empty-text = There is nothing to judge with this filter. Choose a lower score or another area.
desk-all-themes = All themes
desk-lowest = Score from
desk-also-handled = Also show what is on the shortlist, introduced or judged not to fit
desk-export = Download as CSV
desk-judgements = Opinions on matches
desk-judgements-text = What people said fits or does not. It measures how good the search is: put the three files into one folder and use them with wijkcall evaluate.
desk-judgements-grades = Grades
desk-judgements-queries = Needs
desk-judgements-corpus = Offers
desk-take-up = Take up
desk-note = Note
desk-message = Message to both sides
desk-to-shortlist = Put on shortlist
desk-introduce = Ask both sides
desk-on-shortlist = On the shortlist
desk-shortlisted = The match is on the shortlist.
desk-introduced = Both sides got a mail that asks whether they want to meet.

desk-needs-lead = People who look for something and for whom nothing was found yet, the longest waiting first.
desk-needs-empty-title = There is something for everybody
desk-needs-empty-text = There is no need without a match.

desk-shortlist-lead = Matches that you want to remember, with your notes.
desk-shortlist-empty-title = The shortlist is empty
desk-shortlist-empty-text = Put matches here that you want to take up later.
desk-write-note = Save note
desk-note-written = Your note is saved.
desk-take-off = Take off the shortlist
desk-taken-off = The match was taken off the shortlist.

desk-introductions-lead = Who was asked whether they want to meet, and what they answered.
desk-introductions-empty-title = No introductions
desk-introductions-empty-text = Ask both sides of a match whether they want to meet. Then you see their answer here.
desk-asked-on = Asked on
desk-reminded-on = Reminded on { $date }
desk-answer-yes = Yes, on { $date }
desk-answer-no = No, on { $date }
desk-no-answer = No answer yet

desk-mails-lead = What the site mails. What does not arrive can be sent again.
desk-mails-empty-title = No mails
desk-mails-empty-text = There are no mails in this state.
desk-mail-subject = Subject
desk-mail-to = To
desk-mail-made = Made on
desk-mail-outcome = Outcome
desk-resend = Send again
desk-resent = The mail will be sent again.
desk-suppressed-title = Addresses that do not exist
desk-suppressed-text = Their mail server says that the address is not there. We no longer mail to it, because other servers would stop trusting our mails. Is the address right after all? Then mail to it again.
desk-suppressed-since = Since
desk-suppressed-answer = Answer of the mail server
desk-suppressed-act = Do
desk-lift = Mail to it again
desk-lifted = We mail to this address again.
mail-status-waiting = Waiting
mail-status-held = Held
mail-status-sending = On its way
mail-status-sent = Sent
mail-status-failed = Failed
mail-status-suppressed = Unsubscribed
mail-status-discarded = Discarded
desk-mails-waiting =
    { $count ->
        [one] 1 mail asks for attention
       *[other] { $count } mails ask for attention
    }
desk-tile-letters =
    { $count ->
        [one] mail is held
       *[other] mails are held
    }

desk-pause-title = No mail goes out since { $since }
desk-pause-text = { $count ->
    [one] 1 mail waits.
   *[other] { $count } mails wait.
} The mail server takes nothing. We keep trying with one mail. When that works, everything goes by itself.
desk-pause-answer = Last answer of the mail server: { $answer }
