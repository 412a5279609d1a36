# Gebieden.

area-line = Gebied { $number }
