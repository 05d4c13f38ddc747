"""Indicators: the catalogue, one of them, and the tables that network staff hand in."""
