# Saved searches.

alerts-title = Saved searches
alerts-lead = We mail { $address } when there is something new for a search that you saved.
alerts-none-title = You have not saved a search yet
alerts-none-text = Search the Businessbakkerij or the calls, and choose "Save this search" there. You will hear when something new fits.
alerts-save-link = Save this search
alerts-new-title = Save your search
alerts-new-lead = We mail you when there is something new that fits.
alerts-asks = What you are looking for
alerts-everything = Everything
alerts-all-words = You hear of it when all words are in the post, also in another form or as a part of a longer word.
alerts-found-now =
    { $count ->
        [0] Nothing fits yet.
        [one] 1 result fits now. See it.
       *[other] { $count } results fit now. See them.
    }
alerts-name = Name
alerts-name-hint = What we call the search in the mails.
alerts-rhythm = When do you want to hear?
alerts-direct = At once
alerts-daily = Every day at 7 am
alerts-weekly = Every week at 7 o’clock
alerts-off = Never
alerts-save = Save
alerts-saved = Your search has been saved.
alerts-change = Change
alerts-changed = Your search has been changed.
alerts-results = See the results
alerts-delete-title = Not needed any more?
alerts-delete-text = You will get no more mails about this search.
alerts-delete = Delete this search
alerts-deleted = Your search has been deleted.
alerts-problem-words = Use a word that we can search by. Words such as "the" and "a" say too little.
alerts-problem-same = You have saved this search already.
alerts-problem-many = You can save at most { $n } searches. Delete one first.
alerts-chip-all-words = All words
alerts-reach =
    { $count ->
        [0] Nobody hears of this by themselves.
        [one] 1 person will hear of this.
       *[other] { $count } people will hear of this.
    }

mail-search-one-subject = New for “{ $name }”: “{ $title }”
mail-search-one-text = There is something new for your search “{ $name }”:
mail-search-many-subject = { $count } new posts for your searches
mail-search-many-text = There are { $count } new posts that fit what you are looking for.
mail-search-group = “{ $name }” ({ $count } new):
mail-search-results = All results of “{ $name }”
mail-search-see = See the post
mail-search-see-results = See the results
mail-search-see-all = See your searches
mail-search-manage = Change or delete your searches
