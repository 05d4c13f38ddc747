"""Boards and templates, page by page."""
