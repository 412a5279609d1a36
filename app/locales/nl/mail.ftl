# Wat in elke mail staat.

mail-greeting = Hallo,
mail-greeting-name = Hallo { $name },
mail-signature = Groeten van Wijkcall
mail-unsubscribe = Stuur mij deze mails niet meer
