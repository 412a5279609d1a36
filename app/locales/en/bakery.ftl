# The businessbakkerij: needs, offers, matches and introductions.

pager = Pages
pager-previous = Previous
pager-next = Next
pager-page = Page { $page }
chips = Chosen filters
chip-remove = : remove this filter
filters = Filters
filters-apply = Show results
filters-clear = Clear filters
search-button = Search
did-you-mean = Did you mean

problem-choose = Make a choice.
problem-ends-before-start = The last day cannot come before the first day.
problem-in-the-past = Choose a day that is not over yet.
problem-too-far = Choose a day within { $n } days.
problem-area = We do not know this area. Choose a municipality, district or neighbourhood from the list.
problem-one-theme = Choose at least one theme.
problem-too-many-themes = Choose at most { $n } themes.
problem-one-contribution = Choose at least one kind of contribution.
problem-address-in-text = Leave out e-mail addresses. We pass on your address only after both of you say yes.

bakery-title = The businessbakkerij
bakery-lead = This is what people, companies and organisations in the neighbourhood look for and offer. Post your need or offer. We show what fits together.
bakery-post-need = Post a need
bakery-post-offer = Post an offer
bakery-search-label = Search needs and offers
bakery-results = Results
bakery-found = { $count ->
    [one] need or offer
   *[other] needs and offers
}
bakery-nothing-title = Nothing found
bakery-nothing-text = Try another word or remove a filter. Or post what you look for, and get a mail as soon as something fits.
bakery-empty-text = There is nothing in the bakery yet. Post the first need or offer.
bakery-show-all = Show everything
facet-side = Need or offer
facet-theme = Theme
facet-resource = Kind of contribution
facet-area = Area
facet-party = From whom

listing-open = Open
listing-expiring = Expires soon
listing-expired = Expired
listing-closed = Closed
listing-online = online possible
listing-until = until { $date }
listing-by-person = A resident
listing-facts = Facts
listing-state = Status
listing-asks = What is needed
listing-brings = What is offered
listing-party = From
listing-verified = Verified
listing-place = Where
listing-online-long = Online is possible, distance does not matter
listing-reach-km = Within { $km } km
listing-period = When
period-both = { $from } to { $until }
period-from = From { $from }
period-until = Until { $until }
listing-posted-on = Posted on
listing-runs-until = Stands here until
listing-edit = Change
listing-renew = Renew
listing-close = Close
listing-introductions = Introductions
listing-introduction = See the introduction
listing-posted = Your post is in the bakery. We look for what fits right away.
listing-changed = Your changes are saved.
listing-was-closed = Your post is closed. Nobody sees it any more.
listing-renewed = Your post is renewed.

manage-open = This is your post. Everybody can see it.
manage-expiring = This is your post. It expires soon: renew it if it still holds.
manage-expired = This post has expired. Only you still see it. Renew it to show it again.
manage-closed = This post is closed. Only you still see it.

respond-need-title = Can you help with this?
respond-need-text = Post what you have to offer. If it fits, we introduce you to each other. Your e-mail address stays secret until both of you say yes.
respond-offer-title = Is this what you look for?
respond-offer-text = Post what you need. If it fits, we introduce you to each other. Your e-mail address stays secret until both of you say yes.

matches-title = What fits this
matches-text = A match is a suggestion by the computer, with the reason why. An organiser looks at it and introduces you.
matches-empty-title = No match yet
matches-empty-text = We found nothing yet that fits well enough. You get a mail as soon as something comes in.
matches-empty-search = Search yourself
match-score = Score { $score } of 100
match-of-100 = of 100
match-why = Why does this fit?
match-points = { $points } of { $most } points

listing-km = { $km } km away
listing-by-meaning = About the same, in other words
sort-label = Order
sort-best = Best first
sort-newest = Newest first
sort-nearest = Nearest first
sort-from = From
sort-button = Sort
sort-from-known = Distances are as the crow flies, from the middle of { $place }.
sort-from-unknown = Type a municipality, district or neighbourhood at “From”. Until then the best comes first.
nothing-try = This may help:
nothing-words-alone = Search everywhere for “{ $words }” ({ $count })
nothing-without = Without the filter { $filter }
nothing-theme = Everything with the theme { $theme } ({ $count })

part-text = Text
part-meaning = Meaning
part-themes = Theme
part-contribution = Contribution
part-place = Place
part-time = Time
part-trust = Party

