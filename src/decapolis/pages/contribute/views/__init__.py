"""The views of writing."""
