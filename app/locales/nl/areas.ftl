# Gebieden.

area-unknown = Dit gebied kennen we niet. Kies een naam uit de lijst, zoals Diezerpoort, Zwolle.
area-line = Gebied { $number }
