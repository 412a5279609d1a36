# What every mail holds, and the kinds of mail.

mail-greeting = Hello,
mail-greeting-name = Hello { $name },
mail-signature = Kind regards from Wijkcall
mail-site = Go to Wijkcall
mail-preferences = Choose which mails you get
mail-unsubscribe = Do not send me these mails any more

mail-kind-sign-in = Signing in
mail-kind-address = New e-mail address
mail-kind-setup = Starting as administrator
mail-kind-invitation = Invitation to a party
mail-kind-membership = Who belongs to your party
mail-kind-receipt = Receipt of your proposal
mail-kind-co-applicant = Taking part in a proposal
mail-kind-clarification = Question about your proposal
mail-kind-decision = Decision on your proposal
mail-kind-proposal-link = Link to your proposal
mail-kind-call-published = New call in your neighbourhood
mail-kind-deadline-soon = A call closes soon
mail-kind-new-match = New match
mail-kind-search-alert = New for a saved search
mail-kind-search-digest = Saved searches, by day or week
mail-kind-introduction-asked = Question to get acquainted
mail-kind-introduction-reminder = Reminder of an introduction
mail-kind-introduction-both-yes = An introduction goes ahead
mail-kind-introduction-declined = An introduction does not go ahead
mail-kind-listing-expires = A need or offer expires
mail-kind-test = Test mail

mail-why-sign-in = You get this mail because somebody wants to sign in with your address.
mail-why-address = You get this mail because somebody wants to use this address for an account, or used it.
mail-why-setup = You get this mail because you are going to administer Wijkcall.
mail-why-invitation = You get this mail because somebody invited you. Do you not know that person? Then you need not do anything.
mail-why-membership = You get this mail because you belong to a party, or want to.
mail-why-receipt = You get this mail because you submitted a proposal.
mail-why-co-applicant = You get this mail because somebody wants to make a proposal together with you.
mail-why-clarification = You get this mail because there is a question about a proposal.
mail-why-decision = You get this mail because you submitted a proposal.
mail-why-proposal-link = You get this mail because somebody started a proposal with your address. Was it not you? Then you need not do anything.
mail-why-call-published = You get this mail because you follow a neighbourhood or municipality.
mail-why-deadline-soon = You get this mail because you follow this call or started a proposal.
mail-why-new-match = You get this mail because you posted a need or an offer.
mail-why-search-alert = You get this mail because you saved a search and want to hear at once.
mail-why-search-digest = You get this mail because you saved a search.
mail-why-introduction-asked = You get this mail because you posted a need or an offer.
mail-why-introduction-reminder = You get this mail because we are still waiting for your answer.
mail-why-introduction-both-yes = You get this mail because you said yes to an introduction.
mail-why-introduction-declined = You get this mail because we had asked you for an introduction.
mail-why-listing-expires = You get this mail because you posted a need or an offer.
mail-why-test = You get this mail because an administrator wanted to see whether mail works.

mail-test-subject = Test mail from Wijkcall
mail-test-text = Mail works: this one has arrived.
