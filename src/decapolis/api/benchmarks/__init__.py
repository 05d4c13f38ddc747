"""Rankings: frameworks, editions, places with intervals, cities, marks and replies."""
