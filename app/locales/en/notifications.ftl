# Choosing mails, following, unsubscribing, the mailbox of the demo.

mails-title = Mails
mails-lead = Here you choose which mails we send to { $address }.
mails-kinds = How often do you want to hear of this?
mails-when-call-published = when there is a call in an area, about a theme or from a party that you follow
mails-when-deadline-soon = seven days and one day before a call closes that you follow or are writing a proposal for
mails-when-new-match = when a need or an offer fits yours
mails-when-search-alert = as soon as there is something new for a search that you saved
mails-when-search-digest = at seven in the morning, with all that is new for searches that you saved
mails-when-introduction-asked = when somebody wants to meet you
mails-when-introduction-reminder = when we have no answer from you after a week
mails-when-introduction-both-yes = when you both said yes
mails-when-introduction-declined = when the other side cannot or does not want to
mails-when-introduction-ended = when an introduction that you asked for does not go on
mails-when-segment = When an organiser wants to tell parties or applicants to a call something.
mails-when-digest = at seven in the morning, with all that you want to hear by day or by week
mails-when-listing-expires = when your need or offer is about to disappear
mails-always = You always get these mails
mails-always-text = They belong to something you do yourself. Without them you could not sign in, for example.
mails-moments = When may we mail you?
mails-weekday = Day of your weekly overview
mails-weekday-hint = What you want to hear every week comes on this day at 7 o’clock. That goes for your saved searches too.
mails-quiet-from = Quiet hours from
mails-quiet-until = Quiet hours until
mails-quiet-hint = We do not mail you in these hours. Only a mail that you wait for, for example to sign in, comes at once.
mails-quiet-never = No quiet hours
mails-problem-quiet = Choose two different hours.
mails-parties = How often do you want to hear of your parties?
mails-parties-hint = Choose this if you want more or less mail for a party. Of a date that may pass you hear on the same day in any case.
mails-party-own = As I chose above
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
mails-save = Save my choice
mails-saved = Your choice has been saved.
mails-follow-label = Follow a neighbourhood or municipality
mails-follow-hint = Type a name, such as Zwolle or Diezerpoort, Zwolle.
mails-follow-button = Follow
mails-followed = You follow this area now.
mails-problem-area = Choose a neighbourhood or municipality from the list.

unsubscribe-title = Do you want to stop these mails?
unsubscribe-text = You will get no more mails of the kind “{ $kind }”. This is about { $address }.
unsubscribe-button = Yes, stop these mails
unsubscribe-done-title = You do not get these mails any more
unsubscribe-done-text = We send no more mails of the kind “{ $kind }”. This is about { $address }.
unsubscribe-undo = Send them again after all
unsubscribe-wrong-title = This link is not right
unsubscribe-wrong-text = Open the link in the mail once more, or choose yourself which mails you get.

mail-fact-area = Where
mail-fact-available = Available
mail-fact-opens = Opens on
mail-fact-closes = Closes on
mail-to-call = See the call
mail-call-published-subject = New call: “{ $title }”
mail-call-published-text = { $funder } has published a call: “{ $title }”.
mail-deadline-subject = There is still time: “{ $title }”
mail-deadline-draft = You began a proposal for “{ $title }”, but you have not submitted it yet. The call closes on { $moment }. After that it is not possible any more.
mail-deadline-follow = The call “{ $title }” closes on { $moment }. Do you want to take part? Then submit a proposal before that time.

dev-mail-title = Mailbox of the demo
dev-mail-lead = Here are all mails that the demo sends. Nothing really leaves this machine.
dev-mail-search = Search by address or subject
dev-mail-find = Search
dev-mail-none = There are no mails yet.
dev-mail-older = Older mails
dev-mail-subject = Subject
dev-mail-to = To
dev-mail-kind = Kind
dev-mail-when = When
dev-mail-status = Status
dev-mail-sent = Sent
dev-mail-waiting = Waiting
dev-mail-failed = Failed
dev-mail-suppressed = Switched off
dev-mail-body = Content of the mail
dev-mail-text = The same mail as text

notices-title = Notices
notices-lead = { $count ->
    [0] You have read everything.
    [one] There is one new notice.
   *[other] There are { $count } new notices.
 }
