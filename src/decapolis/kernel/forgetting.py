"""Take the names and addresses of someone who left out of what was written about them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHORTEST = 2  # letters of a word that can be told from others


@dataclass(frozen=True, slots=True)
class Forgetting:
    """Words that must go, and what stands in their place.

    A word is taken out where it stands alone: of "Ann", nothing in "Annual".

    Examples
    --------
    >>> gone = Forgetting.of(["Ann Lee", "ann@city.example", ""], instead="A former member")
    >>> gone.text("Ann Lee asks; write to ann@city.example. Ann Leeds stays.")
    'A former member asks; write to A former member. Ann Leeds stays.'
    >>> gone.value({"to": ["ann@city.example", 3], "ok": None})
    {'to': ['A former member', 3], 'ok': None}
    """

    words: tuple[str, ...]  # the longest first
    instead: str

    @classmethod
    def of(cls, words: Iterable[str], *, instead: str) -> "Forgetting":
        """Return what takes these words out; those too short to mean anyone are left."""
        kept = {word.strip() for word in words} - {"", instead}
        long = sorted((word for word in kept if len(word) >= SHORTEST), key=len, reverse=True)
        return cls(tuple(long), instead)

    @property
    def certain(self) -> "Forgetting":
        """The same for words that can mean nobody else: addresses, and names of several parts."""
        return Forgetting(tuple(word for word in self.words if _is_certain(word)), self.instead)

    def text(self, text: str) -> str:
        """Return a text without the words."""
        if not self.words:
            return text
        each = "|".join(map(_as_written, self.words))
        return re.sub(rf"(?<!\w)(?:{each})(?!\w)", lambda _found: self.instead, text)

    def value(self, value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """Return a value of JSON without the words, in all its texts."""
        match value:
            case str():
                return self.text(value)
            case list():
                return [self.value(one) for one in value]
            case dict():
                return {name: self.value(one) for name, one in value.items()}
        return value


def _is_certain(word: str) -> bool:
    return "@" in word or " " in word


def _as_written(word: str) -> str:
    """Return the pattern of a word: Will is not will, but addresses are written in any way."""
    return f"(?i:{re.escape(word)})" if _is_certain(word) else re.escape(word)
