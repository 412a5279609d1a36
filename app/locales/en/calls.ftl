# Calls: list, page, form, history.

calls-phase-draft = Draft
calls-phase-scheduled = Opens later
calls-phase-open = Open
calls-phase-closed = Closed
calls-phase-withdrawn = Withdrawn

calls-part-title = Title
calls-part-summary = Summary
calls-part-body = Text of the call
calls-part-conditions = Conditions
calls-part-who = Who may apply
calls-part-ceiling = Total available
calls-part-max = At most per proposal
calls-part-opens = Opens
calls-part-closes = Closes
calls-part-themes = Themes
calls-part-areas = Areas
calls-part-questions = Questions

calls-question-short-text = Short text
calls-question-long-text = Long text
calls-question-choice = Choice from a list
calls-question-number = Number
calls-question-amount = Amount
calls-question-date = Date
calls-question-yes-no = Yes or no
calls-question-file = File

calls-problem-not-verified = This party has not been verified yet, so it cannot publish a call.
calls-problem-title = Give the call a title.
calls-problem-summary = Sum up the call in a few sentences.
calls-problem-body = Write what the call is about.
calls-problem-max-above-ceiling = The amount per proposal cannot be higher than the total.
calls-problem-zero = Enter an amount above 0, or leave this empty.
calls-problem-deadline = Choose when the call closes.
calls-problem-deadline-passed = The call must close at a moment that is still to come.
calls-problem-deadline-before-opening = The call must close later than it opens.
calls-problem-who = Choose who may apply. As it is, nobody can submit a proposal.
calls-problem-themes = Choose at least one theme.
calls-problem-areas = Enter at least one area.
calls-problem-question-label = Enter the question, or remove it.
calls-problem-question-options = Give at least two answers to choose from.

calls-problem-area-unknown = We do not know one of the areas. Choose a name from the list, such as Diezerpoort, Zwolle.
calls-problem-changed-elsewhere = Somebody else saved this call in the meantime. Below is what you typed. If you save it, it replaces what the other person saved.
calls-problem-reason = Write why you withdraw the call. Everybody can read this.

calls-saved = The draft has been saved.
calls-published = The call has been published.
calls-changed = The change has been saved and is on the page now.
calls-closed-early = The call has been closed.
calls-withdrawn = The call has been withdrawn.

calls-title = Calls
calls-lead = A call is an invitation by a municipality or another funder: there is money or help for a plan in the neighbourhood. You send in a proposal.
calls-new = New call
calls-manage = Our calls
calls-party = Party
calls-filters = Filters
calls-search = Search the calls
calls-search-button = Search
calls-phase = Phase
calls-phase-all = All
calls-area = Area
calls-area-hint = A municipality, district or neighbourhood, such as Zwolle or Diezerpoort, Zwolle.
calls-area-unknown = We do not know this area. You now see calls from all areas.
calls-who = Who may apply
calls-who-any = Anyone
calls-sort = Order
calls-sort-deadline = Closing first
calls-sort-newest = Newest first
calls-show = Show calls
calls-clear = Clear all
calls-chip-remove = : remove this filter
calls-results = Calls found
calls-count = { $count ->
    [one] 1 call
   *[other] { $count } calls
}
calls-none-title = No calls found
calls-none-text = There is no call that fits this right now. Have a look at calls that have closed or open later, too.
calls-none-all = Show all calls
calls-pages = Pages
calls-first-page = Back to the start
calls-next-page = Next
calls-atom = Follow new calls in your feed reader (Atom)
calls-calendar = Put all deadlines in your calendar

calls-closes-soon = Closes soon
calls-closes-in = Closes in
calls-opens-in = Opens in
calls-closed-at = Closed on
calls-withdrawn-at = Withdrawn on
calls-opened-at = Open since
calls-unknown = Not known yet
calls-available = Available
calls-no-money = No fixed amount
calls-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
calls-hours = { $count ->
    [one] 1 hour
   *[other] { $count } hours
}
calls-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}

