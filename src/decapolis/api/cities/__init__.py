"""Cities, countries, peers."""
