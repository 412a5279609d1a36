# What occurs everywhere: frame, errors, forms, lists of choices.

language-name = English

layout-skip = Skip to content
layout-demo-label = About this demo
breadcrumb = Breadcrumb
layout-demo-mail = Read their emails
layout-demo = This is a demo with made-up people.
nav-main = Main menu
nav-calls = Calls
nav-bakery = Business bakery
nav-parties = Parties
nav-desk = Today
nav-sign-in = Sign in
nav-notices = { $count ->
    [0] Notices
    [one] Notices: one new
   *[other] Notices: { $count } new
 }
nav-account = My Wijkcall
nav-acting-for = You act for
nav-act-for = Act for
nav-about = About Wijkcall
nav-accessibility = Accessibility
nav-privacy = Privacy
footer-title = About this site
footer-text = Wijkcall brings together municipalities, companies and residents who want to do something for their neighbourhood.

home-title = Do something together in your neighbourhood
home-lead = Municipalities and funds publish a call. You send in a plan, or ask for and offer help in the business bakery. We bring people together.
home-to-calls = See the calls
home-to-bakery = Ask for or offer help
home-doors = Where do you stand?
home-door-municipality = I work for a municipality or fund
home-door-municipality-text = Publish a call with money and conditions. Choose fairly and show where every euro goes.
home-door-company = I work for a company or organisation
home-door-company-text = Say what you look for and what you can bring. You see who fits and why.
home-door-resident = I live here and have an idea
home-door-resident-text = Bring in your idea in plain words. You find people who help and always hear how things stand.
home-open = Open now
home-open-all = All calls
home-open-none = No call is open now. See what opens soon, or post something in the business bakery.
home-posts = Wanted and offered
home-posts-all = All { $count } in the business bakery
home-how = How it works
home-how-call = A call opens
home-how-call-text = A call is an invitation by a municipality, fund or company: this is what we want in the neighbourhood, and this is what is available for it.
home-how-together = You find each other
home-how-together-text = The business bakery shows what people look for and offer. An organiser introduces you. Your details stay secret until both of you say yes.
home-how-decision = You hear what was decided
home-how-decision-text = You get a receipt, you can follow how it goes, and every decision has a reason.

error-not-found-title = This page is not there
error-not-found-text = The address may have a typing error, or you may not see this page.
error-sign-in-title = Sign in first
error-sign-in-text = This page is only for people who are signed in.
error-second-factor-title = Enter your code first
error-second-factor-text = This page needs an extra code.
error-bad-request-title = We could not read this
error-bad-request-text = Go back to the page before and try again.
error-conflict-title = This has changed meanwhile
error-conflict-text = Someone else changed this, or it is no longer possible. Go back and see how it stands now.
error-too-many-title = Please slow down
error-too-many-text = There were too many tries in a row. Wait a few minutes and try again.
error-internal-title = Something went wrong on our side
error-internal-text = It is not your fault. Please try again later.
error-to-home = To the start page
error-to-calls = See the calls

form-optional = (optional)
form-choose = Make a choice
form-saved = Saved at { $time }
form-saved-except = { $count ->
    [one] Saved at { $time }, except 1 field
   *[other] Saved at { $time }, except { $count } fields
}
form-not-saved = Not saved yet. Use the button to save.
form-save = Save
form-words = { $words } of { $limit } words
form-error-title = { $count ->
    [one] Something is wrong in 1 place
   *[other] Something is wrong in { $count } places
}

problem-required = Fill in this field.
problem-too-long = Make this shorter: { $n } characters at most.
problem-email = Enter a valid e-mail address, such as name@example.nl.
problem-amount = Enter an amount, such as 1,250 or 1,250.50.
problem-number = Enter a number above 0, such as 2 or 2.5.
problem-whole-number = Enter a whole number.
problem-date = Enter a date, such as 21-11-2026.
problem-time = Enter a time, such as 17:00.
problem-website = Enter a web address, such as https://example.nl.

meant-filters = Searched with this filter: { $names }.
meant-as-words = Rather search for the words “{ $words }”
meant-theme = Everything with the theme { $theme }
meant-offered = Themes in your search

theme-energy = Energy
theme-care = Care
theme-food = Food
theme-work = Work
theme-mobility = Mobility
theme-public-space = Public space and green
theme-housing = Housing
theme-education = Education
theme-health = Health and sport
theme-meeting = Meeting people
theme-culture = Culture
theme-digital = Digital
theme-money = Money and income
theme-safety = Safety

party-kind-municipality = Municipality
party-kind-company = Company
party-kind-organisation = Organisation
party-kind-residents-group = Residents' group
party-kind-cooperative = Cooperative
party-kind-person = Person
party-role-owner = Owner
party-role-editor = Editor
party-role-viewer = Viewer

resource-money = Money
resource-hours = Hours
resource-space = Space
resource-materials = Materials
resource-knowledge = Knowledge
resource-discount = Discount
resource-vehicle = Vehicle
resource-assignment = Assignment

side-need = Need
side-offer = Offer

suggest-label = Suggestions
suggest-count = { $count ->
    [0] No suggestions.
    [one] 1 suggestion. Choose with the arrow keys.
   *[other] { $count } suggestions. Choose with the arrow keys.
}
suggest-word = search for this
suggest-meant = did you mean this?
suggest-call = call
problem-markup = Use plain text. A mail takes no HTML.
problem-foreign-link = There is a link to another site here: { $word }. A mail of ours links to this site only.
