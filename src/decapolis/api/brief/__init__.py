"""The brief for a city and a question."""
