"""One box over everything, and the lists of each kind."""
