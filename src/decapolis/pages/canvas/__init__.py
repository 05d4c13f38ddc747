"""Boards: a canvas that a team fills together, its history and files, and its templates."""