opinion-fits = Fits
opinion-fits-not = Does not fit
opinion-take-back = Undo
opinion-fits-said = Noted: this fits.
opinion-fits-not-said = Noted: this does not fit. You do not see it in the list any more.
opinion-taken-back = Your opinion is gone again.
opinion-put-aside = “{ $title }” is not in this list any more.
opinion-aside = { $count ->
    [one] 1 post that you said does not fit
   *[other] { $count } posts that you said do not fit
}
opinion-side-against = One of both sides says that this does not fit.

why-not-label = Do you miss a post in this list?
why-not-description = Paste the link of the post, or type its title. Then you see why it does or does not fit.
why-not-button = Why is it not here?
why-not-title = Why does it fit or not?
why-not-lead = This is about the matches of “{ $title }”.
why-not-unknown-title = We do not know this post
why-not-unknown-text = There is no open post with this link or title. It may be closed or expired.
why-not-which = Which post do you mean?
why-not-ruled-out = This cannot be a match
why-not-both-needs = Both are needs. A match is always a need with an offer.
why-not-both-offers = Both are offers. A match is always a need with an offer.
why-not-same-party = Both posts are of the same party.
why-not-closed = “{ $title }” is closed or has expired.
why-not-soon = One of the posts was only just posted or changed. Try again in a minute.
why-not-contribution = The contributions do not fit: here { $ours }, there { $theirs }.
why-not-period = The periods do not meet: there is no day on which both can.
why-not-reach = The distance is too large: { $km } km, while at most { $reach } km was asked for. Up to twice as far is still shown.
why-not-found = This fits: it is number { $place } of your matches
why-not-found-text = The list shows the best matches. These are the reasons.
why-not-too-little = This fits too little to be a match
why-not-no-evidence = The posts share no telling word and no theme.
why-not-low = The score is { $score } of 100. From { $lowest } on it is a match.
why-not-weak = Few points for: { $parts }.
why-not-pushed-out = This fits, but other posts fit better
why-not-pushed-out-text = The list is limited, with at most two posts of one party in ten. This post just fell outside it.
fits-mine-title = Does this fit your post?

reason-words = You both mention: { $words }
reason-no-words = You use other words
reason-same-meaning = Your texts are about the same
reason-near-meaning = Your texts are partly about the same
reason-other-meaning = Your texts are about something else
reason-themes = { $count ->
    [one] Same theme: { $themes }
   *[other] Same themes: { $themes }
}
reason-no-theme = No theme in common
reason-contributions = Asked and offered: { $contributions }
reason-no-contribution = Another kind of contribution
reason-same-neighbourhood = Same neighbourhood
reason-same-district = Same district
reason-same-municipality = Same municipality
reason-elsewhere = Another place
reason-km = { $km } km apart
reason-period = Both available from { $from } to { $until }
reason-fresh = Posted on { $date }
reason-verified = Verified party
reason-not-verified = Not verified yet
caution-reach = Mind: this is { $km } km away, and at most { $reach } km was asked for.
caution-far = Mind: this is { $km } km apart.
caution-words = Mind: the texts have little in common.
caution-themes = Mind: the themes differ.
caution-contribution = Mind: what is offered is not exactly what is asked for.
caution-place = Mind: the place fits less well.
caution-time = Mind: the period fits less well.
caution-trust = Mind: this party is not verified yet.

own-title = My needs and offers
own-lead = Here you see what you posted, how long it stands and how many matches there are.
own-matches = { $count ->
    [0] no match yet
    [one] 1 match
   *[other] { $count } matches
}
own-empty-title = You have not posted anything yet
own-empty-text = Post what you look for or what you offer. Then you see here what fits.

listing-new-need = Post a need
listing-new-offer = Post an offer
listing-edit-need = Change your need
listing-edit-offer = Change your offer
listing-form-lead = Tell it as you would tell your neighbours. Everybody can read this, but your e-mail address is not shown.
listing-side = Do you look for something or offer something?
listing-side-need = I look for something
listing-side-offer = I offer something
listing-for = In whose name?
listing-for-myself = Myself
listing-title = Title
listing-title-hint = In one sentence, for example: Workshop wanted for the repair café.
listing-body-need = What do you need?
listing-body-need-hint = Tell for whom it is and what you have already.
listing-body-offer = What do you offer?
listing-body-offer-hint = Tell for whom it is meant and what you would like in return, if anything.
listing-themes = What is it about?
listing-themes-hint = Choose one to four themes.
listing-contributions = What is needed or offered?
listing-contributions-hint = Choose the kind and fill in how much, if you know. For example: Hours, 2, hours a week.
contribution-kind = Kind of contribution
contribution-quantity = How much
contribution-unit = Unit
listing-where = Where?
listing-area = Neighbourhood, district or municipality
listing-area-hint = Start typing and choose from the list.
listing-reach = How far may it be, in kilometres?
listing-reach-hint = Leave empty if it does not matter.
listing-online-tick = This can be done online too
listing-when = When?
listing-starts = From which day
listing-ends = Until which day
listing-expires = How long should this stand here?
listing-expires-hint = At most { $days } days. You can renew later.
listing-post = Put it in the bakery
listing-check = Look at it first
listing-preview = This is how it will look
listing-save = Save

