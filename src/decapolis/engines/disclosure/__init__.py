"""Make readable for others what a city wrote about a failure, without saying which city it was."""

from decapolis.engines.disclosure.kinds import WORDS, DisclosureInputError
from decapolis.engines.disclosure.numbers import coarse, coarse_percent
from decapolis.engines.disclosure.places import Band, Home, Place, shared_place, size_band
from decapolis.engines.disclosure.redaction import Redacted, redact
from decapolis.engines.disclosure.remains import remains

__all__ = [
    "WORDS",
    "Band",
    "DisclosureInputError",
    "Home",
    "Place",
    "Redacted",
    "coarse",
    "coarse_percent",
    "redact",
    "remains",
    "shared_place",
    "size_band",
]
