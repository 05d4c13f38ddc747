"""The views of initiatives."""
