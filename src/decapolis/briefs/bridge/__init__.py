"""From library, peers and figures to the brief."""

from decapolis.briefs.bridge.brief import brief_for

__all__ = ["brief_for"]
