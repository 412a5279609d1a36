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
calls-followed = You follow this call. You get a mail when something changes.
calls-unfollowed = You no longer follow this call.
