"""Checks of what is written for tokens and webhooks, and how messages are signed."""

from decapolis.access.validators.asked import clean_name, clean_url, known_events, known_scopes
from decapolis.access.validators.signing import key_of, signature, signatures

__all__ = [
    "clean_name",
    "clean_url",
    "key_of",
    "known_events",
    "known_scopes",
    "signature",
    "signatures",
]
