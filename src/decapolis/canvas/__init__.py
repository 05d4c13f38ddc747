"""Boards that several people fill at once, and the templates that say what is asked."""
