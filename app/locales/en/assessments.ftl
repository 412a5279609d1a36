# Assessments: pages and mails.

nav-assessments = To assess ({ $count })
assessments-title = To assess
assessments-lead = Proposals that you were asked to assess.
assessments-progress = { $done } of { $asked } assessed
assessments-empty-title = Nothing waits
assessments-empty = When somebody asks you to assess a proposal, it is here and you get a mail about it.
assessments-done = Finished

assessment-asked = Not started
assessment-reading = Under way
assessment-conflict = Has an interest
assessment-submitted = Assessed
assessment-withdrawn = Withdrawn
assessment-late = Late
assessment-decided = No longer needed
assessment-due = Ready by
assessment-somebody = Somebody without an account

assessment-mark-1 = 1, insufficient
assessment-mark-2 = 2, weak
assessment-mark-3 = 3, sufficient
assessment-mark-4 = 4, good
assessment-mark-5 = 5, very good
assessment-mark-na = Not applicable (does not count)

assessment-interest = Do you have an interest in this proposal?
assessment-interest-hint = For example: you know the applicant well, you work there, or you gain by it yourself.
assessment-interest-text = First say whether you have an interest. After that you can read the proposal.
assessment-interest-none = No, I have no interest
assessment-interest-conflict = Yes, I do have an interest
assessment-interest-button = Go on
assessment-later = Do you have an interest after all?
assessment-later-text = Then say so here. After that you can no longer read the proposal, and your judgement does not count. You cannot undo this.
assessment-later-button = I do have an interest
assessment-conflict-text = You said that you have an interest. That is why you cannot read or assess this proposal. Whoever asked you sees this and can ask somebody else.
assessment-withdrawn-text = You need not assess this proposal any more. Whoever asked you withdrew it.
assessment-decided-text = You can no longer judge this: there is a decision, or the proposal was withdrawn.
assessment-proposal = The proposal

assessment-own = Your assessment
assessment-mark = Your judgement
assessment-mark-hint = Does no number fit? Then choose 'not applicable'.
assessment-reasons = Why do you think so?
assessment-reasons-hint = At most 3,000 characters. The applicant does not read this. Those who decide and other assessors do.
assessment-saved-at = Draft saved on { $moment }.
assessment-once = You hand in once. After that you see what others think.
assessment-submit = Hand in your assessment
assessment-save = Save as a draft

assessment-all = Assessments
assessment-none = Nobody was asked yet.
assessment-hidden = You were asked to assess this proposal yourself. Hand in your assessment first, then you see what others think.
assessment-mean = { $count ->
    [one] Mean { $mean } of 5 (1 score)
   *[other] Mean { $mean } of 5 ({ $count } scores)
}
assessment-withdraw = Withdraw the request
assessment-ask-title = Ask assessors
assessment-ask-lead = The people whom you choose get a mail today. The applicant does not notice.
assessment-ask-button = Ask these people
assessment-ask-decided = This proposal was decided already, or withdrawn.
assessment-people = Whom do you ask?
assessment-people-hint = Members of your party who were not asked yet. Is somebody missing? Then invite that person as a member first.
assessment-nobody-left = Everybody of your party was asked already. Invite somebody as a member first.
assessment-due-label = Ready by
assessment-due-hint = Three days before it we remind those who are not ready, and once more when the day has passed.
assessment-was-asked = The people were asked.
assessment-was-withdrawn = The request was withdrawn.
assessment-was-saved = Your draft was saved.
assessment-was-submitted = Your assessment was handed in.

problem-assessment-mark = Choose a judgement.
problem-assessment-interest = Choose whether you have an interest.
problem-assessment-people = Choose at least one person.
problem-assessment-nobody = These people were asked already, or cannot be asked.
problem-assessment-due = Choose a day after today, at most a year ahead.
problem-assessment-early = You can ask assessors once the call is closed. Until then applicants can still change their proposal.

mail-assessment-asked-subject = Will you assess proposal { $number }? By { $day }
mail-assessment-asked-text = You were asked to assess a proposal for { $call }. You can do so up to and including { $day }.
mail-assessment-asked-interest = First say whether you have an interest in the proposal. After that you can read it.
mail-assessment-waiting-subject = Proposal { $number } waits for your assessment, by { $day }
mail-assessment-waiting-text = You have up to and including { $day } to assess this proposal. Do you have an interest? Then say so on the page.
mail-assessment-late-subject = Your assessment of proposal { $number } is late
mail-assessment-late-text = You were to assess this proposal by { $day }. You still can, as long as there is no decision.
mail-assessment-button = To the assessment
