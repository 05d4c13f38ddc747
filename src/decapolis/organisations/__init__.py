"""Organisations of the five sectors and whom they work with."""
