"""Cities: the list, one city, its peers, and which one is the reader's."""
