"""Rows of the library to the engines and back."""
