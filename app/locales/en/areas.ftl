# Areas.

area-unknown = We do not know this area. Choose a name from the list, such as Diezerpoort, Zwolle.
area-line = Area { $number }
area-kind-country = Country
area-kind-municipality = Municipality
area-kind-district = District
area-kind-neighbourhood = Neighbourhood
area-figure-calls = { $count ->
    [one] open call
   *[other] open calls
}
area-figure-needs = { $count ->
    [one] need
   *[other] needs
}
area-figure-offers = { $count ->
    [one] offer
   *[other] offers
}
area-calls = Open calls
area-all-calls = All calls here
area-no-calls = No call is open here now.
area-posts = Needed and offered
area-all-posts = Everything in the businessbakkerij
area-no-posts = Nobody has posted anything here yet.
area-post = Be the first to ask or offer
area-parts = Districts and neighbourhoods
