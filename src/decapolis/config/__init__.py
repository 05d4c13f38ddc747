"""Puts the parts together: settings, addresses, server entry."""
