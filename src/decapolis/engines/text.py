"""Letters and words, the same for every script."""

import unicodedata


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
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (
        letter if letter.isalnum() or unicodedata.category(letter) == "Mc" else " "
        for letter in plain
        if not unicodedata.combining(letter)
    )
    return " ".join("".join(kept).translate(_PLAIN).split())


_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
