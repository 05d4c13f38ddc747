"""Indicators, their sources and the observations of every city."""
