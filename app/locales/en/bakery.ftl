# The businessbakkerij: needs, offers, matches and introductions.

breadcrumb = Breadcrumb
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
problem-address-in-text = Leave out email addresses. We pass on your address only after both of you say yes.

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
listing-state = State
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
respond-need-text = Post what you have to offer. If it fits, we introduce you to each other. Your email address stays secret until both of you say yes.
respond-offer-title = Is this what you look for?
respond-offer-text = Post what you need. If it fits, we introduce you to each other. Your email address stays secret until both of you say yes.

matches-title = What fits this
matches-text = A match is a suggestion by the computer, with the reason why. An organiser looks at it and introduces you.
matches-empty-title = No match yet
matches-empty-text = We found nothing yet that fits well enough. You get a mail as soon as something comes in.
matches-empty-search = Search yourself
match-score = Score { $score } of 100
match-of-100 = of 100
match-why = Why does this fit?
match-points = { $points } of { $most } points

reason-words = You both mention: { $words }
reason-no-words = You use other words
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
listing-form-lead = Tell it as you would tell your neighbours. Everybody can read this, but your email address is not shown.
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
listing-contributions-hint = Choose the kind and fill in how much, if you know.
contribution-kind = Kind of contribution
contribution-quantity = How much
contribution-unit = Unit, such as hours a week
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
listing-save = Save

renew-title = Renew once more?
renew-closed = This post is closed. It cannot be renewed any more.
renew-expired = This post expired on { $date }.
renew-until = This post stands in the bakery until { $date }.
renew-text = With the button this post stands { $days } days from today.
renew-to-own = To my needs and offers
