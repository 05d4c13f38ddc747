"""Practices, documents and technologies."""
