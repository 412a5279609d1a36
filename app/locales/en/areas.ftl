# Areas.

area-unknown = We do not know this area. Choose a name from the list, such as Diezerpoort, Zwolle.
area-line = Area { $number }
