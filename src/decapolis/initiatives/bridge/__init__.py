"""From library, peers and figures to the brief."""

from decapolis.initiatives.bridge.brief import brief_for

__all__ = ["brief_for"]
