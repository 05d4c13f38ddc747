"""Letters: mail in the house style, as HTML and as plain text, readable without pictures.

A letter is written from plain values, so that what a person typed is always text: it can neither
become markup nor a header.
"""

from decapolis.kernel.mail.letters import Item, Letter, Link, absolute, written
from decapolis.kernel.mail.post import PrintingBackend, Refused, send

__all__ = [
    "Item",
    "Letter",
    "Link",
    "PrintingBackend",
    "Refused",
    "absolute",
    "send",
    "written",
]
