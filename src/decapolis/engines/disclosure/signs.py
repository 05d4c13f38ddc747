"""Many signs for one thing made one, letter for letter, so that patterns need to know only one."""

import unicodedata

_SAME = {
    "'": "\u2018\u2019\u201b\u02bc\u2032\u00b4",
    '"': "\u2033\u201e",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "%": "\u066a",
    ".": "\u066b",
    ",": "\u066c\u060c",
    "!": "\u3002",
    ";": "\u3001",
    "?": "\u061f",
    "~": "\u223c\u301c",
}  # typographic quotes and dashes, Arabic and Chinese stops


class _Signs(dict[int, int]):
    """What each sign becomes, for `str.translate`; worked out when it is first met."""

    def __missing__(self, code: int) -> int:
        sign = chr(code)
        value = unicodedata.decimal(sign, -1)
        if value >= 0:
            plain = str(value)
        elif "\uff00" <= sign <= "\uffef" or unicodedata.category(sign) == "Zs":
            plain = unicodedata.normalize("NFKC", sign)
        else:
            plain = sign
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_PLAIN = _Signs({ord(sign): ord(plain) for plain, signs in _SAME.items() for sign in signs})


def plain(text: str) -> str:
    r"""Return a text with ASCII digits, quotes, dashes, stops and spaces, as long as it was.

    Examples
    --------
    >>> plain("12\u2009\u066a, 2019\u20132021")
    '12 %, 2019-2021'
    """
    return text if text.isascii() else text.translate(_PLAIN)