notices-empty-title = No notices yet
notices-empty-text = Here you read what happens to your proposals, your needs and offers, and to what you follow.
notices-choose = Choose which mails you get
notices-read-all = All is read
notices-older = Older notices
notices-new = New

mail-digest-subject = { $count ->
    [one] Your round-up: one new notice
   *[other] Your round-up: { $count } new notices
 }
mail-digest-text = { $count ->
    [one] This happened since your last round-up.
   *[other] This happened since your last round-up, the newest first.
 }
mail-digest-button = See your notices
mails-when-call-changed = when a call changes, or is withdrawn, that you follow or are writing a proposal for
mails-when-listing-posted = when a party that you follow needs or offers something, or there is something new about a theme that you follow
mails-when-proposal-news = when a proposal that you follow is decided on or withdrawn
mails-when-draft-waiting = once, when you have not worked on your proposal for three days
mails-when-call-waiting = two and six weeks after closing, when there are proposals without a decision
mails-when-assessment-waiting = three days before the day by which your assessment must be ready, and once after it
mails-when-report-due = fourteen and three days before the day by which a report is due, and once after it
following-title = What you follow
following-lead = Of everything below you hear when something changes. You stop when you like.
following-nothing-title = You do not follow anything yet
following-nothing = Follow your neighbourhood and you hear of new calls. You can follow a call, a party, a theme or a proposal too: there is a button on its page.
following-area = Area
following-call = Call
following-party = Party
following-proposal = Proposal
following-theme = Theme
following-search = Saved search
following-search-stop = Delete
following-hears = You hear: { $events }
following-gone = { $kind } (not visible any more)
follow-area = Follow this area
follow-area-hint = You get a mail when a call opens here.
follow-call = Follow this call
follow-call-hint = You hear when something changes, and seven days and one day before the deadline.
follow-party = Follow this party
follow-party-hint = You hear of new calls, needs and offers.
follow-proposal = Follow this proposal
follow-proposal-hint = You hear when there is a decision.
follow-theme = Follow this theme
follow-theme-hint = You hear of new calls, needs and offers.
follow-stop = Stop following
follow-on = You follow this.
follow-started = You follow this now.
follow-stopped = You no longer follow this.
theme-all-calls = All calls about this theme
theme-no-calls = No call about this theme is open now.
theme-no-posts = Nobody has posted anything about this theme yet.
unfollow-title = Do you want to stop following this?
unfollow-text = You follow: { $kind }. We mail about it to { $address }.
unfollow-button = Stop following
unfollow-done-title = You no longer follow this
unfollow-done-text = You get no more news of: { $kind }. This goes for { $address }.
unfollow-undo = Follow it after all
unsearch-title = Do you want no more mails about this search?
unsearch-text = You saved the search “{ $kind }”. We mail what is new to { $address }.
unsearch-button = Yes, stop these mails
unsearch-done-title = You get no more mails about this search
unsearch-done-text = We no longer mail about your search “{ $kind }” to { $address }. The search itself stays saved.
unsearch-undo = Mail me again after all
mail-call-changed-subject = Changed: “{ $title }”
mail-call-deadline-subject = Other closing date: “{ $title }”
mail-call-changed-text = Something has changed in the call “{ $title }”. This is different now:
mail-call-changed-part = changed, read it on the page
mail-call-withdrawn-subject = Withdrawn: “{ $title }”
mail-call-withdrawn-text = The call “{ $title }” has been withdrawn. This is the reason:
mail-listing-posted-subject = { $side }: “{ $title }”
mail-listing-posted-text = There is a new post in the Businessbakkerij: “{ $title }”.
mail-listing-posted-button = See the post
mail-proposal-awarded-subject = Awarded: “{ $title }”
mail-proposal-awarded-text = There is a decision on the proposal “{ $title }”: it has been awarded.
mail-proposal-refused-subject = Refused: “{ $title }”
mail-proposal-refused-text = There is a decision on the proposal “{ $title }”: it has been refused.
mail-proposal-withdrawn-subject = Withdrawn: “{ $title }”
mail-proposal-withdrawn-text = The proposal “{ $title }” has been withdrawn.
mail-proposal-answered-subject = Answer to the question about “{ $title }”
mail-proposal-answered-text = The question about the proposal “{ $title }” has been answered.