calls-of = Call by { $funder }
calls-facts = In short
calls-start = Start a proposal
calls-edit = Edit
calls-proposals = Submitted proposals
calls-join = Will you join in?
calls-join-text = You start with a draft, which you can save and finish later.
calls-remainder = { $left } of { $total } is still available
calls-to-calendar = Put the deadline in your calendar
calls-draft-title = This is a draft
calls-draft-text = Only your party sees this page. This is what the call will look like.
calls-back-to-form = Back to the form
calls-withdrawn-title = This call has been withdrawn
calls-preview-title = Preview: { $title }
calls-questions-title = Questions
calls-questions-text = You answer these questions in your proposal.
calls-question-words = Long text, at most { $count } words
calls-question-optional = You may leave it open
calls-history-title = What has changed
calls-history-text = Everything that was changed after publishing is listed here.
calls-change-what = What has changed?
calls-change-before = Before
calls-change-after = Now
calls-change-empty = (empty)

calls-manage-none-title = No calls yet
calls-manage-none-text = The calls of your party will be listed here, drafts too.

calls-new-lead = Start with a title. After that you fill in the rest. Nobody else sees your draft until you publish it.
calls-new-party = On behalf of which party?
calls-new-begin = Start a draft
calls-title-hint = Say in one sentence what you look for, as you would tell your neighbours.
calls-explain-title = You cannot publish a call yet
calls-explain-no-party = You publish a call on behalf of a municipality, organisation, company or cooperative. There is no such party yet in which you may make changes.
calls-explain-unverified = { $party } has not been verified yet. As soon as an organiser has done so, you can make a call. That usually takes one or two working days.
calls-explain-why = We verify every party, so that everybody can trust that a call is real.
calls-explain-to-parties = Show the parties

calls-edit-draft = Edit the draft
calls-edit-draft-note = Save your draft with the button at the bottom. In most browsers it also saves itself while you type. Only your party sees it.
calls-edit-published = Change the call
calls-edit-published-note = This call is public. Every change is shown on its page, with what it was and what it is now.
calls-section-basics = What is it about?
calls-summary-hint = Two or three sentences. This text is shown in the list of calls.
calls-body-hint = Why is there this call, what do you look for and how do you choose? You can use headings (## Heading), lists (- point) and links.
calls-conditions-hint = What must a proposal meet? Put each condition on a line of its own with a dash in front.
calls-section-money = Money
calls-ceiling-hint = All the money there is for this call. Leave this empty when there is no fixed amount.
calls-max-hint = The highest amount that one proposal may ask for.
calls-section-dates = When?
calls-opens-date = Opens on
calls-opens-hint = Leave this empty to open at once.
calls-opens-time = Time at which the call opens
calls-closes-date = Closes on
calls-closes-hint = After that nobody can submit any more. Without a time it is 23:59.
calls-closes-time = Time at which the call closes
calls-section-audience = For whom, and where?
calls-who-hint = Somebody who submits for themselves is a person.
calls-areas-hint = Choose a municipality, district or neighbourhood from the list.
calls-questions-hint = Everything you want to know from each applicant. We always ask for a title, a summary, a budget and contact details.
calls-questions-fixed = You can still make the wording of the questions clearer. Questions cannot be added or removed any more, since people may be answering them.
calls-question-add = Add a question
calls-question-number-n = Question { $number }
calls-question-label = Question
calls-question-help = Explanation of the question
calls-question-kind = Kind of answer
calls-question-limit = Highest number of words
calls-question-limit-hint = For a long text only. If you leave this empty, it is { $count }.
calls-question-options = Answers to choose from
calls-question-options-hint = For a choice only. Put each answer on a line of its own.
calls-question-required = Everybody must answer this question
calls-question-up = Move up
calls-question-down = Move down
calls-question-remove = Remove
calls-question-button = { $action }: question { $number }
calls-publish = Publish
calls-preview = Show the preview
calls-save = Save draft
calls-save-change = Save change
calls-cancel = Back without saving
calls-end-title = Stop earlier
calls-close-early = Close the call early
calls-close-early-text = After that nobody can submit a proposal any more. You cannot undo this. Proposals that were submitted stay.
calls-close-now = Close the call now
calls-withdraw = Withdraw the call
calls-withdraw-text = The call ends and no proposals are assessed any more. You cannot undo this. The page stays, with your reason.
calls-withdraw-reason = Why do you withdraw the call?
calls-withdraw-reason-hint = Everybody can read this.
calls-withdraw-now = Withdraw the call

calls-feed-title = Open calls on Wijkcall
calls-event-title = Call closes: { $title }
