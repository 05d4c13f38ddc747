"""What is taken out of a text, and the words that stand in its place."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType({
    "city": "city",
    "organisation": "organisation",
    "person": "person",
    "place": "place",
    "name": "name",
    "link": "link",
    "contact": "contact",
    "number": "number",
    "date": "date",
    "year": "year",
    "amount": "amount",
    "about": "about",
})  # fmt: skip
"""English words for every kind; all but ``about`` stand in brackets."""

GAP = "\0"  # stands for every letter of a bracket that an earlier pass put in
KEPT = "\1"  # stands for every letter of what is general knowledge, such as CO2


class DisclosureInputError(ValueError):
    """What was given can not be a name, a kind, a word for one, a number or a home."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text to be replaced: by the word of its kind, or by ``new``."""

    start: int
    end: int
    kind: str
    new: str = ""


def labels(words: Mapping[str, str] | None) -> dict[str, str]:
    """Return what is written for every kind, brackets included; English where nothing is given.

    Raises
    ------
    DisclosureInputError
        A kind is not one of `WORDS`, or its word is empty or has brackets in it.
    """
    own = {kind: unicodedata.normalize("NFC", word) for kind, word in (words or {}).items()}
    for kind, word in own.items():
        if kind not in WORDS:
            raise DisclosureInputError(f"{kind}: no such kind; there are {', '.join(WORDS)}.")
        if not word.strip() or set(word) & set("[]\0\1\n"):
            raise DisclosureInputError(f"{kind}: give a word without brackets, not {word!r}.")
    return {
        kind: word.strip() if kind == "about" else f"[{word.strip()}]"
        for kind, word in {**WORDS, **own}.items()
    }