renew-title = Renew once more?
renew-closed = This post is closed. It cannot be renewed any more.
renew-expired = This post expired on { $date }.
renew-until = This post stands in the bakery until { $date }.
renew-text = With the button this post stands { $days } days from today.
renew-to-own = To my needs and offers

introduction-asked = Asked
introduction-both-yes = Introduced
introduction-declined = Does not go ahead
introduction-lapsed = Lapsed without an answer
introduction-title = Meet each other?
introduction-title-answered = Introduction
introduction-lead = An organiser of Wijkcall sees a match with your post “{ $title }”. This is what the other side posted.
introduction-message = Message from the organiser
introduction-question = Would you like to meet?
introduction-question-text = Only after both of you say yes do you get each other’s name and e-mail address.
introduction-yes = Yes, I would like to meet
introduction-no = No, not now
introduction-own-post = See your own post
introduction-waiting-title = Thank you, you said yes
introduction-waiting-text = We are waiting for the other side. You hear from us by { $date }.
introduction-both-title = You both would like to meet
introduction-both-text = Feel free to get in touch. We sent both of you a mail with each other’s details.
introduction-said-no-title = You said no
introduction-said-no-text = That is fine. Your details were not shared with anybody. Your post stays.
introduction-declined-title = This introduction does not go ahead
introduction-declined-text = It did not work out this time. Your details were not shared with anybody. Your post stays and we keep looking.
introduction-lapsed-title = This introduction has lapsed
introduction-lapsed-text = There was no answer from both in time. Your details were not shared with anybody.
contact-name = Name
contact-email = E-mail address

mail-new-match-subject = { $count ->
    [one] This fits “{ $title }”
   *[other] { $count } posts fit “{ $title }”
}
mail-new-match-text = { $count ->
    [one] We found something that fits your post “{ $title }”:
   *[other] We found { $count } posts that fit your post “{ $title }”. The best are below.
}
mail-new-match-line = { $title } ({ $score } of 100)
mail-new-match-next = You do not have to do anything. An organiser looks at it and introduces you if it fits.
mail-new-match-button = See why this fits
mail-introduction-yours = Your post
mail-introduction-asked-subject = Meet about “{ $title }”?
mail-introduction-asked-text = An organiser of Wijkcall thinks that you and somebody else can help each other. Would you like to meet? This is what the other side posted.
mail-introduction-message = The organiser adds:
mail-introduction-asked-next = We pass on your e-mail address only after both of you say yes. Without an answer this question lapses after { $days } days.
mail-introduction-answer = Read more and answer
mail-introduction-reminder-subject = Would you still like to meet about “{ $title }”?
mail-introduction-reminder-text = A week ago we asked whether you would like to meet. We have no answer from you yet. You can answer until { $date }.
mail-introduction-both-yes-subject = You both would like to meet about “{ $title }”
mail-introduction-both-yes-text = Good news: both of you said yes. This is how to reach the other person:
mail-introduction-both-yes-next = Feel free to get in touch. The other person also got your name and e-mail address.
mail-introduction-see = See the introduction
mail-introduction-declined-subject = The introduction about “{ $title }” does not go ahead
mail-introduction-declined-text = It did not work out this time. That is not because of you. Your details were not shared with anybody. Your post “{ $title }” stays and we keep looking.
mail-introduction-declined-button = See your post
mail-introduction-ended-subject = Introduction does not go ahead: “{ $title }”
mail-introduction-ended-text = One of the two sides said no to this introduction:
mail-introduction-ended-button = See the introductions
mail-listing-expires-subject = Your post “{ $title }” expires soon
mail-listing-expires-text = Your post “{ $title }” is in the bakery until { $date }. After that nobody sees it any more. Does it still hold? Then renew it for { $days } days. No need to sign in.
mail-listing-expires-button = Renew this post

map-title = On the map
map-to-map = See these results on the map
map-to-list = Back to the list
map-label = Map with needs and offers by place
map-places = By place
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-close = Close
map-needs = { $count ->
    [one] 1 need
   *[other] { $count } needs
}
map-offers = { $count ->
    [one] 1 offer
   *[other] { $count } offers
}
map-whole = for the whole municipality
