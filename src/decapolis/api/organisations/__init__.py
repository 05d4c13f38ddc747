"""Organisations and their ties."""
