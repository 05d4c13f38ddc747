"""Letters and words, the same for every script."""

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase


def fold(text: str) -> str:
    """Reduce a name or word to what a careless typist would type.

    Case, accents and punctuation go; letters of every script stay; spaces are single.

    Examples
    --------
    >>> fold("São  Paulo")
    'sao paulo'
    >>> fold("Saint-Étienne (Loire)")
    'saint etienne loire'
    >>> fold("Москва́")
    'москва'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = _NOT_ASCII.sub(lambda found: found[0].translate(_PLAIN), text)
    if text.isascii():  # most text; the same result, many times faster
        return " ".join(_ASCII_WORDS.findall(text.lower()))
    return " ".join(text.translate(_PLAIN).split())


class _Plain(dict[int, str]):
    """What each letter becomes, for `str.translate`; worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if unicodedata.combining(letter):
            kept = ""
        else:
            kept = letter if letter.isalnum() or unicodedata.category(letter) == "Mc" else " "
        if code <= _REMEMBERED:
            self[code] = kept
        return kept


_ASCII_WORDS = re.compile("[a-z0-9]+")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_REMEMBERED = 0xFFFF  # what nearly all text is written in; more would only take memory
_CAPITALS = zip(ascii_uppercase, ascii_lowercase, strict=True)  # what some signs are taken apart to
_PLAIN = _Plain(
    str.maketrans({
        **dict(_CAPITALS),
        "ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "æ": "ae", "œ": "oe", "þ": "th", "ð": "d",
    })
)  # fmt: skip
