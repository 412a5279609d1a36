# What every mail holds.

mail-greeting = Hello,
mail-greeting-name = Hello { $name },
mail-signature = Kind regards from Wijkcall
mail-unsubscribe = Do not send me these mails any more
