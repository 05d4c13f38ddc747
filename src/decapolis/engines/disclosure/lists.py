"""The lists of words that come with the engine.

Ordinary words are folded. The English ones are those that records of the starter library write in
small letters, looked over by hand, and others with which sentences often begin; what is also a
city, region or country is left out. The other lists were written by hand. Words for dates and money
are in small letters, codes of currencies in capitals.
"""

import json
from functools import cache
from importlib import resources


@cache
def words_of(name: str) -> frozenset[str]:
    """Return the words of a list.

    Examples
    --------
    >>> "led" in words_of("general"), "juillet" in words_of("months")
    (True, True)
    """
    return frozenset(" ".join(_lists()[name]).split())


@cache
def _lists() -> dict[str, list[str]]:
    folder = resources.files(__package__) / "words"
    found: dict[str, list[str]] = {}
    for file in ("ordinary.json", "telltale.json"):
        found |= json.loads((folder / file).read_text("utf-8"))
    return found
