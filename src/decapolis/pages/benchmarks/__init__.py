"""Rankings: the list, one with its intervals, a city in it, several compared, how it is made."""
