# People: signing up, signing in, the own account.

account-sign-in-title = Sign in
account-sign-in-lead = Enter your e-mail address. We mail you a link that signs you in. You need no password.
account-sign-in-button = Sign in
account-email = E-mail address
account-ask-link = Mail me a link
account-with-password = Rather with a password?
account-password = Password
account-password-forgotten = Forgot your password? Ask for a link by mail, then choose a new password on your account page.
account-password-wrong = This e-mail address and this password do not belong together.
account-no-account = No account yet?
account-to-sign-up = Sign up
account-have-account = Do you have an account already?

account-demo-title = Look around as somebody else
account-demo-text = This is a demo. Choose one of these invented people and you are signed in at once.
account-demo-button = Sign in
account-demo-member = Resident without a group or company
account-demo-organiser = Organiser: brings needs and offers together
account-demo-admin = Administrator of the site

account-sign-up-title = Sign up
account-sign-up-lead = With an account you submit proposals, post what you need or offer, and follow your neighbourhood. It is free.
account-name = Name
account-name-hint = This is how others see you, for instance when you submit a proposal.
account-ask-sign-up-link = Sign me up
account-sign-up-privacy = We use your details for Wijkcall only. Read more under

account-link-sent-title = Look in your mail
account-link-sent-text = We sent you a mail with a link. The link works for 15 minutes, and once.
account-link-sent-help = Nothing there after a few minutes? Look in your spam folder, and check that your address was typed correctly.
account-link-again = Ask for a new link

account-link-title = Welcome back
account-link-lead = You sign in as { $email }.
account-new-title = Welcome to Wijkcall
account-new-lead = We will make an account for { $email }.
account-new-button = Make my account
account-link-late-title = This link no longer works
account-link-late-text = A link works for 15 minutes, and once. Do ask for a new one.
account-setup-title = Set up Wijkcall
account-setup-lead = You become the first administrator of this site. Tell us who you are.
account-setup-button = Make the administrator

account-code-title = Enter your code
account-code-lead = Open the app on your phone that makes codes, and copy the code for Wijkcall.
account-code = Code
account-code-hint = Six digits.
account-code-button = Continue
account-code-wrong = This code is wrong or was used before. Wait for the next code in your app.

account-second-factor-title = Signing in in two steps
account-second-factor-lead = With a code from your phone nobody else gets into your account, not even with your password or your mail.
account-second-factor-obliged = Organisers and administrators see confidential information. That is why you must have this second step.
account-second-factor-step-app = Put an app on your phone that makes codes, such as Aegis, FreeOTP or Google Authenticator.
account-second-factor-step-scan = Scan this picture with the app.
account-second-factor-type = Does that not work? Then type this key into the app:
account-second-factor-open = Or open the app on this device
account-second-factor-step-code = Enter the code that the app shows now.
account-second-factor-button = Switch on
account-second-factor-on = Signing in in two steps is on.
account-second-factor-off = Signing in in two steps is off.
account-second-factor-is-on = On: after signing in we ask for a code from your phone.
account-second-factor-is-off = Off. Switch it on to protect your account better.
account-second-factor-set-up = Switch on
account-second-factor-remove = Switch off
account-second-factor-remove-title = Switch off signing in in two steps
account-second-factor-remove-lead = Enter a code from your app to switch it off.
account-qr-label = QR code for your app

account-lead = You are signed in as { $email }.
account-to-proposals = What you are writing, have submitted, or take part in.
account-to-listings = What you need and offer, and what fits.
account-to-mails = Which emails you get, and which areas and calls you follow.
account-to-searches = Hear what is new for what you are looking for.
account-parties-title = For whom you act
account-parties-none = You do not belong to a party yet. A party is for instance a residents' group, a company or a municipality. You can take part without one too, as yourself.
account-party-new = Register a party
account-party-find = Find a party
account-profile-title = About you
account-language = Language of your mails
account-language-hint = We write to you in this language.
account-password-set-title = Choose a password
account-password-set-text = You now sign in with a link in your mail. Would you like to be able to use a password as well?
account-password-change-title = Change your password
account-password-change-text = After that you have to sign in again on other devices.
account-password-current = Current password
account-password-new = New password
account-password-hint = At least 12 characters. A sentence of a few words is easy to remember.
account-password-button = Save password
account-password-short = Choose a longer password: at least { $n } characters.
account-password-known = Choose something else than your name or e-mail address.
account-password-set = Your new password has been saved.
account-current-password-wrong = This is not your current password.
account-saved = Your details have been saved.
account-signed-out = You have signed out.
account-sign-out = Sign out
account-act-as-self = As yourself

account-sessions-title = Where you are signed in
account-sessions-text = Something you do not recognise? Sign out there.
account-session-device = Device
account-session-since = Signed in since
account-session-seen = Last seen
account-session-current = This device
account-session-end = Sign out
account-session-ended = That device has been signed out.
account-sessions-end-others = Sign out everywhere but here
account-sessions-ended = All other devices have been signed out.
account-device = { $browser } on { $system }
account-device-unknown = Unknown device

mail-sign-in-subject = Your link to sign in to Wijkcall
mail-sign-in-text = The button below signs you in to Wijkcall. No account yet? The same button makes one. The link works for { $minutes } minutes, and once.
mail-sign-in-not-you = Did you not ask for this? Then you need not do anything. Without this link nobody gets any further.
mail-sign-in-button = Sign in
