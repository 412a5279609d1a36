# Gebieden.

area-unknown = Dit gebied kennen we niet. Kies een naam uit de lijst, zoals Diezerpoort, Zwolle.
area-line = Gebied { $number }
area-kind-country = Land
area-kind-municipality = Gemeente
area-kind-district = Wijk
area-kind-neighbourhood = Buurt
area-figure-calls = { $count ->
    [one] open call
   *[other] open calls
}
area-figure-needs = { $count ->
    [one] behoefte
   *[other] behoeften
}
area-figure-offers = aangeboden
area-calls = Open calls
area-all-calls = Alle calls hier
area-no-calls = Hier staat nu geen call open.
area-posts = Gezocht en aangeboden
area-all-posts = Alles in de businessbakkerij
area-no-posts = Hier heeft nog niemand iets geplaatst.
area-post = Zoek of bied als eerste iets
area-parts = Wijken en buurten
