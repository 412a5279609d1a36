# Areas.

area-line = Area { $number }
